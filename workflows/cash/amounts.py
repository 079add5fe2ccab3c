"""When documents and money come to the same: exact, with a discount in its time, less stated charges or a trifle."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import product

from workflows.cash.references import capitals
from workflows.ledger.model import DocumentKind, OpenItem
from workflows.ledger.money import ZERO, rounded
from workflows.ports import CashPolicy

MAX_DISCOUNTED = 8


@dataclass(frozen=True, slots=True)
class Receipt:
    """Money that came in, as far as it tells what it is for."""

    amount: Decimal
    currency: str
    value_date: date
    texts: tuple[str, ...]
    structured: tuple[str, ...] = ()
    reference: str = ""
    charges: Decimal = ZERO

    @property
    def text(self) -> str:
        return " ".join(capitals(" ".join((*self.texts, *self.structured, self.reference))).split())


@dataclass(frozen=True, slots=True)
class Line:
    """`amount` is money; `discount` and `write_off` clear more of the document. Credit notes taken: negative."""

    invoice: str
    amount: Decimal
    discount: Decimal = ZERO
    write_off: Decimal = ZERO


def discounts(item: OpenItem, value_date: date, policy: CashPolicy) -> tuple[Decimal, ...]:
    """The discounts that the terms grant on a value date, the largest first; () without terms or too late."""
    last = item.issue_date + timedelta(days=item.discount_days + policy.discount_grace_days)
    if item.kind is not DocumentKind.INVOICE or item.discount_percent <= 0 or value_date > last:
        return ()
    bases = {item.original, item.open_amount}
    granted = {rounded(base * item.discount_percent / 100, item.currency) for base in bases}
    return tuple(sorted((amount for amount in granted if ZERO < amount < item.open_amount), reverse=True))


def clears(items: Sequence[OpenItem], receipt: Receipt, policy: CashPolicy) -> tuple[Line, ...] | None:
    """Lines that clear all items with this amount: exact; with discounts in time; less the bank's stated charges; less
    a difference to write off. None where they do not. The least that is given away wins."""
    if not items or sum((item.open_amount for item in items), ZERO) <= 0:
        return None
    options = [(ZERO, *discounts(item, receipt.value_date, policy)) for item in items]
    if sum(len(option) > 1 for option in options) > MAX_DISCOUNTED:
        options = [option[:1] if index >= MAX_DISCOUNTED else option for index, option in enumerate(options)]
    charges = receipt.charges if ZERO < receipt.charges <= policy.bank_charges_limit else ZERO
    best: tuple[Decimal, tuple[Decimal, ...]] | None = None
    for chosen in product(*options):
        short = sum((item.open_amount for item in items), ZERO) - sum(chosen, ZERO) - receipt.amount
        if short in (ZERO, charges) or ZERO <= short <= policy.write_off_limit:
            given = short + sum(chosen, ZERO) * Decimal("0.001")
            if best is None or (given, chosen) < best:
                best = given, chosen
    return None if best is None else _lines(items, best[1], receipt.amount)


def _lines(items: Sequence[OpenItem], chosen: Sequence[Decimal], paid: Decimal) -> tuple[Line, ...] | None:
    """One line an item; what is written off goes to the largest invoice."""
    short = sum((item.open_amount for item in items), ZERO) - sum(chosen, ZERO) - paid
    largest = max(range(len(items)), key=lambda index: items[index].open_amount)
    lines = []
    for index, (item, discount) in enumerate(zip(items, chosen, strict=True)):
        written_off = short if index == largest else ZERO
        amount = item.open_amount - discount - written_off
        if item.open_amount > 0 and amount <= 0:
            return None
        lines.append(Line(item.document, amount, discount, written_off))
    return tuple(sorted(lines, key=lambda line: (line.amount < 0, line.invoice)))
