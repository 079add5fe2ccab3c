"""The tables of an export for auditors, and their description for the German tax office's program (GoBD, index.xml)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from xml.etree.ElementTree import Element, SubElement, tostring

from workflows.ledger.years import Period
from workflows.ports import Company


class Kind(Enum):
    TEXT = "AlphaNumeric"
    DAY = "Date"
    WHOLE = "whole"
    MONEY = "money"


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    kind: Kind = Kind.TEXT


@dataclass(frozen=True, slots=True)
class Table:
    title: str
    columns: tuple[Column, ...]


def _columns(names: str) -> tuple[Column, ...]:
    """ "net:money date:day number": text without a kind."""
    parts = (name.partition(":") for name in names.split())
    return tuple(Column(name, Kind[kind.upper()] if kind else Kind.TEXT) for name, _, kind in parts)


TABLES: dict[str, Table] = {
    "index.csv": Table(
        "What each file is",
        _columns(
            "path sha256 bytes:whole what number subject company customer date:day amount:money currency about "
            "message_id origin"
        ),
    ),
    "documents.csv": Table(
        "Invoices and credit notes",
        _columns(
            "number company customer issue_date:day due_date:day currency net:money tax:money total:money "
            "open_amount:money state po_number order invoice case"
        ),
    ),
    "journal.csv": Table(
        "Journal",
        _columns("entry date:day company account kind debit:money credit:money currency document text customer"),
    ),
    "customers.csv": Table("Customers", _columns("number name street postcode city country vat_id company")),
}


def described(companies: Iterable[Company], period: Period) -> bytes:
    """index.xml: who delivers, and each table's columns."""
    root = Element("DataSet")
    SubElement(root, "Version").text = "1.0"
    supplier, first = SubElement(root, "DataSupplier"), next(iter(companies))
    for name, said in (("Name", first.name), ("Location", first.city), ("Comment", "o2cbot")):
        SubElement(supplier, name).text = said
    media = SubElement(root, "Media")
    SubElement(media, "Name").text = f"{period.first} - {period.last}"
    for url, table in TABLES.items():
        _table(media, url, table)
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE DataSet SYSTEM "gdpdu-01-09-2004.dtd">\n'
    return head.encode() + bytes(tostring(root, encoding="utf-8"))


def _table(media: Element, url: str, table: Table) -> None:
    found = SubElement(media, "Table")
    for name, said in (("URL", url), ("Name", url.removesuffix(".csv")), ("Description", table.title)):
        SubElement(found, name).text = said
    SubElement(found, "UTF8")
    for name, said in (("DecimalSymbol", "."), ("DigitGroupingSymbol", " ")):
        SubElement(found, name).text = said
    SubElement(SubElement(found, "Range"), "From").text = "2"  # below the column names
    shape = SubElement(found, "VariableLength")
    for name, said in (("ColumnDelimiter", ","), ("RecordDelimiter", "\r\n"), ("TextEncapsulator", '"')):
        SubElement(shape, name).text = said
    for column in table.columns:
        told = SubElement(shape, "VariableColumn")
        SubElement(told, "Name").text = column.name
        if column.kind is Kind.DAY:
            SubElement(SubElement(told, "Date"), "Format").text = "YYYY-MM-DD"
        elif column.kind is Kind.TEXT:
            SubElement(told, "AlphaNumeric")
        else:
            number = SubElement(told, "Numeric")
            if column.kind is Kind.MONEY:
                SubElement(number, "Accuracy").text = "2"


GRAMMAR = {
    "DataSet": "(Version, DataSupplier?, Command*, Media+, Command*)",
    "DataSupplier": "(Name, Location, Comment)",
    "Media": "(Name, Command*, Table+, Command*, AcceptNotTables?)",
    "Table": (
        "(URL, Name?, Description?, Validity?, (ANSI | Macintosh | OEM | UTF16 | UTF7 | UTF8)?, "
        "(DecimalSymbol, DigitGroupingSymbol)?, SkipNumBytes?, Range?, Epoch?, (VariableLength | FixedLength))"
    ),
    "Range": "(From, (To | Length)?)",
    "VariableLength": (
        "(ColumnDelimiter?, RecordDelimiter?, TextEncapsulator?, VariablePrimaryKey*, VariableColumn*, ForeignKey*)"
    ),
    "VariablePrimaryKey": "(Name, Description?, (Numeric | AlphaNumeric | Date), Map*)",
    "VariableColumn": "(Name, Description?, (Numeric | (AlphaNumeric, MaxLength?) | Date), Map*)",
    "Numeric": "(ImpliedAccuracy | Accuracy)?",
    "Date": "(Format?)",
}
NOTHING_WITHIN = "AlphaNumeric UTF8"
TEXT_WITHIN = (
    "Version Name Location Comment URL Description DecimalSymbol DigitGroupingSymbol From To Length ColumnDelimiter "
    "RecordDelimiter TextEncapsulator Accuracy ImpliedAccuracy Format MaxLength"
)


def grammar() -> bytes:
    """The part of the format's document type that `described` uses, under the name that the program looks for."""
    lines = [f"<!ELEMENT {name} {content}>" for name, content in GRAMMAR.items()]
    lines += [f"<!ELEMENT {name} EMPTY>" for name in NOTHING_WITHIN.split()]
    lines += [f"<!ELEMENT {name} (#PCDATA)>" for name in TEXT_WITHIN.split()]
    return "".join(line + "\n" for line in lines).encode()
