"""When documents and money come to the same: exact, with a discount in its time, less stated charges or a trifle."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from workflows.cash.folding import capitals
from workflows.cash.model import RemittedDocument
from workflows.ledger.model import DocumentKind, OpenItem
from workflows.ledger.money import ZERO, rounded
from workflows.ports import CashPolicy


class Receipt(NamedTuple):
    """Money that came in, as far as it tells what it is for."""

    amount: Decimal
    currency: str
    value_date: date
    texts: tuple[str, ...]
    structured: tuple[str, ...] = ()
    reference: str = ""
    charges: Decimal = ZERO
    instructed: Decimal | None = None  # what the payer sent, where the bank exchanged it
    instructed_currency: str = ""
    remitted: tuple[RemittedDocument, ...] = ()

    @property
    def text(self) -> str:
        return " ".join(capitals(" ".join((*self.texts, *self.structured, self.reference))).split())


@dataclass(frozen=True, slots=True)
class Line:
    """`amount` is money; `discount` and `write_off` clear more of the document. Credit notes taken: negative.

    All in the document's currency; `paid` is the money in the payment's own, where that is another one.
    """

    invoice: str
    amount: Decimal
    discount: Decimal = ZERO
    write_off: Decimal = ZERO
    paid: Decimal | None = None


def discounts(item: OpenItem, value_date: date, policy: CashPolicy) -> tuple[Decimal, ...]:
    """The discounts that the terms grant on a value date, the largest first; () without terms or too late."""
    if item.kind is not DocumentKind.INVOICE:
        return ()
    since = (value_date - item.issue_date).days - policy.discount_grace_days
    percents = [step.percent for step in item.discounts if since <= step.days]
    bases = {item.original, item.open_amount}
    granted = {rounded(base * percent / 100, item.currency) for base in bases for percent in percents}
    return tuple(sorted((amount for amount in granted if ZERO < amount < item.open_amount), reverse=True))
