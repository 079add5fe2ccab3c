"""What the law adds to an overdue invoice in a letter: stated with its figures, never booked to the receivable."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from workflows import late_payment
from workflows.dunning.stops import ChargeWaiver, Waived
from workflows.errors import RateUnknown
from workflows.late_payment import History, InterestPeriod
from workflows.ledger.model import Allocation, OpenItem
from workflows.ledger.money import ZERO
from workflows.lookup import fetch
from workflows.ports import LatePayment, UnitOfWork


@dataclass(frozen=True, slots=True)
class Charge:
    """Interest with the periods it was computed from, and the lump sum, of one invoice in its currency."""

    interest: Decimal = ZERO
    compensation: Decimal = ZERO
    periods: tuple[InterestPeriod, ...] = ()

    def without(self, waivers: Iterable[ChargeWaiver]) -> Charge:
        """What is left of it after what a person gave up."""
        given_up = {charge for waiver in waivers for charge in Waived if waiver.gives_up(charge)}
        left = replace(self, interest=ZERO, periods=()) if Waived.INTEREST in given_up else self
        return replace(left, compensation=ZERO) if Waived.COMPENSATION in given_up else left


NO_CHARGE = Charge()


def charges(
    uow: UnitOfWork, demands: Sequence[tuple[OpenItem, LatePayment]], today: date
) -> Mapping[str, Charge | RateUnknown]:
    """Document -> its charges by the law beside it, or which rate is missing to compute them."""
    documents = sorted(item.document for item, _ in demands)
    rows = _by_invoice(fetch(uow.allocations, "invoice", documents))
    money = sorted({row.payment for moves in rows.values() for row in moves if row.payment})
    value_dates: dict[str, date] = dict(uow.payments.columns("id", "value_date", id=tuple(money)))
    tiered = sorted(item.document for item, law in demands if len(law.lump_sums) > 1)  # elsewhere any total will do
    totals = {number: abs(total) for number, total in uow.invoices.columns("number", "total", number=tuple(tiered))}
    found: dict[str, Charge | RateUnknown] = {}
    for item, law in demands:
        history = history_of(item, rows.get(item.document, ()), value_dates)
        try:
            found[item.document] = charge(item, law, history, totals.get(item.document, item.original), today)
        except RateUnknown as unknown:
            found[item.document] = unknown
    return found


def charge(item: OpenItem, law: LatePayment, history: History, total: Decimal, today: date) -> Charge:
    """Interest on what was open each day and the lump sum for the invoice's total; raises RateUnknown.

    Of shares each bears interest from the day after its own due date, and the lump sum is claimed once, for what has
    fallen due.
    """
    periods: tuple[InterestPeriod, ...] = ()
    for due_on, own in _by_share(item, history):
        periods += late_payment.periods(law, own, due_on, today)
    return Charge(
        interest=late_payment.interest_of(periods, item.currency),
        compensation=late_payment.compensation(law, min(total, item.original) if item.shares else total, item.currency),
        periods=periods,
    )


def _by_share(item: OpenItem, history: History) -> Iterator[tuple[date, History]]:
    """(due date, what was open of it day by day) of each share; of the item where it has none."""
    if not item.shares:
        yield item.due_date, history
        return
    later = sum((share.amount for share in item.shares), ZERO)
    for share in item.shares:
        later -= share.amount
        yield share.due_on, tuple((day, max(ZERO, min(share.amount, left - later))) for day, left in history)


def history_of(item: OpenItem, rows: Iterable[Allocation], value_dates: Mapping[str, date]) -> History:
    """What was open of an item day by day since it entered our books.

    Money reduces it from the day after its value date on, a credit note from the day on which it was set off. Where
    the rows do not explain what is open today, only that amount is taken: never interest on more than is proven.
    """
    history = late_payment.open_history(
        item.issue_date,
        item.original,
        [(_cleared_from(row, value_dates), row.amount + row.discount + row.write_off) for row in rows],
    )
    if history[-1][1] != item.open_amount:
        return ((item.issue_date, item.open_amount),)
    return history


def _cleared_from(row: Allocation, value_dates: Mapping[str, date]) -> date:
    """The first day on which what a row cleared is no longer open."""
    if not row.payment:
        return row.date
    return value_dates.get(row.payment, row.date) + timedelta(days=1)


def _by_invoice(rows: Iterable[Allocation]) -> Mapping[str, list[Allocation]]:
    found: dict[str, list[Allocation]] = {}
    for row in rows:
        found.setdefault(row.invoice, []).append(row)
    return found
