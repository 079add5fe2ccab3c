"""What a person does with a case: every action is checked against its state, noted, audited and told to whom it may
concern.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from workflows.audit import note
from workflows.commands import CaseAction
from workflows.disputes.answering import write_to_customer
from workflows.disputes.lifecycle import ACTIVE
from workflows.disputes.model import Case, CaseEvent, CaseKind, CaseStatus, CreditProposal
from workflows.disputes.money import items_of, money
from workflows.disputes.policy import credits, still_open
from workflows.disputes.rules import DEFAULT
from workflows.disputes.telling import (
    ABOUT_INVOICES,
    BOT,
    Occasion,
    moved,
    tell_approver,
    tell_owner,
)
from workflows.errors import IllegalTransition, NotAllowed, NotFound
from workflows.invoicing.approving import credited_of
from workflows.ledger.money import ZERO, plain
from workflows.limits import keep_within
from workflows.persons import Matter, same_person
from workflows.ports import Desk, UnitOfWork

Credit = Callable[[Case, str, Decimal, CaseAction, UnitOfWork, Desk, datetime], str]
"""Credits an invoice of a case: (case, invoice, gross amount, the person's command, …) -> the credit note's number."""
Correct = Callable[[Case, CaseAction, UnitOfWork, Desk, datetime], tuple[str, ...]]
"""Replaces a case's invoices by ones with the customer's data as they are now -> numbers of the documents made."""


def nobody_corrects(case: Case, command: CaseAction, uow: UnitOfWork, desk: Desk, now: datetime) -> tuple[str, ...]:
    """Where nothing writes invoices anew. Raises NotAllowed."""
    raise NotAllowed(command.actor, "correct", "nothing here writes invoices anew")


EVENTS = {
    "assign": CaseEvent.ASSIGNED,
    "reply": CaseEvent.REPLIED,
    "ask": CaseEvent.REPLIED,
    "answered": CaseEvent.ANSWERED,
    "escalate": CaseEvent.ESCALATED,
    "resolve": CaseEvent.RESOLVED,
    "credit": CaseEvent.RESOLVED,
    "approve": CaseEvent.RESOLVED,
    "decline": CaseEvent.DECLINED,
    "correct": CaseEvent.RESOLVED,
    "reject": CaseEvent.REJECTED,
}
OUTCOMES = {"resolve": "resolved", "credit": "credited", "approve": "credited", "correct": "corrected"} | {
    "reject": "rejected"
}
PARTLY = "partly_credited"
LETTERS = {
    "reply": "case_reply",
    "ask": "dispute_question",
    "resolve": "dispute_resolved",
    "reject": "dispute_rejected",
}
ABOUT_MONEY = ("credit", "approve", "decline", "correct")


def act(
    command: CaseAction,
    uow: UnitOfWork,
    desk: Desk,
    now: datetime,
    *,
    credit: Credit,
    correct: Correct = nobody_corrects,
) -> tuple[str, ...]:
    """Does a person's action on a case: (its id, credit notes made). Raises NotFound, NotAllowed, IllegalTransition."""
    case = uow.cases.get(command.case)
    if case is None:
        raise NotFound("case", command.case)
    uow.lock(f"customer:{case.customer}")
    _check(command, case)
    if command.action == "approve" and case.proposal is not None:
        if desk.disputes.scripts_need_two and not command.signed_in:
            raise NotAllowed(command.actor, "approve", "a name on a command line proves nobody: do it in the console")
        if not case.proposal.is_proven:
            return _taken_on(command, case, case.proposal, uow, desk, now)
    if (case.kind, command.action) == (CaseKind.DUNNING_RELEASE, "resolve"):
        sums = [(case.company, case.currency, case.amount or ZERO)]
        keep_within(command.actor, Matter.RELEASE, sums, uow, desk, now.date(), signed_in=command.signed_in)
    shares = _shares(command, case, uow)
    if command.action == "credit" and _is_over(command, case, shares, uow, desk):
        return _proposed(command, case, shares, uow, desk, now)
    after = moved(case, EVENTS[command.action], command.actor, command.text, desk, now)
    left = _left(command, case, shares, uow)
    outcome = PARTLY if left else OUTCOMES.get(command.action, case.outcome)
    after = replace(after, outcome=outcome, owner=_owner(command, case, desk))
    if after.state is CaseStatus.CLOSED:
        after = replace(after, closed_on=now.date())
    if after.state is CaseStatus.CLOSED or command.action == "decline":
        after = replace(after, proposal=None)
    made = _documents(command, case, shares, uow, desk, now, credit, correct)
    uow.cases.put(after)
    note(
        uow,
        now,
        actor=command.actor,
        action=f"case_{command.action}",
        subject=case.id,
        state=after.state,
        owner=after.owner,
        text=command.text,
        credit_notes=made,
        proposed_by=case.proposal.actor if case.proposal else "",
    )
    _tell(command, case, after, shares, left, made, uow, desk, now)
    return (case.id, *made)


def _check(command: CaseAction, case: Case) -> None:
    if command.action not in EVENTS:
        raise NotAllowed(command.actor, command.action, f"a case knows {', '.join(EVENTS)}")
    if command.action == "assign" and not command.owner:
        raise NotAllowed(command.actor, "assign", "nobody was named to assign it to")
    if command.action in ("reply", "ask") and not command.text.strip():
        raise NotAllowed(command.actor, command.action, "an answer needs words")
    if command.action in ABOUT_MONEY and case.kind not in ABOUT_INVOICES:
        raise NotAllowed(command.actor, command.action, f"a case of kind {case.kind} is not about an invoice's amount")
    if command.action in ABOUT_MONEY and case.state not in ACTIVE:
        raise IllegalTransition(case.state, EVENTS[command.action])
    if command.action in ("approve", "decline") and case.proposal is None:
        raise NotAllowed(command.actor, command.action, "no credit is proposed")
    known = case.proposal if command.action == "approve" else None
    if known is not None and known.is_proven and same_person(command.actor, known.actor):
        raise NotAllowed(command.actor, "approve", "whoever proposed a credit does not approve it")


def _shares(command: CaseAction, case: Case, uow: UnitOfWork) -> dict[str, Decimal]:
    """What is to be credited of which invoice; {} where the action credits nothing. Raises NotAllowed."""
    items = items_of(case, uow)
    if command.action == "approve" and case.proposal is not None:
        if not still_open(case.proposal.shares, items):
            raise NotAllowed(command.actor, "approve", "what was proposed is not open any more")
        return dict(case.proposal.shares)
    if command.action != "credit":
        return {}
    shares = credits(case, command.amount, items)
    if isinstance(shares, str):
        raise NotAllowed(command.actor, "credit", shares)
    return shares


def _is_over(command: CaseAction, case: Case, shares: dict[str, Decimal], uow: UnitOfWork, desk: Desk) -> bool:
    """Whether a credit, with what was credited of its invoices before, is more than one person may allow alone."""
    limit = desk.disputes.limit(case.reason) if desk.disputes.scripts_need_two else None
    limit = limit if command.limit is None else command.limit
    return limit is not None and sum(shares.values(), credited_of(uow, shares)) > limit


def _proposed(
    command: CaseAction, case: Case, shares: dict[str, Decimal], uow: UnitOfWork, desk: Desk, now: datetime
) -> tuple[str, ...]:
    """More than the actor may credit alone: it waits for another person. Nothing is posted."""
    proposal = CreditProposal(tuple(shares.items()), command.text, command.actor, now, is_proven=command.signed_in)
    waiting = moved(case, CaseEvent.PROPOSED, command.actor, command.text, desk, now)
    waiting = replace(waiting, proposal=proposal)
    uow.cases.put(waiting)
    approver = tell_approver(waiting, uow, desk, now)
    note(
        uow,
        now,
        actor=command.actor,
        action="case_credit_proposed",
        subject=case.id,
        amount=plain(proposal.total, case.currency),
        limit=str(command.limit),
        approver=approver,
        text=command.text,
    )
    return (case.id,)


def _taken_on(
    command: CaseAction, case: Case, proposal: CreditProposal, uow: UnitOfWork, desk: Desk, now: datetime
) -> tuple[str, ...]:
    """What a command line proposed is this person's proposal now; somebody else approves it."""
    waiting = replace(case, proposal=replace(proposal, actor=command.actor, at=now, is_proven=True))
    uow.cases.put(waiting)
    approver = tell_approver(waiting, uow, desk, now)
    note(
        uow, now, actor=command.actor, action="case_credit_taken_on", subject=case.id, before=proposal.actor,
        approver=approver,
    )  # fmt: skip
    return (case.id,)


def _left(command: CaseAction, case: Case, shares: dict[str, Decimal], uow: UnitOfWork) -> Decimal:
    """What of the contested amount a credit leaves to be paid; the books propose all that they have proven."""
    if not shares or (command.action == "approve" and case.proposal is not None and case.proposal.actor == BOT):
        return ZERO
    return max(money(case, uow).disputed - sum(shares.values(), ZERO), ZERO)


def _owner(command: CaseAction, case: Case, desk: Desk) -> str:
    """Who has the case afterwards: a named address, or a name of the company's escalation map."""
    if command.action not in ("assign", "escalate"):
        return case.owner
    escalation = desk.company(case.company).escalation
    return escalation.get(command.owner or DEFAULT) or command.owner


def _documents(
    command: CaseAction,
    case: Case,
    shares: dict[str, Decimal],
    uow: UnitOfWork,
    desk: Desk,
    now: datetime,
    credit: Credit,
    correct: Correct,
) -> tuple[str, ...]:
    if command.action == "correct":
        return correct(case, command, uow, desk, now)
    said = command
    if command.action == "approve" and case.proposal is not None and not command.text:
        said = replace(command, text=case.proposal.text)
    return tuple(credit(case, invoice, amount, said, uow, desk, now) for invoice, amount in shares.items())


def _tell(
    command: CaseAction,
    before: Case,
    case: Case,
    shares: dict[str, Decimal],
    left: Decimal,
    made: tuple[str, ...],
    uow: UnitOfWork,
    desk: Desk,
    now: datetime,
) -> None:
    asks = command.action in ("reply", "ask")
    if command.action in LETTERS and (asks or case.kind in ABOUT_INVOICES):
        write_to_customer(LETTERS[command.action], command, case, {}, uow, desk, now)
    if case.outcome == PARTLY and made:
        more = {
            "granted": plain(sum(shares.values(), ZERO), case.currency),
            "rest": plain(left, case.currency),
            "credit_notes": list(made),
        }
        write_to_customer("dispute_partly", command, case, more, uow, desk, now)
    if command.action == "escalate":
        tell_owner(case, uow, desk, now, source=None, text=command.text, occasion=Occasion.NEXT_LEVEL)
    if command.action == "assign" and case.owner != before.owner:
        tell_owner(case, uow, desk, now, source=None, text=command.text, occasion=Occasion.ASSIGNED)
