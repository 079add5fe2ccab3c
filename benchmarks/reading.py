"""What it takes to understand a mail: taking it apart in the bounded process, and saying what it says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from benchmarks.desk import classifier, fresh_desk
from benchmarks.mails import mails
from benchmarks.measuring import Round, Sizes, Skipped, rate
from bot.app import App
from bot.sandbox import BoundedReader
from bot.storage.unit_of_work import SqlUnitOfWork
from nlp.mime import open_message
from nlp.opened import OpenedMessage


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
            read_all(app, opened)
            yield lambda: rate(len(opened), lambda: read_all(app, opened))

    return prepare


def read_all(app: App, opened: Iterable[OpenedMessage]) -> None:
    for one in opened:
        with app.database.read() as snapshot:
            app.reading(one, snapshot)


@contextmanager
def reading_in_large(sizes: Sizes) -> Iterator[Round]:
    """The same without a classifier, with the customers and articles of a large desk."""
    with fresh_desk() as app:
        app.scorer = None
        with app.database.begin() as uow:
            multiply(uow, sizes.master_data)
        opened = [open_message(raw, app.settings.limits) for _, raw in mails(app.desk, sizes.read_in_large)]
        yield lambda: rate(len(opened), lambda: read_all(app, opened))


def multiply(uow: SqlUnitOfWork, count: int) -> None:
    """As many more customers and articles, each with a name of its own."""
    customer, product = uow.customers.where()[0], uow.products.where()[0]
    for number in range(count):
        domain = f"betrieb-{number}.example"
        uow.customers.add(
            replace(
                customer,
                number=f"X{number:06d}",
                name=f"Betrieb Nummer{number} Handel GmbH",
                emails=(f"einkauf@{domain}",),
                domains=(domain,),
                ibans=(),
                vat_id="",
                aliases=(),
            )
        )
        uow.products.add(replace(product, sku=f"Z-{number:06d}", aliases=()))


def required_classifier() -> object:
    found = classifier()
    if found is None:
        raise Skipped("no classifier was trained in this checkout: o2cbot train")
    return found
