"""By what an arrangement is invoiced: contracts over their agreed term, lines of orders; what of it is still to come.

A contract that may go on for ever, or costs what is used or what an index will say, has no price to share yet.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from workflows.billing.periods import last_day, periods
from workflows.billing.pricing import charges, net_of, price_on
from workflows.catalogue import Billing, Contract
from workflows.errors import BadDecision, NotFound
from workflows.ledger.money import ZERO, rounded
from workflows.orders.model import Order, OrderLine, OrderStatus
from workflows.ports import UnitOfWork
from workflows.revenue.model import AgreedSource

ENDED = (OrderStatus.CANCELLED, OrderStatus.REJECTED)
UNDECIDED = (OrderStatus.ON_HOLD, OrderStatus.ASKED)


@dataclass(frozen=True, slots=True)
class Source:
    """`outstanding`: net, still to be invoiced; `at_price` says what all of it would cost at another unit price."""

    key: str
    terms: str  # in short: what the price hangs on
    customer: str
    company: str
    currency: str
    sku: str
    quantity: Decimal
    first_day: date
    last_day: date
    outstanding: Decimal
    is_begun: bool  # something of it was invoiced or delivered
    at_price: Callable[[Decimal], Decimal]
    by_delivery: bool
    is_agreed: bool = True  # an order that waits, or ended, is no contract
    invoiced: Decimal = ZERO  # of an order's line, of which nothing is delivered: how much of it was invoiced

    @property
    def agreed(self) -> AgreedSource:
        return AgreedSource(self.key, self.terms, self.quantity, self.last_day)


def source_of(uow: UnitOfWork, key: str, agreed: AgreedSource | None = None) -> Source:
    """A contract's number, or "<order>/<position>". Raises NotFound, and BadDecision for what has no price yet.

    `agreed`: as an arrangement keeps it; a line that was taken off its order since is one of which nothing will come.
    """
    contract = uow.contracts.get(key)
    if contract is not None:
        return _of_contract(uow, contract)
    number, _, position = key.rpartition("/")
    order = uow.orders.get(number) if position.isdecimal() else None
    lines = order.lines if order is not None else ()
    line = next((one for one in lines if str(one.position) == position), None)
    if order is not None and line is None and agreed is not None:
        sku = agreed.terms.partition("|")[0]
        line = OrderLine(int(position), sku, description="", quantity=ZERO, unit="", unit_price=ZERO, net=ZERO)
    if order is None or line is None:
        raise NotFound("contract or order line", key)
    return _of_line(key, order, line)


def contract_terms(contract: Contract) -> str:
    """What a contract's price hangs on; an arrangement keeps it, to notice a change."""
    terms = contract.terms
    values = (
        contract.sku, f"{contract.quantity:f}", f"{contract.price:f}", contract.billing.value, contract.start,
        last_day(contract), terms.calendar, f"{terms.yearly_percent:f}", terms.index, terms.metered, terms.billed_until,
    )  # fmt: skip
    return "|".join(str(value) for value in values)


def _of_contract(uow: UnitOfWork, contract: Contract) -> Source:
    end, terms = last_day(contract), contract.terms
    if end is None and contract.billing is Billing.ONCE and not terms.renewal_months:
        end = contract.start
    if end is None:
        raise BadDecision(f"{contract.number} has no end: what it comes to is not known")
    if terms.metered or terms.index:
        raise BadDecision(f"{contract.number} follows usage or an index: what it comes to is not known")
    billed = {period.first_day for period in uow.billed_periods.where(contract=contract.number)}
    customer = uow.customers.get(contract.customer)
    if customer is None:
        raise NotFound("customer", contract.customer)

    def at_price(price: Decimal) -> Decimal:
        return _total(replace(contract, price=price), frozenset())

    return Source(
        key=contract.number,
        terms=contract_terms(contract),
        customer=contract.customer,
        company=terms.company or customer.company,
        currency=contract.currency,
        sku=contract.sku,
        quantity=contract.quantity,
        first_day=contract.start,
        last_day=end,
        outstanding=_total(contract, billed),
        is_begun=bool(billed) or terms.billed_until is not None,
        at_price=at_price,
        by_delivery=False,
    )


def _total(contract: Contract, billed: frozenset[date] | set[date]) -> Decimal:
    """Net of the periods that are not billed yet, each at the price of its first day."""
    total = ZERO
    for period in periods(contract, contract.terms.billed_until):
        price = price_on(contract, period.first, {})
        if period.first not in billed and price is not None:
            total += net_of(charges(contract, period, price, ZERO))
    return total


def _of_line(key: str, order: Order, line: OrderLine) -> Source:
    quantity = line.delivered if order.state in ENDED else line.quantity
    left = rounded(max(quantity - line.invoiced, ZERO) * line.unit_price, order.currency)
    return Source(
        key=key,
        terms=f"{line.sku}|{quantity:f}|{line.unit_price:f}",
        customer=order.customer,
        company=order.company,
        currency=order.currency,
        sku=line.sku,
        quantity=quantity,
        first_day=order.order_date,
        last_day=line.confirmed_date or order.requested_date or order.order_date,
        outstanding=left,
        is_begun=bool(line.invoiced or line.delivered),
        at_price=lambda price: rounded(line.quantity * price, order.currency),
        by_delivery=True,
        is_agreed=order.state not in (*ENDED, *UNDECIDED),
        invoiced=ZERO if line.delivered else line.invoiced,
    )
