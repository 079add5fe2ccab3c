"""Rows of contracts, invoices taken over, deliveries and stock, for `o2cbot import`."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime
from decimal import Decimal

from bot.exchange.cells import (
    BadCell,
    amount,
    choice,
    currency,
    day,
    needed,
    not_below_zero,
    or_default,
    positive,
    quantity_text,
    text,
    texts,
    whole,
    yes_or_no,
)
from bot.exchange.kinds import Cells, Kind, Refused, each, known, known_company
from workflows.billing.importing import keep_contract, keep_index_value, keep_usage
from workflows.billing.periods import periods
from workflows.catalogue import (
    Billing,
    Contract,
    ContractTerms,
)
from workflows.commands import DeliverGoods
from workflows.errors import BadInput, O2CError
from workflows.invoicing.opening import take_over
from workflows.ledger.model import DueShare
from workflows.orders.delivering import deliver_all
from workflows.orders.model import Stock
from workflows.ports import Desk, UnitOfWork


def store_contract(cells: Cells, uow: UnitOfWork, desk: Desk, now: datetime) -> None:
    known(uow.customers, "customer", cells["customer"])
    known(uow.products, "product", cells["sku"])
    if cells["company"]:
        known_company(desk, cells["company"])
    if cells["end"] is not None and cells["end"] < cells["start"]:
        raise BadCell(f"end {cells['end']} lies before start {cells['start']}")
    if cells["index"] and (cells["index_base"] <= 0 or cells["yearly_percent"]):
        raise BadCell("a price that follows an index needs index_base, and no yearly_percent")
    terms = {name: cells[name] for name in (field.name for field in fields(ContractTerms))}
    plain = {name: value for name, value in cells.items() if name not in terms}
    contract = Contract(**plain, terms=ContractTerms(**terms))
    try:
        next(periods(contract), None)
    except (OverflowError, ValueError):
        raise BadCell("its days pass the calendar's last one; a contract without an end has none") from None
    keep_contract(contract, uow)


def store_usage(cells: Cells, uow: UnitOfWork, desk: Desk, now: datetime) -> None:
    keep_usage(cells["contract"], cells["date"], cells["quantity"], uow)


def store_index_value(cells: Cells, uow: UnitOfWork, desk: Desk, now: datetime) -> None:
    keep_index_value(cells["name"], cells["date"], cells["value"], uow)


def store_invoice(cells: Cells, uow: UnitOfWork, desk: Desk, now: datetime) -> None:
    known(uow.customers, "customer", cells["customer"])
    known_company(desk, cells["company"])
    if not 0 <= cells["dunning_level"] <= 3:
        raise BadCell(f"dunning_level {cells['dunning_level']} is not 0, 1, 2 or 3")
    if cells["total"] * cells["open_amount"] < 0 or abs(cells["open_amount"]) > abs(cells["total"]):
        raise BadCell(f"open_amount {cells['open_amount']} does not lie between 0 and the total {cells['total']}")
    if cells["due_shares"]:
        _check_shares(cells)
    take_over(uow, desk, now, **cells)


def due_shares(value: str) -> tuple[DueShare, ...]:
    """ "2026-03-02=300.00|2026-05-01=700.00": what is open of each share, the earliest first."""
    parts = [part.partition("=") for part in texts(value)]
    if any(not sign for _, sign, _ in parts):
        raise BadCell(f"{value!r} is no list of shares like 2026-03-02=300.00|2026-05-01=700.00")
    return tuple(sorted((DueShare(day(on), positive(left)) for on, _, left in parts), key=lambda one: one.due_on))


def _check_shares(cells: Cells) -> None:
    shares = cells["due_shares"]
    if sum(share.amount for share in shares) != cells["open_amount"]:
        raise BadCell(f"due_shares do not come to the open_amount {cells['open_amount']}")
    if len({share.due_on for share in shares}) < len(shares) or shares[0].due_on != cells["due_date"]:
        raise BadCell("due_shares have a day each, and the first one is the due_date")


def store_stock(cells: Cells, uow: UnitOfWork, desk: Desk, now: datetime) -> None:
    known(uow.products, "product", cells["sku"])
    uow.stock.put(Stock(counted_on=now.date(), **cells))


def store_deliveries(rows: list[tuple[int, Cells]], file: str, uow: UnitOfWork, desk: Desk, now: datetime) -> None:
    """Deliveries of one file belong together: one invoice an order and day."""
    faults = [
        BadInput(file, f"there is no order {cells['order']!r}", line=line, column="order")
        for line, cells in rows
        if uow.orders.get(cells["order"]) is None
    ]
    if faults:
        raise Refused(file, faults)
    try:
        deliver_all([DeliverGoods(**cells) for _, cells in rows], uow, desk, now)
    except O2CError as error:
        raise BadInput(file, str(error), line=line_named(rows, str(error))) from error


def line_named(rows: list[tuple[int, Cells]], why: str) -> int | None:
    """The first row whose order and article a refusal names, else the first whose order it names."""
    for columns in (("order", "sku"), ("order",)):
        for line, cells in rows:
            if all(cells[column] in why for column in columns):
                return line
    return None


CONTRACTS = Kind(
    columns={
        "number": needed,
        "customer": needed,
        "sku": needed,
        "quantity": positive,
        "price": amount,
        "currency": currency,
        "start": day,
        "end": or_default(day, None),
        "billing": choice(Billing),
        "company": text,
        "in_arrears": yes_or_no,
        "calendar": yes_or_no,
        "collective": yes_or_no,
        "po_number": text,
        "po_required": yes_or_no,
        "renewal_months": or_default(whole, 0),
        "notice_days": or_default(whole, 0),
        "notice_on": or_default(day, None),
        "index": text,
        "index_base": or_default(positive, Decimal(0)),
        "yearly_percent": or_default(amount, Decimal(0)),
        "metered": yes_or_no,
        "minimum": or_default(amount, Decimal(0)),
        "billed_until": or_default(day, None),
    },
    optional=tuple(field.name for field in fields(ContractTerms)),
    store=each(store_contract),
)


INVOICES = Kind(
    columns={
        "number": needed,
        "customer": needed,
        "company": needed,
        "issue_date": day,
        "due_date": day,
        "total": amount,
        "open_amount": amount,
        "currency": currency,
        "po_number": text,
        "dunning_level": or_default(whole, 0),
        "discount_percent": or_default(amount, Decimal(0)),
        "discount_days": or_default(whole, 0),
        "due_shares": or_default(due_shares, ()),
    },
    optional=("discount_percent", "discount_days", "due_shares"),
    store=each(store_invoice),
)


DELIVERIES = Kind(
    columns={"order": needed, "date": day, "sku": needed, "quantity": quantity_text}, store=store_deliveries
)


USAGE = Kind(
    columns={"contract": needed, "date": day, "quantity": or_default(amount, Decimal(0))}, store=each(store_usage)
)


INDICES = Kind(columns={"name": needed, "date": day, "value": positive}, store=each(store_index_value))


STOCK = Kind(
    columns={
        "sku": needed,
        "available": not_below_zero,
        "next_arrival": or_default(day, None),
        "arriving": or_default(not_below_zero, Decimal(0)),
    },
    optional=("next_arrival", "arriving"),
    store=each(store_stock),
)
