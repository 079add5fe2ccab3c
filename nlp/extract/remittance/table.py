"""Rows of an advice's table: our documents become lines; a row that may be ours and is not read is a problem."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from decimal import Decimal

from nlp.book import folded
from nlp.documents.vocabulary import column_roles, role_of
from nlp.extract.references import References
from nlp.extract.remittance.columns import content_roles, proven_roles
from nlp.extract.remittance.deductions import names_cause, said_reason, why
from nlp.extract.remittance.named import by_own_number, mistyped, own_numbers
from nlp.extract.remittance.notes import notes
from nlp.extract.remittance.row_amounts import amount_and_deduction, kept_in, more_deducted, with_deduction_row
from nlp.extract.remittance.rows import Row, cell_of, document_in, is_foreign, may_be_ours, written_numbers
from nlp.extract.sources import Context, Source
from nlp.lang import fold
from nlp.lang.payment_numbers import words
from nlp.notation import decimal_sign, number_in_cell
from nlp.opened import Table
from nlp.reading import DeductionReason, Evidence, Problem, RemittanceLine

MAX_ROWS = 2000
_REASON = re.compile(rf"(?:{words('REASONS')})")
_MONEY = ("invoice_amount", "amount", "balance", "net_paid", "net", "line_total", "deduction", "discount")


@dataclass(frozen=True, slots=True)
class Listed:
    """The lines of a table. `shared`: other rows name documents of somebody else, for the list goes to many."""

    lines: tuple[RemittanceLine, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    problems: tuple[Problem, ...] = ()
    shared: bool = False


def table_lines(context: Context, source: Source, table: Table, invoices: References) -> Listed:
    """The rows that name a document of ours."""
    roles: dict[str, int] = {}
    for column, role in column_roles(table).items():
        roles.setdefault(role, column)
    if "quantity" in roles and "unit_price" in roles:
        return Listed()  # an order
    rows = table.rows[max(table.header + 1, 0) :]
    if table.header >= 0:
        roles = proven_roles(context, _with_money(roles, table.rows[table.header], rows), rows)
    if table.header < 0:
        roles = content_roles(context, rows)
    headings = table.rows[table.header] if table.header >= 0 else ()
    reader = _read(context, source, rows, roles, headings, invoices)
    if table.header >= 0 and reader.lines and (_agreed(context, reader)[0] < len(reader.lines) or not _has_kept(roles)):
        # Headings that name the columns wrongly or not at all: the cells say more.
        by_content = _read(context, source, rows, content_roles(context, rows), headings, invoices)
        reader = by_content if _agreed(context, by_content) > _agreed(context, reader) else reader
    if len(rows) > MAX_ROWS:
        reader.problems.append(Problem("too_many_rows", f"only {MAX_ROWS} of {len(rows)} rows were read", source.name))
    if not reader.lines or _is_form(reader, rows) or _is_sum(reader, rows):
        return Listed()
    lines = _as_paid(context, tuple(reader.lines))
    return Listed(lines, tuple(reader.evidence), tuple(reader.problems), reader.shared)


def _read(
    context: Context, source: Source, rows: tuple[Row, ...], roles: dict[str, int], headings: Row, invoices: References
) -> _Reader:
    money = [role for role in _MONEY if role in roles]
    signs = {role: decimal_sign(tuple(cell_of(row, roles[role]) for row in rows), context.decimal) for role in money}
    reader = _Reader(context, source, roles, signs, written_numbers(context, invoices), headings)
    for row in rows[:MAX_ROWS]:
        reader.read(row)
    return reader


def _has_kept(roles: dict[str, int]) -> bool:
    return bool({"deduction", "discount", "net_paid", "net"} & roles.keys())


def _agreed(context: Context, reader: _Reader) -> tuple[int, int]:
    """How many lines have just what the book says of their documents, and how many something kept back."""
    entries = [(line.amount, context.book.document(line.invoice)) for line in reader.lines]
    fitting = sum(1 for v, e in entries if v is not None and e and abs(v) in (abs(e.open_amount), abs(e.total)))
    return fitting, sum(1 for line in reader.lines if line.deduction)


def _is_form(reader: _Reader, rows: tuple[Row, ...]) -> bool:
    """Labels beside their values, one document among them: no list, its lines are read as words."""
    money = [row for row in rows if any(_is_money(cell) for cell in row)]
    pairs = all(sum(1 for cell in row if cell.strip()) <= 2 for row in rows)
    return pairs and len(reader.lines) == 1 and len(money) > 1 and not any(_is_money(c) for c in _row_of(reader, rows))


def _is_sum(reader: _Reader, rows: tuple[Row, ...]) -> bool:
    """One row for a payment of several documents: what it says is told as words tell it."""
    cells = [folded(cell) for cell in _row_of(reader, rows)] if len(reader.lines) == 1 else []
    return any(len({number for written, number in reader.invoices if written in cell}) > 1 for cell in cells)


def _row_of(reader: _Reader, rows: tuple[Row, ...]) -> Row:
    number = folded(reader.lines[0].invoice)
    return next((row for row in rows if any(number in folded(cell) for cell in row)), ())


def _as_paid(context: Context, lines: tuple[RemittanceLine, ...]) -> tuple[RemittanceLine, ...]:
    """A list of what left the customer's account says "-1.675,00" of each invoice: all of them below zero are paid."""
    entries = [context.book.document(line.invoice) for line in lines]
    outflow = all(line.amount is not None and line.amount < 0 for line in lines)
    if not outflow or not all(entry is not None and entry.total > 0 for entry in entries):
        return lines
    return tuple(replace(line, amount=-(line.amount or Decimal(0))) for line in lines)


