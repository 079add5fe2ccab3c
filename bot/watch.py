"""What is wrong with a desk, decided from what was seen; each alarm begins once and ends once, however it flickers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from bot.settings.values import WatchSettings

SURE_AFTER = timedelta(minutes=2)  # what has just been put back into its queue is old for a moment
GATHER = timedelta(minutes=5)  # at least between two letters to the lead; what begins meanwhile stands in the next one
LONGEST_BACK_OFF = timedelta(minutes=10)
MISSED_POLLS = 3  # a mailbox that is polled seldom is late after so many slots
LONGEST_WORDS = 300
ADDRESS = re.compile(r"[^\s<>()\[\]\",;:'=/]{0,64}@[^\s<>()\[\]\",;:'=]{1,255}")
NUMBER = re.compile(r"\b[A-Za-z]{0,4}\d(?: ?\d){7,40}\b")
SECRET = re.compile(r"(?i)\b(bearer |(?:password|token|secret) ?[=:] ?)\S{1,4000}")
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
WIPED = ((CONTROL, " "), (SECRET, r"\1…"), (ADDRESS, "<address>"), (NUMBER, "<number>"))


class Kind(StrEnum):
    """What can be wrong; each has a sentence in templates/mail/<language>/words.toml and in SENTENCES."""

    NO_GOOD_POLL = "no_good_poll"
    NOT_FETCHED = "not_fetched"
    MISSED_MAILS = "missed_mails"
    OLDEST_MESSAGE = "oldest_message"
    QUARANTINED = "quarantined"
    SUMS = "sums"
    NO_GOOD_SEND = "no_good_send"
    LEFT_LYING = "left_lying"
    UNCERTAIN_LETTERS = "uncertain_letters"
    FAILED_LETTERS = "failed_letters"
    FREE_DISK = "free_disk"
    CREDENTIAL = "credential"
    ANSWERS_STOPPED = "answers_stopped"
    UNSOUND = "unsound"


# Wrong only if it is still wrong a little later.
LASTING = frozenset({Kind.NOT_FETCHED, Kind.OLDEST_MESSAGE, Kind.NO_GOOD_SEND, Kind.LEFT_LYING})
# Told where nobody is named as lead, too: what holds mail back needs a person.
ALWAYS_TOLD = frozenset({Kind.ANSWERS_STOPPED})
SENTENCES: Mapping[Kind, str] = {
    Kind.NO_GOOD_POLL: "Mailbox {subject} could not be polled for {figure} minutes.",
    Kind.NOT_FETCHED: "Mailbox {subject} holds mail that is {figure} minutes newer than the newest one kept.",
    Kind.MISSED_MAILS: "Mailbox {subject}: the nightly comparison found mails that had not been kept: {figure}.",
    Kind.OLDEST_MESSAGE: "A message has waited for {figure} minutes to be worked.",
    Kind.QUARANTINED: "Messages that could not be read safely wait for a person: {figure}.",
    Kind.SUMS: "The sums of messages do not agree: mails may be missing ({figure}).",
    Kind.NO_GOOD_SEND: "Nothing could be sent from {subject} for {figure} minutes.",
    Kind.LEFT_LYING: "Letters of {subject} that may go out and that nobody tries to send: {figure}.",
    Kind.UNCERTAIN_LETTERS: "Letters of which nobody knows whether they went out: {figure}.",
    Kind.FAILED_LETTERS: "Letters that could not be sent: {figure}.",
    Kind.FREE_DISK: "The disk of {subject} has {figure} MB left.",
    Kind.CREDENTIAL: "The credential of {subject} ends in {figure} days.",
    Kind.ANSWERS_STOPPED: "No automatic answer goes out until a person lets them; so many wait: {figure}.",
    Kind.UNSOUND: "The nightly proof of books and archive found what is wrong: {figure}.",
}


@dataclass(frozen=True, slots=True)
class MailboxSight:
    """A mailbox as the last polls left it. `lag`: by how much the newest mail on the server is newer than the newest
    one kept, None where the connector cannot tell."""

    name: str
    every: timedelta  # between two polls; 0: not configured any more
    since: datetime  # watched from then on
    tried_at: datetime | None = None
    good_at: datetime | None = None
    failures: int = 0  # polls in a row
    error: str = ""  # the last one, also when it is over
    error_at: datetime | None = None
    wait_until: datetime | None = None
    lag: timedelta | None = None
    newest_kept: datetime | None = None
    seconds: float = 0.0  # that the last poll took
    polls_total: int = 0
    failures_total: int = 0
    mails_total: int = 0
    last_hour: int = 0
    last_day: int = 0
    reconciled_at: datetime | None = None
    missed: int = 0
    oldest_received: datetime | None = None
    by_state: Mapping[str, int] | None = None

    @property
    def total(self) -> int:
        return sum((self.by_state or {}).values())


@dataclass(frozen=True, slots=True)
class AccountSight:
    """An address that letters are sent from, and the codes of the companies that use it.

    `failing_since`: the first try after the last success that the mail system put off, or whose end nobody knows;
    None where nothing is left to be sent. `untried`: letters that may leave and were never tried, while the last try
    of any (or, without one, the oldest of them) was at `idle_since`."""

    address: str
    companies: str
    by_state: Mapping[str, int]
    oldest_queued: datetime | None = None
    sent_at: datetime | None = None
    failing_since: datetime | None = None
    failures: int = 0
    untried: int = 0
    idle_since: datetime | None = None
    error: str = ""
    error_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class DiskSight:
    place: str  # the machine
    name: str
    free_mb: int


@dataclass(frozen=True, slots=True)
class CredentialSight:
    """`ends_on`: its last day, None where nobody said it; `fault`: why it cannot be used at all."""

    name: str
    ends_on: date | None
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Sight:
    """What alarms are decided from. `missing`: mails by which the sums differ; `stopped`: why automatic answers are
    stopped, "" if they go out, and how many of them are `held`; `unsound`: what the nightly proof found, `proof` the
    first of it."""

    mailboxes: tuple[MailboxSight, ...] = ()
    accounts: tuple[AccountSight, ...] = ()
    disks: tuple[DiskSight, ...] = ()
    credentials: tuple[CredentialSight, ...] = ()
    oldest_received: datetime | None = None
    quarantined: int = 0
    uncertain: int = 0
    failed: int = 0
    missing: int = 0
    stopped: str = ""
    held: int = 0
    unsound: int = 0
    proof: str = ""


@dataclass(frozen=True, slots=True)
class Wrong:
    """`figure`: minutes, mails, letters, megabytes or days, as the kind has it; `words`: of a server, wiped."""

    kind: Kind
    subject: str
    figure: int
    words: str = ""

    def sentence(self) -> str:
        said = SENTENCES[self.kind].format(subject=self.subject, figure=self.figure)
        return f"{said} {self.words}".strip()


@dataclass(frozen=True, slots=True)
class Alarm:
    """From the first sight of something wrong to its end. `begun_at` is None until that is sure."""

    id: str
    wrong: Wrong  # as last seen
    seen_at: datetime
    begun_at: datetime | None = None
    clear_since: datetime | None = None
    ended_at: datetime | None = None

    @property
    def key(self) -> tuple[Kind, str]:
        return self.wrong.kind, self.wrong.subject


@dataclass(frozen=True, slots=True)
class Moved:
    """What a look changes: alarms to keep (`begun` and `ended` among them), and suspicions that came to nothing."""

    kept: tuple[Alarm, ...]
    begun: tuple[Alarm, ...]
    ended: tuple[Alarm, ...]
    dropped: tuple[Alarm, ...]


def wrongs(
    sight: Sight, limits: WatchSettings, now: datetime, started_at: datetime, today: date | None = None
) -> tuple[Wrong, ...]:
    """Everything that is wrong now, by the configured limits (0: nobody wants to hear of it).

    `now`: the real time, in which seconds and minutes are counted; `today`: the business date, in which days are.
    `started_at`: when this process began to watch; what was silent while nothing ran is not held against a mailbox.
    """
    return (
        *_mailboxes(sight, limits, now, started_at),
        *_messages(sight, limits, now),
        *_letters(sight, limits, now),
        *_machine(sight, limits, today or now.date()),
    )


def _mailboxes(sight: Sight, limits: WatchSettings, now: datetime, started_at: datetime) -> Iterator[Wrong]:
    for box in (one for one in sight.mailboxes if one.every):
        limit = max(timedelta(minutes=limits.no_good_poll_minutes), MISSED_POLLS * box.every)
        good = box.good_at or box.since
        silent = now - (good if box.failures else max(good, started_at))
        if limits.no_good_poll_minutes and silent > limit:
            yield Wrong(Kind.NO_GOOD_POLL, box.name, minutes(silent), box.error if box.failures else "")
        if limits.no_good_poll_minutes and box.lag is not None and box.lag > limit and not box.failures:
            yield Wrong(Kind.NOT_FETCHED, box.name, minutes(box.lag))
        if box.missed:
            yield Wrong(Kind.MISSED_MAILS, box.name, box.missed)


def _messages(sight: Sight, limits: WatchSettings, now: datetime) -> Iterator[Wrong]:
    if limits.oldest_message_minutes and sight.oldest_received is not None:
        waits = now - sight.oldest_received
        if waits > timedelta(minutes=limits.oldest_message_minutes):
            yield Wrong(Kind.OLDEST_MESSAGE, "", minutes(waits))
    if 0 < limits.quarantined_messages <= sight.quarantined:
        yield Wrong(Kind.QUARANTINED, "", sight.quarantined)
    if sight.missing:
        yield Wrong(Kind.SUMS, "", sight.missing)
    if sight.unsound:
        yield Wrong(Kind.UNSOUND, "", sight.unsound, sight.proof)


def _letters(sight: Sight, limits: WatchSettings, now: datetime) -> Iterator[Wrong]:
    limit = timedelta(minutes=limits.no_good_send_minutes)
    for account in sight.accounts if limit else ():
        if account.failing_since is not None and now - account.failing_since > limit:
            yield Wrong(Kind.NO_GOOD_SEND, account.address, minutes(now - account.failing_since), account.error)
        elif account.untried and account.idle_since is not None and now - account.idle_since > limit:
            yield Wrong(Kind.LEFT_LYING, account.address, account.untried)
    if 0 < limits.uncertain_letters <= sight.uncertain:
        yield Wrong(Kind.UNCERTAIN_LETTERS, "", sight.uncertain)
    if 0 < limits.failed_letters <= sight.failed:
        yield Wrong(Kind.FAILED_LETTERS, "", sight.failed)
    if sight.stopped:
        yield Wrong(Kind.ANSWERS_STOPPED, "", sight.held, sight.stopped)


def _machine(sight: Sight, limits: WatchSettings, today: date) -> Iterator[Wrong]:
    for disk in sight.disks:
        if disk.free_mb < limits.free_disk_mb:
            yield Wrong(Kind.FREE_DISK, f"{disk.name} ({disk.place})", disk.free_mb)
    for one in sight.credentials:
        days = (one.ends_on - today).days if one.ends_on is not None else None
        if limits.credential_days and (one.fault or (days is not None and days <= limits.credential_days)):
            yield Wrong(Kind.CREDENTIAL, one.name, days or 0, one.fault)


def moved(open_alarms: Iterable[Alarm], wrong: Iterable[Wrong], now: datetime, calm: timedelta) -> Moved:
    """One look: alarms begin, go on, end after they were clear for as long as `calm`, or were nothing."""
    found = {(one.kind, one.subject): one for one in wrong}
    kept, begun, ended, dropped = [], [], [], []
    for alarm in open_alarms:
        seen = found.pop(alarm.key, None)
        after = _wrong_still(alarm, seen, now) if seen is not None else _clear(alarm, now, calm)
        if after is None:
            dropped.append(alarm)
            continue
        kept.append(after)
        if alarm.begun_at is None and after.begun_at is not None:
            begun.append(after)
        if after.ended_at is not None:
            ended.append(after)
    for one in found.values():
        sure = None if one.kind in LASTING else now
        alarm = Alarm(f"{one.kind.value}:{one.subject}:{now.isoformat()}", one, now, begun_at=sure)
        kept.append(alarm)
        if sure is not None:
            begun.append(alarm)
    return Moved(tuple(kept), tuple(begun), tuple(ended), tuple(dropped))


def _wrong_still(alarm: Alarm, seen: Wrong, now: datetime) -> Alarm:
    begun_at = alarm.begun_at or (now if now - alarm.seen_at >= SURE_AFTER else None)
    return replace(alarm, wrong=seen, clear_since=None, begun_at=begun_at)


def _clear(alarm: Alarm, now: datetime, calm: timedelta) -> Alarm | None:
    if alarm.begun_at is None:
        return None
    since = alarm.clear_since or now
    return replace(alarm, clear_since=since, ended_at=now if now - since >= calm else None)


def back_off(failures: int, every: timedelta) -> timedelta:
    """How long a mailbox is left alone after so many failed polls in a row: not at all after the first, then doubling
    up to 10 minutes, so that a wrong password does not lock the account."""
    if failures < 2:
        return timedelta()
    longest = max(LONGEST_BACK_OFF, every)
    return min(longest, every * (1 << min(failures - 1, 20)))


def minutes(span: timedelta) -> int:
    return int(span.total_seconds() // 60)


def wiped(words: str) -> str:
    """Words of a server as one short line without addresses, account numbers or secrets."""
    text = words[: 8 * LONGEST_WORDS]
    for pattern, instead in WIPED:
        text = pattern.sub(instead, text)
    text = " ".join(text.split())
    return text if len(text) <= LONGEST_WORDS else text[: LONGEST_WORDS - 1] + "…"
