"""Days as customers write them, each with its place in the text, read by the calendar from the mail's own date.

A day without its year, month or week is the nearest one; a week is its Friday, a month its last day, unless the words
say which part of it. Only bounded patterns are used: the time is linear in the length of the text.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from nlp.calendar_days import (
    coming,
    day_or_none,
    friday_of,
    gone,
    monday_of,
    months_later,
    named_weekday,
    nearest,
    numbered,
    working_days_later,
)
from nlp.day_words import DayWords, day_words
from nlp.lang import fold
from nlp.lang.day_signs import APPOSED, FEASTS_FOLDED, PARTING, any_of

TEXT_LIMIT = 20_000  # characters; what a person writes is shorter
MONTH_DAYS = 30  # in `day_units`: the unit is a month of the calendar
EDGE_DAYS = 9  # from a month's begin, middle or end that its exact day may be
FORESEEN = 21  # days ahead up to which people name a day by weekday and number alone
JOINT = 28  # characters between a weekday and its week
APPOSED_DAYS = 10  # between a day that is told from today and the same day in digits
_MONEY = r"(?:€|eur|euros?|£|gbp|chf|fr\.|\$|usd)"
_MONEY_BEFORE = re.compile(rf"{_MONEY}\s?$", re.IGNORECASE)
_MONEY_AFTER = re.compile(rf"\s?{_MONEY}(?!\s?\d)", re.IGNORECASE)
_PARTING = re.compile(rf"\d|(?<!\w)(?:{any_of(PARTING)})")
_AGAIN = re.compile(rf"[ ,(-]{{1,3}}(?:(?:{any_of(APPOSED)})[ ])?")
_EDGES = {"begin": 0, "middle": 2, "end": 4}  # days from a week's Monday


@dataclass(frozen=True, slots=True)
class DateMention:
    """A day that a text names. `earlier` is the same words read backwards: "on Tuesday" of a payment already made."""

    value: date
    start: int
    end: int
    earlier: date
    exact: bool = True  # False: the words name a week or a month's end, not a day


@dataclass(frozen=True, slots=True)
class _Read:
    """A mention with what it may still be joined with: a weekday and its week, a weekday and its number."""

    mention: DateMention
    kind: str  # "day", "weekday", "weekly" (a weekday of its week), "number" (of a month), "week", "edge"
    weekday: int = -1
    silent: bool = False  # says a day only together with another: "next week" beside "Wednesday"

    @property
    def start(self) -> int:
        return self.mention.start

    @property
    def end(self) -> int:
        return self.mention.end


def dates(text: str, base: date, languages: tuple[str, ...]) -> tuple[DateMention, ...]:
    """Every day that the text names; what lacks a year, month or week is the nearest one to `base`, the mail's date."""
    words = day_words(languages)
    found: list[_Read] = []
    for match in words.pattern.finditer(fold(text[:TEXT_LIMIT])):
        before = next((read.mention.value for read in reversed(found) if not read.silent), None)
        read = _read(match, words, base, before)
        if read is not None and not _is_money(text, match, read.mention):
            found.append(read)
    return tuple(read.mention for read in _joined(text, found, base) if not read.silent)


def _joined(text: str, found: list[_Read], base: date) -> list[_Read]:
    """ "Wednesday of next week", "Friday, 13 February", "mercredi prochain (le 23)": one day in two pieces."""
    kept: list[_Read] = []
    for read in found:
        last = kept[-1] if kept else None
        between = text[last.end : read.start] if last is not None else ""
        one = _one_day(text, last, read, base) if last is not None and _is_joint(between) else None
        if one is None:
            kept.append(read)
        else:
            kept[-1] = one
    return kept


def _is_joint(between: str) -> bool:
    return len(between) <= JOINT and not re.search(r"\n|[.;!?]\s|\d|\s(?:et|und|and|oder|ou|or)\s", between)


def _parts(between: str) -> bool:
    """Whether words stand between a weekday and a number that make them two days: ", le reste le "."""
    return bool(_PARTING.search(fold(between)))


def _one_day(text: str, first: _Read, second: _Read, base: date) -> _Read | None:
    """The day that two neighbours name together; None where they are two."""
    gap = second.start - first.end
    start, end = first.start, second.end
    for week, other in ((first, second), (second, first)):
        if week.kind == "week" and other.kind == "weekday":
            value = monday_of(week.mention.value) + timedelta(days=other.weekday)
            value = value if value > base else other.mention.value
            return _Read(DateMention(value, start, end, value), "weekly", other.weekday)
    if first.kind == "weekday" and second.kind in ("day", "number") and gap <= 14:
        # "Friday, 13 February" is one day: the weekday beside a full date says nothing more.
        agrees = second.mention.value.weekday() == first.weekday
        if (second.kind == "day" and gap <= 6) or (agrees and not _parts(text[first.end : second.start])):
            return second
    if first.kind == "edge" and second.kind in ("day", "number"):
        # "Anfang November, sagen wir am 2.": the exact day inside the part of the month.
        days = abs((second.mention.value - first.mention.value).days)
        return second if days <= EDGE_DAYS and not _parts(text[first.end : second.start]) else None
    if first.kind == "weekly" and second.kind == "number" and gap <= 6:
        # "mercredi de l'autre semaine, le 23": the number says which week.
        return second if second.mention.value.weekday() == first.weekday else None
    if first.kind == second.kind == "day" and _is_apposed(text, first, second):
        return second
    if first.kind == "day" and second.kind in ("weekday", "number") and gap <= 14:
        same = second.mention.value.day == first.mention.value.day
        if (second.kind == "weekday" and gap <= 4) or (second.kind == "number" and same):
            return first
    return None


