"""A small company's book and mails taken apart, for the tests of the extractors."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from nlp.book import ArticleEntry, CustomerEntry, DocumentEntry, OrderEntry, Snapshot
from nlp.extract.order_numbers import find_order_numbers
from nlp.extract.references import find_references
from nlp.extract.sources import Context, Source
from nlp.facts import Facts, read_facts
from nlp.opened import Document, StructuredOrder, Table
from nlp.reading import Problem

SENT_ON = date(2026, 4, 7)  # a Tuesday
CUSTOMER = CustomerEntry("B1", "X", "Seeblick GmbH", (), "DE", "de", "EUR", ("a@seeblick.example",), ("seeblick.example",))  # fmt: skip  # noqa: E501


def invoice(number: str, total: str, owner: str = "B1", po: str = "") -> DocumentEntry:
    return DocumentEntry(number, owner, "X", date(2026, 1, 12), date(2026, 2, 11), Decimal(total), Decimal(total), "EUR", po)  # fmt: skip  # noqa: E501


def article(sku: str, english: str, french: str, german: str, price: str, unit: str) -> ArticleEntry:
    return ArticleEntry(sku, (english, french, german), (), Decimal(price), "EUR", unit)


BOOK = Snapshot(
    customers=[CUSTOMER],
    documents=[
        invoice("IN-7015", "2310.40", po="HS/0192"),
        invoice("IN-7016", "96.50"),
        invoice("IN-7020", "430.00"),
        invoice("IN-9001", "-45.00"),
        invoice("IN-5000", "11.00", owner="B2"),
    ],
    orders=[OrderEntry("S1", "B1", "HS/0207", date(2026, 4, 2), ("MP-1",))],
    articles=[
        article("MP-1", "Microfibre mop 40 cm", "Serpillière microfibre 40 cm", "Wischmopp 40 cm", "9.90", "C62"),
        article("GL-5", "Glass cleaner 5 l", "Nettoyant vitres 5 l", "Glasreiniger 5 l", "12.60", "C62"),
        article("TU-16", "Test tubes 16 mm, box of 100", "Tubes à essai 16 mm, boîte de 100", "Reagenzgläser 16 mm, 100 Stück", "22.80", "BX"),  # noqa: E501
        article("GV-M", "Nitrile gloves M", "Gants nitrile M", "Nitrilhandschuhe M", "6.90", "PK"),
        article("GV-L", "Nitrile gloves L", "Gants nitrile L", "Nitrilhandschuhe L", "6.90", "PK"),
    ],
    number_patterns=[r"IN-\d{4}"],
)  # fmt: skip


def context(
    text: str = "", subject: str = "", language: str = "", documents: tuple[Document, ...] = (), tables: tuple[Table, ...] = ()  # noqa: E501
) -> Context:  # fmt: skip
    return Context(
        subject=Source("subject", subject),
        body=Source("body", text, tables),
        documents=tuple(Source(f"attachment:{n}", d.text, d.tables) for n, d in enumerate(documents)),
        opened_documents=documents,
        quoted=Source("body", "", quoted=True),
        languages=(language,) if language else ("en", "fr", "de"),
        sent_on=SENT_ON,
        book=BOOK,
        customer=CUSTOMER,
    )


def facts(within: Context) -> Facts:
    invoices = find_references(within)
    return read_facts(within, invoices, find_order_numbers(within, invoices))


def sheet(*rows: tuple[str, ...], text: str = "", order: StructuredOrder | None = None) -> Document:
    """A sheet whose first row is its heading."""
    shown = text or "\n".join("  ".join(row) for row in rows)
    return Document("list.xlsx", "application/x-sheet", 1, shown, (Table(rows, 0),) if rows else (), order)


def codes(problems: tuple[Problem, ...]) -> set[str]:
    return {problem.code for problem in problems}
