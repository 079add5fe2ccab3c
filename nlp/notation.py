"""Amounts and dates as customers write them, each with its place in the text and a flag where it has two readings.

Only bounded patterns are used: the time is linear in the length of the text, whatever a hostile mail holds.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from nlp.lang import Lexicon, alternatives, fold, lexicons

TEXT_LIMIT = 20_000  # characters; what a person writes is shorter

_GAP = "[ \u00a0\u202f\u2009\u2007]"
_CURRENCIES = {
    "€": "EUR", "eur": "EUR", "euro": "EUR", "euros": "EUR", "£": "GBP", "gbp": "GBP", "pound": "GBP", "pounds": "GBP",
    "sterling": "GBP", "chf": "CHF", "fr.": "CHF", "sfr": "CHF", "sfr.": "CHF", "franken": "CHF", "francs": "CHF",
    "$": "USD", "usd": "USD", "us$": "USD", "dollars": "USD", "sek": "SEK", "nok": "NOK", "dkk": "DKK", "pln": "PLN",
    "czk": "CZK", "ron": "RON", "huf": "HUF", "jpy": "JPY", "cad": "CAD", "aud": "AUD",
}  # fmt: skip
_CURRENCY = "|".join(re.escape(sign) for sign in sorted(_CURRENCIES, key=len, reverse=True))
_NUMBER = rf"\d{{1,3}}(?:(?:{_GAP}|['’.,])\d{{3}}){{1,4}}(?:[.,]\d{{1,4}})?(?!\d)|\d{{1,12}}(?:[.,]\d{{1,6}})?(?!\d)"
_AMOUNT = re.compile(
    rf"(?<![\w.,/'’-])(?<!\d:)(?P<minus>[-−–(]{_GAP}?)?(?:(?P<before>{_CURRENCY}){_GAP}{{0,2}}(?P<inner>[-−]{_GAP}?)?)?"
    rf"(?P<number>{_NUMBER})(?P<tail>[.,](?:--?|—|–)|(?:--?|−)(?![\w-]))?"
    rf"(?:{_GAP}{{0,2}}(?P<scale>k|tsd\.?|mio\.?|mrd\.?|millions?|mille|thousand)(?!\w))?"
    rf"(?:{_GAP}{{0,2}}(?P<after>{_CURRENCY})(?![^\W\d_]))?\)?",
    re.IGNORECASE,
)
_MONEY_BEFORE = re.compile(rf"(?:{_CURRENCY})\s?$", re.IGNORECASE)
_MONEY_AFTER = re.compile(rf"\s?(?:{_CURRENCY})(?!\s?\d)", re.IGNORECASE)
_SCALES = {"k": 3, "tsd": 3, "mille": 3, "thousand": 3, "mio": 6, "million": 6, "millions": 6, "mrd": 9}
_AMBIGUOUS = re.compile(r"\d{1,3}[.,]\d{3}")


@dataclass(frozen=True, slots=True)
class Amount:
    """A number that may be money. `marked`: a currency, two decimals or a money tail says that it is."""

    value: Decimal
    currency: str | None
    start: int
    end: int
    marked: bool
    ambiguous: bool  # "1.234": a thousand or a little more than one


@dataclass(frozen=True, slots=True)
class DateMention:
    """A day that a text names. `earlier` is the same words read backwards: "on Tuesday" of a payment already made."""

    value: date
    start: int
    end: int
    earlier: date
    exact: bool = True  # False: the words name a week or a month's end, not a day


def decimal_of(number: str, decimal: str = ",") -> tuple[Decimal | None, bool]:
    """The value of a number in any notation, and whether it can be read in two ways.

    `decimal` is the sign that decides "1.234" and "1,234": the decimal sign of the writer's language.
    """
    digits = re.sub(rf"{_GAP}|['’]", "", number)
    dots, commas = digits.count("."), digits.count(",")
    ambiguous = bool(_AMBIGUOUS.fullmatch(digits)) and not digits.startswith("0")
    if dots and commas:
        sign = "." if digits.rfind(".") > digits.rfind(",") else ","
    elif dots + commas > 1:
        sign = ""  # a sign that repeats groups thousands
    elif ambiguous:
        sign = decimal if decimal in digits else ""
    else:
        sign = "." if dots else ","
    for mark in ".,":
        digits = digits.replace(mark, "." if mark == sign else "")
    try:
        return Decimal(digits), ambiguous
    except InvalidOperation:
        return None, False


def amounts(text: str, decimal: str = ",", taken: tuple[DateMention, ...] = ()) -> tuple[Amount, ...]:
    """Every number of the text that stands free: no part of a date in `taken`, of a document's number, no percentage."""  # noqa: E501
    found = []
    spans = [(mention.start, mention.end) for mention in taken]
    for match in _AMOUNT.finditer(text[:TEXT_LIMIT]):
        start, end = match.start("number"), match.end("number")
        if any(start < b and a < end for a, b in spans) or _is_part_of_more(text, match):
            continue
        value, ambiguous = decimal_of(match["number"], decimal)
        if value is None:
            continue
        scale = (match["scale"] or "").lower().rstrip(".")
        currency = _CURRENCIES.get((match["before"] or match["after"] or "").lower())
        if scale and (scale != "k" or currency):
            value = value.scaleb(_SCALES[scale])
        tail = match["tail"] or ""
        negative = bool(match["inner"]) or tail in ("-", "−") or _is_signed(text, match)
        two = re.search(r"[.,]\d\d$", match["number"]) is not None
        ambiguous = ambiguous and tail[:1] not in (".", ",")
        marked = currency is not None or two or tail[:1] in (".", ",")
        found.append(Amount(-value if negative else value, currency, match.start(), match.end(), marked, ambiguous))
    return tuple(found)