def _is_apposed(text: str, first: _Read, second: _Read) -> bool:
    """ "This morning, 17/11", "heute (17.11.)": passed on a day later, the day in digits is the one that was meant."""
    if re.search(r"\d", text[first.start : first.end]) or not re.search(r"\d", text[second.start : second.end]):
        return False
    apart = abs((second.mention.value - first.mention.value).days)
    return apart <= APPOSED_DAYS and _AGAIN.fullmatch(fold(text[first.end : second.start])) is not None


def _is_money(text: str, match: re.Match[str], mention: DateMention) -> bool:
    """ "EUR 10.10." and "12.02. EUR" are amounts at the end of a sentence."""
    if not match["dotted"] and not match["bare"]:
        return False
    before = text[max(0, mention.start - 5) : mention.start] if match["dotted"] else ""
    after = text[mention.end : mention.end + 8]
    return bool(_MONEY_BEFORE.search(before) or _MONEY_AFTER.match(after))


def _read(match: re.Match[str], words: DayWords, base: date, before: date | None) -> _Read | None:
    """The day of a match; `before` is the day that the text named last."""
    named, end = match.groupdict(), match.end()
    if named["named"] and _counts_goods(match, words, base):
        named["named"], end = None, match.end("weekday")
    for reader in (_fixed, _month_part, _week_part, _weekday_day, _counted):
        found = reader(named, words, base, before)
        if found is not None:
            value, earlier, exact, kind, weekday, silent = found
            return _Read(DateMention(value, match.start(), end, earlier, exact), kind, weekday, silent)
    return None


def _counts_goods(match: re.Match[str], words: DayWords, base: date) -> bool:
    """ "By Thursday 3 rings": a bare number between a weekday and a word, and no such day within three weeks."""
    if match.string[match.end("weekday") : match.start("named")].strip() or match.end() != match.end("named"):
        return False
    weekday = words.weekdays[match["weekday"]]
    day = named_weekday(weekday, int(match["named"]), base)
    follows = re.compile(r"[ ][^\W\d_]{2}").match(match.string, match.end())
    return bool(follows) and day is not None and (day.weekday() != weekday or day > base + timedelta(days=FORESEEN))


_Named = dict[str, str | None]
_Day = tuple[date, date, bool, str, int, bool]


def _exact(value: date | None, kind: str = "day") -> _Day | None:
    return None if value is None else (value, value, True, kind, value.weekday(), False)


def _vague(value: date | None, kind: str = "edge", silent: bool = False) -> _Day | None:
    return None if value is None else (value, value, False, kind, value.weekday(), silent)


def _fixed(named: _Named, words: DayWords, base: date, before: date | None) -> _Day | None:
    """A day of the calendar, in digits or with the month's name."""
    if named["iso"]:
        return _exact(day_or_none(*(int(part) for part in named["iso"].split("-"))))
    if named["full"]:
        first, second, last = (int(part) for part in re.split(r"[./-]\s?", named["full"]))
        year = last if last > 99 else 2000 + last
        return _exact(day_or_none(year, second, first) or day_or_none(year, first, second))
    short = named["dotted"] or named["slashed"] or named["bare"]
    if short:
        first, second = (int(part) for part in re.findall(r"\d{1,2}", short))
        return _exact(nearest(second, first, base))
    name = named["month"] or named["month2"] or named["month4"]
    if name:
        number = int(named["day"] or named["day2"] or words.ordinals.get(named["ordinal"] or "", 0))
        month = words.months[name.rstrip(".")]
        stated = named["year"] or named["year2"] or named["year4"]
        return _exact(day_or_none(int(stated), month, number) if stated else nearest(month, number, base))
    return None


