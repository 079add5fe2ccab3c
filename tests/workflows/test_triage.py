"""Every message ends in one state, with what was made of it, why, and an audit event that explains it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from nlp import reading as r
from tests.fakes import FakeUnitOfWork
from tests.workflows.mail_desk import NOW, advice, books, desk, dispute, message, promise, query, reading
from workflows import triage
from workflows.commands import CaseAction
from workflows.dispatch import act_on_case
from workflows.disputes.model import NO_DISPUTE, CaseStatus
from workflows.errors import IllegalTransition, NotAllowed, NotFound
from workflows.letters import LetterStatus
from workflows.messages import Message, MessageStatus

UNCLEAR = (r.Problem("unclear", "One page could not be read."),)


def worked(uow: FakeUnitOfWork, read: r.Reading, number: int = 1) -> Message:
    row = message(number, read)
    uow.messages.put(row)
    return triage.work(row, read, uow, desk(), NOW)


def test_a_certain_dispute_is_done_and_explained() -> None:
    uow = books()
    done = worked(uow, reading("dispute", dispute=dispute("R-1")))
    assert (done.state, done.route, done.records, done.why) == (
        MessageStatus.DONE, "auto", ("DE10-C-2026-00001",), "",
    )  # fmt: skip
    assert uow.messages.get(done.id) == done and uow.locked[0] == "customer:K1"
    (event,) = uow.audit.where(action="message_auto")
    details = json.loads(event.details)
    assert details["intents"] == [{"name": "dispute", "confidence": 0.99, "threshold": 0.8}]
    assert (details["identified_by"], details["trust"], details["done"]) == ("domain", "verified", ["RaiseDispute"])


def test_who_decides_a_dispute_gets_the_mail_with_the_letter() -> None:
    uow = books()
    done = worked(uow, reading("dispute", dispute=dispute("R-1", amount="50.00")))
    (letter,) = uow.letters.where(template="escalation")
    assert f"raw:{done.sha256}" in letter.attach
    assert "mail" in [piece["kind"] for piece in json.loads(letter.facts)["evidence"]]


def test_a_message_in_review_says_why_and_does_only_what_is_certain() -> None:
    uow = books()
    row = worked(uow, reading("dispute", dispute=dispute("R-1"), problems=UNCLEAR))
    assert (row.state, row.route, row.why) == (MessageStatus.REVIEW, "review", "Unclear: One page could not be read.")
    assert row.records == ("DE10-C-2026-00001",)


def test_an_ignored_message_makes_nothing() -> None:
    uow = books()
    row = worked(uow, reading("auto_reply", automatic=True))
    assert (row.state, row.route, row.records) == (MessageStatus.IGNORED, "ignore", ())
    assert uow.letters.where() == []


def test_a_message_that_is_done_is_not_worked_again() -> None:
    uow = books()
    read = reading("promise", promise=promise("R-1"))
    done = worked(uow, read)
    assert triage.work(done, read, uow, desk(), NOW) == done
    assert len(uow.promises.where()) == 1


def test_the_same_mail_in_two_mailboxes_is_worked_once() -> None:
    uow = books()
    read = reading("promise", promise=promise("R-1"))
    worked(uow, read, 1)
    copy = worked(uow, read, 2)
    assert copy.state is MessageStatus.IGNORED and "box:0:0000000001" in copy.why
    other = worked(uow, replace(read, text="Something else", new_text="Something else"), 3)
    assert other.state is MessageStatus.REVIEW and "same Message-ID" in other.why
    assert len(uow.promises.where()) == 1


def test_a_question_is_answered_once_a_day_in_a_thread() -> None:
    uow = books()
    first = worked(uow, reading("query", query=query("statement")), 1)
    again = replace(
        reading("query", query=query("due_date", "R-1")), message_id="<m2@x>", references=("<m1@delattre.example>",)
    )
    assert (first.route, worked(uow, again, 2).route) == ("auto", "review")
    elsewhere = replace(again, message_id="<m3@x>", references=())
    assert worked(uow, elsewhere, 3).route == "auto"


def test_a_customers_answer_wakes_its_case_and_a_strangers_does_not() -> None:
    uow = books()
    worked(uow, reading("dispute", dispute=dispute("R-1")), 1)
    (letter,) = uow.letters.where(template="dispute_received")
    reply = replace(reading("other"), message_id="<m2@x>", in_reply_to=letter.message_id, new_text="Photos attached")
    row = worked(uow, reply, 2)
    assert (row.route, row.records) == ("auto", ("DE10-C-2026-00001",))
    assert uow.cases.get("DE10-C-2026-00001").notes[-1].text == "Photos attached"
    stranger = replace(reply, message_id="<m3@x>", customer="K2")
    assert worked(uow, stranger, 3).route == "review"


def test_an_answer_that_disputes_again_wakes_its_case_with_its_words() -> None:
    uow = books()
    case = worked(uow, reading("dispute", dispute=dispute("R-1")), 1).records[0]
    act_on_case(CaseAction(case, "ask", "bob", text="Which price?"), uow, desk(), NOW)
    (asked,) = uow.letters.where(template="dispute_question")
    said = {"message_id": "<m2@x>", "in_reply_to": asked.message_id, "new_text": "12.50, and R-2 as well"}
    assert worked(uow, reading("dispute", dispute=dispute("R-1", "R-2"), **said), 2).records == (case,)
    kept = uow.cases.get(case)
    assert (kept.state, kept.invoices, kept.notes[-1].text) == (CaseStatus.OPEN, ("R-1", "R-2"), said["new_text"])
    told = [json.loads(letter.facts)["occasion"] for letter in uow.letters.where(template="escalation")]
    assert sorted(told) == ["answered", "new"]


def test_our_own_letter_that_comes_back_is_ignored() -> None:
    uow = books()
    worked(uow, reading("dispute", dispute=dispute("R-1")), 1)
    (letter,) = uow.letters.where(template="dispute_received")
    echo = replace(reading("dispute", dispute=dispute("R-1")), message_id=letter.message_id)
    assert worked(uow, echo, 2).state is MessageStatus.IGNORED


@pytest.mark.parametrize("names_letter, state", [(True, MessageStatus.IGNORED), (False, MessageStatus.REVIEW)])
def test_a_bounce_is_settled_by_its_letter_or_by_a_person(names_letter: bool, state: MessageStatus) -> None:
    uow = books()
    worked(uow, reading("master_data", master_data=r.MasterDataChange((("name", "Delattre Frères"),))), 1)
    (letter,) = uow.letters.where(to=[("factures@delattre.example",)])
    bounce = r.Bounce(letter.message_id if names_letter else None, "factures@delattre.example", "5.1.1", True)
    stranger = {"customer": None, "identified_by": None, "automatic": True, "message_id": "<dsn@x>"}
    assert worked(uow, reading("bounce", bounce=bounce, **stranger), 2).state is state
    assert (uow.letters.get(letter.id).state is LetterStatus.BOUNCED) is names_letter


def test_a_colleague_is_a_person_to_ask() -> None:
    sender = r.Address("Lead", "lead@nordwerk.example")
    row = worked(books(), reading("dispute", dispute=dispute("R-1"), sender=sender, identified_by=None))
    assert row.state is MessageStatus.REVIEW and "our own company" in row.why


def test_a_preview_changes_nothing() -> None:
    uow = books()
    read = reading("dispute", dispute=dispute("R-1"))
    triage.preview(message(1, read), read, uow, desk(), NOW)
    assert uow.cases.where() == [] and uow.audit.where() == [] and uow.letters.where() == []


def approve(uow: FakeUnitOfWork, row: Message, read: r.Reading, **more: Any) -> Message:
    return triage.approve(row.id, "ada", read, uow, desk(), NOW, **more)


def test_a_specialist_approves_what_was_read() -> None:
    uow = books()
    read = reading("promise", promise=promise("R-1"), problems=UNCLEAR)
    row = worked(uow, read)
    approved = approve(uow, row, read)
    assert (approved.state, approved.records, approved.owner) == (MessageStatus.DONE, ("DE10-P-2026-00001",), "ada")
    assert approve(uow, row, read) == approved
    assert len(uow.promises.where()) == 1


def test_an_approved_dispute_keeps_its_case_and_the_customer_is_told() -> None:
    uow = books()
    read = reading("dispute", confidence=0.75, dispute=dispute("R-1"))
    row = worked(uow, read)
    assert uow.letters.where(template="dispute_received") == []
    assert approve(uow, row, read).records == row.records
    assert len(uow.letters.where(template="dispute_received")) == 1


def test_an_invoice_that_a_person_adds_to_a_dispute_is_held_too() -> None:
    uow = books()
    read = reading("dispute", confidence=0.75, dispute=dispute("R-1"))
    row = worked(uow, read)
    approve(uow, row, read, corrected=replace(read, dispute=dispute("R-1", "R-2")))
    (case,) = uow.cases.where()
    assert case.invoices == ("R-1", "R-2")


def test_a_dispute_that_was_decided_is_not_opened_again_by_approving_its_mail() -> None:
    uow = books()
    read = reading("dispute", dispute=dispute("R-1", amount="50.00"), problems=UNCLEAR)
    row = worked(uow, read)
    act_on_case(CaseAction(row.records[0], "reject", "bob", text="as agreed"), uow, desk(), NOW)
    written = len(uow.letters.where())
    assert approve(uow, row, read).records == row.records
    assert len(uow.cases.where()) == 1 and len(uow.letters.where()) == written


def test_a_hold_that_was_found_to_be_none_does_not_stand_for_a_dispute() -> None:
    uow = books()
    read = reading("dispute", confidence=0.75, dispute=dispute("R-1"))
    row = worked(uow, read)
    case = uow.cases.get(row.records[0])
    uow.cases.put(replace(case, state=CaseStatus.CLOSED, outcome=NO_DISPUTE))
    approve(uow, row, read)
    assert len(uow.cases.where(state=CaseStatus.OPEN)) == 1


def test_a_correction_ends_the_hold_that_was_none() -> None:
    uow = books()
    read = reading("dispute", confidence=0.75, dispute=dispute("R-1"))
    row = worked(uow, read)
    corrected = replace(reading("promise"), promise=promise("R-1"))
    approved = approve(uow, row, read, corrected=corrected)
    assert approved.records == ("DE10-P-2026-00001",) and approved.intents == ("promise",)
    assert uow.cases.get("DE10-C-2026-00001").state is CaseStatus.CLOSED
    (event,) = uow.audit.where(action="message_approved")
    assert set(json.loads(event.details)["corrected"]) == {"intents", "dispute", "promise"}


@pytest.mark.parametrize(
    "corrected", [reading("other"), reading("order"), reading("promise", promise=promise("R-1"), customer=None)]
)
def test_what_cannot_be_done_is_not_approved(corrected: r.Reading) -> None:
    uow = books()
    read = reading("other")
    row = worked(uow, read)
    with pytest.raises(NotAllowed):
        approve(uow, row, read, corrected=corrected)
    assert uow.messages.get(row.id) == row


def test_a_dismissed_message_is_ignored_or_done_by_what_was_made_of_it() -> None:
    uow = books()
    nothing = worked(uow, reading("other"), 1)
    assert triage.dismiss(nothing.id, "ada", "thanks", uow, desk(), NOW).state is MessageStatus.IGNORED
    read = replace(reading("dispute", dispute=dispute("R-1"), problems=UNCLEAR), message_id="<m2@x>")
    held = worked(uow, read, 2)
    assert triage.dismiss(held.id, "ada", "seen", uow, desk(), NOW).state is MessageStatus.IGNORED
    assert uow.cases.get(held.records[0]).state is CaseStatus.CLOSED
    told = worked(uow, replace(reading("dispute", "other", dispute=dispute("R-1")), message_id="<m3@x>"), 3)
    assert triage.dismiss(told.id, "ada", "seen", uow, desk(), NOW).state is MessageStatus.DONE
    assert uow.cases.get(told.records[0]).state is CaseStatus.OPEN


@pytest.mark.parametrize("action", ["approve", "dismiss", "reassign"])
def test_what_is_done_is_decided_no_more(action: str) -> None:
    uow = books()
    read = reading("promise", promise=promise("R-1"))
    row = worked(uow, read)
    steps = {
        "approve": lambda: approve(uow, row, read),
        "dismiss": lambda: triage.dismiss(row.id, "ada", "x", uow, desk(), NOW),
        "reassign": lambda: triage.reassign(row.id, "bob", "ada", uow, desk(), NOW),
    }
    with pytest.raises(IllegalTransition):
        steps[action]()


def test_a_message_is_given_to_a_colleague() -> None:
    uow = books()
    row = worked(uow, reading("other"))
    assert triage.reassign(row.id, "bob", "ada", uow, desk(), NOW).owner == "bob"
    with pytest.raises(NotFound):
        triage.reassign("box:0:404", "bob", "ada", uow, desk(), NOW)


def test_a_persons_words_are_sent_once_in_the_thread() -> None:
    uow = books()
    row = worked(uow, reading("other"))
    (letter,) = triage.reply(row.id, "ada", "We look into it.", uow, desk(), NOW)
    assert triage.reply(row.id, "ada", "We look into it.", uow, desk(), NOW) == ()
    kept = uow.letters.get(letter)
    assert (kept.to, kept.in_reply_to, kept.template) == (
        ("compta@delattre.example",), "<m1@delattre.example>", "free_reply",
    )  # fmt: skip


def test_a_remittance_advice_is_kept_and_moves_no_money() -> None:
    uow = books()
    row = worked(uow, reading("remittance", remittance=advice(("R-1", "1000.00"), total="1000.00")))
    assert row.route == "auto" and row.records
    assert uow.open_items.get("R-1").open_amount == 1000 and uow.allocations.where() == []
