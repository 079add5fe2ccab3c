"""SEPA mandates and what is collected by them: while a debit is in the bank's hands nobody reminds of its invoice."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum


class Scheme(StrEnum):
    CORE = "core"
    B2B = "b2b"


class Sequence(StrEnum):
    """Of ISO 20022 SequenceType3Code."""

    FIRST = "FRST"
    RECURRENT = "RCUR"
    FINAL = "FNAL"
    ONE_OFF = "OOFF"


UNUSED_MONTHS = 36  # a mandate that was not used for so long has lapsed (SEPA Core rulebook, 4.1)


@dataclass(frozen=True, slots=True)
class Mandate:
    """A debtor's consent. `last_used_on` None: not yet. `notice_days`: how many days before a debit the debtor is told
    at the latest, where that was agreed with this one; 0: as with all."""

    reference: str  # unique for the creditor (UMR)
    customer: str
    company: str
    scheme: Scheme
    one_off: bool
    signed_on: date
    iban: str
    last_used_on: date | None = None
    revoked_on: date | None = None
    revoked_why: str = ""
    notice_days: int = 0

    def told_before(self, usual_days: int) -> int:
        """Days between the announcement and the debit, at least; `usual_days`: those of the desk."""
        return self.notice_days or usual_days

    def is_valid(self, today: date) -> bool:
        """Whether a debit of today may rest on it."""
        if self.revoked_on is not None and self.revoked_on <= today:
            return False
        used = self.last_used_on or self.signed_on
        lapses_on = _months_later(used, UNUSED_MONTHS)
        return self.signed_on <= today < lapses_on and not (self.one_off and self.last_used_on is not None)

    def sequence(self) -> Sequence:
        """What the next debit says of itself; a last one is said to be one by a person."""
        if self.one_off:
            return Sequence.ONE_OFF
        return Sequence.FIRST if self.last_used_on is None else Sequence.RECURRENT


REFERENCE = re.compile(r"(?![/ ])(?!.*(?://|  ))[A-Za-z0-9/?:().,'+ -]{1,35}(?<![/ ])")


def reference_is_sound(reference: str) -> bool:
    """Whether every bank takes a mandate's reference as it is (EPC217-08: Latin signs, no slash at an end, none twice;
    35 signs)."""
    return REFERENCE.fullmatch(reference) is not None


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, 28))


@dataclass(frozen=True, slots=True)
class DirectDebit:
    """One invoice in a collection that was handed to the bank. `ended_on`: paid, returned or called back."""

    id: str  # its end-to-end identification
    mandate: str
    document: str
    customer: str
    amount: Decimal
    currency: str
    collected_on: date  # the day on which the bank debits
    ended_on: date | None = None
    ended_how: str = ""
    collection: str = ""  # of ours; "": it was handed to the bank by another program
    sequence: str = ""  # as it was ordered
    used_before: date | None = None  # when its mandate was last used before it

    def is_with_the_bank(self, today: date, settling_days: int) -> bool:
        """Whether its money may still come: until so many days after the debit, unless it is known to have ended."""
        return self.ended_on is None and today <= self.collected_on + timedelta(days=settling_days)


LAST_DEBIT = "its last debit was ordered"  # why a mandate ended that ends with a debit
COLLECTED, RETURNED, REJECTED, LEFT_OUT = "collected", "returned", "rejected", "left out"
"""How a debit of ours ends; what follows a colon says why."""


class CollectionStatus(StrEnum):
    PROPOSED = "proposed"
    RELEASED = "released"  # a second person agrees; the debtors are told
    ORDERED = "ordered"  # it is in a file for the bank
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class CollectionLine:
    """`final`: the last debit under its mandate, which ends with it."""

    document: str
    mandate: str
    customer: str
    amount: Decimal
    final: bool = False


@dataclass(frozen=True, slots=True)
class Collection:
    """Debits of a company, in euro, on one day; `lines` as they were proposed."""

    id: str  # "<company>-L-<year>-<number>"
    company: str
    collected_on: date
    state: CollectionStatus
    lines: tuple[CollectionLine, ...]
    proposed_by: str
    proposed_on: date
    released_by: str = ""
    released_on: date | None = None
    file: str = ""  # message id of the file for the bank
    why: str = ""  # it was cancelled
    is_proven: bool = False  # whoever proposed it had signed in: only then it counts as one of two persons

    @property
    def total(self) -> Decimal:
        return sum((line.amount for line in self.lines), Decimal(0))


CREDITOR_ID = re.compile(r"([A-Z]{2}[0-9]{2})[A-Z0-9]{3}([A-Z0-9]{1,28})")


def creditor_id_is_sound(identifier: str) -> bool:
    """Whether the check digits of a SEPA creditor identifier agree (EPC262-08, AT-02: ISO 7064 mod 97-10 over all but
    the creditor's business code)."""
    found = CREDITOR_ID.fullmatch("".join(identifier.split()).upper())
    return found is not None and int("".join(str(int(sign, 36)) for sign in found[2] + found[1])) % 97 == 1
