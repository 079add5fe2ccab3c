"""A run over many customers goes page by page, each page a transaction: killed between two pages it is just resumed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from workflows.disputes.model import CaseKind, PromiseStatus
from workflows.dunning.model import Refusal
from workflows.dunning.plan import Plan
from workflows.ports import UnitOfWork

PAGE = 1000  # customers whose records are in memory at once, and whose letters are one commit


def concerned(uow: UnitOfWork, today: date) -> list[str]:
    """The customers for whom a run of today may change anything: late ones, and those with a promise or a release."""
    promised = {promise.customer for promise in uow.promises.where(state=PromiseStatus.OPEN)}
    asked = {case.customer for case in uow.cases.where(kind=CaseKind.DUNNING_RELEASE, used=False)}
    return sorted({*uow.debtors(today), *promised, *asked})


def pages(customers: Sequence[str], size: int = PAGE) -> Iterator[tuple[str, ...]]:
    for start in range(0, len(customers), size):
        yield tuple(customers[start : start + size])


@dataclass(slots=True)
class Tally:
    """What a run did, counted page by page; it holds no record."""

    letters: Counter[int] = field(default_factory=Counter)  # level -> letters
    raised: int = 0  # items
    proposed: int = 0  # items that a person must release first
    waiting: Counter[str] = field(default_factory=Counter)  # reason -> overdue items
    refused: list[Refusal] = field(default_factory=list)

    def add(self, plan: Plan) -> None:
        for planned in plan.planned:
            self.letters[planned.letter.level] += 1
            self.raised += len(planned.decision.raised)
        self.proposed += sum(len(decision.proposed) for decision, _ in plan.proposals)
        self.waiting.update(waiting.why for waiting in plan.waiting)
        self.refused += plan.refused

    def lines(self) -> list[str]:
        """The report of a run, one line a fact."""
        levels = ", ".join(f"{count} of level {level}" for level, count in sorted(self.letters.items()))
        sent = self.letters.total()
        found = [f"{sent} letters{f' ({levels})' if sent else ''} that raise {self.raised} items"]
        if self.proposed:
            found.append(f"{self.proposed} items wait for a person's release")
        waits = ", ".join(f"{count} {why}" for why, count in sorted(self.waiting.items()))
        return found + ([f"overdue items that wait: {waits}"] if waits else [])
