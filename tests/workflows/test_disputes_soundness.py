"""A case and its credit notes tell the same story, and `audit verify` says where they do not."""

from __future__ import annotations

from dataclasses import replace

from tests.fakes import FakeUnitOfWork
from tests.workflows.mail_desk import NOW, books, desk, dispute, source
from workflows.commands import CaseAction, RaiseDispute
from workflows.dispatch import act_on_case
from workflows.disputes.handlers import raise_dispute
from workflows.disputes.model import CreditProposal
from workflows.disputes.soundness import cases


def ended(action: str) -> tuple[FakeUnitOfWork, str]:
    uow = books()
    said = dispute("R-2", amount="50.00")
    (case,) = raise_dispute(RaiseDispute(source(may_answer=False), "K1", said), uow, desk(), NOW)
    act_on_case(CaseAction(case, action, "ada", text="so it is"), uow, desk(), NOW)
    return uow, case


def test_every_way_to_end_a_case_is_sound() -> None:
    for action in ("credit", "reject", "resolve"):
        uow, _ = ended(action)
        assert list(cases(uow)) == []


def test_a_case_that_says_credited_without_a_credit_note_is_named() -> None:
    uow, case = ended("reject")
    uow.cases.put(replace(uow.cases.get(case), outcome="credited"))
    assert list(cases(uow)) == [f"case {case} ended as credited, but no credit note names it"]


def test_a_credit_note_of_a_rejected_case_and_a_waiting_proposal_are_named() -> None:
    uow, case = ended("credit")
    proposal = CreditProposal((), "", "ada", NOW)
    uow.cases.put(replace(uow.cases.get(case), outcome="rejected", proposal=proposal))
    assert [said.partition(",")[0] for said in cases(uow)] == [
        f"case {case} did not end with a credit", f"case {case} is closed",
    ]  # fmt: skip
