"""The gate holds a figure to what was recorded, less its slack; wrong acts have none."""

from pathlib import Path

import pytest

from evaluation.gate import FILE, Gate, as_text, as_toml, loaded, verdicts

SLACK = {"main_intent_accuracy": 0.01, "macro_f1": 0.015, "exact": 0.05, "touchless": 0.02}
RECORDED = {"main_intent_accuracy": 0.9, "macro_f1": 0.85, "exact_order": 0.8, "touchless": 0.5, "wrong_auto": 1}
GATE = Gate(("small",), 10, SLACK, RECORDED)


@pytest.mark.parametrize(
    ("change", "worse"),
    [
        ({}, []),
        ({"main_intent_accuracy": 0.89}, []),
        ({"main_intent_accuracy": 0.889}, ["main_intent_accuracy"]),
        ({"exact_order": 0.74}, ["exact_order"]),
        ({"touchless": 0.9, "wrong_auto": 2}, ["wrong_auto"]),
        ({"wrong_auto": 0}, []),
        ({"exact_promise": 0.1}, []),
    ],
)
def test_a_figure_may_fall_by_its_slack_and_no_further(change: dict[str, float], worse: list[str]) -> None:
    found = verdicts(GATE, RECORDED | change)
    assert [one.figure for one in found if not one.holds] == worse
    assert as_text(found).count("WORSE") == len(worse)


def test_a_figure_that_is_gone_is_worse() -> None:
    now = {figure: share for figure, share in RECORDED.items() if figure != "exact_order"}
    assert [one.figure for one in verdicts(GATE, now) if not one.holds] == ["exact_order"]


def test_what_is_recorded_can_be_read_again(tmp_path: Path) -> None:
    file = tmp_path / "gate.toml"
    file.write_text(as_toml(GATE), "utf-8")
    assert loaded(file) == GATE


def test_the_gate_of_this_tree_watches_every_figure() -> None:
    assert {"main_intent_accuracy", "macro_f1", "touchless", "wrong_auto"} <= set(loaded(FILE).recorded)
