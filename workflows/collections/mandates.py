"""SEPA mandates and what is collected by them: while a debit is in the bank's hands nobody reminds of its invoice."""

from __future__ import annotations

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
    """A debtor's consent. `last_used_on` None: not yet."""

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

    def is_with_the_bank(self, today: date, settling_days: int) -> bool:
        """Whether its money may still come: until so many days after the debit, unless it is known to have ended."""
        return self.ended_on is None and today <= self.collected_on + timedelta(days=settling_days)
