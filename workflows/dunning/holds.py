"""Why nobody may dun an item: a dispute, a promise, money that has arrived, a mail nobody read, or a person's word."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal

from workflows.collections.debits import debits_with_the_bank, returned_documents
from workflows.disputes.model import CaseKind, CaseStatus, PromiseStatus, PromiseToPay
from workflows.dunning.model import DisputeHold, DunningPolicy, Hold
from workflows.dunning.stops import StopKind
from workflows.ledger.model import OpenItem
from workflows.ledger.money import ZERO
from workflows.lookup import fetch
from workflows.messages import MessageStatus
from workflows.ports import Desk, Not, UnitOfWork
from workflows.promises import holds_until, settled


@dataclass(frozen=True, slots=True)
class HoldFacts:
    """What may hold an item."""

    disputed: Mapping[str, Decimal | None]  # document of an open dispute -> contested amount, None: all of it
    promised_until: Mapping[str, date]  # document -> last day that an open promise protects it
    unapplied: Mapping[tuple[str, str], Decimal]  # (customer, currency) -> money that is put on nothing yet
    stopped: Mapping[tuple[str, str], StopKind]  # (customer, document, "" for all) -> what a person said
    unread: frozenset[str]  # customers of whom a mail waits that nobody has worked
    with_bank: frozenset[str] = frozenset()  # documents whose direct debit is on its way
    returned_on: Mapping[str, date] = field(default_factory=dict)  # document -> when the bank last took its money back


def holds(
    items: Iterable[OpenItem], facts: HoldFacts, today: date, policy: DunningPolicy | None = None
) -> Mapping[str, Hold]:
    """Document -> why it is held, of those invoices among `items` that are; the whole item is held.

    Without a policy what every policy has in common counts.
    """
    found = {}
    for item in items:
        hold = hold_of(item, facts, today, policy)
        if hold is not None:
            found[item.document] = hold
    return found


def hold_of(item: OpenItem, facts: HoldFacts, today: date, policy: DunningPolicy | None = None) -> Hold | None:
    """Why an item is held; None if it is not, or is a credit note, or has nothing open. Of an item in shares what is
    overdue is compared with the money or the dispute."""
    if item.open_amount <= ZERO:
        return None
    item = item.in_arrears(today) if item.shares else item
    stops = _stops_of(item, facts) if facts.stopped else frozenset()
    if StopKind.INSOLVENCY in stops:
        return Hold.INSOLVENCY
    if item.document in facts.disputed and contested(item, facts, policy) >= item.open_amount:
        return Hold.DISPUTE
    until = facts.promised_until.get(item.document)
    if until is not None and today <= until:
        return Hold.PROMISE
    if facts.unapplied.get((item.customer, item.currency), ZERO) >= item.open_amount:
        return Hold.PAYMENT_SEEN
    if item.document in facts.with_bank:
        return Hold.DIRECT_DEBIT
    if stops or item.manual_hold:
        return Hold.MANUAL
    return _held_by_policy(item, facts, today, policy)


def _stops_of(item: OpenItem, facts: HoldFacts) -> frozenset[StopKind]:
    found = (facts.stopped.get((item.customer, of)) for of in (item.document, ""))
    return frozenset(kind for kind in found if kind is not None)


def _held_by_policy(item: OpenItem, facts: HoldFacts, today: date, policy: DunningPolicy | None) -> Hold | None:
    """What holds only where the policy asks for it."""
    if policy is None:
        return None
    back = facts.returned_on.get(item.document)
    if back is not None and policy.return_hold_days and today <= back + timedelta(days=policy.return_hold_days):
        return Hold.RETURNED
    return Hold.UNREAD_MAIL if policy.unread_mail_holds and item.customer in facts.unread else None


def contested(item: OpenItem, facts: HoldFacts, policy: DunningPolicy | None) -> Decimal:
    """What a dispute holds of an item: all of it, unless the policy asks for the contested part and that is known."""
    if item.document not in facts.disputed:
        return ZERO
    amount = facts.disputed[item.document]
    if policy is None or policy.dispute_holds is DisputeHold.ITEM or amount is None:
        return item.open_amount
    return min(amount, item.open_amount)


def undisputed(item: OpenItem, facts: HoldFacts, policy: DunningPolicy) -> OpenItem:
    """The item as it may be dunned: without its contested part, where the rest goes on."""
    part = contested(item, facts, policy)
    return replace(item, open_amount=item.open_amount - part) if ZERO < part < item.open_amount else item


def facts_of(
    uow: UnitOfWork,
    desk: Desk,
    customers: tuple[str, ...],
    today: date,
    settled_promises: Iterable[PromiseToPay] = (),
) -> HoldFacts:
    """What may hold the items of these customers; promises that are settled today hold no longer."""
    over = {promise.id for promise in settled_promises}
    until: dict[str, date] = {}
    for promise in fetch(uow.promises, "customer", customers, state=PromiseStatus.OPEN):
        if promise.id not in over:
            last_day = holds_until(promise, desk.promise_grace_days)
            until |= {number: max(last_day, until.get(number, last_day)) for number in promise.invoices}
    debited = debits_with_the_bank(uow, customers, today, desk.debit_days)
    asked = any(one.return_hold_days for one in desk.dunning.values())
    returned = returned_documents(uow, customers if asked else tuple(sorted({one.customer for one in debited})))
    return HoldFacts(
        disputed=_disputed(uow, customers),
        promised_until=until,
        unapplied=_unapplied(uow, customers),
        stopped=_stopped(uow, customers, today),
        unread=_unread(uow, customers) if any(one.unread_mail_holds for one in desk.dunning.values()) else frozenset(),
        with_bank=frozenset(one.document for one in debited if returned.get(one.document, date.min) < one.collected_on),
        returned_on=returned,
    )


def holds_of(uow: UnitOfWork, desk: Desk, today: date, items: Iterable[OpenItem] | None = None) -> Mapping[str, Hold]:
    """Document -> why it is held, for these open items (None: for all there are)."""
    asked = list(uow.open_items.where(open_amount=Not(ZERO)) if items is None else items)
    customers = tuple(sorted({item.customer for item in asked if item.open_amount > ZERO}))
    if not customers:
        return {}
    over = settled(uow, desk, today, customers)
    facts = facts_of(uow, desk, customers, today, over)
    policies = _policies(uow, desk, customers)
    found: dict[str, Hold] = {}
    for item in asked:
        hold = hold_of(item, facts, today, policies.get((item.customer, item.company)))
        if hold is not None:
            found[item.document] = hold
    return found


def _policies(uow: UnitOfWork, desk: Desk, customers: tuple[str, ...]) -> Mapping[tuple[str, str], DunningPolicy]:
    """(customer, company) -> policy; nothing is read where no policy holds by a rule of its own."""
    if not any(has_own_holds(one) for one in desk.dunning.values()):
        return {}
    return {
        (customer.number, company): policy
        for customer in fetch(uow.customers, "number", customers)
        for company in desk.companies
        if (policy := desk.dunning_policy(customer, company))
    }


def has_own_holds(policy: DunningPolicy) -> bool:
    """Whether the policy holds otherwise than all of them do."""
    return policy.dispute_holds is not DisputeHold.ITEM or policy.unread_mail_holds or bool(policy.return_hold_days)


def _disputed(uow: UnitOfWork, customers: tuple[str, ...]) -> Mapping[str, Decimal | None]:
    """A case of several invoices says one amount for all of them: each is then contested as a whole."""
    found: dict[str, Decimal | None] = {}
    for case in fetch(
        uow.cases, "customer", customers, kind=CaseKind.DISPUTE, state=(CaseStatus.OPEN, CaseStatus.WAITING)
    ):
        amount = case.amount if len(case.invoices) == 1 else None
        for number in case.invoices:
            before = found.get(number, ZERO)
            found[number] = None if amount is None or before is None else before + amount
    return found


def _stopped(uow: UnitOfWork, customers: tuple[str, ...], today: date) -> Mapping[tuple[str, str], StopKind]:
    found: dict[tuple[str, str], StopKind] = {}
    for stop in fetch(uow.stops, "customer", customers):
        if stop.holds(today) and found.get((stop.customer, stop.document)) is not StopKind.INSOLVENCY:
            found[stop.customer, stop.document] = stop.kind
    return found


def _unread(uow: UnitOfWork, customers: tuple[str, ...]) -> frozenset[str]:
    waiting = fetch(uow.messages, "customer", customers, state=(MessageStatus.RECEIVED, MessageStatus.REVIEW))
    return frozenset(message.customer for message in waiting)


def _unapplied(uow: UnitOfWork, customers: tuple[str, ...]) -> Mapping[tuple[str, str], Decimal]:
    """Money put on nothing yet; a payment that the bank took back counts against what it had brought."""
    found: dict[tuple[str, str], Decimal] = {}
    for payment in fetch(uow.payments, "customer", customers, unapplied=Not(ZERO)):
        key = (payment.customer, payment.currency)
        found[key] = found.get(key, ZERO) + payment.unapplied
    return found
