"""A discount gives back the tax in it: by the invoice's rates, to the cent, and undone to nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workflows.cash_builders import World, entry, item
from workflows.ledger.discount_tax import corrected, tax_of
from workflows.ledger.model import AccountKind

D = Decimal
NUMBER = "DE-2026-00301"


@dataclass(frozen=True)
class Charged:
    rate: Decimal
    base: Decimal
    tax: Decimal


NORMAL = Charged(D("19"), D("1000.00"), D("190.00"))
REDUCED = Charged(D("7"), D("1000.00"), D("70.00"))
FREE = Charged(D("0"), D("500.00"), D("0.00"))


@pytest.mark.parametrize(
    ("taxes", "discount", "parts"),
    [
        ((NORMAL,), "23.80", {"19": ("20.00", "3.80")}),
        ((NORMAL, REDUCED), "45.20", {"19": ("20.00", "3.80"), "7": ("20.00", "1.40")}),
        ((NORMAL, FREE), "16.90", {"19": ("10.00", "1.90"), "0": ("5.00", "0")}),
        ((FREE,), "10.00", {"0": ("10.00", "0")}),
        ((), "10.00", {"0": ("10.00", "0")}),
    ],
)
def test_net_and_tax_are_by_the_share_of_each_rate(
    taxes: tuple[Charged, ...], discount: str, parts: dict[str, tuple[str, str]]
) -> None:
    expected = {D(rate): (D(net), D(tax)) for rate, (net, tax) in parts.items()}
    assert corrected(D(0), D(discount), taxes, "EUR") == expected


@given(st.lists(st.decimals(min_value=-500, max_value=500, places=2), max_size=8))
def test_steps_come_to_the_tax_of_their_sum(steps: list[Decimal]) -> None:
    before, kept = D(0), D(0)
    for step in (*steps, -sum(steps)):
        parts = corrected(before, step, (NORMAL, REDUCED), "EUR").values()
        assert sum(net + tax for net, tax in parts) == step
        before, kept = before + step, kept + sum(tax for _, tax in parts)
        assert kept == sum(tax_of(before, (NORMAL, REDUCED), "EUR").values())
    assert kept == 0


@dataclass(frozen=True)
class Document:
    """As much of an invoice as its discount asks for."""

    number: str
    taxes: tuple[Charged, ...]


def test_a_discount_taken_posts_net_and_tax_and_a_return_takes_both_back() -> None:
    world = World(replace(item(NUMBER, "K1", "1190.00"), discount_percent=D("2"), discount_days=30))
    world.uow.invoices.add(Document(NUMBER, (NORMAL,)))
    world.pay(entry("1166.20", NUMBER, payer_iban="DE11", end_to_end_id="E1"))
    assert (world.open(NUMBER), world.balance(AccountKind.DISCOUNT), world.balance(AccountKind.TAX)) == (
        0, D("20.00"), D("3.80"),
    )  # fmt: skip
    later = date(2026, 3, 12)
    world.pay(entry("-1166.20", NUMBER, kind="return", end_to_end_id="E1", booking_date=later, value_date=later))
    assert (world.open(NUMBER), world.balance(AccountKind.DISCOUNT), world.balance(AccountKind.TAX)) == (1190, 0, 0)


def test_of_a_balance_taken_over_no_tax_is_guessed() -> None:
    world = World(replace(item(NUMBER, "K1", "1190.00"), discount_percent=D("2"), discount_days=30))
    world.pay(entry("1166.20", NUMBER, payer_iban="DE11"))
    assert (world.balance(AccountKind.DISCOUNT), world.balance(AccountKind.TAX)) == (D("23.80"), 0)
