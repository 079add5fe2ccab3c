"""A desk keeps its last three models, goes back to the one before, and never reads with a damaged or outdated one."""

from __future__ import annotations

import logging
from dataclasses import replace
from pathlib import Path

import pytest

from bot.models import KEPT, SHIPPED, DamagedModel, ModelFolder, OutdatedModel
from nlp.intents.checking import Outcome
from nlp.intents.model import IntentModel
from nlp.reading import IntentName
from workflows.errors import BadInput

OUTCOMES = {"desk:a": Outcome(IntentName.ORDER, 0.9, 0.5), "text:0": Outcome(IntentName.QUERY, 0.7)}


@pytest.fixture(scope="module")
def model() -> IntentModel:
    return IntentModel.load()


@pytest.fixture
def folder(tmp_path: Path) -> ModelFolder:
    return ModelFolder(tmp_path / "desk.models")


def test_a_desk_without_models_reads_with_the_shipped_one(folder: ModelFolder) -> None:
    assert (folder.current(), folder.names(), folder.usable()[0]) == (SHIPPED, [], SHIPPED)


def test_a_kept_model_reads_from_then_on(folder: ModelFolder, model: IntentModel) -> None:
    name = folder.keep(model, OUTCOMES)
    assert (folder.current(), folder.usable()[0], folder.outcomes(name)) == (name, name, OUTCOMES)


def test_the_last_three_are_kept(folder: ModelFolder, model: IntentModel) -> None:
    made = [folder.keep(model, OUTCOMES) for _ in range(KEPT + 2)]
    assert folder.names() == made[-KEPT:]


def test_going_back_leads_to_the_shipped_model_at_last(folder: ModelFolder, model: IntentModel) -> None:
    first, _ = folder.keep(model, {}), folder.keep(model, {})
    assert [folder.roll_back(), folder.roll_back()] == [first, SHIPPED]
    with pytest.raises(BadInput, match="none before it"):
        folder.roll_back()


def test_nobody_comes_back_to_what_was_taken_back(folder: ModelFolder, model: IntentModel) -> None:
    first, second = folder.keep(model, {}), folder.keep(model, {})
    folder.roll_back()
    third = folder.keep(model, {})
    assert folder.names() == [first, third]
    assert third > second
    assert folder.roll_back() == first


@pytest.mark.parametrize("file", ["weights.npz", "judge.npz", "meta.json", "outcomes.json"])
def test_a_damaged_model_is_refused_by_name_and_the_shipped_one_reads(
    folder: ModelFolder, model: IntentModel, file: str, caplog: pytest.LogCaptureFixture
) -> None:
    name = folder.keep(model, OUTCOMES)
    damaged = folder.path / name / file
    damaged.write_bytes(damaged.read_bytes()[:-20] + b"x" * 20)
    with pytest.raises(DamagedModel, match=name):
        folder.load(name)
    with caplog.at_level(logging.ERROR):
        assert folder.usable()[0] == SHIPPED
    assert name in caplog.text


def test_a_model_that_was_learned_beside_an_older_shipped_one_reads_no_more(
    folder: ModelFolder, model: IntentModel, caplog: pytest.LogCaptureFixture
) -> None:
    name = folder.keep(replace(model, meta=replace(model.meta, messages="of last year")), OUTCOMES)
    with pytest.raises(OutdatedModel, match="another version"):
        folder.load(name)
    with caplog.at_level(logging.ERROR):
        assert folder.usable()[0] == SHIPPED
    assert name in caplog.text and "o2cbot train" in caplog.text


@pytest.mark.parametrize("named", ["../../etc", "000001-0123456789abcdef", "x"])
def test_a_pointer_to_nowhere_is_a_damaged_model(folder: ModelFolder, named: str) -> None:
    folder.point(named)
    with pytest.raises(DamagedModel):
        folder.load(folder.current())


def test_a_model_that_cannot_be_written_leaves_nothing_behind(folder: ModelFolder) -> None:
    with pytest.raises(AttributeError):
        folder.keep(None, {})  # type: ignore[arg-type]
    assert list(folder.path.iterdir()) == []
