"""A promise to pay is open until its money is there (kept) or its date and the days of grace are over (broken)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from workflows import audit
from workflows.cash.model import Payment
from workflows.disputes.model import PromiseStatus, PromiseToPay
from workflows.ledger.model import Allocation, OpenItem
from workflows.ledger.money import ZERO
from workflows.lookup import fetch
from workflows.ports import Desk, UnitOfWork
from workflows.promises_policy import plan_of


@dataclass(frozen=True, slots=True)
class Arrival:
    """What one allocation cleared of an invoice; `value_date` is the bank's where it is money."""

    invoice: str
    cleared: Decimal
    money: Decimal
    value_date: date
    applied_on: date


def holds_until(promise: PromiseToPay, grace_days: int) -> date:
    """The last day on which an open promise stops dunning."""
    return promise.pays_on + timedelta(days=grace_days)


def outcome(
    promise: PromiseToPay,
    promised: Decimal | None,
    items: Iterable[OpenItem],
    arrivals: Iterable[Arrival],
    grace_days: int,
    today: date,
) -> PromiseStatus:
    """What became of an open promise by `today`.

    `promised`: the amount of this and all earlier instalments, None if all that is due was promised; `items` and
    `arrivals`: those of its invoices. Money counts from its value date; what came after the last day does not, what
    the bank took back does in any case.
    """
    last_day = holds_until(promise, grace_days)
    known, moves = tuple(items), tuple(arrivals)
    late = sum((move.cleared for move in moves if move.value_date > last_day), ZERO)
    if known and not any(_owed(item, promise) for item in known) and late <= ZERO:
        return PromiseStatus.KEPT
    since = [move for move in moves if move.applied_on >= promise.made_on]
    in_time = sum((move.money for move in since if move.value_date <= last_day or move.money < ZERO), ZERO)
    if promised is not None and in_time >= promised > ZERO:
        return PromiseStatus.KEPT
    return PromiseStatus.BROKEN if today > last_day else PromiseStatus.OPEN


def _owed(item: OpenItem, promise: PromiseToPay) -> bool:
    """Whether something is open of what a promise of "all that is due" is about: of an invoice in shares those that
    were due when it was made, else those due by its date."""
    due = [share for share in item.shares if share.due_on <= promise.made_on]
    due = due or [share for share in item.shares if share.due_on <= promise.pays_on]
    later = item.original - sum((share.amount for share in due), ZERO) if due else ZERO
    return item.open_amount > later


def settled(uow: UnitOfWork, desk: Desk, today: date, customers: tuple[str, ...] = ()) -> tuple[PromiseToPay, ...]:
    """The open promises (of these customers; none named: of all) that are kept or broken by `today`, so marked."""
    grace_days = desk.promise_grace_days
    scope = {"customer": customers} if customers else {}
    still_open = uow.promises.where(state=PromiseStatus.OPEN, **scope)
    if not still_open:
        return ()
    invoices = sorted({number for promise in still_open for number in promise.invoices})
    items = {item.document: item for item in fetch(uow.open_items, "document", invoices)}
    arrivals = _arrivals(uow, invoices)
    promised = _promised(fetch(uow.promises, "customer", sorted({promise.customer for promise in still_open})))
    found = []
    for promise in still_open:
        state = outcome(
            promise,
            promised[promise.id],
            [items[number] for number in promise.invoices if number in items],
            [move for number in promise.invoices for move in arrivals.get(number, ())],
            grace_days,
            today,
        )
        if state is not PromiseStatus.OPEN:
            found.append(replace(promise, state=state))
    if desk.promises.missed_breaks_plan:
        found += _rest_of_plans(still_open, found)
    return tuple(found)


def _rest_of_plans(still_open: Iterable[PromiseToPay], ended: Iterable[PromiseToPay]) -> list[PromiseToPay]:
    """The open instalments of plans of which one was missed, broken with it."""
    known = list(ended)
    over = {promise.id for promise in known}
    missed = {plan_of(promise) for promise in known if promise.state is PromiseStatus.BROKEN}
    rest = (promise for promise in still_open if promise.id not in over and plan_of(promise) in missed)
    return [replace(promise, state=PromiseStatus.BROKEN) for promise in rest]


def settle(uow: UnitOfWork, desk: Desk, now: datetime, customers: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Marks the open promises that are kept or broken by now; returns their ids."""
    changed = settled(uow, desk, now.date(), customers)
    for promise in changed:
        uow.promises.put(promise)
        audit.note(
            uow,
            now,
            actor="o2cbot",
            action=f"promise_{promise.state}",
            subject=promise.id,
            invoices=promise.invoices,
            pays_on=promise.pays_on,
        )
    return tuple(promise.id for promise in changed)


def _promised(promises: Iterable[PromiseToPay]) -> Mapping[str, Decimal | None]:
    """Per promise: its amount and that of the earlier instalments of the same promise, None where one is open-ended."""
    found: dict[str, Decimal | None] = {}
    sums: dict[tuple[str, str, date, tuple[str, ...]], Decimal | None] = {}
    standing = [promise for promise in promises if promise.state is not PromiseStatus.REPLACED]
    for promise in sorted(standing, key=lambda promise: (promise.pays_on, promise.id)):
        whole = plan_of(promise)
        before = sums.get(whole, ZERO)
        sums[whole] = None if before is None or promise.amount is None else before + promise.amount
        found[promise.id] = sums[whole]
    return found


def _arrivals(uow: UnitOfWork, invoices: list[str]) -> Mapping[str, list[Arrival]]:
    rows = fetch(uow.allocations, "invoice", invoices)
    payments = {row.id: row for row in fetch(uow.payments, "id", sorted({row.payment for row in rows if row.payment}))}
    found: dict[str, list[Arrival]] = {}
    for row in rows:
        found.setdefault(row.invoice, []).append(_arrival(row, payments.get(row.payment)))
    return found


def _arrival(row: Allocation, payment: Payment | None) -> Arrival:
    return Arrival(
        invoice=row.invoice,
        cleared=row.amount + row.discount + row.write_off,
        money=row.amount if row.payment else ZERO,
        value_date=payment.value_date if payment else row.date,
        applied_on=row.date,
    )
