"""Money put together: every cent of the lines comes from one of the purses, and none gives more than it has."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workflows.cash_builders import NOW, World, entry, item
from workflows.cash.amounts import Line
from workflows.cash.combining import combine, shares
from workflows.commands import CombinePayments
from workflows.errors import BadDecision, NotAllowed

CENTS = st.integers(1, 500).map(lambda cents: Decimal(cents) / 100)


@given(st.lists(CENTS, min_size=1, max_size=5), st.lists(CENTS, min_size=1, max_size=4), st.integers(0, 100))
def test_shares_are_the_lines_and_within_the_purses(amounts: list[Decimal], purses: list[Decimal], taken: int) -> None:
    lines = [Line(f"R-{place}", amount, write_off=Decimal("0.01")) for place, amount in enumerate(amounts)]
    if taken:
        lines.append(Line("G-1", -Decimal(taken) / 100))
    needed, there = sum(line.amount for line in lines), sum(purses)
    if needed > there:
        with pytest.raises(BadDecision, match="more than the money that is there"):
            shares(lines, purses)
        return
    found = shares(lines, purses)
    for own, purse in zip(found, purses, strict=True):
        assert sum(line.amount for line in own) <= purse
    for line in lines:
        parts = [each for own in found for each in own if each.invoice == line.invoice]
        assert sum(each.amount for each in parts) == line.amount
        assert sum(each.write_off for each in parts) == line.write_off
        assert all(each.amount for each in parts)


@pytest.mark.parametrize("given", ["discount", "write_off"])
def test_what_is_given_away_counts_together_however_many_payments_it_goes_with(given: str) -> None:
    made = World(item("DE-2026-00301", "K1", "500.00"), item("DE-2026-00302", "K1", "300.00"))
    paid = made.pay(entry("460.00", "A", payer_iban="DE11"), entry("270.00", "B", payer_iban="DE11", position=2))
    lines = (
        Line("DE-2026-00301", Decimal(460), **{given: Decimal(40)}),
        Line("DE-2026-00302", Decimal(270), **{given: Decimal(30)}),
    )
    command = CombinePayments(tuple(each.id for each in paid), "sam", lines, limit=Decimal("69.99"))
    with pytest.raises(NotAllowed, match="give away 70"):
        combine(command, made.uow, made.desk, NOW)
    assert combine(replace(command, limit=Decimal(70)), made.uow, made.desk, NOW)
