"""A period for an auditor, as one ZIP: documents and mails as they were kept, tables, books, a hash of each file."""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

from bot.archive_items import Items
from bot.archive_tables import TABLES, described, grammar
from bot.exchange.accounting import BOOKS, book_of
from bot.exchange.exported_money import journal
from bot.exchange.exported_sales import documents
from bot.exchange.lines import Row, as_csv_lines
from bot.papers import invoice_paper
from bot.storage.unit_of_work import SqlUnitOfWork
from workflows.archive import Item, ItemKind
from workflows.errors import BadInput
from workflows.invoicing.model import Invoice
from workflows.ledger.model import DocumentKind
from workflows.ledger.years import Period, year_of
from workflows.ports import Company, Desk

GDPDU = "gdpdu"
SUFFIXES = {"application/pdf": "pdf", "application/xml": "xml", "text/xml": "xml"}
LONGEST_STEM = 60
DOCUMENTS_AT_ONCE = 500


@dataclass
class AuditorsExport:
    """Of one company, or of all. What a file is called never comes from a mail: a running number, and ours."""

    uow: SqlUnitOfWork
    desk: Desk
    now: datetime
    period: Period
    company: str = ""
    _index: list[Row] = field(default_factory=list)
    _sums: list[str] = field(default_factory=list)

    def write(self, target: Path) -> int:
        """Writes the ZIP beside its place and moves it there when it is whole; how many files it holds.

        Raises BadInput where a book cannot be written: nothing is left out in silence.
        """
        if self.company and self.company not in self.desk.companies:
            raise BadInput("configuration", f"there is no company {self.company}")
        unfinished = target.with_name(target.name + ".part")
        try:
            with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED) as made:
                for path, data in self._files():
                    made.writestr(self._entry(path), data)
                    self._sums.append(f"{hashlib.sha256(data).hexdigest()}  {path}")
                made.writestr(self._entry("SHA256SUMS"), "".join(line + "\n" for line in self._sums))
            unfinished.replace(target)
        finally:
            unfinished.unlink(missing_ok=True)
        return len(self._sums) + 1

    def _entry(self, path: str) -> zipfile.ZipInfo:
        info = zipfile.ZipInfo(path, self.now.timetuple()[:6])
        info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
        return info

    def _files(self) -> Iterator[tuple[str, bytes]]:
        yield from self._documents()
        for item in Items(self.uow).of_period(self.period.first, self.period.last, self.company):
            yield from self._item(item)
        for company in self._companies():
            yield from self._books(company)
        rows = {"index.csv": iter(self._index), **self._tables()}
        for name in TABLES:
            yield name, _csv(name, rows[name])
        if any(self._described(company) for company in self._companies()):
            yield "index.xml", described(self._companies(), self.period)
            yield "gdpdu-01-09-2004.dtd", grammar()

    def _companies(self) -> list[Company]:
        return [one for code, one in self.desk.companies.items() if self.company in ("", code)]

    def _described(self, company: Company) -> bool:
        country = self.desk.country(company.country)
        return country is not None and country.archive.description == GDPDU

    def _documents(self) -> Iterator[tuple[str, bytes]]:
        """Each document as it was sent; one that no letter carried is rendered now, and the index says so."""
        items = Items(self.uow)
        for row, item in self._carried(items):
            sent = list(_attached(items.content(item.key) or b"")) if item else []
            made = sent or [("pdf", invoice_paper(row.number, self.uow, self.desk, self.now.date()))]
            for suffix, data in made:
                path = f"documents/{len(self._index) + 1:06d}-{_stem(row.number)}.{suffix}"
                self._index.append(self._line(path, data, row, "as sent" if sent else "rendered for this export"))
                yield path, data

    def _carried(self, items: Items) -> Iterator[tuple[Invoice, Item | None]]:
        """The documents of the period that are ours, with the letter that carried each, some at a time."""
        codes = [one.code for one in self._companies()]
        known = self.uow.invoices.columns("number", "issue_date", company=codes, taken_over=False)
        numbers = [number for number, day in known if day in self.period]
        for start in range(0, len(numbers), DOCUMENTS_AT_ONCE):
            rows = self.uow.invoices.where(number=numbers[start : start + DOCUMENTS_AT_ONCE])
            letters = items.carrying(rows)
            yield from ((row, letters.get(row.number)) for row in rows)

    def _item(self, item: Item) -> Iterator[tuple[str, bytes]]:
        data = Items(self.uow).content(item.key)
        folder = "mails" if item.kind is ItemKind.MAIL else "letters"
        path = f"{folder}/{len(self._index) + 1:06d}.eml" if data is not None else ""
        self._index.append(
            {
                "path": path, "sha256": hashlib.sha256(data).hexdigest() if data is not None else item.sha256,
                "bytes": len(data or b""), "what": item.kind.value, "number": item.id, "subject": item.subject,
                "company": item.company, "customer": item.customer, "date": item.day.isoformat(), "amount": None,
                "currency": None, "about": "|".join(item.documents), "message_id": item.message_id,
                "origin": ("as kept" if data is not None else "released by a person"),
            }
        )  # fmt: skip
        if data is not None:
            yield path, data

    def _line(self, path: str, data: bytes, row: Invoice, origin: str) -> Row:
        return {
            "path": path, "sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data), "what": row.kind.value,
            "number": row.number, "subject": row.po_number, "company": row.company, "customer": row.customer,
            "date": row.issue_date.isoformat(), "amount": f"{row.total:f}", "currency": row.currency,
            "about": "|".join(one for one in (row.order, row.corrects, row.case) if one), "message_id": "",
            "origin": origin,
        }  # fmt: skip

    def _books(self, company: Company) -> Iterator[tuple[str, bytes]]:
        """The books of each financial year that the period touches, as far as it does."""
        day = self.period.first
        while day <= self.period.last:
            year = year_of(company.books, day)
            part = Period(max(year.first, self.period.first), min(year.last, self.period.last))
            for kind, form in BOOKS.items():
                if company.country in form.countries:
                    made = book_of(kind, company.code, self.uow, self.desk, self.now, period=part)
                    stem, _, suffix = made.name.rpartition(".")
                    yield f"books/{_stem(company.code)}/{_stem(stem)}.{suffix}", made.data
            day = date.fromordinal(year.last.toordinal() + 1)

    def _tables(self) -> dict[str, Iterator[Row]]:
        codes, today = {one.code for one in self._companies()}, self.now.date()

        def within(rows: Iterator[Row], day: str) -> Iterator[Row]:
            first, last = self.period.first.isoformat(), self.period.last.isoformat()
            return (row for row in rows if row["company"] in codes and first <= row[day] <= last)

        kinds = [documents(kind)(self.uow, self.desk, today) for kind in DocumentKind]
        return {
            "documents.csv": within((_plain(row) for rows in kinds for row in rows), "issue_date"),
            "journal.csv": within(journal(self.uow, self.desk, today), "date"),
            "customers.csv": (
                {"number": one.number, "name": one.name, "street": one.street, "postcode": one.postcode,
                 "city": one.city, "country": one.country, "vat_id": one.vat_id, "company": one.company}
                for one in self.uow.customers.where()
                if one.company in codes
            ),
        }  # fmt: skip


def _plain(row: Row) -> Row:
    return {"invoice": None, "case": None, **row}


def _csv(name: str, rows: Iterator[Row]) -> bytes:
    """Always with the table's own columns, in their order, as index.xml describes them."""
    columns = [column.name for column in TABLES[name].columns]
    lines = as_csv_lines({column: row.get(column) for column in columns} for row in rows)
    text = "".join(line + "\r\n" for line in lines)
    return (text or ",".join(columns) + "\r\n").encode()


def _attached(raw: bytes) -> Iterator[tuple[str, bytes]]:
    """(suffix, bytes) of what a letter of ours carried; a suffix follows from the content's type, never from a name."""
    for part in message_from_bytes(raw, policy=policy.default).iter_attachments():
        suffix, content = SUFFIXES.get(part.get_content_type()), _payload(part)
        if suffix and content:
            yield suffix, content


def _payload(part: Any) -> bytes:
    """Decoded bytes (Any: the standard library types parts loosely)."""
    return part.get_payload(decode=True) or b""


def _stem(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9_-]+", "-", text).strip("-")[:LONGEST_STEM] or "x"
