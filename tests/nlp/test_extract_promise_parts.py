"""Promises whose days and documents stand beside others: taken back, left over, of a part, of something else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from nlp.book import CustomerEntry, DocumentEntry, Snapshot
from nlp.extract.order_numbers import find_order_numbers
from nlp.extract.pointers import with_pointers
from nlp.extract.promise import read_promise
from nlp.extract.references import find_references
from nlp.extract.sources import Found
from nlp.reading import Promise
from tests.nlp import extraction_desk

SENT_ON = date(2026, 4, 7)  # a Tuesday
CUSTOMER = CustomerEntry("N4", "X", "Gärtnerei Moos", (), "DE", "de", "EUR", ("a@moos.example",), ("moos.example",))


def owed(number: str, amount: str, po: str = "", paid: str = "0") -> DocumentEntry:
    total = Decimal(amount)
    due = date(2026, 3, 20)
    return DocumentEntry(number, "N4", "X", date(2026, 2, 16), due, total, total - Decimal(paid), "EUR", po)


BOOK = Snapshot(
    customers=[CUSTOMER],
    documents=[
        owed("GB-2031", "500.00", "Halle 7/31"),
        owed("GB-2044", "860.20", "Halle 7/44"),
        owed("GB-2058", "1200.00", paid="600.00"),
    ],
    number_patterns=[r"GB-\d{4}"],
)  # fmt: skip


def promise(text: str, language: str, answered: tuple[str, ...] = ()) -> Found[Promise]:
    said = replace(
        extraction_desk.context(text, language=language),
        book=BOOK,
        customer=CUSTOMER,
        sent_on=SENT_ON,
        answered=answered,
    )
    invoices = find_references(said)
    return read_promise(said, with_pointers(said, invoices, find_order_numbers(said, invoices)))


def told(found: Found[Promise]) -> tuple[tuple[str, ...], list[tuple[date, Decimal | None]]]:
    assert found.value is not None
    return found.value.invoices, [(i.date, i.amount) for i in found.value.instalments]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("GB-2044 cannot go out on the 15th as I said, but on the 22nd.", "en"),
        ("Die GB-2044 schaffen wir nicht am 15.4., sondern am 22.4.", "de"),
        ("Ce n'est pas le 15/04 mais le 22/04 que partira la GB-2044.", "fr"),
    ],
)
def test_a_day_that_is_taken_back_is_none_of_the_promise(text: str, language: str) -> None:
    assert told(promise(text, language)) == (("GB-2044",), [(date(2026, 4, 22), None)])


def test_no_later_than_a_day_takes_nothing_back() -> None:
    found = promise("GB-2031: 300 EUR no later than the 15th and the rest on the 22nd.", "en")
    assert told(found)[1] == [(date(2026, 4, 15), Decimal(300)), (date(2026, 4, 22), Decimal(200))]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("GB-2031 on Friday, the other one on the 20th.", "en"),
        ("La GB-2031 vendredi, l'autre le 20.", "fr"),
        ("Die GB-2031 am Freitag, die andere am 20.", "de"),
    ],
)
def test_the_other_is_what_our_mail_was_about_besides(text: str, language: str) -> None:
    expected = [(date(2026, 4, 10), Decimal(500)), (date(2026, 4, 20), Decimal("860.20"))]
    assert told(promise(text, language, ("GB-2031", "GB-2044"))) == (("GB-2031", "GB-2044"), expected)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("We pay GB-2031 in two halves, 15 April and 15 May.", "en"),
        ("Wir zahlen GB-2031 in zwei Hälften: 15.04. und 15.05.", "de"),
        ("Nous réglons GB-2031 en deux parts, le 15/04 et le 15/05.", "fr"),
    ],
)
def test_halves_are_equal_parts(text: str, language: str) -> None:
    expected = [(date(2026, 4, 15), Decimal(250)), (date(2026, 5, 15), Decimal(250))]
    assert told(promise(text, language)) == (("GB-2031",), expected)


def test_the_second_half_of_what_is_half_paid_is_all_that_is_open() -> None:
    found = promise("The second half of GB-2058 follows on 30 April.", "en")
    assert told(found) == (("GB-2058",), [(date(2026, 4, 30), Decimal(600))])


def test_the_whole_beside_monthly_payments_is_no_payment_of_each_month() -> None:
    found = promise("GB-2058: 600,00 EUR in drei Monatsraten ab 15.04.", "de")
    assert told(found)[1] == [(date(2026, month, 15), Decimal(200)) for month in (4, 5, 6)]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Our treasurer is away until the 14th, we transfer GB-2044 on the 16th.", "en"),
        ("Der Chef ist bis 14.4. im Urlaub, am 16.4. überweist er die GB-2044.", "de"),
        ("Le gérant est en congé jusqu'au 14/04, il signera l'ordre de paiement de GB-2044 le 16/04.", "fr"),
    ],
)
def test_a_day_on_which_somebody_is_away_is_none_of_a_payment(text: str, language: str) -> None:
    assert told(promise(text, language)) == (("GB-2044",), [(date(2026, 4, 16), None)])


def test_what_was_paid_before_is_not_promised_again() -> None:
    found = promise("Nach der GB-2031 überweise ich am 20.4. die GB-2044.", "de")
    assert told(found) == (("GB-2044",), [(date(2026, 4, 20), None)])


def test_money_sworn_for_a_weekday_is_still_to_come() -> None:
    assert told(promise("La GB-2044, c'est viré vendredi, promis.", "fr"))[1] == [(date(2026, 4, 10), None)]


def test_the_site_in_an_order_number_means_no_second_order_of_that_site() -> None:
    assert told(promise("Halle 7/31 zahlen wir am 20.4.", "de")) == (("GB-2031",), [(date(2026, 4, 20), None)])


def test_an_amount_close_by_that_is_all_that_is_due_is_the_promised_one() -> None:
    found = promise("860.20 was it, for GB-2044? You'll have it on Friday.", "en")
    assert told(found) == (("GB-2044",), [(date(2026, 4, 10), Decimal("860.20"))])


def test_a_week_beside_two_amounts_and_one_day_is_for_a_person() -> None:
    found = promise("GB-2031 und GB-2044: die 500 kommen diese Woche, die 860,20 am 30.4.", "de")
    assert "unclear_day" in extraction_desk.codes(found.problems)


@pytest.mark.parametrize(
    ("text", "language", "day"),
    [
        ("GB-2044 gets paid on the first of May.", "en", date(2026, 5, 1)),
        ("Nous réglons GB-2044 le premier mai.", "fr", date(2026, 5, 1)),
        ("Wir zahlen GB-2044 am ersten Mai.", "de", date(2026, 5, 1)),
        ("Wir zahlen GB-2044 Anfang Mai, sagen wir am 4.", "de", date(2026, 5, 4)),
        ("Wir zahlen GB-2044 Ende Monat.", "de", date(2026, 4, 30)),
        ("La banque rouvre le 9 avril, nous paierons GB-2044 ce jour-là.", "fr", date(2026, 4, 9)),
    ],
)
def test_days_in_words_and_made_exact(text: str, language: str, day: date) -> None:
    assert told(promise(text, language))[1] == [(day, None)]


def test_a_weekday_behind_a_later_one_is_that_of_the_week_after_and_for_a_person() -> None:
    found = promise("Friday for GB-2031 and Wednesday for GB-2044.", "en")
    assert told(found)[1] == [(date(2026, 4, 10), Decimal(500)), (date(2026, 4, 15), Decimal("860.20"))]
    assert "unclear_day" in extraction_desk.codes(found.problems)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("GB-2058 in three payments, the first on 15 April.", "en"),
        ("Wir zahlen GB-2058 in drei Raten, die erste am 15.04.", "de"),
        ("GB-2058 en trois fois, la première le 15/04.", "fr"),
    ],
)
def test_less_instalments_than_are_said_are_for_a_person(text: str, language: str) -> None:
    found = promise(text, language)
    assert len(found.value.instalments if found.value else ()) == 3 or found.problems


def test_a_month_later_holds_nothing_back() -> None:
    found = promise("GB-2031 goes on Friday. GB-2044 follows a month later, on 11 May.", "en")
    assert told(found) == (
        ("GB-2031", "GB-2044"),
        [(date(2026, 4, 10), Decimal(500)), (date(2026, 5, 11), Decimal("860.20"))],
    )


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("300 EUR of GB-2031 on Friday and whatever's left on the 24th.", "en"),
        ("Von der GB-2031 kommen 300 EUR am Freitag, was übrig ist am 24.", "de"),
        ("300 EUR sur la GB-2031 vendredi et ce qui reste le 24.", "fr"),
    ],
)
def test_whatever_is_left_is_the_rest(text: str, language: str) -> None:
    assert told(promise(text, language))[1] == [(date(2026, 4, 10), Decimal(300)), (date(2026, 4, 24), Decimal(200))]


def test_half_a_word_is_no_half() -> None:
    found = promise("Half-term means nobody is in until Monday week, GB-2044 is in the run of Friday 17th.", "en")
    assert told(found) == (("GB-2044",), [(date(2026, 4, 17), None)])


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("GB-2031 gets paid on the 22nd, GB-2044 on its due date.", "en"),
        ("GB-2031 wird am 22.04. bezahlt, die GB-2044 am Fälligkeitstag.", "de"),
        ("GB-2031 sera payée le 22/04, la GB-2044 à son échéance.", "fr"),
    ],
)
def test_what_is_paid_when_it_is_due_is_not_of_the_promised_day(text: str, language: str) -> None:
    assert told(promise(text, language)) == (("GB-2031",), [(date(2026, 4, 22), None)])
