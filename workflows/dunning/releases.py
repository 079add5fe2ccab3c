"""A step that a person must release: proposed once, taken once if released, proposed again later if refused."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from workflows.disputes.model import Case, CaseEvent, CaseKind, CaseStatus
from workflows.ledger.model import OpenItem
from workflows.lookup import fetch
from workflows.ports import UnitOfWork

Group = tuple[str, str, str]
"""(customer, company, currency): what one letter, one release case is about."""

REJECTED, RESOLVED = "rejected", "resolved"
DECIDED = (CaseEvent.REJECTED.value, CaseEvent.RESOLVED.value)


@dataclass(slots=True)
class Releases:
    """The release cases of one group; filled while they are read, then only asked."""

    open_case: Case | None = None
    settled: Case | None = None  # an open case of which nothing is left to decide: all it names is paid
    granted: list[Case] = field(default_factory=list)  # released, the step not yet taken
    refused_on: dict[str, date] = field(default_factory=dict)  # document -> when its release was last refused

    def released(self, item: OpenItem) -> bool:
        """Whether a person released the item's next step, and it was not taken since."""
        return any(item.document in case.invoices and not _is_taken(item, case) for case in self.granted)

    def proposed(self, document: str) -> bool:
        return self.open_case is not None and document in self.open_case.invoices


def releases_of(
    uow: UnitOfWork, customers: tuple[str, ...] = (), companies: tuple[str, ...] = ()
) -> Mapping[Group, Releases]:
    """The release cases that still matter, by group."""
    found: dict[Group, Releases] = {}
    scope = {"customer": customers} if customers else {}
    cases = uow.cases.where(kind=CaseKind.DUNNING_RELEASE, used=False, **scope)
    cases = [case for case in cases if not companies or case.company in companies]
    open_ones = {number for case in cases if case.state is not CaseStatus.CLOSED for number in case.invoices}
    items = {item.document: item for item in fetch(uow.open_items, "document", sorted(open_ones))}
    for case in cases:
        own = found.setdefault((case.customer, case.company, case.currency), Releases())
        if case.state is not CaseStatus.CLOSED and is_settled(case, items):
            own.settled = case
        elif case.state is not CaseStatus.CLOSED:
            own.open_case = own.open_case or case
        elif case.outcome == RESOLVED:
            own.granted.append(case)
        elif case.outcome == REJECTED:
            own.refused_on |= {number: _later(own.refused_on.get(number), _closed_on(case)) for number in case.invoices}
    return found


def is_settled(case: Case, items: Mapping[str, OpenItem]) -> bool:
    """Whether everything a release case names has been paid, so that nobody needs to decide."""
    return bool(case.invoices) and all(number in items and not items[number].open_amount for number in case.invoices)


def granted(
    releases: Mapping[Group, Releases], left_out: Iterable[Group], kept_back: Collection[str] = ()
) -> tuple[Case, ...]:
    """The releases that a run uses up, taken or not: all but those of the groups it did not work on, and of documents
    that it kept back (`kept_back`), whose step is still to be taken."""
    skipped = frozenset(left_out)
    every = (case for group, own in releases.items() if group not in skipped for case in own.granted)
    return tuple(case for case in every if not any(number in kept_back for number in case.invoices))


def _is_taken(item: OpenItem, case: Case) -> bool:
    """Whether the item rose since its release: the next level needs a release of its own."""
    return item.level_raised_on is not None and item.level_raised_on >= _closed_on(case)


def _closed_on(case: Case) -> date:
    """The day on which a person decided; cases keep it as a note."""
    days = [note.at.date() for note in case.notes if note.event in DECIDED]
    return max(days, default=case.opened)


def _later(known: date | None, day: date) -> date:
    return day if known is None else max(known, day)
