"""The letter that a decision leads to: its items, what the law adds to them, whom it goes to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from workflows.correspondence import language_for
from workflows.customers import Contact, Customer
from workflows.disputes.model import PromiseStatus, PromiseToPay
from workflows.dunning.charges import NO_CHARGE, Charge, charges
from workflows.dunning.decision import Decision
from workflows.dunning.model import DunnedCredit, DunnedItem, DunningLetter, Refusal
from workflows.dunning.policy import carries_charges
from workflows.dunning.stops import ChargeWaiver
from workflows.errors import RateUnknown
from workflows.late_payment import agreed
from workflows.ledger.model import unpaid
from workflows.ledger.money import ZERO
from workflows.lookup import fetch
from workflows.ports import Desk, LatePayment, UnitOfWork

NO_ADDRESS = "the customer's record has no e-mail address"
NOWHERE = "no address of the customer's record takes our mail: its notes say why"
ACCOUNTING = "accounting"  # the contacts that letters about money go to, beside the customer's own address


@dataclass(frozen=True, slots=True)
class PlannedLetter:
    letter: DunningLetter
    decision: Decision
    charges: Mapping[str, Charge]
    law: LatePayment | None
    to: tuple[str, ...]
    contact: str  # the name of the person at the first address, "" if unknown
    broken: tuple[PromiseToPay, ...] = ()  # what was promised for listed items since their last letter, and not kept

    @property
    def wording(self) -> int:
        """Which letter is written: 1 reminder, 2 formal reminder, 3 last notice."""
        return self.decision.policy.wording_of(self.letter.level)

    @property
    def registered(self) -> tuple[str, ...]:
        """The documents that reach the level of the registered letter today."""
        level = self.decision.policy.registered_letter
        return tuple(document for document, reached in self.decision.raised.items() if reached == level)


def letters_of(
    uow: UnitOfWork, desk: Desk, decisions: Sequence[Decision], today: date
) -> tuple[tuple[PlannedLetter, ...], list[Refusal]]:
    contacts = _accounting(uow, sorted({decision.customer.number for decision in decisions}))
    bad = _not_to_be_written_to(
        uow, [decision.customer for decision in decisions], [one for own in contacts.values() for one in own]
    )
    laws = {decision.group: _law(desk, decision) for decision in decisions}
    demands = [
        (item, law)
        for decision in decisions
        if (law := laws[decision.group]) is not None
        for level in (decision.level,)
        for item in decision.listed
        if carries_charges(level, decision.level_of(item), decision.policy)
    ]
    computed = charges(uow, demands, today)
    waivers = _waivers(uow, sorted(computed))
    broken = _broken(uow, sorted({decision.customer.number for decision in decisions}))
    planned: list[PlannedLetter] = []
    refused: list[Refusal] = []
    for decision in decisions:
        own = {item.document: computed.get(item.document, NO_CHARGE) for item in decision.listed}
        unknown = [why for why in own.values() if isinstance(why, RateUnknown)]
        to, contact = _addressees(decision.customer, contacts.get(decision.customer.number, []), bad)
        if unknown or not to:
            why = str(unknown[0]) if unknown else NOWHERE if decision.customer.emails else NO_ADDRESS
            refused.append(Refusal(*decision.group, why=why))
            continue
        sure = {
            document: charge.without(waivers[document]) if document in waivers else charge
            for document, charge in own.items()
            if isinstance(charge, Charge)
        }
        letter = _letter(decision, sure, language_for(decision.customer, desk), _fee(decision, desk), today)
        promises = _said_since(decision, broken.get(decision.customer.number, ()))
        planned.append(PlannedLetter(letter, decision, sure, laws[decision.group], to, contact, promises))
    return tuple(planned), refused


def _law(desk: Desk, decision: Decision) -> LatePayment | None:
    """The law of late payment is that of the debtor's country, with the rate that our contract agreed."""
    country = desk.country(decision.customer.country)
    law = country.late_payment if country else None
    return agreed(law, decision.policy.contract_percent) if law else None


