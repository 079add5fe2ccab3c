"""One overdue item, one day: raise it by one level, ask a person to release that, or wait, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from workflows.dunning.model import DunningPolicy, Hold
from workflows.ledger.model import OpenItem

FIRST_WITH_CHARGES = 2  # a first reminder carries none, whatever `interest_from` says

# Days that a letter of level 1, 2, 3 gives to pay, by its language: the customary periods that its wording names.
PAY_WITHIN_DAYS: Mapping[str, tuple[int, ...]] = MappingProxyType(
    {"fr": (7, 8, 8), "de": (7, 10, 10), "en": (7, 10, 14)}
)
USUAL_PAY_WITHIN_DAYS = (7, 10, 14)


class Why(StrEnum):
    """Why an item waits that nobody holds."""

    NOT_OVERDUE = "not_overdue"
    BELOW_MINIMUM = "below_minimum"
    LAST_LEVEL = "last_level"
    NOT_YET = "not_yet"
    TOO_SOON = "too_soon"
    REFUSED = "refused"  # a person refused the release; it is proposed again later
    PROPOSED = "proposed"  # a person has been asked for the release
    NOT_APPROVED = "not_approved"  # no approved campaign says this letter as it would be written today
    TOO_MANY_TODAY = "too_many_today"  # the day's limit of letters is reached


@dataclass(frozen=True, slots=True)
class Notify:
    """The item rises to `level` today."""

    level: int


@dataclass(frozen=True, slots=True)
class NeedsRelease:
    """The item is due for `level`, which a person must release first."""

    level: int


@dataclass(frozen=True, slots=True)
class Wait:
    why: Why | Hold


def is_listed(item: OpenItem, policy: DunningPolicy, today: date, hold: Hold | None) -> bool:
    """Whether a letter of today to this customer names the item."""
    return (
        hold is None and item.open_amount >= policy.minimum and item.open_amount > 0 and item.days_overdue(today) >= 1
    )


def next_step(
    item: OpenItem,
    policy: DunningPolicy,
    today: date,
    *,
    hold: Hold | None = None,
    released: bool = False,
    refused_on: date | None = None,
) -> Notify | NeedsRelease | Wait:
    """The one thing to do about an item today; levels rise by one, never skip and never fall.

    `released`: a person released the item's next step; `refused_on`: when a person last refused it.
    """
    if hold is not None:
        return Wait(hold)
    if item.open_amount < policy.minimum:
        return Wait(Why.BELOW_MINIMUM)
    if not is_listed(item, policy, today, None):
        return Wait(Why.NOT_OVERDUE)
    if item.dunning_level >= len(policy.days):
        return Wait(Why.LAST_LEVEL)
    if item.days_overdue(today) < policy.days[item.dunning_level]:
        return Wait(Why.NOT_YET)
    if item.open_amount < policy.minimum_of(item.dunning_level + 1):
        return Wait(Why.BELOW_MINIMUM)
    if not _gap_is_over(item, policy, today):
        return Wait(Why.TOO_SOON)
    return _with_release(item.dunning_level + 1, policy, today, released, refused_on)


def _gap_is_over(item: OpenItem, policy: DunningPolicy, today: date) -> bool:
    """Whether the last letter is old enough; a level without a date has none to count from, so the item waits."""
    if item.dunning_level == 0:
        return True
    gap = policy.gap_before(item.dunning_level + 1)
    return item.level_raised_on is not None and (today - item.level_raised_on).days >= gap


def _with_release(
    level: int, policy: DunningPolicy, today: date, released: bool, refused_on: date | None
) -> Notify | NeedsRelease | Wait:
    if released or not 0 < policy.release_from <= level:
        return Notify(level)
    if refused_on is not None and (today - refused_on).days < policy.gap_before(level):
        return Wait(Why.REFUSED)
    return NeedsRelease(level)


def carries_charges(letter_level: int, item_level: int, policy: DunningPolicy) -> bool:
    """Whether an item of this level in a letter of this level bears interest and compensation."""
    start = policy.interest_from
    return 0 < start <= item_level and letter_level >= max(start, FIRST_WITH_CHARGES)


def pay_within_days(language: str, level: int) -> int:
    """How many days a letter of this level gives to pay."""
    periods = PAY_WITHIN_DAYS.get(language, USUAL_PAY_WITHIN_DAYS)
    return periods[min(level, len(periods)) - 1]
