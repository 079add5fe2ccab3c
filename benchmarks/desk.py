"""The sample company's desk at work: mails fetched, read, booked, answered and sent, on SQLite and on PostgreSQL."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from benchmarks.mails import mails
from benchmarks.measuring import Round, Sizes, rate
from benchmarks.postgresql import private_cluster
from bot import filing
from bot.app import App, build
from bot.demo.player import IMPORTS, demo_folder
from bot.mail.maildir import make_maildir
from bot.runtime import Runtime
from bot.settings import load
from workflows.letters import LetterStatus
from workflows.messages import MessageStatus

DAY = date(2026, 3, 2)
SQLITE = "sqlite:///o2cbot.db"
WARM_UP = 2  # mails worked before the clock starts: the reading process and the classifier are loaded by then
UNFINISHED = (MessageStatus.RECEIVED, MessageStatus.QUARANTINED)


@contextmanager
def messages_sqlite(sizes: Sizes) -> Iterator[Round]:
    """Maildir in, Maildir out, the books in a file."""
    yield lambda: messages(SQLITE, sizes.messages)


@contextmanager
def messages_postgresql(sizes: Sizes) -> Iterator[Round]:
    """The same on a private PostgreSQL; a new database each round."""
    with private_cluster() as new_database:
        yield lambda: messages(new_database(), sizes.messages)


def messages(database: str, count: int) -> float:
    """Messages a second from the poll to the last letter."""
    with fresh_desk(database) as app:
        written = mails(app.desk, count + WARM_UP)
        with Runtime(app) as runtime:
            deliver(app, written[:WARM_UP], 0)
            runtime.one_pass()
            deliver(app, written[WARM_UP:], WARM_UP)
            found = rate(count, runtime.one_pass)
        require_finished(app, count + WARM_UP)
    return found


@contextmanager
def fresh_desk(database: str = SQLITE) -> Iterator[App]:
    """A new desk of the sample company, with its master data and open items."""
    with tempfile.TemporaryDirectory(prefix="o2cbot-bench-") as name:
        config = Path(name) / "bot.toml"
        text = (demo_folder() / "bot.toml").read_text(encoding="utf-8")
        config.write_text(text.replace(SQLITE, database), encoding="utf-8")
        settings = load(config)
        for mailbox in settings.mailboxes:
            if mailbox.path is not None:
                make_maildir(mailbox.path)
        app = build(settings, as_of=DAY)
        app.scorer = classifier()
        for kind in IMPORTS:
            _, refusal = filing.import_file(app, kind, demo_folder() / f"{kind}.csv")
            if refusal:
                raise RuntimeError(refusal)
        try:
            yield app
        finally:
            app.database.close()


def classifier() -> object | None:
    """The shipped classifier, or None in a checkout where none was trained."""
    from nlp.intents.model import IntentModel

    try:
        return IntentModel.load()
    except OSError:
        return None


def deliver(app: App, written: Sequence[tuple[str, bytes]], first: int) -> None:
    """Lays the mails into their companies' Maildirs, as a mail server would."""
    boxes = {box.company: box.path for box in app.settings.mailboxes}
    for number, (company, raw) in enumerate(written, first):
        path = boxes[company]
        assert path is not None
        (path / "new" / f"{1_772_000_000 + number}.M{number:06d}.bench").write_bytes(raw)


def require_finished(app: App, count: int) -> None:
    """A rate of work that was not done is no rate."""
    with app.database.read() as uow:
        states = [message.state for message in uow.messages.where()]
        unsent = [one.id for one in uow.letters.where() if one.state is not LetterStatus.SENT]
    unfinished = [state for state in states if state in UNFINISHED]
    if len(states) != count or unfinished or unsent:
        raise RuntimeError(f"{len(states)} of {count} messages kept, {len(unfinished)} unfinished, unsent: {unsent}")
