"""A reply of our own people to a letter about a case: it acts once, for whom the case is, or says why it does not.

Letters and their facts:
case_decided: case, customer {number, name}, did, amount, currency, documents [number], text, owner, open
case_form: case, customer {number, name}, why, amount, currency, owner, kind, teams [name]
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from nlp.reading import Reading, TrustLevel, Verdict
from workflows.audit import note
from workflows.commands import CaseAction, DecideCase
from workflows.correspondence import letter_id, write
from workflows.disputes.lifecycle import ACTIVE
from workflows.disputes.meanings import MEANINGS, Refusal
from workflows.disputes.model import Case
from workflows.disputes.money import items_of
from workflows.disputes.rights import decides_anything, may_approve, may_decide
from workflows.disputes.telling import wanted_facts
from workflows.errors import NotFound
from workflows.ledger.money import ZERO, plain
from workflows.letters import Letter, LetterKind
from workflows.ports import Desk, UnitOfWork

Acting = Callable[[CaseAction, UnitOfWork, Desk, datetime], tuple[str, ...]]
Obstacle = Callable[[CaseAction, Case, UnitOfWork, Desk], Refusal | None]
FORM = "case_form"
DECIDED = "case_decided"
SETTLING = frozenset({Verdict.ACCEPT, Verdict.CREDIT, Verdict.REJECT})


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
    if command.decision.verdict in SETTLING and _has_changed(case, letter):
        return Refusal.CHANGED
    return MEANINGS[command.decision.verdict](command.decision, sender, case, uow, desk)


def _has_changed(case: Case, letter: Letter) -> bool:
    """Whether a case is about other invoices or money than the letter said: nobody settles what they have not seen."""
    if letter.documents != case.invoices:
        return True
    said = json.loads(letter.facts)
    return letter.template == "escalation" and any(said.get(key) != now for key, now in wanted_facts(case).items())


def used_key(letter: Letter) -> str:
    """The key of the one confirmation that a letter of ours can lead to."""
    return f"{DECIDED}:{letter.id}"


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
