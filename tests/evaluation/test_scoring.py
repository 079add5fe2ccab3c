"""Figures are what their names say."""

import pytest

from evaluation.scoring import (
    Judged,
    calibration_error,
    coverage,
    f1_of,
    intent_figures,
    main_f1,
    one_intent,
    reliability,
    risk_curve,
)

RIGHT = Judged(("order",), ("order",), 0.9, "fr")
WRONG = Judged(("order",), ("query",), 0.6, "de")
BOTH = Judged(("dispute", "promise"), ("dispute",), 0.8, "de")
TURNED = Judged(("dispute", "promise"), ("promise", "dispute"), 0.7, "en")


def test_main_intent_and_exact_set_are_counted_apart() -> None:
    figures = intent_figures([RIGHT, WRONG, BOTH])
    assert (figures["main_intent_accuracy"], figures["exact_set"]) == (0.6667, 0.3333)
    assert figures["by_language"]["de"]["n"] == 2


def test_f1_counts_misses_and_false_alarms() -> None:
    assert f1_of([RIGHT, WRONG, BOTH], "order") == pytest.approx(0.6667)


def test_the_f1_of_main_intents_counts_the_first_of_each_message_only() -> None:
    assert f1_of([TURNED], "dispute") == 1.0
    assert main_f1([TURNED], "dispute") == 0.0
    assert intent_figures([TURNED])["macro_f1"] == 0.0
    assert intent_figures([TURNED])["macro_f1_any_place"] == 1.0


def test_an_intent_has_precision_and_recall() -> None:
    found = one_intent([RIGHT, WRONG, BOTH], "order")
    assert (found["n"], found["main_accuracy"], found["precision"], found["recall"]) == (2, 0.5, 1.0, 0.5)


def test_an_intent_that_nobody_said_has_no_precision() -> None:
    assert one_intent([BOTH], "promise")["precision"] is None


def test_coverage_is_the_surest_share_that_is_right_often_enough() -> None:
    assert coverage([RIGHT, WRONG, BOTH], 0.98) == pytest.approx(0.6667)


def test_calibration_error_is_the_mean_gap_of_confidence_and_truth() -> None:
    assert calibration_error([RIGHT, WRONG]) == pytest.approx((0.1 + 0.6) / 2)


def test_bins_count_messages_of_like_confidence() -> None:
    (low, high) = reliability([RIGHT, RIGHT, WRONG])
    assert (low.n, low.right, high.n, high.right) == (1, 0.0, 2, 1.0)


def test_risk_grows_with_what_is_acted_upon() -> None:
    assert risk_curve([(0.9, False), (0.5, True), (0.9, False)], 4) == [(0.9, 0.5, 0.0), (0.5, 0.75, 0.3333)]


def test_no_messages_make_no_figures() -> None:
    assert intent_figures([])["main_intent_accuracy"] is None
    assert risk_curve([], 0) == []
