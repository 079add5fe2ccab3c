"""Rows of an advice's table: our documents become lines; a row that may be ours and is not read is a problem."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from decimal import Decimal

from nlp.book import folded
from nlp.documents.vocabulary import column_roles
from nlp.extract.references import Ledger, References, key_of
from nlp.extract.remittance.columns import content_roles
from nlp.extract.remittance.deductions import reason_in
from nlp.extract.sources import Context, Source, near
from nlp.notation import decimal_sign, number_in_cell
from nlp.opened import Table
from nlp.parties import distance
from nlp.reading import DeductionReason, Evidence, Problem, RemittanceLine

MAX_ROWS = 2000
_MONEY = ("invoice_amount", "amount", "balance", "net_paid", "net", "line_total", "deduction", "discount")

Row = tuple[str, ...]


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
    if table.header < 0:
        roles = content_roles(context, rows)
    money = [role for role in _MONEY if role in roles]
    if not money and table.header >= 0 and not roles:
        return Listed()
    signs = {role: decimal_sign(tuple(_cell(row, roles[role]) for row in rows), context.decimal) for role in money}
    reader = _Reader(context, source, roles, signs, _written(context, invoices))
    for row in rows[:MAX_ROWS]:
        reader.read(row)
    if len(rows) > MAX_ROWS:
        reader.problems.append(Problem("too_many_rows", f"only {MAX_ROWS} of {len(rows)} rows were read", source.name))
    if not reader.lines:
        return Listed()
    lines = _as_paid(context, tuple(reader.lines))
    return Listed(lines, tuple(reader.evidence), tuple(reader.problems), reader.shared)


def _as_paid(context: Context, lines: tuple[RemittanceLine, ...]) -> tuple[RemittanceLine, ...]:
    """A list of what left the customer's account says "-1.675,00" of each invoice: all of them below zero are paid."""
    entries = [context.book.document(line.invoice) for line in lines]
    outflow = all(line.amount is not None and line.amount < 0 for line in lines)
    if not outflow or not all(entry is not None and entry.total > 0 for entry in entries):
        return lines
    return tuple(replace(line, amount=-(line.amount or Decimal(0))) for line in lines)


@dataclass
class _Reader:
    """One table on its way to lines. `signs`: the decimal sign of each column of money; `invoices`: `_written`."""

    context: Context
    source: Source
    roles: dict[str, int]
    signs: dict[str, str]
    invoices: tuple[tuple[str, str], ...]
    lines: list[RemittanceLine] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    shared: bool = False

    def read(self, row: Row) -> None:
        values = {role: number_in_cell(_cell(row, self.roles[role]), sign) for role, sign in self.signs.items()}
        number = _document_in(self.context, row, self.roles, self.invoices)
        if number is None:
            self._read_other(row, values)
            return
        amount, deduction = _amount_and_deduction(values, row, self.context.decimal, bool(self.signs))
        if amount is None and self.signs:
            self._remark("unread_amount", row)
        if any(line.invoice == number for line in self.lines):
            self.lines = [
                _more_deducted(self.context, line, row, amount) if line.invoice == number else line
                for line in self.lines
            ]
            return
        discount = "discount" in values and bool(values["discount"])
        reason = reason_in(self.context, " ".join(row), discount) if deduction else None
        path = f"remittance.lines.{len(self.lines)}"
        named = next((cell for cell in row if cell and number[-3:] in cell), number)
        self.evidence.append(self.source.cell(f"{path}.invoice", named))
        self.lines.append(RemittanceLine(number, amount, deduction, reason))

    def _read_other(self, row: Row, values: dict[str, Decimal | None]) -> None:
        """A row without a document of ours: somebody else's, what was kept back of the last line, or a total."""
        if _may_be_ours(self.context, row, self.roles):
            self._remark("unread_row", row)
            return
        self.shared = self.shared or _is_foreign(row, self.roles, values)
        if not self.lines:
            return
        before = self.lines[-1]
        self.lines[-1] = _with_deduction_row(self.context, before, row, values)
        lost = any(value is not None and value < 0 for value in values.values())
        if lost and self.lines[-1] == before and not self.shared:
            self._remark("unread_row", row)

    def _remark(self, code: str, row: Row) -> None:
        words = "  ".join(cell for cell in row if cell.strip())[:120]
        self.problems.append(Problem(code, words, self.source.name))


def _may_be_ours(context: Context, row: Row, roles: dict[str, int]) -> bool:
    """A number like those of the customer's documents, with a typing error: of the same letters, or one digit off."""
    if context.customer is None:
        return False
    own = [document.number for document in context.book.documents_of(context.customer.number)]
    letters = {prefix for number in own if len(prefix := key_of(number)[0]) >= 2}
    for cell in (_cell(row, roles[role]) for role in ("invoice", "reference") if role in roles):
        if not re.fullmatch(r"[\w ./-]{4,30}", cell) or not re.search(r"\d{3}", cell):
            continue
        written = folded(cell)
        if key_of(cell)[0] in letters or any(distance(written, folded(number), 1) <= 1 for number in own):
            return True
    return False


