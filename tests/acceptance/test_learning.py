"""A desk's customers use a word that no lexicon has: its specialists say what it means, and from then on it is read."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from bot.app import build
from bot.settings import load as load_settings
from bot.storage.codec import load
from nlp.reading import Dispute, DisputeReason, Intent, IntentName, Reading
from tests.acceptance.desk_folder import DeskFolder, Result, desk_folder, mail
from workflows import triage
from workflows.messages import MessageStatus

PEOPLE = ("lena", "tom", "uwe", "ines", "paul", "gabi")
WORDS = (
    "Guten Tag, die Bohrer zu {number} sind leider alle verzwirbelt.",
    "Wieder verzwirbelt, diesmal {number}. Das kann so nicht bleiben.",
    "{number}: Ware kam verzwirbelt bei uns an, bitte kümmern Sie sich darum.",
)
NUMBER = "LT-2025-00090"
NEW = "Hallo, {number} ist ganz verzwirbelt."
DISPUTED = Dispute((NUMBER,), DisputeReason.DAMAGED, None, None)


@dataclass(frozen=True)
class Taught:
    """A desk whose specialist has corrected what nobody had understood; how a new mail was read before that."""

    desk: DeskFolder
    before: str
    trained: Result


@pytest.fixture(scope="module")
def taught(tmp_path_factory: pytest.TempPathFactory) -> Taught:
    made = desk_folder(tmp_path_factory.mktemp("desk"))
    texts = [(person, text) for text in WORDS for person in PEOPLE]
    for number, (person, text) in enumerate(texts, 1):
        sender = f"{person}@schreinerei-brandl.example"
        made.deliver(number, mail("Bohrer", text.format(number=NUMBER), sender=sender, number=number))
    assert made.run("run", "--once").status == 0
    made.write("new.eml", mail("Bohrer", NEW.format(number=NUMBER), number=99).decode())
    before = wanted(made)
    correct_all(made)
    return Taught(made, before, made.run("train"))


@pytest.fixture
def desk(taught: Taught, tmp_path: Path) -> DeskFolder:
    """A copy of the taught desk, to be spoilt."""
    return DeskFolder(Path(shutil.copytree(taught.desk.path, tmp_path / "desk")))


def wanted(desk: DeskFolder) -> str:
    """The main intent of the new mail."""
    result = desk.run("--json", "read", "new.eml")
    assert result.status == 0, result.err
    return str(json.loads(result.out)["intents"][0]["name"])


def correct_all(desk: DeskFolder) -> None:
    app = build(load_settings(desk.path / "bot.toml"))
    with app.database.begin() as uow:
        for row in uow.messages.where(state=MessageStatus.REVIEW):
            read = load(Reading, row.reading)
            triage.approve(row.id, "ada", read, uow, app.desk, app.now(), corrected=corrected(read))
    app.database.close()


def corrected(read: Reading) -> Reading:
    return replace(read, intents=(Intent(IntentName.DISPUTE, 1.0),), dispute=DISPUTED, query=None)


def test_a_strange_word_is_learned_from_corrections(taught: Taught) -> None:
    assert taught.before != "dispute"
    assert (taught.trained.status, "18 decisions" in taught.trained.err) == (0, True), taught.trained.err
    assert wanted(taught.desk) == "dispute"


def test_what_was_learned_is_taken_back(taught: Taught, desk: DeskFolder) -> None:
    assert "the shipped model reads" in desk.run("train", "--rollback").err
    assert wanted(desk) == taught.before
    assert desk.run("train", "--rollback").status == 2


def test_a_damaged_model_is_named_and_the_shipped_one_reads(taught: Taught, desk: DeskFolder) -> None:
    (weights,) = desk.path.glob("desk.models/*/weights.npz")
    weights.write_bytes(weights.read_bytes()[:-100])
    checked = desk.run("check")
    assert checked.status == 1
    assert f"failed model: {weights.parent}: the model is damaged" in checked.out
    assert wanted(desk) == taught.before
