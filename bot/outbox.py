"""Every letter is rendered once, kept, and handed to the mail system once; what nobody can know is left to a person.

A letter is claimed (queued -> sending, committed) before its first byte leaves. Failure before the mail system took it
puts it back; an answer settles it; a crash or a lost answer in between is settled by looking, or stays `uncertain`.
One sender at a time works for an account: whoever finds a letter `sending` at the start of its turn knows that its
sender is gone. It may use several lanes at once; letters to one addressee share one and keep their order.
"""

from __future__ import annotations

import json
import logging
import time
import zlib
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import policy

import sqlalchemy as sa

from bot.documents.einvoice.findings import RulesUnavailable
from bot.engine import Engine, Queue
from bot.gate import Gate
from bot.mail.compose import attached_names, head_of
from bot.mail.ports import NOBODY, ByAttempt, Outgoing, Sending, Sent
from bot.pacing import WINDOW, AccountPace, May
from bot.storage import tables
from bot.storage.database import Database, DatabaseFailed
from bot.storage.files import File
from bot.storage.shared_commit import SharedCommit
from bot.storage.unit_of_work import SqlUnitOfWork
from workflows.addresses import alive, note_of
from workflows.audit import note
from workflows.errors import IllegalTransition, NotFound, O2CError
from workflows.letters import Letter, LetterStatus

SMTP = Queue("smtp")
RETRY_AFTER = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2))  # then failed
HANDING_OVER = "handing over"  # of an attempt whose end is not known
NOT_RENDERED = "not rendered"  # of an attempt that came to no mail
MAY_PASS = (RulesUnavailable, DatabaseFailed)  # of our own refusals; all others say what is wrong with the letter
LOST = "the program stopped while it was being sent: look into the sent mail, then say sent or send again"
TRIED_AGAIN = (Sending.DEFERRED.value, NOT_RENDERED)
AFTER_A_PERSON = {"sent": LetterStatus.SENT, "again": LetterStatus.QUEUED, "cancel": LetterStatus.CANCELLED}
DECIDABLE = (LetterStatus.UNCERTAIN, LetterStatus.FAILED, LetterStatus.BOUNCED)
PAUSE_SECONDS = 0.2

log = logging.getLogger(__name__)

Render = Callable[[Letter, SqlUnitOfWork], bytes]
Unsent = Callable[[Letter, SqlUnitOfWork, datetime, str], None]
Due = tuple[str, tuple[str, ...]]  # a letter's id and its recipients
Recheck = Callable[[Letter, SqlUnitOfWork, datetime], "str | None"]


class NotOurs(O2CError):
    """The letter was settled or taken by somebody else while we were about to send it."""

    def __init__(self, letter: str) -> None:
        self.letter = letter
        super().__init__(f"letter {letter} is not ours to send any more")