def _is_signed(text: str, match: re.Match[str]) -> bool:
    """Whether the sign before the number is a minus: not a bullet at the start of a line, not a dash in a sentence."""
    minus = match["minus"]
    if not minus:
        return False
    if "(" in minus:
        return False  # brackets are a sign in tables only: "(4 300,00 €)" explains
    line = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
    return minus[-1] in "-−–" and bool(line.strip() or match["number"][-3:-2] in ".,")


def _is_part_of_more(text: str, match: re.Match[str]) -> bool:
    after = text[match.end() : match.end() + 3]
    money = match["before"] is not None or re.search(r"\D\d\d$", match["number"]) is not None
    if match["after"] is None and match["tail"] is None and re.match(r"[\w%‰]|[-/]\w| ?%|:\d|[.]\d", after):
        return not (money and re.match(r"/[^\W\d_]", after))  # "48,50/St." is a price
    return not money and text[max(0, match.start() - 1) : match.start()] in ("#", "@", "+")


def number_in_cell(cell: str, decimal: str = ",") -> Decimal | None:
    """The one number of a table's cell, with its sign; None where the cell holds anything else."""
    text = cell.strip()
    if not 0 < len(text) <= 40 or not re.search(r"\d", text):
        return None
    body = re.sub(rf"(?i){_CURRENCY}|{_GAP}|\s", "", text)
    negative = body.startswith(("-", "−", "–", "(")) or (body.endswith(("-", "−")) and not re.search(r"[.,]--?$", body))
    body = re.sub(r"[.,](?:--?|—|–)$", "", body).strip("-−–()+")
    body = re.sub(r"(?i)(?<=\d)(?:h|s)$", "", body)
    if not re.fullmatch(r"[\d.,'’]{1,24}", body) or not body[0].isdigit():
        return None
    value, _ = decimal_of(body, decimal)
    return -value if negative and value is not None else value


def decimal_sign(cells: tuple[str, ...], default: str = ",") -> str:
    """The decimal sign of a column: told by the cells that can be read in one way only."""
    votes = {".": 0, ",": 0}
    for cell in cells:
        match = re.search(r"([.,])(\d{1,6})\D{0,5}$", cell.strip())
        if match and (len(match[2]) != 3 or (len(re.findall(r"[.,]", cell)) > 1 and cell.count(match[1]) == 1)):
            votes[match[1]] += 1
    return default if votes["."] == votes[","] else max(votes, key=lambda sign: votes[sign])


@dataclass(frozen=True, slots=True)
class _DateWords:
    months: dict[str, int]
    weekdays: dict[str, int]
    days: dict[str, int]
    counts: dict[str, int]
    spans: dict[str, int]
    pattern: re.Pattern[str]


