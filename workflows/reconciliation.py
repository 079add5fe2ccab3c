"""Whether the books tell the same as the bank: per account and day, with what waits by age, and the ledgers' tie-out.

Nothing is tolerated: a cent of difference is a row with its name. The journal holds movements and no opening balance,
so a day's balance is what the statement before closed with, and what was booked since.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from workflows import integrity
from workflows.cash.model import Statement
from workflows.ledger.model import AccountKind
from workflows.ledger.money import ZERO
from workflows.ports import Desk, UnitOfWork

BUCKETS = ((8, "0-7"), (31, "8-30"), (91, "31-90"))  # days since the value date, below
OLDEST = "over 90"


@dataclass(frozen=True, slots=True)
class BankDay:
    """One closing balance of the bank beside the books; amounts in `currency`."""

    company: str
    account: str
    currency: str
    day: date
    statement: str
    file: str
    bank: Decimal
    ledger: Decimal

    @property
    def difference(self) -> Decimal:
        return self.bank - self.ledger


@dataclass(frozen=True, slots=True)
class Gap:
    """A statement is missing between two: the later one opens with another balance than the earlier one closed with."""

    company: str
    account: str
    currency: str
    after: date
    before: date
    file: str  # of the later statement
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Waiting:
    """Money that is on no document."""

    payment: str
    company: str
    customer: str
    value_date: date
    days: int
    bucket: str
    currency: str
    unapplied: Decimal
    why: str


@dataclass(frozen=True, slots=True)
class Reconciliation:
    on: date
    days: tuple[BankDay, ...]
    gaps: tuple[Gap, ...]
    waiting: tuple[Waiting, ...]
    breaches: tuple[str, ...]  # of the journal against open items, money on account, payments and allocations

    @property
    def faults(self) -> tuple[str, ...]:
        """What does not tie, a line each; () where everything does. Money that waits is no fault."""
        return (
            *(
                f"{each.company} {each.account} {each.day}: the bank says {each.bank} {each.currency}, the books "
                f"{each.ledger} ({each.file})"
                for each in self.days
                if each.difference
            ),
            *(
                f"{each.company} {each.account}: a statement is missing between {each.after} and {each.before}, "
                f"{each.amount} {each.currency} ({each.file})"
                for each in self.gaps
            ),
            *self.breaches,
        )


def reconcile(uow: UnitOfWork, desk: Desk, today: date) -> Reconciliation:
    """Bank, books and ledgers as of today."""
    days: list[BankDay] = []
    gaps: list[Gap] = []
    movements = _movements(uow)
    for (company, currency), statements in sorted(_dated(uow).items()):
        booked = movements.get((company, currency), {})
        for before, chosen, same_day in _chain(statements):
            days.append(_day(before, _first(same_day), chosen, booked, desk.company(company).iban))
            if before is not None and (gap := _gap(before, chosen, same_day, desk.company(company).iban)) is not None:
                gaps.append(gap)
    allocations = uow.allocations.where()
    breaches = (
        *integrity.control_account(uow),
        *integrity.on_account(uow),
        *integrity.payments(uow, allocations),
        *integrity.open_items(uow, allocations),
    )
    return Reconciliation(today, tuple(days), tuple(gaps), _waiting(uow, today), breaches)


def _movements(uow: UnitOfWork) -> dict[tuple[str, str], dict[date, Decimal]]:
    """(company, currency) -> day -> what was booked on the bank account."""
    found: dict[tuple[str, str], dict[date, Decimal]] = defaultdict(lambda: defaultdict(lambda: ZERO))
    for entry in uow.entries.where():
        for line in entry.lines:
            if line.kind is AccountKind.BANK:
                found[entry.company, entry.currency][entry.date] += line.debit - line.credit
    return found


def _dated(uow: UnitOfWork) -> dict[tuple[str, str], list[Statement]]:
    """(company, currency) -> statements with balances and movements, in order of their days."""
    found: dict[tuple[str, str], list[Statement]] = defaultdict(list)
    for statement in uow.statements.where():
        if statement.closing is not None and statement.first_on is not None and statement.last_on is not None:
            found[statement.company, statement.currency].append(statement)
    for statements in found.values():
        statements.sort(key=lambda each: (each.last_on or date.min, each.imported_at, each.id))
    return found


def _chain(statements: Sequence[Statement]) -> Iterable[tuple[Statement | None, Statement, list[Statement]]]:
    """(the one before, the one that closes the day, all since the one before), day by day.

    Where the next one goes on within the day, the day is not over: the two are compared together.
    """
    by_day: dict[date, list[Statement]] = defaultdict(list)
    for statement in statements:
        if statement.last_on is not None:
            by_day[statement.last_on].append(statement)
    before: Statement | None = None
    since: list[Statement] = []
    days = sorted(by_day.items())
    for (day, same_day), (_, following) in zip(days, [*days[1:], (None, [])], strict=True):
        since = [*since, *same_day]
        openings = {each.opening for each in since}
        last = ([each for each in same_day if each.closing not in openings] or same_day)[-1]
        if not any(each.opening == last.closing and (each.first_on or date.max) <= day for each in following):
            yield before, last, since
            before, since = last, []


def _first(same_day: Sequence[Statement]) -> Statement:
    """The one that opens the day: with a balance that none of the others closes with."""
    closings = {each.closing for each in same_day}
    opening = [each for each in same_day if each.opening is not None and each.opening not in closings]
    return min(opening or same_day, key=lambda each: each.first_on or date.max)


def _day(
    before: Statement | None, opening: Statement, chosen: Statement, booked: dict[date, Decimal], account: str
) -> BankDay:
    start, since = (before.closing, before.last_on) if before is not None else (opening.opening, None)
    last, first = chosen.last_on or date.max, opening.first_on or date.min
    moved = sum(
        (amount for day, amount in booked.items() if day <= last and (day > since if since else day >= first)), ZERO
    )
    bank = chosen.closing if chosen.closing is not None else ZERO
    ledger = (bank - moved if start is None else start) + moved
    return BankDay(
        chosen.company, account, chosen.currency, last, chosen.id, chosen.file, bank, ledger
    )  # fmt: skip


def _gap(before: Statement, chosen: Statement, same_day: Sequence[Statement], account: str) -> Gap | None:
    """Whether no statement of the day goes on where the one before ended; overlapping ones need not."""
    following = [each for each in same_day if each.first_on and before.last_on and each.first_on > before.last_on]
    openings = [each.opening for each in following if each.opening is not None]
    if not openings or before.closing is None or len(following) != len(same_day) or before.closing in openings:
        return None
    first = following[0]
    return Gap(
        chosen.company, account, chosen.currency, before.last_on or date.min, first.first_on or date.max, first.file,
        openings[0] - before.closing,
    )  # fmt: skip


def _waiting(uow: UnitOfWork, today: date) -> tuple[Waiting, ...]:
    """The oldest first."""
    found = [payment for payment in uow.payments.where() if payment.unapplied]
    found.sort(key=lambda each: (each.value_date, each.id))
    return tuple(
        Waiting(
            payment=each.id,
            company=each.company,
            customer=each.customer,
            value_date=each.value_date,
            days=(today - each.value_date).days,
            bucket=bucket_of((today - each.value_date).days),
            currency=each.currency,
            unapplied=each.unapplied,
            why=each.held,
        )
        for each in found
    )


def bucket_of(days: int) -> str:
    return next((name for below, name in BUCKETS if days < below), OLDEST)
