"""Terms as people and programs write them, read as rules: every word is known and there is one reading, or none."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType

from workflows.errors import O2CError
from workflows.payment_terms.due import due_on
from workflows.payment_terms.model import WHOLE, CashDiscount, DueRule, MonthEnd, OnHoliday, PaymentTerms, Share
from workflows.payment_terms.words import meanings

LONGEST_TEXT = 200
MOST_DAYS, MOST_MONTHS, LAST_DAY = 400, 24, 31
MOST_DISCOUNT = Decimal(20)  # percent; above it a figure is rather a share
A_DAY = date(2026, 1, 15)  # on which discounts and terms are compared

# One letter for each meaning, so that a sentence is a short text and its grammar regular expressions.
LETTERS = MappingProxyType(
    {
        "days": "d", "weeks": "w", "months": "m", "net": "n", "discount": "k", "at_once": "i", "end_of_month": "E",
        "from_end_of_month": "A", "end_of_following_month": "G", "of_following_month": "F", "on_the": "o",
        "balance": "b", "instalments": "r", "next_business_day": ">", "previous_business_day": "<", "separator": ",",
        "percent": "%", "slash": "/", "nothing": "",
    }
)  # fmt: skip
NUMBER, ORDINAL = "#", "@"  # an ordinal is a day of a month, never a count
DAY = "(?P<day>[#@])"
COUNT = "(?P<count>#)(?P<unit>[dwm])"
RULES = tuple(
    (re.compile(pattern), month_end, months)
    for pattern, month_end, months in (
        (f"n?(?:{COUNT})?n?A(?:o{DAY})?n?", MonthEnd.FIRST, 0),
        ("n?(?P<count>#)n?An?", MonthEnd.FIRST, 0),
        ("n?A(?P<count>#)(?P<unit>[dwm])?n?", MonthEnd.FIRST, 0),
        (f"n?(?:{COUNT})?n?En?", MonthEnd.LAST, 0),
        ("n?(?P<count>#)n?En?", MonthEnd.LAST, 0),
        (f"n?(?:{COUNT})?n?E,?o{DAY}n?", MonthEnd.LAST, 0),
        (f"n?(?P<count>#)Eo?{DAY}n?", MonthEnd.LAST, 0),
        (f"n?E{COUNT}n?(?:o{DAY})?n?", MonthEnd.FIRST, 0),
        (f"n?o?{DAY}F+n?", MonthEnd.FIRST, 0),
        (f"n?Fo?{DAY}n?", MonthEnd.FIRST, 0),
        ("n?Gn?", MonthEnd.LAST, 1),
        (f"n?{COUNT}n?(?:o{DAY})?n?", MonthEnd.NEVER, 0),
        ("n/?(?P<count>#)", MonthEnd.NEVER, 0),
        ("(?P<count>#)n", MonthEnd.NEVER, 0),
        ("n?in?", MonthEnd.NEVER, 0),
    )
)
SHORT_DISCOUNT = re.compile("(?P<percent>#)(?:/|%?k|%)(?P<count>#)(?P<unit>d)?")  # "2/10", "2 % 10"
PERCENT = re.compile("k?(?P<percent>#)(?:%k?|k)")
SHARE = re.compile("(?P<percent>#)%")
INSTALMENTS = re.compile("n?(?P<count>#)rn?")  # "3 equal monthly instalments": the first one a month after the invoice
HOLIDAYS = MappingProxyType({">": OnHoliday.NEXT, "<": OnHoliday.PREVIOUS})
IN_DAYS = MappingProxyType({"d": 1, "w": 7})


class TermsUnclear(O2CError):
    """A text that is no payment terms, or could be several."""

    def __init__(self, text: str, why: str) -> None:
        self.text, self.why = text, why
        super().__init__(f"payment terms {text[:LONGEST_TEXT]!r}: {why}")


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A text as letters, and the number that stands behind each `#`."""

    letters: str
    numbers: tuple[Decimal | None, ...]

    def number(self, found: re.Match[str], name: str) -> Decimal | None:
        at = found.start(name) if name in found.re.groupindex else -1
        return self.numbers[at] if at >= 0 else None


