"""A document without its number is the one that order, amount, day, month or place in our mail point to, or none."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from nlp.book import CustomerEntry, DocumentEntry, Snapshot
from nlp.extract.order_numbers import find_order_numbers
from nlp.extract.pointers import with_pointers
from nlp.extract.references import find_references
from nlp.extract.sources import Context, Source
from nlp.lang import languages_for

SENT_ON = date(2026, 9, 14)
CUSTOMER = CustomerEntry("C1", "X", "Moulin Vert", (), "FR", "fr", "EUR", ("a@moulin-vert.example",), ())


def entry(number: str, issued: date, total: str, order: str, left: str | None = None) -> DocumentEntry:
    return DocumentEntry(
        number, "C1", "X", issued, SENT_ON, Decimal(total), Decimal(left or total), "EUR", po_number=order
    )


DOCUMENTS = (
    entry("MV-2026-00711", date(2026, 7, 6), "318.24", "BC-4410"),
    entry("MV-2026-00748", date(2026, 8, 3), "742.08", "BC-4488"),
    entry("MV-2026-00802", date(2026, 8, 31), "95.00", "QS/2250"),
    entry("MV-2026-00803", date(2026, 9, 1), "95.00", "QS/2251"),
)


def pointed(text: str, language: str, subject: str = "", answered: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The documents that a text means, from the end of their numbers ("711")."""
    context = Context(
        Source("subject", subject), Source("body", text), (), (), Source("body", "", quoted=True),
        languages_for(language), SENT_ON, Snapshot(customers=[CUSTOMER], documents=DOCUMENTS), CUSTOMER,
        tuple(number for number in (d.number for d in DOCUMENTS) if number[-3:] in answered),
    )  # fmt: skip
    named = find_references(context)
    return tuple(number[-3:] for number in with_pointers(context, named, find_order_numbers(context, named)).meant())


@pytest.mark.parametrize(
    ("text", "language", "meant"),
    [
        ("the 742.08 went out this morning", "en", ("748",)),
        ("C'est pour quel chantier, les 318,24 € ?", "fr", ("711",)),
        ("die Rechnung vom 3.8. ist falsch adressiert", "de", ("748",)),
        ("celle du 6 juillet, on ne l'a jamais eue", "fr", ("711",)),
        ("what about the July invoice?", "en", ("711",)),
        ("auf QS/2250 fehlen drei Säcke", "de", ("802",)),
        ("la 748 sera payée lundi", "fr", ("748",)),
    ],
)
def test_order_amount_day_and_month_point_to_the_one_that_fits(
    text: str, language: str, meant: tuple[str, ...]
) -> None:
    assert pointed(text, language) == meant


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("we paid 95.00", "en"),  # two documents have it
        ("die vom 5.8. ist falsch", "de"),
        ("20 sacs pour le 31 août", "fr"),
        ("we need 748 bags", "en"),
        ("livrez le 3 août prochain", "fr"),
    ],
)
def test_what_fits_two_documents_or_none_points_to_none(text: str, language: str) -> None:
    assert pointed(text, language) == ()


@pytest.mark.parametrize(
    ("text", "language", "answered", "meant"),
    [
        ("the older one left us on Friday", "en", ("711", "748"), ("711",)),
        ("les deux partent vendredi", "fr", ("711", "748"), ("711", "748")),
        ("die 711 ist raus, die andere kommt im Oktober", "de", ("711", "748"), ("711", "748")),
        ("03118 does not agree, 748 does", "en", ("711", "748"), ("748",)),
        ("we will pay the 742 on Friday", "en", ("711", "748"), ("748",)),
        ("ist angewiesen", "de", ("748",), ("748",)),
        ("ist angewiesen", "de", ("711", "748"), ()),
    ],
)
def test_an_answer_points_among_the_documents_of_our_mail(
    text: str, language: str, answered: tuple[str, ...], meant: tuple[str, ...]
) -> None:
    assert pointed(text, language, answered=answered) == meant


def test_an_order_in_the_subject_points_to_its_invoice() -> None:
    assert pointed("three bags short again", "en", subject="BC-4488") == ("748",)
