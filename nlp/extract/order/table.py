"""Rows of order tables: each row is a line, a total, a note, or a problem; none is passed over."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

from nlp.book import ArticleEntry
from nlp.documents.vocabulary import column_roles
from nlp.extract.catalogue import Catalogue, catalogue_of
from nlp.extract.order.columns import (
    article_rows,
    column_of,
    content_roles,
    is_headed,
    named_roles,
    quantity_column,
)
from nlp.extract.order.lines import MAX_LINES, Lines, exact_share, line_of
from nlp.extract.order.name_columns import (
    is_told_by_unit,
    price_column,
    telling_columns,
    told_together,
    with_names,
    with_prices,
    wordiest,
)
from nlp.extract.order.units import dozens_of
from nlp.extract.sources import Context, Source, near
from nlp.lang import expression, fold
from nlp.notation import decimal_sign, number_in_cell
from nlp.opened import Table
from nlp.reading import Evidence, OrderLine, Problem

Row = tuple[str, ...]
HEADINGS_WITHIN = 12  # rows
_FIGURE = re.compile(r"\s{0,3}\d[\d.,' ]{0,11}(?:[^\W\d_]{1,6}\.?)?\s{0,3}")
_LETTERS = re.compile(r"[^\W\d_]{2}")


@dataclass
class _Reader:
    """One table on its way to lines."""

    source: Source
    catalogue: Catalogue
    roles: dict[str, int]
    signs: dict[str, str]
    is_total: Callable[[str, bool], bool]
    telling: tuple[int, ...] = ()  # columns of sizes and colours: they belong to the description beside them
    changes: bool = False  # of an order that is placed: 0 is a quantity too
    lines: list[OrderLine] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    open_rows: list[Problem] = field(default_factory=list)

    def cell(self, row: Row, role: str) -> str:
        return row[self.roles[role]].strip() if role in self.roles and self.roles[role] < len(row) else ""

    def described(self, row: Row) -> str:
        """The description with what the columns of sizes and colours say of it: "Vest XL orange"."""
        words = self.cell(row, "description")
        told = [row[column].strip() for column in self.telling if column < len(row)]
        return " ".join((words, *filter(None, told))) if words else words

    def number(self, row: Row, role: str) -> Decimal | None:
        return number_in_cell(self.cell(row, role), self.signs.get(role, ","))

    def remark(self, code: str, row: Row) -> Problem:
        return Problem(code, "  ".join(cell for cell in row if cell.strip())[:120], self.source.name)

    def read(self, row: Row) -> None:
        """A row becomes a line or a remark; headings, notes and totals become neither."""
        written, described = self.cell(row, "sku"), self.described(row)
        stated = self.cell(row, "quantity")
        if self.catalogue.resolve(written, described) is None and self._is_total(row, bool(re.search(r"\d", stated))):
            return
        quantity = number_in_cell(re.sub(r"[^\d.,' \u00a0-]", "", stated), self.signs["quantity"])
        withdrawn = self.changes and quantity == 0
        if quantity is None or (quantity <= 0 and not withdrawn) or not (written or described):
            self._pass_over(row, stated, quantity, written, described)
            return
        price = None if withdrawn else self._price(row, quantity)
        quantity *= dozens_of(self.cell(row, "unit"))
        unit = self.cell(row, "unit") or re.sub(r"[\d.,'\s]", "", stated)
        known = self.catalogue.resolve(written, described, unit=unit) is not None
        named, told = (None, "") if known else self._named_elsewhere(row, unit)
        words = (written, described)
        line, doubts = line_of(
            self.catalogue, words, quantity, price, unit, self.source.name, named, " ".join(row), told=told
        )
        self.problems += doubts
        path = f"order.lines.{len(self.lines)}"
        self.evidence += [
            self.source.cell(f"{path}.quantity", stated),
            self.source.cell(f"{path}.sku", written or described),
        ]
        self.lines.append(line)

    def _named_elsewhere(self, row: Row, unit: str) -> tuple[ArticleEntry | None, str]:
        """The article that all cells name, and the words: a number under some other heading, a column of colours."""
        figures = {self.roles.get(role) for role in ("quantity", "unit_price", "line_total", "position")}
        cells = [cell.strip() for column, cell in enumerate(row) if column not in figures and cell.strip()]
        numbered = {article.sku: article for cell in cells if (article := self.catalogue.by_sku(cell)) is not None}
        if len(numbered) == 1:
            return next(iter(numbered.values())), ""
        words = " ".join(cells)
        return (None, "") if numbered else (self.catalogue.by_name(words, unit), words)

    def _is_total(self, row: Row, counted: bool) -> bool:
        """Whether a cell, or the row's cells together ("Order", "value"), are the label of a total."""
        words = [cell for cell in row if cell.strip()]
        return any(self.is_total(text, not counted) for text in (*words, " ".join(" ".join(words).split())))

    def _pass_over(self, row: Row, stated: str, quantity: Decimal | None, written: str, described: str) -> None:
        money = any(self.number(row, role) for role in ("unit_price", "line_total"))
        if quantity == 0 and not self.number(row, "line_total"):
            return  # a form that lists everything: none of this is wanted
        known = bool(written) and self.catalogue.resolve(written) is not None
        if re.search(r"\d", stated) or (stated and (money or known)):
            self.problems.append(self.remark("unread_row", row))
        elif known or (money and (written or described)):
            self.open_rows.append(self.remark("unread_row", row))

    def _price(self, row: Row, quantity: Decimal) -> Decimal | None:
        """The unit price of a row: as stated, else the exact share of its total; what does not agree is a problem."""
        price, total = self.number(row, "unit_price"), self.number(row, "line_total")
        if price is None and (self.cell(row, "unit_price") or total):
            price = None if total is None or self.cell(row, "unit_price") else exact_share(total, quantity)
            if price is None:
                self.problems.append(self.remark("unread_price", row))
        elif price is not None and total is not None and not near(price * quantity, total):
            self.problems.append(self.remark("line_mismatch", row))
        return price


