"""Changes of an order where the article is told by what was stated of it: its number, unit, the sentence before."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from nlp.book import ArticleEntry, CustomerEntry, OrderEntry, Snapshot
from nlp.extract.order_change import read_order_change
from nlp.extract.order_numbers import find_order_numbers
from nlp.extract.references import find_references
from nlp.extract.sources import Context, Found, Source
from nlp.reading import OrderChange

ARTICLES = (
    ArticleEntry("MUG", ("Mug clay", "Mug argile", "Tonbecher"), (), Decimal("4.00"), "EUR", "C62"),
    ArticleEntry("OVEN", ("Mitts, pair", "Maniques, paire", "Topfhandschuhe, Paar"), (), Decimal("9.00"), "EUR", "PR"),
)  # fmt: skip
CUSTOMER = CustomerEntry("C1", "X", "Hof Linde", (), "DE", "de", "EUR", ("a@linde.example",), ("linde.example",))
PLACED = OrderEntry("SO-1", "C1", "HL-20", date(2026, 3, 30), ("MUG", "OVEN"), (Decimal(80), Decimal(12)))


def change_of(text: str, language: str) -> Found[OrderChange]:
    context = Context(
        subject=Source("subject", "HL-20"), body=Source("body", text), documents=(), opened_documents=(),
        quoted=Source("body", "", quoted=True), languages=(language,), sent_on=date(2026, 4, 7),
        book=Snapshot(customers=[CUSTOMER], articles=ARTICLES, orders=[PLACED]), customer=CUSTOMER,
    )  # fmt: skip
    return read_order_change(context, find_order_numbers(context, find_references(context)))


@pytest.mark.parametrize(
    ("language", "text", "line"),
    [
        ("en", "Your confirmation shows 80 mugs. Please make that 95", ("MUG", 95)),
        ("de", "Bei Ihnen stehen 80 Tonbecher. Bitte auf 95 erhöhen", ("MUG", 95)),
        ("fr", "Votre accusé indique 80 mugs. Merci de passer à 95", ("MUG", 95)),
        ("en", "make the mugs 95 not 80. somebody drops them", ("MUG", 95)),
        ("en", "a hundred and twenty of the mugs now please", ("MUG", 120)),
        ("de", "die Hitzeschützer bitte auf 20 Paar erhöhen", ("OVEN", 20)),
        ("en", "we found 5 mugs in Oventon so 10 will do instead of 12", ("OVEN", 10)),
    ],
)
def test_an_article_is_told_by_what_was_stated_of_it(language: str, text: str, line: tuple[str, int]) -> None:
    found = change_of(text, language).value
    assert found is not None and [(each.sku, int(each.quantity)) for each in found.lines] == [line]


def test_an_article_told_by_its_unit_alone_is_for_a_person() -> None:
    problems = change_of("die Hitzeschützer bitte auf 20 Paar erhöhen", "de").problems
    assert "article_by_elimination" in {problem.code for problem in problems}


@pytest.mark.parametrize(
    ("language", "text", "wanted"),
    [
        ("de", "Morgen, bei den Tonbechern 90 statt 80. Danke", None),
        ("de", "Tonbecher brauche ich 90. Bitte alles am 24.4.", date(2026, 4, 24)),
        ("fr", "Les 412,80 EUR partent vendredi 24 avril. Passez les mugs à 90 svp", None),
        ("fr", "Mugs : 90 au lieu de 80, ce bon remplace celui du 30", None),
    ],
)
def test_a_day_of_something_else_moves_no_delivery(language: str, text: str, wanted: date | None) -> None:
    found = change_of(text, language).value
    assert found is not None and found.requested_date == wanted
    assert [(each.sku, int(each.quantity)) for each in found.lines] == [("MUG", 90)]