@lru_cache(maxsize=16)
def _date_words(codes: tuple[str, ...]) -> _DateWords:
    """The patterns of dates for these languages, on folded text."""
    packs = lexicons(codes)

    def merged(name: str) -> dict[str, int]:
        return {fold(word): value for pack in packs for word, value in getattr(pack, name).items()}

    def words(name: str) -> str:
        return alternatives([word for pack in packs for word in getattr(pack, name)])

    months, weekdays, days = merged("months"), merged("weekdays"), merged("relative_days")
    counts, spans = merged("number_words"), merged("day_units")
    month = rf"(?:{alternatives(list(months))})(?![^\W\d_])\.?"
    weekday, count = alternatives(list(weekdays)), alternatives(list(counts))

    def year(name: str) -> str:
        return rf"(?:,?\s{{1,2}}(?P<{name}>20\d\d)(?!\d))?"

    rows = [
        r"(?P<iso>20\d\d-\d\d-\d\d)(?![\d-])",
        r"(?P<full>\d{1,2}(?P<mark>[./-])\s?\d{1,2}(?P=mark)\s?(?:20)?\d\d)(?![\d])",
        r"(?P<dotted>\d{1,2}\.\s?\d{1,2}\.)(?![\d-])",
        r"(?P<slashed>\d{2}/\d{1,2}|\d{1,2}/\d{2})(?![\d/])",
        rf"(?P<day>\d{{1,2}})(?:\.|er|st|nd|rd|th|e)?\s{{0,2}}(?:of\s|de\s)?(?P<month>{month}){year('year')}",
        rf"(?P<month2>{month})\s{{1,2}}(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?(?![\d.,:]\d|\d){year('year2')}",
        rf"(?:(?P<end>{words('end_of')})|(?P<middle>{words('middle_of')})|(?P<begin>{words('start_of')}))\s{{1,2}}"
        rf"(?:(?P<month3>{month}){year('year3')}|(?P<this>{words('this_month')})(?!\w))",
        rf"(?P<monthend>{words('end_of_month')})(?!\w)",
        rf"(?:{words('week_words')})\.?\s{{0,2}}(?P<week>\d{{1,2}})(?!\d|[.,]\d)(?:\s?[/ ]\s?(?P<weekyear>20\d\d))?",
        rf"(?P<last>(?:{words('last_words')})\s{{1,2}})?(?P<weekday>{weekday})(?!\w)(?P<last2>\s{{1,2}}(?:{words('last_words')})(?!\w))?"
        rf"(?:,?\s{{1,2}}(?:(?:the|den|dem|le)\s)?(?P<named>\d{{1,2}})(?:\.|er|st|nd|rd|th)?"
        rf"(?!\.?\s{{0,2}}(?:de |of )?{month})"
        rf"(?![\w%€$£/:]|[.,]\d|{_GAP}?(?:h|am|pm|uhr)(?!\w)|{_GAP}\d))?",
        rf"(?<!guten )(?<!good )(?P<relative>{alternatives(list(days))})(?!\w)",
        rf"(?:{words('within')})\s{{1,2}}(?P<count>\d{{1,3}}|{count})\s{{1,2}}(?P<unit>{alternatives(list(spans))})(?!\w)",
        rf"(?:{words('day_prepositions')})\s{{1,2}}(?P<alone>\d{{1,2}})(?:\.|er|st|nd|rd|th)?(?!\.?\s{{0,2}}(?:de |of )?{month})(?![\w%€£$/:]|[.,]\d|{_GAP}\d)",  # noqa: E501
    ]
    return _DateWords(months, weekdays, days, counts, spans, re.compile(r"(?<![\w./-])(?:" + "|".join(rows) + ")"))


def dates(text: str, base: date, languages: tuple[str, ...]) -> tuple[DateMention, ...]:
    """Every day that the text names; what lacks a year, month or week is the nearest one to `base`, the mail's date."""
    words = _date_words(languages)
    found: list[DateMention] = []
    for match in words.pattern.finditer(fold(text[:TEXT_LIMIT])):
        mention = _mention(match, words, base)
        if mention is not None and not _is_money(text, match, mention):
            found.append(mention)
    # "Friday, 13 February" is one day: the weekday beside a full date says nothing more.
    weekdays = {
        (m.start, m.end) for m in found if m.earlier != m.value and not any(c.isdigit() for c in text[m.start : m.end])
    }
    return tuple(
        mention
        for mention in found
        if (mention.start, mention.end) not in weekdays
        or not any(
            other is not mention
            and (0 <= other.start - mention.end <= 6 or 0 <= mention.start - other.end <= 4)
            and "\n" not in text[min(mention.end, other.end) : max(mention.start, other.start)]
            and other.earlier == other.value
            for other in found
        )
    )


def _is_money(text: str, match: re.Match[str], mention: DateMention) -> bool:
    """ "EUR 10.10." and "12.02. EUR" are amounts at the end of a sentence."""
    if not match["dotted"]:
        return False
    before = text[max(0, mention.start - 5) : mention.start]
    after = text[mention.end : mention.end + 8]
    return bool(_MONEY_BEFORE.search(before) or _MONEY_AFTER.match(after))


def _mention(match: re.Match[str], words: _DateWords, base: date) -> DateMention | None:
    day = _day(match, words, base)
    if day is None:
        return None
    value, earlier, exact = day
    return DateMention(value, match.start(), match.end(), earlier, exact)