@lru_cache(maxsize=4096)
def read_terms(text: str) -> PaymentTerms:
    """The terms that a text in French, German or English, or a usual code, says. Raises TermsUnclear."""
    sentence = _sentence(text)
    found = dict.fromkeys(one for one in _readings(sentence) if _is_sound(one))
    if not found:
        raise TermsUnclear(text, "this is no term that is known; write it like '30 days end of month'")
    if len(found) > 1:
        raise TermsUnclear(text, "this can be read in several ways; say 'days', '%' and 'net' where they belong")
    return next(iter(found))


def _sentence(text: str) -> _Sentence:
    if len(text) > LONGEST_TEXT:
        raise TermsUnclear(text, f"it is longer than {LONGEST_TEXT} characters")
    plain = " ".join(unicodedata.normalize("NFKC", text).replace("’", "'").casefold().split())
    letters, numbers, at = "", [], 0
    while at < len(plain):
        if plain[at] == " ":
            at += 1
            continue
        letter, number, at = _token(text, plain, at)
        letters += letter
        numbers += [number] * len(letter)
    return _Sentence(letters, tuple(numbers))


FIGURE = re.compile(r"(\d{1,3}(?:[.,]\d{1,2}(?!\d))?)(?!\d)((?:st|nd|rd|th|er|e|ème)\b)?")
KNOWN = {phrase.casefold(): LETTERS[meaning] for phrase, meaning in meanings().items()}
PHRASE = re.compile(
    "|".join(
        re.escape(phrase) + (r"(?![^\W\d_])" if phrase[-1].isalpha() else "")
        for phrase in sorted(KNOWN, key=len, reverse=True)
    )
)


def _token(text: str, plain: str, at: int) -> tuple[str, Decimal | None, int]:
    figure = FIGURE.match(plain, at)
    if figure is not None:
        letter = ORDINAL if figure.group(2) else NUMBER
        return letter, Decimal(figure.group(1).replace(",", ".")), figure.end()
    phrase = PHRASE.match(plain, at)
    if phrase is None:
        word = re.match(r"\S+", plain[at:])
        raise TermsUnclear(text, f"{word.group() if word else plain[at:]!r} is not known here")
    return KNOWN[phrase.group()], None, phrase.end()


def _readings(sentence: _Sentence) -> Iterator[PaymentTerms]:
    yield from _one_term(sentence, 0, (), None)
    for shares, at in _shares(sentence, 0, ()):
        for on_holiday in _ending(sentence, at):
            yield PaymentTerms(shares, (), on_holiday)
    yield from _instalments(sentence)


def _instalments(sentence: _Sentence) -> Iterator[PaymentTerms]:
    found = INSTALMENTS.match(sentence.letters)
    count = sentence.number(found, "count") if found else None
    if found is None or count is None or count % 1 or not 2 <= count <= MOST_MONTHS:
        return
    each = WHOLE / count
    parts = [Share(each, DueRule(months=month)) for month in range(1, int(count))]
    last = Share(WHOLE - sum((part.percent for part in parts), Decimal(0)), DueRule(months=int(count)))
    for on_holiday in _ending(sentence, found.end()):
        yield PaymentTerms((*parts, last), (), on_holiday)


def _one_term(
    sentence: _Sentence, at: int, discounts: tuple[CashDiscount, ...], term: DueRule | None
) -> Iterator[PaymentTerms]:
    """One due rule and any number of discounts, in any order."""
    at = _after_separators(sentence, at)
    if term is not None:
        for on_holiday in _ending(sentence, at):
            yield PaymentTerms((Share(WHOLE, term),), discounts, on_holiday)
    else:
        for rule, end in _rules(sentence, at):
            yield from _one_term(sentence, end, discounts, rule)
    for discount, end in _discounts(sentence, at):
        yield from _one_term(sentence, end, (*discounts, discount), term)


