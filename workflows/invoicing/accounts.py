"""On which account a line of a document is booked: the finest key of revenue that the seller's chart has."""

from __future__ import annotations

from workflows.invoicing.model import Adjustment, InvoiceLine
from workflows.ledger.model import AccountKind
from workflows.ports import Desk

DEPOSIT = "deposit"  # `revenue` of lines that are paid in advance


def account_of(desk: Desk, company: str, line: InvoiceLine | Adjustment) -> tuple[AccountKind, str]:
    """The kind of account and its key. A deposit is a liability until what it is for is supplied (IFRS 15.106)."""
    if line.revenue == DEPOSIT:
        return AccountKind.DEFERRED_REVENUE, f"{AccountKind.DEFERRED_REVENUE.value}.{DEPOSIT}"
    return AccountKind.REVENUE, revenue_key(desk, company, line)


def revenue_key(desk: Desk, company: str, line: InvoiceLine | Adjustment) -> str:
    """The finest key of revenue: "revenue.goods.S.7", "revenue.goods.K", else "revenue.goods"."""
    country = desk.country(desk.company(company).country)
    by_kind = f"revenue.{line.revenue}"
    by_category = f"{by_kind}.{line.tax_category}"
    finest = (f"{by_category}.{line.tax_rate.normalize():f}", by_category)
    return next((key for key in finest if country is not None and key in country.accounts), by_kind)
