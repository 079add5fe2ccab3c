"""A dispute opens one case, holds its invoices, tells its owner and the customer; a person ends it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from nlp import reading as r
from tests.fakes import FakeUnitOfWork
from tests.workflows.mail_desk import NOW, add_invoice, books, desk, dispute, message, reading, source
from workflows.commands import CaseAction, NoteReply, RaiseDispute
from workflows.disputes import actions
from workflows.disputes.handlers import note_reply, raise_dispute
from workflows.disputes.model import Case, CaseKind, CaseStatus
from workflows.errors import IllegalTransition, NotAllowed, NotFound
from workflows.ports import Desk, UnitOfWork

DESK = desk()


def raised(uow: FakeUnitOfWork, *invoices: str, **changes: Any) -> str:
    amount = changes.pop("amount", None)
    reason = changes.pop("reason", "price")
    (case,) = raise_dispute(
        RaiseDispute(source(**changes), "K1", dispute(*invoices, amount=amount, reason=reason)), uow, DESK, NOW
    )
    return case


def act(uow: FakeUnitOfWork, case: str, action: str, **more: str) -> tuple[str, ...]:
    return actions.act(CaseAction(case, action, "ada", **more), uow, DESK, NOW, credit=credited)


def credited(
    case: Case, invoice: str, amount: Decimal, command: CaseAction, uow: UnitOfWork, desk: Desk, now: datetime
) -> str:
    return f"G-{invoice}-{amount}"


def letters(uow: FakeUnitOfWork) -> list[tuple[str, tuple[str, ...]]]:
    rows = sorted(uow.letters.rows.values(), key=lambda letter: letter.dedup_key)
    return [(letter.template, letter.to) for letter in rows]


def test_the_amount_that_a_person_corrects_counts() -> None:
    uow = books()
    case = raised(uow, "R-1", amount="50.00")
    assert raised(uow, "R-1", amount="30.00") == case
    found = uow.cases.get(case)
    assert found is not None
    assert (found.amount, len(found.message_ids)) == (Decimal("30.00"), 1)


def test_a_dispute_becomes_a_case_with_an_owner_and_a_day() -> None:
    uow = books()
    uow.messages.put(message(1, reading("dispute"), message_id="<m1@delattre.example>"))
    case = uow.cases.get(raised(uow, "R-1", "R-2", amount="50.00"))
    assert (case.kind, case.state, case.owner, case.due) == (
        CaseKind.DISPUTE, CaseStatus.OPEN, "sales@nordwerk.example", date(2026, 2, 23),
    )  # fmt: skip
    assert letters(uow) == [
        ("dispute_received", ("compta@delattre.example",)),
        ("escalation", ("sales@nordwerk.example",)),
    ]
    told = next(letter for letter in uow.letters.rows.values() if letter.template == "escalation")
    assert told.attach == (f"raw:{1:064x}", "invoice:R-1", "case:")  # R-2 was taken over: there is no document of ours
    assert json.loads(told.facts)["amount"] == "50.00"


def test_the_same_dispute_again_joins_its_case() -> None:
    uow = books()
    case = raised(uow, "R-1")
    assert raised(uow, "R-1", "R-2", message_id="<m2@x>") == case
    assert uow.cases.get(case).invoices == ("R-1", "R-2")
    assert uow.cases.get(case).message_ids == ("<m1@delattre.example>", "<m2@x>")
    assert [template for template, _ in letters(uow)] == ["dispute_received", "escalation"]


def test_the_same_message_worked_twice_changes_nothing() -> None:
    uow = books()
    case = uow.cases.get(raised(uow, "R-1"))
    assert uow.cases.get(raised(uow, "R-1")) == case


def test_another_reason_is_another_case() -> None:
    uow = books()
    assert raised(uow, "R-1") != raised(uow, "R-1", reason="damaged")


def test_nobody_disputes_an_invoice_of_somebody_else() -> None:
    with pytest.raises(NotFound):
        raised(books(), "R-9")


def test_a_program_is_not_told_of_its_case() -> None:
    uow = books()
    raised(uow, "R-1", may_answer=False)
    assert [template for template, _ in letters(uow)] == ["escalation"]


def test_a_reply_makes_the_case_wait_and_the_answer_wakes_it() -> None:
    uow = books()
    uow.messages.put(message(1, reading("dispute"), message_id="<m1@delattre.example>", customer="K1", language="fr"))
    case = raised(uow, "R-1")
    act(uow, case, "reply", text="Which price was agreed?")
    assert uow.cases.get(case).state is CaseStatus.WAITING
    sent = next(letter for letter in uow.letters.rows.values() if letter.template == "case_reply")
    assert (sent.to, sent.in_reply_to) == (("compta@delattre.example",), "<m1@delattre.example>")
    note_reply(NoteReply(source(message_id="<m2@x>"), case, "12.50"), uow, DESK, NOW)
    note_reply(NoteReply(source(message_id="<m2@x>"), case, "12.50"), uow, DESK, NOW)
    assert uow.cases.get(case).state is CaseStatus.OPEN
    assert [note.text for note in uow.cases.get(case).notes] == ["Which price was agreed?", "12.50"]


def test_who_is_known_to_the_console_alone_is_written_no_letter() -> None:
    uow = books()
    case = raised(uow, "R-1")
    act(uow, case, "assign", owner="anna")
    act(uow, case, "ask", text="Which price was agreed?")
    note_reply(NoteReply(source(message_id="<m2@x>"), case, "12.50"), uow, DESK, NOW)
    act(uow, case, "escalate", owner="otto")
    assert {letter.to for letter in uow.letters.where(template="escalation")} == {("sales@nordwerk.example",)}


@pytest.mark.parametrize(
    "changes", [{"identified_by": r.Identification.REFERENCE}, {"trust": r.Trust.FAILED}, {"customer": "K2"}]
)
def test_a_stranger_under_the_message_id_of_the_customer_is_not_written_to(changes: dict[str, Any]) -> None:
    uow = books()
    theirs, stranger = reading("dispute"), reading("other", sender=r.Address("Eve", "eve@evil.example"), **changes)
    for number, read in ((1, theirs), (2, stranger)):
        uow.messages.put(message(number, read, message_id="<m1@delattre.example>", customer="K1", language="fr"))
    case = raised(uow, "R-1")
    act(uow, case, "ask", text="Which price was agreed?")
    (sent,) = uow.letters.where(template="dispute_question")
    assert sent.to == ("compta@delattre.example",)


@pytest.mark.parametrize(
    "action, outcome, letter",
    [
        ("resolve", "resolved", "dispute_resolved"),
        ("reject", "rejected", "dispute_rejected"),
        ("credit", "credited", None),
    ],
)
def test_a_person_ends_a_dispute(action: str, outcome: str, letter: str | None) -> None:
    uow = books()
    case = raised(uow, "R-1", amount="50.00")
    made = act(uow, case, action, text="so it is")
    assert (uow.cases.get(case).state, uow.cases.get(case).outcome) == (CaseStatus.CLOSED, outcome)
    assert made == ((case, "G-R-1-50.00") if action == "credit" else (case,))
    assert (letter in [template for template, _ in letters(uow)]) is (letter is not None)
    with pytest.raises(IllegalTransition):
        act(uow, case, action)


def test_an_escalation_goes_to_the_lead_and_a_case_to_whom_it_is_given() -> None:
    uow = books()
    case = raised(uow, "R-1")
    act(uow, case, "assign", owner="bob@nordwerk.example")
    assert uow.cases.get(case).owner == "bob@nordwerk.example"
    act(uow, case, "escalate", text="late")
    assert uow.cases.get(case).owner == "lead@nordwerk.example"
    assert ("escalation", ("lead@nordwerk.example",)) in letters(uow)


@pytest.mark.parametrize(
    "action, more", [("assign", {}), ("reply", {"text": " "}), ("burn", {}), ("credit", {"amount": "1000.01"})]
)
def test_an_action_without_sense_is_refused(action: str, more: dict[str, str]) -> None:
    uow = books()
    case = raised(uow, "R-1")
    before = uow.cases.get(case)
    with pytest.raises(NotAllowed):
        act(uow, case, action, **more)
    assert uow.cases.get(case) == before


@pytest.mark.parametrize("amount", ["", "1200.00", "10.00"])
def test_no_amount_is_credited_of_invoices_in_several_currencies(amount: str) -> None:
    uow = books()
    uow.open_items.put(replace(add_invoice(uow, "R-2", "200.00"), currency="CHF"))
    case = raised(uow, "R-1", "R-2")
    with pytest.raises(NotAllowed, match="several currencies"):
        act(uow, case, "credit", amount=amount)


@pytest.mark.parametrize("kind", [CaseKind.DUNNING_RELEASE, CaseKind.REGISTERED_LETTER, CaseKind.UNDELIVERED])
def test_a_task_is_done_or_refused_without_a_letter_and_never_credited(kind: CaseKind) -> None:
    uow = books()
    first, second = raised(uow, "R-1", may_answer=False), raised(uow, "R-2", may_answer=False)
    for case in (first, second):
        uow.cases.put(replace(uow.cases.get(case), kind=kind))
    with pytest.raises(NotAllowed):
        act(uow, first, "credit")
    act(uow, first, "resolve")
    act(uow, second, "reject")
    assert [uow.cases.get(case).outcome for case in (first, second)] == ["resolved", "rejected"]
    assert {template for template, _ in letters(uow)} == {"escalation"}


def test_a_paid_invoice_is_not_credited() -> None:
    uow = books()
    case = raised(uow, "R-1")
    add_invoice(uow, "R-1", "1000.00", open_amount="0.00")
    with pytest.raises(NotAllowed, match="refund"):
        act(uow, case, "credit")
