"""A reader gives a statement as a stream: its opening, its movements, its close; here the sums prove that all is there.

Readers hold one movement at a time, so the memory for reading does not grow with the file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from bot.banks.values import BankFile
from bot.collector import collector_paused
from workflows.cash.model import BankEntry
from workflows.commands import BookStatement
from workflows.errors import BadInput
from workflows.ledger.money import ZERO, plain


@dataclass(frozen=True, slots=True)
class Opened:
    """A statement begins. `opening` None where the format, or this file, tells no balance."""

    line: int
    account: str
    statement: str
    currency: str
    opening: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Closed:
    """A statement ends, at the line where its closing balance stands; None where there is none.

    `fault` says which other total of the file does not agree with its movements, "" if none.
    """

    line: int
    closing: Decimal | None = None
    fault: str = ""


MAX_ENTRIES, MAX_STATEMENTS = 500_000, 50_000  # of a file: what is more would fill the memory
Event = Opened | BankEntry | Closed
Reader = Callable[[BankFile], Iterator[Event]]


@dataclass(slots=True)
class _Open:
    head: Opened
    currency: str
    entries: list[BankEntry] = field(default_factory=list)
    moved: Decimal = ZERO


def gathered(file: BankFile, events: Iterable[Event]) -> tuple[BookStatement, ...]:
    """The statements of a file, pending movements left out; raises BadInput where balances and movements disagree."""
    with collector_paused():
        return _gathered(file, events)


def _gathered(file: BankFile, events: Iterable[Event]) -> tuple[BookStatement, ...]:
    statements: list[BookStatement] = []
    current: _Open | None = None
    for event in events:
        if isinstance(event, BankEntry):
            if current is not None and not event.pending:
                if event.currency != current.currency:
                    current.currency = _same_currency(file, current, event)
                current.entries.append(event)
                if len(current.entries) > MAX_ENTRIES:
                    raise too_much(file, event.line)
                current.moved += event.amount
        elif isinstance(event, Opened):
            current = _Open(event, event.currency)
            if len(statements) >= MAX_STATEMENTS:
                raise too_much(file, event.line)
        elif current is not None:
            statements.append(_closed(file, current, event))
            current = None
    return tuple(statements)


def too_much(file: BankFile, line: int | None = None) -> BadInput:
    """The refusal of a file that holds more than can be booked at once."""
    what = f"more than {MAX_ENTRIES:,} entries or {MAX_STATEMENTS:,} statements"
    return BadInput(file.name, what, line=line, todo="ask the bank for a file of fewer days")


def _same_currency(file: BankFile, seen: _Open, entry: BankEntry) -> str:
    if seen.currency:
        what = f"an entry in {entry.currency[:10]} on an account in {seen.currency[:10]}"
        raise BadInput(file.name, what, line=entry.line)
    return entry.currency


def _closed(file: BankFile, seen: _Open, end: Closed) -> BookStatement:
    head, currency = seen.head, seen.currency
    if end.fault:
        raise BadInput(file.name, end.fault, line=end.line, todo="ask the bank for the file again")
    check_sum(file, head.statement, head.opening, seen.moved, end.closing, end.line)
    return BookStatement(
        file=file.name,
        sha256=file.sha256,
        account=head.account,
        statement=head.statement,
        currency=currency,
        opening=None if head.opening is None else plain(head.opening, currency),
        closing=None if end.closing is None else plain(end.closing, currency),
        entries=tuple(seen.entries),
    )


def check_sum(
    file: BankFile, statement: str, opening: Decimal | None, moved: Decimal, closing: Decimal | None, line: int
) -> None:
    """Refuses a statement whose opening balance and movements do not give its closing balance."""
    if opening is None or closing is None or opening + moved == closing:
        return
    raise BadInput(
        file.name,
        f"statement {statement}: {opening} and the entries give {opening + moved}, the closing balance says {closing}",
        line=line,
        todo="ask the bank for the file again",
    )


def gaps(statements: Iterable[BookStatement]) -> list[str]:
    """Where a statement does not open with what the one before it of the same account closed with, in words."""
    found: list[str] = []
    last: dict[tuple[str, str], BookStatement] = {}
    for one in statements:
        key = (one.account, one.currency)
        before = last.get(key)
        if before and before.closing is not None and one.opening is not None and before.closing != one.opening:
            found.append(
                f"{one.file}: statement {one.statement} opens with {one.opening}, "
                f"{before.statement} closed with {before.closing}: a statement may be missing"
            )
        if one.closing is not None:
            last[key] = one
    return found
