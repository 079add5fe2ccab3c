"""A word of the catalogue is the same word without its marks, in two parts or as one with its neighbour."""

from __future__ import annotations

from decimal import Decimal

import pytest

from nlp.book import ArticleEntry
from nlp.extract.catalogue import Catalogue
from nlp.extract.order.lines import line_of

NAMES = [
    ("EP-1", "Ear plugs, box of 200", "Bouchons d'oreille, boîte de 200", "Gehörstöpsel, 200 Stück"),
    ("EM-1", "Ear muffs", "Casque antibruit", "Kapselgehörschutz"),
    ("RI-5", "Rinse aid 5 l", "Liquide de rinçage 5 l", "Klarspüler 5 l"),
    ("RI-10", "Rinse aid 10 l", "Liquide de rinçage 10 l", "Klarspüler 10 l"),
    ("PO-36", "Stockpot with lid", "Marmite avec couvercle", "Suppentopf mit Deckel"),
    ("BA-1", "Baking sheet perforated", "Plaque perforée", "Backblech gelocht groß"),
]
CATALOGUE = Catalogue(ArticleEntry(sku, names, (), Decimal("1.00"), "EUR", "C62") for sku, *names in map(list, NAMES))


@pytest.mark.parametrize(
    ("written", "sku"),
    [
        ("earplugs", "EP-1"),
        ("ear-plugs", "EP-1"),
        ("KLARSPUELER 10 L", "RI-10"),
        ("Klarspueler 5 l", "RI-5"),
        ("stock pots with lids", "PO-36"),
        ("GEHOERSTOEPSEL", "EP-1"),
        ("Backblech gelocht gross", "BA-1"),
    ],
)
def test_a_word_that_is_written_plainly_is_the_article_without_doubt(written: str, sku: str) -> None:
    line, doubts = line_of(CATALOGUE, ("", written), Decimal(2), None, "", "body")
    assert line.sku == sku
    assert doubts == ()


def test_words_in_several_cells_name_the_article_together() -> None:
    named = CATALOGUE.by_sku("RI-10")
    cells = ("", "Klarspüler")
    alone = line_of(CATALOGUE, cells, Decimal(2), None, "", "sheet", named)[1]
    together = line_of(CATALOGUE, cells, Decimal(2), None, "", "sheet", named, told="Klarspüler 10 l")[1]
    assert [problem.code for problem in alone] == ["near_match"]
    assert together == ()
