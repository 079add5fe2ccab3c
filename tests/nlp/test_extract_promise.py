"""Promises to pay: which invoices, on which days, how much on each."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.reading import IntentName
from nlp.views import views_of
from tests.nlp.extraction_desk import SENT_ON, codes, context, facts

Plan = list[tuple[str, str | None]]


@pytest.mark.parametrize(
    ("language", "text", "plan"),
    [
        ("fr", "Je vous règle la IN-7020 en deux fois : 215,00 € le 13 avril et 215,00 € le 27 avril.", [("2026-04-13", "215.00"), ("2026-04-27", "215.00")]),  # noqa: E501
        ("fr", "Nous soldons la IN-7020 en trois fois : 150 € le 15 avril, 150 € le 30 avril et le reste le 15 mai.", [("2026-04-15", "150"), ("2026-04-30", "150"), ("2026-05-15", "130.00")]),  # noqa: E501
        ("fr", "La IN-7016 sera payée fin avril.", [("2026-04-30", None)]),
        ("de", "die 96,50 für die IN-7016 gehen am 20.04. raus, versprochen.", [("2026-04-20", "96.50")]),
        ("de", "IN-7016 wird im nächsten Zahllauf am 10.04. überwiesen.", [("2026-04-10", None)]),
        ("de", "Die Rechnung IN-7016 geht morgen raus.", [("2026-04-08", None)]),
        ("en", "Invoice IN-7016 will be paid next Friday, 17 April. Sorry for the delay.", [("2026-04-17", None)]),
        ("en", "IN-7016 gets paid on the 28th, promise.", [("2026-04-28", None)]),
        ("en", "For IN-7020: three monthly instalments of 140.00 from 1 May.", [("2026-05-01", "140.00"), ("2026-06-01", "140.00"), ("2026-07-01", "140.00")]),  # noqa: E501
    ],
)  # fmt: skip
def test_each_day_has_its_amount(language: str, text: str, plan: Plan) -> None:
    found = facts(context(text, language=language)).promise
    assert found.value is not None
    read = [(i.date.isoformat(), str(i.amount) if i.amount is not None else None) for i in found.value.instalments]
    assert (read, found.strength) == (plan, 1.0)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Invoice IN-7016 will be paid next Friday, 17 April."),
        ("de", "IN-7016 überweisen wir am 20.04."),
        ("fr", "Je vous règle IN-7016 le 20 avril."),
    ],
)
def test_a_payment_to_come_and_its_day_in_one_sentence_are_a_promise(language: str, text: str) -> None:
    said = context(text, language=language)
    assert views_of(said, facts(said), None)[IntentName.PROMISE].words >= 0.85


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Wir zahlen IN-7016 nicht, am 20.04. holen wir die Ware ab."),
        ("en", "IN-7016 will not be paid before 20 April."),
        ("fr", "IN-7016 ne sera pas réglée le 20 avril."),
    ],
)
def test_a_refusal_with_a_day_is_no_certain_promise(language: str, text: str) -> None:
    said = context(text, language=language)
    view = views_of(said, facts(said), None)[IntentName.PROMISE]
    assert view.confidence < 0.9


def test_a_promise_above_what_is_open_is_a_problem() -> None:
    found = facts(context("IN-7016: wir zahlen 200,00 EUR am 20.04.", language="de")).promise
    assert "promise_above_due" in codes(found.problems)


def test_a_day_that_is_over_promises_nothing() -> None:
    assert facts(context("IN-7016 wurde am 01.04.2026 überwiesen", language="de")).promise.value is None


@settings(deadline=None)  # the first text of a run compiles the expressions
@given(days=st.integers(1, 89), cents=st.integers(1, 9_650))
def test_an_instalment_keeps_its_day_and_amount(days: int, cents: int) -> None:
    day, amount = SENT_ON + timedelta(days=days), Decimal(cents) / 100
    found = facts(context(f"IN-7016: we will pay {amount:.2f} EUR on {day.isoformat()}.", language="en")).promise
    assert found.value is not None
    assert [(i.date, i.amount) for i in found.value.instalments] == [(day, amount)]
