"""A first look is kept as it was, and there is only one."""

from pathlib import Path

import pytest

from evaluation.first_look import main
from evaluation.harvest import LOOKED_AT, NEWEST, seen_first
from evaluation.looks import FOLDER, FirstLook, load, save
from nlp.intents.judge_training import Example
from nlp.reading import IntentName
from nlp.signals import Signals
from tests.evaluation.test_splits import UNSEEN

LOOKS = {"001.eml": FirstLook({"main": 0.5, "order:lines": 0.25}, True), "002.eml": FirstLook({"least": -1.0}, False)}


def test_a_look_survives_being_written_down(tmp_path: Path) -> None:
    save(LOOKS, tmp_path / "desk.npz")
    assert load(tmp_path / "desk.npz") == LOOKS


def test_a_second_look_is_refused() -> None:
    with pytest.raises(FileExistsError, match="no first one"):
        main([min(LOOKED_AT)])


def test_what_was_right_at_first_counts_however_well_it_is_read_later() -> None:
    later = Example("desk", Signals({}, {}), (IntentName.ORDER,), {"main": 1.0}, right=True)
    first = seen_first(LOOKS["002.eml"], later)
    assert (first.certainty, first.right) == ({"least": -1.0}, False)


def test_only_the_newest_looks_say_how_sure_one_may_be() -> None:
    oldest, newest = LOOKED_AT[0], LOOKED_AT[-1]
    assert oldest not in NEWEST and newest in NEWEST
    for desk in (oldest, newest):
        example = Example(desk, Signals({}, {}), (IntentName.ORDER,))
        assert seen_first(LOOKS["001.eml"], example).fresh == (desk == newest)


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.npz")), ids=lambda file: file.stem)
def test_every_look_is_of_a_desk_that_is_learned_from_or_waits_for_that(file: Path) -> None:
    assert file.stem in {*LOOKED_AT, *UNSEEN}
    assert len(load(file)) > 150
