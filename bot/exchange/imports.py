"""`o2cbot import KIND FILE`: rows of a file become records, all of them or none.

Each kind is a table of columns; a column knows how its text is read. Every wrong cell of a file is named with its
line and column before anything is written.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from bot.exchange.arrangements import COLUMNS as ARRANGEMENT_COLUMNS
from bot.exchange.arrangements import OPTIONAL as ARRANGEMENT_OPTIONAL
from bot.exchange.arrangements import store_arrangements
from bot.exchange.cells import (
    BadCell,
    amount,
    choice,
    country,
    currency,
    day,
    domains,
    emails,
    ibans,
    language,
    needed,
    not_below_zero,
    or_default,
    packs,
    positive,
    quantity_text,
    text,
    texts,
    whole,
    yes_or_no,
)
from bot.exchange.mandates import (
    DEBIT_COLUMNS,
    DEBIT_OPTIONAL,
    MANDATE_COLUMNS,
    MANDATE_OPTIONAL,
    store_debit,
    store_mandate,
)
from bot.exchange.rows import Row, read_rows
from workflows.billing.importing import keep_contract, keep_index_value, keep_usage
from workflows.billing.periods import periods
from workflows.cash.relations import PayerRelation, RelationKind, relation_id
from workflows.catalogue import (
    ArticleTerms,
    Billing,
    Contract,
    ContractTerms,
    ExchangeRate,
    Price,
    Product,
    RateClass,
    RevenueKind,
)
from workflows.commands import DeliverGoods
from workflows.customers import Contact, Customer
from workflows.errors import BadInput, O2CError
from workflows.invoicing.electronic import EInvoiceProfile
from workflows.invoicing.opening import take_over
from workflows.ledger.model import DueShare
from workflows.orders.delivering import deliver_all
from workflows.orders.model import Stock
from workflows.payment_terms import applying as payment_terms
from workflows.places import STANDING
from workflows.ports import Desk, UnitOfWork

MOST_FAULTS = 20  # named per file; the rest is counted


class Refused(O2CError):
    """A file was not imported; `faults` names each wrong row."""

    def __init__(self, file: str, faults: list[BadInput]) -> None:
        self.file, self.faults = file, tuple(faults)
        shown = [str(fault) for fault in faults[:MOST_FAULTS]]
        if len(faults) > MOST_FAULTS:
            shown.append(f"{file}: and {len(faults) - MOST_FAULTS} more")
        super().__init__("\n".join(shown))


Cells = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of import: how columns are read, and what a whole file of cells does to the records."""

    columns: Mapping[str, Callable[[str], Any]]
    store: Callable[[list[tuple[int, Cells]], str, UnitOfWork, Desk, datetime], None]
    optional: tuple[str, ...] = ()


def each(store: Callable[[Cells, UnitOfWork, Desk, datetime], None]) -> Callable[..., None]:
    """Stores row by row, collecting what is wrong with any."""

    def store_all(rows: list[tuple[int, Cells]], file: str, uow: UnitOfWork, desk: Desk, now: datetime) -> None:
        faults = []
        for line, cells in rows:
            try:
                store(cells, uow, desk, now)
            except (O2CError, BadCell) as error:
                faults.append(BadInput(file, str(error), line=line))
        if faults:
            raise Refused(file, faults)

    return store_all


def known(repository: Any, kind: str, key: str) -> None:
    if repository.get(key) is None:
        raise BadCell(f"there is no {kind} {key!r}; import it first")


def known_company(desk: Desk, key: str) -> None:
    if key not in desk.companies:
        raise BadCell(f"there is no company {key!r} in the configuration")


def store_customer(cells: Cells, uow: UnitOfWork, desk: Desk, now: datetime) -> None:
    known_company(desk, cells["company"])
    if cells["dunning_policy"] not in desk.dunning:
        raise BadCell(f"there is no dunning policy {cells['dunning_policy']!r}: {', '.join(sorted(desk.dunning))}")
    if cells["payment_terms"]:
        why = payment_terms.obstacle(cells["payment_terms"], cells["discount_percent"], cells["discount_days"])
        if why:
            raise BadCell(why)
    before = uow.customers.get(cells["number"])
    if before is not None and not cells["delivery_addresses"]:  # two persons let goods go there
        cells = {**cells, "delivery_addresses": before.delivery_addresses}
    uow.customers.put(Customer(**cells, segment=before.segment if before is not None else ""))


