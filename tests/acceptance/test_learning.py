"""A desk's customers use a word that no lexicon has: its specialists say what it means, and from then on it is read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.app import App, build
from bot.settings import load as load_settings
from bot.storage.codec import load
from nlp.reading import Dispute, DisputeReason, Intent, IntentName, Reading
from tests.acceptance.desk_folder import DeskFolder, desk_folder, mail
from workflows import triage
from workflows.messages import Message, MessageStatus

PEOPLE = ("lena", "tom", "uwe", "ines", "paul", "gabi")
WORDS = (
    "Guten Tag, die Bohrer zu {number} sind leider alle verzwirbelt.",
    "Wieder verzwirbelt, diesmal {number}. Das kann so nicht bleiben.",
    "{number}: Ware kam verzwirbelt bei uns an, bitte kümmern Sie sich darum.",
)
NUMBER = "LT-2025-00090"
NEW = "Hallo, was Sie uns zu {number} geschickt haben, ist ganz verzwirbelt."
DISPUTED = Dispute((NUMBER,), DisputeReason.DAMAGED, None, None)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> DeskFolder:
    """The mails have come, and nobody has understood them."""
    made = desk_folder(tmp_path_factory.mktemp("desk"))
    texts = [(person, text) for text in WORDS for person in PEOPLE]
    for number, (person, text) in enumerate(texts, 1):
        sender = f"{person}@schreinerei-brandl.example"
        made.deliver(number, mail("Bohrer", text.format(number=NUMBER), sender=sender, number=number))
    assert made.run("run", "--once").status == 0
    made.write("new.eml", mail("Bohrer", NEW.format(number=NUMBER), number=99).decode())
    return made


@pytest.fixture
def app(desk: DeskFolder) -> Iterator[App]:
    made = build(load_settings(desk.path / "bot.toml"))
    yield made
    made.database.close()


def said(desk: DeskFolder) -> dict[str, Any]:
    result = desk.run("--json", "read", "new.eml")
    assert result.status == 0, result.err
    read: dict[str, Any] = json.loads(result.out)
    return read


def waiting(app: App) -> list[tuple[Message, Reading]]:
    with app.database.read() as uow:
        rows = uow.messages.where(state=MessageStatus.REVIEW)
    return [(row, load(Reading, row.reading)) for row in rows]


def corrected(read: Reading) -> Reading:
    return replace(read, intents=(Intent(IntentName.DISPUTE, 1.0),), dispute=DISPUTED, query=None)


def test_a_strange_word_is_learned_from_corrections(desk: DeskFolder, app: App) -> None:
    assert said(desk)["intents"][0]["name"] != "dispute"
    for row, read in waiting(app):
        with app.database.begin() as uow:
            triage.approve(row.id, "ada", read, uow, app.desk, app.now(), corrected=corrected(read))
    trained = desk.run("train")
    assert (trained.status, "18 decisions" in trained.err) == (0, True), trained.err
    assert said(desk)["intents"][0]["name"] == "dispute"


def test_what_was_learned_is_taken_back(desk: DeskFolder) -> None:
    assert "the shipped model reads" in desk.run("train", "--rollback").err
    assert said(desk)["intents"][0]["name"] != "dispute"
    assert desk.run("train", "--rollback").status == 2


def test_a_damaged_model_is_named_and_the_shipped_one_reads(desk: DeskFolder) -> None:
    (name,) = [folder.name for folder in Path(desk.path / "desk.models").iterdir() if folder.is_dir()]
    desk.write("desk.models/current", name)
    assert said(desk)["intents"][0]["name"] == "dispute"
    weights = desk.path / "desk.models" / name / "weights.npz"
    weights.write_bytes(weights.read_bytes()[:-100])
    checked = desk.run("check")
    assert checked.status == 1
    assert f"failed model: {desk.path / 'desk.models' / name}: the model is damaged" in checked.out
    assert said(desk)["intents"][0]["name"] != "dispute"
