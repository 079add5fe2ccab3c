"""The day on which the goods of a placed order shall come instead."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date

from nlp.book import ArticleEntry
from nlp.extract.change_clauses import clauses
from nlp.extract.change_sizes import has_number
from nlp.extract.order.day_signs import GREETED
from nlp.extract.order.stretches import stretches_of
from nlp.extract.sources import Context, Source
from nlp.lang import compiled, expression
from nlp.lang.changes import change_expression, change_words
from nlp.notation import DateMention

EARLIEST = 9  # the score of a day before which nothing may come
BEFORE, AFTER = 22, 25  # characters around a day that say that it is the old one, or that it stays


def new_day(
    context: Context,
    source: Source,
    *,
    alone: bool,
    passed_over: Callable[[int, int], bool] = lambda start, end: False,
    articles: Iterable[ArticleEntry] = (),
    numbers: Iterable[tuple[int, int]] = (),
) -> DateMention | None:
    """The coming day that the mail asks for; None where none or several are asked for.

    `alone`: nothing else changes, so that a day counts beside which nothing speaks of a delivery. `passed_over`: a
    line or sentence about another order. `articles`: those of the order, whose names hold numbers that are no days.
    `numbers`: where orders' numbers stand: "DEV-12/26" names no December.
    """
    numbers = tuple(numbers)
    ahead = [
        m for m in context.dates(source)
        if m.value > context.sent_on and not _is_old(context, source, m) and not passed_over(*_stretch(source, m))
        and not _is_counted_from_another(context, source, m) and not _is_greeting(source, m)
    ]  # fmt: skip
    ahead = [m for m in ahead if not any(m.start < end and start < m.end for start, end in numbers)]
    ahead = [m for m in ahead if not _is_article(context, source, m, articles)]
    ahead = [m for m in ahead if not (_is_asked_for(context, source, m) or _is_of_the_order(context, source, m))]
    ahead = [m for m in ahead if not _is_moved_from(context, source, m, ahead)]
    scored = [(m, _score(context, source, m, ahead)) for m in ahead]
    best = max((score for _, score in scored), default=-1)
    unread = len(context.languages) > 1 and len({mention.value for mention in ahead}) == 1  # its words are not known
    if best < (0 if alone or unread else 1):
        return None
    chosen = [mention for mention, score in scored if score == best]
    return chosen[-1] if len({mention.value for mention in chosen}) == 1 else None


def is_left_day(context: Context, source: Source, mention: DateMention, wanted: date) -> bool:
    """Whether a day is the one on which goods shall no longer come, or one on which nobody is there."""
    if mention.value == wanted:
        return False
    ahead = [m for m in context.dates(source) if m.value > context.sent_on]
    closed = _any(context, "closed_day", source.flat[slice(*clause_of_day(source, mention, context.languages))])
    return (
        _is_old(context, source, mention)
        or _is_moved_from(context, source, mention, ahead)
        or (closed and not _is_earliest(context, source, mention, mention.start))
    )


def _score(context: Context, source: Source, mention: DateMention, ahead: list[DateMention]) -> int:
    """How much the clause of a day speaks of goods that shall come then: 0 nothing, below 0 against it."""
    start, end = clause_of_day(source, mention, context.languages)
    low, high = _stretch(source, mention)
    flat = source.flat[start:end]
    if _is_earliest(context, source, mention, start):
        return EARLIEST
    other = any(change_words(name, context.languages).search(flat) for name in ("PAID", "GONE", "IMPOSSIBLE"))
    taken = change_words("TAKEN", context.languages).search(flat)
    brings = taken is not None and change_words("BRINGS", context.languages).match(taken.group()) is not None
    other = other or (taken is not None and not brings)  # "drop it Friday week" brings it
    if other or _any(context, "closed_day", flat) or _is_edge(source, mention, ahead):
        return -1
    if change_words("UNSENT", context.languages).search(flat) and not _is_limit(context, source, mention):
        return -1
    if any(low <= amount.start < high and amount.marked for amount in context.amounts(source)):
        return -1  # money goes on that day, not goods
    near, around = _told(context, flat), _told(context, source.flat[low:high])
    asked = expression(rf"(?<!\w)(?:{context.words('request_words')})(?!\w)").search(flat)
    if asked and not near and change_words("WHOLE", context.languages).search(flat) and not flat.rstrip().endswith("?"):
        return 1  # "Bitte alles am 26."
    return 3 * near + min(around, 1) + (1 if near and asked else 0)


def _is_earliest(context: Context, source: Source, mention: DateMention, low: int) -> bool:
    """ "nothing before the 20th", "on the 20th, not earlier": whatever else is said of days, it is to come then."""
    languages = context.languages
    behind = rf"[ ,]{{0,2}}(?:{change_expression('NOT_EARLIER', languages)})(?!\w)"
    if expression(behind).match(source.flat, mention.end):
        return True
    if not _is_limit(context, source, mention, change_expression("BEFORE", languages)):
        return False
    denied = rf"(?<!\w)(?:{context.words('negations')}|{change_expression('UNSENT', languages)})(?!\w)"
    return expression(denied).search(source.flat, low, mention.start) is not None


def _is_limit(context: Context, source: Source, mention: DateMention, limits: str = "") -> bool:
    """ "not before the 20th", "not until May": on that day it may come."""
    words = source.flat[max(0, mention.start - BEFORE) : mention.end]
    limits = limits or rf"{context.words('before_words')}|{change_expression('LIMIT', context.languages)}"
    return expression(rf"(?<!\w)(?:{limits})(?!\w)").search(words) is not None


def _told(context: Context, flat: str) -> int:
    return sum(bool(compiled(p).search(flat)) for pack in context.lexicons for p in pack.moved_day)


def clause_of_day(source: Source, mention: DateMention, languages: tuple[str, ...]) -> tuple[int, int]:
    """Where the clause begins and ends in which a day stands."""
    start, end = _stretch(source, mention)
    parts = clauses(source, start, end, languages)
    return next(((a, b) for a, b in parts if a <= mention.start < b), (start, end))


def _stretch(source: Source, mention: DateMention) -> tuple[int, int]:
    """The line or sentence of a day."""
    stretches = stretches_of(source, ((mention.start, mention.end),))
    return next(((a, b) for a, b in stretches if a <= mention.start < b), (0, len(source.text)))


def _is_edge(source: Source, mention: DateMention, ahead: list[DateMention]) -> bool:
    """One end of "vom 16. bis 20.": a stretch of time, no day of delivery."""
    for other in ahead:
        if other is mention:
            continue
        first, second = sorted((mention, other), key=lambda each: each.start)
        between = source.flat[first.end : second.start] + source.flat[second.start : second.start + 8]
        if second.start - first.end <= 8 and re.match(r"[ ]?(?:[-–]|bis\b|to\b|until\b|au\b)", between):
            return True
    return False


def _is_counted_from_another(context: Context, source: Source, mention: DateMention) -> bool:
    """ "a week later": than the day that was agreed, which the words do not name."""
    words = source.flat[mention.start : mention.end]
    return not mention.exact and change_words("LATER", context.languages).search(words) is not None


def _is_asked_for(context: Context, source: Source, mention: DateMention) -> bool:
    """ "When is it likely to land, she starts on the 26th?": the sentence asks for the day of delivery."""
    start, end = source.sentence_at(mention.start)
    asked = change_words("ASKED_WHEN", context.languages).search(source.flat, start, mention.start)
    return asked is not None and "?" in source.flat[mention.end : end]


def _is_of_the_order(context: Context, source: Source, mention: DateMention) -> bool:
    """ "Ordered on Wednesday", "am Mittwoch per Handy bestellt": a day of the week that is the last one of its name."""
    if mention.earlier >= mention.value:
        return False
    ordered = change_expression("ORDERED_THEN", context.languages)
    before = expression(rf"(?<!\w)(?:{ordered})(?: [^\W\d_]{{1,8}}){{0,2}} {{0,2}}$")
    behind = expression(rf"(?: (?!wie|als|comme|as)[^\W\d_]{{1,12}}){{0,3}} (?:{ordered})(?!\w)")
    return bool(
        before.search(source.flat[max(0, mention.start - AFTER) : mention.start])
        or behind.match(source.flat, mention.end)
    )


def _is_article(context: Context, source: Source, mention: DateMention, articles: Iterable[ArticleEntry]) -> bool:
    """ "we only want the 22": forceps no. 22, where no word speaks of a delivery."""
    words = source.flat[mention.start : mention.end].strip(" .")
    number = re.fullmatch(r"(?:\w{1,5}[ ]){0,2}(\d{1,2})(?:st|nd|rd|th|er|e)?", words)
    return (
        number is not None
        and any(has_number(article, number[1]) for article in articles)
        and not _told(context, source.flat[slice(*clause_of_day(source, mention, context.languages))])
    )


def _is_moved_from(context: Context, source: Source, mention: DateMention, ahead: list[DateMention]) -> bool:
    """ "vom 15. auf den 22. verlegen": the first day of two, beside a verb that moves."""
    following = next((other for other in ahead if other.start > mention.start), None)
    if following is None or following.start - mention.end > BEFORE:
        return False
    lead = source.flat[max(0, mention.start - 8) : mention.end]
    digits = re.search(r"\d|$", source.flat[following.start : following.end])
    between = source.flat[mention.end : following.start + (digits.start() if digits else 0)]
    return bool(
        change_words("FROM", context.languages).search(lead)
        and change_words("TO", context.languages).search(between)
        and change_words("MOVES", context.languages).search(source.flat, *_stretch(source, mention))
    )


def _is_greeting(source: Source, mention: DateMention) -> bool:
    """ "Morgen, ...": no day at all."""
    line = max(0, source.flat.rfind("\n", 0, mention.start))
    return GREETED.match(source.flat, line, mention.end + 16) is not None and mention.start - line <= 8


def _any(context: Context, name: str, flat: str) -> bool:
    return any(compiled(pattern).search(flat) for pack in context.lexicons for pattern in getattr(pack, name))


def _is_old(context: Context, source: Source, mention: DateMention) -> bool:
    """ "instead of 20 February", "au lieu du 15", "not this Friday", "the 20 February stays"."""
    flat = source.flat
    before, after = flat[max(0, mention.start - BEFORE) : mention.start], flat[mention.end : mention.end + AFTER]
    if expression(rf"(?<!\w)(?:{context.words('before_words')})[ ]$").search(before):
        before = ""  # "nicht vor dem 20."
    instead = f"{context.words('instead_of')}|{change_expression('INSTEAD', context.languages)}"
    negated = context.words("negations")
    old = rf"(?<!\w)(?:(?:{instead})[ ](?:\w{{1,8}}[ ]){{0,2}}|(?:{negated})[ ](?:this |the |am |le |den |der |on )?)$"
    if expression(rf"(?:{context.words('before_words')})(?!\w)").match(flat[mention.start : mention.end]):
        old = rf"(?<!\w)(?:{instead})[ ]$"  # "rien avant le 22": not the day before, but that one
    if expression(rf"(?<!\w)(?:{change_expression('DAY_OF_PAPER', context.languages)})[ ]$").search(
        _led(source, mention)
    ):
        return True
    if expression(rf"[ ]?(?:{change_expression('AND_LATER', context.languages)})(?!\w)").match(after):
        return False  # "from 22 April on"
    stays = rf"[ ,]{{1,2}}(?:{context.words('unchanged')})(?!\w)"
    return bool(expression(old).search(before) or expression(stays).match(after))


def _led(source: Source, mention: DateMention) -> str:
    """The words up to the number of a day: "celui du 5" is read up to the 5."""
    digit = re.search(r"\d", source.flat[mention.start : mention.end])
    place = mention.start + (digit.start() if digit else 0)
    return source.flat[max(0, place - BEFORE) : place]
