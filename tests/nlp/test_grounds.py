"""Every value of a Reading says where it was read: words, page, sheet and cell; what only points says who knows."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import typst
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from bot.storage.codec import load
from nlp.documents.reader import read_document
from nlp.grounds import written
from nlp.grounds.rows import name_of
from nlp.grounds.values import text_of, values_of
from nlp.limits import Limits
from nlp.opened import Document
from nlp.reader import read
from nlp.reading import Evidence, Reading
from nlp.wire import reading_as_json
from tests.nlp.test_reader import BOOK, CASES, DE, FR, mail, said

LIMITS = Limits()
ROWS = [("Artikel", "Bezeichnung", "Menge", "Preis EUR"), ("GL-L", "Nitrilhandschuhe L", 30, 6.9), ("MA-50", "OP-Masken", 10, 4.5)]  # fmt: skip  # noqa: E501


def grounds(reading: Reading, field: str) -> list[Evidence]:
    return [ground for ground in reading.evidence if ground.field == field]


def ordered(*documents: Document) -> Reading:
    return said("Guten Tag, anbei unsere Bestellung 4500120077. MfG", "Bestellung 4500120077", DE, documents=documents)


@pytest.mark.parametrize(("sender", "subject", "text"), [case[:3] for case in CASES])
def test_every_value_has_words_that_stand_at_their_place(sender: str, subject: str, text: str) -> None:
    reading = said(text, subject, sender)
    assert {path for path, _ in values_of(reading)} <= {ground.field for ground in reading.evidence}
    for ground in reading.evidence:
        whole = text_of(reading, ground.source)
        assert whole is None or ground.start < 0 or whole[ground.start : ground.end] == ground.text != ""


def test_a_value_of_a_workbook_names_its_sheet_and_cell() -> None:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Bestellung")
        sheet.write(1, 1, "Bestellung 4500120077")  # B2; row 1 and column A are empty
        for number, row in enumerate(ROWS):
            sheet.write_row(3 + number, 1, row)
        sheet.set_row(4, None, None, {"hidden": True})
    reading = ordered(read_document("b.xlsx", "", target.getvalue(), LIMITS))
    assert [(g.sheet, g.cell, g.text) for g in grounds(reading, "order.lines.0.quantity")] == [
        ("Bestellung", "D6", "10")
    ]
    assert grounds(reading, "order.lines.0.description")[0].cell == "C6"
    assert grounds(reading, "order.lines.0.unit_price")[0].cell == "E6"


def test_a_value_of_a_delimited_file_names_its_cell_and_equal_figures_are_told_apart() -> None:
    lines = (
        "Bestellung;4500120077",
        "",
        "Artikel;Bezeichnung;Menge",
        "GL-L;Nitrilhandschuhe L;10",
        "MA-50;OP-Masken;10",
    )
    data = "\n".join(lines).encode()
    reading = ordered(read_document("b.csv", "text/csv", data, LIMITS))
    assert [grounds(reading, f"order.lines.{n}.quantity")[0].cell for n in (0, 1)] == ["C4", "C5"]
    assert [grounds(reading, f"order.lines.{n}.sku")[0].cell for n in (0, 1)] == ["A4", "A5"]


def test_a_value_of_a_pdf_names_its_page() -> None:
    cells = ", ".join(f"[{cell}]" for row in ROWS for cell in row)
    data = typst.compile(f"Bestellung 4500120077 #pagebreak() #table(columns: 4, {cells})".encode(), format="pdf")
    reading = ordered(read_document("b.pdf", "application/pdf", data, LIMITS))
    assert [g.page for g in grounds(reading, "order.lines.1.quantity")] == [2]
    assert {g.page for g in reading.evidence if g.source == "attachment:0" and "4500120077" in g.text} <= {1}


def test_a_table_in_an_html_page_counts_its_heading_as_row_one() -> None:
    rows = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in ROWS)
    document = read_document("b.html", "text/html", f"<html><table>{rows}</table></html>".encode(), LIMITS)
    assert grounds(ordered(document), "order.lines.1.quantity")[0].cell == "C3"


POINTING: list[tuple[str, dict[str, Any], str, str]] = [
    ("Bonjour, pourriez-vous me renvoyer la facture de 812,40 € ?", {}, "book", "812,40"),
    ("Guten Tag, wir zahlen am 20.03. vollständig.", {"in_reply_to": "<dun-1@beaurivage.example>"}, "answered", ""),
]


@pytest.mark.parametrize(("text", "more", "source", "words"), POINTING)
def test_words_that_only_point_to_a_document_say_who_has_its_number(
    text: str, more: dict[str, Any], source: str, words: str
) -> None:
    reading = said(text, "", DE if more else FR, **more)
    found = [ground for ground in reading.evidence if ".invoices." in ground.field]
    assert source in {ground.source for ground in found}
    assert any(words in ground.text for ground in found)


def test_an_article_called_by_its_name_is_known_to_the_book() -> None:
    reading = said("Bonjour, merci de livrer 40 boîtes de gants nitrile M. Commande PH-7820.", "Commande", FR)
    body, book = grounds(reading, "order.lines.0.sku")
    assert (body.source, book.source) == ("body", "book") and "gants nitrile M" in body.text


def test_a_mail_put_together_of_pieces_keeps_true_places() -> None:
    opened = mail("Bonjour,\n> Facture BR-2026-00140 ?\nPayée hier.", "", FR)
    reading = read(replace(opened, new_text="Bonjour,\nPayée hier.", quoted_text="> Facture BR-2026-00140 ?"), BOOK)
    for ground in reading.evidence:
        assert ground.start < 0 or (text_of(reading, ground.source) or "")[ground.start : ground.end] == ground.text


NOTATIONS = [
    ("1204.5", "1204.5 / 1.204,50 / 1 204,50 € / 1'204.50 / 1\u202f204,5"),
    ("1200", "1200 / 1.200 / 1 200,00 / 1,200.-- / 1'200.–"),
    ("0.125", "0,125 / .125"),
    ("7", "7 / 07 / 7,00"),
]


@pytest.mark.parametrize(("value", "texts"), NOTATIONS)
def test_a_figure_is_found_in_every_notation(value: str, texts: str) -> None:
    assert all(written.figure_spans(Decimal(value), text) for text in texts.split(" / "))


@given(st.integers(1, 10**7), st.integers(1, 10**7))
def test_no_other_whole_number_is_taken_for_a_figure(value: int, other: int) -> None:
    found = written.figure_spans(Decimal(value), f"x {other:,} y {other} z".replace(",", "."))
    assert bool(found) is (value == other)


@given(st.dates(date(1990, 1, 1), date(2069, 12, 31)))
def test_a_day_is_found_in_figures(day: date) -> None:
    for text in (day.isoformat(), f"{day:%Y%m%d}", f"{day:%d.%m.%Y}", f"{day.day}/{day.month}/{day:%y}"):
        assert written.day(day).fullmatch(text)


@given(st.text(max_size=80), st.text(max_size=200))
def test_words_are_looked_for_in_any_text(words: str, text: str) -> None:
    assert all(0 <= start < end <= len(text) for start, end in written.identifier_spans(words, text))
    span = written.spelled(text.lower(), words)
    assert span is None or 0 <= span[0] < span[1] <= len(text.lower())


@pytest.mark.parametrize(("column", "row", "name"), [(0, 1, "A1"), (25, 9, "Z9"), (26, 2, "AA2"), (701, 1, "ZZ1")])
def test_cells_are_named_as_spreadsheet_programs_do(column: int, row: int, name: str) -> None:
    assert name_of(column, row) == name


def test_evidence_that_an_earlier_version_kept_is_still_read() -> None:
    kept = load(Evidence, '{"field":"order.total","source":"body","text":"9","start":3,"end":4}')
    assert kept == Evidence("order.total", "body", "9", 3, 4, page=0, sheet="", cell="")


def test_evidence_is_written_with_page_sheet_and_cell() -> None:
    wire = reading_as_json(said(CASES[0][2], CASES[0][1]))
    assert set(wire["evidence"][0]) == {"field", "source", "text", "start", "end", "page", "sheet", "cell"}


def test_the_reader_of_documents_names_no_cell_beyond_its_text() -> None:
    document = read_document("b.csv", "text/csv", b"a;b\n" * 3000, replace(LIMITS, text_characters=100))
    assert len(document.text) == 100 and document.grids[0].rows[0] == (1, (0, 1))
