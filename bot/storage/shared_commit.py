"""Small changes that several threads make at once share one commit: each is in the books when its call returns.

A commit costs the same for one change as for eight (on PostgreSQL a wait for the disk and for the one writer's lock).
Whoever comes while another commits waits in line, and the next commit takes all who wait (group commit, as databases
do with their logs). A change that nobody waits for may lie in line until somebody commits.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from bot.storage.database import Database
from bot.storage.unit_of_work import SqlUnitOfWork


@dataclass(slots=True, eq=False)
class Change:
    make: Callable[[SqlUnitOfWork], Any]  # Any: each caller gets back what its own change gave
    done: bool = False
    value: Any = None
    error: Exception | None = None

    def result(self) -> Any:
        """What the change gave, once it is done; raises what it raised, and then nothing of it is kept."""
        if self.error is not None:
            raise self.error
        return self.value


class SharedCommit:
    def __init__(self, database: Database) -> None:
        self._database = database
        self._waiting: list[Change] = []
        self._line, self._turn = threading.Lock(), threading.Lock()

    def do(self, make: Callable[[SqlUnitOfWork], Any]) -> Any:
        """What `make` gives, once it is committed; raises what it raises, and then nothing of it is kept.

        `make` may run twice: what it does besides the unit of work must not mind.
        """
        mine = self.later(make)
        self.finish([mine])
        return mine.result()

    def later(self, make: Callable[[SqlUnitOfWork], Any]) -> Change:
        """Puts a change in line: the next commit of any thread takes it along, `finish` at the latest."""
        change = Change(make)
        with self._line:
            self._waiting.append(change)
        return change

    def soon(self, make: Callable[[SqlUnitOfWork], Any]) -> Change:
        """Like `later`, but committed at once where nobody else commits at this moment."""
        change = self.later(make)
        if self._turn.acquire(blocking=False):
            try:
                self._commit_all()
            finally:
                self._turn.release()
        return change

    def finish(self, changes: Collection[Change]) -> None:
        """Returns when all of them are committed or failed."""
        if all(one.done for one in changes):
            return
        with self._turn:
            if not all(one.done for one in changes):
                self._commit_all()

    def _commit_all(self) -> None:
        with self._line:
            group, self._waiting = self._waiting, []
        if not group:
            return
        try:
            if len(group) == 1 or not self._together(group):
                for one in group:  # one of them fails: the others must not fail with it
                    self._alone(one)
        finally:
            with self._line:
                self._waiting[:0] = [one for one in group if not one.done]

    def _together(self, group: list[Change]) -> bool:
        try:
            with self._database.begin() as uow:
                values = [one.make(uow) for one in group]
        except Exception:
            return False
        for one, value in zip(group, values, strict=True):
            one.value, one.done = value, True
        return True

    def _alone(self, one: Change) -> None:
        try:
            with self._database.begin() as uow:
                value = one.make(uow)
        except Exception as error:
            one.error = error
        else:
            one.value = value
        one.done = True
