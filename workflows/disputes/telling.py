"""Whoever has a case gets a letter that says all of it, holds the case file, and can be answered with the decision.

Letters and their facts (amounts and dates as text, `amount` and `currency` "" where none is known):
escalation: occasion, case, kind, reason, customer {number, name}, invoices [{document, due_date, open_amount,
    currency}], amount, currency, due, text, notes [{at, actor, event, text}], evidence [{kind, document, date, text,
    amount, currency}], missing [{kind}], proposed, proposed_by, disputed, undisputed, credited, books_currency,
    teams [name]
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from workflows.commands import Source
from workflows.correspondence import known_language, write
from workflows.disputes.evidence import ADDRESSED, file_facts, gather
from workflows.disputes.lifecycle import ACTIVE, after
from workflows.disputes.model import Case, CaseEvent, CaseKind, CaseNote
from workflows.disputes.money import CaseMoney, items_of, money
from workflows.disputes.policy import with_clock, working_time
from workflows.disputes.rules import DEFAULT, Acceptance
from workflows.ledger.money import ZERO, plain
from workflows.letters import LetterKind
from workflows.persons import same_person
from workflows.ports import Company, Desk, UnitOfWork

BOT = "o2cbot"
MAX_NOTE = 2000  # characters of a customer's words that a case keeps; the whole mail lies beside it
APPROVERS = ("approval", DEFAULT, "management")  # keys of the escalation addresses, the first who is another person
ABOUT_INVOICES = (CaseKind.DISPUTE, CaseKind.SHORT_PAYMENT)


class Occasion(StrEnum):
    """Why a case is written about."""

    NEW = "new"
    ANSWERED = "answered"
    ASSIGNED = "assigned"
    REMINDER = "reminder"
    NEXT_LEVEL = "next_level"
    APPROVAL = "approval"
    CHANGED = "changed"  # the customer's data are now as it asked


def with_note(case: Case, event: CaseEvent, actor: str, text: str, now: datetime) -> Case:
    """The case after an event, with who did it and what they said; raises IllegalTransition."""
    said = CaseNote(at=now, actor=actor, event=event.value, text=text[:MAX_NOTE])
    return replace(case, state=after(case.state, event), notes=(*case.notes, said))


def moved(case: Case, event: CaseEvent, actor: str, text: str, desk: Desk, now: datetime) -> Case:
    """As `with_note`, and the deadline stands still while the case waits for the customer."""
    company = desk.companies.get(case.company)
    noted = with_note(case, event, actor, text, now)
    return with_clock(case, noted, working_time(company, desk), now) if company else noted


def tell_owner(
    case: Case,
    uow: UnitOfWork,
    desk: Desk,
    now: datetime,
    *,
    source: Source | None,
    text: str = "",
    occasion: Occasion = Occasion.NEW,
    to: str = "",
) -> None:
    """Writes to the owner of a case, or to another who is to act, with the messages and our invoices as evidence.

    Nothing where that is a name of the console: its list of cases tells them.
    """
    company = desk.company(case.company)
    addressee = to or case.owner
    if "@" not in addressee:
        return
    messages = uow.messages.where(message_id=case.message_ids) if case.message_ids else []
    ours = [number for number in case.invoices if _rendered_here(uow, number)]
    attached = (*(f"raw:{message.sha256}" for message in messages), *(f"invoice:{name}" for name in ours))
    write(
        uow,
        now,
        kind=LetterKind.ESCALATION,
        template="escalation",
        language=known_language(company.language, desk),
        company=company,
        customer="",
        to=(addressee,),
        facts=case_facts(case, uow, desk) | {"occasion": occasion.value, "text": text},
        documents=case.invoices,
        attach=tuple(dict.fromkeys((*attached, *(("case:",) if case.kind in ABOUT_INVOICES else ())))),
        case=case.id,
        source=None,
        dedup_key=f"escalation:{case.id}:{addressee}:{len(case.notes)}",
    )


def tell_approver(case: Case, uow: UnitOfWork, desk: Desk, now: datetime) -> str:
    """Writes to the person who has to approve a credit; their address, "" where only the console can."""
    company = desk.company(case.company)
    approver = approver_of(case, company)
    if approver:
        tell_owner(case, uow, desk, now, source=None, occasion=Occasion.APPROVAL, to=approver)
    return approver


def ready_to_correct(customer: str, field: str, uow: UnitOfWork, desk: Desk, now: datetime) -> None:
    """The owners of cases that waited for a change of the customer's data learn that the invoice can be corrected."""
    if field not in ADDRESSED:
        return
    for case in uow.cases.where(customer=customer, kind=ABOUT_INVOICES, state=ACTIVE):
        if desk.disputes.of(case.reason).accept is Acceptance.CORRECT and "@" in case.owner:
            noted = replace(case, notes=(*case.notes, CaseNote(now, BOT, Occasion.CHANGED.value, field)))
            uow.cases.put(noted)
            tell_owner(noted, uow, desk, now, source=None, occasion=Occasion.CHANGED)


def approver_of(case: Case, company: Company) -> str:
    """The first address that approves credits and is not the proposer's; "" if there is none."""
    proposer = case.proposal.actor if case.proposal else ""
    addresses = (company.escalation.get(key, "") for key in APPROVERS)
    return next((one for one in addresses if one and not same_person(one, proposer)), "")


def case_facts(case: Case, uow: UnitOfWork, desk: Desk) -> dict[str, Any]:
    """All of a case as letters and its printed file say it (Any: JSON values)."""
    customer = uow.customers.get(case.customer)
    about_invoices = case.kind in ABOUT_INVOICES
    proposal = case.proposal
    return {
        "case": case.id,
        "kind": case.kind,
        "customer": {"number": case.customer, "name": customer.name if customer else ""},
        "invoices": [
            {
                "document": item.document,
                "due_date": item.due_date,
                "open_amount": plain(item.open_amount, item.currency),
                "currency": item.currency,
            }
            for item in items_of(case, uow)
        ],
        "due": case.due.isoformat() if case.due else "",
        "notes": [{"at": said.at, "actor": said.actor, "event": said.event, "text": said.text} for said in case.notes],
        "teams": sorted(desk.company(case.company).escalation),
        "proposed_by": proposal.actor if proposal else "",
        **(money_facts(money(case, uow)) if about_invoices and case.currency else {}),
        **(file_facts(gather(case, uow, desk)) if about_invoices else {}),
        **subject_facts(case),
        **wanted_facts(case),
    }


def wanted_facts(case: Case) -> dict[str, str]:
    """The money that a decision about a case is about, as letters to our own people say it."""
    proposal = case.proposal
    return {
        "amount": plain(case.amount, case.currency) if case.amount is not None else "",
        "proposed": plain(proposal.total, case.currency) if proposal else "",
    }


def subject_facts(case: Case) -> dict[str, str]:
    """What a case is about, as letters say it."""
    return {
        "reason": case.reason,
        "amount": wanted_facts(case)["amount"],
        "currency": case.currency if case.amount is not None or case.proposal else "",
    }


def money_facts(money: CaseMoney) -> dict[str, str]:
    return {
        "books_currency": money.currency,
        "disputed": plain(money.disputed, money.currency),
        "undisputed": plain(money.undisputed, money.currency),
        "credited": plain(money.credited, money.currency) if money.credited > ZERO else "",
    }


def _rendered_here(uow: UnitOfWork, number: str) -> bool:
    invoice = uow.invoices.get(number)
    return invoice is not None and not invoice.taken_over
