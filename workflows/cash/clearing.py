"""When documents and money come to the same, in whole units: exact, with discounts in their time, less a named trifle.

Named residuals only: the discount of the terms by value date, charges that the bank states, a rounding up to the limit
of write-offs (contract, "Cash application"). What is given away least wins.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from itertools import product
from typing import NamedTuple

from workflows.cash.amounts import Line, Receipt
from workflows.cash.open_book import OpenBook, money, units
from workflows.ledger.money import ZERO, digits
from workflows.ports import CashPolicy

MOST_CHOICES = 8  # documents whose discounts are weighed one by one; more are all taken or none
# Units: payers round a discount on the sum, or per document, or half a cent down. More than that beside a discount is
# no rounding: what is missing for another reason may come near a discount and a trifle by chance.
DISCOUNT_ROUNDING = 500


_CENT = 100


class Purse(NamedTuple):
    """A receipt and the policy as numbers: `amount`, `charges` and `trifle` in units, `day` an ordinal."""

    amount: int
    charges: int
    trifle: int
    day: int
    grace: int
    currency: str


class Clearing(NamedTuple):
    """Rows with the units of discount and write-off that clear them; `given` is what all of it costs."""

    rows: tuple[int, ...]
    discounts: tuple[int, ...]
    write_off: int

    @property
    def given(self) -> int:
        return sum(self.discounts) + self.write_off


def purse_of(receipt: Receipt, policy: CashPolicy) -> Purse:
    charges = receipt.charges if 0 < receipt.charges <= policy.bank_charges_limit else Decimal(0)
    return Purse(
        amount=units(receipt.amount),
        charges=units(charges) if charges else 0,
        trifle=units(policy.write_off_limit),
        day=receipt.value_date.toordinal(),
        grace=policy.discount_grace_days,
        currency=receipt.currency,
    )


def discounts_of(book: OpenBook, row: int, purse: Purse) -> tuple[int, ...]:
    """The discounts of the terms on the value date, of the original and of the open amount; () without or too late."""
    left, since = book.open[row], purse.day - book.issued[row] - purse.grace
    percents = [percent for percent, days in book.terms(row) if since <= days]
    if not percents or left <= 0:
        return ()
    step = 10 ** (4 - digits(purse.currency))
    bases = {book.original[row], left}
    granted = {
        int((base * percent / 100 / step).quantize(Decimal(1), rounding=ROUND_HALF_UP)) * step
        for base in bases
        for percent in percents
    }
    return tuple(sorted((each for each in granted if 0 < each < left), reverse=True))


def clear(book: OpenBook, rows: Sequence[int], purse: Purse, *, trifle: bool = True) -> Clearing | None:
    """How the money clears all these documents; None if it does not. Without `trifle` no rounding is written off."""
    short = sum(map(book.open.__getitem__, rows)) - purse.amount
    if short == 0:
        return Clearing(tuple(rows), (0,) * len(rows), 0)
    if short < 0:
        return None
    limit = purse.trifle if trifle else 0
    plain = Clearing(tuple(rows), (0,) * len(rows), short) if short == purse.charges or short <= limit else None
    options = [(0, *discounts_of(book, row, purse)) for row in rows]
    most = sum(option[min(1, len(option) - 1)] for option in options)
    if not most or short > most + max(limit, purse.charges):
        return plain if plain is None or _positive(book, plain) else None
    best = _with_discounts(book, rows, purse, options, short, limit) or plain
    return best if best is None or _positive(book, best) else None


def _with_discounts(
    book: OpenBook, rows: Sequence[int], purse: Purse, options: Sequence[tuple[int, ...]], short: int, limit: int
) -> Clearing | None:
    """The mixture of discounts that leaves the least to write off, and of these the smallest."""
    best: tuple[float, tuple[int, ...], int] | None = None
    for chosen in _choices(options):
        taken = sum(chosen)
        rest = short - taken
        if -DISCOUNT_ROUNDING <= rest < 0 and taken and (len(rows) > 1 or rest >= -_CENT):
            chosen, rest = _less(book, rows, chosen, -rest), 0
        if rest == 0 or rest == purse.charges or 0 < rest <= (min(limit, DISCOUNT_ROUNDING) if taken else limit):
            given = rest + taken / 1000
            if best is None or given < best[0]:
                best = given, chosen, rest
    return None if best is None else Clearing(tuple(rows), best[1], best[2])


def _choices(options: Sequence[tuple[int, ...]]) -> Iterable[tuple[int, ...]]:
    """Which discount each document takes: every mixture of few, all or none of many."""
    if sum(len(option) > 1 for option in options) <= MOST_CHOICES:
        return product(*options)
    return [tuple(option[-1] for option in options), tuple(option[min(1, len(option) - 1)] for option in options)]


def _less(book: OpenBook, rows: Sequence[int], chosen: tuple[int, ...], by: int) -> tuple[int, ...]:
    """A little less discount than the terms give: half cents that the payer rounded down, else on the largest one."""
    halves = [place for place, row in enumerate(rows) if chosen[place] and _is_half(book, row)]
    to_even = [place for place in halves if chosen[place] // _CENT % 2]  # half up made the last figure odd
    halves = to_even if len(to_even) * _CENT == by else halves
    if len(halves) * _CENT < by:
        halves = [max(range(len(chosen)), key=chosen.__getitem__)]
    reduced, left = list(chosen), by
    for place in halves:
        part = left if len(halves) == 1 else min(_CENT, left)
        reduced[place] -= part
        left -= part
    return tuple(reduced)


def _is_half(book: OpenBook, row: int) -> bool:
    """Whether the exact discount ends in half a cent, which some round up and some down."""
    return book.open[row] * book.largest_discount(row) / 100 % _CENT == _CENT // 2


def _positive(book: OpenBook, found: Clearing) -> bool:
    """Whether each invoice gets money: what is written off goes to the largest one."""
    largest = max(found.rows, key=book.open.__getitem__)
    return book.open[largest] > found.write_off


def lines_of(book: OpenBook, found: Clearing, currency: str) -> tuple[Line, ...]:
    """One line a document, invoices first; the write-off lies on the largest."""
    largest = max(found.rows, key=book.open.__getitem__) if found.write_off else None
    lines = []
    for row, discount in zip(found.rows, found.discounts, strict=True):
        written_off = found.write_off if row == largest else 0
        amount = book.open[row] - discount - written_off
        lines.append(
            Line(
                book.document(row), money(amount, currency), _some(discount, currency), _some(written_off, currency)
            )
        )  # fmt: skip
    if len(lines) > 1:
        lines.sort(key=lambda line: (line.amount < 0, line.invoice))
    return tuple(lines)


def _some(value: int, currency: str) -> Decimal:
    return money(value, currency) if value else ZERO
