"""Figures are what their names say."""

from typing import Any

import pytest

from evaluation.scoring import (
    Judged,
    calibration_error,
    coverage,
    f1_of,
    intent_figures,
    route_figures,
    section_figures,
)

RIGHT = Judged(("order",), ("order",), 0.9, "fr")
WRONG = Judged(("order",), ("query",), 0.6, "de")
BOTH = Judged(("dispute", "promise"), ("dispute",), 0.8, "de")


def label(**fields: Any) -> dict[str, Any]:
    return {"file": "1.eml", "customer": "C1", "intents": ["promise"], "promise": None} | fields


def reading(**fields: Any) -> dict[str, Any]:
    said = {"file": "1.eml", "customer": "C1", "route": "auto", "promise": None}
    return said | {"intents": [{"name": "promise", "confidence": 0.9}]} | fields


def test_main_intent_and_exact_set_are_counted_apart() -> None:
    figures = intent_figures([RIGHT, WRONG, BOTH])
    assert (figures["main_intent_accuracy"], figures["exact_set"]) == (0.6667, 0.3333)
    assert figures["by_language"]["de"]["n"] == 2


def test_f1_counts_misses_and_false_alarms() -> None:
    assert f1_of([RIGHT, WRONG], "order") == pytest.approx(0.6667)


def test_coverage_is_the_surest_share_that_is_right_often_enough() -> None:
    assert coverage([RIGHT, WRONG, BOTH], 0.98) == pytest.approx(0.6667)


def test_calibration_error_is_the_mean_gap_of_confidence_and_truth() -> None:
    assert calibration_error([RIGHT, WRONG]) == pytest.approx((0.1 + 0.6) / 2)


def test_descriptions_are_compared_but_for_case_and_blanks() -> None:
    true = label(order={"lines": [{"sku": None, "description": "Birch  ply"}]})
    said = reading(order={"lines": [{"sku": None, "description": "birch ply"}]})
    assert section_figures([(true, said)])["order"]["exact"] == 1.0


def test_a_section_that_was_not_read_has_no_field_right() -> None:
    true = label(promise={"invoices": ["1"], "instalments": []})
    assert section_figures([(true, reading())])["promise"] == {
        "n": 1,
        "exact": 0.0,
        "fields": {"invoices": 0.0, "instalments": 0.0},
    }


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        (reading(), 0),
        (reading(customer="C2"), 1),
        (reading(intents=[{"name": "query", "confidence": 0.9}]), 1),
        (reading(promise={"invoices": []}), 1),
        (reading(customer="C2", route="review"), 0),
    ],
)
def test_acting_alone_on_a_wrong_reading_is_a_wrong_auto(said: dict[str, Any], wrong: int) -> None:
    assert route_figures([(label(), said)])["wrong_auto"] == wrong


def test_no_messages_make_no_figures() -> None:
    assert intent_figures([])["main_intent_accuracy"] is None
    assert route_figures([])["touchless_rate"] == 0.0
