"""Which column of an order's table holds the quantities where its heading is unknown: the one that proves itself."""

# ruff: noqa: E501  # words stand in rows

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping
from decimal import Decimal

from nlp.extract.catalogue import Catalogue
from nlp.lang import fold
from nlp.notation import decimal_sign, number_in_cell

Row = tuple[str, ...]
LEAST_SHARE = 2  # one row in so many must hold a number
LEAST_NAMED = 2  # rows that name articles, under headings that nobody knows
MOST_COUNTED = 100_000
# How a shopping list heads what is to come, and what is there already.
_WANTED = re.compile(
    r"(?:(?:qte|qty|menge|quantite|quantity) )?(?:a commander|commander|commande|besoins?|to order|order|needs?|needed|required|wanted|request(?:ed)?|zu bestellen|"
    r"bestellen|bestellung|bedarf|benotigt|nachbestell\w{2,4}|wieviel|wie viel|combien|how many|da ordinare|fabbisogno|te bestellen|nodig|a pedir|pedido|"
    r"do zamowienia|antal|aantal|cantidad|quantita|quantidade|ilosc|anzahl|stuckzahl|mnozstvi|pocet|att bestalla|behov|total a commander|gesamtbedarf)(?: (?:qte|qty|menge|quantity))?"
)
_LEVEL = re.compile(
    r"(?:en |im |in |on )?(?:stock|bestand|istbestand|sollbestand|ist|soll|seuil|mini?|maxi?|minimum|maximum|mindestbestand|hand|par|par level|level|lager|vorrat|actuel|"
    r"reste|restant|left|remaining|current|inventaire|inventory|vorhanden|giacenza|scorta|existencias|voorraad|stan|lagerbestand|meldebestand)(?: \w{1,8})?"
)
_DAY = re.compile(r"\d{1,2}[./-]\d{1,2}[./-](?:\d\d){0,2}|20\d\d-\d\d-\d\d.{0,10}")
_COUNTED = re.compile(r"\s{0,3}([\d.,' ]{1,12}?)[ ]?[A-Za-z]{1,6}\.?\s{0,3}")  # "6 CA", "20 Stk."


def article_rows(rows: tuple[Row, ...], roles: Mapping[str, int], catalogue: Catalogue) -> tuple[Row, ...]:
    """The rows that name an article of ours in a column of articles."""
    columns = [roles[role] for role in ("sku", "description") if role in roles]
    return tuple(row for row in rows if any(c < len(row) and catalogue.resolve(row[c]) is not None for c in columns))


def quantity_column(
    rows: tuple[Row, ...], roles: Mapping[str, int], decimal: str, catalogue: Catalogue, headings: Row = ()
) -> int | None:
    """The column of whole numbers that times the price makes the line's total; without totals the only one there is.

    Positions (1, 2, 3 or 10, 20, 30) are no quantities unless the sums prove it.
    """
    named = article_rows(rows, roles, catalogue)
    if not named:
        return None
    taken = {column for role, column in roles.items() if role != "position"}
    counted = [c for c in range(max(map(len, named))) if c not in taken and _counts(named, c, decimal)]
    if (said := _said(headings, counted)) is not None:
        return said
    counted = [c for c in counted if not (c < len(headings) and _LEVEL.fullmatch(plain_heading(headings[c])))]
    proven = [c for c in counted if _makes_totals(named, c, roles, decimal)]
    if proven:
        return proven[0] if len(proven) == 1 else None
    if {"unit_price", "line_total"} <= roles.keys():
        return None  # sums are there, and no column makes them
    left = [c for c in counted if not is_position(_numbers(named, c, decimal)) and not _prices(named, c)]
    return left[0] if len(left) == 1 else _sum_column(named, left, decimal)


def plain_heading(heading: str) -> str:
    return re.sub(r"[\W_]+", " ", fold(heading)).strip()


def _said(headings: Row, columns: list[int]) -> int | None:
    """The one column that is headed "to order" or "needed"; None where none or several are."""
    said = [c for c in columns if c < len(headings) and _WANTED.fullmatch(plain_heading(headings[c]))]
    return said[0] if len(said) == 1 else None


def is_headed(headings: Row, column: int) -> bool:
    """Whether a column says itself that it holds what is to be ordered."""
    return _said(headings, [column]) is not None


def _sum_column(rows: tuple[Row, ...], columns: list[int], decimal: str) -> int | None:
    """The column that in every row is the sum of the other counted ones: so much a week, and the whole behind it."""
    figures = {c: _numbers(rows, c, decimal) for c in columns}
    for total, values in figures.items():
        others = [figures[c] for c in columns if c != total]
        parts = [sum((row or Decimal(0) for row in each), Decimal(0)) for each in zip(*others, strict=True)]
        if len(others) > 1 and len(rows) >= LEAST_NAMED and tuple(parts) == values:
            return total
    return None


def content_roles(rows: tuple[Row, ...], decimal: str, catalogue: Catalogue) -> dict[str, int]:
    """sku, and quantity, unit_price and line_total by their product, of a table without a heading; {} if unproven.

    Two columns of figures whose product is a third are quantity, price and total; the whole numbers are the quantity.
    """
    width = max(map(len, rows), default=0)
    known = [sum(1 for row in rows if c < len(row) and catalogue.by_sku(row[c]) is not None) for c in range(width)]
    if not known or max(known) * LEAST_SHARE < len(rows):
        return {}
    sku = known.index(max(known))
    named = tuple(row for row in rows if sku < len(row) and catalogue.by_sku(row[sku]) is not None)
    figures = {c: _numbers(named, c, decimal) for c in range(width) if c != sku}
    for quantity, price, total in itertools.permutations(figures, 3):
        if not _counts(named, quantity, decimal):
            continue
        triples = list(zip(figures[quantity], figures[price], figures[total], strict=True))
        if len(triples) >= LEAST_SHARE and all(q and p and t and q * p == t for q, p, t in triples):
            return {"sku": sku, "quantity": quantity, "unit_price": price, "line_total": total}
    return {}


