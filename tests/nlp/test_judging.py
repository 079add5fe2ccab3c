"""The second stage learns from examples what each signal is worth, and writes down what it has learned."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.intents.judge_training import Example, fit_judge, load_examples, save_examples
from nlp.intents.judging import Judge
from nlp.reading import IntentName
from nlp.signals import Signals

WANTED = (IntentName.ORDER, IntentName.DISPUTE, IntentName.QUERY)


def shown(name: IntentName, *, score: float = 0.8, also: IntentName | None = None) -> Signals:
    """A message whose words speak for one intent, and perhaps for a second one."""
    own = {each: {"score": -score} for each in IntentName}
    own[name] = {"score": score, "words": 1.0}
    if also is not None:
        own[also] = {"score": score / 2, "words": 1.0}
    return Signals(own, {"token:xxknown_customer": 1.0})


def examples() -> list[Example]:
    return [
        Example(group, shown(name, score=score, also=also), (name, also) if also else (name,))
        for group in ("north", "south", "west")
        for name in WANTED
        for score in (0.4, 0.6, 0.8)
        for also in (None, IntentName.MASTER_DATA)
    ]


@pytest.fixture(scope="module")
def judge() -> Judge:
    return fit_judge(examples())


@pytest.mark.parametrize("name", WANTED)
def test_what_the_signals_speak_for_is_the_main_intent(judge: Judge, name: IntentName) -> None:
    assert judge.judged(shown(name)).intents()[0].name is name


def test_a_second_intent_is_listed_after_the_main_one(judge: Judge) -> None:
    found = judge.judged(shown(IntentName.ORDER, also=IntentName.MASTER_DATA)).intents()
    assert [intent.name for intent in found] == [IntentName.ORDER, IntentName.MASTER_DATA]


def test_a_message_that_shows_nothing_is_judged_without_certainty(judge: Judge) -> None:
    nothing = Signals({name: {} for name in IntentName}, {})
    assert judge.judged(nothing).intents()[0].confidence < 0.9


def test_signals_that_were_never_taught_change_nothing(judge: Judge) -> None:
    plain = shown(IntentName.QUERY)
    strange = Signals(plain.own, {**plain.shared, "token:xxnever_seen": 1.0})
    assert judge.judged(plain) == judge.judged(strange)


def test_the_same_examples_give_the_same_judge(judge: Judge) -> None:
    again = fit_judge(examples())
    assert {k: v.tolist() for k, v in again.arrays().items()} == {k: v.tolist() for k, v in judge.arrays().items()}


def test_a_judge_of_other_intents_is_refused(judge: Judge) -> None:
    arrays = judge.arrays() | {"main_bias": judge.arrays()["main_bias"][:-1]}
    with pytest.raises(ValueError, match="other intents"):
        Judge.from_arrays(arrays)


def test_examples_are_read_back_as_they_were_written(tmp_path: Path) -> None:
    file = tmp_path / "messages.npz"
    save_examples(examples(), file)
    again = load_examples(file)
    assert [(one.group, one.intents) for one in again] == [(one.group, one.intents) for one in examples()]
    assert fit_judge(again).judged(shown(IntentName.ORDER)).intents()[0].name is IntentName.ORDER


@given(st.dictionaries(st.sampled_from(list(IntentName)), st.floats(-1, 1)), st.sampled_from(WANTED))
def test_main_probabilities_sum_to_one_and_all_are_probabilities(
    judge: Judge, scores: dict[IntentName, float], name: IntentName
) -> None:
    own = {each: {"score": scores.get(each, 0.0)} for each in IntentName}
    said = judge.judged(Signals(own, shown(name).shared))
    assert sum(said.main.values()) == pytest.approx(1)
    assert all(0 <= p <= 1 for p in said.present.values())
