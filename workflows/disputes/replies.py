"""A reply of our own people to a letter about a case: it acts once, for whom the case is, or says why it does not.

Letters and their facts:
case_decided: case, customer {number, name}, did, amount, currency, documents [number], text, owner, open
case_form: case, customer {number, name}, why, amount, currency, owner, kind, teams [name]
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from nlp.reading import CaseDecision, Reading, TrustLevel, Verdict
from workflows.audit import note
from workflows.commands import CaseAction, DecideCase
from workflows.correspondence import letter_id, write
from workflows.disputes.lifecycle import ACTIVE
from workflows.disputes.model import Case
from workflows.disputes.money import items_of
from workflows.disputes.policy import credits
from workflows.disputes.rights import decides_anything, may_approve, may_decide
from workflows.disputes.rules import Acceptance
from workflows.disputes.telling import ABOUT_INVOICES, BOT
from workflows.errors import NotFound
from workflows.ledger.money import ZERO, is_exact, plain
from workflows.letters import Letter, LetterKind
from workflows.ports import Company, Desk, UnitOfWork

Acting = Callable[[CaseAction, UnitOfWork, Desk, datetime], tuple[str, ...]]
Obstacle = Callable[[CaseAction, Case, UnitOfWork, Desk], "Refusal | None"]
FORM = "case_form"
DECIDED = "case_decided"
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
    NOTHING_TO_CORRECT = "nothing_to_correct"


@dataclass(frozen=True, slots=True)
class TeamReply:
    """A message that answers a letter about a case and comes from an address of our people. `doubt`: why nobody
    believes that it does, in words; "" if it is proven."""

    case: str
    letter: str
    doubt: str = ""


def team_reply(answered: Iterable[Letter], reading: Reading, named: Iterable[str], desk: Desk) -> TeamReply | None:
    """The case that one of our people answers about; None for anybody else's mail, and for programs'.

    `answered`: our letters whose tokens the message carries; `named`: case numbers in its own words.
    """
    letters = [letter for letter in answered if letter.kind is LetterKind.ESCALATION and letter.case]
    sender = reading.sender.email.casefold()
    if not letters or reading.automatic or not decides_anything(sender, desk):
        return None
    first, cases = letters[0], {letter.case for letter in letters}
    if reading.trust_level is not TrustLevel.VERIFIED:
        doubt = f"It decides about case {first.case}, but nothing proves that {sender} sent it."
    elif len(cases | set(named)) > 1:
        doubt = f"It answers about several cases: {', '.join(sorted(cases | set(named)))}."
    else:
        doubt = ""
    return TeamReply(first.case, first.id, doubt)


def decide(
    command: DecideCase, uow: UnitOfWork, desk: Desk, now: datetime, *, act: Acting, obstacle: Obstacle
) -> tuple[str, ...]:
    """Does what a reply says and confirms it, or answers with the form and does nothing: ids of the records made."""
    case = uow.cases.get(command.case)
    letter = uow.letters.get(command.letter)
    if case is None or letter is None:
        raise NotFound("case", command.case)
    uow.lock(f"customer:{case.customer}")
    wanted = action_of(command, case, letter, uow, desk, now)
    if isinstance(wanted, CaseAction):
        wanted = obstacle(wanted, case, uow, desk) or wanted
    if isinstance(wanted, Refusal):
        _send_form(command, case, wanted, uow, desk, now)
        return (case.id,)
    made = act(wanted, uow, desk, now)
    _confirm(command, wanted, case, made[1:], letter, uow, desk, now)
    return made


def action_of(
    command: DecideCase, case: Case, letter: Letter, uow: UnitOfWork, desk: Desk, now: datetime
) -> CaseAction | Refusal:
    """The action that a reply asks for, or why there is none: who writes, to which letter, then what."""
    company, sender = desk.company(case.company), command.source.sender.casefold()
    if not (may_decide(sender, case, company) or may_approve(sender, case, company, alone_up_to_limit=True)):
        return Refusal.NOT_YOURS
    if uow.letters.get(letter_id(used_key(letter))) is not None:
        return Refusal.USED
    if now - letter.created_at > timedelta(days=desk.disputes.reply_days):
        return Refusal.EXPIRED
    if case.state not in ACTIVE:
        return Refusal.CLOSED
    if command.decision is None:
        return Refusal.UNCLEAR
    return MEANINGS[command.decision.verdict](command.decision, sender, case, uow, desk)


def used_key(letter: Letter) -> str:
    """The key of the one confirmation that a letter of ours can lead to."""
    return f"{DECIDED}:{letter.id}"


def _accept(said: CaseDecision, sender: str, case: Case, uow: UnitOfWork, desk: Desk) -> CaseAction | Refusal:
    if case.proposal is not None:
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
    if case.proposal is not None and may_approve(sender, case, desk.company(case.company), alone_up_to_limit=False):
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


def _send_form(command: DecideCase, case: Case, why: Refusal, uow: UnitOfWork, desk: Desk, now: datetime) -> None:
    """Tells the sender why nothing was done, and how to say it; a few times a day, so that programs do not play."""
    told = [
        letter
        for letter in uow.letters.where(case=case.id, template=FORM)
        if letter.created_at.astimezone(now.tzinfo).date() == now.date()
    ]
    note(
        uow,
        now,
        actor=command.source.sender,
        action="case_reply_refused",
        subject=case.id,
        message_id=command.source.message_id,
        why=why.value,
        letter=command.letter,
    )
    if len(told) >= desk.disputes.forms_a_day:
        return
    owed = sum((max(item.open_amount, ZERO) for item in items_of(case, uow)), ZERO)
    facts = {
        "why": why.value,
        "kind": case.kind.value,
        "amount": plain(owed, case.currency) if case.currency else "",
        "currency": case.currency,
        "owner": case.owner,
        "teams": sorted(desk.company(case.company).escalation),
    }
    _write(FORM, command, case, facts, f"{FORM}:{command.source.message_id}:{command.letter}", uow, desk, now)


def _confirm(
    command: DecideCase,
    done: CaseAction,
    before: Case,
    documents: tuple[str, ...],
    letter: Letter,
    uow: UnitOfWork,
    desk: Desk,
    now: datetime,
) -> None:
    after = uow.cases.get(before.id) or before
    is_proposed = done.action == "credit" and after.proposal is not None
    credited = sum((note.total for number in documents if (note := uow.invoices.get(number))), ZERO)
    amount = after.proposal.total if is_proposed and after.proposal else credited
    facts = {
        "did": "propose" if is_proposed else done.action,
        "amount": plain(amount, before.currency) if amount and done.action != "correct" else "",
        "currency": before.currency,
        "documents": list(documents),
        "text": done.text,
        "owner": after.owner if done.action == "assign" else "",
        "open": "open" if after.state in ACTIVE else "",
    }
    _write(DECIDED, command, before, facts, used_key(letter), uow, desk, now)


def _write(
    template: str,
    command: DecideCase,
    case: Case,
    facts: Mapping[str, object],
    key: str,
    uow: UnitOfWork,
    desk: Desk,
    now: datetime,
) -> None:
    customer, answered = uow.customers.get(case.customer), uow.letters.get(command.letter)
    company = desk.company(case.company)
    write(
        uow,
        now,
        kind=LetterKind.ESCALATION,
        template=template,
        language=answered.language if answered else company.language,
        company=company,
        customer="",
        to=(command.source.sender,),
        facts={"case": case.id, "customer": {"number": case.customer, "name": customer.name if customer else ""}}
        | dict(facts),
        documents=case.invoices,
        case=case.id,
        source=command.source,
        dedup_key=key,
    )