def named_roles(
    rows: tuple[Row, ...], decimal: str, catalogue: Catalogue, headings: Row = (), quantity: int | None = None
) -> dict[str, int]:
    """sku or description, and quantity, of a table under headings that nobody knows; {} where two columns could be it.

    The column whose cells are articles of ours names the goods; the only column of whole numbers beside it counts them,
    or `quantity`, the one that its heading tells.
    """
    filled = tuple(row for row in rows if sum(bool(cell.strip()) for cell in row) > 1)
    for role, known in (("sku", catalogue.by_sku), ("description", catalogue.resolve)):
        hits = [
            sum(1 for row in filled if c < len(row) and known(row[c]) is not None)
            for c in range(max(map(len, filled), default=0))
        ]
        if not hits or max(hits) < LEAST_NAMED or max(hits) * LEAST_SHARE < len(filled):
            continue
        roles = {role: hits.index(max(hits))}
        named = article_rows(filled, roles, catalogue)
        counted = [
            c
            for c in range(max(map(len, named)))
            if c not in roles.values()
            and _counts(named, c, decimal)
            and _is_few(_numbers(named, c, decimal))
            and not _days(named, c)
            and not _prices(named, c)
            and not _is_told(named, c, next(iter(roles.values())), catalogue)
        ]
        left = [c for c in counted if not is_position(_numbers(named, c, decimal))]
        left = [c for c in left if not (c < len(headings) and _LEVEL.fullmatch(plain_heading(headings[c])))]
        said = _said(headings, counted)
        left = [said] if said is not None else left
        counted_in = quantity
        if counted_in is None:
            counted_in = left[0] if len(left) == 1 else _sum_column(named, left, decimal)
        if counted_in is None:
            return {}
        roles["quantity"] = counted_in
        priced = [c for c in range(max(map(len, named))) if c not in roles.values() and _prices(named, c)]
        return {**roles, "unit_price": priced[0]} if len(priced) == 1 else roles
    return {}


def _is_told(rows: tuple[Row, ...], column: int, named: int, catalogue: Catalogue) -> bool:
    """Whether every row's number in a column is one of its article's own: a size beside the name."""
    articles = [catalogue.resolve(row[named]) if named < len(row) else None for row in rows]
    pairs = [
        (article, row[column].strip())
        for article, row in zip(articles, rows, strict=True)
        if article is not None and column < len(row) and row[column].strip()
    ]
    return len(pairs) > 1 and all(catalogue.likeness.is_called(article.sku, number) for article, number in pairs)


def _prices(rows: tuple[Row, ...], column: int) -> bool:
    """Whether every row has an amount with two decimals in a column."""
    return all(column < len(row) and re.fullmatch(r"[^\w]{0,2}\d{1,6}[.,]\d\d[^\w]{0,2}", row[column]) for row in rows)


def _days(rows: tuple[Row, ...], column: int) -> bool:
    """Whether a column holds days ("21.5.")."""
    return any(column < len(row) and _DAY.fullmatch(row[column].strip()) for row in rows)


def _is_few(values: tuple[Decimal | None, ...]) -> bool:
    """Quantities, and neither days (20260519) nor numbers of articles."""
    return all(value is None or value < MOST_COUNTED for value in values)


def is_position(values: tuple[Decimal | None, ...]) -> bool:
    """1, 2, 3 or 10, 20, 30 down the column: lines are counted, not goods. A single line's 1 or 10 is one too."""
    filled = [value for value in values if value is not None]
    steps = {later - earlier for earlier, later in itertools.pairwise(filled)}
    begins = bool(filled) and filled[0] in (1, 10, 100)
    return begins and (len(filled) == 1 or (len(steps) == 1 and steps <= {Decimal(1), Decimal(10), Decimal(100)}))


def _numbers(rows: tuple[Row, ...], column: int, decimal: str) -> tuple[Decimal | None, ...]:
    cells = tuple(row[column] if column < len(row) else "" for row in rows)
    cells = tuple(match[1] if (match := _COUNTED.fullmatch(cell)) else cell for cell in cells)
    sign = decimal_sign(cells, decimal)
    return tuple(number_in_cell(cell, sign) for cell in cells)


def _counts(rows: tuple[Row, ...], column: int, decimal: str) -> bool:
    """Whether a column holds whole numbers above zero, most of its rows filled."""
    values = [value for value in _numbers(rows, column, decimal) if value is not None]
    whole = all(value > 0 and value == value.to_integral_value() for value in values)
    return len(values) * LEAST_SHARE >= len(rows) and bool(values) and whole


def _makes_totals(rows: tuple[Row, ...], column: int, roles: Mapping[str, int], decimal: str) -> bool:
    if not {"unit_price", "line_total"} <= roles.keys():
        return False
    prices = _numbers(rows, roles["unit_price"], decimal)
    totals = _numbers(rows, roles["line_total"], decimal)
    agreed = [
        quantity * price == total
        for quantity, price, total in zip(_numbers(rows, column, decimal), prices, totals, strict=True)
        if quantity is not None and price is not None and total is not None
    ]
    return bool(agreed) and all(agreed)


def column_of(rows: tuple[Row, ...], column: int) -> tuple[str, ...]:
    return tuple(row[column] for row in rows if column < len(row))
