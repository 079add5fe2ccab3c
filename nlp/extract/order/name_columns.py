"""Which columns of an order's table hold names, what tells goods of one name apart, and prices that nothing heads."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from nlp.extract.catalogue import Catalogue
from nlp.extract.order.columns import Row, column_of, plain_heading
from nlp.extract.order.units import price_confirms
from nlp.lang import alternatives, expression
from nlp.lang.counting import ALL_UNITS
from nlp.lang.day_signs import any_of
from nlp.lang.describing import TELLING_HEADINGS
from nlp.notation import currency_in, decimal_sign, number_in_cell
from nlp.opened import Table

_FIGURE = re.compile(r"\s{0,3}\d{1,5}\s{0,3}(?:$|[^\W\d_]{1,10}\.?$)")
_TELLING = re.compile(any_of(TELLING_HEADINGS))


def wordiest(table: Table, rows: tuple[Row, ...]) -> int:
    """The column with the most letters: the description, where the column headed so holds numbers."""
    words = [
        sum(len(re.findall(r"[^\W\d_]", text)) for text in column_of(rows, column))
        for column in range(len(table.rows[max(table.header, 0)]))
    ]
    return words.index(max(words))


def told_together(table: Table, rows: tuple[Row, ...], quantity: int, catalogue: Catalogue) -> dict[str, int]:
    """The column of names, where only all cells of a row together name an article: "Vest | XL | orange"."""
    names = wordiest(table, rows)
    texts = [" ".join(cell for c, cell in enumerate(row) if c != quantity) for row in rows]
    named = [text for text in texts if text.strip() and catalogue.by_name(text) is not None]
    return {"description": names} if names != quantity and len(named) * 2 > len([t for t in texts if t.strip()]) else {}


def with_names(roles: dict[str, int], rows: tuple[Row, ...], words: int, catalogue: Catalogue) -> dict[str, int]:
    """Roles whose description is the column with most `words`, where the one headed so holds nothing but numbers."""
    column = roles.get("description")
    if column is None or words in roles.values():
        return roles
    cells = [text.strip() for text in column_of(rows, column) if text.strip()]
    numbers = bool(cells) and all(catalogue.by_sku(text) is not None for text in cells)
    return {**roles, "sku": column, "description": words} if numbers else roles


def telling_columns(headings: Row, roles: Mapping[str, int]) -> tuple[int, ...]:
    """The columns headed as sizes, colours and the like."""
    free = (c for c in range(len(headings)) if c not in roles.values())
    return tuple(c for c in free if _TELLING.fullmatch(plain_heading(headings[c])))


def price_column(table: Table, rows: tuple[Row, ...], roles: dict[str, int], decimal: str) -> int | None:
    """The unheaded price: the column that times the quantity makes the line's total, else one headed by a currency."""
    heading = table.rows[table.header]
    for column in range(len(heading)):
        if any(roles.get(role) == column for role in roles if role not in ("unit", "currency")):
            continue
        cells = column_of(rows, column)
        sign = decimal_sign(cells, decimal)
        values = [number_in_cell(cell, sign) for cell in cells]
        filled = [value for value in values if value is not None]
        if not filled or len(filled) * 2 < len(values):
            continue
        if "line_total" in roles:
            if _makes_totals(rows, values, roles, decimal):
                return column
        elif currency_in(heading[column]) is not None:
            return column
    return None


def with_prices(roles: dict[str, int], rows: tuple[Row, ...], catalogue: Catalogue, decimal: str) -> dict[str, int]:
    """Roles whose only column of money holds what one costs, whatever heads it: the book tells it in every row.

    A sum of several is no list price, and the price of one shared out among several is none either.
    """
    column = roles.get("line_total")
    if column is None or "unit_price" in roles:
        return roles
    sign = decimal_sign(column_of(rows, column), decimal)
    pairs = []
    for row in rows:
        named = [row[roles[role]] for role in ("sku", "description") if role in roles and roles[role] < len(row)]
        article = catalogue.resolve(*named) if named else None
        if article is None or max(column, roles["quantity"]) >= len(row):
            continue
        quantity, value = number_in_cell(row[roles["quantity"]], decimal), number_in_cell(row[column], sign)
        pairs.append((article, quantity or Decimal(0), value))
    each = pairs and all(price_confirms(value, article) for article, _, value in pairs)
    shared = all(price_confirms(value / count, a) for a, count, value in pairs if value is not None and count > 0)
    if not each or shared:
        return roles
    return {role: place for role, place in roles.items() if role != "line_total"} | {"unit_price": column}


def _makes_totals(rows: tuple[Row, ...], values: list[Decimal | None], roles: dict[str, int], decimal: str) -> bool:
    totals = decimal_sign(column_of(rows, roles["line_total"]), decimal)
    agreed = [
        quantity * value == total
        for row, value in zip(rows, values, strict=False)
        if value is not None
        and max(roles["quantity"], roles["line_total"]) < len(row)
        and (quantity := number_in_cell(row[roles["quantity"]], decimal)) is not None
        and (total := number_in_cell(row[roles["line_total"]], totals)) is not None
    ]
    return bool(agreed) and all(agreed)


def is_told_by_unit(headings: Row, rows: tuple[Row, ...], roles: Mapping[str, int], units: str) -> bool:
    """Whether nothing but the quantity can stand in its column: it is headed by a unit ("Bottles"), or is all there is.

    All there is: no headings, and beside the goods one column of figures.
    """
    column = roles["quantity"]
    if headings:
        heading = plain_heading(headings[column]) if column < len(headings) else ""
        return expression(rf"(?:{units}|{alternatives(ALL_UNITS)})").fullmatch(heading) is not None
    width = max(map(len, rows), default=0)
    figures = [c for c in range(width) if any(_FIGURE.match(text) for text in column_of(rows, c))]
    return width == len({roles.get("sku"), roles.get("description"), column} - {None}) and figures.count(column) == 1
