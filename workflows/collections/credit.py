"""Credit holds as values: from which level on a customer gets nothing more, why, and who let it go on until when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from workflows.ledger.money import ZERO

AUTOMATIC = "o2cbot"


@dataclass(frozen=True, slots=True)
class CreditFigures:
    """What a customer's accounts show today; `overdue` in the currency of the account that owes most."""

    points: Decimal = ZERO
    days_overdue: int = 0
    dunning_level: int = 0
    overdue: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class CreditLevel:
    """Any one of the figures that is reached makes the level; 0: that figure does not count.

    `minimum`: with less overdue nobody reaches the level, whatever the figures say.
    """

    level: int
    points: Decimal = ZERO
    days_overdue: int = 0
    dunning_level: int = 0
    minimum: Decimal = ZERO

    def reached_by(self, found: CreditFigures) -> tuple[str, ...]:
        """Why the level is reached, in words; () if it is not."""
        if found.overdue <= ZERO or found.overdue < self.minimum:
            return ()
        grounds = (
            (self.points > 0 and found.points >= self.points, f"{found.points:f} points of risk"),
            (0 < self.days_overdue <= found.days_overdue, f"{found.days_overdue} days overdue"),
            (0 < self.dunning_level <= found.dunning_level, f"dunning level {found.dunning_level}"),
        )
        return tuple(text for reached, text in grounds if reached)


@dataclass(frozen=True, slots=True)
class CreditPolicy:
    """`[collections.credit]`. `hold_from`: the level that holds by itself; 0: only a person holds.

    `may_release`: names of those who let a customer go on; (): whoever may release at all.
    `longest_release_days`: from the day of the release.
    """

    levels: tuple[CreditLevel, ...] = ()  # ascending
    hold_from: int = 0
    may_release: tuple[str, ...] = ()
    longest_release_days: int = 90

    def level_of(self, found: CreditFigures) -> tuple[int, tuple[str, ...]]:
        """The highest level reached, and why; (0, ()) for none."""
        for level in reversed(self.levels):
            grounds = level.reached_by(found)
            if grounds:
                return level.level, grounds
        return 0, ()


@dataclass(frozen=True, slots=True)
class CreditHold:
    """`until`: the last day of a hold that a person set; None: until somebody releases it, or its cause is gone.

    `released_until`: the last day on which the release lets orders pass, as long as the level is no higher; None with a
    `released_on`: the hold is over and says nothing about later ones.
    """

    id: str  # "<company>-H-<year>-<number>"
    customer: str
    level: int  # 0: a person's own word
    reason: str
    set_by: str
    set_on: date
    until: date | None = None
    released_by: str = ""
    released_on: date | None = None
    released_until: date | None = None
    release_reason: str = ""

    @property
    def is_automatic(self) -> bool:
        return self.set_by == AUTOMATIC

    def holds(self, today: date) -> bool:
        return self.released_on is None and (self.until is None or today <= self.until)

    def is_released(self, today: date) -> bool:
        """Whether a person's release of it still lets orders pass."""
        return self.released_until is not None and today <= self.released_until


@dataclass(frozen=True, slots=True)
class CreditStanding:
    """What holds a customer today; `released`: the highest level that a person lets pass today, None for no release."""

    holds: tuple[CreditHold, ...] = ()
    released: int | None = None

    @property
    def level(self) -> int:
        return max((hold.level for hold in self.holds), default=0)

    @property
    def reason(self) -> str:
        return "; ".join(hold.reason for hold in self.holds)


def standing(holds: Iterable[CreditHold], today: date) -> CreditStanding:
    """What these holds of one customer come to on a day."""
    known = list(holds)
    released = [hold.level for hold in known if hold.is_released(today)]
    return CreditStanding(tuple(hold for hold in known if hold.holds(today)), max(released, default=None))
