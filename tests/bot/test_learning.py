"""`train` over a desk's database: what is learned, refused, taken back, and forgotten with its message."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.app import App, build
from bot.learning import lessons, train_desk
from bot.models import SHIPPED
from bot.settings import load as load_settings
from bot.storage import tables
from bot.storage.codec import dump
from nlp import corpus
from nlp.intents.judge_training import load_examples
from nlp.intents.model import IntentModel
from nlp.reading import Address, Impression, IntentName
from tests.acceptance.desk_folder import CONFIG
from tests.bot.records import NOW, message
from tests.workflows.mail_desk import reading
from workflows.lessons import Lesson


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    (tmp_path / "bot.toml").write_text(CONFIG, "utf-8")
    made = build(load_settings(tmp_path / "bot.toml"))
    yield made
    made.database.close()


def teach(app: App, number: int, intent: str, seen: Impression, *, actor: str = "ada", senders: int = 25) -> None:
    """A message by one of so many senders, read as a question, and a person's decision about it."""
    sender = Address("", f"person{number % senders}@kunde.example")
    read = reading("query", confidence=0.6, subject="", certainty=0.4, impression=seen, sender=sender)
    id = f"orders:1:{number:010d}"
    row = replace(message(), id=id, uid=str(number), sha256=f"{number:064d}", reading=dump(read))
    with app.database.begin() as uow:
        uow.messages.add(row)
        uow.lessons.add(Lesson(id, NOW + timedelta(minutes=number), actor, (intent,), intent == "query"))


def plain(intent: IntentName) -> list[Impression]:
    """Messages of this intent as the models see them."""
    texts = [text for text in corpus.load() if text.intents == (intent,)]
    examples = [example for example in load_examples() if example.intents == (intent,)]
    return [
        Impression(
            text.text, (text.text,), text.context, example.signals.own, example.signals.shared, example.certainty
        )
        for text, example in zip(texts, examples, strict=False)
    ]


def test_a_model_that_was_taught_nonsense_is_refused_and_the_old_one_stays(app: App) -> None:
    for number, seen in enumerate(plain(IntentName.PROMISE)[:60]):
        teach(app, number, "spam", seen)
    told, refusals = train_desk(app)
    assert "the shipped model stays" in told
    worse = re.compile(r"(falls|rises) from [01]\.\d{3} to [01]\.\d{3} on \d+|new wrong act")
    assert any(worse.search(refusal) for refusal in refusals), refusals
    assert all(refusal.endswith("the shipped model stays") for refusal in refusals)
    assert (app.models.current(), app.models.names()) == (SHIPPED, [])


def test_with_nothing_decided_there_is_nothing_to_learn(app: App) -> None:
    assert train_desk(app) == ("there is no decision to learn from; the shipped model reads", [])


def test_two_who_disagree_teach_nothing(app: App) -> None:
    seen = Impression("Wie besprochen.", (), (), {}, {}, {})
    teach(app, 1, "order", seen)
    teach(app, 2, "query", seen, actor="bob")
    assert "2 wait for a second vote" in train_desk(app)[0]


def test_what_was_learned_is_forgotten_with_its_messages(app: App) -> None:
    app.models.keep(IntentModel.load(), {})
    teach(app, 1, "order", plain(IntentName.ORDER)[0])
    with app.database.begin() as uow:
        assert [one.message for one in lessons(uow)] == ["orders:1:0000000001"]
        uow.connection.execute(sa.delete(tables.messages))
        assert lessons(uow) == []
    train_desk(app)
    assert app.models.current() == SHIPPED


def test_what_a_lesson_teaches_comes_back_from_the_database_unchanged(app: App) -> None:
    seen = plain(IntentName.ORDER)[0]
    teach(app, 1, "order", seen, actor="cleo", senders=1)
    with app.database.read() as uow:
        (one,) = lessons(uow)
    assert (one.impression, one.actor, one.teacher) == (seen, "cleo", "person0@kunde.example")
    assert (one.intents, one.said, one.right) == ((IntentName.ORDER,), IntentName.QUERY, False)
