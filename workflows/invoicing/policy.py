"""What an invoice comes to: lines rounded as the country does, tax once per category and rate, every sum to the cent.

EN 16931 BR-CO-10 to BR-CO-17; Directive 2006/112/EC art. 226.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import floor

from workflows.catalogue import Product, RateClass, RevenueKind
from workflows.customers import Customer
from workflows.invoicing.accounts import DEPOSIT
from workflows.invoicing.model import Adjustment, Invoice, InvoiceLine, Party, TaxTotal
from workflows.ledger.model import DocumentKind
from workflows.ledger.money import ZERO, digits, rounded
from workflows.ports import Company, Country, Rounding
from workflows.tax.policy import Treatment, treatment

# Keys of sentences in config/countries.
SUPPLIED_ON_ISSUE = "supply_on_issue_date"
NO_DISCOUNT = "no_discount"
LATE_PAYMENT = "late_payment"

HALF_UP = Rounding()


@dataclass(frozen=True, slots=True)
class Draft:
    """What is to be invoiced: `unit_price` net, in the invoice's currency."""

    sku: str
    description: str
    quantity: Decimal
    unit: str
    unit_price: Decimal
    revenue: RevenueKind
    rate_class: RateClass
    period_start: date | None = None  # the days that the line is about; its last one is the day of supply
    period_end: date | None = None
    booked_as: str = ""  # where not as `revenue` says
    taxed_as: Treatment | None = None  # where it is known already: what is deducted bears the tax that it bore
    source: str = ""  # as in InvoiceLine
    undelivered: Decimal = ZERO
    arrangement: str = ""


def draft_of(product: Product, language: str, quantity: Decimal, unit_price: Decimal, description: str = "") -> Draft:
    """A line of an article in the words of a language, unless it was confirmed in others."""
    return Draft(
        sku=product.sku,
        description=description or product.name(language),
        quantity=quantity,
        unit=product.unit,
        unit_price=unit_price,
        revenue=product.revenue,
        rate_class=product.vat_rate_class,
    )


def taxed_lines(
    drafts: Sequence[Draft],
    seller: Company,
    buyer: Customer,
    currency: str,
    countries: Mapping[str, Country],
    on: date | None = None,
    goods_to: str = "",
) -> tuple[tuple[InvoiceLine, ...], tuple[Treatment, ...]]:
    """The lines with their nets and taxes, and how each was treated; `on` is the day of supply.

    `goods_to`: the country that goods go to, where it is not the buyer's.
    """
    treated = tuple(
        draft.taxed_as
        or treatment(
            seller.country,
            buyer.country,
            buyer.vat_id,
            draft.revenue,
            draft.rate_class,
            countries,
            draft.period_end or on,
            goods_to,
        )
        for draft in drafts
    )
    way = rounding_of(seller, countries).line
    lines = tuple(
        InvoiceLine(
            position=position,
            sku=draft.sku,
            description=draft.description,
            quantity=draft.quantity,
            unit=draft.unit,
            unit_price=draft.unit_price,
            net=rounded(draft.quantity * draft.unit_price, currency, way),
            tax_category=tax.category,
            tax_rate=tax.rate,
            revenue=draft.booked_as or draft.revenue.value,
            period_start=draft.period_start,
            period_end=draft.period_end,
            supply=draft.revenue.value if draft.booked_as else "",
            source=draft.source,
            undelivered=draft.undelivered,
            arrangement=draft.arrangement,
        )
        for position, (draft, tax) in enumerate(zip(drafts, treated, strict=True), start=1)
    )
    return lines, treated


