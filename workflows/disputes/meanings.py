"""What an order of one of our people means for a case as it stands: an action, or why there is none."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from enum import StrEnum

from nlp.reading import CaseDecision, Verdict
from workflows.commands import CaseAction
from workflows.disputes.model import Case
from workflows.disputes.money import items_of
from workflows.disputes.policy import credits, still_open
from workflows.disputes.rights import may_approve
from workflows.disputes.rules import Acceptance
from workflows.disputes.telling import ABOUT_INVOICES, BOT
from workflows.ledger.money import ZERO, is_exact
from workflows.ports import Company, Desk, UnitOfWork

WORD = re.compile(r"[^\W_]+(?:[-.][^\W_]+)*")


class Refusal(StrEnum):
    """Why a reply does nothing; letters say it in words."""

    UNCLEAR = "unclear"
    NO_REASON = "no_reason"
    NO_QUESTION = "no_question"
    NO_AMOUNT = "no_amount"
    BAD_AMOUNT = "bad_amount"
    TOO_MUCH = "too_much"
    SEVERAL_INVOICES = "several_invoices"
    NOTHING_OPEN = "nothing_open"
    NO_TEAM = "no_team"
    SECOND_PERSON = "second_person"
    NOT_YOURS = "not_yours"
    USED = "used"
    EXPIRED = "expired"
    CLOSED = "closed"
    CHANGED = "changed"
    NOTHING_TO_CORRECT = "nothing_to_correct"


def _accept(said: CaseDecision, sender: str, case: Case, uow: UnitOfWork, desk: Desk) -> CaseAction | Refusal:
    if case.proposal is not None:
        if not still_open(case.proposal.shares, items_of(case, uow)):
            return Refusal.NOTHING_OPEN
        small = case.proposal.total <= desk.disputes.limit(case.reason)
        by_books = case.proposal.actor == BOT
        if not may_approve(sender, case, desk.company(case.company), alone_up_to_limit=small and by_books):
            return Refusal.SECOND_PERSON
        return CaseAction(case.id, "approve", sender, said.text)
    if case.kind not in ABOUT_INVOICES:
        return CaseAction(case.id, "resolve", sender, said.text)
    match desk.disputes.of(case.reason).accept:
        case Acceptance.RESOLVE:
            return CaseAction(case.id, "resolve", sender, said.text)
        case Acceptance.CORRECT:
            return CaseAction(case.id, "correct", sender, said.text)
        case Acceptance.CREDIT:
            if case.amount is None:
                return Refusal.NO_AMOUNT
            return _credit_of("", said, sender, case, uow, desk)


def _credit(said: CaseDecision, sender: str, case: Case, uow: UnitOfWork, desk: Desk) -> CaseAction | Refusal:
    if case.kind not in ABOUT_INVOICES or said.amount is None:
        return Refusal.UNCLEAR
    if said.currency is not None and said.currency != case.currency:
        return Refusal.BAD_AMOUNT
    return _credit_of(f"{said.amount:f}", said, sender, case, uow, desk)


def _credit_of(
    amount: str, said: CaseDecision, sender: str, case: Case, uow: UnitOfWork, desk: Desk
) -> CaseAction | Refusal:
    items = items_of(case, uow)
    if isinstance(credits(case, amount, items), str):
        owed = [item.open_amount for item in items if item.open_amount > ZERO]
        wanted = Decimal(amount) if amount else case.amount or ZERO
        if not owed:
            return Refusal.NOTHING_OPEN
        if wanted <= ZERO or not is_exact(wanted, case.currency):
            return Refusal.BAD_AMOUNT
        return Refusal.TOO_MUCH if wanted > sum(owed, ZERO) else Refusal.SEVERAL_INVOICES
    return CaseAction(case.id, "credit", sender, said.text, amount=amount, limit=desk.disputes.limit(case.reason))


def _reject(said: CaseDecision, sender: str, case: Case, uow: UnitOfWork, desk: Desk) -> CaseAction | Refusal:
    """A rejected customer hears why; a refused proposal goes back to the one who has the case."""
    proposed = case.proposal is not None and case.proposal.actor != BOT  # what the books proposed falls with the claim
    if proposed and may_approve(sender, case, desk.company(case.company), alone_up_to_limit=False):
        return CaseAction(case.id, "decline", sender, said.text)
    if case.kind in ABOUT_INVOICES and not said.text.strip():
        return Refusal.NO_REASON
    return CaseAction(case.id, "reject", sender, said.text)


def _ask(said: CaseDecision, sender: str, case: Case, uow: UnitOfWork, desk: Desk) -> CaseAction | Refusal:
    if not said.text.strip():
        return Refusal.NO_QUESTION
    return CaseAction(case.id, "ask", sender, said.text)


def _assign(said: CaseDecision, sender: str, case: Case, uow: UnitOfWork, desk: Desk) -> CaseAction | Refusal:
    target = team_named(said.text, desk.company(case.company))
    return CaseAction(case.id, "assign", sender, owner=target) if target else Refusal.NO_TEAM


MEANINGS: dict[Verdict, Callable[[CaseDecision, str, Case, UnitOfWork, Desk], CaseAction | Refusal]] = {
    Verdict.ACCEPT: _accept,
    Verdict.CREDIT: _credit,
    Verdict.REJECT: _reject,
    Verdict.ASK: _ask,
    Verdict.ASSIGN: _assign,
}


def team_named(text: str, company: Company) -> str:
    """The one team or address of the company's escalation map that these words name; "" for none or several."""
    folded = text.casefold()
    words = set(WORD.findall(folded))
    found = {address for key, address in company.escalation.items() if key.casefold() in words}
    found |= {address for address in company.escalation.values() if address.casefold() in folded}
    return found.pop() if len(found) == 1 else ""
