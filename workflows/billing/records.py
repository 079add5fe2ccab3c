"""What a page of a billing run needs of the books, read in few questions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from workflows.billing.approvals import Approvals
from workflows.billing.model import BilledPeriod, IndexValue, Usage
from workflows.billing.pricing import Indices
from workflows.catalogue import Contract, Product
from workflows.customers import Customer
from workflows.disputes.model import CaseKind
from workflows.ledger.valuation import Rates
from workflows.lookup import fetch
from workflows.ports import UnitOfWork
from workflows.revenue.model import Arrangement

R = TypeVar("R", BilledPeriod, Usage)

Collection = tuple[str, str, str, str]
"""Whose contracts stand on one invoice: customer, selling company, currency, PO number."""


@dataclass(frozen=True, slots=True)
class Records:
    """The contracts of some customers, in order of their numbers, and all that decides what they are billed."""

    contracts: Sequence[Contract]
    customers: Mapping[str, Customer]
    products: Mapping[str, Product]
    billed: Mapping[str, Sequence[BilledPeriod]]  # by contract
    usage: Mapping[str, Sequence[Usage]]  # by contract
    indices: Indices
    collected: Mapping[Collection, frozenset[str]]  # -> months with a collective invoice
    approvals: Approvals
    rates: Rates
    agreed: Mapping[str, tuple[Arrangement, str]]  # contract -> its arrangement, and its terms there


def records(uow: UnitOfWork, customers: Sequence[str]) -> Records:
    """All of these customers' records of billing."""
    contracts = sorted(fetch(uow.contracts, "customer", customers), key=lambda contract: contract.number)
    metered = [contract.number for contract in contracts if contract.terms.metered]
    billed = fetch(uow.billed_periods, "customer", customers)
    buyers = {row.number: row for row in fetch(uow.customers, "number", customers)}
    return Records(
        contracts=contracts,
        customers=buyers,
        products={row.sku: row for row in fetch(uow.products, "sku", sorted({one.sku for one in contracts}))},
        billed=_by_contract(billed),
        usage=_by_contract(fetch(uow.usage, "contract", metered)),
        indices=_indices(uow, contracts),
        collected=_collected(contracts, buyers, billed),
        approvals=Approvals.of_cases(fetch(uow.cases, "customer", customers, kind=CaseKind.BILLING)),
        rates=Rates(uow),
        agreed={
            source.key: (one, source.terms)
            for one in fetch(uow.arrangements, "customer", customers)
            for source in one.sources
        },
    )


def collection_of(contract: Contract, customer: Customer) -> Collection:
    """With which others a contract is invoiced."""
    terms = contract.terms
    company, po_number = terms.company or customer.company, terms.po_number or customer.order_reference
    return contract.customer, company, contract.currency, po_number


def _collected(
    contracts: Sequence[Contract], customers: Mapping[str, Customer], billed: Sequence[BilledPeriod]
) -> dict[Collection, frozenset[str]]:
    """The months whose invoice is written, each collection for itself: one may wait while another is written."""
    months: dict[str, set[str]] = defaultdict(set)
    for row in billed:
        if row.month:
            months[row.contract].add(row.month)
    found: dict[Collection, frozenset[str]] = {}
    for contract in contracts:
        if contract.number in months and contract.customer in customers:
            key = collection_of(contract, customers[contract.customer])
            found[key] = found.get(key, frozenset()) | months[contract.number]
    return found


def _by_contract(rows: Iterable[R]) -> dict[str, list[R]]:
    found: dict[str, list[R]] = defaultdict(list)
    for row in rows:
        found[row.contract].append(row)
    return found


def _indices(uow: UnitOfWork, contracts: Sequence[Contract]) -> Indices:
    names = sorted({contract.terms.index for contract in contracts if contract.terms.index})
    found: dict[str, list[IndexValue]] = {name: [] for name in names}
    for value in fetch(uow.index_values, "name", names):
        found[value.name].append(value)
    return {name: sorted(values, key=lambda value: value.date) for name, values in found.items()}
