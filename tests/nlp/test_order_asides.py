"""What stands beside an order's lines and is none: a pack's number behind it, small words, an invoice's number."""

from __future__ import annotations

from dataclasses import replace

import pytest

from nlp.book import ArticleEntry, Snapshot
from nlp.extract.sources import Found
from nlp.reading import Order
from tests.nlp.extraction_desk import BOOK, CUSTOMER, article, codes, context, facts

GLOVES = article("WG-9", "Work gloves size 9, 12 pairs", "Gants de travail taille 9, 12 paires", "Arbeitshandschuhe Größe 9, 12 Paar", "18.00", "C62")  # fmt: skip  # noqa: E501
BOOTS = article("SB-9", "Rain boots size 9", "Bottes de pluie taille 9", "Regenstiefel Größe 9", "24.00", "C62")


def read(language: str, text: str, *more: ArticleEntry) -> Found[Order]:
    book = Snapshot(customers=[CUSTOMER], articles=[*BOOK.articles(), *more])
    return facts(replace(context(text, language=language), book=book)).order


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "3 boxes of test tubes 16 mm (100) please"),
        ("fr", "3 boîtes de tubes à essai (100) svp"),
        ("fr", "3 boîtes de tubes à essai, les 16 mm, merci"),
    ],
)
def test_a_number_of_the_article_behind_its_line_is_explained(language: str, text: str) -> None:
    assert codes(read(language, text).problems) == set()


def test_a_number_of_other_goods_behind_a_line_stays_for_a_person() -> None:
    assert "unread_number" in codes(read("en", "3 boxes of test tubes 16 mm, 100 whatsits please").problems)


def test_the_number_of_an_invoice_is_no_count() -> None:
    found = read("fr", "la facture 3322 on la règle le 10. Faut aussi 5 serpillières microfibre")
    assert found.value is not None
    assert "unread_number" not in codes(found.problems)


@pytest.mark.parametrize(("unit", "mismatch"), [("packs", False), ("pairs", True)])
def test_pairs_are_no_packs_of_pairs(unit: str, mismatch: bool) -> None:
    found = read("en", f"4 {unit} of work gloves size 9 please", GLOVES)
    assert ("unit_mismatch" in codes(found.problems)) is mismatch


def test_pairs_of_what_is_sold_by_the_pair_are_fine() -> None:
    assert "unit_mismatch" not in codes(read("en", "4 pairs of rain boots size 9 please", BOOTS).problems)
