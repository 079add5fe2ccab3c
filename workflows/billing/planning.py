"""A billing run as a value before anything is written: which invoices it writes, and what it leaves and why.

Periods of a contract are billed in order: while one waits, later ones wait too. A period that overlaps a billed one is
never billed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from workflows.billing.approvals import Approvals, Verdict
from workflows.billing.model import BilledPeriod
from workflows.billing.periods import DAY, Period, add_months, due_on, last_day, periods
from workflows.billing.pricing import Charge, charges, net_of, price_on
from workflows.billing.records import Records, collection_of, records
from workflows.catalogue import Contract
from workflows.customers import Customer
from workflows.ledger.money import ZERO
from workflows.ports import Desk, UnitOfWork
from workflows.revenue.sources import contract_terms
from workflows.tax.policy import TaxProblem, treatment

OLD = timedelta(days=31)  # what fell due longer ago, of a contract never billed here, may be billed elsewhere
UNCLEAR = (TaxProblem.NO_RATE, TaxProblem.SELLER_COUNTRY_UNKNOWN)


class HoldReason(StrEnum):
    """Why a due period is not billed."""

    CUSTOMER_UNKNOWN = "customer_unknown"
    PRODUCT_UNKNOWN = "product_unknown"
    COMPANY_UNKNOWN = "company_unknown"
    HISTORY_UNKNOWN = "history_unknown"  # nobody said what was billed before: `billed_until` of the contract does
    OVERLAPS = "overlaps"  # with a period that is billed: the contract was changed since
    BELOW_ZERO = "below_zero"  # a price below zero is a credit, and no bill
    PO_MISSING = "po_missing"
    INDEX_UNKNOWN = "index_unknown"
    USAGE_MISSING = "usage_missing"  # nothing is known of the last day of a metered period
    TAX_UNCLEAR = "tax_unclear"
    RATE_MISSING = "rate_missing"  # of a foreign currency whose tax has to be stated in that of the books
    ARRANGEMENT_CHANGED = "arrangement_changed"  # its terms are not those of its arrangement: modify that first
    NOT_APPROVED = "not_approved"  # a person has to look first
    REJECTED = "rejected"  # a person said no
    AFTER_ANOTHER = "after_another"  # an earlier period of the contract waits


@dataclass(frozen=True, slots=True)
class Held:
    contract: str
    customer: str
    period: Period
    why: HoldReason


@dataclass(frozen=True, slots=True)
class Part:
    """A period of a contract with its lines; () where nothing is to be billed for it."""

    contract: Contract
    period: Period
    charges: tuple[Charge, ...]
    arrangement: str = ""

    @property
    def id(self) -> str:
        return period_id(self.contract.number, self.period.first)


@dataclass(frozen=True, slots=True)
class PlannedInvoice:
    """`month` of a collective invoice, "2026-03"; `parts` in order of contract and time."""

    customer: str
    company: str
    currency: str
    po_number: str
    month: str
    parts: tuple[Part, ...]

    @property
    def net(self) -> Decimal:
        return sum((net_of(part.charges) for part in self.parts), ZERO)


@dataclass(frozen=True, slots=True)
class BillingPlan:
    invoices: tuple[PlannedInvoice, ...]
    empty: tuple[Part, ...]  # periods for which nothing is due
    held: tuple[Held, ...]
    to_approve: tuple[PlannedInvoice, ...]  # that nobody was asked about yet


def period_id(contract: str, first: date) -> str:
    """The key that is given once: of a contract and the first day of a period."""
    return f"{contract}|{first.isoformat()}"


def plan(uow: UnitOfWork, desk: Desk, today: date, customers: Sequence[str]) -> BillingPlan:
    """What is to be billed to these customers by the end of a day."""
    known = records(uow, customers)
    ready: list[Part] = []
    empty: list[Part] = []
    held: list[Held] = []
    for contract in known.contracts:
        for found in list(_due(contract, known, desk, today)) or _ended(contract, known, desk):
            if isinstance(found, Held):
                held.append(found)
            else:
                (ready if found.charges else empty).append(found)
    planned, waiting, ask = _approved(_grouped(ready, known, today), known.approvals, desk)
    return BillingPlan(tuple(planned), tuple(empty), tuple(held + waiting), tuple(ask))


def _due(contract: Contract, known: Records, desk: Desk, today: date) -> Iterator[Part | Held]:
    """The due periods of a contract in order, until one has to wait."""
    billed = known.billed.get(contract.number, ())
    done = {row.first_day: row.last_day for row in billed}
    for period in periods(contract, _reached(contract, billed)):
        if due_on(contract, period) > today:
            return
        if done.get(period.first) == period.last:
            continue
        held = _hold(contract, period, billed, known, desk, today)
        price = price_on(contract, period.first, known.indices)
        if held is not None or price is None:
            yield Held(contract.number, contract.customer, period, held or HoldReason.INDEX_UNKNOWN)
            return
        found = charges(contract, period, price, _used(contract, period, known))
        if any(charge.net < 0 for charge in found):
            yield Held(contract.number, contract.customer, period, HoldReason.BELOW_ZERO)
            return
        agreed = known.agreed.get(contract.number)
        yield Part(contract, period, found, agreed[0].id if agreed else "")


def _ended(contract: Contract, known: Records, desk: Desk) -> Iterator[Held]:
    """A contract of which nothing more is billed, though its arrangement was made for more: its price is another."""
    customer = known.customers.get(contract.customer)
    if customer is None or collection_of(contract, customer)[1] not in desk.companies:
        return
    if not _is_changed(contract, customer, known):
        return
    if next(periods(contract, _reached(contract, known.billed.get(contract.number, ()))), None) is None:
        whole = Period(contract.start, last_day(contract) or contract.start, 1)
        yield Held(contract.number, contract.customer, whole, HoldReason.ARRANGEMENT_CHANGED)


def _is_changed(contract: Contract, customer: Customer, known: Records) -> bool:
    """Whether its terms are not those of its arrangement, or it is another company's or in another currency by now."""
    agreed = known.agreed.get(contract.number)
    if agreed is None:
        return False
    arrangement, terms = agreed
    parties = (arrangement.customer, arrangement.company, arrangement.currency)
    return terms != contract_terms(contract) or collection_of(contract, customer)[:3] != parties


