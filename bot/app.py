"""The only place that constructs: settings in, the desk with its database, mailboxes, reader and engine out."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from bot.book import MasterData, StoredBook
from bot.models import ModelFolder
from bot.peers import Peers
from bot.settings import Settings, secret
from bot.storage.database import Database, open_database
from bot.storage.migrations import is_current, migrate
from bot.storage.unit_of_work import SqlUnitOfWork
from nlp.reading import Reading
from workflows.commands import CaseAction, PromisePayment, ResumeDunning, Source, StopDunning, WaiveCharges
from workflows.errors import BadInput, O2CError
from workflows.letters import Letter
from workflows.ports import Desk
from workflows.reply_tokens import MARK, token_of

if TYPE_CHECKING:
    from bot.billing_run import BillingRun
    from bot.campaign import Campaign
    from bot.documents.einvoice.validation import Judge
    from bot.platforms.listening import PlatformEars
    from bot.platforms.telling import PlatformReceipts
    from bot.revenue_run import RevenueRun
    from bot.sight import Watched
    from bot.statement_run import StatementRun
    from bot.watchman import Watchman
    from nlp.trust import Signature
    from workflows.cash.kept import KeptBook
    from workflows.collections.credit_holds import HoldCredit, ReleaseCredit
    from workflows.collections.outcomes import RecordCall
    from workflows.dunning.approval import DunningCampaign
    from workflows.dunning.campaigns import ApproveCampaign, RejectCampaign

MIDDAY = time(12, 0)
FIXED = "fixed"  # name of a model that was set by hand
OPEN_ITEM_KINDS = ("invoices", "deliveries")  # money that arrived before them is tried again


@dataclass
class App:
    """A configured desk. `as_of` fixes the business date; without it the day of the first company's country counts."""

    settings: Settings
    database: Database
    as_of: date | None = None
    _model: tuple[str, Any] | None = field(default=None, repr=False)  # (its name, it)

    @property
    def desk(self) -> Desk:
        return self.settings.desk

    @cached_property
    def zone(self) -> ZoneInfo:
        first = next(iter(self.desk.companies.values()))
        return ZoneInfo(self.desk.countries[first.country].time_zone)

    def now(self) -> datetime:
        """The moment that decisions are made for: `now().date()` is the business date."""
        if self.as_of is not None:
            return datetime.combine(self.as_of, MIDDAY, tzinfo=UTC)
        return datetime.now(self.zone)

    @cached_property
    def master_data(self) -> MasterData:
        return MasterData(self.desk)

    @property
    def scorer(self) -> Any:  # nlp.reader.IntentScorer; named by its Protocol there, and spaCy is loaded only here
        """The desk's model, or the shipped one; what another process trains meanwhile reads from the next message on.

        May be set: to a model that is not to change, or to None (words and facts alone).
        """
        if self._model is not None and self._model[0] == FIXED:
            return self._model[1]
        name = self.models.current()
        if self._model is None or self._model[0] != name:
            self._model = (name, self.models.usable()[1])
            _settle()
        return self._model[1]

    @scorer.setter
    def scorer(self, model: Any) -> None:
        self._model = (FIXED, model)

    def load(self) -> None:
        """What the first message needs is loaded now. Raises OSError where the shipped model cannot be read."""
        from nlp import reader  # noqa: F401

        _ = self.scorer

    @property
    def signature_kinds(self) -> tuple[str, ...]:
        """Of signatures that we check ourselves."""
        from nlp.trust import ARC, DKIM

        return (DKIM,) * self.settings.dkim + (ARC,) * self.settings.arc

    @cached_property
    def peers(self) -> Peers:
        return Peers(self.settings)

    @cached_property
    def models(self) -> ModelFolder:
        return ModelFolder(self.settings.models)

    def book(self, uow: SqlUnitOfWork) -> StoredBook:
        return StoredBook(uow, self.master_data.snapshot(uow))

    def reading(
        self, opened: Any, uow: SqlUnitOfWork, message: str = "", signatures: tuple[Signature, ...] | None = None
    ) -> Reading:
        """What an opened message says, with the book of this snapshot. `message`: its id, "" for one that is not kept;
        `signatures`: what was found of them at intake, None where nobody looked."""
        from bot.senders import seen_before
        from nlp.reader import read
        from nlp.trust import ARC, DKIM, Witness

        model, sender, looked = self.scorer, opened.sender.email, self.signature_kinds
        found = signatures or ()
        witness = Witness(
            seen_before(sender, message, uow) if message else None,
            tuple(one for one in found if one.kind == DKIM) if signatures is not None and DKIM in looked else None,
            next((one for one in found if one.kind == ARC and ARC in looked), None),
            self.settings.trusted_arc_sealers,
        )
        return read(opened, self.book(uow), model, self.settings.authserv_ids, judge=model, witness=witness)

    def platform_ears(self) -> PlatformEars:
        """What hears what platforms say of our e-invoices."""
        from bot.platforms.listening import PlatformEars

        return PlatformEars(self.database, self.desk, self.peers.platforms())

    def platform_receipts(self) -> PlatformReceipts:
        """What tells platforms of money received."""
        from bot.platforms.telling import PlatformReceipts

        there = self.peers.platforms()
        by_profile = {each: (one.name, there[one.name]) for one in self.settings.platforms for each in one.profiles}
        return PlatformReceipts(self.database, self.desk, by_profile)

    def judge(self) -> Judge:
        """The judge of e-invoices: one process with the rules, started when the first invoice is written."""
        from bot.documents.einvoice.rules import shared_runner
        from bot.documents.einvoice.validation import Judge

        return Judge(shared_runner(), self.settings.rule_sets)

    def rendered(self, letter: Letter, uow: SqlUnitOfWork) -> bytes:
        """A letter as the mail that is sent."""
        from bot.rendering import attachments_of, render_letter

        customer = uow.customers.get(letter.customer) if letter.customer else None
        outgoing = self.settings.outgoing
        token = token_of(letter.id, uow)
        return render_letter(
            letter,
            company=self.desk.company(letter.company),
            customer=customer,
            attachments=attachments_of(letter, uow, self.desk, uow.raw_messages.get, self.judge()),
            now=self.now(),
            sender=outgoing.sender[letter.company] if outgoing else "",
            reply_to=outgoing.reply_to.get(letter.company, "").replace("{token}", token) if outgoing else "",
            mark=f"{MARK}{token}" if outgoing and outgoing.reply_mark else "",
        )

    def import_file(self, kind: str, file: Path) -> tuple[int, str]:
        """Imports a file, all or nothing: (rows, "") or (0, why it was refused)."""
        from bot.exchange.imports import import_file
        from workflows.dispatch import settle_all_waiting_money

        try:
            with self.database.begin() as uow:
                rows = import_file(kind, file, uow, self.desk, self.now())
                if kind in OPEN_ITEM_KINDS:
                    settle_all_waiting_money(uow, self.desk, self.now())
        except O2CError as refusal:
            return 0, str(refusal)
        return rows, ""

    def bank_file(self, file: Path, run: KeptBook | None = None) -> tuple[str, str]:
        """Takes a bank's file, all or nothing: (what it held, "") or ("", why it was refused).

        `run`: what the files of one run share.
        """
        from bot.banks.detect import read_contents
        from bot.banks.statuses import debits_refused, transfers_refused
        from bot.banks.summary import summary_of
        from bot.collector import collector_paused
        from bot.storage.gathering import gathered
        from workflows.cash.debit_booking import refuse_debits
        from workflows.cash.handlers import book_statements
        from workflows.cash.refund_booking import refuse
        from workflows.cash.sourcing import keep_sources

        try:
            contents = read_contents(file.name, read_bytes(file))
        except O2CError as refusal:
            return "", str(refusal)
        try:
            with collector_paused(), self.database.begin() as plain, gathered(plain) as uow:
                kept = keep_sources(contents.sources, uow, self.now())
                made = book_statements(contents.statements, uow, self.desk, self.now(), run)
                for each in transfers_refused(contents.statuses):
                    refuse(each, uow, self.desk, self.now())
                for debits in debits_refused(contents.statuses):
                    refuse_debits(debits, uow, self.desk, self.now())
        except O2CError as refusal:
            if run is not None:
                run.drop()
            return "", str(refusal)
        return summary_of(contents, new=len(made), kept=len(kept)), ""

    def billing_run(self) -> BillingRun:
        """The billing of contracts as of the business date."""
        from bot.billing_run import BillingRun

        return BillingRun(self.database, self.desk, self.now())

    def statement_run(self, company: str) -> StatementRun:
        """The month's statements of account of a company, of the scheduled kind."""
        from bot.statement_run import StatementRun

        return StatementRun(self.database, self.desk, self.now(), self.settings.statement_schedule.kind, (company,))

    def revise_revenue(self, schedule: str, last_day: date, reason: str, actor: str) -> None:
        """A person's new estimate of when a service ends. Raises O2CError."""
        from workflows.revenue.handlers import revise

        with self.database.begin() as uow:
            revise(uow, self.now(), schedule=schedule, last_day=last_day, actor=actor, reason=reason)

    def invoice_deposit(self, order: str, percent: Decimal) -> str:
        """Invoices a percentage of an order before it is delivered: the invoice's number. Raises O2CError."""
        from workflows.billing.deposits import invoice_deposit

        with self.database.begin() as uow:
            return invoice_deposit(uow, self.desk, self.now(), order=order, percent=percent).number

    def revenue_run(self, until: date) -> RevenueRun:
        """The recognition of deferred revenue up to a day."""
        from bot.revenue_run import RevenueRun

        return RevenueRun(self.database, self.desk, self.now(), until)

    def campaign(self, companies: tuple[str, ...] = ()) -> Campaign:
        """The dunning run of the business date."""
        from bot.campaign import Campaign

        return Campaign(self.database, self.desk, self.now(), companies)

    def dun(self, *, dry_run: bool, companies: tuple[str, ...] = ()) -> tuple[list[dict[str, Any]], list[str]]:
        """(letters as the contract's objects, refusals) of the dunning run of the business date, all in memory."""
        from workflows.dunning.facts import letter_as_json

        campaign = self.campaign(companies)
        letters, refusals = [], []
        for plan in campaign.preview() if dry_run else campaign.carry_out():
            letters += [letter_as_json(letter) for letter in plan.letters]
            refusals += [str(refusal) for refusal in plan.refused]
        return letters, refusals

    def decide_on_dunning(self, command: StopDunning | ResumeDunning | WaiveCharges) -> tuple[str, ...]:
        """Carries out a person's word on dunning; the ids of what it made. Raises O2CError."""
        from workflows.dunning.handlers import HANDLERS

        with self.database.begin() as uow:
            return HANDLERS[type(command)](command, uow, self.desk, self.now())

    def propose_campaign(self, actor: str, companies: tuple[str, ...] = ()) -> DunningCampaign:
        """Keeps what a run of the business date would write, for a person to approve. Raises NotAllowed."""
        from bot.campaign_proposal import Proposal

        return Proposal(self.database, self.desk, self.now(), companies).propose(actor)

    def decide_on_campaign(self, command: ApproveCampaign | RejectCampaign) -> tuple[str, ...]:
        """Carries out a person's word on a campaign: its id. Raises O2CError."""
        from workflows.dunning.campaigns import HANDLERS

        with self.database.begin() as uow:
            return HANDLERS[type(command)](command, uow, self.desk, self.now())

    def assign_segments(self) -> int:
        """Looks at all customers' risk and keeps their segments; how many changed."""
        from workflows.collections.segmenting import changed, keep

        with self.database.read() as snapshot:
            found = changed(snapshot, self.desk, self.now().date())
        if not found:
            return 0
        with self.database.begin() as uow:
            return keep(found, uow, self.now())

    def review_credit(self) -> tuple[str, ...]:
        """Credit holds as the accounts stand on the business date: ids of those that changed."""
        from workflows.collections.credit_holds import keep, review

        with self.database.read() as snapshot:
            found = review(snapshot, self.desk, self.now().date())
        if not found.changes:
            return ()
        with self.database.begin() as uow:
            return keep(review(uow, self.desk, self.now().date()), uow, self.now())

    def decide_on_credit(self, command: HoldCredit | ReleaseCredit) -> tuple[str, ...]:
        """Carries out a person's word on a customer's credit: the id of the hold. Raises O2CError."""
        from workflows.collections.credit_holds import HANDLERS

        with self.database.begin() as uow:
            return HANDLERS[type(command)](command, uow, self.desk, self.now())

    def promise(self, command: PromisePayment) -> tuple[str, ...]:
        """Keeps what a customer promised a person: ids of the promises. Raises O2CError."""
        from workflows.dispatch import handle

        with self.database.begin() as uow:
            return handle(command, uow, self.desk, self.now())

    def record_call(self, call: RecordCall, source: Source) -> tuple[str, ...]:
        """Keeps what a call came to: ids of what was made of it. Raises O2CError."""
        from workflows.dispatch import record_call

        with self.database.begin() as uow:
            return record_call(call, source, uow, self.desk, self.now())

    def act(self, action: CaseAction) -> str:
        """Does a person's action on a case; "" or why it was refused."""
        from workflows.dispatch import act_on_case

        try:
            with self.database.begin() as uow:
                act_on_case(action, uow, self.desk, self.now())
        except O2CError as refusal:
            return str(refusal)
        return ""

    def answers_stopped(self) -> str:
        """Why automatic answers are stopped; "" if they go out."""
        from bot.gate import stopped

        with self.database.read() as snapshot:
            brake = stopped(snapshot)
        return f"{brake.why}, since {brake.stopped_at:%Y-%m-%d %H:%M} UTC" if brake else ""

    def release_answers(self, actor: str) -> None:
        from bot.gate import release

        with self.database.begin() as uow:
            release(uow, actor, self.now(), datetime.now(UTC))

    def add_user(self, name: str, role: str, password: str) -> list[str]:
        from bot.console.access import add_user

        try:
            with self.database.begin() as uow:
                add_user(uow.connection, name, role, password)
        except O2CError as refusal:
            return [str(refusal)]
        return []

    def watched(self) -> Watched:
        """What is looked after, by configuration."""
        from bot.sight import Watched

        return Watched(
            mailboxes={one.name: timedelta(seconds=one.poll_seconds) for one in self.settings.mailboxes},
            senders=self.settings.outgoing.sender if self.settings.outgoing else {},
            credentials=self.peers.credentials,
            limits=self.settings.watch,
            may_leave=self.may_leave,
        )

    def may_leave(self, uow: SqlUnitOfWork, now: datetime) -> list[Any]:
        """Conditions on the table of letters: which of the queued ones may leave at this real time."""
        from bot.gate import Gate

        if self.settings.outgoing is None:
            return []
        return Gate(self.desk, self.settings.outgoing.hours, lambda: now).waiting(uow, self.now())

    def watchman(self) -> Watchman:
        from bot.watchman import Watchman

        database = self.database.engine.url.database
        folders = {"the database": Path(database).parent} if self.database.is_sqlite and database else {}
        folders |= {f"mailbox {one.name}": one.path for one in self.settings.mailboxes if one.path is not None}
        return Watchman(
            self.database,
            self.watched(),
            self.desk,
            self.zone,
            self.now,
            folders={**folders, "the configuration": self.settings.base()},
            can_send=self.settings.outgoing is not None,
        )


def _settle() -> None:
    """Tells the garbage collector that what stays (the model, modules) need not be looked through again and again.

    With it a third of the time of reading went into that. What a model left behind that is no longer used is freed.
    """
    if gc.get_freeze_count():
        gc.unfreeze()
        gc.collect()
    gc.freeze()


def build(settings: Settings, as_of: date | None = None) -> App:
    """The desk of these settings; its tables are brought up to date."""
    key = secret(settings.reply_secret, settings.base()).encode() if settings.reply_secret else b""
    database = open_database(settings.database, key)
    if not is_current(database):
        migrate(database.url)
    return App(settings, database, as_of)


@contextmanager
def built(settings: Settings, as_of: date | None = None) -> Iterator[App]:
    app = build(settings, as_of)
    try:
        yield app
    finally:
        app.database.close()


def read_bytes(file: Path) -> bytes:
    """A file's bytes; raises BadInput where it cannot be read."""
    try:
        return file.read_bytes()
    except OSError as error:
        raise BadInput(str(file), f"cannot be read: {os.strerror(error.errno or 0)}") from error
