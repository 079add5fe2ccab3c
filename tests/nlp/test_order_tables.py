"""Order tables as stock lists and machines head them: what is there, what it shall be, what is wanted, and by when."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from nlp.reading import Order
from tests.nlp.extraction_desk import context, facts, sheet

Rows = tuple[tuple[str, ...], ...]


def read(*rows: tuple[str, ...], language: str = "de", text: str = "") -> Order:
    found = facts(context("anbei", language=language, documents=(sheet(*rows, text=text),))).order
    assert found.value is not None
    return found.value


def wanted(order: Order) -> list[tuple[str | None, int]]:
    return [(line.sku, int(line.quantity)) for line in order.lines]


@pytest.mark.parametrize(
    "heading",
    [
        ("Artikel", "Ist", "Soll", "Bedarf"),
        ("Libellé", "Stock", "Seuil", "A_COMMANDER"),
        ("Item", "On hand", "Par level", "To order"),
        ("Descrizione", "Giacenza", "Scorta", "Da ordinare"),
        ("Nazwa", "Stan", "Minimum", "Do zamówienia"),
        ("Omschrijving", "Voorraad", "Minimum", "Te bestellen"),
    ],
)
def test_of_stock_and_what_is_needed_only_the_latter_is_ordered(heading: tuple[str, ...]) -> None:
    order = read(heading, ("Wischmopp 40 cm", "2", "8", "6"), ("Glasreiniger 5 l", "1", "7", "4"))
    assert wanted(order) == [("MP-1", 6), ("GL-5", 4)]


@pytest.mark.parametrize("day", ["20260420", "20.04.2026", "2026-04-20"])
def test_a_column_with_one_day_of_delivery_is_the_day_wanted(day: str) -> None:
    order = read(("ref_frs", "qte_uc", "dt_liv"), ("MP-1", "6", day), ("GL-5", "4", day), language="fr")
    assert order.requested_date == date(2026, 4, 20)


def test_lines_wanted_on_several_days_have_no_day_in_common() -> None:
    order = read(("Code", "Qty", "Del. date"), ("MP-1", "6", "2026-04-20"), ("GL-5", "4", "2026-04-27"), language="en")
    assert order.requested_date is None


@pytest.mark.parametrize("words", ["Stand", "Inventur vom", "Imprimé le", "Stock take on", "Edité le"])
def test_the_day_of_a_count_or_a_print_is_not_that_of_the_order(words: str) -> None:
    text = f"Haus Erle\n{words} 02.04.2026\nArtikel  Bedarf\nMP-1  6\nGL-5  4"
    order = read(("Artikel", "Bedarf"), ("MP-1", "6"), ("GL-5", "4"), text=text)
    assert order.order_date is None


@pytest.mark.parametrize("label", ["Totaal EUR", "Gesamtwert", "Suma", "Valeur de la commande", "Celkem Kč:"])
def test_what_stands_alone_below_one_line_and_is_its_sum_is_the_total(label: str) -> None:
    text = f"Bestelling 771\nArtikel  Aantal  Prijs\nMP-1  6  9,90\n\n{label} 59,40"
    order = read(("Artikel", "Menge", "Preis"), ("MP-1", "6", "9,90"), text=text)
    assert order.total == Decimal("59.40")


@pytest.mark.parametrize("label", ["Totaal EUR", "Gesamtwert EUR"])
def test_a_total_that_the_line_does_not_come_to_is_a_problem(label: str) -> None:
    document = sheet(
        ("Artikel", "Menge", "Preis"),
        ("MP-1", "6", "9,90"),
        text=f"Artikel  Menge  Preis\nMP-1  6  9,90\n{label} 61,00",
    )
    found = facts(context("anbei", language="de", documents=(document,))).order
    assert "total_mismatch" in {problem.code for problem in found.problems}


def test_the_price_of_one_thing_below_its_name_is_no_total() -> None:
    text = "Bestellung 771\nMP-1  1\nPreis 9,90 EUR"
    order = read(("Artikel", "Menge", "Preis"), ("MP-1", "1", "9,90"), text=text)
    assert order.total is None


@pytest.mark.parametrize("heading", ["EK netto", "Netto", "Value", "Montant"])
def test_what_one_costs_in_the_book_is_no_sum_of_the_line_whatever_heads_it(heading: str) -> None:
    order = read(("Code", "Qty", heading), ("MP-1", "36", "9,90"), ("GL-5", "40", "12,00"))
    assert [line.unit_price for line in order.lines] == [Decimal("9.90"), Decimal("12.00")]


def test_a_sum_of_the_line_stays_one() -> None:
    order = read(("Code", "Qty", "Value"), ("MP-1", "36", "356,40"), ("GL-5", "1", "12,60"))
    assert [line.unit_price for line in order.lines] == [Decimal("9.90"), Decimal("12.60")]