def _reached(contract: Contract, billed: Sequence[BilledPeriod]) -> date | None:
    """The day up to which a contract is billed without a gap; None where its first day is not."""
    reached = contract.terms.billed_until or contract.start - DAY
    for row in sorted(billed, key=lambda row: row.first_day):
        if row.first_day > reached + DAY:
            break
        reached = max(reached, row.last_day)
    return reached if reached >= contract.start else None


def _hold(
    contract: Contract, period: Period, billed: Sequence[BilledPeriod], known: Records, desk: Desk, today: date
) -> HoldReason | None:
    customer, product = known.customers.get(contract.customer), known.products.get(contract.sku)
    if customer is None:
        return HoldReason.CUSTOMER_UNKNOWN
    if product is None:
        return HoldReason.PRODUCT_UNKNOWN
    company = desk.companies.get(contract.terms.company or customer.company)
    if company is None:
        return HoldReason.COMPANY_UNKNOWN
    is_new = not billed and contract.terms.billed_until is None and today - _write_from(contract, period) > OLD
    if is_new and not known.approvals.asked_about(period_id(contract.number, period.first)):
        return HoldReason.HISTORY_UNKNOWN
    until = contract.terms.billed_until
    if (until and period.first <= until) or any(
        row.first_day <= period.last and period.first <= row.last_day for row in billed
    ):
        return HoldReason.OVERLAPS
    if contract.terms.po_required and not (contract.terms.po_number or customer.order_reference):
        return HoldReason.PO_MISSING
    rate = product.vat_rate_class
    taxed = treatment(
        company.country, customer.country, customer.vat_id, product.revenue, rate, desk.countries, period.last
    )
    if taxed.problem in UNCLEAR:
        return HoldReason.TAX_UNCLEAR
    if taxed.rate and not known.rates.knows(contract.currency, desk.countries[company.country].currency, today):
        return HoldReason.RATE_MISSING
    if _is_changed(contract, customer, known):
        return HoldReason.ARRANGEMENT_CHANGED
    return HoldReason.USAGE_MISSING if _lacks_usage(contract, period, known) else None