def table_lines(context: Context, source: Source, table: Table, *, changes: bool = False) -> Lines:
    """The rows of a table that has a column of quantities and one of articles.

    A table of old and new quantities changes an order and places none: it has lines only where `changes` are asked.
    """
    roles = {role: column for column, role in reversed(column_roles(table).items())}
    rows = table.rows[table.header + 1 :]
    if "old_quantity" in roles and not any(_FIGURE.fullmatch(text) for text in column_of(rows, roles["old_quantity"])):
        del roles["old_quantity"]  # "Was" heads goods in German
    if ("old_quantity" in roles) is not changes:
        return Lines()
    if table.header < 0:
        roles = content_roles(rows, context.decimal, catalogue_of(context.book))
    guessed = not {"sku", "description"} & roles.keys()
    known = roles.get("quantity")
    if guessed:
        roles |= named_roles(rows, context.decimal, catalogue_of(context.book), _headings(table), known)
    if not {"sku", "description"} & roles.keys() and "quantity" in roles:
        roles |= told_together(table, rows, roles["quantity"], catalogue_of(context.book))
    if not {"sku", "description"} & roles.keys():
        return Lines()
    if "quantity" not in roles:
        counted = quantity_column(rows, roles, context.decimal, catalogue_of(context.book), _headings(table))
        if counted is None:
            return _uncounted(context, source, table, rows, roles)
        roles = {role: place for role, place in roles.items() if place != counted} | {"quantity": counted}
    if "unit_price" not in roles and (column := price_column(table, rows, roles, context.decimal)) is not None:
        roles["unit_price"] = column
    if "description" not in roles and (words := wordiest(table, rows)) not in roles.values():
        roles["description"] = words
    if "description" in roles and not any(_LETTERS.search(text) for text in column_of(rows, roles["description"])):
        roles["description"] = wordiest(table, rows)
    roles = with_names(roles, rows, wordiest(table, rows), catalogue_of(context.book))
    roles = with_prices(roles, rows, catalogue_of(context.book), context.decimal)
    signs: dict[str, str] = {
        role: decimal_sign(column_of(rows, roles[role]), context.decimal)
        for role in ("quantity", "unit_price", "line_total")
        if role in roles
    }
    reader = _Reader(
        source,
        catalogue_of(context.book),
        roles,
        signs,
        _total_label(context),
        telling_columns(_headings(table), roles),
        changes,
    )
    for row in rows[:MAX_LINES]:
        reader.read(row)
    _remark_on_prices(reader, rows)
    told = (guessed and known is not None) or is_told_by_unit(_headings(table), rows, roles, context.words("units"))
    named = len(reader.lines) > 1 and all(line.sku for line in reader.lines) and not reader.problems
    if guessed and reader.lines and not (is_headed(_headings(table), roles["quantity"]) or (told and named)):
        reader.problems.append(
            Problem("unread_headings", "  ".join(table.rows[max(table.header, 0)])[:120], source.name)
        )
    if len(rows) > MAX_LINES:
        reader.problems.append(Problem("too_many_rows", f"only {MAX_LINES} of {len(rows)} rows were read", source.name))
    if not reader.lines:
        return Lines()
    return Lines(
        tuple(reader.lines), tuple(reader.evidence), tuple(reader.problems), tuple(reader.open_rows), source, True
    )


def _headings(table: Table) -> Row:
    """The row of headings; of a table without known ones, the last row of words alone above the figures."""
    if table.header >= 0:
        return table.rows[table.header]
    named: Row = ()
    for row in table.rows[:HEADINGS_WITHIN]:
        filled = [cell for cell in row if cell.strip()]
        if any(re.fullmatch(r"[\d.,' ]{1,12}", cell) for cell in filled):
            return named
        named = row if len(filled) > 1 and not any(re.search(r"\d", cell) for cell in filled) else ()
    return ()


def _uncounted(context: Context, source: Source, table: Table, rows: tuple[Row, ...], roles: dict[str, int]) -> Lines:
    """A table of our articles without a column that is surely the quantity: each of its rows is a problem."""
    if "invoice" in roles:
        return Lines()
    named = article_rows(rows, roles, catalogue_of(context.book))[:MAX_LINES]
    problems = tuple(
        Problem("unread_row", "  ".join(cell for cell in row if cell.strip())[:120], source.name) for row in named
    )
    return Lines(problems=problems, source=source, tabled=True) if problems else Lines()


def _total_label(context: Context) -> Callable[[str, bool], bool]:
    """Whether a cell is the label of a total or a tax: alone, or (loosely) with more words behind it."""
    words = context.words("total_words", "net_total_words", "row_words")
    loose = expression(rf"(?:{words})(?:[ :(/%].{{0,60}})?")
    strict = expression(rf"(?:{words})[ :]{{0,3}}(?:\(?(?:eur|gbp|chf|usd|€|£)\)?)?[ :]{{0,3}}")

    def is_total(cell: str, loosely: bool) -> bool:
        return bool((loose if loosely else strict).fullmatch(fold(cell.strip())))

    return is_total


def _remark_on_prices(reader: _Reader, rows: tuple[Row, ...]) -> None:
    """A line without a price among lines with one: its price was not read, or it is to be free."""
    priced = [line for line in reader.lines if line.unit_price is not None]
    if priced and not any(problem.code == "unread_price" for problem in reader.problems):
        reader.problems += [
            Problem("no_price", line.description, reader.source.name)
            for line in reader.lines
            if line.unit_price is None
        ]
