"""Tables as customers send them: odd headings, carried sums, lists side by side, hidden rows, spans, old charsets."""

from __future__ import annotations

import io
import zipfile

import pytest
import typst
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from nlp.documents.reader import read_document
from nlp.limits import Limits


def read(data, name=""):
    return read_document(name, "", data if isinstance(data, bytes) else data.encode(), Limits())


def pdf(markup: str):
    return read(typst.compile(markup.encode(), format="pdf"))


def grid(rows, columns: str, stroke: str = "none") -> str:
    cells = ", ".join(f"[{cell}]" for row in rows for cell in row)
    return f"#table(columns: {columns}, stroke: {stroke}, {cells})"


def workbook(fill) -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        fill(book)
    return target.getvalue()


ROWS = (("R-1", "01.02.2026", "10,00"), ("R-2", "02.02.2026", "1.020,50"), ("R-3", "03.02.2026", "7,05"))
HEAD = ("Rechnung", "Datum", "Betrag")


def test_a_heading_in_two_lines_is_one():
    upper, lower = ("Rechnungs-", "Beleg-", "Betrag"), ("nummer", "datum", "in EUR")
    (table,) = pdf(grid((upper, lower, *ROWS), "(4cm, 4cm, 4cm)")).tables
    assert table.rows == (("Rechnungsnummer", "Belegdatum", "Betrag in EUR"), *ROWS)


@pytest.mark.parametrize(
    "label", ["Übertrag", "Report", "Carried forward", "à reporter", "Übertrag von Seite 1", "Riporto"]
)
def test_a_sum_carried_over_is_no_row(label):
    rows = (HEAD, ROWS[0], (label, "", "10,00"), *ROWS[1:])
    assert pdf(grid(rows, "(5cm, 4cm, 4cm)")).tables[0].rows == (HEAD, *ROWS)
    assert read("\n".join(";".join(row) for row in rows), "a.csv").tables[0].rows == (HEAD, *ROWS)


def test_transport_is_an_article_and_no_carried_sum():
    rows = (("Artikel", "Menge", "Preis"), ("Pumpe", "2", "9,00"), ("Transport", "1", "50,00"))
    assert len(read("\n".join(";".join(row) for row in rows), "a.csv").tables[0].rows) == 3


def test_a_list_set_in_two_columns_is_one_list():
    rows = ((*HEAD, *HEAD), (*ROWS[0], *ROWS[1]), (*ROWS[2], "", "", ""))
    expected = (HEAD, ROWS[0], ROWS[2], ROWS[1])
    assert pdf(grid(rows, "(2cm, 3cm, 3cm, 2cm, 3cm, 3cm)")).tables[0].rows == expected
    assert read("\n".join(";".join(row) for row in rows), "a.csv").tables[0].rows == expected


def test_a_table_without_a_heading_keeps_its_cells():
    document = pdf("Sehr geehrte Damen und Herren, wir zahlen:\n\n" + grid(ROWS, "(4cm, 4cm, 4cm)"))
    assert [(table.header, table.rows) for table in document.tables] == [(-1, ROWS)]


@pytest.mark.parametrize("stroke", ["none", "0.5pt"])
def test_numbers_set_to_the_right_stay_in_their_columns(stroke):
    cells = ", ".join(f"[{cell}]" for row in (HEAD, *ROWS) for cell in row)
    table = f"#table(columns: (1fr, 1fr, 1fr), stroke: {stroke}, align: (left, center, right), {cells})"
    assert pdf(table).tables[0].rows == (HEAD, *ROWS)


def test_a_monospaced_table_is_read():
    lines = [f"{a:<12}{b:<14}{c:>12}" for a, b, c in (HEAD, *ROWS)]
    assert pdf("```\n" + "\n".join(lines) + "\n```").tables[0].rows == (HEAD, *ROWS)


def test_two_columns_of_prose_and_a_turned_page_do_no_harm():
    document = pdf(
        "#columns(2)[#lorem(300)]\n#pagebreak()\n#rotate(37deg)[" + grid((HEAD, *ROWS), "(3cm, 3cm, 3cm)") + "]"
    )
    assert "Lorem" in document.text and not document.problems


def test_hidden_rows_columns_and_sheets_are_left_out_and_named():
    def fill(book):
        sheet = book.add_worksheet("Avis")
        for number, row in enumerate((HEAD, *ROWS), start=2):
            sheet.write_row(number, 1, (*row, "geheim"))
        sheet.set_row(4, None, None, {"hidden": True})
        sheet.set_column(4, 4, None, None, {"hidden": True})
        other = book.add_worksheet("Alt")
        other.write_row(0, 0, HEAD)
        other.write_row(1, 0, ("R-9", "01.01.2026", "5,00"))
        other.hide()

    document = read(workbook(fill))
    assert document.tables[0].rows == (HEAD, ROWS[0], ROWS[2])
    assert "geheim" not in document.text and "R-9" not in document.text
    (problem,) = document.problems
    assert problem.code == "hidden_content"
    assert all(part in problem.detail for part in ("1 rows", "1 columns", "sheet 'Alt'"))


