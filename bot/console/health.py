"""Whether the desk works, proved by sums: for a person, for a supervisor (`/healthz`, `/readyz`), for Prometheus.

All figures come from the database when asked for, so that every process gives the same answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from bot.console.web import Ask, Console
from bot.storage import tables
from bot.storage.database import Database
from workflows.letters import LetterStatus
from workflows.messages import MessageStatus

NOT_POLLED_AFTER = timedelta(minutes=15)
WAITS_TOO_LONG_AFTER = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Poll:
    mailbox: str
    polled_at: datetime | None
    late: bool


@dataclass(frozen=True, slots=True)
class Health:
    """`kept`: different mails in the store of raw bytes; `second`: deliveries of a mail that was there already."""

    by_state: dict[str, int]
    fetched: int
    kept: int
    second: int
    oldest_received: datetime | None
    oldest_review: datetime | None
    polls: tuple[Poll, ...]
    outbox: dict[str, int]
    oldest_letter: datetime | None
    moves_waiting: int
    held_orders: int
    open_changes: int
    open_cases: int
    warnings: tuple[str, ...]

    @property
    def adds_up(self) -> bool:
        return sum(self.by_state.values()) == self.fetched == self.kept + self.second


def measure(database: Database, mailboxes: tuple[str, ...], now: datetime) -> Health:
    """The state of the desk in one snapshot."""
    message, letter = tables.messages.c, tables.letters.c
    with database.read() as uow:
        ask = uow.connection.execute

        def number(table: sa.Table, *conditions: sa.ColumnElement[bool]) -> int:
            return int(ask(sa.select(sa.func.count()).select_from(table).where(*conditions)).scalar_one())

        by_state = {row[0]: row[1] for row in ask(sa.select(message.state, sa.func.count()).group_by(message.state))}
        outbox = {row[0]: row[1] for row in ask(sa.select(letter.state, sa.func.count()).group_by(letter.state))}
        different = int(ask(sa.select(sa.func.count(message.sha256.distinct()))).scalar_one())
        fetched = number(tables.messages)
        cursors = {row.mailbox: row.polled_at for row in ask(sa.select(tables.cursors))}
        waiting = sa.select(sa.func.min(message.received_at))
        oldest_received = ask(waiting.where(message.state == MessageStatus.RECEIVED.value)).scalar()
        oldest_review = ask(waiting.where(message.state == MessageStatus.REVIEW.value)).scalar()
        queued = sa.select(sa.func.min(letter.created_at)).where(letter.state == LetterStatus.QUEUED.value)
        oldest_letter = ask(queued).scalar()
        found = Health(
            by_state={status.value: by_state.get(status.value, 0) for status in MessageStatus},
            fetched=fetched,
            kept=number(tables.raw_messages),
            second=fetched - different,
            oldest_received=oldest_received,
            oldest_review=oldest_review,
            polls=tuple(
                Poll(name, cursors.get(name), cursors.get(name) is None or now - cursors[name] > NOT_POLLED_AFTER)
                for name in sorted({*mailboxes, *cursors})
            ),
            outbox={status.value: outbox.get(status.value, 0) for status in LetterStatus},
            oldest_letter=oldest_letter,
            moves_waiting=number(tables.mailbox_moves, tables.mailbox_moves.c.moved_at.is_(None)),
            held_orders=number(tables.orders, tables.orders.c.state == "on_hold"),
            open_changes=number(tables.changes, tables.changes.c.state.in_(("requested", "verified"))),
            open_cases=number(tables.cases, tables.cases.c.state.in_(("open", "waiting"))),
            warnings=(),
        )
    return _warned(found, now)


def _warned(found: Health, now: datetime) -> Health:
    """With what somebody should look at, in words."""
    warnings = []
    if not found.adds_up:
        warnings.append("The sums of messages do not agree: mails may be missing.")
    if found.oldest_received and now - found.oldest_received > WAITS_TOO_LONG_AFTER:
        warnings.append("A message has waited for more than 15 minutes to be worked.")
    if found.outbox[LetterStatus.UNCERTAIN.value]:
        warnings.append("Of some letters nobody knows whether they went out: see the outbox.")
    if found.outbox[LetterStatus.FAILED.value]:
        warnings.append("Some letters could not be sent: see the outbox.")
    if found.by_state[MessageStatus.QUARANTINED.value]:
        warnings.append("Some messages could not be read safely: see the queue.")
    for poll in found.polls:
        if poll.polled_at is None:
            warnings.append(f"Mailbox {poll.mailbox} was never polled.")
        elif poll.late:
            warnings.append(f"Mailbox {poll.mailbox} was not polled for more than 15 minutes.")
    names = {name: getattr(found, name) for name in Health.__slots__}
    return Health(**(names | {"warnings": tuple(warnings)}))


def page(ask: Ask) -> Response:
    console = ask.console
    found = measure(console.database, console.mailboxes, console.now())
    where = "SQLite" if console.database.is_sqlite else "PostgreSQL"
    return ask.page("health.html.j2", health=found, where=where)


async def alive(request: Request) -> Response:
    """The process answers."""
    return PlainTextResponse("ok\n")


async def ready(request: Request) -> Response:
    """The database answers too; 503 if it does not."""
    console: Console = request.app.state.console

    def reached() -> bool:
        try:
            with console.database.read() as uow:
                uow.connection.execute(sa.select(tables.users.c.name).limit(1)).all()
        except sa.exc.SQLAlchemyError:
            return False
        return True

    good = await run_in_threadpool(reached)
    return PlainTextResponse("ok\n" if good else "the database does not answer\n", 200 if good else 503)


async def metrics(request: Request) -> Response:
    console: Console = request.app.state.console
    registry = CollectorRegistry()
    registry.register(DeskCollector(console))
    text = await run_in_threadpool(generate_latest, registry)
    return Response(text, media_type="text/plain; version=0.0.4; charset=utf-8")


class DeskCollector:
    """Counts and ages only; no label ever names a customer or an address."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def describe(self) -> list[Metric]:
        return []

    def collect(self) -> Iterator[Metric]:
        now = self._console.now()
        found = measure(self._console.database, self._console.mailboxes, now)
        yield CounterMetricFamily("o2cbot_messages_fetched", "Mails fetched from all mailboxes.", value=found.fetched)
        yield _by("o2cbot_messages", "Messages by state.", "state", found.by_state)
        yield _by("o2cbot_outbox", "Letters by state.", "state", found.outbox)
        oldest = GaugeMetricFamily("o2cbot_oldest_waiting_seconds", "Age of the oldest that waits.", labels=["what"])
        for what, since in (
            ("received", found.oldest_received),
            ("review", found.oldest_review),
            ("letter", found.oldest_letter),
        ):
            oldest.add_metric([what], max(0.0, (now - since).total_seconds()) if since else 0.0)
        yield oldest
        polls = GaugeMetricFamily("o2cbot_mailbox_last_poll_timestamp_seconds", "When last polled.", labels=["mailbox"])
        for poll in found.polls:
            polls.add_metric([poll.mailbox], poll.polled_at.timestamp() if poll.polled_at else 0.0)
        yield polls
        waiting = {"orders": found.held_orders, "changes": found.open_changes, "cases": found.open_cases}
        yield _by("o2cbot_waiting_for_people", "Records that wait for a person's decision.", "kind", waiting)
        yield GaugeMetricFamily("o2cbot_messages_add_up", "1 if no mail is missing.", value=float(found.adds_up))


def _by(name: str, help: str, label: str, values: dict[str, int]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, help, labels=[label])
    for key, value in values.items():
        family.add_metric([key], value)
    return family
