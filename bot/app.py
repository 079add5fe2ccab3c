"""The only place that constructs: settings in, the desk with its database, mailboxes, reader and engine out."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
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
    from bot.sight.watched import Watched
    from bot.statement_run import StatementRun
    from bot.watchman import Watchman
    from nlp.trust import Signature

MIDDAY = time(12, 0)
FIXED = "fixed"  # name of a model that was set by hand


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

    def billing_run(self) -> BillingRun:
        """The billing of contracts as of the business date."""
        from bot.billing_run import BillingRun

        return BillingRun(self.database, self.desk, self.now())

    def statement_run(self, company: str) -> StatementRun:
        """The month's statements of account of a company, of the scheduled kind."""
        from bot.statement_run import StatementRun

        return StatementRun(self.database, self.desk, self.now(), self.settings.statement_schedule.kind, (company,))

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

    def watched(self) -> Watched:
        """What is looked after, by configuration."""
        from bot.sight.watched import Watched

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
