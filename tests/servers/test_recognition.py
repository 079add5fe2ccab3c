"""A scanned order is recognized by the real tesseract inside the bounded process, and always goes to a person."""

from __future__ import annotations

import io
import shutil
from email.message import EmailMessage

import pypdfium2
import pytest
import typst

from bot.sandbox import BoundedReader
from nlp.limits import Limits
from nlp.opened import OpenedMessage

pytestmark = pytest.mark.skipif(shutil.which("tesseract") is None, reason="tesseract is not installed")

ORDERS = {
    "de": ("Bestellung B-20417", "Artikel", "Menge", "Lieferung bis 30.04.2026 nach Bremen"),
    "fr": ("Bon de commande B-20417", "Référence", "Quantité", "Livraison avant le 30.04.2026 à Brest"),
    "en": ("Purchase order B-20417", "Item", "Quantity", "Deliver by 30.04.2026 to Bristol"),
}


def picture(language: str, pages: int = 1) -> bytes:
    """An order as pixels in a PDF, as an office's copier sends it."""
    title, item, quantity, day = ORDERS[language]
    source = f"""#set page(paper: "a4", margin: 2.5cm)
#set text(size: 12pt)
= {title}
#v(1cm)
#grid(columns: (6cm, 4cm), row-gutter: 6mm, [{item}], [{quantity}], [GM-1104], [12], [GM-2204], [25])
#v(1cm)
{day}
"""
    document = pypdfium2.PdfDocument(typst.compile((source * pages).encode()))
    drawn = [page.render(scale=200 / 72, grayscale=True).to_pil() for page in document]
    target = io.BytesIO()
    drawn[0].save(target, "PDF", save_all=True, append_images=drawn[1:], resolution=200)
    return target.getvalue()


def opened(data: bytes, scanned_pages: int) -> OpenedMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Message-ID"] = "a@b.example", "orders@us.example", "<1@b.example>"
    mail.set_content("Siehe Anhang.")
    mail.add_attachment(data, maintype="application", subtype="pdf", filename="scan.pdf")
    with BoundedReader(Limits(scanned_pages=scanned_pages)) as reader:
        return reader.open(mail.as_bytes())


@pytest.mark.parametrize("language", ORDERS)
def test_a_scanned_order_is_read_and_says_that_it_was_a_scan(language: str) -> None:
    (document,) = opened(picture(language), 3).documents
    assert "B-20417" in document.text and "30.04.2026" in document.text
    assert [problem.code for problem in document.problems] == ["scanned_page"]
    rows = [row for table in document.tables for row in table.rows]
    assert ("GM-1104", "12") in rows and ("GM-2204", "25") in rows


def test_no_more_pages_are_recognized_than_configured() -> None:
    (document,) = opened(picture("de", pages=3), 1).documents
    (problem,) = document.problems
    assert "1 scanned pages were recognized, 2 not" in problem.detail


def test_a_scan_is_left_alone_where_recognition_is_not_configured() -> None:
    (document,) = opened(picture("de"), 0).documents
    assert (document.text, [problem.code for problem in document.problems]) == ("", ["scanned_page"])
