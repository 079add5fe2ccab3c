"""Cases that people work on: disputes, releases, registered letters, escalated messages; and promises to pay."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum


class CaseKind(StrEnum):
    DISPUTE = "dispute"
    SHORT_PAYMENT = "short_payment"
    DUNNING_RELEASE = "dunning_release"
    REGISTERED_LETTER = "registered_letter"
    UNDELIVERED = "undelivered"
    BILLING = "billing"  # a contract's period that a person must settle or release first


class CaseStatus(StrEnum):
    OPEN = "open"
    WAITING = "waiting"
    CLOSED = "closed"


class CaseEvent(StrEnum):
    ASSIGNED = "assigned"
    REPLIED = "replied"  # we asked the customer: waiting
    ANSWERED = "answered"  # the customer wrote again
    ESCALATED = "escalated"
    RESOLVED = "resolved"  # the customer is right, or the task is done
    REJECTED = "rejected"  # the invoice stands
    PROPOSED = "proposed"  # a credit that a second person has to approve
    DECLINED = "declined"  # the second person said no
    REMINDED = "reminded"  # the deadline passed
    SOLVED = "solved"  # the books hold the whole proof


NO_DISPUTE = "superseded"  # the outcome of a case that only held dunning until a person found that it was none


@dataclass(frozen=True, slots=True)
class CaseNote:
    at: datetime
    actor: str
    event: str
    text: str


@dataclass(frozen=True, slots=True)
class CreditProposal:
    """A credit that one person, or the books, proposed and another person approves. `amount` gross, by invoice.

    `is_proven`: not by a name on a command line, which is nobody of two persons.
    """

    shares: tuple[tuple[str, Decimal], ...]
    text: str
    actor: str
    at: datetime
    is_proven: bool = True

    @property
    def total(self) -> Decimal:
        return sum((amount for _, amount in self.shares), Decimal(0))


@dataclass(frozen=True, slots=True)
class Case:
    id: str  # "<company>-C-<year>-<number>"
    kind: CaseKind
    customer: str
    company: str
    invoices: tuple[str, ...]
    reason: str
    amount: Decimal | None
    currency: str
    state: CaseStatus
    owner: str
    opened: date
    due: date | None
    message_ids: tuple[str, ...]
    outcome: str  # "", resolved, rejected, credited, partly_credited, corrected; NO_DISPUTE
    used: bool  # of a dunning release: the step was taken
    notes: tuple[CaseNote, ...]
    due_at: datetime | None = None  # the deadline to the minute, in business hours of the company; `due` is its day
    minutes_left: int = 0  # of the deadline, while the case waits for the customer: then no time runs
    level: int = 0  # steps taken since the deadline passed
    closed_on: date | None = None
    proposal: CreditProposal | None = None


class PromiseStatus(StrEnum):
    OPEN = "open"
    KEPT = "kept"
    BROKEN = "broken"
    REPLACED = "replaced"  # by a later promise on the same invoices


@dataclass(frozen=True, slots=True)
class PromiseToPay:
    """One instalment of a promise. `amount` None: all that is due on the invoices."""

    id: str  # "<company>-P-<year>-<number>"
    customer: str
    company: str
    invoices: tuple[str, ...]
    pays_on: date
    amount: Decimal | None
    currency: str
    state: PromiseStatus
    message_id: str
    made_on: date