def standing_places(value: str) -> tuple[str, ...]:
    found = texts(value)
    for place in found:
        if not STANDING.fullmatch(place):
            raise BadCell(f'{place!r} is not written like "street, postcode town"')
    return found


def store_contact(cells: Cells, uow: UnitOfWork, desk: Desk, now: datetime) -> None:
    known(uow.customers, "customer", cells["customer"])
    uow.contacts.put(Contact(id=f"{cells['customer']}|{cells['email']}", **cells))


def store_product(cells: Cells, uow: UnitOfWork, desk: Desk, now: datetime) -> None:
    names = tuple((name[5:], value) for name, value in cells.items() if name.startswith("name_") and value)
    if not names:
        raise BadCell("a product needs a name in at least one language")
    terms = {name: cells[name] for name in (field.name for field in fields(ArticleTerms))}
    if terms["replaced_by"] == cells["sku"]:
        raise BadCell(f"{cells['sku']} cannot be replaced by itself")
    plain = {key: value for key, value in cells.items() if key[:5] != "name_" and key not in terms}
    uow.products.put(Product(names=names, **plain, terms=ArticleTerms(**terms)))


def store_price(cells: Cells, uow: UnitOfWork, desk: Desk, now: datetime) -> None:
    known(uow.products, "product", cells["sku"])
    if cells["customer"]:
        known(uow.customers, "customer", cells["customer"])
    parts = (cells["customer"], cells["sku"], cells["currency"], cells["min_quantity"].normalize(), cells["valid_from"])
    uow.prices.put(Price(id="|".join("" if part is None else str(part) for part in parts), **cells))


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


def store_relation(cells: Cells, uow: UnitOfWork, desk: Desk, now: datetime) -> None:
    """Who pays for a customer; the same payer and customer again replaces the days."""
    known(uow.customers, "customer", cells["customer"])
    accounts = cells["iban"]
    if len(accounts) > 1 or not (accounts or cells["payer"]):
        raise BadCell("name the payer, or one account of it")
    if cells["valid_from"] and cells["valid_to"] and cells["valid_to"] < cells["valid_from"]:
        raise BadCell(f"valid_to {cells['valid_to']} lies before valid_from {cells['valid_from']}")
    iban, kind = next(iter(accounts), ""), RelationKind(cells["kind"])
    name = relation_id(kind, cells["payer"], iban, cells["customer"])
    uow.payer_relations.put(PayerRelation(**{**cells, "id": name, "kind": kind, "iban": iban}))


def store_stock(cells: Cells, uow: UnitOfWork, desk: Desk, now: datetime) -> None:
    known(uow.products, "product", cells["sku"])
    uow.stock.put(Stock(counted_on=now.date(), **cells))


def store_rate(cells: Cells, uow: UnitOfWork, desk: Desk, now: datetime) -> None:
    uow.rates.put(ExchangeRate(id=f"{cells['currency']}|{cells['date']}", **cells))


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