def _cell(row: tuple[str, ...], column: int) -> str:
    return row[column].strip() if column < len(row) else ""


def _written(context: Context, invoices: References) -> tuple[tuple[str, str], ...]:
    """(how it is written, number) of each known document that the message itself names, as numbers are compared."""
    sources = {source.name: source for source in context.stated}
    known = (r for r in invoices.invoices if r.known and not r.quoted)
    pairs = {(folded(sources[r.source].text[r.start : r.end]), r.number) for r in known if r.source in sources}
    return tuple(sorted(pair for pair in pairs if len(pair[0]) >= 5))


def _document_in(
    context: Context, row: tuple[str, ...], roles: dict[str, int], invoices: tuple[tuple[str, str], ...]
) -> str | None:
    """The document that a row is about: its invoice column first, else any cell that is a number of ours."""
    ordered = [_cell(row, roles[role]) for role in ("invoice", "reference") if role in roles]
    for text in (*ordered, *row):
        if not 2 <= len(text.strip()) <= 60:
            continue
        if (entry := context.book.document(text)) is not None:
            return entry.number
    for text in (*ordered, *row):
        within = folded(text) if re.search(r"\d", text) else ""
        inside = {number for written, number in invoices if written in within}
        if len(inside) == 1:
            return inside.pop()
    if "invoice" in roles and context.customer is not None:
        text = _cell(row, roles["invoice"])
        own = (
            Ledger(context.book.documents_of(context.customer.number)).resolve(text)
            if re.search(r"\d{2}", text)
            else None
        )
        if own is not None:
            return own.number
    for text in (*ordered, *row):
        for pattern in context.book.number_patterns():
            match = re.search(rf"(?<![\w-])(?:{pattern})(?![\w-])", text[:80], re.IGNORECASE)
            if match:
                return match.group()
    return None


def _is_foreign(row: tuple[str, ...], roles: dict[str, int], values: dict[str, Decimal | None]) -> bool:
    """A row with a document's number and money that is not ours: the list goes to several suppliers."""
    text = _cell(row, roles["invoice"]) if "invoice" in roles else ""
    return bool(re.search(r"\d{3}", text)) and any(value is not None for value in values.values())


def _amount_and_deduction(
    values: dict[str, Decimal | None], row: tuple[str, ...], decimal: str, headed: bool
) -> tuple[Decimal | None, Decimal | None]:
    """(amount of the document as listed, what was kept back) from whichever of gross, deduction and net are there."""
    if not headed:
        found = [
            v
            for cell in row
            if re.search(r"[.,]\d\d\D{0,4}$", cell.strip())
            and (v := number_in_cell(cell, decimal_sign((cell,), decimal))) is not None
        ]
        return (found[0] if found else None), None
    gross = next((values[r] for r in ("invoice_amount", "amount", "balance") if values.get(r) is not None), None)
    paid = next((values[r] for r in ("net_paid", "net", "line_total") if values.get(r) is not None), None)
    kept = [abs(values[r] or Decimal(0)) for r in ("deduction", "discount") if values.get(r)]
    deduction = sum(kept, Decimal(0)) or None
    if gross is None and paid is not None:
        gross = paid + deduction if deduction and paid > 0 else paid
    elif gross is not None and paid is not None and deduction is None and gross > 0 and paid != gross and paid > 0:
        deduction = gross - paid if gross > paid else None
    elif gross is not None and paid is not None and deduction is not None and near(gross, paid) and gross > 0:
        gross = paid  # the column headed "amount" holds what was paid
    return gross, deduction


def _with_deduction_row(
    context: Context, line: RemittanceLine, row: tuple[str, ...], values: dict[str, Decimal | None]
) -> RemittanceLine:
    """A negative row without a document below one with it says what was kept back of that one."""
    negative = [value for value in values.values() if value is not None and value < 0]
    reason = reason_in(context, " ".join(row), False)
    if not negative or line.amount is None or line.amount <= 0 or line.deduction or reason is DeductionReason.OTHER:
        return line
    return replace(line, deduction=-negative[-1], reason=reason)


def _more_deducted(
    context: Context, line: RemittanceLine, row: tuple[str, ...], amount: Decimal | None
) -> RemittanceLine:
    """A second row for the same document: negative is a deduction, positive a further part of it."""
    if amount is None or line.amount is None:
        return line
    if amount < 0 < line.amount:
        return replace(
            line, deduction=(line.deduction or Decimal(0)) - amount, reason=reason_in(context, " ".join(row), False)
        )
    return replace(line, amount=line.amount + amount)
