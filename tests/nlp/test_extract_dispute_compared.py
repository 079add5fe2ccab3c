"""Two figures held against each other tell a reason; where words and ranker agree, a smaller lead is enough."""

from __future__ import annotations

import pytest

from nlp.extract.dispute.compared import compared
from nlp.reading import DisputeReason
from tests.nlp.extraction_desk import codes, context, facts


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "IN-7016 has the rope at 4.90, my list says 4.20. That is 14.00 on the twenty metres."),
        ("fr", "IN-7016 : le sac CHF 55.00 au lieu de CHF 49.00."),
        ("de", "Auf IN-7016 steht der Kanister mit 61, ausgemacht 55, macht bei dreißig 180,00 zu viel."),
        ("en", "Mops on IN-7016 went out at €11.40 each, they were €9.90 in your catalogue."),
        ("it", "IN-7016: 13,20 invece di 11,80 al rotolo."),
    ],
)
def test_two_prices_show_a_price(language: str, text: str) -> None:
    within = context(text, language=language if language in ("en", "de", "fr") else "")
    assert DisputeReason.PRICE in compared(within)
    found = facts(within).dispute
    assert found.value is not None
    assert found.value.reason is DisputeReason.PRICE
    assert "several_reasons" not in codes(found.problems)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Four drums short on IN-7016. The note says 16, the man left 12."),
        ("fr", "IN-7016 : il manque 30 seaux, 210 au lieu de 240 à la réception."),
        ("de", "Zu IN-7016 kamen nur 7 statt 9 Säcke."),
        ("de", "Bei IN-7016 fehlen zwei Rollen, elf stehen drauf und neun sind gekommen."),
    ],
)
def test_two_counts_show_a_quantity(language: str, text: str) -> None:
    within = context(text, language=language)
    assert compared(within) == {DisputeReason.QUANTITY}
    found = facts(within).dispute
    assert found.value is not None
    assert found.value.reason is DisputeReason.QUANTITY
    assert "several_reasons" not in codes(found.problems)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "IN-7016: 40 mm statt 50 mm, passt nicht."),
        ("en", "IN-7016: size 9 instead of size 10 in the box."),
        ("en", "IN-7016 is 96.50, we paid 90.00 of it on 2 March."),
        ("fr", "IN-7016 du 3 mars, et non du 5 mars."),
        ("de", "IN-7015 statt IN-7020 bitte stornieren."),
    ],
)
def test_sizes_days_numbers_and_payments_show_nothing(language: str, text: str) -> None:
    assert not compared(context(text, language=language))


def test_counts_alone_do_not_overrule_what_is_told() -> None:
    text = "Make it 16 mops not 12 next time. On IN-7016 one bucket arrived cracked, please take it off."
    found = facts(context(text, language="en")).dispute
    assert found.value is not None
    assert found.value.reason is DisputeReason.DAMAGED


def test_words_for_another_reason_alone_go_to_a_person() -> None:
    text = (
        "Half of the drums of IN-7016 came and one of those was leaking all over the van, the order number is missing."
    )
    assert "several_reasons" in codes(facts(context(text, language="en")).dispute.problems)