def _lacks_usage(contract: Contract, period: Period, known: Records) -> bool:
    """Whether usage may still come: once a period is billed, more of it is refused. A zero says that none comes."""
    rows = known.usage.get(contract.number, ())
    return contract.terms.metered and all(row.date < period.last for row in rows)


def _write_from(contract: Contract, period: Period) -> date:
    """The first day on which the invoice of a period may be written."""
    due = due_on(contract, period)
    return _last_of(f"{due:%Y-%m}") if contract.terms.collective else due


def _used(contract: Contract, period: Period, known: Records) -> Decimal:
    rows = known.usage.get(contract.number, ())
    return sum((row.quantity for row in rows if period.first <= row.date <= period.last), ZERO)


def _grouped(parts: Iterable[Part], known: Records, today: date) -> list[PlannedInvoice]:
    """One invoice a period; of what is collective one a month, written from the month's last day on.

    CGI art. 289 I-3: deliveries of a calendar month to one buyer may stand on one invoice, written by its end.
    """
    groups: dict[tuple[str, ...], list[Part]] = defaultdict(list)
    heads: dict[tuple[str, ...], PlannedInvoice] = {}
    for part in parts:
        collection = collection_of(part.contract, known.customers[part.contract.customer])
        month = _month(part, known.collected.get(collection, frozenset())) if part.contract.terms.collective else ""
        if month and today < _last_of(month):
            continue
        key = (*collection, month or part.id)
        groups[key].append(part)
        heads[key] = PlannedInvoice(*collection, month, ())
    found = [
        PlannedInvoice(head.customer, head.company, head.currency, head.po_number, head.month, tuple(groups[key]))
        for key, head in heads.items()
    ]
    return sorted(found, key=lambda one: (one.customer, min(part.period.first for part in one.parts), one.parts[0].id))


def _month(part: Part, collected: frozenset[str]) -> str:
    """The month on whose collective invoice a period stands: its own, or the first that has none yet."""
    day = due_on(part.contract, part.period)
    while f"{day:%Y-%m}" in collected:
        day = add_months(day.replace(day=1), 1)
    return f"{day:%Y-%m}"


def _last_of(month: str) -> date:
    return add_months(date.fromisoformat(f"{month}-01"), 1) - DAY


def _approved(
    invoices: Sequence[PlannedInvoice], approvals: Approvals, desk: Desk
) -> tuple[list[PlannedInvoice], list[Held], list[PlannedInvoice]]:
    """(what may be written, what waits, what a person is to be asked about)."""
    limit = desk.billing.approve_from
    planned, held, ask = [], [], []
    blocked: set[str] = set()
    for invoice in invoices:
        verdict = Verdict.GRANTED
        if limit is not None and invoice.net >= limit:
            verdict = approvals.of(invoice.parts[0].id, invoice.net)
        why = _REASONS.get(verdict)
        if blocked.intersection(part.contract.number for part in invoice.parts):
            why = HoldReason.AFTER_ANOTHER
        elif verdict is Verdict.NOT_ASKED:
            ask.append(invoice)
        if why is None:
            planned.append(invoice)
            continue
        held += [Held(part.contract.number, invoice.customer, part.period, why) for part in invoice.parts]
        if verdict is not Verdict.REJECTED:
            blocked |= {part.contract.number for part in invoice.parts}
    return planned, held, ask


_REASONS = {
    Verdict.NOT_ASKED: HoldReason.NOT_APPROVED,
    Verdict.ASKED: HoldReason.NOT_APPROVED,
    Verdict.REJECTED: HoldReason.REJECTED,
}