def _with_money(roles: dict[str, int], headings: Row, rows: tuple[Row, ...]) -> dict[str, int]:
    """Of two columns that may be headed so, the one that holds money: "payment" heads a payment's number too."""
    better = dict(roles)
    for role in (role for role in _MONEY if role in roles):
        if any(_is_money(cell_of(row, roles[role])) for row in rows):
            continue
        columns = [n for n, text in enumerate(headings) if role_of(text) == role]
        holding = [n for n in columns if any(_is_money(cell_of(row, n)) for row in rows)]
        if holding:
            better[role] = holding[0]
    return better


def _is_money(cell: str) -> bool:
    return re.search(r"\d[.,]\d{1,2}(?!\d)", cell) is not None


@dataclass
class _Reader:
    """One table on its way to lines. `signs`: the decimal sign of each column of money."""

    context: Context
    source: Source
    roles: dict[str, int]
    signs: dict[str, str]
    invoices: tuple[tuple[str, str], ...]
    headings: Row = ()
    lines: list[RemittanceLine] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    shared: bool = False

    def read(self, row: Row) -> None:
        values = {role: number_in_cell(cell_of(row, self.roles[role]), sign) for role, sign in self.signs.items()}
        for role in (role for role in ("deduction", "discount") if role in values and values[role] is None):
            values[role] = kept_in(cell_of(row, self.roles[role]), self.signs[role])
        number = document_in(self.context, row, self.roles, self.invoices) or self._otherwise(row, values)
        if number is None:
            self._read_other(row, values)
            return
        amount, deduction = amount_and_deduction(values, row, self.context.decimal, bool(self.signs))
        if amount is None and self.signs:
            amount = self._alone(row)
        if amount is None and self.signs:
            self._remark("unread_amount", row)
        if any(line.invoice == number for line in self.lines):
            self.lines = [
                more_deducted(self.context, line, row, amount) if line.invoice == number else line
                for line in self.lines
            ]
            return
        reason = self._reason(number, row, values, amount, deduction) if deduction else None
        path = f"remittance.lines.{len(self.lines)}"
        named = next((cell for cell in row if cell and number[-3:] in cell), number)
        self.evidence.append(self.source.cell(f"{path}.invoice", named))
        self.lines.append(RemittanceLine(number, amount, deduction, reason))

    def _alone(self, row: Row) -> Decimal | None:
        """The one amount of a row: in a column of its own for credits."""
        money = [cell for cell in row if re.fullmatch(r"[^\d]{0,4}[\d.,'’ ]{0,14}\d[.,]\d\d[^\d]{0,4}", cell.strip())]
        return number_in_cell(money[0], decimal_sign((money[0],), self.context.decimal)) if len(money) == 1 else None

    def _otherwise(self, row: Row, values: dict[str, Decimal | None]) -> str | None:
        """By the customer's own order number, or by the amount where our number is written with two signs wrong."""
        amounts = frozenset(abs(value) for value in values.values() if value)
        numbers = own_numbers(self.context)
        for cell in row:
            entry = by_own_number(numbers, cell, amounts) if re.search(r"\d", cell) else None
            if entry is not None:
                return entry.number
        for cell in (cell_of(row, self.roles[role]) for role in ("invoice", "reference") if role in self.roles):
            meant = next((e for value in amounts if (e := mistyped(self.context, cell, value))), None)
            if meant is not None:
                self.problems.append(Problem("mistyped_number", f"{cell} for {meant.number}", self.source.name))
                return meant.number
        return None

    def _reason(
        self, number: str, row: Row, values: dict[str, Decimal | None], gross: Decimal | None, kept: Decimal
    ) -> DeductionReason:
        """By the row's words, the heading of the deduction's column, the notes of the list and of the mail."""
        said = said_reason(self.context, " ".join(row))
        if said is not None:
            return said
        if values.get("discount"):
            headed = said_reason(self.context, cell_of(self.headings, self.roles["discount"]))
            return headed or DeductionReason.DISCOUNT  # "Rebate" is none
        heading = cell_of(self.headings, self.roles["deduction"]) if "deduction" in self.roles else ""
        about = notes(self.context, self.source, {number[-4:]})
        reason = why(self.context, about, gross, kept, heading)
        unnamed = reason is DeductionReason.OTHER and not names_cause(self.context, heading)
        return DeductionReason.DISPUTE if unnamed and self._says_why(row) else reason

    def _says_why(self, row: Row) -> bool:
        """Words in the column for the reason: a cause without a name of its own is a complaint."""
        columns = [n for n, heading in enumerate(self.headings) if _REASON.fullmatch(fold(heading.strip()))]
        return any(re.search(r"[^\W\d_]{4}", cell_of(row, column)) for column in columns)

    def _read_other(self, row: Row, values: dict[str, Decimal | None]) -> None:
        """A row without a document of ours: somebody else's, what was kept back of the last line, or a total."""
        if may_be_ours(self.context, row, self.roles):
            self._remark("unread_row", row)
            return
        self.shared = self.shared or is_foreign(row, self.roles, values)
        if not self.lines:
            return
        before = self.lines[-1]
        self.lines[-1] = with_deduction_row(self.context, before, row, values)
        self._note(row)
        lost = any(value is not None and value < 0 for value in values.values())
        if lost and self.lines[-1] == before and not self.shared:
            self._remark("unread_row", row)

    def _note(self, row: Row) -> None:
        """A row of words below a line with a deduction says why."""
        last = self.lines[-1]
        words = " ".join(cell for cell in row if not re.search(r"\d[.,]\d\d", cell))
        reason = said_reason(self.context, words) if last.reason is DeductionReason.OTHER else None
        if reason is not None:
            self.lines[-1] = replace(last, reason=reason)

    def _remark(self, code: str, row: Row) -> None:
        words = "  ".join(cell for cell in row if cell.strip())[:120]
        self.problems.append(Problem(code, words, self.source.name))
