"""On which account a line of a document is booked: the finest key of revenue that the seller's chart has."""

from __future__ import annotations

from workflows.invoicing.model import Adjustment, InvoiceLine
from workflows.ledger.chart import rate_text
from workflows.ledger.journal import chart_of
from workflows.ledger.model import AccountKind
from workflows.ports import Desk

DEPOSIT = "deposit"  # `revenue` of lines that are paid in advance


def account_of(desk: Desk, company: str, line: InvoiceLine | Adjustment) -> tuple[AccountKind, str]:
    """The kind of account and its key. A deposit is a liability until what it is for is supplied (IFRS 15.106)."""
    if line.revenue == DEPOSIT:
        base = f"{AccountKind.DEFERRED_REVENUE.value}.{DEPOSIT}"
        return AccountKind.DEFERRED_REVENUE, _by_vat_code(desk, company, base, line)
    return AccountKind.REVENUE, revenue_key(desk, company, line)


def revenue_key(desk: Desk, company: str, line: InvoiceLine | Adjustment) -> str:
    """The finest key of revenue: "revenue.goods.S.7", "revenue.goods.K", else "revenue.goods"."""
    return _by_vat_code(desk, company, f"revenue.{line.revenue}", line)


def _by_vat_code(desk: Desk, company: str, base: str, line: InvoiceLine | Adjustment) -> str:
    return chart_of(desk, company).finest(base, line.tax_category, rate_text(line.tax_rate))
