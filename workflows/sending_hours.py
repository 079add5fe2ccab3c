"""When a letter that nobody asked for may arrive: on business days and outside of the quiet hours of its addressee."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from workflows.calendar import is_business_day
from workflows.letters import Letter, LetterKind
from workflows.ports import Desk

UNASKED = frozenset({LetterKind.DUNNING, LetterKind.STATEMENT})


@dataclass(frozen=True, slots=True)
class SendingHours:
    """`quiet_from`, `quiet_to`: local times between which nothing leaves, over midnight too; None: there are none."""

    quiet_from: time | None = None
    quiet_to: time | None = None
    business_days: bool = False

    @property
    def always(self) -> bool:
        return self.quiet_from is None and not self.business_days


def is_unasked(letter: Letter) -> bool:
    """Whether nobody waits for it: a reminder, a statement that is no answer."""
    return letter.kind in UNASKED and not letter.in_reply_to


def may_arrive(hours: SendingHours, country: str, home: str, desk: Desk, now: datetime) -> bool:
    """Whether it is a time for letters in a country; of one that we know nothing of, that of the company's (`home`)."""
    known = desk.country(country) or desk.country(home)
    if hours.always or known is None:
        return True
    local = now.astimezone(ZoneInfo(known.time_zone))
    if hours.business_days and not is_business_day(local.date(), known.code, desk.holidays):
        return False
    return not _is_quiet(hours, local.time())


def _is_quiet(hours: SendingHours, at: time) -> bool:
    if hours.quiet_from is None or hours.quiet_to is None:
        return False
    if hours.quiet_from <= hours.quiet_to:
        return hours.quiet_from <= at < hours.quiet_to
    return at >= hours.quiet_from or at < hours.quiet_to
