"""The drawn books are what they claim to be, and the matcher applies nothing wrongly on a small one."""

from __future__ import annotations

from decimal import Decimal

import pytest

from evaluation.payments.distortion import creditor_reference
from evaluation.payments.measuring import measure, wilson
from evaluation.payments.mixes import WEIGHTS, draw_data
from evaluation.payments.situations import SITUATIONS
from workflows.cash.told import read_text


@pytest.mark.parametrize("mix", ["base", "hard"])
def test_nothing_is_applied_wrongly_and_most_is_applied(mix: str) -> None:
    result = measure(*draw_data(mix, 3_000, 500, seed=77))
    assert [(each.category, each.line.entry.texts) for each in result.wrong] == []
    assert result.total.right / result.total.due > 0.85
    assert all(result.by_category[name].automatic == 0 for name in ("stranger", "not a payment", "already paid"))


def test_other_wording_and_other_names_move_nothing_that_is_nobodys() -> None:
    result = measure(*draw_data("foreign", 3_000, 900, seed=77))
    assert [(each.category, each.line.entry.texts) for each in result.wrong] == []
    assert result.total.right / result.total.due > 0.85
    nobodys = {"others' money", "payout", "own money", "settled one named", "paid ahead", "our own refund"}
    assert nobodys <= set(result.by_category)
    assert all(result.by_category[name].automatic == 0 for name in nobodys)


def test_the_truth_of_a_line_comes_to_its_money_at_most() -> None:
    book, lines = draw_data("hard", 3_000, 500, seed=78)
    assert book.items == 3_000
    for line in lines:
        applied = sum((put.amount for put in line.truth), Decimal(0))
        assert applied <= max(line.entry.amount, Decimal(0))


def test_the_same_seed_draws_the_same_and_another_does_not() -> None:
    first, again, other = (draw_data("base", 500, 50, seed)[1] for seed in (1, 1, 2))
    assert first == again != other


def test_every_situation_has_its_share_in_both_mixes() -> None:
    assert set(WEIGHTS) == set(SITUATIONS)


def test_drawn_structured_references_hold() -> None:
    assert read_text((creditor_reference("RE-2026-000123"),)).creditor == (("RE2026000123", True),)


def test_the_lower_bound_of_a_share() -> None:
    assert round(wilson(9_999, 10_000), 5) == 0.99943
    assert wilson(0, 0) == 0
