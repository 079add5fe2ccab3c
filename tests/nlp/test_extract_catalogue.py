"""Articles by the customer's words, only where they can mean one."""

from __future__ import annotations

from decimal import Decimal

import pytest

from nlp.book import ArticleEntry
from nlp.extract.catalogue import Catalogue


def article(sku: str, *names: str, aliases: tuple[str, ...] = ()) -> ArticleEntry:
    return ArticleEntry(sku, names, aliases, Decimal(1), "EUR")


CATALOGUE = Catalogue(
    [
        article("GM-1104", "Gear motor 1.1 kW", "Motoréducteur 1,1 kW", "Getriebemotor 1,1 kW"),
        article("GM-2204", "Gear motor 2.2 kW", "Motoréducteur 2,2 kW", "Getriebemotor 2,2 kW", aliases=("GM2204X",)),
        article("BR-6204", "Ball bearing 6204", "Roulement à billes 6204", "Kugellager 6204"),
        article("GL-M", "Nitrile gloves M", "Gants nitrile M"),
        article("GL-L", "Nitrile gloves L", "Gants nitrile L"),
    ]
)


@pytest.mark.parametrize(
    ("words", "sku"),
    [
        ("gm 2204", "GM-2204"), ("GM2204X", "GM-2204"), ("Gear motors 2.2kW, flange", "GM-2204"), ("motoréducteurs 1,1 kW", "GM-1104"),  # noqa: E501
        ("roulements 6204", "BR-6204"), ("Kugelager 6204", "BR-6204"), ("nitrile gloves size L", "GL-L"),
        ("gear motor", None), ("nitrile gloves", None), ("gear motor 5.5 kW", None), ("coffee", None), ("", None),
    ],
)  # fmt: skip
def test_words_mean_one_article_or_none(words: str, sku: str | None) -> None:
    found = CATALOGUE.resolve(words)
    assert (found.sku if found else None) == sku
