"""Promises of several documents: what is left of a list, what a new paragraph is about, credits and due days."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from nlp.extract.order_numbers import find_order_numbers
from nlp.extract.pointers import with_pointers
from nlp.extract.references import find_references
from nlp.facts import read_facts
from nlp.reading import Instalment, Promise
from tests.nlp.extraction_desk import context

OURS = ("IN-7015", "IN-7016", "IN-7020")


def promised(text: str, language: str, answered: tuple[str, ...] = OURS) -> Promise | None:
    within = replace(context(text, language=language), answered=answered)
    invoices = find_references(within)
    numbers = find_order_numbers(within, invoices)
    return read_facts(within, with_pointers(within, invoices, numbers), numbers).promise.value


def plan(*parts: tuple[int, str | None]) -> tuple[Instalment, ...]:
    return tuple(Instalment(date(2026, 4, day), amount and Decimal(amount)) for day, amount in parts)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Die 96,50 mach ich am 10.4., die 430 dann am 17.4. und den Batzen am 24.4."),
        ("en", "You get the 96.50 on 10 April, the 430.00 on 17 April and the monster on 24 April."),
        ("fr", "Je fais la 96,50 le 10 avril, la 430,00 le 17 avril et le gros morceau le 24 avril."),
    ],
)
def test_the_last_day_of_a_list_is_for_the_document_that_is_left(language: str, text: str) -> None:
    value = promised(text, language)
    assert value is not None
    assert set(value.invoices) == set(OURS)
    assert value.instalments == plan((10, "96.50"), (17, "430.00"), (24, "2310.40"))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "I went through your list with Priya, who looks after IN-7016 and IN-7015.\n\nThat leaves IN-7020, my fault. Half reaches you on 16 April and the rest on 30 April."),  # noqa: E501
        ("de", "Mit der Kollegin habe ich die IN-7016 und die IN-7015 angesehen, die macht sie.\n\nMeine ist die IN-7020. Die Hälfte kommt am 16. April und der Rest am 30. April."),  # noqa: E501
        ("fr", "J'ai vu votre liste avec Karim, qui suit la IN-7016 et la IN-7015 chez nous.\n\nReste la IN-7020. La moitié part le 16 avril et le solde le 30 avril."),  # noqa: E501
    ],
)  # fmt: skip
def test_a_new_paragraph_promises_the_documents_it_names(language: str, text: str) -> None:
    value = promised(text, language)
    assert value == Promise(("IN-7020",), plan((16, "215.00"), (30, "215.00")))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "IN-7020 geht am 13.4. raus, und zwar 385,00 €, weil ich eure Gutschrift über 45,00 gleich abziehe."),
        ("en", "IN-7020 goes out on 13 April, that is 385.00 since we take your credit of 45.00 straight off."),
        ("fr", "La IN-7020 part le 13 avril, à savoir 385,00 €, car je déduis votre avoir de 45,00 €."),
    ],
)
def test_what_is_promised_less_a_credit_is_the_larger_part(language: str, text: str) -> None:
    assert promised(text, language, ()) == Promise(("IN-7020",), plan((13, "385.00")))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "La facture IN-7020 sera réglée à l'échéance, le 23 avril."),
        ("en", "IN-7020 will be paid on its due date, 23 April."),
        ("de", "Die IN-7020 wird zur Fälligkeit am 23. April bezahlt."),
    ],
)
def test_what_is_paid_on_its_due_day_is_promised_for_it(language: str, text: str) -> None:
    assert promised(text, language, ()) == Promise(("IN-7020",), plan((23, None)))


def test_what_is_out_since_a_weekday_is_not_promised() -> None:
    value = promised("IN-7016 ist am Freitag raus, 96,50. Die IN-7020 folgt am 23. April.", "de")
    assert value == Promise(("IN-7020",), plan((23, None)))
