"""Where the customer sits now: the address near words of a move, of two the one that is not called the old one."""

from __future__ import annotations

import itertools
import re
from functools import cache

from nlp.extract.callings import companies, same_name
from nlp.extract.master_people import words_of
from nlp.extract.master_values import Read, Value
from nlp.extract.master_words import from_now_on, names_a_change
from nlp.extract.postal import Address, addresses, houses
from nlp.extract.sources import Context, Source
from nlp.lang import fold
from nlp.lang.records import everywhere, told

NEAR_ADDRESS = 260
SAID_NEW = 0.5  # of something in the sentence
MOST_HOUSES = 20  # streets without a town that are looked at


@cache
def _left() -> re.Pattern[str]:
    article = r"(?: (?:le|la|les|the|our|notre|die|den|das))?"
    return re.compile(rf"(?<!\w)(?:{everywhere('OLD_PLACE')}){article}[ :(]{{0,3}}$")


@cache
def _delivered(end: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{everywhere('DELIVERED')}){end}")


def names_of(context: Context) -> tuple[str, ...]:
    """What the customer is called in the book."""
    return (context.customer.name, *context.customer.aliases) if context.customer else ()


def address_in(context: Context, source: Source) -> Read:
    """The address that words of a move or a new address stand near; of two the one that is not called the old one."""
    if told("SAME_ADDRESS").search(source.flat) and not words_of(context.languages, "address_words").search(
        context.subject.flat
    ):
        return None, None
    moved = words_of(context.languages, "address_words").search(context.subject.flat) is not None
    names = names_of(context)
    months = {fold(name) for pack in context.lexicons for name in (*pack.months, *pack.weekdays)}

    def is_name(line: str) -> bool:
        return any(same_name(line, name) or fold(name) in fold(line) for name in names) or any(
            called.end == len(line) for called in companies(line)
        )

    whole = list(addresses(source.text, is_name, months.__contains__))
    best: tuple[float, Address] | None = None
    for found in whole or itertools.islice(houses(source.text), MOST_HOUSES):
        score = _moved_to(context, source, found, moved and bool(whole))
        least = 0.0 if whole else SAID_NEW  # beside "our new account" stands a street that was there before
        if score > least and (best is None or score > best[0]):
            best = (score, found)
    return (Value(best[1].text, source, best[1].start, best[1].end) if best else None), None


def _moved_to(context: Context, source: Source, found: Address, moved: bool) -> float:
    """How much speaks for an address being where the customer is from now on; 0 or less: nothing does."""
    moving = words_of(context.languages, "address_words")
    start, end = source.sentence_at(found.start)
    before = source.flat[max(0, found.start - NEAR_ADDRESS) : found.start]
    near = bool(moving.search(before)) or 0.5 * bool(moving.search(source.flat[found.end : found.end + 80]))
    near = near or bool(told("OLD_ADDRESS").search(source.flat[found.end : found.end + 60]))
    start, end = max(start, found.start - NEAR_ADDRESS), min(end, found.end + NEAR_ADDRESS)
    now = from_now_on(source.flat[start:end]) or names_a_change(source.flat[max(start, found.start - 80) : found.start])
    delivered = _delivered(r"[^.!?\n]{0,50}$").search(before) or (
        not near and _delivered("").search(source.flat[found.end : end])
    )
    if not (near or moved or now) or (delivered and not near):
        return 0.0
    return near + 0.5 * moved + 0.5 * now - 2 * bool(_left().search(before))
