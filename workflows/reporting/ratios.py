"""The field's ratios of receivables, exact until a report shows them; None where nothing can be divided by.

Sources: the definitions of the Credit Research Foundation (DSO, best possible DSO, average days delinquent, collection
effectiveness index) and the count-back method of credit managers' textbooks.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from workflows.ledger.money import ZERO


def days_sales(amount: Decimal, sales: Decimal, days: int) -> Decimal | None:
    """How many days of a window's sales an amount of receivables is: amount / sales x days of the window.

    With all receivables it is DSO, with those not yet due best possible DSO, with those overdue the average days
    delinquent (DSO - best possible DSO).
    """
    return amount * days / sales if sales > ZERO else None


def countback_days(receivables: Decimal, periods: Iterable[tuple[int, Decimal]]) -> Decimal | None:
    """How far back sales must be counted to come to the receivables: whole periods, then a part of the next one.

    `periods`: (days, sales), newest first. None where all of them together are less than the receivables.
    """
    left, counted = receivables, ZERO
    if left <= ZERO:
        return counted
    for days, sales in periods:
        if sales >= left:
            return counted + left * days / sales
        left, counted = left - sales, counted + days
    return None


def effectiveness(opening: Decimal, sales: Decimal, closing: Decimal, not_due: Decimal) -> Decimal | None:
    """The collection effectiveness index in percent: what was collected of what could have been.

    (opening + sales - closing) / (opening + sales - closing not due) x 100.
    """
    could_be = opening + sales - not_due
    return (opening + sales - closing) * 100 / could_be if could_be > ZERO else None
