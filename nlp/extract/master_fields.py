"""Which of a customer's own data a text may state, and what the customer is called now.

A name stands behind a word for a new one, or has a legal form near such a word, and is not the present name.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from nlp.extract.callings import FORMER, Called, companies, name_after, same_name
from nlp.extract.delivery_address import standing_place
from nlp.extract.master_people import contact_in, words_of
from nlp.extract.master_places import address_in, names_of
from nlp.extract.master_values import Read, Value, account_in, emails_in, vat_in
from nlp.extract.sources import Context, Source
from nlp.lang import fold
from nlp.lang.records import everywhere, told

NEAR_NAME = 140  # characters between a word for a company's name and the name


@cache
def _lead() -> re.Pattern[str]:
    """What stands between a word for a new name and the name."""
    return re.compile(
        rf"[\w]{{0,14}}[ ]?(?:(?:{everywhere('OF_WHOM', 'BEFORE_NAME')})[ ]){{0,5}}[:]?[ \n]{{0,2}}[«\"“„'‚]?[ ]?"
    )


def name_in(context: Context, source: Source) -> Read:
    """A name behind a word for a new one, or one with a legal form near such a word, that is not the present name."""
    words = words_of(context.languages, "name_words")
    heads = list(words.finditer(source.flat))
    renamed = NEAR_NAME if words.search(context.subject.flat) else None
    names = [*names_of(context), *context.book.own_names()]
    found: list[tuple[int, Called]] = []
    for head in heads:
        lead = _lead().match(source.flat, head.end())
        called = name_after(source.text, _from_the_article(source.text, head.end(), lead.end())) if lead else None
        if called is not None and (called.text.count(" ") or _is_quoted(source.text, called.start)):
            found.append((lead.end() - head.end() if lead else 0, called))
    months = {fold(month) for pack in context.lexicons for month in pack.months}
    for called in (_undated(source.text, each, months) for each in companies(source.text)):
        gaps = [abs(called.start - head.end()) for head in heads]
        gaps += [renamed] if renamed is not None else []
        if gaps and min(gaps) <= NEAR_NAME:
            found.append((min(gaps), called))
    for _, called in sorted(found, key=lambda pair: (not has_form(pair[1].text), pair[0])):
        former = FORMER.search(source.flat[max(0, called.start - 30) : called.start])
        if _is_person(context, source, called):
            continue
        if not former and not _NUMBERED.search(called.text) and not any(same_name(called.text, name) for name in names):
            return Value(called.text, source, called.start, called.end), None
    return None, None


_NUMBERED = re.compile(r"\d{3}|(?:\d[ ]?){6}|@")  # an account, a VAT number: no name


def has_form(name: str) -> bool:
    """Whether a name ends with a company's legal form."""
    return any(called.end == len(name) for called in companies(name))


def _is_quoted(text: str, place: int) -> bool:
    return bool(re.search(r"[«\"“„][ \u00a0]?$", text[max(0, place - 2) : place]))


def _undated(text: str, called: Called, months: set[str]) -> Called:
    """ "zum 1. Juni Reed GmbH": without the month before it."""
    first, _, rest = called.text.partition(" ")
    if (
        not rest
        or fold(first) not in months
        or not re.search(r"\d(?:\.|er|st|nd|rd|th)?[ ]$", text[: called.start][-6:])
    ):
        return called
    return Called(rest, called.start + len(first) + 1, called.end)


def _from_the_article(text: str, low: int, place: int) -> int:
    """Where a name begins: "Les Filles Gagnon" with its article, which is written large."""
    article = re.search(r"[A-ZÀ-Ý][\w']{1,3}[ ]$", text[low:place])
    return low + article.start() if article else place


def _is_person(context: Context, source: Source, called: Called) -> bool:
    """ "our new accountant is called …", "your contact is now …": no company's name."""
    start, _ = source.sentence_at(called.start)
    new_role = rf"(?<!\w)(?:{everywhere('NEW')})[ ](?:[\w-]{{2,14}}[ ])?(?:{everywhere('ROLE_NOUN')})(?!\w)"
    before = source.flat[start : called.start]
    role = words_of(context.languages, "contact_words").search(before) or re.search(new_role, before)
    of_company = told("OF_WHOM").search(before) is not None  # "the practice is taken over by Dr …" and called so
    return role is not None and not of_company and not has_form(called.text)


FIELDS: dict[str, Callable[[Context, Source], Read]] = {
    "address": address_in, "contact": contact_in, "delivery_address": standing_place, "emails": emails_in,
    "iban": account_in, "name": name_in, "vat_id": vat_in,
}  # fmt: skip
