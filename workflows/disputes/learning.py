"""What disputes teach: where they come from, what they cost and how long they take, by cause.

Definitions, so that the figures can be checked:
contested: the amount that the customer named; where none was named, what is open on the invoices while the case is
    open, and what was credited once it is closed. accepted: of the closed cases, how many led to a credit or a
    corrected invoice, in percent. days: calendar days from opening to closing, the mean of the closed cases.
An article's part: a contested amount is spread over the lines of its invoices by their net amounts, a credit over the
    lines of its credit notes; the parts of an amount always sum to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from workflows.disputes.lifecycle import ACTIVE
from workflows.disputes.model import NO_DISPUTE, Case
from workflows.disputes.money import items_of
from workflows.disputes.telling import ABOUT_INVOICES
from workflows.invoicing.model import Invoice
from workflows.invoicing.policy import share
from workflows.ledger.money import ZERO
from workflows.ports import Desk, UnitOfWork

ACCEPTED = frozenset({"credited", "partly_credited", "corrected"})
NO_ARTICLE = ""  # of invoices without lines: taken over from an earlier system


class Dimension(StrEnum):
    REASON = "reason"
    ARTICLE = "article"
    CUSTOMER = "customer"
    TEAM = "team"
    COMPANY = "company"


@dataclass(frozen=True, slots=True)
class Cause:
    """All disputes with one cause, in one currency. `days` and `accepted_percent` None while none is closed."""

    dimension: Dimension
    key: str
    currency: str
    cases: int
    open_cases: int
    contested: Decimal
    credited: Decimal
    accepted_percent: Decimal | None
    days: Decimal | None


@dataclass(slots=True)
class _Sum:
    cases: set[str] = field(default_factory=set)
    open_cases: set[str] = field(default_factory=set)
    contested: Decimal = ZERO
    credited: Decimal = ZERO
    accepted: int = 0
    days: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Told:
    """One dispute with its money, and that money by article."""

    case: Case
    contested: Decimal
    credited: Decimal
    contested_of: dict[str, Decimal]
    credited_of: dict[str, Decimal]


def causes(uow: UnitOfWork, desk: Desk, first: date, last: date) -> list[Cause]:
    """The causes of disputes that were opened from `first` to `last`, the dearest first within each dimension."""
    told = [_told(case, uow) for case in _disputes(uow, first, last)]
    return [cause for dimension in Dimension for cause in _by(dimension, told, desk)]


def _disputes(uow: UnitOfWork, first: date, last: date) -> list[Case]:
    cases = uow.cases.where(kind=ABOUT_INVOICES)
    return [case for case in cases if first <= case.opened <= last and case.outcome != NO_DISPUTE]


def _told(case: Case, uow: UnitOfWork) -> _Told:
    invoices = [invoice for number in case.invoices if (invoice := uow.invoices.get(number)) is not None]
    notes = uow.invoices.where(case=case.id)
    notes = [note for note in notes if note.corrects]
    credited = sum((note.total for note in notes), ZERO)
    still_open = sum((max(item.open_amount, ZERO) for item in items_of(case, uow)), ZERO)
    contested = case.amount if case.amount is not None else still_open if case.state in ACTIVE else credited
    return _Told(case, contested, credited, _spread(contested, invoices, case.currency), _per_note(notes))


def _spread(amount: Decimal, documents: Iterable[Invoice], currency: str) -> dict[str, Decimal]:
    """An amount by article, in proportion to the lines' nets; all of it without article where there are no lines."""
    lines = [line for document in documents for line in document.lines if line.net > ZERO]
    if not lines or amount <= ZERO:
        return {NO_ARTICLE: amount} if amount else {}
    found: dict[str, Decimal] = {}
    for line, part in zip(lines, share(amount, [line.net for line in lines], currency), strict=True):
        name = line.sku or line.description
        found[name] = found.get(name, ZERO) + part
    return found


def _per_note(notes: Iterable[Invoice]) -> dict[str, Decimal]:
    found: dict[str, Decimal] = {}
    for note in notes:
        for name, part in _spread(note.total, [note], note.currency).items():
            found[name] = found.get(name, ZERO) + part
    return found


def _by(dimension: Dimension, told: list[_Told], desk: Desk) -> list[Cause]:
    sums: dict[tuple[str, str], _Sum] = {}
    for one in told:
        for key, contested, credited in _parts(dimension, one, desk):
            _add(sums.setdefault((key, one.case.currency), _Sum()), one.case, contested, credited)
    made = [_cause(dimension, key, currency, total) for (key, currency), total in sums.items()]
    return sorted(made, key=lambda cause: (cause.currency, -cause.contested, -cause.cases, cause.key))


def _parts(dimension: Dimension, one: _Told, desk: Desk) -> Iterator[tuple[str, Decimal, Decimal]]:
    if dimension is Dimension.ARTICLE:
        for name in dict.fromkeys((*one.contested_of, *one.credited_of)):
            yield name, one.contested_of.get(name, ZERO), one.credited_of.get(name, ZERO)
        return
    keys = {
        Dimension.REASON: one.case.reason,
        Dimension.CUSTOMER: one.case.customer,
        Dimension.TEAM: team_of(one.case, desk),
        Dimension.COMPANY: one.case.company,
    }
    yield keys[dimension], one.contested, one.credited


def team_of(case: Case, desk: Desk) -> str:
    """The key of the escalation addresses whose owner the case had last; the owner's own name where it is none."""
    company = desk.companies.get(case.company)
    teams = company.escalation if company else {}
    return next((key for key, address in teams.items() if address.casefold() == case.owner.casefold()), case.owner)


def _add(total: _Sum, case: Case, contested: Decimal, credited: Decimal) -> None:
    total.contested += contested
    total.credited += credited
    if case.id in total.cases:
        return
    total.cases.add(case.id)
    if case.state in ACTIVE:
        total.open_cases.add(case.id)
        return
    total.accepted += case.outcome in ACCEPTED
    total.days.append((_closed_on(case) - case.opened).days)


def _closed_on(case: Case) -> date:
    """The day of its end; of a case that ended before this was kept, the day of its last note."""
    if case.closed_on is not None:
        return case.closed_on
    return max((said.at.date() for said in case.notes), default=case.opened)


def _cause(dimension: Dimension, key: str, currency: str, total: _Sum) -> Cause:
    closed = len(total.days)
    return Cause(
        dimension=dimension,
        key=key,
        currency=currency,
        cases=len(total.cases),
        open_cases=len(total.open_cases),
        contested=total.contested,
        credited=total.credited,
        accepted_percent=_rounded(Decimal(100 * total.accepted) / closed) if closed else None,
        days=_rounded(Decimal(sum(total.days)) / closed) if closed else None,
    )


def _rounded(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.1"))
