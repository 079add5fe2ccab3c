"""Money put together: every cent of the lines comes from one of the purses, and none gives more than it has."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.cash.amounts import Line
from workflows.cash.combining import shares
from workflows.errors import BadDecision

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