def tax_totals(
    lines: Iterable[InvoiceLine],
    exemptions: Mapping[str, tuple[str, str]],
    currency: str,
    adjustments: Iterable[Adjustment] = (),
    rounding: Rounding = HALF_UP,
) -> tuple[TaxTotal, ...]:
    """One total for each category and rate; `exemptions` gives (code, key of the sentence) of a category."""
    bases: dict[tuple[str, Decimal], Decimal] = {}
    for line in lines:
        group = (line.tax_category, line.tax_rate)
        bases[group] = bases.get(group, ZERO) + line.net
    for part in adjustments:
        group = (part.tax_category, part.tax_rate)
        bases[group] = bases.get(group, ZERO) + part.signed
    way = rounding.tax
    return tuple(
        TaxTotal(category, rate, base, rounded(base * rate / 100, currency, way), *exemptions.get(category, ("", "")))
        for (category, rate), base in sorted(bases.items())
    )


def rounding_of(seller: Company, countries: Mapping[str, Country]) -> Rounding:
    """How the seller's country rounds."""
    home = countries.get(seller.country)
    return home.rounding if home is not None else HALF_UP


def exemptions(treated: Iterable[Treatment]) -> dict[str, tuple[str, str]]:
    """Category -> (VATEX code, key of the sentence) as the lines were treated."""
    return {tax.category: (tax.exemption_code, tax.mention) for tax in treated}


def gross_estimate(
    drafts: Sequence[Draft],
    seller: Company,
    buyer: Customer,
    currency: str,
    countries: Mapping[str, Country],
    goods_to: str = "",
) -> Decimal:
    """What an invoice of these lines would come to today, tax included."""
    lines, treated = taxed_lines(drafts, seller, buyer, currency, countries, goods_to=goods_to)
    totals = tax_totals(lines, exemptions(treated), currency, (), rounding_of(seller, countries))
    return sum((total.base + total.tax for total in totals), ZERO)


def share(amount: Decimal, weights: Sequence[Decimal], currency: str) -> tuple[Decimal, ...]:
    """`amount` (>= 0, exact in its currency) in proportion to `weights` (their sum > 0), to the smallest unit.

    What was taken back on a document has a weight below zero. The parts sum to the amount (largest remainder, the
    first of equals); no part passes its weight if the amount does not pass their sum.
    """
    scale = 10 ** digits(currency)
    units, whole = int(amount * scale), sum(weights, ZERO)
    exact = [units * weight / whole for weight in weights]
    parts = [floor(part) for part in exact]
    by_remainder = sorted(range(len(parts)), key=lambda index: (parts[index] - exact[index], index))
    for index in by_remainder[: units - sum(parts)]:
        parts[index] += 1
    return tuple(Decimal(part) / scale for part in parts)


def seller_party(company: Company) -> Party:
    return Party(
        company.name, company.street, company.postcode, company.city, company.country,
        company.vat_id, company.registration, company.email,
    )  # fmt: skip


def buyer_party(customer: Customer) -> Party:
    return Party(
        customer.name, customer.street, customer.postcode, customer.city, customer.country,
        customer.vat_id, customer.registration, customer.emails[0] if customer.emails else "",
    )  # fmt: skip


def supplied_on(invoice: Invoice) -> date | None:
    """The day of supply that an invoice states: its own, else that of issue.

    None where every line names the days that it is about, or is paid before anything is supplied.
    """
    said_by_lines = all(line.period_end or line.revenue == DEPOSIT for line in invoice.lines)
    if invoice.delivery_date is not None or (invoice.lines and said_by_lines):
        return invoice.delivery_date
    return invoice.issue_date


def mention_keys(invoice: Invoice) -> tuple[str, ...]:
    """Which sentences of the seller's country must stand on the document: "<key>.<language>" in its mentions."""
    due = dict.fromkeys(total.exemption_key for total in invoice.taxes if total.exemption_key)
    if invoice.kind is DocumentKind.INVOICE:
        if supplied_on(invoice) == invoice.issue_date:
            due[SUPPLIED_ON_ISSUE] = None
        if not invoice.discount_percent:
            due[NO_DISCOUNT] = None
        due[LATE_PAYMENT] = None
    return tuple(due)
