"""A dunning run over all customers, read in pages, each page one commit: killed anywhere, it is just resumed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from bot.storage.database import Database
from workflows.dunning.campaign import concerned, pages
from workflows.dunning.plan import NO_LIMIT, Plan, dedup_key, plan
from workflows.dunning.run import run
from workflows.letters import LetterKind, LetterStatus
from workflows.lookup import fetch
from workflows.ports import Desk, UnitOfWork


@dataclass(frozen=True, slots=True)
class Campaign:
    """The run of one business moment; `companies` () for all of them."""

    database: Database
    desk: Desk
    now: datetime
    companies: tuple[str, ...] = ()

    def preview(self) -> Iterator[Plan]:
        """What a run would do now, page by page, out of one snapshot."""
        today = self.now.date()
        with self.database.read() as snapshot:
            left = self._left(snapshot)
            for customers in pages(concerned(snapshot, today)):
                found = plan(snapshot, self.desk, today, customers, companies=self.companies, most_letters=left)
                left -= len(found.planned)
                yield found

    def carry_out(self) -> Iterator[Plan]:
        """Does it. What a page did is committed when its plan is given; a second run finds it and goes on behind it."""
        with self.database.read() as snapshot:
            debtors = concerned(snapshot, self.now.date())
        for customers in pages(debtors):
            with self.database.begin() as uow:
                found = run(uow, self.desk, self.now, customers, companies=self.companies, most_letters=self._left(uow))
            yield found

    def failed(self) -> list[str]:
        """Why letters of today could not be sent, one line each."""
        with self.database.read() as snapshot:
            letters = snapshot.letters.where(kind=LetterKind.DUNNING, state=LetterStatus.FAILED)
        zone, day = self.now.tzinfo, self.now.date()
        of_today = [one for one in letters if one.created_at.astimezone(zone).date() == day]
        return [f"not sent: {one.customer} {one.company}: {one.why}" for one in of_today]

    def _left(self, uow: UnitOfWork) -> int:
        """How many letters may still be written today."""
        most = self.desk.dunning_letters_a_day
        if not most:
            return NO_LIMIT
        today = self.now.date()
        raised = uow.open_items.where(level_raised_on=today)  # by a letter, or taken over today on a level
        keys = {dedup_key((item.customer, item.company, item.currency), today) for item in raised}
        return max(0, most - len(fetch(uow.letters, "dedup_key", sorted(keys))))
