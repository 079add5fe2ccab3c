"""Sheets, delimited files, HTML and word processor files as they come."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest
import xlsxwriter

from nlp.documents import sniffing
from nlp.documents.reader import read_document
from nlp.documents.vocabulary import column_roles, roles_of
from nlp.limits import Limits
from nlp.opened import Table

LIMITS = Limits()


def workbook(fill) -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        fill(book)
    return target.getvalue()


def read(data, name="file", declared="", limits=LIMITS):
    return read_document(name, declared, data, limits)


def test_a_sheet_shows_cells_as_a_person_sees_them():
    def fill(book):
        sheet = book.add_worksheet("Avis")
        sheet.merge_range("A1:D1", "Avis de paiement 3 mars")
        sheet.write_row("A3", ["N° facture", "Date", "Montant", "Compte"])
        sheet.write_row("A4", ["F-1"])
        sheet.write_datetime("B4", date(2026, 2, 13), book.add_format({"num_format": "dd/mm/yyyy"}))
        sheet.write_number("C4", 1234.0)
        sheet.write_string("D4", "0070311")
        sheet.write_row("A5", ["F-2", "", 0.1 + 0.2, 4513753101])
        book.add_worksheet("hidden").write("A1", "secret")
        book.worksheets()[1].hide()

    document = read(workbook(fill), "avis.xlsx")
    (table,) = document.tables
    assert table.title == "Avis\nAvis de paiement 3 mars"
    assert table.rows[1] == ("F-1", "2026-02-13", "1234", "0070311")
    assert table.rows[2] == ("F-2", "", "0.3", "4513753101")
    assert column_roles(table) == {0: "invoice", 1: "date", 2: "amount"}
    assert "secret" not in document.text and document.problems == ()


def test_two_tables_in_one_sheet_are_two():
    def fill(book):
        sheet = book.add_worksheet()
        sheet.write_row("A1", ["Rechnung", "Datum", "Betrag"])
        sheet.write_row("A2", ["R-1", "1.3.", 5])
        sheet.write_row("A4", ["Artikel", "Menge", "Preis"])
        sheet.write_row("A5", ["Pumpe", 2, 9])

    assert [table.rows[0][0] for table in read(workbook(fill)).tables] == ["Rechnung", "Artikel"]


@pytest.mark.parametrize(
    "text",
    [
        'Rechnung;Betrag;Text\nR-1;"1.234,50";"zwei\nZeilen"\n',
        "Rechnung\tBetrag\tText\nR-1\t1.234,50\tzwei Zeilen\n",
        'Rechnung,Betrag,Text\nR-1,"1.234,50","zwei Zeilen"\n',
        "sep=;\nRechnung;Betrag;Text\nR-1;1.234,50;zwei Zeilen\n",
        "Rechnung|Betrag|Text\r\nR-1|1.234,50|zwei Zeilen\r\n",
    ],
)
@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_a_delimited_file_is_read_whatever_its_separator_and_charset(text, charset):
    (table,) = read(text.encode(charset), "x.csv", "text/csv").tables
    assert table.rows == (("Rechnung", "Betrag", "Text"), ("R-1", "1.234,50", "zwei Zeilen"))
    assert table.header == 0


def test_a_text_file_with_prose_stays_text():
    document = read("Bonjour, nous payons; demain.\nMerci".encode("cp1252"), "note.txt", "text/plain")
    assert (document.text, document.tables) == ("Bonjour, nous payons; demain.\nMerci", ())


def test_a_long_file_is_cut_and_says_so():
    document = read(b"a;b\n" + b"1;2\n" * 50, "x.csv", limits=Limits(rows=10))
    assert [problem.code for problem in document.problems] == ["document_cut"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"PK\x03\x04broken", "unreadable_type"),
        (b"%PDF-1.7\nbroken", "broken_file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), "broken_file"),
        (b"\x00\x01\x02\x03", "unreadable_type"),
    ],
)
def test_a_broken_file_is_a_problem(data, code):
    assert read(data).problems[0].code == code


@pytest.mark.parametrize(
    ("headings", "roles"),
    [
        ("Rechnungsnr.|Rechnungsdatum|Rechnungsbetrag|Skonto|Zahlbetrag", "invoice date amount discount net_paid"),
        ("Beleg|Belegdatum|Brutto|Abzug|Netto", "invoice date amount deduction net_paid"),
        ("Pièce|Échéance|Montant|Escompte|Net réglé", "invoice due_date amount discount net_paid"),
        ("Invoice no.|Date|Gross|Discount|Net", "invoice date amount discount net_paid"),
        ("Your invoice|Inv. date|PO|Remarks|GBP", "invoice date reference - amount"),
        (
            "Pos|Artikel|Bezeichnung|Menge|ME|E-Preis|Gesamt",
            "position sku description quantity unit unit_price line_total",
        ),
        ("Réf.|Désignation|Qté|PU HT|Montant HT", "sku description quantity unit_price line_total"),
        ("Item|Description|Qty|Unit price|Total", "sku description quantity unit_price line_total"),
        ("Factuurnummer|Vervaldag|Bedrag EUR", "invoice due_date amount"),
        ("Codice|Descrizione|Q.tà|Prezzo unitario|Totale", "sku description quantity unit_price line_total"),
        ("PO|Amount", "reference amount"),
        ("Montant HT|TVA|Montant TTC|Facture", "- tax amount invoice"),
    ],
)
def test_columns_have_roles_by_their_headings(headings, roles):
    cells = tuple(headings.split("|"))
    found = roles_of(cells)
    assert [found.get(index, "-") for index in range(len(cells))] == roles.split()


def test_a_table_without_heading_has_no_roles():
    assert column_roles(Table(rows=(("R-1", "5"),))) == {}


def test_a_file_is_what_it_begins_with_and_not_what_it_holds():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("a.pdf", b"%PDF-1.7 and so on")
    assert sniffing.content_type(target.getvalue()) == "application/zip"
    assert sniffing.content_type(b"{\\rtf1 %PDF-") == "application/rtf"
    assert sniffing.content_type(b"\r\n\r\n%PDF-1.4") == "application/pdf"
