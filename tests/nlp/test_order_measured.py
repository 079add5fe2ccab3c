"""Two measures tell the one article that has both, whatever it is called; one number or a second word do not."""

from __future__ import annotations

from decimal import Decimal

import pytest

from nlp.book import ArticleEntry
from nlp.extract.order.measured import is_measured


def article(sku: str, *names: str) -> ArticleEntry:
    return ArticleEntry(sku, names, (), Decimal("4.20"), "EUR")


BELT = article("BELT-13", "V-belt 13x8x900", "Keilriemen 13x8x900")
LONG = article("BELT-13L", "V-belt 13x8x1200", "Keilriemen 13x8x1200")
BOX = article("BOX-60-W", "Storage box 60 x 40 cm white", "Lagerkasten 60 x 40 cm weiß")
DARK = article("BOX-60-B", "Storage box 60 x 40 cm black", "Lagerkasten 60 x 40 cm schwarz")
FUSE = article("FUSE-16", "Fuse 16 A 400 V", "Sicherung 16 A 400 V")
BOOK = (BELT, LONG, BOX, DARK, FUSE)


@pytest.mark.parametrize(
    ("words", "meant"), [("kilremmar 13x8x900", BELT), ("pojistky 16 A 400 V", FUSE), ("V-snaar 13 x 8 x 1200", LONG)]
)
def test_an_article_is_told_by_measures_that_no_other_has(words: str, meant: ArticleEntry) -> None:
    assert is_measured(BOOK, words, meant)


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("kilremmar 13x8", BELT),  # two articles have them
        ("kilremmar 900", BELT),  # one number
        ("krabice 60 x 40 cm", BOX),  # black or white?
        ("krabice 60 x 40 cm svart", BOX),  # the other colour
        ("kilremmar EPDM 13x8x900", BELT),  # another material
        ("V-belt toothed 13x8x900", BELT),
        ("FKM 13x8x900", BELT),
        ("kilremmar 13x8x950", BELT),
    ],
)
def test_fewer_measures_other_ones_or_a_second_word_leave_it_open(words: str, meant: ArticleEntry) -> None:
    assert not is_measured(BOOK, words, meant)
