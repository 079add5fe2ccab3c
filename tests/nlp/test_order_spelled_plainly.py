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


ABROAD = Catalogue(
    ArticleEntry(sku, names, (), Decimal("1.00"), "EUR", "C62")
    for sku, *names in map(
        list,
        [
            ("GN-L", "Nitrile gloves blue L", "Gants nitrile bleus L", "Nitrilhandschuhe blau L"),
            ("GN-M", "Nitrile gloves blue M", "Gants nitrile bleus M", "Nitrilhandschuhe blau M"),
            ("MK-2", "Surgical masks type IIR", "Masques chirurgicaux type IIR", "OP-Masken Typ IIR"),
            ("BP-1", "Blood pressure monitor", "Tensiomètre bras", "Blutdruckmessgerät"),
            ("SV-1", "Calibration of a blood pressure monitor", "Étalonnage tensiomètre", "Kalibrierung Messgerät"),
        ],
    )
)


@pytest.mark.parametrize(
    ("written", "sku"), [("guantes de nitrilo azul talla L", "GN-L"), ("mascarillas tipo IIR", "MK-2")]
)
def test_a_neighbour_languages_word_with_another_ending_is_no_doubt(written: str, sku: str) -> None:
    line, doubts = line_of(ABROAD, ("", written), Decimal(2), None, "", "body")
    assert (line.sku, doubts) == (sku, ())


def test_words_that_begin_a_name_mean_that_article_and_not_what_is_done_to_it() -> None:
    fits = ABROAD.likeness.ranked("blood pressure monitor")
    article = ABROAD.likeness.phrased("blood pressure monitor", fits)
    assert article is not None and article.sku == "BP-1"