def _day(match: re.Match[str], words: _DateWords, base: date) -> tuple[date, date, bool] | None:
    """The day of a match, the same words read backwards, and whether a day was named at all."""
    named = match.groupdict()
    fixed: date | None = None
    if named["iso"]:
        fixed = _safe(*(int(part) for part in named["iso"].split("-")))
    elif named["full"]:
        first, second, last = (int(part) for part in re.split(r"[./-]\s?", named["full"]))
        fixed = _safe(last if last > 99 else 2000 + last, second, first) or _safe(
            last if last > 99 else 2000 + last, first, second
        )
    elif named["dotted"] or named["slashed"]:
        first, second = (int(part) for part in re.findall(r"\d{1,2}", named["dotted"] or named["slashed"]))
        fixed = nearest(second, first, base)
    elif named["month"] or named["month2"]:
        month = words.months[(named["month"] or named["month2"]).rstrip(".")]
        year = named["year"] or named["year2"]
        number = int(named["day"] or named["day2"])
        fixed = _safe(int(year), month, number) if year else nearest(month, number, base)
    if fixed is not None:
        return fixed, fixed, True
    if named["month3"] or named["this"] or named["monthend"]:
        return _part_of_month(named, words, base)
    if named["week"]:
        return _friday(int(named["week"]), int(named["weekyear"] or 0), base)
    if named["weekday"] and named["named"]:
        return _named_weekday(words.weekdays[named["weekday"]], int(named["named"]), base)
    if named["weekday"]:
        return _weekday(words.weekdays[named["weekday"]], bool(named["last"] or named["last2"]), base)
    if named["relative"]:
        value = base + timedelta(days=words.days[named["relative"]])
        return value, value, True
    if named["unit"]:
        count = int(named["count"]) if named["count"].isdigit() else words.counts[named["count"]]
        value = base + timedelta(days=count * words.spans[named["unit"]])
        return value, value, False
    return _day_alone(int(named["alone"]), base) if named["alone"] else None


def _part_of_month(named: dict[str, str | None], words: _DateWords, base: date) -> tuple[date, date, bool]:
    if named["month3"]:
        month = words.months[named["month3"].rstrip(".")]
        year = int(named["year3"]) if named["year3"] else (nearest(month, 15, base) or base).year
    else:
        month, year = base.month, base.year
    first = date(year, month, 1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    value = first if named["begin"] else first.replace(day=15) if named["middle"] else last
    return value, value, False


def _friday(week: int, year: int, base: date) -> tuple[date, date, bool] | None:
    if not 1 <= week <= 53:
        return None
    choices = []
    for each in (year,) if year else (base.year - 1, base.year, base.year + 1):
        try:
            choices.append(date.fromisocalendar(each, week, 5))
        except ValueError:
            continue
    value = min(choices, key=lambda day: abs((day - base).days), default=None)
    return None if value is None else (value, value, False)


def _weekday(weekday: int, past: bool, base: date) -> tuple[date, date, bool]:
    ahead = base + timedelta(days=(weekday - base.weekday()) % 7 or 7)
    before = base - timedelta(days=(base.weekday() - weekday) % 7 or 7)
    return (before, before, True) if past else (ahead, before, True)


def _named_weekday(weekday: int, number: int, base: date) -> tuple[date, date, bool] | None:
    """ "Friday the 15th": the next 15th, on a Friday if there is one within two months either way."""
    near = sorted((base + timedelta(days=n) for n in range(-62, 63)), key=lambda d: (d < base, abs((d - base).days)))
    both = next((d for d in near if d.day == number and d.weekday() == weekday), None)
    return (both, both, True) if both else _day_alone(number, base)


def _day_alone(number: int, base: date) -> tuple[date, date, bool] | None:
    """ "on the 20th": the next one from the mail's date on, the last one before it when read backwards."""
    ahead = next((d for n in range(62) if (d := base + timedelta(days=n)).day == number), None)
    before = next((d for n in range(62) if (d := base - timedelta(days=n)).day == number), None)
    return None if ahead is None or before is None else (ahead, before, True)


def nearest(month: int, day: int, base: date) -> date | None:
    """The day and month in the year that brings it nearest to `base`."""
    days = [found for year in (base.year - 1, base.year, base.year + 1) if (found := _safe(year, month, day))]
    return min(days, key=lambda found: abs((found - base).days), default=None)


def _safe(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def date_in_cell(cell: str, base: date, languages: tuple[str, ...]) -> date | None:
    """The first day that a table's cell or a labelled value names."""
    found = dates(cell[:60], base, languages)
    return found[0].value if found else None


def currency_in(text: str, lexicon: Lexicon | None = None) -> str | None:
    """The one currency that a text names; None where it names none or several."""
    pattern = rf"(?i)(?<![^\W\d_])(?:{_CURRENCY})(?![^\W\d_])"
    signs = {_CURRENCIES[match.group().lower()] for match in re.finditer(pattern, text[:TEXT_LIMIT])}
    return signs.pop() if len(signs) == 1 else None
