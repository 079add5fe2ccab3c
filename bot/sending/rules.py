"""What the desk says of its letters: how they look, whether they still may go, what follows when they do not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.gate import Gate
from bot.storage.unit_of_work import SqlUnitOfWork
from workflows.audit import note
from workflows.letters import Letter

Render = Callable[[Letter, SqlUnitOfWork], bytes]
Recheck = Callable[[Letter, SqlUnitOfWork, datetime], "str | None"]
Unsent = Callable[[Letter, SqlUnitOfWork, datetime, str], None]


def nothing_follows(letter: Letter, uow: SqlUnitOfWork, now: datetime, why: str) -> None:
    """Nobody wants to know."""


@dataclass(frozen=True, slots=True)
class Rules:
    """`render`: the letter as MIME; `recheck`: why it must not go out any more, None if it may.

    `unsent`: what follows, in the same commit, when it is settled that a letter will not go out or nobody got it.
    `refused`: what follows where the mail system said of a recipient that it takes no mail (its words).
    `gate`: what may not leave now, or not without a person.
    `now`: the business time that `sent_at` gets; `wire_time`: the real time, for waiting and pace.
    """

    render: Render
    recheck: Recheck
    unsent: Unsent
    refused: Unsent
    gate: Gate | None
    now: Callable[[], datetime]
    wire_time: Callable[[], datetime]

    def end(self, letter: Letter, action: str, uow: SqlUnitOfWork, now: datetime) -> None:
        """Keeps a letter that will not go out, with what follows from that."""
        uow.letters.put(letter)
        self.unsent(letter, uow, now, letter.why)
        note(uow, now, actor="o2cbot", action=action, subject=letter.id, why=letter.why)
