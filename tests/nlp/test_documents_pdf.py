"""A PDF's lines and tables, ruled, unruled, with wrapped cells and over pages."""

from __future__ import annotations

import io

import pikepdf
import pytest
import typst

from nlp.documents.pdf import read_pdf
from nlp.documents.vocabulary import column_roles
from nlp.limits import Limits

LIMITS = Limits()
ADVICE = (
    ("Rechnung", "Datum", "Text", "Betrag EUR"),
    ("R-1", "01.02.2026", "Lieferung Januar", "1.234,50"),
    ("R-2", "03.02.2026", "Lieferung Februar mit einem längeren Text", "99,00"),
    ("R-3", "04.02.2026", "Rest", "7,05"),
)


def pdf(markup: str) -> bytes:
    return typst.compile(markup.encode(), format="pdf")


def grid(rows, columns: str, *, stroke: str = "none", align: str = "left", repeat: bool = True) -> str:
    cells = ", ".join(f"[{cell}]" for row in rows[1:] for cell in row)
    head = ", ".join(f"[{cell}]" for cell in rows[0])
    return f"#table(columns: {columns}, stroke: {stroke}, align: {align}, table.header(repeat: {str(repeat).lower()}, {head}), {cells})"  # noqa: E501


@pytest.mark.parametrize("stroke", ["none", "0.5pt"])
@pytest.mark.parametrize("columns", ["(auto, auto, auto, auto)", "(2cm, 3cm, 4cm, 3cm)", "(1fr, 1fr, 2fr, 1fr)"])
@pytest.mark.parametrize("align", ["left", "(left, left, left, right)", "center"])
def test_a_table_is_read_ruled_or_not_and_with_wrapped_cells(stroke, columns, align):
    page = f"= Zahlungsavis 77\nKonto 12345\n\n{grid(ADVICE, columns, stroke=stroke, align=align)}\n\nVielen Dank."
    (table,) = read_pdf(pdf(page), LIMITS).tables
    assert table.rows == ADVICE
    assert column_roles(table) == {0: "invoice", 1: "date", 2: "description", 3: "amount"}


def test_a_cell_wrapped_around_its_row_belongs_to_it():
    page = grid(ADVICE, "(2cm, 3cm, 3cm, 3cm)", align="horizon", stroke="0.5pt")
    (table,) = read_pdf(pdf(page), LIMITS).tables
    assert table.rows == ADVICE


@pytest.mark.parametrize("repeat", [True, False])
def test_a_table_goes_on_overleaf(repeat):
    rows = (ADVICE[0], *((f"R-{n}", "01.02.2026", "Lieferung", f"{n},50") for n in range(1, 60)))
    page = grid(rows, "(2cm, 3cm, 4cm, 3cm)", repeat=repeat)
    (table,) = read_pdf(pdf(page), LIMITS).tables
    assert table.rows == rows


def test_text_keeps_its_lines_and_columns():
    page = "Commande 88\n\nTotal #h(4cm) 12,50 €\n\nMerci"
    assert read_pdf(pdf(page), LIMITS).text.split("\n") == ["Commande 88", "", "Total  12,50 €", "", "Merci"]


def test_ligatures_and_accents_are_whole():
    assert "Pfaff, effet, Größe, déjà" in read_pdf(pdf("Pfaff, effet, Größe, déjà"), LIMITS).text


def test_a_page_turned_on_its_side_is_read():
    page = "#rotate(90deg, reflow: true)[" + grid(ADVICE, "(3cm, 3cm, 8cm, 3cm)") + "]"
    assert read_pdf(pdf(page), LIMITS).tables[0].rows == ADVICE


def test_a_page_without_letters_and_a_locked_file_are_problems():
    empty, locked = io.BytesIO(), io.BytesIO()
    document = pikepdf.new()
    document.add_blank_page()
    document.save(empty)
    document.save(locked, encryption=pikepdf.Encryption(owner="a", user="b"))
    assert [p.code for p in read_pdf(empty.getvalue(), LIMITS).problems] == ["no_text"]
    assert [p.code for p in read_pdf(locked.getvalue(), LIMITS).problems] == ["encrypted"]


def test_pages_beyond_the_limit_are_named():
    found = read_pdf(pdf("a #pagebreak() b #pagebreak() c"), Limits(pages=2))
    assert [p.code for p in found.problems] == ["document_cut"]
