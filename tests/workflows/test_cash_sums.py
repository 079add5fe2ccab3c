"""Which documents come to an amount: every solution is exact, and one that chance would give is none."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.workflows.cash_builders import POLICY, item
from workflows.cash.amounts import Receipt
from workflows.cash.clearing import clear, lines_of, purse_of
from workflows.cash.open_book import OpenBook, portions_of
from workflows.cash.subsets import few, runs, subsets

VALUES = st.lists(st.integers(-500, 5000).filter(bool).map(lambda cents: cents * 100), min_size=1, max_size=9)


@given(VALUES, st.data())
def test_the_search_finds_what_trying_everything_finds(values: list[int], data: st.DataObject) -> None:
    amount = sum(data.draw(st.lists(st.sampled_from(values), min_size=1, max_size=3)))
    found, _ = subsets(values, amount)
    every = {
        chosen
        for size in range(1, len(values) + 1)
        for chosen in combinations(range(len(values)), size)
        if sum(values[place] for place in chosen) == amount
    }
    assert set(found) <= every
    assert len(found) == min(len(every), len(found)) and bool(found) is bool(every)


@given(VALUES)
def test_runs_and_small_sets_are_exact(values: list[int]) -> None:
    amount = sum(values[:2])
    for first, last in runs(values, amount):
        assert sum(values[first:last]) == amount
    for chosen in few(values, amount, 3):
        assert sum(values[place] for place in chosen) == amount


def test_many_items_make_any_sum_likely() -> None:
    thin = subsets([100 * value for value in (10_007, 20_011, 40_009)], 3_001_800)[1]
    dense = subsets([100 * value for value in range(1001, 1015)], 100 * 7_000)[1]
    assert thin < 0.003 < dense


@settings(max_examples=200)
@given(
    st.lists(st.integers(100, 50_000), min_size=1, max_size=4),
    st.sampled_from(["0", "2", "3"]),
    st.integers(0, 2_000),
    st.integers(1, 28),
)
def test_lines_always_come_to_the_money_and_never_past_the_document(
    cents: list[int], percent: str, short: int, day: int
) -> None:
    items = [
        item(f"R-{place:04d}", "K1", f"{value / 100:.2f}", discount_percent=Decimal(percent), discount_days=14)
        for place, value in enumerate(cents)
    ]
    book = OpenBook(portions_of(items))
    amount = Decimal(max(sum(cents) - short, 1)) / 100
    receipt = Receipt(amount, "EUR", date(2026, 3, day), ("",))
    found = clear(book, range(len(items)), purse_of(receipt, POLICY))
    if found is None:
        return
    lines = lines_of(book, found, "EUR")
    assert sum(line.amount for line in lines) == amount
    assert all(
        line.amount > 0 and line.discount >= 0 and 0 <= line.write_off <= POLICY.write_off_limit for line in lines
    )
    total = sum((line.amount + line.discount + line.write_off for line in lines), Decimal(0))
    assert total == Decimal(sum(cents)) / 100


def test_half_a_cent_of_discount_may_be_rounded_either_way() -> None:
    book = OpenBook(portions_of([item("R-1", "K1", "302.25", discount_percent=Decimal(2), discount_days=60)]))
    for paid, discount in (("296.20", "6.05"), ("296.21", "6.04")):
        receipt = Receipt(Decimal(paid), "EUR", date(2026, 3, 1), ("",))
        found = clear(book, [0], purse_of(receipt, POLICY))
        assert found is not None
        assert [str(line.discount) for line in lines_of(book, found, "EUR")] == [discount]


def test_halves_that_were_rounded_to_even_are_found_where_they_are() -> None:
    items = [
        item(f"R-{place}", "K1", amount, discount_percent=Decimal(3), discount_days=60)
        for place, amount in enumerate(("22.50", "795.50"))
    ]
    receipt = Receipt(Decimal("818.00") - Decimal("0.68") - Decimal("23.86"), "EUR", date(2026, 3, 1), ("",))
    book = OpenBook(portions_of(items))
    found = clear(book, [0, 1], purse_of(receipt, POLICY))
    assert found is not None
    assert [str(line.discount) for line in lines_of(book, found, "EUR")] == ["0.68", "23.86"]


def test_a_discount_and_a_trifle_are_no_explanation_of_silent_charges() -> None:
    book = OpenBook(portions_of([item("R-1", "K1", "340.00", discount_percent=Decimal(2), discount_days=60)]))
    receipt = Receipt(Decimal("332.50"), "EUR", date(2026, 3, 1), ("",))
    assert clear(book, [0], purse_of(receipt, POLICY)) is None
