"""Thresholds are lowered only as far as the wrong acts that were seen allow."""

import random

import pytest

from evaluation.risk import Act, bounds_of, lowest
from evaluation.statistics import at_most, upper_bound


def acts(*given: tuple[float, bool]) -> list[Act]:
    return [Act(("order",), certainty, wrong) for certainty, wrong in given]


@pytest.mark.parametrize(("hits", "n", "bound"), [(0, 45, 0.0499), (0, 230, 0.00996), (1, 77, 0.0496), (3, 3, 1.0)])
def test_the_bound_is_that_of_the_tables(hits: int, n: int, bound: float) -> None:
    assert upper_bound(hits, n, 0.1) == pytest.approx(bound, abs=0.0005)


def test_nothing_counted_bounds_nothing() -> None:
    assert upper_bound(0, 0, 0.1) == 1.0


def test_as_many_or_fewer_is_certain_for_all() -> None:
    assert at_most(5, 5, 0.3) == pytest.approx(1.0)


def test_the_threshold_falls_to_where_wrong_acts_begin() -> None:
    found = lowest(bounds_of(acts(*[(0.9, False)] * 50, *[(0.6, True)] * 10), 0.1), 0.05)
    assert found is not None
    assert (found.threshold, found.acts, found.wrong) == (0.62, 50, 0)


def test_behind_the_first_failure_nothing_is_tried() -> None:
    given = acts(*[(0.95, False)] * 50, *[(0.9, True)] * 5, *[(0.5, False)] * 900)
    found = lowest(bounds_of(given, 0.1), 0.05)
    assert found is not None and found.threshold == 0.92


def test_too_few_acts_allow_none() -> None:
    assert lowest(bounds_of(acts(*[(0.95, False)] * 10), 0.1), 0.05) is None


def test_the_risk_is_kept_on_new_messages_as_often_as_promised() -> None:
    """Acts are wrong with probability 1 - certainty: a risk of 10 % is exceeded in a tenth of the draws at most."""
    draw, exceeded = random.Random(7), 0
    for _ in range(200):
        sure = [draw.uniform(0.5, 1.0) for _ in range(300)]
        found = lowest(bounds_of(acts(*((one, draw.random() > one) for one in sure)), 0.1), 0.1)
        if found is not None:
            exceeded += (1 - found.threshold) / 2 > 0.1  # the mean risk above a threshold of a uniform certainty
    assert exceeded <= 25
