"""The step of one item on one day: never two levels, never too early, never without a reason."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workflows.dunning_desk import customer, desk, item, policies, table
from workflows.dunning.model import Hold
from workflows.dunning.policy import NeedsRelease, Notify, Wait, Why, carries_charges, next_step, pay_within_days

POLICIES = policies()
STANDARD, KEY = POLICIES["standard"], POLICIES["key_account"]
TODAY = date(2026, 3, 16)


def due(days_overdue: int, level: int = 0, raised_days_ago: int | None = None, amount: str = "100.00") -> object:
    raised = TODAY - timedelta(days=raised_days_ago) if raised_days_ago is not None else None
    return item("R1", TODAY - timedelta(days=days_overdue), amount, dunning_level=level, level_raised_on=raised)


@pytest.mark.parametrize(
    ("one", "step"),
    [
        (due(6), Wait(Why.NOT_YET)),
        (due(7), Notify(1)),
        (due(400), Notify(1)),  # never skips
        (due(20, 1, 14), Wait(Why.NOT_YET)),
        (due(21, 1, 13), Wait(Why.TOO_SOON)),
        (due(21, 1, 14), Notify(2)),
        (due(34, 2, 30), Wait(Why.NOT_YET)),
        (due(35, 2, 14), Notify(3)),
        (due(900, 3, 300), Wait(Why.LAST_LEVEL)),
        (due(900, 1), Wait(Why.TOO_SOON)),  # nobody knows when it was raised
        (due(0), Wait(Why.NOT_OVERDUE)),
        (due(7, amount="4.99"), Wait(Why.BELOW_MINIMUM)),
        (due(7, amount="5.00"), Notify(1)),
        (due(7, amount="-100.00"), Wait(Why.BELOW_MINIMUM)),
    ],
)
def test_the_step_of_the_standard_policy(one: object, step: object) -> None:
    assert next_step(one, STANDARD, TODAY) == step  # type: ignore[arg-type]


@pytest.mark.parametrize(("name", "first"), [("standard", 7), ("key_account", 14), ("public_sector", 37)])
def test_each_policy_starts_on_its_day(name: str, first: int) -> None:
    assert next_step(due(first - 1), POLICIES[name], TODAY) == Wait(Why.NOT_YET)  # type: ignore[arg-type]
    assert next_step(due(first), POLICIES[name], TODAY) == Notify(1)  # type: ignore[arg-type]


def test_a_held_item_waits_and_says_why() -> None:
    assert next_step(due(50), STANDARD, TODAY, hold=Hold.DISPUTE) == Wait(Hold.DISPUTE)  # type: ignore[arg-type]


def test_a_key_account_is_reminded_alone_but_not_dunned_further_without_release() -> None:
    assert next_step(due(14), KEY, TODAY) == Notify(1)  # type: ignore[arg-type]
    assert next_step(due(30, 1, 14), KEY, TODAY) == NeedsRelease(2)  # type: ignore[arg-type]
    assert next_step(due(30, 1, 14), KEY, TODAY, released=True) == Notify(2)  # type: ignore[arg-type]
    assert next_step(due(30, 1, 13), KEY, TODAY, released=True) == Wait(Why.TOO_SOON)  # type: ignore[arg-type]


@pytest.mark.parametrize(("days_ago", "step"), [(13, Wait(Why.REFUSED)), (14, NeedsRelease(2))])
def test_a_refused_release_is_proposed_again_after_the_gap(days_ago: int, step: object) -> None:
    refused_on = TODAY - timedelta(days=days_ago)
    assert next_step(due(60, 1, 40), KEY, TODAY, refused_on=refused_on) == step  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("letter", "own", "start", "expected"),
    [
        (1, 1, 2, False),
        (1, 3, 2, False),  # a letter of level 1 carries no charges
        (1, 1, 1, False),
        (2, 1, 2, False),
        (2, 2, 2, True),
        (3, 2, 2, True),
        (2, 3, 2, True),
        (2, 3, 3, False),
        (3, 3, 3, True),
        (3, 3, 0, False),
    ],
)
def test_when_an_item_bears_charges(letter: int, own: int, start: int, expected: bool) -> None:
    policy = type(STANDARD)("x", (7, 21, 35), 14, Decimal(5), 0, start, 3)
    assert carries_charges(letter, own, policy) is expected


@given(st.integers(-5, 500), st.integers(0, 3), st.integers(0, 60), st.sampled_from(sorted(POLICIES)))
def test_a_step_is_one_level_up_when_its_days_and_the_gap_are_over(late: int, level: int, ago: int, name: str) -> None:
    step = next_step(due(late, level, ago), POLICIES[name], TODAY)  # type: ignore[arg-type]
    if isinstance(step, (Notify, NeedsRelease)):
        assert step.level == level + 1 <= 3
        assert late >= POLICIES[name].days[level] and (level == 0 or ago >= 14)


def test_the_shipped_policies_are_those_of_the_manual() -> None:
    shipped = table("dunning.toml")["dunning"]
    rest = {"gap_days": 14, "minimum": "5.00", "interest_from": 2, "registered_letter": 3}
    assert (shipped["schedule"], shipped["promise_grace_days"]) == ("manual", 3)
    assert shipped["standard"] == {"days": [7, 21, 35], "release_from": 0, **rest}
    assert shipped["key_account"] == {"days": [14, 21, 35], "release_from": 2, **rest}
    assert shipped["public_sector"] == {"days": [37, 51, 65], "release_from": 0, **rest}


def test_every_letter_gives_a_week_at_least() -> None:
    assert all(pay_within_days(language, level) >= 7 for language in ("fr", "de", "en", "nl") for level in (1, 2, 3))


def test_gaps_and_least_amounts_may_differ_by_level() -> None:
    policy = replace(STANDARD, gaps=(0, 14, 30), level_minimums=(Decimal(5), Decimal(5), Decimal(100)))
    small = item("R1", TODAY - timedelta(days=90), "99.00", dunning_level=2, level_raised_on=TODAY - timedelta(days=40))
    large = replace(small, open_amount=Decimal(100))
    assert next_step(small, policy, TODAY) == Wait(Why.BELOW_MINIMUM)
    assert next_step(large, policy, TODAY) == Notify(3)
    assert next_step(replace(large, level_raised_on=TODAY - timedelta(days=29)), policy, TODAY) == Wait(Why.TOO_SOON)


def test_a_fourth_level_follows_the_third_where_the_policy_has_one() -> None:
    policy = replace(STANDARD, days=(7, 21, 35, 49), wordings=(1, 2, 2, 3))
    third = item("R1", TODAY - timedelta(days=60), dunning_level=3, level_raised_on=TODAY - timedelta(days=14))
    assert next_step(third, policy, TODAY) == Notify(4)
    assert next_step(third, STANDARD, TODAY) == Wait(Why.LAST_LEVEL)


def test_a_company_may_have_the_policy_its_own_way() -> None:
    own = replace(STANDARD, gap_days=30)
    found = desk(**{"standard@DE01": own})
    assert found.dunning_policy(customer(), "DE01") == own
    assert found.dunning_policy(customer(), "FR01") == STANDARD
