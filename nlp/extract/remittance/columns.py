"""Which column of an advice holds what where no heading says it: the one whose cells agree with the book."""

from __future__ import annotations

import itertools
import re
from decimal import Decimal

from nlp.book import DocumentEntry
from nlp.extract.remittance.named import by_own_number, own_numbers
from nlp.extract.remittance.row_amounts import kept_in
from nlp.extract.sources import Context, near
from nlp.notation import decimal_sign, number_in_cell

Row = tuple[str, ...]
_MONEY = re.compile(r"\d[.,]\d\d(?!\d)|\d,-|\d\.–")
SHARE = Decimal("0.6")  # of the rows that name a document


def content_roles(context: Context, rows: tuple[Row, ...]) -> dict[str, int]:
    """invoice, and amount, discount and net_paid by what the book says is open and by gross - kept back = paid.

    Empty where no column names documents of the book.
    """
    width = max(map(len, rows), default=0)
    numbers = own_numbers(context)
    entries = [[_meant(context, numbers, cell) for cell in row] for row in rows]
    named = [sum(1 for row in entries if column < len(row) and row[column]) for column in range(width)]
    if not named or max(named) == 0:
        return {}
    invoice = named.index(max(named))
    ours = [n for n, row in enumerate(entries) if invoice < len(row) and row[invoice] is not None]
    due = [entry for n in ours if (entry := entries[n][invoice]) is not None]
    amounts = [{entry.open_amount, entry.total, -entry.total} for entry in due]
    values = {c: _values(context, [rows[n] for n in ours], c, amounts) for c in range(width) if c != invoice}
    money = {column: found for column, found in values.items() if found}
    return {"invoice": invoice, **_money_roles(money, amounts)}


def _meant(context: Context, numbers: dict[str, tuple[DocumentEntry, ...]], cell: str) -> DocumentEntry | None:
    """The document that a cell names by its number or by the customer's own order."""
    if not re.search(r"\d", cell):
        return None
    return context.book.document(cell) or by_own_number(numbers, cell, frozenset())


def proven_roles(context: Context, roles: dict[str, int], rows: tuple[Row, ...]) -> dict[str, int]:
    """The roles with columns that no heading explains: gross less what was kept back is what was paid, in every row."""
    gross = roles.get("amount", roles.get("invoice_amount"))
    if gross is None or {"deduction", "discount"} & roles.keys():
        return roles
    ours = [row for row in rows if gross < len(row) and _MONEY.search(row[gross]) and row[0].strip()]
    width = max(map(len, ours), default=0)
    taken = {column for role, column in roles.items() if role not in ("net", "net_paid", "line_total")}
    values: dict[int, list[Decimal | None]] = {
        column: _numbers(context, ours, column) for column in range(width) if column == gross or column not in taken
    }
    for kept, paid in itertools.permutations([column for column in values if column != gross], 2):
        triples = list(zip(values[gross], values[kept], values[paid], strict=True))
        sums = [
            (near(a - abs(b or Decimal(0)), c), b) for a, b, c in triples if a is not None and c is not None and a > 0
        ]
        if sums and all(fits for fits, _ in sums) and any(b for _, b in sums) and any(c for _, _, c in triples):
            return {**roles, "deduction": kept, "net_paid": paid}
    return roles


def _numbers(context: Context, rows: list[Row], column: int) -> list[Decimal | None]:
    cells = [row[column] if column < len(row) else "" for row in rows]
    sign = decimal_sign(tuple(cells), context.decimal)
    values = ((cell, number_in_cell(cell, sign)) for cell in cells)
    return [kept_in(cell, sign) if value is None else value for cell, value in values]


def _values(context: Context, rows: list[Row], column: int, due: list[set[Decimal]]) -> list[Decimal | None]:
    """The column's money, empty where it is none; whole numbers are money where they are what is open."""
    cells = [row[column] if column < len(row) else "" for row in rows]
    sign = decimal_sign(tuple(cells), context.decimal)
    values = [number_in_cell(cell, sign) for cell in cells]
    agreeing = sum(1 for value, wanted in zip(values, due, strict=True) if value in wanted)
    if max(agreeing, sum(1 for cell in cells if _MONEY.search(cell))) < SHARE * len(cells):
        return []
    return values


def _money_roles(money: dict[int, list[Decimal | None]], due: list[set[Decimal]]) -> dict[str, int]:
    for gross, kept, paid in itertools.permutations(money, 3):
        sums = [
            near(a - abs(b or Decimal(0)), c)
            for a, b, c in zip(money[gross], money[kept], money[paid], strict=True)
            if a is not None and c is not None
        ]
        if sums and all(sums) and any(money[kept]) and any(money[paid]):
            return {"amount": gross, "deduction": kept, "net_paid": paid}
    if not money:
        return {}
    agreed = {
        column: sum(1 for value, wanted in zip(values, due, strict=True) if value in wanted)
        for column, values in money.items()
    }
    best = max(agreed, key=lambda column: agreed[column])
    return {"amount": best} if agreed[best] or len(money) == 1 else {}
