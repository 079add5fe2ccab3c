"""Payment terms are rules from a day to a day: what share is due when, and what is granted for paying sooner."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

WHOLE = Decimal(100)


class MonthEnd(StrEnum):
    """Whether a rule goes to the end of a month, and on which side of its days."""

    NEVER = "never"
    FIRST = "first"  # "fin de mois 45 jours", "net 30 EOM": from the end of the invoice's month on
    LAST = "last"  # "45 jours fin de mois": to the end of the month in which the days run out


class OnHoliday(StrEnum):
    """What becomes of a due date on which nobody works."""

    KEEP = "keep"
    NEXT = "next"  # BGB section 193, ABGB section 903, OR art. 78
    PREVIOUS = "previous"
    NEXT_IN_MONTH = "next_in_month"  # the next one, but never in another month ("modified following")


@dataclass(frozen=True, slots=True)
class DueRule:
    """From an invoice's date to the day of payment; `day_of_month` 0: none, above the month's last day: its last."""

    days: int = 0
    months: int = 0
    month_end: MonthEnd = MonthEnd.NEVER
    day_of_month: int = 0


@dataclass(frozen=True, slots=True)
class CashDiscount:
    percent: Decimal
    rule: DueRule


@dataclass(frozen=True, slots=True)
class Share:
    """A part of the total; one of the whole is the rule."""

    percent: Decimal
    rule: DueRule


@dataclass(frozen=True, slots=True)
class PaymentTerms:
    """`shares` come to 100 percent; `on_holiday` None: as the debtor's country has it."""

    shares: tuple[Share, ...]
    discounts: tuple[CashDiscount, ...] = ()
    on_holiday: OnHoliday | None = None


@dataclass(frozen=True, slots=True)
class Ceiling:
    """The longest term that a country's law leaves to two businesses.

    `month_end_days`: instead, where the terms go to a month's end, counted in whichever order is later; 0: none.
    """

    days: int
    month_end_days: int
    law: str


@dataclass(frozen=True, slots=True)
class TermsPolicy:
    """By country; config/payment-terms.toml, and `[payment_terms]` of bot.toml over it."""

    on_holiday: Mapping[str, OnHoliday] = field(default_factory=dict)
    ceilings: Mapping[str, Ceiling] = field(default_factory=dict)
