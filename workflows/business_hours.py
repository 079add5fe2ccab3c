"""Time that counts: the hours in which a company works, on its business days, in its own time zone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from workflows.calendar import NO_HOLIDAYS, ONE_DAY, HolidayRules, is_business_day


@dataclass(frozen=True, slots=True)
class BusinessHours:
    """From `opens` to `closes`, local time; a day's minutes are those of the clock on the wall."""

    opens: time = time(9)
    closes: time = time(17)

    @property
    def minutes_a_day(self) -> int:
        return _minutes(self.closes) - _minutes(self.opens)


@dataclass(frozen=True, slots=True)
class WorkingTime:
    """A company's working time: hours, country (for its holidays) and time zone."""

    hours: BusinessHours
    country: str
    time_zone: str = "UTC"
    holidays: Mapping[str, HolidayRules] = field(default_factory=lambda: NO_HOLIDAYS)

    def after(self, start: datetime, minutes: int) -> datetime:
        """When so many working minutes have passed since `start`, in UTC; 0: at `start`, or when work begins.

        A deadline that ends with a day's work ends that evening, not the next morning.
        """
        local = start.astimezone(ZoneInfo(self.time_zone))
        day, at = local.date(), _minutes(local.time())
        left = minutes
        while True:
            if is_business_day(day, self.country, self.holidays) and at < _minutes(self.hours.closes):
                at = max(at, _minutes(self.hours.opens))
                rest = _minutes(self.hours.closes) - at
                if left <= rest:
                    return self._moment(day, at + left)
                left -= rest
            day, at = day + ONE_DAY, 0

    def between(self, start: datetime, end: datetime) -> int:
        """Working minutes from `start` to `end`; 0 where `end` is not later."""
        zone = ZoneInfo(self.time_zone)
        first, last = start.astimezone(zone), end.astimezone(zone)
        day, total = first.date(), 0
        while day <= last.date() and start < end:
            if is_business_day(day, self.country, self.holidays):
                begins = max(_minutes(self.hours.opens), _minutes(first.time()) if day == first.date() else 0)
                ends = _minutes(self.hours.closes)
                ends = min(ends, _minutes(last.time())) if day == last.date() else ends
                total += max(0, ends - begins)
            day += ONE_DAY
        return total

    def closing(self, day: date) -> datetime:
        """When work ends on a day, in UTC."""
        return self._moment(day, _minutes(self.hours.closes))

    def day_of(self, moment: datetime) -> date:
        """The company's own calendar day of a moment."""
        return moment.astimezone(ZoneInfo(self.time_zone)).date()

    def _moment(self, day: date, minute: int) -> datetime:
        wall = datetime.combine(day, time()) + timedelta(minutes=minute)
        return wall.replace(tzinfo=ZoneInfo(self.time_zone)).astimezone(UTC)


def _minutes(moment: time) -> int:
    return moment.hour * 60 + moment.minute
