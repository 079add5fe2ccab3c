"""Tax of an invoice in a foreign currency is also stated in the one that the seller accounts for it in (BT-6, BT-111).

Directive 2006/112/EC art. 91 and 230; Germany section 16 (6) UStG; Great Britain VATA 1994 schedule 6, paragraph 11.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal

from workflows.invoicing.model import Invoice, TaxTotal
from workflows.ledger.money import ZERO, rounded
from workflows.ledger.valuation import Rates
from workflows.ports import Company, Desk, UnitOfWork

Group = tuple[str, Decimal]
"""Category and rate of tax."""


def accounted(uow: UnitOfWork, currency: str, home: str, on: date, taxes: tuple[TaxTotal, ...]) -> tuple[TaxTotal, ...]:
    """The taxes with what they are in `home`, the currency of the seller's country, at the rate of the day.

    Nothing is added where that is the invoice's currency or no tax is charged. Raises BadInput where no rate is known:
    such an invoice may not be written.
    """
    if home == currency or not any(total.tax for total in taxes):
        return taxes
    factor = Rates(uow).factor(currency, home, on)
    return tuple(replace(total, accounting_tax=rounded(total.tax * factor, home)) for total in taxes)


def accounted_as(
    corrected: Invoice | None, earlier: Iterable[Invoice], home: str, taxes: tuple[TaxTotal, ...]
) -> tuple[TaxTotal, ...]:
    """The taxes of a credit note in `home` at the rate of the invoice that it corrects; nothing where that has none.

    `earlier` credit notes of the invoice count: all of them together take back what it states, to the cent.
    """
    groups: dict[Group, TaxTotal] = {}
    if corrected is not None:
        groups = {(total.category, total.rate): total for total in corrected.taxes}
    before: dict[Group, tuple[Decimal, Decimal]] = {}
    for total in (total for note in earlier for total in note.taxes):
        tax, stated_before = before.get((total.category, total.rate), (ZERO, ZERO))
        before[total.category, total.rate] = (tax + total.tax, stated_before + (total.accounting_tax or ZERO))
    found = []
    for total in taxes:
        group = (total.category, total.rate)
        share = _share(groups.get(group), *before.get(group, (ZERO, ZERO)), total.tax, home)
        found.append(replace(total, accounting_tax=share))
    return tuple(found)


def _share(of: TaxTotal | None, before: Decimal, stated_before: Decimal, tax: Decimal, home: str) -> Decimal | None:
    if of is None or of.accounting_tax is None:
        return None
    return rounded(of.accounting_tax * (before + tax) / of.tax, home) - stated_before if of.tax else ZERO


def stated(
    uow: UnitOfWork, desk: Desk, company: Company, currency: str, on: date, taxes: tuple[TaxTotal, ...], corrects: str
) -> tuple[TaxTotal, ...]:
    """The taxes of a document as they are posted. Raises BadInput, see `accounted`."""
    country = desk.country(company.country)
    home = country.currency if country is not None else currency
    if corrects:
        return accounted_as(uow.invoices.get(corrects), uow.invoices.where(corrects=corrects), home, taxes)
    return accounted(uow, currency, home, on, taxes)
