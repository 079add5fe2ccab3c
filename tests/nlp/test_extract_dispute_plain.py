"""Plain words of one reason settle it, and what tells no reason is not heard: names, pleasantries, reminders."""

from __future__ import annotations

import pytest

from nlp.extract.dispute.pieces import pieces_of
from nlp.extract.dispute.plainly import plainly_told
from nlp.reading import DisputeReason
from tests.nlp.extraction_desk import codes, context, facts


@pytest.mark.parametrize(
    ("language", "text", "reason"),
    [
        ("en", "IN-7016 carries French VAT at 20%. The books went to Cork and should be free of it. Reissue.", "tax"),
        ("de", "Auf IN-7016 stehen 19 % MwSt, wir sitzen in Basel. Bitte neu ausstellen.", "tax"),
        ("en", "IN-7016: Sean quoted us 4.20 for the rope, it is on here at 4.95.", "price"),
        ("de", "IN-7016: 21,00 statt 18,50 für den Eimer, so war das nicht besprochen.", "price"),
        ("fr", "IN-7016 : 39,50 au lieu de 34,00 le seau.", "price"),
        ("en", "Not IN-7016, price wrong, my colleague wrote about it.", "price"),
        ("fr", "Pas la IN-7016, le prix est faux, ma collègue vous a écrit.", "price"),
        ("en", "IN-7016 has 45.00 EUR of delivery on it, we never pay delivery.", "contract_terms"),
        ("en", "We asked for navy on IN-7016, the driver dropped bottle green.", "wrong_item"),
        ("sv", "IN-7016: vi kom överens om 12,40, ni har fakturerat 13,90.", "price"),
        ("en", "What IN-7016 is for has never turned up, I asked the shop and nobody signed.", "not_delivered"),
        ("de", "Bestellt war Größe 42, im Karton von IN-7016 lag Größe 46.", "wrong_item"),
        ("en", "We own no compressor, whoever had IN-7016 repaired it was not us.", "not_ordered"),
        ("de", "Zu IN-7016: hier weiß niemand, was repariert wurde, wir haben keines eingeschickt.", "not_ordered"),
        ("en", "IN-7016 waits for the test certificates of the slings, told you twice.", "other"),
    ],
)
def test_plain_words_of_one_reason_settle_it(language: str, text: str, reason: str) -> None:
    found = facts(context(text, language=language if language in ("en", "de", "fr") else "")).dispute
    assert found.value is not None
    assert found.value.reason == reason


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "IN-7016: told you twice on the phone, one crate too many."),
        ("de", "IN-7016: schon zweimal angerufen deswegen, eine Kiste zu viel."),
        ("fr", "IN-7016 : recompté deux fois, une caisse de trop."),
    ],
)
def test_what_was_told_or_counted_twice_did_not_come_twice(language: str, text: str) -> None:
    found = facts(context(text, language=language)).dispute
    assert found.value is not None
    assert found.value.reason == "quantity" or "several_reasons" in codes(found.problems)


def test_a_count_in_front_of_what_never_came_tells_no_missing_delivery() -> None:
    told = plainly_told(context("10 of the sheets of IN-7016 were never delivered.", language="en"))
    assert DisputeReason.NOT_DELIVERED not in told


def test_a_day_in_front_of_it_is_no_count() -> None:
    told = plainly_told(context("IN-7016 of 10 March has never turned up.", language="en"))
    assert DisputeReason.NOT_DELIVERED in told


def test_vat_that_an_amount_includes_contests_nothing() -> None:
    assert not plainly_told(context("IN-7016: 120.00 plus 20% VAT, as agreed.", language="en"))


def test_a_name_below_the_letter_is_no_piece_of_the_complaint() -> None:
    texts = [
        piece.text for piece in pieces_of(context("IN-7016: two crates are missing here.\n\nBruch", language="de"))
    ]
    assert not any("Bruch" in text for text in texts)


def test_paragraphs_that_name_no_number_stand_aside() -> None:
    text = "What rain at your open day, my umbrella broke.\n\nIN-7016 has the rope at 4.95, not 4.20.\n\nSee you."
    aside = {piece.text.strip(): piece.aside for piece in pieces_of(context(text, language="en")) if piece.start >= 0}
    assert aside["What rain at your open day, my umbrella broke."]
    assert not any(is_aside for piece, is_aside in aside.items() if "IN-7016" in piece)


def test_two_reasons_in_plain_words_go_to_a_person() -> None:
    text = "IN-7016: we were billed twice, and the order number is missing on it."
    assert "several_reasons" in codes(facts(context(text, language="en")).dispute.problems)


def test_a_document_with_a_reason_that_nobody_tells_goes_to_a_person() -> None:
    assert "several_reasons" in codes(facts(context("Hm, IN-7016. Not like this.", language="en")).dispute.problems)


@pytest.mark.parametrize(
    ("language", "text", "reason"),
    [
        ("de", "Zu IN-7016: wir haben Handbesen statt Schrubber bekommen.", "wrong_item"),
        ("en", "IN-7016: you sent brooms instead of buckets.", "wrong_item"),
        ("nl", "Voor IN-7016 hebben wij bezems ontvangen in plaats van emmers.", "wrong_item"),
        ("it", "Per IN-7016 abbiamo ricevuto scope invece di secchi.", "wrong_item"),
    ],
)
def test_one_thing_that_came_for_another_is_the_wrong_one(language: str, text: str, reason: str) -> None:
    told = plainly_told(context(text, language=language if language in ("en", "de", "fr") else ""))
    assert set(told) == {DisputeReason(reason)}


def test_less_of_a_thing_that_came_is_not() -> None:
    assert not plainly_told(context("Von IN-7016 wurden 6 statt 8 Eimer geliefert.", language="de"))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "In der IN-7016 fehlt der Jahresbonus von 3 %, den unser Rahmenvertrag vorsieht."),
        ("en", "The annual rebate of 3 % is missing on IN-7016, see our framework agreement."),
    ],
)
def test_a_share_counts_no_pieces(language: str, text: str) -> None:
    found = facts(context(text, language=language)).dispute
    assert found.value is not None
    assert found.value.reason == "contract_terms"
    assert "several_reasons" not in codes(found.problems)
