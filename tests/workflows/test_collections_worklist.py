"""Calls: who is called, in which order, about what, and what follows from what was said."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.workflows.receivables_play import DESK, Books, noon
from workflows.collections.model import CollectionPolicy, Outcome, Segment, Sign
from workflows.collections.outcomes import RecordCall
from workflows.collections.risk import explained, risk
from workflows.collections.worklist import worklist
from workflows.commands import Source
from workflows.dispatch import record_call
from workflows.disputes.model import PromiseStatus, PromiseToPay
from workflows.errors import BadInput, NotFound
from workflows.reporting.punctuality import Punctuality

TODAY = date(2026, 3, 31)
D = Decimal
POLICY = CollectionPolicy(
    points=dict(zip(Sign, map(D, (35, 15, 20, 15, 15)), strict=True)),
    full=dict(zip(Sign, map(D, (45, 20, 1, 1, 1)), strict=True)),
    segments=(Segment("low", 0, 21, 14, D("500.00")), Segment("high", 40, 3, 3, D("50.00"))),
)
CALLING = replace(DESK, collections=POLICY)
SOURCE = Source("", "", "ap@k1.example", "", (), "de", False, "anna")


def late(number: str, days: int, amount: str, **more: Any) -> tuple[str, date, date, str, dict[str, Any]]:
    due = TODAY - timedelta(days=days)
    return number, due - timedelta(days=30), due, amount, more


def books(*items: tuple[str, date, date, str, dict[str, Any]]) -> Books:
    made = Books()
    for number, issued, due, amount, more in items:
        made.invoice(number, issued, due, amount, **more)
    return made


def calls(made: Books, today: date = TODAY) -> list[tuple[str, str, str]]:
    return [(task.customer, task.segment.name, f"{task.amount}") for task in worklist(made.uow, CALLING, today)]


def told(outcome: Outcome, *documents: str, **more: Any) -> RecordCall:
    return RecordCall("K1", "DE10", "EUR", outcome, documents, "anna", **more)


def record(made: Books, call: RecordCall, on: date = TODAY) -> tuple[str, ...]:
    return record_call(call, SOURCE, made.uow, CALLING, noon(on))


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ([late("R-1", 21, "500.00")], [("K1", "low", "500.00")]),
        ([late("R-1", 20, "500.00")], []),  # not long enough
        ([late("R-1", 21, "499.99")], []),  # not enough
        ([late("R-1", 21, "400.00"), late("R-2", 1, "100.00")], [("K1", "low", "500.00")]),
        ([late("R-1", -1, "9000.00")], []),  # not due
        ([late("R-1", 30, "900.00"), late("G-1", -9, "-300.00")], [("K1", "low", "600.00")]),  # less our credit note
        ([late("R-1", 30, "900.00"), late("G-1", -9, "-900.00")], []),  # nothing is owed
    ],
)
def test_a_call_is_due_by_the_days_and_the_amount_of_its_segment(items: Any, expected: Any) -> None:
    assert calls(books(*items)) == expected


def test_who_pays_late_and_later_is_called_sooner() -> None:
    made = books(late("R-1", 5, "100.00"), late("R-2", 30, "700.00", customer="K2"))
    for days_ago, days_late in ((300, 10), (60, 60)):
        paid_on = TODAY - timedelta(days=days_ago)
        made.invoice(f"O-{days_ago}", paid_on - timedelta(days=90), paid_on - timedelta(days=days_late), "1000.00")
        made.pay(paid_on, "1000.00", (f"O-{days_ago}", "1000.00"))
    assert calls(made) == [("K1", "high", "100.00"), ("K2", "low", "700.00")]


def test_risk_names_every_figure_and_never_passes_its_points() -> None:
    made = books(late("R-1", 5, "100.00"))
    day = TODAY
    promises = [
        PromiseToPay(f"P{n}", "K1", "DE10", ("R-1",), day, None, "EUR", state, "", day)
        for n, state in enumerate((PromiseStatus.KEPT, PromiseStatus.BROKEN, PromiseStatus.OPEN))
    ]
    habit = Punctuality(D(90), D(120), D(-4), D(1000))
    found = risk(made.uow.open_items.where(), habit, promises, D(200), TODAY, POLICY)
    assert explained(found) == {
        "days_late": ("90.00", "35.0"), "overdue": ("1.00", "15.0"), "broken_promises": ("0.50", "10.0"),
        "exposure": ("0.50", "7.5"), "trend": ("-4.00", "0.0"),
    }  # fmt: skip
    assert found.points == D("67.5")


def test_what_is_held_is_not_asked_for() -> None:
    made = books(late("R-1", 30, "600.00"), late("R-2", 30, "700.00"))
    record(made, told(Outcome.DISPUTED, "R-1", reason="price"), TODAY - timedelta(days=20))
    (task,) = worklist(made.uow, CALLING, TODAY)
    assert ([item.document for item in task.items], dict(task.held)) == (["R-2"], {"R-1": "dispute"})


@pytest.mark.parametrize(
    ("outcome", "again_after_days"),
    [(Outcome.NO_ANSWER, 1), (Outcome.WRONG_NUMBER, 1), (Outcome.REFUSES, 14)],
)
def test_when_somebody_calls_again(outcome: Outcome, again_after_days: int) -> None:
    made = books(late("R-1", 30, "600.00"))
    record(made, told(outcome))
    assert calls(made, TODAY + timedelta(days=again_after_days - 1)) == []
    (task,) = worklist(made.uow, CALLING, TODAY + timedelta(days=again_after_days))
    assert task.last is not None and (task.last.outcome, task.last.actor) == (outcome, "anna")


def test_a_promise_on_the_phone_holds_until_its_day_and_the_grace() -> None:
    made = books(late("R-1", 30, "600.00"))
    (promise,) = record(made, told(Outcome.PROMISED, "R-1", day=TODAY + timedelta(days=20)))
    assert made.uow.promises.get(promise).pays_on == TODAY + timedelta(days=20)
    assert calls(made, TODAY + timedelta(days=23)) == []
    assert len(calls(made, TODAY + timedelta(days=24))) == 1


def test_money_said_to_be_on_its_way_stops_for_five_days() -> None:
    made = books(late("R-1", 30, "600.00"))
    (stop,) = record(made, told(Outcome.PAID, "R-1"))
    assert made.uow.stops.get(stop).until == TODAY + timedelta(days=5)


def test_insolvency_stops_everything_of_the_customer() -> None:
    made = books(late("R-1", 30, "600.00"), late("R-2", 90, "600.00"))
    record(made, told(Outcome.INSOLVENT, text="proceedings opened on Monday"))
    assert calls(made, TODAY + timedelta(days=400)) == []


@pytest.mark.parametrize(
    ("call", "error"),
    [
        (told(Outcome.PROMISED, "R-1"), BadInput),
        (told(Outcome.PROMISED, day=TODAY), BadInput),
        (told(Outcome.DISPUTED, "R-1", reason="whim"), BadInput),
        (told(Outcome.PAID, "R-404"), NotFound),
        (replace(told(Outcome.REFUSES), customer="K404"), NotFound),
        (replace(told(Outcome.REFUSES), company="XX"), NotFound),
    ],
)
def test_a_call_that_says_too_little_changes_nothing(call: RecordCall, error: type[Exception]) -> None:
    made = books(late("R-1", 30, "600.00"))
    with pytest.raises(error):
        record(made, call)
    assert made.uow.promises.where() == made.uow.cases.where() == made.uow.stops.where() == []
    assert made.uow.audit.where(action="call_recorded") == []
