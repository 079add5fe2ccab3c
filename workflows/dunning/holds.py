"""Why nobody may dun an item: a dispute, a promise, money that has arrived, or a person's word."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from workflows.disputes.model import CaseKind, CaseStatus, PromiseStatus, PromiseToPay
from workflows.dunning.model import Hold
from workflows.ledger.model import OpenItem
from workflows.ledger.money import ZERO
from workflows.lookup import fetch
from workflows.ports import Desk, Not, UnitOfWork
from workflows.promises import holds_until, settled


@dataclass(frozen=True, slots=True)
class HoldFacts:
    """What may hold an item."""

    disputed: frozenset[str]  # documents that a dispute case names which is not closed
    promised_until: Mapping[str, date]  # document -> last day that an open promise protects it
    unapplied: Mapping[tuple[str, str], Decimal]  # (customer, currency) -> money that is put on nothing yet


def holds(items: Iterable[OpenItem], facts: HoldFacts, today: date) -> Mapping[str, Hold]:
    """Document -> why it is held, of those invoices among `items` that are; the whole item is held."""
    found = {}
    for item in items:
        hold = hold_of(item, facts, today)
        if hold is not None:
            found[item.document] = hold
    return found


def hold_of(item: OpenItem, facts: HoldFacts, today: date) -> Hold | None:
    """Why an item is held; None if it is not, or is a credit note, or has nothing open."""
    if item.open_amount <= ZERO:
        return None
    if item.document in facts.disputed:
        return Hold.DISPUTE
    until = facts.promised_until.get(item.document)
    if until is not None and today <= until:
        return Hold.PROMISE
    if facts.unapplied.get((item.customer, item.currency), ZERO) >= item.open_amount:
        return Hold.PAYMENT_SEEN
    return Hold.MANUAL if item.manual_hold else None


def facts_of(
    uow: UnitOfWork, grace_days: int, customers: tuple[str, ...], settled_promises: Iterable[PromiseToPay] = ()
) -> HoldFacts:
    """What may hold the items of these customers; promises that are settled today hold no longer."""
    over = {promise.id for promise in settled_promises}
    cases = fetch(uow.cases, "customer", customers, kind=CaseKind.DISPUTE, state=(CaseStatus.OPEN, CaseStatus.WAITING))
    until: dict[str, date] = {}
    for promise in fetch(uow.promises, "customer", customers, state=PromiseStatus.OPEN):
        if promise.id not in over:
            last_day = holds_until(promise, grace_days)
            until |= {number: max(last_day, until.get(number, last_day)) for number in promise.invoices}
    return HoldFacts(
        disputed=frozenset(number for case in cases for number in case.invoices),
        promised_until=until,
        unapplied=_unapplied(uow, customers),
    )


def holds_of(uow: UnitOfWork, desk: Desk, today: date, items: Iterable[OpenItem] | None = None) -> Mapping[str, Hold]:
    """Document -> why it is held, for these open items (None: for all there are)."""
    asked = list(uow.open_items.where() if items is None else items)
    customers = tuple(sorted({item.customer for item in asked if item.open_amount > ZERO}))
    if not customers:
        return {}
    over = settled(uow, desk.promise_grace_days, today, customers)
    return holds(asked, facts_of(uow, desk.promise_grace_days, customers, over), today)


def _unapplied(uow: UnitOfWork, customers: tuple[str, ...]) -> Mapping[tuple[str, str], Decimal]:
    """Money put on nothing yet; a payment that the bank took back counts against what it had brought."""
    found: dict[tuple[str, str], Decimal] = {}
    for payment in fetch(uow.payments, "customer", customers, unapplied=Not(ZERO)):
        key = (payment.customer, payment.currency)
        found[key] = found.get(key, ZERO) + payment.unapplied
    return found
