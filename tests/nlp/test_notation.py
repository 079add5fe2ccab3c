"""Amounts and dates in customers' notation."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.notation import amounts, currency_in, dates, decimal_sign, number_in_cell

BASE = date(2026, 2, 3)  # a Tuesday


@pytest.mark.parametrize(
    ("text", "decimal", "value", "currency"),
    [
        ("1 234,56 €", ",", "1234.56", "EUR"),
        ("1\u202f234,56\u00a0€", ",", "1234.56", "EUR"),
        ("1.234,56 EUR", ",", "1234.56", "EUR"),
        ("£4,700.40", ".", "4700.40", "GBP"),
        ("CHF 1'790.00", ",", "1790.00", "CHF"),
        ("CHF 1’000.--", ".", "1000", "CHF"),
        ("2.000,- EUR", ",", "2000", "EUR"),
        ("Fr. 49.00", ",", "49.00", "CHF"),
        ("3 k€", ",", "3000", "EUR"),
        ("1,5 Mio. EUR", ",", "1500000", "EUR"),
        ("45,00-", ",", "-45.00", None),
        ("EUR -12,50", ",", "-12.50", "EUR"),
        ("(4 300,00 €)", ",", "4300.00", "EUR"),
    ],
)
def test_an_amount_is_read_in_its_notation(text: str, decimal: str, value: str, currency: str | None) -> None:
    (found,) = amounts(text, decimal)
    assert (found.value, found.currency) == (Decimal(value), currency)


@pytest.mark.parametrize(
    ("text", "decimal", "value"), [("1.234", ",", "1234"), ("1.234", ".", "1.234"), ("1,234", ".", "1234")]
)
def test_a_number_of_two_readings_follows_the_language_and_says_so(text: str, decimal: str, value: str) -> None:
    (found,) = amounts(text, decimal)
    assert (found.value, found.ambiguous) == (Decimal(value), True)


@pytest.mark.parametrize("text", ["R-2025-00314", "12,5 %", "FA2024118", "12:30"])
def test_other_numbers_are_no_amounts(text: str) -> None:
    assert amounts(text) == ()


def test_a_date_is_no_amount() -> None:
    text = "am 30.01. bezahlt, 581,55 EUR"
    assert [a.value for a in amounts(text, ",", dates(text, BASE, ("de",)))] == [Decimal("581.55")]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("13. Februar", "de", date(2026, 2, 13)), ("02.03.26", "de", date(2026, 3, 2)), ("am 25.02. hier", "de", date(2026, 2, 25)),  # noqa: E501
        ("KW 17", "de", date(2026, 4, 24)), ("Ende März", "de", date(2026, 3, 31)), ("30. Jänner", "de", date(2026, 1, 30)),  # noqa: E501
        ("am 20.,", "de", date(2026, 2, 20)), ("gestern", "de", date(2026, 2, 2)), ("in zwei Wochen", "de", date(2026, 2, 17)),  # noqa: E501
        ("le 5 janvier", "fr", date(2026, 1, 5)), ("am 13. Februar", "de", date(2026, 2, 13)), ("on the 20th of March", "en", date(2026, 3, 20)),  # noqa: E501
        ("fin mars", "fr", date(2026, 3, 31)), ("le 20", "fr", date(2026, 2, 20)), ("31/12", "fr", date(2025, 12, 31)),
        ("1er mars", "fr", date(2026, 3, 1)), ("sous huit jours", "fr", date(2026, 2, 11)), ("vendredi", "fr", date(2026, 2, 6)),  # noqa: E501
        ("tues 10 feb", "en", date(2026, 2, 10)), ("next Friday", "en", date(2026, 2, 6)), ("2/3/26", "en", date(2026, 3, 2)),  # noqa: E501
        ("March 3rd, 2026", "en", date(2026, 3, 3)), ("by the 20th", "en", date(2026, 2, 20)), ("2026-03-14", "en", date(2026, 3, 14)),  # noqa: E501
        ("end of the month", "en", date(2026, 2, 28)),
    ],
)  # fmt: skip
def test_a_day_is_read_from_the_mails_date(text: str, language: str, expected: date) -> None:
    assert dates(text, BASE, (language,))[0].value == expected


@pytest.mark.parametrize("text", ["R-2025-00314", "EUR 10.10.", "0117 496 0155", "31.02.2026", "Guten Morgen"])
def test_what_is_no_day_is_none(text: str) -> None:
    assert dates(text, BASE, ("de",)) == ()


def test_a_weekday_beside_its_date_is_one_day() -> None:
    assert [m.value for m in dates("Freitag, 13. Februar", BASE, ("de",))] == [date(2026, 2, 13)]


def test_a_weekday_can_be_read_backwards() -> None:
    assert dates("virement de mardi", date(2026, 2, 5), ("fr",))[0].earlier == date(2026, 2, 3)


@pytest.mark.parametrize(
    ("cell", "value"),
    [("(45.00)", "-45.00"), ("1.093,68-", "-1093.68"), ("642,00 €", "642.00"), ("GM-1104", None), ("", None)],
)
def test_a_cell_is_one_number_or_none(cell: str, value: str | None) -> None:
    assert number_in_cell(cell, decimal_sign((cell,))) == (Decimal(value) if value else None)


def test_a_column_tells_its_decimal_sign() -> None:
    assert decimal_sign(("1.234", "12.50"), ",") == "."


def test_one_currency_is_named_or_none() -> None:
    assert (currency_in("Total € HT"), currency_in("EUR or GBP"), currency_in("Europe")) == ("EUR", None, None)


@given(
    st.decimals(min_value=0, max_value=10**9, places=2),
    st.sampled_from([(" ", ","), (".", ","), (",", "."), ("'", ".")]),
)
def test_every_amount_survives_its_notation(value: Decimal, signs: tuple[str, str]) -> None:
    thousands, decimal = signs
    text = f"{value:,.2f}".replace(",", "T").replace(".", decimal).replace("T", thousands)
    assert [a.value for a in amounts(f"EUR {text}", decimal)] == [value]


@given(st.text(max_size=300))
def test_no_text_breaks_the_reading_of_days(text: str) -> None:
    for mention in dates(text, BASE, ("en", "fr", "de")):
        assert 0 <= mention.start < mention.end <= len(text)


@pytest.mark.parametrize(
    ("text", "language", "day"),
    [
        ("Wir zahlen am 15. Juni 2026", "de", date(2026, 6, 15)),
        ("bis zum 30. September", "de", date(2026, 9, 30)),
        ("on Friday the 15th we pay", "en", date(2026, 5, 15)),
        ("vendredi 22 au plus tard", "fr", date(2026, 5, 22)),
        ("per 11.05. CHF 3'910.50", "de", date(2026, 5, 11)),
        ("Montag 15 Uhr", "de", date(2026, 5, 18)),
    ],
)
def test_a_day_is_the_day_that_a_reader_means(text: str, language: str, day: date) -> None:
    assert [found.value for found in dates(text, date(2026, 5, 12), (language,))] == [day]