def _month_part(named: _Named, words: DayWords, base: date, before: date | None) -> _Day | None:
    """ "the 5th of next month", "mid-October", "am Monatsletzten"."""
    if named["feast"]:
        month, number = FEASTS_FOLDED[named["feast"]]
        this_year = date(base.year, month, number)
        return _exact(this_year if this_year >= base else date(base.year + 1, month, number))
    near = named["nearmonth"] or named["nearmonth2"]
    if near:
        first = months_later(base.replace(day=1), words.near_months[near])
        value = day_or_none(first.year, first.month, int(named["nearday"] or words.ordinals[named["ordinal"] or ""]))
        if value is not None and value < base and words.near_months[near] == 0:
            value = months_later(value, 1)
        return _exact(value)
    if named["month3"]:
        month = words.months[named["month3"].rstrip(".")]
        year = int(named["year3"]) if named["year3"] else (nearest(month, 15, base) or base).year
        first = date(year, month, 1)
    elif named["this"] or named["monthend"]:
        first = months_later(base.replace(day=1), words.near_months.get(named["this"] or "", 0))
    else:
        return None
    last = first.replace(day=monthrange(first.year, first.month)[1])
    return _vague(first if named["begin"] else first.replace(day=15) if named["middle"] else last)


def _week_part(named: _Named, words: DayWords, base: date, before: date | None) -> _Day | None:
    """A week's Friday, or the day that its beginning, middle or end is."""
    number = named["week"] or named["week2"]
    if number:
        friday = friday_of(int(number), int(named["weekyear"] or 0), base)
        edge = next((days for name, days in _EDGES.items() if named[f"{name}2"]), 4)
        return _vague(monday_of(friday) + timedelta(days=edge), "week") if friday else None
    if named["weekend"]:
        return _vague(coming(4, base - timedelta(days=1)), "edge")
    phrase = named["edged"] or named["nearweek"]
    if phrase is None:
        return None
    monday = monday_of(base) + timedelta(weeks=words.weeks[phrase])
    edge = next((days for name, days in _EDGES.items() if named[f"{name}3"]), 4)
    return _vague(monday + timedelta(days=edge), "edge" if named["edged"] else "week", not named["edged"])


def _weekday_day(named: _Named, words: DayWords, base: date, before: date | None) -> _Day | None:
    """A weekday: the coming one, the last one, or the one that its number, shift or "after" says."""
    if not named["weekday"]:
        return None
    weekday = words.weekdays[named["weekday"]]
    if named["named"]:
        return _exact(named_weekday(weekday, int(named["named"]), base))
    if named["after"] and before is not None and before >= base:
        return _exact(coming(weekday, before))
    if named["sooner"] and before is not None and before > base:
        return _exact(gone(weekday, before))
    ahead, past = coming(weekday, base), gone(weekday, base)
    if (named["next"] or named["next2"]) and ahead == base + timedelta(days=1):
        ahead += timedelta(days=7)  # who means the day that begins tonight says "tomorrow"
    if named["last"] or named["last2"]:
        return past, past, True, "day", weekday, False
    if named["shift"]:
        return _exact(coming(weekday, base - timedelta(days=1)) + timedelta(days=words.shifts[named["shift"]]))
    return ahead, past, True, "weekday", weekday, False


def _counted(named: _Named, words: DayWords, base: date, before: date | None) -> _Day | None:
    """Today, tomorrow, in ten days, a month later, the 20th."""
    if named["relative"]:
        days, shift = words.days[named["relative"]], words.shifts.get(named["relshift"] or "", 0)
        return _exact(base + timedelta(days=days - shift if days < 0 else days + shift))  # "tomorrow week"
    if named["working"]:
        return _vague(working_days_later(base, _count(named["count"], words)))
    if named["unit"]:
        return _vague(_beyond(base, _count(named["count"], words), words.spans[named["unit"]]))
    if named["laterunit"]:
        return _vague(_beyond(before or base, _count(named["latercount"], words), words.spans[named["laterunit"]]))
    if named["pastunit"] or named["agounit"]:
        count, unit = _count(named["pastcount"] or named["agocount"], words), named["pastunit"] or named["agounit"]
        day = base - timedelta(days=count * words.spans[unit or ""])
        return _exact(day) if words.spans[unit or ""] == 1 else _vague(day)
    if named["nextday"]:
        return _exact(before + timedelta(days=1)) if before is not None and before >= base else None
    if named["dayago"]:
        return _exact(before - timedelta(days=1)) if before is not None and before > base else None
    if named["alone"]:
        ahead, past = numbered(int(named["alone"]), base, 1), numbered(int(named["alone"]), base, -1)
        return None if ahead is None or past is None else (ahead, past, True, "number", ahead.weekday(), False)
    return None


def _count(written: str | None, words: DayWords) -> int:
    return int(written) if written and written.isdigit() else words.counts[written or ""]


def _beyond(base: date, count: int, days: int) -> date:
    return months_later(base, count) if days == MONTH_DAYS else base + timedelta(days=count * days)


def date_in_cell(cell: str, base: date, languages: tuple[str, ...]) -> date | None:
    """The first day that a table's cell or a labelled value names."""
    found = dates(cell[:60], base, languages)
    return found[0].value if found else None
