"""The right price: the strongest record that holds on the day, or none."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tests.workflows.selling_desk import TODAY, price, product
from workflows.catalogue import Billing, Contract
from workflows.pricing import PriceSource, Quote, right_price


def contract(amount: str, start: date, end: date | None = None, currency: str = "EUR", number: str = "CT1") -> Contract:
    return Contract(number, "K1", "PUMP", Decimal(5), Decimal(amount), currency, start, end, Billing.ONCE)


def quoted(*records: object, quantity: str = "1", currency: str = "EUR", day: date = TODAY) -> Quote | None:
    contracts = [row for row in records if isinstance(row, Contract)]
    prices = [row for row in records if not isinstance(row, Contract)]
    return right_price(
        product(),
        contracts,
        prices,
        customer="K1",
        currency=currency,
        quantity=Decimal(quantity),
        day=day,  # type: ignore[arg-type]
    )


def test_a_contract_beats_the_customers_price_and_the_list() -> None:
    found = quoted(contract("70", date(2026, 1, 1)), price("PUMP", "80", "K1"), price("PUMP", "90"))
    assert found is not None and (found.unit_price, found.source) == (Decimal(70), PriceSource.CONTRACT)


@pytest.mark.parametrize(
    ("start", "end", "holds"),
    [
        (TODAY, None, True),
        (TODAY, TODAY, True),
        (date(2026, 3, 17), None, False),
        (date(2026, 1, 1), date(2026, 3, 15), False),
    ],
)
def test_a_contract_holds_from_its_first_to_its_last_day(start: date, end: date | None, holds: bool) -> None:
    found = quoted(contract("70", start, end))
    assert found is not None and (found.source is PriceSource.CONTRACT) is holds


@pytest.mark.parametrize(
    ("quantity", "expected", "from_"),
    [
        ("0.5", "100.00", PriceSource.PRODUCT),
        ("1", "90", PriceSource.LIST),
        ("9", "90", PriceSource.LIST),
        ("10", "80", PriceSource.CUSTOMER),
        ("49", "80", PriceSource.CUSTOMER),
        ("50", "75", PriceSource.CUSTOMER),
    ],
)
def test_the_highest_quantity_break_that_is_reached_counts(quantity: str, expected: str, from_: PriceSource) -> None:
    own = [price("PUMP", "80", "K1", min_quantity=Decimal(10)), price("PUMP", "75", "K1", min_quantity=Decimal(50))]
    found = quoted(*own, price("PUMP", "90"), quantity=quantity)
    assert found is not None and (found.unit_price, found.source) == (Decimal(expected), from_)


def test_another_customers_price_is_not_ours() -> None:
    found = quoted(price("PUMP", "1", "K2"))
    assert found is not None and found.source is PriceSource.PRODUCT


def test_of_two_prices_the_one_that_became_valid_last_holds() -> None:
    found = quoted(
        price("PUMP", "80", "K1", valid_from=date(2025, 1, 1)), price("PUMP", "82", "K1", valid_from=date(2026, 1, 1))
    )
    assert found is not None and found.unit_price == 82


def test_a_price_that_is_over_does_not_hold() -> None:
    found = quoted(price("PUMP", "80", "K1", valid_to=date(2026, 3, 15)))
    assert found is not None and found.source is PriceSource.PRODUCT


def test_nothing_is_converted() -> None:
    assert quoted(price("PUMP", "80", "K1"), currency="CHF") is None