def test_days_saved_as_bare_numbers_are_days():
    def fill(book):
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEAD)
        sheet.write_row(1, 0, ("R-1", 46066, 46066))

    assert read(workbook(fill)).tables[0].rows[1] == ("R-1", "2026-02-13", "46066")


def test_a_formula_shows_the_value_that_was_saved():
    def fill(book):
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEAD)
        sheet.write_row(1, 0, ("R-1", "01.02.2026"))
        sheet.write_formula(1, 2, "=2*617.25", None, 1234.5)

    assert read(workbook(fill)).tables[0].rows[1][2] == "1234.5"


@pytest.mark.parametrize("charset", ["utf-8", "utf-16", "utf-16-be", "cp1252", "mac_roman", "cp850"])
def test_letters_are_right_whatever_the_charset(charset):
    text = "Référence;Désignation;Quantité\nA-1;Tuyau flexible, gros diamètre;3\nB-2;Größe für Süd;4\n"
    assert read(text.encode(charset), "a.csv").tables[0].rows[2] == ("B-2", "Größe für Süd", "4")


@pytest.mark.parametrize("separator", [";", "\t", ",", "|"])
def test_lines_before_and_a_total_after_a_delimited_table(separator):
    rows = (HEAD, *((a, b, c.replace(",", ".")) for a, b, c in ROWS))
    text = (
        "Muster AG\nAvis 77\n\n" + "\n".join(separator.join(row) for row in rows) + f"\nTotal{separator * 2}1037.55\n"
    )
    table = read(text, "a.csv").tables[0]
    assert table.rows[: len(rows)] == rows and table.rows[-1] == ("Total", "", "1037.55")


def test_cells_that_span_rows_and_columns_keep_the_others_in_place():
    html = (
        "<table><tr><th>Rechnung</th><th>Datum</th><th>Betrag</th></tr>"
        "<tr><td rowspan=2>R-1</td><td>1.2.</td><td>10,00</td></tr><tr><td>2.2.</td><td>5,00</td></tr>"
        "<tr><td colspan=2>Summe</td><td>15,00</td></tr></table>"
    )
    (table,) = read("<html><body>" + html).tables
    assert table.rows[1:] == (("R-1", "1.2.", "10,00"), ("", "2.2.", "5,00"), ("Summe", "", "15,00"))


def test_a_data_table_inside_a_layout_table_is_found():
    inner = (
        "<table>"
        + "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in (HEAD, *ROWS))
        + "</table>"
    )
    middle = f"<table><tr><td>{inner}</td></tr></table>"
    html = f"<html><body><table><tr><td><p>Guten Tag</p></td></tr><tr><td>{middle}</td></tr></table>"
    assert [table.rows for table in read(html).tables] == [(HEAD, *ROWS)]


@pytest.mark.parametrize("span", ["0", "-1", "999999999", "x", "²"])
def test_a_strange_span_does_no_harm(span):
    cell = f'<td rowspan="{span}" colspan="{span}">Menge</td>'
    html = f"<html><table><tr>{cell}<td>Artikel</td></tr><tr><td>1</td><td>2</td></tr>"
    assert read(html).problems == ()


def docx(body: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        ns = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{ns}"><w:body>{body}</w:body></w:document>')
    return target.getvalue()


def word_row(*cells: str, span: int = 1) -> str:
    def cell(text: str) -> str:
        return f'<w:tc><w:tcPr><w:gridSpan w:val="{span}"/></w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>'

    return f"<w:tr>{''.join(map(cell, cells))}</w:tr>"


def test_a_word_table_inside_a_form_keeps_its_columns():
    rows = word_row(*HEAD) + "".join(word_row(*row) for row in ROWS) + word_row("Summe", span=3)
    document = read(docx(f"<w:sdt><w:sdtContent><w:tbl>{rows}</w:tbl></w:sdtContent></w:sdt>"))
    assert document.tables[0].rows == (HEAD, *ROWS, ("Summe", "", ""))


def test_a_rich_text_file_gives_its_words_and_tables():
    rows = "".join("\\trowd " + "".join(f"{cell}\\cell " for cell in row) + "\\row\n" for row in (HEAD, *ROWS))
    head = "{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0 Arial;}}{\\*\\generator x;}\\pard Gr\\'fc\\'dfe, "
    document = read((head + "\\u8364?\\par\n" + rows + "\\pard Danke\\par}").encode("ascii"))
    assert document.text.startswith("Grüße, €") and document.text.endswith("Danke")
    assert "Arial" not in document.text and document.tables[0].rows == (HEAD, *ROWS)


@given(st.binary(max_size=400))
def test_no_rich_text_breaks_the_reader(junk):
    assert read(b"{\\rtf1 " + junk).content_type == "application/rtf"