KINDS: dict[str, Kind] = {
    "customers": Kind(
        columns={
            "number": needed,
            "company": needed,
            "name": needed,
            "country": country,
            "language": language,
            "vat_id": text,
            "registration": text,
            "street": text,
            "postcode": text,
            "city": text,
            "emails": emails,
            "domains": domains,
            "ibans": ibans,
            "payment_days": or_default(whole, 30),
            "currency": currency,
            "credit_limit": or_default(amount, None),
            "dunning_policy": or_default(text, "standard"),
            "aliases": texts,
            "e_invoice": or_default(choice(EInvoiceProfile), ""),
            "endpoint_id": text,
            "endpoint_scheme": text,
            "buyer_reference": text,
            "contract_reference": text,
            "order_reference": text,
            "discount_percent": or_default(amount, Decimal(0)),
            "discount_days": or_default(whole, 0),
            "delivery_addresses": standing_places,
            "insured": or_default(amount, Decimal(0)),
            "payment_terms": text,
        },
        optional=(
            "e_invoice",
            "endpoint_id",
            "endpoint_scheme",
            "buyer_reference",
            "contract_reference",
            "order_reference",
            "discount_percent",
            "discount_days",
            "delivery_addresses",
            "insured",
            "payment_terms",
        ),
        store=each(store_customer),
    ),
    "contacts": Kind(
        columns={
            "customer": needed,
            "name": text,
            "email": lambda value: emails(needed(value))[0],
            "role": or_default(text, "other"),
            "language": or_default(language, ""),
            "phone": text,
        },
        optional=("role", "language", "phone"),
        store=each(store_contact),
    ),
    "products": Kind(
        columns={
            "sku": needed,
            "name_en": text,
            "name_fr": text,
            "name_de": text,
            "unit": or_default(text, "C62"),
            "price": amount,
            "currency": currency,
            "vat_rate_class": choice(RateClass),
            "aliases": texts,
            "revenue": choice(RevenueKind),
            "replaced_by": text,
            "sold_until": or_default(day, None),
            "pack_size": or_default(positive, Decimal(0)),
            "least_quantity": or_default(positive, Decimal(0)),
            "lead_days": or_default(whole, None),
            "not_to": lambda value: tuple(country(code) for code in texts(value)),
            "packs": packs,
            "licence": text,
        },
        optional=tuple(field.name for field in fields(ArticleTerms)),
        store=each(store_product),
    ),
    "prices": Kind(
        columns={
            "customer": text,
            "sku": needed,
            "price": amount,
            "currency": currency,
            "min_quantity": or_default(amount, Decimal(1)),
            "valid_from": or_default(day, None),
            "valid_to": or_default(day, None),
        },
        store=each(store_price),
    ),
    "contracts": Kind(
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
    ),
    "invoices": Kind(
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
    ),
    "deliveries": Kind(
        columns={"order": needed, "date": day, "sku": needed, "quantity": quantity_text}, store=store_deliveries
    ),
    "arrangements": Kind(columns=ARRANGEMENT_COLUMNS, optional=ARRANGEMENT_OPTIONAL, store=store_arrangements),
    "usage": Kind(
        columns={"contract": needed, "date": day, "quantity": or_default(amount, Decimal(0))}, store=each(store_usage)
    ),
    "indices": Kind(columns={"name": needed, "date": day, "value": positive}, store=each(store_index_value)),
    "mandates": Kind(columns=MANDATE_COLUMNS, optional=MANDATE_OPTIONAL, store=each(store_mandate)),
    "direct-debits": Kind(columns=DEBIT_COLUMNS, optional=DEBIT_OPTIONAL, store=each(store_debit)),
    "stock": Kind(
        columns={
            "sku": needed,
            "available": not_below_zero,
            "next_arrival": or_default(day, None),
            "arriving": or_default(not_below_zero, Decimal(0)),
        },
        optional=("next_arrival", "arriving"),
        store=each(store_stock),
    ),
    "rates": Kind(columns={"currency": currency, "date": day, "rate": positive}, store=each(store_rate)),
    "payers": Kind(
        columns={
            "kind": choice(RelationKind),
            "payer": text,
            "iban": ibans,
            "customer": needed,
            "valid_from": or_default(day, None),
            "valid_to": or_default(day, None),
        },
        optional=("payer", "iban", "valid_from", "valid_to"),
        store=each(store_relation),
    ),
}


def import_file(kind_name: str, file: Path, uow: UnitOfWork, desk: Desk, now: datetime) -> int:
    """Imports a file inside the caller's transaction; returns how many rows it had.

    Raises BadInput or Refused; the caller then rolls back, so that a file is taken whole or not at all.
    """
    parsed = parse_file(kind_name, file)
    KINDS[kind_name].store(parsed, str(file), uow, desk, now)
    return len(parsed)


def parse_file(kind_name: str, file: Path) -> list[tuple[int, Cells]]:
    """The rows of a file with their lines; raises BadInput or Refused."""
    kind = KINDS[kind_name]
    required = tuple(name for name in kind.columns if name not in kind.optional)
    faults: list[BadInput] = []
    rows = read_rows(file, required, kind.optional)
    parsed = [(line, parse_row(file, kind, (line, cells), faults)) for line, cells in rows]
    if faults:
        raise Refused(str(file), faults)
    return parsed


def parse_row(file: Path, kind: Kind, row: Row, faults: list[BadInput]) -> Cells:
    line, cells = row
    parsed = {}
    for name, parse in kind.columns.items():
        try:
            parsed[name] = parse(cells.get(name, ""))
        except BadCell as error:
            faults.append(BadInput(str(file), str(error), line=line, column=name))
    return parsed
