"""The desk at work: mailboxes polled, messages worked, letters sent; for one pass, or until it is told to stop."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from functools import partial
from types import TracebackType
from typing import TYPE_CHECKING, Self

import sqlalchemy as sa

from bot.billing_run import unbillable
from bot.clock import Clock, Job, at_hour, every, slot_day
from bot.engine import Engine, Queue
from bot.gate import Gate
from bot.intake import INBOUND, POLL, Desktop, Inbox, Intake
from bot.mail.ports import MailError
from bot.outbox import SMTP, Outbox
from bot.poll_notes import PollNotes
from bot.progress import shown
from bot.proving import prove
from bot.sandbox import BoundedReader
from bot.senders import note_sender
from bot.signature_check import SignatureCheck
from bot.storage import tables
from bot.storage.unit_of_work import SqlUnitOfWork
from nlp.bounces import refusal_of
from workflows.calendar import is_business_day
from workflows.disputes.chasing import chase
from workflows.dunning.campaign import Tally
from workflows.dunning.recheck import recheck, withdraw
from workflows.letters import Letter, LetterKind, LetterStatus
from workflows.messages import Message, MessageStatus
from workflows.statements.schedule import scheduled_day
from workflows.triage import work
from workflows.undelivered import not_taken

if TYPE_CHECKING:
    from bot.app import App
    from bot.mail.idle import IdleWatch
    from bot.settings.values import DunningSchedule
    from nlp.opened import OpenedMessage
    from nlp.reading import Reading
    from nlp.trust import Signature
    from workflows.ports import Company, Desk

MAILBOXES_AT_ONCE = 8
TELL_SECONDS = 0.5
LOOK_SECONDS = 10  # so often a long pass looks whether the database still takes anything
PASS_SECONDS = 6 * 3600  # a pass that takes longer is cut off with a clear word; the next one goes on
CAMPAIGN = Queue("campaign")
NIGHT_HOUR = 4
CHASE_SECONDS = 900  # deadlines of cases are looked at
HEAR_SECONDS = 900  # platforms are asked what became of e-invoices
KEEP_WORKFLOWS = timedelta(days=30)
PASS_POLL_SECONDS = 0.2  # a pass is waited for
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
log = logging.getLogger(__name__)


class Runtime:
    """A launched engine with intake and outbox; a context manager. Raises AlreadyRunning (see bot.engine).

    `poll_seconds`: how long what is enqueued may lie before a queue looks.
    """

    def __init__(self, app: App, *, poll_seconds: float = PASS_POLL_SECONDS) -> None:
        self.app = app
        self.engine = Engine(app.database, poll_seconds=poll_seconds)
        self.reader = BoundedReader(app.settings.limits, workers=max(1, (os.cpu_count() or 2) // 2))
        self.watches: list[IdleWatch] = []
        self.inboxes = {
            one.name: Inbox(one.name, one.company, app.mailbox(one), one.done, one.review)
            for one in app.settings.mailboxes
        }
        kinds = app.signature_kinds
        self.signatures = (
            SignatureCheck(app.database, self.reader.signatures, now=app.now, kinds=kinds) if kinds else None
        )
        desktop = Desktop(
            open=self.take,
            read=lambda taken, message, uow: app.reading(taken[0], uow, message.id, taken[1]),
            work=self.work,
            desk=app.desk,
            now=app.now,
            prepare=self.prepare,
        )
        self.engine.queue(CAMPAIGN)
        dun = self.engine.step("dun")(self.dun)
        self.engine.workflow("dun")(lambda company, slot: dun(company))
        credit = self.engine.step("credit")(self.review_credit)
        self.engine.workflow("credit")(lambda slot: credit())
        state = self.engine.step("state")(self.state_of_slot)
        self.engine.workflow("state")(lambda company, slot: state(company, slot))
        bill = self.engine.step("bill")(self.bill)
        self.engine.workflow("bill")(lambda slot: bill())
        tell = self.engine.step("tell")(self.tell_receipts)
        self.engine.workflow("tell")(lambda slot: tell())
        reconcile = self.engine.step("reconcile")(self.reconcile)
        self.engine.workflow("reconcile")(lambda name, slot: reconcile(name))
        chase = self.engine.step("chase")(self.chase)
        self.engine.workflow("chase")(lambda slot: chase())
        hear = self.engine.step("hear")(self.hear)
        self.engine.workflow("hear")(lambda name, slot: hear(name))
        prove = self.engine.step("prove")(self.prove_books)
        self.engine.workflow("prove")(lambda slot: prove())
        forget = self.engine.step("forget")(self.forget_finished)
        self.engine.workflow("forget")(lambda slot: forget())
        self.notes = PollNotes(
            app.database, {one.name: timedelta(seconds=one.poll_seconds) for one in app.settings.mailboxes}
        )
        self.intake = Intake(app.database, self.engine, self.inboxes, desktop, self.notes)
        self.watchman = app.watchman()
        settings = app.settings.outgoing
        self.peer = app.outgoing(settings) if settings else None
        self.outbox = (
            Outbox(
                app.database,
                self.engine,
                self.peer,
                settings.sender,
                render=app.rendered,
                recheck=self.not_any_more,
                unsent=self.never_came,
                now=app.now,
                per_minute=settings.per_minute,
                per_domain_minute=settings.per_domain_minute,
                null_return_path=settings.null_return_path,
                lanes=settings.connections,
                refused=self.not_taken,
                gate=Gate(app.desk, settings.hours, lambda: datetime.now(UTC)),
            )
            if settings and self.peer
            else None
        )

    def take(self, raw: bytes) -> tuple[OpenedMessage, tuple[Signature, ...] | None]:
        """A message taken apart, and what its signatures prove where that is asked for. Raises Unreadable."""
        return self.reader.open(raw), self.signatures.of(raw) if self.signatures is not None else None

    def prepare(self) -> None:
        """Loads the models before a message's attempt is counted: a process that is stopped while it starts, again and
        again, must not put its first message under suspicion."""
        try:
            self.app.load()
        except OSError as error:  # each message that wants them will say so
            log.warning("the models cannot be loaded: %s", error)

    def work(self, message: Message, reading: Reading, uow: SqlUnitOfWork, desk: Desk, now: datetime) -> Message:
        """Works a message, and remembers who wrote it."""
        worked = work(message, reading, uow, desk, now)
        note_sender(reading, message.id, uow, now)
        return worked

    def not_any_more(self, letter: Letter, uow: SqlUnitOfWork, now: datetime) -> str | None:
        """Why a queued letter must not go out any more."""
        return recheck(letter, uow, self.app.desk, now) if letter.kind is LetterKind.DUNNING else None

    def never_came(self, letter: Letter, uow: SqlUnitOfWork, now: datetime, why: str) -> None:
        """A reminder that nobody got does not count: its levels are taken back."""
        if letter.kind is LetterKind.DUNNING:
            withdraw(letter, uow, now, why)

    def not_taken(self, letter: Letter, uow: SqlUnitOfWork, now: datetime, words: str) -> None:
        """What the mail system said of a recipient when we sent counts as a report about it."""
        bounce = refusal_of(words, letter.to)
        if bounce is not None:
            not_taken(letter, bounce, uow, self.app.desk, now)

    def __enter__(self) -> Self:
        self.engine.launch()
        self.notes.register()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for watch in self.watches:
            watch.stop()
        self.engine.shutdown()
        self.reader.close()
        for inbox in self.inboxes.values():
            inbox.mailbox.close()
        if self.peer is not None:
            self.peer.close()

    def one_pass(self) -> list[str]:
        """Polls every mailbox, works what is there, sends what is due, until nothing is left; returns refusals."""
        refusals = self.poll_all()
        refusals += self.finish_work()
        if self.watchman.look():
            self.send_all()
        refusals += self.tidy_all()
        return refusals

    def reconcile(self, mailbox: str) -> int:
        """The nightly comparison with the mail server; a mailbox that is down is compared in the next night."""
        try:
            missed = self.intake.reconcile(mailbox)
        except MailError as error:
            log.warning("mailbox %s cannot be compared with what is kept: %s", mailbox, error)
            return 0
        self.notes.reconciled(mailbox, missed)
        return missed

    def poll_all(self) -> list[str]:
        return self.each_mailbox(lambda name: self.intake.poll(name))

    def tidy_all(self) -> list[str]:
        return self.each_mailbox(lambda name: self.intake.tidy(name))

    def each_mailbox(self, do: Callable[[str], object]) -> list[str]:
        """A mailbox that is down is named; the others go on, several at once: most of a poll is waiting."""

        def refusal(name: str) -> str:
            try:
                do(name)
            except MailError as error:
                return f"mailbox {name}: {error}"
            return ""

        with ThreadPoolExecutor(MAILBOXES_AT_ONCE, thread_name_prefix="o2cbot-mailbox") as pool:
            return [said for said in pool.map(refusal, self.inboxes) if said]

    def finish_work(self) -> list[str]:
        """Works every received message to its end, duns if it is the day for it, sends; names what was quarantined."""
        before = self.quarantined()
        self.intake.resume()
        self.wait()
        refusals = [*self.bill_if_due(), *self.dun_if_due()]
        self.review_credit()
        self.state_if_due()
        self.chase()
        for one in self.app.settings.platforms:
            self.hear(one.name)
        self.tell_receipts()
        self.send_all()
        return refusals + [f"{id}: quarantined: {why}" for id, why in self.quarantined().items() if id not in before]

    def quarantined(self) -> dict[str, str]:
        with self.app.database.read() as snapshot:
            return {
                message.message_id or message.id: message.why
                for message in snapshot.messages.where(state=MessageStatus.QUARANTINED)
            }

    def chase(self) -> int:
        """Reminds of cases whose deadline passed and hands them on; how many."""
        with self.app.database.begin() as uow:
            return len(chase(uow, self.app.desk, self.app.now()))

    def hear(self, name: str) -> int:
        """What a platform says of e-invoices; one that is down is asked again at its next slot."""
        try:
            return self.app.platform_ears().listen(name, self.app.now())
        except MailError as error:
            log.warning("platform %s cannot be asked what became of e-invoices: %s", name, error)
            return 0

    def tell_receipts(self) -> int:
        """Money received on e-invoices, for the platforms that are told; what is not told now is told the next time."""
        try:
            return self.app.platform_receipts().tell(self.app.now())
        except MailError as error:
            log.warning("platforms cannot be told of money received: %s", error)
            return 0

    def bill_if_due(self) -> list[str]:
        """Bills contracts where today is one of the days; names what the records do not let bill."""
        if WEEKDAYS[self.app.now().weekday()] not in self.app.settings.billing_schedule.days:
            return []
        return [line for done in self.app.billing_run().carry_out() for line in unbillable(done.plan)]

    def bill(self) -> int:
        """A billing run, told in the log; how many periods the records do not let bill."""
        written, refused = 0, []
        for done in self.app.billing_run().carry_out():
            written += len(done.numbers)
            refused += unbillable(done.plan)
        log.info("billing of contracts: %d invoices", written)
        for refusal in refused:
            log.warning("%s", refusal)
        return len(refused)

    def state_if_due(self) -> None:
        """Sends the month's statements of those companies whose day it is."""
        for company in self.app.desk.companies:
            self.state(company, self.app.now().date())

    def state_of_slot(self, company: str, slot: str) -> int:
        """The statements of a slot's day, which may be over where the clock stood still."""
        return self.state(company, slot_day(slot, self._time_zone(company)))

    def state(self, company: str, day: date) -> int:
        """The statements of a company, told in the log, where `day` is the day for them; how many were written."""
        scheduled = self._statements_of(day, company)
        if scheduled is None:
            return 0
        run = self.app.statement_run(company)
        written = sum(1 for _ in run.send(run.customers(), scheduled.isoformat(), "o2cbot"))
        log.info("statements of %s: %d written", company, written)
        return written

    def _statements_of(self, day: date, company: str) -> date | None:
        """The scheduled day whose statements a company sends on `day`; None on all other days."""
        country, holidays = self.app.desk.company(company).country, self.app.desk.holidays
        return scheduled_day(day, self.app.settings.statement_schedule.day, country, holidays)

    def review_credit(self) -> int:
        """Sets, moves and ends credit holds as the accounts stand today; how many."""
        changed = len(self.app.review_credit())
        if changed:
            log.info("credit holds: %d set, moved or ended", changed)
        return changed

    def dun_if_due(self) -> list[str]:
        days = self.app.settings.dunning_schedule.days
        if WEEKDAYS[self.app.now().weekday()] not in days:
            return []
        self.assign_segments()
        tally = Tally()
        for plan in self.app.campaign().carry_out():
            tally.add(plan)
        return [str(refusal) for refusal in tally.refused]

    def assign_segments(self) -> None:
        """Where policies differ by segment, customers are looked at before they are written to."""
        if self.app.desk.has_segment_policies:
            log.info("segments: %d customers changed", self.app.assign_segments())

    def dun(self, company: str) -> int:
        """A run over one company's customers, told in the log; how many letters could not be written."""
        self.assign_segments()
        tally = Tally()
        for plan in self.app.campaign((company,)).carry_out():
            tally.add(plan)
        for line in tally.lines():
            log.info("dunning of %s: %s", company, line)
        return self.note_refusals([str(refusal) for refusal in tally.refused])

    def send_all(self) -> None:
        """Sends until nothing is due any more, or nothing of it gets on."""
        before = -1
        while self.outbox is not None and (due := self.outbox.dispatch()) not in (0, before):
            before = due
            self.wait()

    def wait(self) -> None:
        """Until no work is left, whoever in the fleet has it (polls go on for ever).

        Raises DatabaseFailed where that is why it does not end.
        """
        deadline = time.monotonic() + PASS_SECONDS
        with shown("working", self.left()) as tell:
            while time.monotonic() < deadline:
                look_again = time.monotonic() + LOOK_SECONDS
                while time.monotonic() < look_again:
                    if self.engine.drain(TELL_SECONDS, INBOUND, SMTP):
                        return
                    tell(self.left())
                self.app.database.probe()
        log.error("the pass took more than %d hours; the next one goes on where it stopped", PASS_SECONDS // 3600)

    def left(self) -> int:
        """Messages that are not worked and letters that are not out."""
        with self.app.database.read() as snapshot:
            messages, letters = tables.messages.c, tables.letters.c
            unworked = sa.select(sa.func.count()).where(messages.state == MessageStatus.RECEIVED.value)
            unsent = sa.select(sa.func.count()).where(letters.state == LetterStatus.QUEUED.value)
            return sum(snapshot.connection.execute(query).scalar_one() for query in (unworked, unsent))

    def note_refusals(self, refusals: list[str]) -> int:
        for refusal in refusals:
            log.warning("not dunned: %s", refusal)
        return len(refusals)

    def clock(self) -> Clock:
        """What happens by itself: polls, the dunning run on its days, the nightly comparison with the mail servers."""
        night = at_hour(NIGHT_HOUR, str(self.app.zone))
        nightly = (Job(name, night, name, CAMPAIGN.name, name) for name in ("forget", "prove"))
        chased = Job("chase", every(CHASE_SECONDS), "chase", CAMPAIGN.name, "chase")
        campaigns = [*self.billing_jobs(), *self.dunning_jobs(), *self.statement_jobs(), *self.credit_jobs()]
        jobs = [*self.mailbox_jobs(), *self.platform_jobs(), *campaigns, chased, *nightly]
        return Clock(self.app.database, self.engine, jobs)

    def listen(self, clock: Clock) -> None:
        """Mailboxes whose server tells of new mail are polled at once, besides their slots (`idle` in bot.toml)."""
        for one in self.app.settings.mailboxes:
            watch = self.app.idle_watch(one, partial(clock.hasten, f"poll:{one.name}"))
            if watch is not None:
                watch.start()
                self.watches.append(watch)

    def prove_books(self) -> int:
        """Proves books and archive; the watch tells of what is wrong."""
        found = prove(self.app.database, self.app.desk, datetime.now(UTC))
        for problem in found:
            log.error("not sound: %s", problem)
        return len(found)

    def forget_finished(self) -> int:
        """Deletes the engine's memory of what ended more than a month ago; records stay."""
        before = datetime.now(UTC) - KEEP_WORKFLOWS
        return self.engine.forget_finished(before.isoformat())

    def mailbox_jobs(self) -> list[Job]:
        jobs = []
        for one in self.app.settings.mailboxes:
            poll = Job(f"poll:{one.name}", every(one.poll_seconds), "poll", POLL.name, one.name, (one.name,))
            nightly = at_hour(NIGHT_HOUR, str(self.app.zone))
            jobs += [poll, Job(f"reconcile:{one.name}", nightly, "reconcile", POLL.name, one.name, (one.name,))]
        return jobs

    def platform_jobs(self) -> list[Job]:
        names = [one.name for one in self.app.settings.platforms]
        return [
            Job(f"hear:{name}", every(HEAR_SECONDS), "hear", POLL.name, f"platform:{name}", (name,)) for name in names
        ]

    def billing_jobs(self) -> list[Job]:
        """One run over all companies; what is due is due on public holidays, too."""
        schedule = self.app.settings.billing_schedule
        if not schedule.days:
            return []
        slots = at_hour(schedule.hour, str(self.app.zone), schedule.days)
        return [Job("bill", slots, "bill", CAMPAIGN.name, "billing")]

    def dunning_jobs(self) -> list[Job]:
        """Each company on its own days, at its own local hour, and never on a public holiday of its country."""
        schedule = self.app.settings.dunning_schedule
        return [self._dunning_job(company, schedule) for company in self.app.desk.companies.values() if schedule.days]

    def credit_jobs(self) -> list[Job]:
        """Each night, where the desk holds customers by itself."""
        if not self.app.desk.collections.credit.hold_from:
            return []
        return [Job("credit", at_hour(NIGHT_HOUR, str(self.app.zone)), "credit", CAMPAIGN.name, "dunning")]

    def statement_jobs(self) -> list[Job]:
        """Each company on its day of the month, at its own local hour."""
        schedule, desk = self.app.settings.statement_schedule, self.app.desk
        return [self._statement_job(company, schedule.hour) for company in desk.companies.values() if schedule.day]

    def _time_zone(self, company: str) -> str:
        return self.app.desk.countries[self.app.desk.company(company).country].time_zone

    def _statement_job(self, company: Company, hour: int) -> Job:
        code = company.code
        slots = at_hour(hour, self._time_zone(code))
        return Job(
            f"state:{code}", slots, "state", CAMPAIGN.name, "statements", (code,),
            on=lambda day: self._statements_of(day, code) is not None,
        )  # fmt: skip

    def _dunning_job(self, company: Company, schedule: DunningSchedule) -> Job:
        desk = self.app.desk
        country = desk.countries[company.country]
        return Job(
            f"dun:{company.code}",
            at_hour(schedule.hour, country.time_zone, schedule.days),
            "dun",
            CAMPAIGN.name,
            "dunning",
            (company.code,),
            on=lambda day: is_business_day(day, country.code, desk.holidays) or country.code not in desk.holidays,
        )
