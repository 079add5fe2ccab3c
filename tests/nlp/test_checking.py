"""A new model takes the old one's place only if it reads no worse and acts on nothing wrong."""

from collections.abc import Mapping

import pytest

from nlp.intents.checking import Case, Outcome, figures_of, objections
from nlp.reading import IntentName

ORDER, QUERY = IntentName.ORDER, IntentName.QUERY
CASES = [Case(f"c{n}", ORDER if n % 2 else QUERY, own=n >= 190) for n in range(200)]


def outcomes(wrong: int = 0, confidence: float = 1.0, certainty: float | None = None) -> dict[str, Outcome]:
    """All cases found, but the first `wrong` queries."""
    said = {case.name: Outcome(case.main, confidence, certainty) for case in CASES}
    for n in range(wrong):
        said[f"c{2 * n}"] = Outcome(ORDER, confidence, certainty)
    return said


def why(before: Mapping[str, Outcome], after: Mapping[str, Outcome], cases: list[Case] = CASES) -> str:
    return "; ".join(objections(cases, before, after, {"default": 0.8}))


def test_a_model_that_reads_alike_may_take_the_place() -> None:
    assert why(outcomes(3), outcomes(3)) == ""


@pytest.mark.parametrize(
    ("after", "word"),
    [
        (outcomes(2), "macro-F1 falls from 1.000 to 0.990"),
        (outcomes(4), "recall of query falls from 1.000 to 0.960"),
        (outcomes(confidence=0.95), "the calibration error rises from 0.000 to 0.050"),
    ],
)
def test_a_model_that_reads_worse_is_refused_with_figures(after: dict[str, Outcome], word: str) -> None:
    assert word in why(outcomes(), after)


def test_what_the_desk_gains_does_not_hide_what_others_lose() -> None:
    before, after = outcomes(4), outcomes(4)
    for n in range(190, 200):
        before[f"c{n}"] = Outcome(IntentName.SPAM, 1.0)
    after["c0"] = after["c1"] = Outcome(QUERY, 1.0)
    after["c8"] = after["c10"] = after["c12"] = after["c14"] = Outcome(ORDER, 1.0)
    assert "shipped cases" in why(before, after)


@pytest.mark.parametrize(
    ("case", "sure_before", "sure_after", "refused"),
    [
        (Case("x", ORDER, right=False), 0.79, 0.81, True),
        (Case("x", QUERY, right=True), 0.79, 0.81, True),
        (Case("x", ORDER, right=True), 0.79, 0.81, False),
        (Case("x", ORDER, right=False), 0.85, 0.90, False),
        (Case("x", ORDER, right=False), 0.50, 0.79, False),
    ],
)
def test_not_one_new_wrong_act_is_let_through(case: Case, sure_before: float, sure_after: float, refused: bool) -> None:
    before, after = (
        outcomes() | {"x": Outcome(ORDER, 1.0, sure_before)},
        outcomes() | {"x": Outcome(ORDER, 1.0, sure_after)},
    )
    assert ("1 new wrong act: x" in why(before, after, [*CASES, case])) is refused


def test_a_model_that_trusts_nothing_is_no_better() -> None:
    said = why(outcomes(certainty=0.9), outcomes(certainty=0.7))
    assert said == "0 cases would rightly be done alone, 200 before"


def test_a_case_that_one_of_both_was_not_asked_about_does_not_count() -> None:
    assert why(outcomes(), {"c1": Outcome(ORDER, 1.0)}) == ""


def test_nothing_is_measured_on_nothing() -> None:
    assert figures_of([], {}).macro_f1 == 0.0


@pytest.mark.parametrize(("lost", "objected"), [(1, False), (2, True)])
def test_a_single_message_of_a_rare_intent_says_nothing_of_a_model(lost: int, objected: bool) -> None:
    cases = [Case(f"rare:{n}", IntentName.BOUNCE) for n in range(13)]
    cases += [Case(f"often:{n}", IntentName.ORDER) for n in range(2000)]
    before = {case.name: Outcome(case.main, 0.9) for case in cases}
    after = before | {f"rare:{n}": Outcome(IntentName.ORDER, 0.9) for n in range(lost)}
    told = objections(cases, before, after, {"default": 0.8})
    assert any("recall of bounce" in each for each in told) is objected
