"""A statement of account as a workbook in the customer's language: figures as numbers, days as days, texts as texts."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from bot.documents.notation import labels, notation, words
from bot.documents.notices import entry_of
from bot.documents.sheet import Facts, printable
from workflows.ledger.money import digits
from workflows.ports import Company

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MADE = datetime(2020, 1, 1)  # the same statement is the same file
AMOUNTS = {"open_amount", "debit", "credit", "balance"}
DAYS = {"date", "due_date"}


def statement_workbook(facts: Mapping[str, Any], company: Company, language: str) -> bytes:
    """A sheet a currency: balance, movements where the statement has them, open items, money not yet applied.

    `facts` (Any: JSON) are those of the letter. No cell is a formula or a link, whatever a customer's text begins with.
    """
    import xlsxwriter  # only where a workbook is made

    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    label = labels(language, company.country)
    with xlsxwriter.Workbook(buffer, options) as book:
        title = words(language)["title"]["statement"]
        book.set_properties({"title": title, "author": company.name, "created": MADE})
        for currency in [row["currency"] for row in facts["balances"]] or [""]:
            sheet = _Sheet(book, currency or title, currency)
            _head(sheet, facts, company, language, currency)
            if currency:
                _body(sheet, facts, currency, label, language)
    return buffer.getvalue()


class _Sheet:
    """A worksheet that is written line by line (Any: XlsxWriter has no types)."""

    def __init__(self, book: Any, name: str, currency: str) -> None:
        decimals = "." + "0" * digits(currency) if currency and digits(currency) else ""
        self.page = book.add_worksheet(name[:31])
        self.money = book.add_format({"num_format": f"#,##0{decimals}"})
        self.day = book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
        self.bold = book.add_format({"bold": True})
        self.head = book.add_format({"bold": True, "bottom": 1})
        self.line = 0
        self.page.set_column(0, 0, 26)
        self.page.set_column(1, 6, 18)

    def skip(self) -> None:
        self.line += 1

    def write(self, *cells: Any, style: Any = None) -> None:
        """Texts, amounts, counts and dates; an empty text leaves its cell empty."""
        for place, cell in enumerate(cells):
            if isinstance(cell, Decimal | int):
                self.page.write_number(self.line, place, cell, self.money if isinstance(cell, Decimal) else None)
            elif isinstance(cell, date):
                self.page.write_datetime(self.line, place, datetime.combine(cell, datetime.min.time()), self.day)
            elif cell:
                self.page.write_string(self.line, place, str(cell), style)
        self.line += 1

    def table(self, names: Sequence[str], heads: Sequence[str], rows: Sequence[Facts]) -> None:
        self.write(*heads, style=self.head)
        for row in rows:
            self.write(*(_cell(name, row.get(name)) for name in names))
        self.skip()


def _cell(name: str, value: Any) -> Any:
    if value is None or value == "":
        return ""
    if isinstance(value, int):
        return value
    if name in AMOUNTS:
        return Decimal(value)
    return date.fromisoformat(str(value)) if name in DAYS else printable(str(value))


def _head(sheet: _Sheet, facts: Mapping[str, Any], company: Company, language: str, currency: str) -> None:
    text, label = words(language), labels(language, company.country)
    sheet.write(company.name, style=sheet.bold)
    sheet.write(text["title"]["statement"], style=sheet.bold)
    sheet.write(label["customer"], printable(str(facts["customer"]["number"])))
    sheet.write("", printable(str(facts["customer"].get("name", ""))))
    sheet.write(label["date"], date.fromisoformat(str(facts["date"])))
    balance = [row["amount"] for row in facts["balances"] if row["currency"] == currency]
    if balance:
        sheet.write(f"{label['balance']} {currency}", Decimal(balance[0]))
    else:
        sheet.write(text["sentence"]["no_items"])
    sheet.skip()


def _body(sheet: _Sheet, facts: Mapping[str, Any], currency: str, label: Mapping[str, str], language: str) -> None:
    text, say = words(language), notation(language)
    own = {
        name: [row for row in facts.get(name, ()) if row["currency"] == currency]
        for name in ("openings", "movements", "items", "payments")
    }
    if own["openings"]:
        before = {
            "entry": label["opening_balance"].format(day=say.day(facts["first"])),
            "balance": own["openings"][0]["amount"],
        }
        names = ("date", "entry", "due_date", "debit", "credit", "balance")
        lines = [row | {"entry": entry_of(row, text)} for row in own["movements"]]
        sheet.table(names, [label[name] for name in names], [before, *lines])
    if own["items"]:
        names = ("document", "po_number", "issue_date", "due_date", "days_overdue", "open_amount")
        heads = [label[name if name != "issue_date" else "date"] for name in names]
        rows = [
            row | {"date": row.get("issue_date"), "days_overdue": row["days_overdue"] or ""} for row in own["items"]
        ]
        sheet.table(("document", "po_number", "date", "due_date", "days_overdue", "open_amount"), heads, rows)
    for paid in own["payments"]:
        sheet.write(
            text["sentence"]["payment_of"].format(day=say.short_day(paid["date"])),
            "",
            "",
            "",
            "",
            -Decimal(paid["amount"]),
        )
