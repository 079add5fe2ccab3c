"""Each stage of reading by itself, on hand-written mails of a desk without attachments, and all of them together.

A stage gets its mails as the stages before it leave them; nothing that it works out is remembered from round to round.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from typing import Any

from benchmarks.desk import classifier, fresh_desk
from benchmarks.mails import long_orders
from benchmarks.measuring import Benchmark, Round, Sizes, Skipped, rate
from evaluation.opening import opened_desk
from nlp.clauses import clauses_of
from nlp.extract.dispute import read_dispute
from nlp.extract.master_data import read_master_data
from nlp.extract.order.reader import read_order
from nlp.extract.order_change import read_order_change
from nlp.extract.order_numbers import OrderNumber, find_order_numbers
from nlp.extract.pointers import with_pointers
from nlp.extract.promise import read_promise
from nlp.extract.query import read_query
from nlp.extract.references import find_references
from nlp.extract.remittance.reader import read_remittance
from nlp.extract.sources import Context
from nlp.limits import Limits
from nlp.mime import open_message
from nlp.opened import Automatic, OpenedMessage
from nlp.reader import Shown, read, reading_of, shown_by, signals_of_certainty, wanted
from nlp.situation import language_of

DESK = "laborel"
HOSTILE = ("1 ", "-", "a@", "From: ", "On 10:10 x\n", "invoice 2 ", "neue Adresse ", "Menge: 5 ", "R-2025-00314 ", "l'")


@dataclass(frozen=True, slots=True)
class Given:
    """A mail with everything that any stage may start from."""

    raw: bytes
    opened: OpenedMessage
    shown: Shown
    numbers: tuple[OrderNumber, ...]
    book: Any
    model: Any


Stage = Callable[[Given], object]


def words(given: Given) -> None:
    """The first stage: what the words alone say, of the mail and of each clause."""
    given.model.scores(given.opened.subject, given.shown.context.body.text, given.shown.tokens)
    given.model.clause_scores(clauses_of(given.shown.context))


def judging(given: Given) -> None:
    """The second stage: what the mail wants from everything that it shows, and how sure that is."""
    signals = given.shown.signals(given.opened)
    intents = wanted(given.opened, given.shown, given.model, signals)
    reading = reading_of(given.opened, given.shown, intents, present=given.model.present(signals))
    given.model.certainty(signals_of_certainty(given.opened, given.shown, reading))


def references(given: Given) -> None:
    found = find_references(given.shown.context)
    with_pointers(given.shown.context, found, find_order_numbers(given.shown.context, found))


def whole(given: Given) -> None:
    read(open_message(given.raw, Limits()), given.book, given.model, (), given.model)


STAGES: dict[str, Stage] = {
    "open": lambda given: open_message(given.raw, Limits()),
    "language": lambda given: language_of(given.opened, given.shown.party),
    "references": references,
    "order": lambda given: read_order(given.shown.context, given.numbers),
    "order-change": lambda given: read_order_change(given.shown.context, given.numbers),
    "remittance": lambda given: read_remittance(given.shown.context, given.shown.invoices),
    "dispute": lambda given: read_dispute(given.shown.context, given.shown.invoices, None),
    "promise": lambda given: read_promise(given.shown.context, given.shown.invoices),
    "query": lambda given: read_query(given.shown.context, given.shown.invoices, given.numbers),
    "master-data": lambda given: read_master_data(given.shown.context),
    "first": words,
    "second": judging,
    "whole": whole,
}


def staged(stage: Stage) -> Callable[[Sizes], AbstractContextManager[Round]]:
    @contextmanager
    def prepare(sizes: Sizes) -> Iterator[Round]:
        model = required()
        with opened_desk(DESK) as desk, desk.app.database.read() as snapshot:
            book = desk.app.book(snapshot)
            opened = [(mail.raw, open_message(mail.raw, Limits())) for mail in desk.mails]
            plain = [(raw, one) for raw, one in opened if not one.documents and one.automatic is Automatic.NO]
            mails = [given(raw, one, book, model) for raw, one in plain[: sizes.staged]]
            yield lambda: timed(stage, [anew(mail) for mail in mails])

    return prepare


@contextmanager
def whole_with_pdf(sizes: Sizes) -> Iterator[Round]:
    """Orders of two pages, from bytes to the reading."""
    model = required()
    with fresh_desk() as app, app.database.read() as snapshot:
        book = app.book(snapshot)
        raws = [raw for _, raw in long_orders(app.desk, sizes.read_in_large)]
        yield lambda: rate(
            len(raws), lambda: [read(open_message(raw, Limits()), book, model, (), model) for raw in raws]
        )


@contextmanager
def whole_hostile(sizes: Sizes) -> Iterator[Round]:
    """Texts that a careless expression needs long for, from bytes to the reading."""
    model = required()
    head = b"From: a@b.example\nSubject: 1\n\n"
    raws = [head + (part * (sizes.hostile // len(part))).encode() for part in HOSTILE]
    with fresh_desk() as app, app.database.read() as snapshot:
        book = app.book(snapshot)
        yield lambda: rate(
            len(raws), lambda: [read(open_message(raw, Limits()), book, model, (), model) for raw in raws]
        )


def timed(stage: Stage, mails: list[Given]) -> float:
    return rate(len(mails), lambda: [stage(mail) for mail in mails])


def given(raw: bytes, opened: OpenedMessage, book: Any, model: Any) -> Given:
    shown = shown_by(opened, book, model)
    return Given(raw, opened, shown, find_order_numbers(shown.context, shown.invoices), book, model)


def anew(mail: Given) -> Given:
    """The mail without anything worked out of it yet."""
    return replace(mail, shown=replace(mail.shown, context=forgetful(mail.shown.context)))


def forgetful(context: Context) -> Context:
    return replace(
        context,
        subject=replace(context.subject),
        body=replace(context.body),
        documents=tuple(replace(source) for source in context.documents),
        quoted=replace(context.quoted),
        _worked_out={},
    )


def required() -> Any:
    found = classifier()
    if found is None:
        raise Skipped("no classifier was trained in this checkout: o2cbot train")
    return found


BENCHMARKS = (
    *(Benchmark(f"stage-{name}", "messages/s", staged(stage)) for name, stage in STAGES.items()),
    Benchmark("stage-whole-pdf", "messages/s", whole_with_pdf),
    Benchmark("stage-whole-hostile", "messages/s", whole_hostile),
)
