"""What an exchange brought or cost: money at its day's rate against the document at the rate it was booked at.

The journal keeps each currency balanced by itself with a leg of kind `fx` on each side (trading accounts; Selinger,
"Tutorial on multiple currency accounting", 2005). In the currency of the books the two legs leave exactly the realised
difference (IAS 21.28), on the account of gains or of losses.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from workflows.errors import BadInput
from workflows.ledger.model import AccountKind, OpenItem
from workflows.ledger.money import rounded
from workflows.ledger.valuation import Rates
from workflows.ports import Desk, UnitOfWork

GAIN, LOSS = "fx.gain", "fx.loss"


def realised(
    uow: UnitOfWork, desk: Desk, item: OpenItem, amount: Decimal, paid: Decimal, currency: str, on: date
) -> Decimal | None:
    """Gain (above zero) or loss, in the currency of the item's company; None where a rate of either day is missing.

    `amount` of the item is cleared by `paid` in another `currency` on a day.
    """
    home, rates = desk.company(item.company).currency, Rates(uow)
    booked = [
        entry.date
        for entry in uow.entries.where(document=item.document)
        if any(line.kind is AccountKind.RECEIVABLE for line in entry.lines)
    ]
    try:
        received = rounded(paid * rates.factor(currency, home, on), home)
        carried = rounded(amount * rates.factor(item.currency, home, min(booked, default=item.issue_date)), home)
    except BadInput:
        return None
    return received - carried


def account_of(difference: Decimal | None) -> str:
    """The key of the account that shows it; where no rate tells, the side does not matter to their sum."""
    return GAIN if difference is not None and difference > 0 else LOSS
