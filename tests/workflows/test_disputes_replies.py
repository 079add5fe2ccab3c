"""Whoever may decide is obeyed once; everybody else, and whatever is not clear, changes nothing."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from nlp.reading import Address, CaseDecision, Trust, Verdict
from tests.fakes import FakeUnitOfWork
from tests.workflows.mail_desk import NOW, add_invoice, books, company, desk, dispute, message, reading, source
from workflows.commands import CaseAction, DecideCase, RaiseDispute
from workflows.dispatch import act_on_case, decide_case
from workflows.disputes.handlers import raise_dispute
from workflows.disputes.meanings import team_named
from workflows.disputes.model import Case, CaseStatus, CreditProposal
from workflows.letters import Letter, LetterKind
from workflows.messages import MessageStatus
from workflows.ports import Desk
from workflows.triage import work

TEAM, LEAD = "sales@nordwerk.example", "lead@nordwerk.example"
ACCEPT = CaseDecision(Verdict.ACCEPT)
REJECT = CaseDecision(Verdict.REJECT, text="The list price holds.")


def escalated(amount: str | None = "50.00", reason: str = "price") -> tuple[FakeUnitOfWork, str, Letter]:
    uow = books()
    (case,) = raise_dispute(
        RaiseDispute(source(may_answer=False), "K1", dispute("R-2", amount=amount, reason=reason)), uow, desk(), NOW
    )
    (letter,) = uow.letters.where(case=case, kind=LetterKind.ESCALATION)
    return uow, case, letter


def answer(
    uow: FakeUnitOfWork,
    case: str,
    letter: Letter,
    said: CaseDecision | None,
    sender: str = TEAM,
    *,
    ours: Desk | None = None,
    late: timedelta = timedelta(hours=1),
) -> tuple[str, ...]:
    from_team = source(sender=sender, message_id=f"<{sender}-{len(uow.letters.rows)}>")
    return decide_case(DecideCase(from_team, case, letter.id, said), uow, ours or desk(), NOW + late)


def told(uow: FakeUnitOfWork, template: str) -> list[dict[str, Any]]:
    return [json.loads(letter.facts) for letter in uow.letters.where(template=template)]


def found(uow: FakeUnitOfWork, case: str) -> Case:
    kept = uow.cases.get(case)
    assert kept is not None
    return kept


def test_what_the_team_accepts_is_credited_and_confirmed() -> None:
    uow, case, letter = escalated()
    _, note = answer(uow, case, letter, ACCEPT)
    assert uow.invoices.get(note).total == Decimal("50.00")
    (done,) = told(uow, "case_decided")
    assert (done["did"], done["amount"], done["documents"], done["open"]) == ("credit", "50.00", [note], "")


def test_the_same_letter_acts_once() -> None:
    uow, case, letter = escalated()
    answer(uow, case, letter, CaseDecision(Verdict.ASK, text="Which pallet?"))
    assert answer(uow, case, letter, ACCEPT) == (case,)
    assert uow.invoices.where(case=case) == []
    assert [form["why"] for form in told(uow, "case_form")] == ["used"]
    (confirmation,) = uow.letters.where(template="case_decided")
    answer(uow, case, confirmation, REJECT)  # the newest letter of the thread acts again
    assert found(uow, case).outcome == "rejected"


@pytest.mark.parametrize(
    "said, why",
    [
        (None, "unclear"),
        (CaseDecision(Verdict.REJECT), "no_reason"),
        (CaseDecision(Verdict.ASK), "no_question"),
        (CaseDecision(Verdict.CREDIT, Decimal("200.01")), "too_much"),
        (CaseDecision(Verdict.CREDIT, Decimal("0")), "bad_amount"),
        (CaseDecision(Verdict.CREDIT, Decimal("1.005")), "bad_amount"),
        (CaseDecision(Verdict.CREDIT, Decimal("10"), "GBP"), "bad_amount"),
        (CaseDecision(Verdict.ASSIGN, text="assign to the moon"), "no_team"),
        (CaseDecision(Verdict.ASSIGN, text="assign to price or default"), "no_team"),
    ],
)
def test_what_cannot_be_done_is_answered_with_the_form_and_does_nothing(said: CaseDecision | None, why: str) -> None:
    uow, case, letter = escalated()
    before = found(uow, case)
    assert answer(uow, case, letter, said) == (case,)
    assert found(uow, case) == before
    assert [form["why"] for form in told(uow, "case_form")] == [why]


@pytest.mark.parametrize("sender", ["depot@nordwerk.example", "sales@evil.example", "compta@delattre.example"])
def test_nobody_else_decides(sender: str) -> None:
    uow, case, letter = escalated()
    answer(uow, case, letter, ACCEPT, sender)
    assert uow.invoices.where(case=case) == []
    assert [form["why"] for form in told(uow, "case_form")] == ["not_yours"]


def test_a_person_named_for_a_team_decides_its_cases_from_their_own_address() -> None:
    uow, case, letter = escalated()
    ours = replace(desk(), companies={"DE10": replace(company(), deciders={"anna@nordwerk.example": "price"})})
    answer(uow, case, letter, ACCEPT, "Anna@nordwerk.example", ours=ours)
    assert found(uow, case).outcome == "credited"


@pytest.mark.parametrize("said", [ACCEPT, REJECT, CaseDecision(Verdict.CREDIT, Decimal("10.00"))])
@pytest.mark.parametrize(
    "changes",
    [
        {"amount": Decimal("180.00")},
        {"invoices": ("R-2", "R-1")},
        {"proposal": CreditProposal((("R-2", Decimal("180.00")),), "", "ada", NOW)},
    ],
)
def test_nobody_settles_by_an_old_letter_what_it_did_not_say(said: CaseDecision, changes: dict[str, Any]) -> None:
    uow, case, letter = escalated()
    uow.cases.put(before := replace(found(uow, case), **changes))
    answer(uow, case, letter, said, LEAD)
    assert found(uow, case) == before
    (form,) = uow.letters.where(template="case_form")
    assert json.loads(form.facts)["why"] == "changed"
    answer(uow, case, form, said, LEAD)  # they were told to look at it
    assert [each["why"] for each in told(uow, "case_form")].count("changed") == 1


def test_an_old_letter_and_a_closed_case_do_nothing() -> None:
    uow, case, letter = escalated()
    answer(uow, case, letter, ACCEPT, late=timedelta(days=31))
    act_on_case(CaseAction(case, "reject", "ada", text="as agreed"), uow, desk(), NOW)
    answer(uow, case, letter, ACCEPT)
    assert {form["why"] for form in told(uow, "case_form")} == {"expired", "closed"}
    assert uow.invoices.where(case=case) == []


def test_a_large_credit_waits_until_the_lead_accepts_it() -> None:
    uow = books()
    (case,) = raise_dispute(
        RaiseDispute(source(may_answer=False), "K1", dispute("R-1", amount="600.00")), uow, desk(), NOW
    )
    add_invoice(uow, "R-1", "1000.00", taken_over=True)
    (letter,) = uow.letters.where(case=case, kind=LetterKind.ESCALATION)
    answer(uow, case, letter, ACCEPT)
    assert uow.invoices.where(case=case) == []
    (wanted,) = [one for one in uow.letters.where(case=case, template="escalation") if one.to == (LEAD,)]
    answer(uow, case, wanted, ACCEPT, TEAM)  # whoever proposed it does not approve it
    assert [form["why"] for form in told(uow, "case_form")] == ["second_person"]
    answer(uow, case, wanted, ACCEPT, LEAD)
    assert [note.total for note in uow.invoices.where(case=case)] == [Decimal("600.00")]
    assert sorted(done["did"] for done in told(uow, "case_decided")) == ["approve", "propose"]


def test_the_lead_refuses_a_proposal_and_the_case_goes_on() -> None:
    uow = books()
    (case,) = raise_dispute(
        RaiseDispute(source(may_answer=False), "K1", dispute("R-1", amount="600.00")), uow, desk(), NOW
    )
    (letter,) = uow.letters.where(case=case, kind=LetterKind.ESCALATION)
    answer(uow, case, letter, ACCEPT)
    (wanted,) = [one for one in uow.letters.where(case=case, template="escalation") if one.to == (LEAD,)]
    answer(uow, case, wanted, REJECT, LEAD)
    assert (found(uow, case).state, found(uow, case).proposal) == (CaseStatus.OPEN, None)


def proposed_by_the_books(uow: FakeUnitOfWork, case: str, letter: Letter) -> Letter:
    """A proposal of 200.00, which the letter about the case tells."""
    proposal = CreditProposal((("R-2", Decimal("200.00")),), "", "o2cbot", NOW)
    uow.cases.put(replace(found(uow, case), proposal=proposal))
    uow.letters.put(says := replace(letter, facts=json.dumps(json.loads(letter.facts) | {"proposed": "200.00"})))
    return says


def test_who_refuses_what_the_books_proposed_refuses_the_claim() -> None:
    uow, case, letter = escalated(reason="duplicate")
    letter = proposed_by_the_books(uow, case, letter)
    answer(uow, case, letter, CaseDecision(Verdict.REJECT, text="Two deliveries, two invoices."), LEAD)
    assert (found(uow, case).outcome, found(uow, case).proposal) == ("rejected", None)


def test_a_proposal_that_was_paid_meanwhile_is_answered_with_the_form() -> None:
    uow, case, letter = escalated(reason="duplicate")
    letter = proposed_by_the_books(uow, case, letter)
    add_invoice(uow, "R-2", "200.00", taken_over=True, open_amount="199.99")
    answer(uow, case, letter, ACCEPT, LEAD)
    assert [form["why"] for form in told(uow, "case_form")] == ["nothing_open"]


def test_a_case_without_an_amount_is_not_accepted_by_guess() -> None:
    uow, case, letter = escalated(amount=None)
    answer(uow, case, letter, ACCEPT)
    assert [form["why"] for form in told(uow, "case_form")] == ["no_amount"]


def test_an_assigned_case_goes_to_the_team_that_was_named() -> None:
    uow, case, letter = escalated()
    answer(uow, case, letter, CaseDecision(Verdict.ASSIGN, text="assign to default"))
    assert found(uow, case).owner == LEAD
    assert (LEAD,) in [one.to for one in uow.letters.where(case=case, template="escalation")]
    assert team_named("bitte an SALES@nordwerk.example geben", company()) == TEAM


def test_forms_stop_after_a_few_a_day() -> None:
    uow, case, letter = escalated()
    for _ in range(9):
        answer(uow, case, letter, None)
    assert len(told(uow, "case_form")) == 5


@pytest.mark.parametrize(
    "changes, state",
    [
        ({}, MessageStatus.DONE),
        ({"trust": Trust.UNKNOWN}, MessageStatus.REVIEW),
        ({"trust": Trust.FAILED}, MessageStatus.REVIEW),
        ({"subject": "Fall DE10-C-2026-00099"}, MessageStatus.REVIEW),
        ({"automatic": True}, MessageStatus.IGNORED),
    ],
)
def test_only_a_proven_person_is_obeyed(changes: dict[str, Any], state: MessageStatus) -> None:
    uow, case, letter = escalated()
    said = reading(
        "other", sender=Address("", TEAM), in_reply_to=letter.message_id, decision=ACCEPT, customer=None,
        identified_by=None, message_id="<r1@nordwerk.example>", subject="AW", new_text="annehmen", text="annehmen",
    )  # fmt: skip
    row = message(7, said)
    uow.messages.put(row)
    worked = work(row, replace(said, **changes), uow, desk(), NOW)
    assert worked.state is state
    assert len(uow.invoices.where(case=case)) == (state is MessageStatus.DONE)
