"""What the desk did alone: a person's hand on a message, an order or a payment takes it out of the count."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from tests.workflows.receivables_play import Books, noon
from workflows.audit import note
from workflows.messages import Message, MessageStatus, received
from workflows.reporting.report import Report
from workflows.reporting.touchless import outcome, touchless

TODAY = date(2026, 3, 31)


def rows(report: Report, name: str) -> list[dict[str, Any]]:
    return [dict(row) for table in report.tables if table.name == name for row in table.rows]


def message(number: int, state: MessageStatus, route: str, owner: str = "", intent: str = "order") -> Message:
    row = received(
        id=f"m:0:{number:010d}", mailbox="m", company="DE10", generation="0", uid=str(number), sha256=f"{number:064d}",
        received_at=datetime(2026, 3, 10, 9, tzinfo=UTC),
    )  # fmt: skip
    return replace(row, state=state, route=route, owner=owner, intents=(intent,))


@pytest.mark.parametrize(
    ("state", "route", "owner", "wanted"),
    [
        (MessageStatus.DONE, "auto", "", "touchless"),
        (MessageStatus.DONE, "review", "", "by_person"),
        (MessageStatus.DONE, "auto", "anna", "by_person"),
        (MessageStatus.IGNORED, "ignore", "", "ignored"),
        (MessageStatus.IGNORED, "review", "anna", "by_person"),
        (MessageStatus.REVIEW, "review", "anna", "waiting"),
        (MessageStatus.QUARANTINED, "quarantine", "", "quarantined"),
        (MessageStatus.RECEIVED, "", "", "unworked"),
    ],
)
def test_what_became_of_a_message(state: MessageStatus, route: str, owner: str, wanted: str) -> None:
    assert outcome(state, route, owner) == wanted


def test_messages_are_counted_by_intent_and_together() -> None:
    made = Books()
    made.uow.messages.add(message(1, MessageStatus.DONE, "auto"))
    made.uow.messages.add(message(2, MessageStatus.REVIEW, "review"))
    made.uow.messages.add(message(3, MessageStatus.IGNORED, "ignore", intent="spam"))
    found = {row["intent"]: row for row in rows(touchless(made.uow, TODAY), "messages")}
    assert (found["order"]["touchless_percent"], found["spam"]["touchless_percent"]) == ("50.00", None)
    assert (found["all"]["messages"], found["all"]["touchless_percent"]) == (3, "50.00")


def test_a_message_counts_on_the_business_date_that_it_was_worked_on() -> None:
    made = Books()
    made.uow.messages.add(message(1, MessageStatus.DONE, "auto"))
    note(made.uow, noon(date(2025, 6, 1)), actor="o2cbot", action="message_auto", subject="m:0:0000000001")
    assert rows(touchless(made.uow, TODAY), "messages") == []
    assert rows(touchless(made.uow, date(2025, 6, 1)), "messages")[-1]["touchless"] == 1


def test_money_put_on_documents_by_itself_is_touchless_until_it_is_taken_off() -> None:
    made = Books()
    made.invoice("R-1", date(2026, 3, 1), date(2026, 3, 31), "100.00")
    made.invoice("R-2", date(2026, 3, 1), date(2026, 3, 31), "200.00")
    made.pay(date(2026, 3, 20), "100.00", ("R-1", "100.00"))
    wrong = made.pay(date(2026, 3, 21), "200.00", ("R-2", "200.00"))
    made.apply(wrong, "R-2", "-200.00", date(2026, 3, 25))
    made.pay(date(2026, 3, 22), "70.00", owner="")
    (row,) = rows(touchless(made.uow, TODAY), "payments")
    wanted = {"payments": 3, "identified": 2, "applied": 1, "on_account": 2, "touchless": 1, "undone": 1, "lines": 1}
    assert {name: row[name] for name in wanted} == wanted
    assert (row["amount"], row["amount_applied"], row["undone_percent"]) == ("370.00", "100.00", "33.33")


def test_a_payment_that_a_person_had_a_hand_in_is_not_touchless() -> None:
    made = Books()
    made.invoice("R-1", date(2026, 3, 1), date(2026, 3, 31), "100.00")
    payment = made.pay(date(2026, 3, 20), "100.00", ("R-1", "100.00"))
    note(made.uow, noon(TODAY), actor="anna", action="payment_assigned", subject=payment)
    (row,) = rows(touchless(made.uow, TODAY), "payments")
    assert (row["applied"], row["touchless"], row["lines_touchless"]) == (1, 0, 0)