def _fee(decision: Decision, desk: Desk) -> Decimal:
    """The reminder fee that the policy has for the letter's level; it is agreed in the company's own currency only."""
    _, company, currency = decision.group
    return decision.policy.fee_of(decision.level) if desk.company(company).currency == currency else ZERO


def _waivers(uow: UnitOfWork, documents: list[str]) -> Mapping[str, list[ChargeWaiver]]:
    found: dict[str, list[ChargeWaiver]] = {}
    for waiver in fetch(uow.waivers, "document", documents):
        found.setdefault(waiver.document, []).append(waiver)
    return found


def _broken(uow: UnitOfWork, customers: list[str]) -> Mapping[str, list[PromiseToPay]]:
    found: dict[str, list[PromiseToPay]] = {}
    for promise in fetch(uow.promises, "customer", customers, state=PromiseStatus.BROKEN):
        found.setdefault(promise.customer, []).append(promise)
    return found


def _said_since(decision: Decision, broken: Iterable[PromiseToPay]) -> tuple[PromiseToPay, ...]:
    """The broken promises that a letter answers: each for the first time."""
    since = {item.document: item.level_raised_on or item.issue_date for item in decision.listed}
    return tuple(
        promise
        for promise in broken
        if any(number in since and promise.made_on >= since[number] for number in promise.invoices)
    )


def _accounting(uow: UnitOfWork, customers: list[str]) -> Mapping[str, list[Contact]]:
    found: dict[str, list[Contact]] = {}
    for contact in fetch(uow.contacts, "customer", customers, role=ACCOUNTING):
        found.setdefault(contact.customer, []).append(contact)
    return found


def _not_to_be_written_to(uow: UnitOfWork, customers: Iterable[Customer], contacts: Iterable[Contact]) -> set[str]:
    """Their addresses, folded, that take no mail or complained of ours."""
    emails = {email.casefold() for customer in customers for email in customer.emails}
    emails |= {contact.email.casefold() for contact in contacts}
    return {note.email for note in fetch(uow.addresses, "email", sorted(emails)) if not note.takes_letters}


def _addressees(customer: Customer, contacts: Sequence[Contact], bad: Set[str]) -> tuple[tuple[str, ...], str]:
    """(addresses, name of the person at the first): the record's first address and its accounting contacts only.

    Where none of these takes mail, the record's next address that does.
    """
    by_folded: dict[str, str] = {}
    for email in (*customer.emails[:1], *(contact.email for contact in contacts)):
        by_folded.setdefault(email.casefold(), email)
    to = tuple(email for folded, email in by_folded.items() if folded not in bad)
    to = to or tuple(email for email in customer.emails[1:] if email.casefold() not in bad)[:1]
    names = {contact.email.casefold(): contact.name for contact in contacts}
    return to, names.get(to[0].casefold(), "") if to else ""


def _letter(decision: Decision, own: Mapping[str, Charge], language: str, fee: Decimal, today: date) -> DunningLetter:
    items = tuple(
        DunnedItem(
            document=item.document,
            due_date=item.due_date,
            days_overdue=item.days_overdue(today),
            open_amount=item.open_amount,
            level=decision.level_of(item),
            interest=own[item.document].interest,
            compensation=own[item.document].compensation,
            shares=unpaid(item.shares, item.open_amount),
        )
        for item in decision.listed
    )
    credit_notes = tuple(DunnedCredit(item.document, item.open_amount) for item in decision.credit_notes)
    interest = _sum(item.interest for item in items)
    compensation = _sum(item.compensation for item in items)
    balance = _sum(item.open_amount for item in items) + _sum(note.open_amount for note in credit_notes)
    customer, company, currency = decision.group
    return DunningLetter(
        customer=customer,
        company=company,
        currency=currency,
        date=today,
        level=decision.level,
        language=language,
        items=items,
        credit_notes=credit_notes,
        interest=interest,
        compensation=compensation,
        total=balance + interest + compensation + fee,
        fee=fee,
    )


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, ZERO)
