"""What the desk does by itself besides mail: each duty a method that does it once and tells the log what came of it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from bot import deeds
from bot.billing_run import unbillable
from bot.clock import slot_day
from bot.engine import Engine
from bot.mail.ports import MailError
from bot.proving import prove
from bot.settings.dunning import WEEKDAYS
from bot.timetable import statements_of
from workflows.disputes.chasing import chase
from workflows.dunning.campaign import Tally
from workflows.orders.handlers import remind_all

if TYPE_CHECKING:
    from bot.app import App

KEEP_WORKFLOWS = timedelta(days=30)
log = logging.getLogger(__name__)


class Duties:
    """The duties of one desk: durable workflows at the slots of `bot/timetable.py`, or done at once in a pass."""

    def __init__(self, app: App, engine: Engine) -> None:
        self._app, self._engine = app, engine

    def register(self) -> None:
        """Makes each duty a workflow of one step; before the engine is launched."""
        for name, duty in self._workflows().items():
            step = self._engine.step(name)(duty)
            self._engine.workflow(name)(_passed_on(step))

    @property
    def names(self) -> frozenset[str]:
        return frozenset(self._workflows())

    def _workflows(self) -> Mapping[str, Callable[..., int]]:
        """By the names that jobs use; the last argument of each is its slot."""
        return {
            "dun": lambda company, slot: self.dun((company,)),
            "credit": lambda slot: self.review_credit(),
            "state": self.state_of_slot,
            "bill": lambda slot: len(self.bill()),
            "tell": lambda slot: self.tell_receipts(),
            "chase": lambda slot: self.chase(),
            "hear": lambda name, slot: self.hear(name),
            "prove": lambda slot: self.prove_books(),
            "forget": lambda slot: self.forget_finished(),
        }

    def all_due(self) -> list[str]:
        """What today asks for, in the order in which one thing follows from another; names what was refused."""
        refusals = []
        if self._is_day(self._app.settings.billing_schedule.days):
            refusals += self.bill()
        if self._is_day(self._app.settings.dunning_schedule.days):
            refusals += [str(refusal) for refusal in self._dunned(()).refused]
        self.review_credit()
        for company in self._app.desk.companies:
            self.state(company, self._app.now().date())
        self.chase()
        for one in self._app.settings.platforms:
            self.hear(one.name)
        self.tell_receipts()
        return refusals

    def _is_day(self, days: tuple[str, ...]) -> bool:
        return WEEKDAYS[self._app.now().weekday()] in days

    def bill(self) -> list[str]:
        """Bills what contracts owe by today; the periods that the records do not let bill."""
        written, refused = 0, []
        for done in self._app.billing_run().carry_out():
            written += len(done.numbers)
            refused += unbillable(done.plan)
        log.info("billing of contracts: %d invoices", written)
        for refusal in refused:
            log.warning("%s", refusal)
        return refused

    def dun(self, companies: tuple[str, ...]) -> int:
        """A run over the customers of these companies (none: of all); how many letters could not be written."""
        tally = self._dunned(companies)
        for line in tally.lines():
            log.info("dunning of %s: %s", ", ".join(companies) or "all companies", line)
        for refusal in tally.refused:
            log.warning("not dunned: %s", refusal)
        return len(tally.refused)

    def _dunned(self, companies: tuple[str, ...]) -> Tally:
        """Where policies differ by segment, customers are looked at before they are written to."""
        if self._app.desk.has_segment_policies:
            log.info("segments: %d customers changed", deeds.assign_segments(self._app))
        tally = Tally()
        for plan in self._app.campaign(companies).carry_out():
            tally.add(plan)
        return tally

    def review_credit(self) -> int:
        """Sets, moves and ends credit holds as the accounts stand today; how many."""
        changed = len(deeds.review_credit(self._app))
        if changed:
            log.info("credit holds: %d set, moved or ended", changed)
        return changed

    def state_of_slot(self, company: str, slot: str) -> int:
        """The statements of a slot's day, which may be over where the clock stood still."""
        desk = self._app.desk
        return self.state(company, slot_day(slot, desk.countries[desk.company(company).country].time_zone))

    def state(self, company: str, day: date) -> int:
        """The statements of a company where `day` is the day for them; how many were written."""
        schedule = self._app.settings.statement_schedule
        scheduled = statements_of(self._app.desk, schedule, company, day)
        if scheduled is None:
            return 0
        run = self._app.statement_run(company)
        written = sum(1 for _ in run.send(run.customers(), scheduled.isoformat(), "o2cbot"))
        log.info("statements of %s: %d written", company, written)
        return written

    def chase(self) -> int:
        """Reminds of cases whose deadline passed and hands them on, and of questions about orders; how many."""
        with self._app.database.begin() as uow:
            asked = remind_all(uow, self._app.desk, self._app.now())
            return len(asked) + len(chase(uow, self._app.desk, self._app.now()))

    def hear(self, platform: str) -> int:
        """What a platform says of e-invoices; one that is down is asked again at its next slot."""
        try:
            return self._app.platform_ears().listen(platform, self._app.now())
        except MailError as error:
            log.warning("platform %s cannot be asked what became of e-invoices: %s", platform, error)
            return 0

    def tell_receipts(self) -> int:
        """Money received on e-invoices, for the platforms that are told; what is not told now is told the next time."""
        try:
            return self._app.platform_receipts().tell(self._app.now())
        except MailError as error:
            log.warning("platforms cannot be told of money received: %s", error)
            return 0

    def prove_books(self) -> int:
        """Proves books and archive; the watch tells of what is wrong."""
        found = prove(self._app.database, self._app.desk, datetime.now(UTC))
        for problem in found:
            log.error("not sound: %s", problem)
        return len(found)

    def forget_finished(self) -> int:
        """Deletes the engine's memory of what ended more than a month ago; records stay."""
        before = datetime.now(UTC) - KEEP_WORKFLOWS
        return self._engine.forget_finished(before.isoformat())


def _passed_on(step: Callable[..., int]) -> Callable[..., int]:
    """A workflow's body of its own for each duty: the engine knows them by their functions."""

    def workflow(*arguments: Any) -> int:  # Any: JSON values
        return step(*arguments)

    return workflow
