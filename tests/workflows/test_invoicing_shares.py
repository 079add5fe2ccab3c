"""An amount is shared to the smallest unit; what is credited in steps adds up; references carry their check digits."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from workflows.errors import Exceeds
from workflows.invoicing.crediting import Content, by_lines
from workflows.invoicing.model import InvoiceLine, TaxTotal
from workflows.invoicing.policy import share
from workflows.ledger.creditor_reference import creditor_reference
from workflows.ledger.money import rounded

CENTS = st.integers(-100_000, 1_000_000).map(lambda cents: Decimal(cents) / 100)


@given(st.lists(CENTS, min_size=1, max_size=8), st.integers(0, 1000))
def test_parts_sum_to_the_amount_and_none_passes_its_weight(weights: list[Decimal], per_mille: int) -> None:
    assume(sum(weights) > 0)
    amount = rounded(sum(weights, Decimal(0)) * per_mille / 1000, "EUR")
    parts = share(amount, weights, "EUR")
    assert sum(parts) == amount
    assert all(abs(part) <= abs(weight) for part, weight in zip(parts, weights, strict=True))


def test_lines_cannot_be_credited_beyond_what_an_allowance_left() -> None:
    line = InvoiceLine(1, "A", "A", Decimal(10), "C62", Decimal(10), Decimal(100), "S", Decimal(20), "goods")
    left = Content((line,), (TaxTotal("S", Decimal(20), Decimal(90), Decimal(18)),))
    with pytest.raises(Exceeds):
        by_lines(left, [(1, Decimal(10))], "EUR")
    assert by_lines(left, [(1, Decimal(9))], "EUR").gross == Decimal(108)


@pytest.mark.parametrize(
    ("number", "reference"),
    [("539007547034", "RF18539007547034"), ("", ""), ("---", ""), ("R" * 22, ""), ("2348-231", "RF712348231")],
)
def test_a_creditor_reference_follows_iso_11649(number: str, reference: str) -> None:
    assert creditor_reference(number) == reference


@given(st.text("ABCXYZ0123456789-/ ", min_size=1, max_size=21))
def test_a_creditor_reference_proves_itself(number: str) -> None:
    found = creditor_reference(number)
    if found:
        assert int("".join(str(int(sign, 36)) for sign in found[4:] + found[:4])) % 97 == 1