class Outbox:
    """`render`: the letter as MIME; `recheck`: why it must not go out any more, None if it may.

    `unsent`: what follows, in the same commit, when it is settled that a letter will not go out or nobody got it.
    `refused`: what follows where the mail system said of a recipient that it takes no mail (`words`).
    `gate`: what may not leave now, or not without a person. `per_minute`, `per_domain_minute`: letters of an account,
    and of these to one recipient's domain. `null_return_path`: automatic answers leave as nobody's, where the relay
    takes them so: then nothing comes back. `lanes`: letters of an account that are under way at once, where `outgoing`
    can take them so. `now`: the business time that `sent_at` gets; `wire_time`: the real time, for waiting and pace.
    """

    def __init__(
        self,
        database: Database,
        engine: Engine,
        outgoing: Outgoing,
        senders: Mapping[str, str],
        *,
        render: Render,
        recheck: Recheck,
        unsent: Unsent = lambda letter, uow, now, why: None,
        refused: Unsent = lambda letter, uow, now, words: None,
        gate: Gate | None = None,
        now: Callable[[], datetime],
        per_minute: int | None = None,
        per_domain_minute: int | None = None,
        null_return_path: bool = False,
        lanes: int = 1,
        wire_time: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._database, self._engine, self._outgoing, self._senders = database, engine, outgoing, senders
        self._render, self._recheck, self._now, self._wire_time = render, recheck, now, wire_time
        self._unsent, self._refused, self._gate = unsent, refused, gate
        self._per_minute, self._per_domain_minute = per_minute, per_domain_minute
        self._null_return_path, self._lanes = null_return_path, lanes
        self._commit = SharedCommit(database)
        engine.queue(SMTP)
        send = engine.step("send")(self.send_all)
        engine.workflow("send")(lambda account: send(account))

    def dispatch(self) -> int:
        """Has everything sent that is due; returns how many letters are. At any time, from any process."""
        count = 0
        for account in sorted(set(self._senders.values())):
            with self._database.begin() as uow:
                due = len(self._due(uow, account)) + len(self._sending(uow, account))
                if due and not self._engine.is_waiting(f"send:{account}:"):
                    id = f"send:{account}:{uow.draw(f'send:{account}'):010d}"
                    self._engine.enqueue(uow, "send", SMTP.name, id, account, partition=account)
            count += due
        return count

    def send_all(self, account: str) -> int:
        """Sends what is due from an account, in several lanes at once; returns how many letters were tried."""
        self._settle_lost(account)
        tried, pace = 0, self._pace(account)
        with ThreadPoolExecutor(self._lanes, thread_name_prefix="o2cbot-send") as pool:
            while not self._engine.stopping:
                with self._database.read() as snapshot:
                    due = self._due(snapshot, account)
                if not due:
                    break
                lanes = _in_lanes(due, self._lanes)
                went = sum(pool.map(lambda lane: self._send_lane(lane, account, pace), lanes))
                tried += went
                if not went:
                    time.sleep(PAUSE_SECONDS)
        return tried

    def _send_lane(self, lane: Sequence[Due], account: str, pace: AccountPace) -> int:
        """Sends letters one after the other, as the pace allows; returns how many were tried."""
        went = 0
        for id, recipients in lane:
            while (may := pace.start(recipients, self._wire_time())) is May.WAIT and not self._engine.stopping:
                time.sleep(PAUSE_SECONDS)
            if self._engine.stopping:
                break
            if may is May.NOW:  # letters to other domains need not wait for one that has had enough
                self.send(id, account)
                went += 1
        return went

    def send(self, id: str, account: str) -> None:
        """One try to send a queued letter."""
        try:
            claimed = self._claim(id, account)
        except Exception as error:  # what cannot be rendered must not keep the letters behind it
            log.warning("letter %s cannot be rendered: %s: %s", id, type(error).__name__, error)
            self._not_rendered(id, account, error)
            return
        if claimed is None:
            return
        letter, raw = claimed
        noted = False

        def handing_over() -> None:
            nonlocal noted
            self._note_handing_over(letter)
            noted = True

        try:
            self._about(letter)
            sent = self._handed(raw, letter, account, handing_over)
        except Exception as error:  # before the note nobody can have got it; after it nobody knows how far it came
            sent = Sent(Sending.UNCERTAIN if noted else Sending.DEFERRED, f"{type(error).__name__}: {error}")
        self._settle(letter.id, letter.attempts, sent)

    def _about(self, letter: Letter) -> None:
        """What follows is about this attempt: what an earlier one left in the sent mail is no evidence of it."""
        if isinstance(self._outgoing, ByAttempt):
            self._outgoing.attempt(letter.message_id, letter.attempts)

    def _handed(self, raw: bytes, letter: Letter, account: str, handing_over: Callable[[], None]) -> Sent:
        """Hands a letter over; an acknowledgement as nobody's where that is configured and the relay takes it."""
        if self._null_return_path and letter.is_automatic_answer:
            sent = self._outgoing.send(raw, letter.message_id, NOBODY, letter.to, handing_over)
            if sent.outcome is not Sending.REFUSED:  # refused, nobody has got it
                return sent
        return self._outgoing.send(raw, letter.message_id, account, letter.to, handing_over)

    def decide(self, id: str, action: str, actor: str) -> Letter:
        """A person settles an uncertain, failed or bounced letter: "sent", "again" or "cancel".

        Raises NotFound or IllegalTransition.
        """
        with self._database.begin() as uow:
            uow.lock(f"letter:{id}")
            letter = uow.letters.get(id)
            if letter is None:
                raise NotFound("letter", id)
            if letter.state not in DECIDABLE or action not in AFTER_A_PERSON:
                raise IllegalTransition(letter.state.value, action)
            now = self._now()
            settled = replace(letter, state=AFTER_A_PERSON[action], why="" if action == "again" else letter.why)
            if action == "sent":
                settled = replace(settled, sent_at=now)
            if action == "again":
                settled = replace(settled, released_by=actor)
                for email in letter.to:
                    uow.addresses.put(alive(note_of(email, uow, letter.customer)))
                uow.connection.execute(
                    sa.update(tables.send_attempts).where(tables.send_attempts.c.letter == id).values(outcome="decided")
                )
            uow.letters.put(settled)
            if action == "cancel":
                self._unsent(letter, uow, now, f"cancelled by {actor}")
            note(uow, now, actor=actor, action=f"letter {action}", subject=id, before=letter.state.value)
        return settled

    def _claim(self, id: str, account: str) -> tuple[Letter, bytes] | None:
        """Renders the letter once and takes it for sending; None if it is not to be sent (any more)."""
        mime_key = f"mime:{id}"
        with self._database.read() as snapshot:
            letter = snapshot.letters.get(id)
            if letter is None or letter.state is not LetterStatus.QUEUED:
                return None
            kept = snapshot.files.get(mime_key) if letter.attempts else None  # kept with the first that left
            raw = kept.bytes if kept else self._render(letter, snapshot)
        subject, attachments = _described(raw, letter)
        file = File(mime_key, f"{id}.eml", "message/rfc822", raw)
        found: tuple[Letter, bytes] | None = self._commit.do(
            lambda uow: self._taken(id, account, file, subject, attachments, uow)
        )
        return found

    def _taken(
        self, id: str, account: str, file: File, subject: str, attachments: tuple[str, ...], uow: SqlUnitOfWork
    ) -> tuple[Letter, bytes] | None:
        """Queued -> sending, with the bytes that will be sent; None where it may not go (any more)."""
        uow.lock(f"letter:{id}")
        letter, now = uow.letters.get(id), self._now()
        if letter is None or letter.state is not LetterStatus.QUEUED:
            return None
        why = self._recheck(letter, uow, now)
        if why is not None:
            self._end(replace(letter, state=LetterStatus.CANCELLED, why=why), "letter cancelled", uow, now)
            return None
        if self._gate is not None:
            if why := self._gate.refuses(letter, uow):
                self._end(replace(letter, state=LetterStatus.FAILED, why=why), "letter held back", uow, now)
                return None
            if self._gate.stops(letter, uow, now):
                return None
        raw = uow.files.add_once(file).bytes
        claimed = replace(
            letter,
            state=LetterStatus.SENDING,
            attempts=letter.attempts + 1,
            subject=subject,
            attachments=attachments,
        )
        uow.letters.put(claimed)
        attempt = {"letter": id, "attempt": claimed.attempts, "account": account, "started_at": self._wire_time()}
        uow.connection.execute(sa.insert(tables.send_attempts).values(**attempt, ended_at=None, outcome="", words=""))
        return claimed, raw

    def _end(self, letter: Letter, action: str, uow: SqlUnitOfWork, now: datetime) -> None:
        """A letter that will not go out, with what follows from that."""
        uow.letters.put(letter)
        self._unsent(letter, uow, now, letter.why)
        note(uow, now, actor="o2cbot", action=action, subject=letter.id, why=letter.why)

    def _settle(self, id: str, attempt: int, sent: Sent, outcome: str = "") -> None:
        def settle(uow: SqlUnitOfWork) -> None:
            uow.lock(f"letter:{id}")
            letter, now = uow.letters.get(id), self._now()
            mine = letter is not None and letter.attempts == attempt
            if letter is None or not mine or letter.state not in (LetterStatus.SENDING, LetterStatus.UNCERTAIN):
                return
            settled = _settled(letter, sent, now)
            uow.letters.put(settled)
            if settled.state is LetterStatus.FAILED:
                self._unsent(letter, uow, now, settled.why)
            if settled.state in (LetterStatus.FAILED, LetterStatus.SENT) and settled.why:
                self._refused(settled, uow, now, settled.why)
            ended = {"ended_at": self._wire_time(), "outcome": outcome or sent.outcome.value, "words": sent.words}
            uow.connection.execute(_attempt(id, attempt).values(**ended))

        self._commit.do(settle)

    def _note_handing_over(self, letter: Letter) -> None:
        """Committed just before the last byte leaves: without it nobody can have got the letter.

        Raises NotOurs where the letter was taken from us meanwhile: who slept so long must not send.
        """

        def hand_over(uow: SqlUnitOfWork) -> None:
            ours = sa.exists().where(
                tables.letters.c.id == letter.id,
                tables.letters.c.state == LetterStatus.SENDING.value,
                tables.letters.c.attempts == letter.attempts,
            )
            noted = _attempt(letter.id, letter.attempts).where(ours).values(outcome=HANDING_OVER)
            if uow.connection.execute(noted).rowcount != 1:
                raise NotOurs(letter.id)

        self._commit.do(hand_over)

    def _may_have_left(self, letter: Letter) -> bool:
        """Whether the attempt came to handing over, or is not known at all."""
        table = tables.send_attempts
        mine = sa.select(table.c.outcome).where(table.c.letter == letter.id, table.c.attempt == letter.attempts)
        with self._database.read() as snapshot:
            return snapshot.connection.execute(mine).scalar() != ""

    def _settle_lost(self, account: str) -> None:
        """Letters whose sender is gone, settled by what the mail system can prove."""
        with self._database.read() as snapshot:
            lost = self._sending(snapshot, account)
        for id in lost:
            with self._database.read() as snapshot:
                letter = snapshot.letters.get(id)
            if letter is None:
                continue
            try:
                self._about(letter)
                found = self._outgoing.find(letter.message_id)
            except Exception as error:
                log.warning("nobody can tell whether %s was sent: %s", id, error)
                found = None
            log.warning("letter %s was being sent when its sender stopped; found: %s", id, found)
            if found is None and not self._may_have_left(letter):
                found = False
            outcome = {True: Sending.SENT, False: Sending.DEFERRED, None: Sending.UNCERTAIN}[found]
            self._settle(id, letter.attempts, Sent(outcome, "" if found else LOST), "lost")

    def _not_rendered(self, id: str, account: str, error: Exception) -> None:
        """What we refuse ourselves fails at once; what may pass (memory, a file being replaced) is tried again."""
        with self._database.begin() as uow:
            uow.lock(f"letter:{id}")
            letter, at = uow.letters.get(id), self._wire_time()
            if letter is None or letter.state is not LetterStatus.QUEUED:
                return
            why = f"cannot be rendered: {type(error).__name__}: {error}"
            tried = replace(letter, attempts=letter.attempts + 1, why=why)
            if _lasts(error) or tried.attempts > len(RETRY_AFTER):
                self._end(replace(tried, state=LetterStatus.FAILED), "letter not rendered", uow, self._now())
            else:
                uow.letters.put(tried)
            attempt = {"letter": id, "attempt": tried.attempts, "account": account, "started_at": at, "ended_at": at}
            uow.connection.execute(sa.insert(tables.send_attempts).values(**attempt, outcome=NOT_RENDERED, words=why))

    def _pace(self, account: str) -> AccountPace:
        """How many letters of an account went out in the last minute, and to which domains, whoever sent them.

        While one sender works for the account nobody else does: from here on it counts its own.
        """
        attempt, letter = tables.send_attempts.c, tables.letters.c
        recent = (
            sa.select(attempt.started_at, letter.to)
            .join_from(tables.send_attempts, tables.letters, letter.id == attempt.letter)
            .where(attempt.account == account, attempt.started_at > self._wire_time() - WINDOW)
            .order_by(attempt.started_at)
        )
        if self._per_minute is None and self._per_domain_minute is None:
            return AccountPace(None, None)
        with self._database.read() as snapshot:
            rows = snapshot.connection.execute(recent).all()
        starts = ((row.started_at, json.loads(row.to)) for row in rows)
        return AccountPace(self._per_minute, self._per_domain_minute, starts)

    def _of(self, account: str, state: LetterStatus) -> tuple[sa.ColumnElement[bool], ...]:
        companies = [company for company, sender in self._senders.items() if sender == account]
        return tables.letters.c.state == state.value, tables.letters.c.company.in_(companies)

    def _sending(self, uow: SqlUnitOfWork, account: str) -> list[str]:
        table = tables.letters
        wanted = sa.select(table.c.id).where(*self._of(account, LetterStatus.SENDING))
        return list(uow.connection.execute(wanted.order_by(table.c.created_at, table.c.id)).scalars())

    def _due(self, uow: SqlUnitOfWork, account: str) -> list[Due]:
        """Queued letters that may leave now, but for those tried too short ago."""
        letters, table = tables.letters, tables.send_attempts
        may_leave = self._gate.waiting(uow, self._now()) if self._gate is not None else []
        wanted = sa.select(letters.c.id, letters.c.to).where(*self._of(account, LetterStatus.QUEUED), *may_leave)
        queued = uow.connection.execute(wanted.order_by(letters.c.created_at, letters.c.id)).all()
        now, last = self._wire_time(), {}
        tried = (
            sa.select(table.c.letter, sa.func.max(table.c.attempt), sa.func.max(table.c.ended_at))
            .join(tables.letters, tables.letters.c.id == table.c.letter)
            .where(tables.letters.c.state == LetterStatus.QUEUED.value, table.c.outcome.in_(TRIED_AGAIN))
            .group_by(table.c.letter)
        )
        for id, attempts, ended_at in uow.connection.execute(tried):
            last[id] = (ended_at or now) + RETRY_AFTER[min(attempts, len(RETRY_AFTER)) - 1]
        waited = (row for row in queued if row.id not in last or last[row.id] <= now)
        return [(row.id, tuple(json.loads(row.to))) for row in waited]


def _in_lanes(due: Sequence[Due], count: int) -> list[list[Due]]:
    """The letters in at most so many lanes; those to one addressee share one, in their order."""
    lanes: list[list[Due]] = [[] for _ in range(count)]
    for id, recipients in due:
        lanes[zlib.crc32("".join(recipients[:1]).casefold().encode()) % count].append((id, recipients))
    return [lane for lane in lanes if lane]


def _attempt(letter: str, attempt: int) -> sa.Update:
    table = tables.send_attempts
    return sa.update(table).where(table.c.letter == letter, table.c.attempt == attempt)


def _lasts(error: Exception) -> bool:
    return isinstance(error, O2CError) and not isinstance(error, MAY_PASS)


def _settled(letter: Letter, sent: Sent, now: datetime) -> Letter:
    if sent.outcome is Sending.SENT:
        return replace(letter, state=LetterStatus.SENT, sent_at=now, why=sent.words)
    if sent.outcome is Sending.DEFERRED and letter.attempts <= len(RETRY_AFTER):
        return replace(letter, state=LetterStatus.QUEUED, why=sent.words)
    state = LetterStatus.UNCERTAIN if sent.outcome is Sending.UNCERTAIN else LetterStatus.FAILED
    return replace(letter, state=state, why=sent.words)


def _described(raw: bytes, letter: Letter) -> tuple[str, tuple[str, ...]]:
    """(subject, names of attachments) of a rendered letter; raises ValueError if it is not this letter's mail."""
    mail = head_of(raw)
    for header in ("From", "To", "Subject", "Message-ID"):
        if len(mail.get_all(header, [])) != 1:
            raise ValueError(f"the rendered mail does not have one {header}")
    if str(mail["Message-ID"]).strip() != letter.message_id:
        raise ValueError(f"the rendered mail has the Message-ID {mail['Message-ID']}, not {letter.message_id}")
    return str(policy.default.header_fetch_parse("Subject", mail["Subject"])), attached_names(raw)