def _shares(sentence: _Sentence, at: int, before: tuple[Share, ...]) -> Iterator[tuple[tuple[Share, ...], int]]:
    """Shares that come to the whole; "balance" is what is left."""
    at = _after_separators(sentence, at)
    left = WHOLE - sum((share.percent for share in before), Decimal(0))
    if not left:
        yield before, at
        return
    named = SHARE.match(sentence.letters, at)
    percent = sentence.number(named, "percent") if named else None
    behind = named.end() if named else at
    if sentence.letters.startswith("b", at):
        percent, behind = left, at + 1
    if percent is None or not 0 < percent <= left:
        return
    for rule, end in _rules(sentence, behind):
        yield from _shares(sentence, end, (*before, Share(percent, rule)))


def _rules(sentence: _Sentence, at: int) -> Iterator[tuple[DueRule, int]]:
    for pattern, month_end, months in RULES:
        found = pattern.match(sentence.letters, at)
        rule = _rule(sentence, found, month_end, months) if found else None
        if found is not None and rule is not None:
            yield rule, found.end()


def _rule(sentence: _Sentence, found: re.Match[str], month_end: MonthEnd, months: int) -> DueRule | None:
    count, day = sentence.number(found, "count") or Decimal(0), sentence.number(found, "day")
    if count % 1 or (day is not None and (day % 1 or not 1 <= day <= LAST_DAY)):
        return None
    unit = (found.groupdict().get("unit") or "d") if count else "d"
    days = int(count) * IN_DAYS.get(unit, 0)
    months += 0 if unit in IN_DAYS else int(count)
    if days > MOST_DAYS or months > MOST_MONTHS:
        return None
    return DueRule(days, months, month_end, int(day or 0))


def _discounts(sentence: _Sentence, at: int) -> Iterator[tuple[CashDiscount, int]]:
    short = SHORT_DISCOUNT.match(sentence.letters, at)
    if short is not None:
        rule = _rule(sentence, short, MonthEnd.NEVER, 0)
        percent = sentence.number(short, "percent")
        if rule is not None and percent is not None:
            yield CashDiscount(percent, rule), short.end()
    named = PERCENT.match(sentence.letters, at)
    if named is not None:
        percent = sentence.number(named, "percent")
        for rule, end in _rules(sentence, named.end()):
            if percent is not None:
                yield CashDiscount(percent, rule), end + sentence.letters.startswith("k", end)
    for rule, end in _rules(sentence, at):
        named = PERCENT.match(sentence.letters, _after_separators(sentence, end))
        percent = sentence.number(named, "percent") if named else None
        if named is not None and percent is not None:
            yield CashDiscount(percent, rule), named.end()


def _ending(sentence: _Sentence, at: int) -> Iterator[OnHoliday | None]:
    rest = sentence.letters[_after_separators(sentence, at) :].rstrip(",")
    if not rest:
        yield None
    elif rest in HOLIDAYS:
        yield HOLIDAYS[rest]


def _after_separators(sentence: _Sentence, at: int) -> int:
    while sentence.letters.startswith(",", at):
        at += 1
    return at


def _is_sound(terms: PaymentTerms) -> bool:
    """Whether each discount is one, and asks to be paid sooner than the whole."""
    last = max(due_on(share.rule, A_DAY) for share in terms.shares)
    return all(
        0 < discount.percent <= MOST_DISCOUNT and due_on(discount.rule, A_DAY) < last for discount in terms.discounts
    ) and _rising(terms.discounts)


def _rising(discounts: Sequence[CashDiscount]) -> bool:
    """Whether more is granted for paying sooner, in whatever order they are named."""
    ordered = sorted(discounts, key=lambda one: due_on(one.rule, A_DAY))
    percents = [one.percent for one in ordered]
    return percents == sorted(set(percents), reverse=True)
