"""The desk's figures for Prometheus: counts, ages and names of mailboxes; no label ever names a customer or address.

All of it comes from the database when asked for, so that every process gives the same answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from bot.console.web import Console
from bot.gate import stopped
from bot.sight.measuring import Health, measure
from bot.sight.queues import queues
from bot.watch import AccountSight, Kind, MailboxSight, Sight

FREE_BYTES = 1024 * 1024


async def page(request: Request) -> Response:
    console: Console = request.app.state.console
    registry = CollectorRegistry()
    registry.register(DeskCollector(console))
    text = await run_in_threadpool(generate_latest, registry)
    return Response(text, media_type="text/plain; version=0.0.4; charset=utf-8")


class DeskCollector:
    def __init__(self, console: Console) -> None:
        self._console = console

    def describe(self) -> list[Metric]:
        return []

    def collect(self) -> Iterator[Metric]:
        console = self._console
        now = console.clock()
        business = console.now()
        found = measure(console.database, console.watched, now, business=business)
        yield from _messages(found, now)
        yield from _mailboxes(found.sight.mailboxes)
        yield from _letters(found, now)
        yield from _accounts(found.sight.accounts, now)
        yield from _machine(found.sight, business.date())
        yield from _queues(queues(console.database), now)
        yield from _alarms(found)
        with console.database.read() as uow:
            held = float(stopped(uow) is not None)
        yield GaugeMetricFamily("o2cbot_answers_stopped", "1 if automatic answers wait for a person.", value=held)


def _messages(found: Health, now: datetime) -> Iterator[Metric]:
    yield CounterMetricFamily("o2cbot_messages_fetched", "Mails fetched from all mailboxes.", value=found.fetched)
    yield _by("o2cbot_messages", "Messages by state.", "state", found.by_state)
    worked = CounterMetricFamily(
        "o2cbot_messages", "Worked messages by main intent and route.", labels=["mailbox", "doc_type", "result"]
    )
    for labels, count in sorted(found.by_kind.items()):
        worked.add_metric(list(labels), count)
    yield worked
    oldest = GaugeMetricFamily("o2cbot_oldest_waiting_seconds", "Age of the oldest that waits.", labels=["what"])
    waiting = {
        "received": found.sight.oldest_received,
        "review": found.oldest_review,
        "letter": found.oldest_letter,
    }
    for what, since in waiting.items():
        oldest.add_metric([what], _age(since, now))
    yield oldest
    kinds = {"orders": found.held_orders, "changes": found.open_changes, "cases": found.open_cases}
    yield _by("o2cbot_waiting_for_people", "Records that wait for a person's decision.", "kind", kinds)
    yield GaugeMetricFamily("o2cbot_messages_add_up", "1 if no mail is missing.", value=float(found.adds_up))


def _mailboxes(boxes: Iterable[MailboxSight]) -> Iterator[Metric]:
    gauges: dict[str, tuple[str, dict[str, float]]] = {
        "last_poll_timestamp_seconds": (
            "When the last good poll ended; 0: never.",
            {box.name: _moment(box.good_at) for box in boxes},
        ),
        "poll_duration_seconds": ("How long the last good poll took.", {box.name: box.seconds for box in boxes}),
        "failing_polls": ("Polls that failed in a row.", {box.name: float(box.failures) for box in boxes}),
        "back_off_until_timestamp_seconds": (
            "When a failing mailbox is asked again; 0: at its next slot.",
            {box.name: _moment(box.wait_until) for box in boxes},
        ),
        "lag_seconds": (
            "By how much the newest mail on the server is newer than the newest one kept.",
            {box.name: box.lag.total_seconds() for box in boxes if box.lag is not None},
        ),
        "oldest_received_timestamp_seconds": (
            "Since when the oldest message waits to be worked; 0: none does.",
            {box.name: _moment(box.oldest_received) for box in boxes},
        ),
        "last_reconcile_timestamp_seconds": (
            "When the server was last compared with the store; 0: never.",
            {box.name: _moment(box.reconciled_at) for box in boxes},
        ),
        "reconcile_missed": (
            "Mails that the last comparison found not kept.",
            {box.name: float(box.missed) for box in boxes},
        ),
    }
    for name, (help, values) in gauges.items():
        yield _by(f"o2cbot_mailbox_{name}", help, "mailbox", values)
    counters = {
        "polls": ("Polls.", {box.name: box.polls_total for box in boxes}),
        "poll_failures": ("Polls that failed.", {box.name: box.failures_total for box in boxes}),
        "mails": ("Mails fetched.", {box.name: box.mails_total for box in boxes}),
    }
    for name, (help, totals) in counters.items():
        family = CounterMetricFamily(f"o2cbot_mailbox_{name}", help, labels=["mailbox"])
        for mailbox, total in totals.items():
            family.add_metric([mailbox], total)
        yield family
    states = GaugeMetricFamily("o2cbot_mailbox_messages", "Messages by state.", labels=["mailbox", "state"])
    for box in boxes:
        for state, count in (box.by_state or {}).items():
            states.add_metric([box.name, state], count)
    yield states


def _letters(found: Health, now: datetime) -> Iterator[Metric]:
    yield _by("o2cbot_outbox", "Letters by state.", "state", found.outbox)


def _accounts(accounts: Iterable[AccountSight], now: datetime) -> Iterator[Metric]:
    """Sending accounts go by the codes of their companies: an address is no label."""
    letters = GaugeMetricFamily("o2cbot_account_letters", "Letters by state.", labels=["account", "state"])
    oldest = GaugeMetricFamily(
        "o2cbot_account_oldest_queued_seconds", "Age of the oldest letter that may go out.", labels=["account"]
    )
    sent = GaugeMetricFamily(
        "o2cbot_account_last_success_timestamp_seconds", "When a letter last went out; 0: never.", labels=["account"]
    )
    failing = GaugeMetricFamily(
        "o2cbot_account_failing_tries", "Tries put off since the last success.", labels=["account"]
    )
    for account in accounts:
        for state, count in account.by_state.items():
            letters.add_metric([account.companies, state], count)
        oldest.add_metric([account.companies], _age(account.oldest_queued, now))
        sent.add_metric([account.companies], _moment(account.sent_at))
        failing.add_metric([account.companies], account.failures)
    yield from (letters, oldest, sent, failing)


def _machine(sight: Sight, today: date) -> Iterator[Metric]:
    disks = GaugeMetricFamily("o2cbot_disk_free_bytes", "Free space where we write.", labels=["place", "disk"])
    for disk in sight.disks:
        disks.add_metric([disk.place, disk.name], disk.free_mb * FREE_BYTES)
    yield disks
    ends = {one.name: float((one.ends_on - today).days) for one in sight.credentials if one.ends_on is not None}
    yield _by("o2cbot_credential_days", "Days until a credential ends.", "credential", ends)


def _queues(rows: Iterable[tuple[str, str, int, int]], now: datetime) -> Iterator[Metric]:
    depth = GaugeMetricFamily("o2cbot_queue_depth", "Workflows by queue.", labels=["queue", "status"])
    oldest = GaugeMetricFamily("o2cbot_queue_oldest_seconds", "Age of the oldest unfinished.", labels=["queue"])
    since: dict[str, int] = {}
    for queue, status, count, first in rows:
        depth.add_metric([queue, status.lower()], count)
        if status in ("ENQUEUED", "PENDING"):
            since[queue] = min(first, since.get(queue, first))
    for queue, first in since.items():
        oldest.add_metric([queue], max(0.0, now.timestamp() - first / 1000))
    yield from (depth, oldest)


def _alarms(found: Health) -> Iterator[Metric]:
    open_now = [alarm.wrong.kind for alarm in found.alarms if alarm.ended_at is None]
    counts = {kind.value: float(open_now.count(kind)) for kind in Kind}
    yield _by("o2cbot_alarms", "Alarms that have begun and are not over.", "kind", counts)
    yield GaugeMetricFamily(
        "o2cbot_watch_last_look_timestamp_seconds",
        "When somebody last looked after the desk: alarm where this stands still.",
        value=_moment(found.looked_at),
    )


def _age(since: datetime | None, now: datetime) -> float:
    return max(timedelta(), now - since).total_seconds() if since is not None else 0.0


def _moment(at: datetime | None) -> float:
    return at.timestamp() if at is not None else 0.0


def _by(name: str, help: str, label: str, values: Mapping[str, float]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, help, labels=[label])
    for key, value in values.items():
        family.add_metric([key], value)
    return family
