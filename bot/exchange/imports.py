"""`o2cbot import KIND FILE`: rows of a file become records, all of them or none.

Each kind is a table of columns; a column knows how its text is read. Every wrong cell of a file is named with its
line and column before anything is written.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from bot.exchange.arrangements import COLUMNS as ARRANGEMENT_COLUMNS
from bot.exchange.arrangements import OPTIONAL as ARRANGEMENT_OPTIONAL
from bot.exchange.arrangements import store_arrangements
from bot.exchange.cells import BadCell
from bot.exchange.imported_masters import CONTACTS, CUSTOMERS, PAYERS, PRICES, PRODUCTS, RATES
from bot.exchange.imported_sales import CONTRACTS, DELIVERIES, INDICES, INVOICES, STOCK, USAGE
from bot.exchange.kinds import Cells, Kind, Refused, each
from bot.exchange.mandates import (
    DEBIT_COLUMNS,
    DEBIT_OPTIONAL,
    MANDATE_COLUMNS,
    MANDATE_OPTIONAL,
    store_debit,
    store_mandate,
)
from bot.exchange.rows import Row, read_rows
from workflows.errors import BadInput
from workflows.ports import Desk, UnitOfWork

ARRANGEMENTS = Kind(columns=ARRANGEMENT_COLUMNS, optional=ARRANGEMENT_OPTIONAL, store=store_arrangements)
MANDATES = Kind(columns=MANDATE_COLUMNS, optional=MANDATE_OPTIONAL, store=each(store_mandate))
DIRECT_DEBITS = Kind(columns=DEBIT_COLUMNS, optional=DEBIT_OPTIONAL, store=each(store_debit))
KINDS: dict[str, Kind] = {
    "customers": CUSTOMERS,
    "contacts": CONTACTS,
    "products": PRODUCTS,
    "prices": PRICES,
    "contracts": CONTRACTS,
    "invoices": INVOICES,
    "deliveries": DELIVERIES,
    "arrangements": ARRANGEMENTS,
    "usage": USAGE,
    "indices": INDICES,
    "mandates": MANDATES,
    "direct-debits": DIRECT_DEBITS,
    "stock": STOCK,
    "rates": RATES,
    "payers": PAYERS,
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
