"""The manners in which a text names a day, as one expression over folded text, from the words of its languages."""

# ruff: noqa: E501  # a row is one line

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from nlp.lang import LANGUAGES, Lexicon, abroad, alternatives, fold, lexicons
from nlp.lang.day_signs import AGO_BEFORE, AGO_BEHIND, BEHIND_NUMBER, BY, FEASTS_FOLDED, GOODS, WEEKEND, any_of
from nlp.lang.openings import looked_ahead

GAP = "[ \u00a0\u202f\u2009\u2007]"
_SUFFIX = r"(?:\.|er|ste|de|st|nd|rd|th|e)?"
_NO_POWER = r"(?:(?<!\d)(?<!\d )|(?<=\d{4} ))"  # "1.5 kW 2" are two of them, "2026 KW 43" is a week
_SIZES = "kw|w|v|kg|g|l|ml|cl|mm|cm|m|bar|zoll|inch|pouces?"
_LINK = r"(?:[ ](?:of|of the|in|in der|der|des|de|de la|du|d'|im))?"
_BARE_THE = (
    rf"the(?=\s{{1,2}}\d{{1,2}}(?:st|nd|rd|th)(?:\s{{0,2}}(?:$|[.,;:!?)\n-])|\s{{1,2}}(?:{any_of(BEHIND_NUMBER)})\s))"
)
_TABLES = (
    "months", "weekdays", "relative_days", "number_words", "day_units", "week_phrases", "month_phrases",
    "weekday_shifts", "day_ordinals",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class DayWords:
    """What the words of some languages mean, and the expression that finds days made of them."""

    months: dict[str, int]
    weekdays: dict[str, int]
    days: dict[str, int]
    counts: dict[str, int]
    spans: dict[str, int]
    weeks: dict[str, int]
    near_months: dict[str, int]
    shifts: dict[str, int]
    ordinals: dict[str, int]
    pattern: re.Pattern[str]


class _Data:
    """Words of several lexicons; where the language is none of ours, those of its neighbours too."""

    def __init__(self, codes: tuple[str, ...]) -> None:
        self.packs: tuple[Lexicon, ...] = lexicons(codes)
        self.abroad = len(codes) >= len(LANGUAGES)

    def table(self, name: str) -> dict[str, int]:
        """Our own words keep their meaning beside a neighbour's."""
        foreign = getattr(abroad, name.upper(), {}) if self.abroad else {}
        known = {fold(word): value for word, value in foreign.items()}
        return known | {fold(word): value for pack in self.packs for word, value in getattr(pack, name).items()}

    def words(self, name: str) -> str:
        foreign = getattr(abroad, name.upper(), ()) if self.abroad else ()
        return alternatives([*foreign, *(word for pack in self.packs for word in getattr(pack, name))])


@lru_cache(maxsize=16)
def day_words(codes: tuple[str, ...]) -> DayWords:
    """The words of these languages."""
    data = _Data(codes)
    tables = {name: data.table(name) for name in _TABLES}
    rows = (*_calendar_rows(data, tables), *_week_rows(data, tables), *_counted_rows(data, tables))
    months, weekdays, days, counts, spans, weeks, near_months, shifts, ordinals = (tables[name] for name in _TABLES)
    pattern = re.compile(r"(?<![\w./-])" + looked_ahead("|".join(rows)))
    return DayWords(months, weekdays, days, counts, spans, weeks, near_months, shifts, ordinals, pattern)


def _month(tables: dict[str, dict[str, int]]) -> str:
    return rf"(?:{alternatives(tables['months'])})(?![^\W\d_])\.?"


def _edge(data: _Data, number: str = "") -> str:
    """ "end of", "middle of", "start of"."""
    return (
        rf"(?:(?P<end{number}>{data.words('end_of')})|(?P<middle{number}>{data.words('middle_of')})"
        rf"|(?P<begin{number}>{data.words('start_of')}))"
    )


def _calendar_rows(data: _Data, tables: dict[str, dict[str, int]]) -> tuple[str, ...]:
    """Days of a month: by digits, by the month's name, by its end."""
    month, preposition = _month(tables), data.words("day_prepositions")

    def year(name: str) -> str:
        return rf"(?:(?:,?\s{{1,2}}(?:de\s)?|[-.])(?P<{name}>20\d\d)(?!\d))?"

    near = alternatives(tables["month_phrases"])
    return (
        r"(?P<iso>20\d\d-\d\d-\d\d)(?![\d-])",
        r"(?P<full>\d{1,2}(?P<mark>[./-])\s?\d{1,2}(?P=mark)\s?(?:20)?\d\d)(?![\d])",
        r"(?P<dotted>\d{1,2}\.\s?\d{1,2}\.)(?![\d-])",
        r"(?P<slashed>\d{2}/\d{1,2}|\d{1,2}/\d{2})(?![\d/])",
        rf"(?:{preposition})\s{{1,2}}(?P<bare>\d{{1,2}}\.(?:0?[1-9]|1[0-2]))(?![\w%€£$/.-]|[.,:]\d|{GAP}?(?:uhr|h|am|pm|%|{_SIZES})(?!\w))",
        rf"(?P<day>\d{{1,2}}){_SUFFIX}(?:\s{{0,2}}|-)(?:of\s|de\s)?(?P<month>{month}){year('year')}",
        rf"(?P<month2>{month})\s{{1,2}}(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?(?![\d.,:]\d|\d){year('year2')}",
        rf"(?P<ordinal>{alternatives(tables['day_ordinals'])})(?:[ ](?:of|day of|de|du))?[ ](?:(?P<month4>{month}){year('year4')}|(?P<nearmonth2>{near})(?!\w))",
        rf"(?:(?:{preposition})\s{{1,2}})?(?P<nearday>\d{{1,2}}){_SUFFIX}{_LINK}\s{{1,2}}(?P<nearmonth>{near})(?!\w)",
        rf"{_edge(data)}(?:\s{{1,2}}|(?<=[-'])){_LINK}(?:(?P<month3>{month}){year('year3')}|(?P<this>{near})(?!\w)(?!\s(?:of|d[eu])\s))",
        rf"(?P<monthend>{data.words('end_of_month')})(?!\w)",
    )


def _week_rows(data: _Data, tables: dict[str, dict[str, int]]) -> tuple[str, ...]:
    """Weeks by number or from this one, weekdays with what says which of them."""
    weekday, weeks = alternatives(tables["weekdays"]), alternatives(tables["week_phrases"])
    shift, last, month = alternatives(tables["weekday_shifts"]), data.words("last_words"), _month(tables)
    before = f"(?!passe )(?:{last})"  # "je passe mardi" is a verb, "mardi passé" the week before
    number = rf"(?:{_NO_POWER}(?:{data.words('week_words')})\.?\s{{0,2}}(?P<week>\d{{1,2}})(?!\d|[.,]\d)|(?P<week2>\d{{1,2}})\.\s?(?:kw|kalenderwoche)(?!\w))"
    return (
        rf"(?:{_edge(data, '2')}(?:\s{{1,2}}|(?<=[-'])){_LINK}[ ]?)?{number}(?:\s?[/ ]\s?(?P<weekyear>20\d\d))?",
        rf"{_edge(data, '3')}\s{{1,2}}{_LINK}[ ]?(?:the |la |der )?(?P<edged>{weeks})(?!\w)",
        rf"(?P<nearweek>{weeks})(?!\w)",
        rf"(?:{data.words('before_words')}|{any_of(BY)})\s(?:the\s|zum\s|la\s)?(?P<feast>{alternatives(FEASTS_FOLDED)})(?!\w)",
        rf"(?P<weekend>(?:{data.words('before_words')}|{any_of(BY)})\s"
        r"(?:(?:zum|the|dem|diesem|this|the coming|le|ce|au|het|dit|il|el|este)\s)?"
        rf"(?:{any_of(WEEKEND)}))(?!\w)",
        rf"(?:(?P<last>{before})\s{{1,2}}|(?P<next>next|nachste[nmrs]?)\s{{1,2}})?"
        rf"(?P<weekday>{weekday})(?!\w)(?P<next2>\s{{1,2}}prochaine?(?!\w))?(?P<last2>\s{{1,2}}(?:{last})(?!\w))?"
        rf"(?:\s{{1,2}}(?P<shift>{shift})(?!\w)|\s{{1,2}}(?P<after>{data.words('later_words')})(?!\w)"
        rf"|\s{{1,2}}(?P<sooner>{data.words('earlier_day_words')})(?!\w)(?!\s{{1,2}}(?:\d|midi|mid|noon|lunch|l[ea]s? |the |d[eam][mrs] ))"
        rf"|,?\s{{1,2}}(?:(?:the|den|dem|le|de|el|il)\s)?(?P<named>\d{{1,2}})(?:\.|er|ste|de|st|nd|rd|th)?"
        rf"(?!\.?\s{{0,2}}(?:de |of )?{month})(?![ ](?:{any_of(GOODS)})(?!\w))"
        rf"(?![\w%€$£/:]|[.,]\d|{GAP}?(?:h|am|pm|uhr)(?!\w)|{GAP}\d))?",
    )


def _counted_rows(data: _Data, tables: dict[str, dict[str, int]]) -> tuple[str, ...]:
    """Days counted from today or from the day named before, and a day's number alone."""
    count, unit = alternatives(tables["number_words"]), alternatives(tables["day_units"])
    later, working = data.words("later_words"), data.words("working_days")
    return (
        rf"(?<!guten )(?<!good )(?P<relative>{alternatives(tables['relative_days'])})(?!\w|-la\b)"
        rf"(?:\s{{1,2}}(?P<relshift>{alternatives(tables['weekday_shifts'])})(?!\w))?",
        rf"(?:{data.words('within')})\s{{1,2}}(?P<count>\d{{1,3}}|{count})\s{{1,2}}(?:(?P<working>{working})|(?P<unit>{unit}))(?!\w)(?!\s(?:{later})(?!\w))",
        rf"(?P<nextday>{data.words('next_day')})(?!\w)",
        rf"(?P<dayago>{data.words('previous_day')})(?!\w)(?! (?:yesterday|de|du|d')(?!\w))",
        rf"(?:{any_of(AGO_BEFORE)})\s{{1,2}}(?P<pastcount>\d{{1,2}}|{count})\s{{1,2}}(?P<pastunit>{unit})(?!\w)",
        rf"(?P<agocount>\d{{1,2}}|{count})\s{{1,2}}(?P<agounit>{unit})\s{{1,2}}(?:{any_of(AGO_BEHIND)})(?!\w)",
        rf"(?:in\s)?(?P<latercount>\d{{1,3}}|{count})\s{{1,2}}(?P<laterunit>{unit})\s{{1,2}}(?:{later})(?!\w)",
        rf"(?:{data.words('day_prepositions')}|{_BARE_THE})\s{{1,2}}(?P<alone>\d{{1,2}}){_SUFFIX}(?!\.?\s{{0,2}}(?:de |of )?{_month(tables)})(?![\w%€£$/:]|[.,]\d|{GAP}\d|{GAP}?(?:uhr|h|am|pm|o'clock)(?!\w))",
    )
