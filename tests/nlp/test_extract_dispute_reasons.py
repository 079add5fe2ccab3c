"""Why customers contest, from what they tell: no word of the category has to be said."""

from __future__ import annotations

from decimal import Decimal

import pytest

from nlp.extract.dispute import reasons_of
from nlp.extract.dispute.grounds import families_of, features_of, masked
from nlp.extract.dispute.ranking import Ranker, shipped_ranker
from nlp.reading import DisputeReason
from tests.nlp.extraction_desk import codes, context, facts


@pytest.mark.parametrize(
    ("language", "text", "reason"),
    [
        ("en", "IN-7016: your lad unloaded 31 crates, the sheet he left says 34.", "quantity"),
        ("de", "IN-7016: abgeladen wurden 31 Kisten, auf dem Zettel stehen 34.", "quantity"),
        ("fr", "IN-7016 : 31 caisses déchargées, le bordereau en annonce 34.", "quantity"),
        ("en", "IN-7016: the kettles hum for a minute and then trip the fuse, all of them are defective.", "damaged"),
        ("de", "IN-7016: zwei der Vasen kamen mit Sprüngen aus dem Karton.", "damaged"),
        ("fr", "IN-7016 : deux des vases sont sortis fêlés du carton.", "damaged"),
        ("en", "IN-7016 lists the brush at 4.10, the offer your colleague signed says 3.60.", "price"),
        ("de", "Auf IN-7016 kostet die Bürste 4,10, im unterschriebenen Angebot stehen 3,60.", "price"),
        ("fr", "Sur IN-7016 la brosse est à 4,10, le devis signé disait 3,60.", "price"),
        ("en", "Nobody at the depot has ever heard of IN-7016, who is supposed to have asked for this?", "not_ordered"),
        ("de", "Von IN-7016 weiß hier keiner, wer soll das denn in Auftrag gegeben haben?", "not_ordered"),
        ("fr", "IN-7016 : personne chez nous n'a demandé cela, qui aurait signé ?", "not_ordered"),
        ("en", "IN-7016 should carry no VAT, the goods left for Norway.", "tax"),
        ("de", "IN-7016 darf keine Umsatzsteuer tragen, die Ware ging nach Norwegen.", "tax"),
        ("fr", "IN-7016 ne doit pas porter de TVA, la marchandise est partie en Norvège.", "tax"),
        ("en", "You have had the money for IN-7016 since February, please look at your bank account.", "already_paid"),
        ("de", "Das Geld für IN-7016 haben Sie seit Februar, schauen Sie auf Ihr Konto.", "already_paid"),
        ("fr", "Vous avez l'argent de IN-7016 depuis février, regardez votre compte.", "already_paid"),
        ("en", "IN-7016 has the old company on it, it must be addressed to the new Ltd.", "invoice_form"),
        ("de", "Auf IN-7016 steht noch die alte Firma, Empfänger muss die neue GmbH sein.", "invoice_form"),
        ("fr", "IN-7016 porte l'ancienne société, le destinataire doit être la nouvelle SARL.", "invoice_form"),
        ("en", "IN-7016 came without the four per cent rebate that our framework gives us.", "contract_terms"),
        ("de", "Auf IN-7016 fehlen die vier Prozent Bonus aus unserem Rahmenvertrag.", "contract_terms"),
        ("fr", "IN-7016 est arrivée sans la ristourne de quatre pour cent de notre accord-cadre.", "contract_terms"),
    ],
)  # fmt: skip
def test_what_is_told_says_the_reason(language: str, text: str, reason: str) -> None:
    found = facts(context(text, language=language)).dispute
    assert found.value is not None
    assert found.value.reason == reason


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("IN-7016: er zijn twee glazen gebroken aangekomen.", "damaged"),
        ("IN-7016: la merce non è mai arrivata da noi.", "not_delivered"),
        ("IN-7016: nos enviaron los rojos y habíamos pedido los negros.", "wrong_item"),
        ("IN-7016: ta faktura została już zapłacona w lutym.", "already_paid"),
    ],
)
def test_other_languages_tell_it_too(text: str, reason: str) -> None:
    assert reasons_of(context(text))[0][0] == reason


def test_who_thanks_and_greets_contests_nothing() -> None:
    assert reasons_of(context("Many thanks for your help last week and best wishes to the team.", language="en")) == ()


def test_two_reasons_that_speak_alike_are_for_a_person() -> None:
    text = "IN-7016: two of the vases came cracked, and you charge 4.10 where the offer you signed said 3.60."
    assert "several_reasons" in codes(facts(context(text, language="en")).dispute.problems)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "IN-7016 has 23.60 EUR of VAT on it, we are zero-rated. Please reissue without."),
        ("en", "IN-7016 shows net 30 days. The contract with us says 60. Kindly reissue, we cannot post otherwise."),
    ],
)
def test_what_is_asked_for_instead_is_no_second_reason_beside_plain_words(language: str, text: str) -> None:
    assert "several_reasons" not in codes(facts(context(text, language=language)).dispute.problems)


def test_numbers_count_by_their_kind_alone() -> None:
    assert features_of("31 crates came, 34 are billed") == features_of("7 crates came, 9 are billed")
    assert masked("12 x 4,10 €, 19 %") == masked("3 x 88,00 €, 7 %")


def test_the_families_of_words_are_the_same_in_every_language() -> None:
    said = ["the glass is cracked", "das glas hat einen sprung", "le verre est fendu"]
    assert all("BROKEN" in set(families_of(text)) for text in said)


def test_a_ranker_of_another_program_is_refused() -> None:
    arrays = shipped_ranker().arrays()
    with pytest.raises(ValueError, match="another program"):
        Ranker.from_arrays({**arrays, "reasons": arrays["reasons"][::-1]})


def test_every_reason_has_its_own_column() -> None:
    assert shipped_ranker().weights.shape[1] == len(DisputeReason) + 1


def test_the_amount_is_that_of_the_count_times_the_price() -> None:
    text = "Six of the vases on IN-7020 came cracked. 6 at 12.50 each makes 75.00."
    found = facts(context(text, language="en")).dispute.value
    assert found is not None
    assert found.amount == Decimal("75.00")
