"""What it takes to understand a mail: taking it apart in the bounded process, and saying what it says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from benchmarks.desk import classifier, fresh_desk
from benchmarks.mails import mails
from benchmarks.measuring import Round, Sizes, Skipped, rate
from bot.sandbox import BoundedReader
from nlp.mime import open_message


@contextmanager
def opening(sizes: Sizes) -> Iterator[Round]:
    """Mails with their attachments, one after the other, in one bounded process that is already there."""
    with fresh_desk() as app, BoundedReader(app.settings.limits) as reader:
        raws = [raw for _, raw in mails(app.desk, sizes.messages)]
        reader.open(raws[0])
        yield lambda: rate(len(raws), lambda: [reader.open(raw) for raw in raws])


def reading(scorer: Callable[[], Any]) -> Callable[[Sizes], Any]:
    """Mails that were taken apart, read against the books on SQLite as the desk does it: a snapshot for each."""

    @contextmanager
    def prepare(sizes: Sizes) -> Iterator[Round]:
        with fresh_desk() as app:
            app.scorer = scorer()
            opened = [open_message(raw, app.settings.limits) for _, raw in mails(app.desk, sizes.messages)]

            def read() -> None:
                for one in opened:
                    with app.database.read() as snapshot:
                        app.reading(one, snapshot)

            read()
            yield lambda: rate(len(opened), read)

    return prepare


def required_classifier() -> object:
    found = classifier()
    if found is None:
        raise Skipped("no classifier was trained in this checkout: o2cbot train")
    return found
