"""The book in columns finds what a dict of all documents finds, and follows what is booked."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from tests.workflows.cash_builders import item
from workflows.cash.open_book import OpenBook, money, portions_of, units

A = item("DE-2026-00314", "K1", "500.00", po_number="PO-74408")
B = item("DE-2026-00390", "K1", "120.00")
SAME_FIGURES = item("FA-2026-00390", "K2", "75.50")


def test_a_number_is_found_by_its_figures_and_told_apart_by_its_letters() -> None:
    book = OpenBook(portions_of([A, B, SAME_FIGURES]))
    assert len(book.with_digits("202600390")) == 2
    assert book.document(book.find("de 2026/00390") or 0) == "DE-2026-00390"
    assert book.find("XX-2026-00390") is None


def test_an_order_number_needs_enough_figures_to_prove_anything() -> None:
    book = OpenBook(portions_of([A, replace(B, po_number="PO-12")]))
    assert [book.document(row) for row in book.with_order("74408")] == ["DE-2026-00314"]
    assert book.with_order("12") == []


def test_what_is_booked_is_followed_and_what_is_new_is_added() -> None:
    book = OpenBook(portions_of([A]))
    book.refresh(replace(A, open_amount=Decimal("10.00")))
    book.refresh(B)
    assert [(book.document(row), book.open[row]) for row in book.payable(["K1"], "EUR")] == [
        ("DE-2026-00314", 100_000),
        ("DE-2026-00390", 1_200_000),
    ]


def test_what_is_closed_or_in_another_currency_is_not_payable() -> None:
    book = OpenBook(portions_of([replace(A, open_amount=Decimal(0)), replace(B, currency="CHF")]))
    assert book.payable(["K1"], "EUR") == []
    assert len(book.of(["K1"])) == 2


@given(st.lists(st.integers(0, 999_999), unique=True, max_size=40), st.integers(0, 999_999))
def test_every_number_of_the_book_is_found_and_no_other(numbers: list[int], other: int) -> None:
    book = OpenBook(portions_of(item(f"R-{number:06d}", f"K{number % 3}", "1.00") for number in numbers))
    for number in numbers:
        row = book.find(f"R {number:06d}")
        assert row is not None
        assert book.document(row) == f"R-{number:06d}"
    assert (book.find(f"R-{other:06d}") is None) is (other not in numbers)


@given(st.decimals("-99999999", "99999999", places=2))
def test_an_amount_survives_as_units(amount: Decimal) -> None:
    assert money(units(amount), "EUR") == amount
    assert str(money(units(amount), "EUR")) == str(amount)
