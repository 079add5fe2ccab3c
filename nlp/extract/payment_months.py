"""Which open documents a payer means by a month: one of it, so many of it, or all of it ("the August ones")."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from nlp.book import DocumentEntry
from nlp.extract.references import Reference
from nlp.extract.sources import Context, Source
from nlp.lang import LANGUAGES, abroad, alternatives, expression, fold

Owed = tuple[DocumentEntry, ...]


def by_months(context: Context, source: Source, owed: Owed) -> Iterator[Reference]:
    """References of the months that the words of a source name."""
    months = _months(context)
    if any(name in source.flat for name in months):
        yield from _counted(context, source, owed, months)
        yield from _several(context, source, owed, months)
        yield from _alone(context, source, owed, months)
    if len(context.languages) == len(LANGUAGES):
        yield from _foreign(context, source, owed)


def _months(context: Context) -> dict[str, int]:
    return {fold(name): number for pack in context.lexicons for name, number in pack.months.items() if len(name) > 2}


def _several(context: Context, source: Source, owed: Owed, months: dict[str, int]) -> Iterator[Reference]:
    """ "The August ones", "les factures de juin et juillet", "July and August": all documents of them."""
    month, plural = alternatives(months), context.words("plural_words")
    joint = rf"(?:, | ?[&+] ?| (?:{context.words('list_words')}) )(?:[^\s\d]{{1,4}}[ '])?"
    more = rf"(?:{joint}(?:{month})){{0,3}}"
    behind = rf"(?:{plural})[ ](?:[^\s\d]{{1,6}}[ ']){{0,2}}(?P<behind>{month}){more}"
    joined = rf"(?P<joined>{month}){joint}(?:{month}){more}"
    pattern = expression(rf"(?<!\w)(?:{behind}|(?P<front>{month})(?:'?s)?[ -]?(?:{plural})|{joined})(?!\w)")
    days = [(mention.start, mention.end) for mention in context.dates(source)]
    for match in pattern.finditer(source.flat):
        if any(match.start() < b and a < match.end() for a, b in days):
            continue
        named = expression(rf"(?<!\w)(?:{month})").findall(match["front"] or match.group())
        wanted = {months[name] for name in named}
        documents = [d for d in owed if d.issue_date.month in wanted and _is_recent(context, d)]
        if len(documents) > 1:
            for document in documents:
                yield Reference(document.number, source.name, match.start(), match.end(), True, how="month")


def _counted(context: Context, source: Source, owed: Owed, months: dict[str, int]) -> Iterator[Reference]:
    """ "The two May ones", "les trois de juin": a month's documents where there are just so many of it."""
    if not any(document.number in context.answered for document in owed) and len(owed) < 2:
        return
    counts = {fold(word): n for pack in context.lexicons for word, n in pack.number_words.items() if 1 < n < 10}
    for name, number in (("both", 2), ("three", 3)):
        counts |= {fold(word): number for pack in context.lexicons for word in pack.places[name]}
    counted = rf"(?P<count>{alternatives(counts)}|[2-9])[ ](?:[^\s\d]{{1,14}}[ ']){{0,3}}?"
    pattern = expression(rf"(?<!\w){counted}(?P<month>{alternatives(months)})(?!\w)")
    days = [(mention.start, mention.end) for mention in context.dates(source)]
    for match in pattern.finditer(source.flat):
        if match["count"].isdigit() and any(match.start() < b and a < match.end() for a, b in days):
            continue  # "the 2 September" is a day
        count = int(match["count"]) if match["count"].isdigit() else counts[match["count"]]
        of_month = [d for d in owed if d.issue_date.month == months[match["month"]] and _is_recent(context, d)]
        for documents in ([d for d in of_month if d.number in context.answered], of_month):
            if len(documents) == count:
                for document in documents:
                    yield Reference(document.number, source.name, match.start(), match.end(), True, how="month")
                break


def unclear_months(context: Context, source: Source, owed: Owed) -> Iterator[tuple[int, int, frozenset[str]]]:
    """Places of months, no days', that several open documents are of, with the numbers of these."""
    months = {name: number for name, number in _months(context).items() if len(name) > 3}
    days = [(mention.start, mention.end) for mention in context.dates(source)]
    plural = expression(rf"(?<!\w)(?:{context.words('plural_words', 'number_words')}|\d)(?!\w)")
    for match in expression(rf"(?<!\w)(?:{alternatives(months)})(?!\w)").finditer(source.flat):
        around = source.flat[max(0, match.start() - 20) : match.start()], source.flat[match.end() :][:12]
        if plural.search(around[0]) or plural.search(around[1]):
            continue  # it says how many, or that there are several
        if not any(match.start() < b and a < match.end() for a, b in days):
            documents = [d for d in owed if d.issue_date.month == months[match.group()] and _is_recent(context, d)]
            if len(documents) > 1:
                yield match.start(), match.end(), frozenset(d.number for d in documents)


def _alone(context: Context, source: Source, owed: Owed, months: dict[str, int]) -> Iterator[Reference]:
    """ "Août suivra", "juin et juillet": a month that is no day's, where just one open document is of it."""
    months = {name: number for name, number in months.items() if len(name) > 3}
    if len(owed) < 2:
        return
    days = [(mention.start, mention.end) for mention in context.dates(source)]
    beside = expression(
        rf"(?<!\w)(?:{context.words('end_of', 'middle_of', 'start_of', 'within')}|en|im|until|bis)[ -]$"
    )
    for match in expression(rf"(?<!\w)(?:{alternatives(months)})(?!\w)(?![ ]?20\d\d)").finditer(source.flat):
        start, end = match.span()
        if any(start < b and a < end for a, b in days) or beside.search(source.flat[max(0, start - 20) : start]):
            continue
        documents = [d for d in owed if d.issue_date.month == months[match.group()] and _is_recent(context, d)]
        if len(documents) == 1:
            yield Reference(documents[0].number, source.name, start, end, True, how="month")


def _foreign(context: Context, source: Source, owed: Owed) -> Iterator[Reference]:
    """ "Die van mei", "la de junio": the month of one open document, in a language without words of its own here."""
    days = [(mention.start, mention.end) for mention in context.dates(source)]
    for match in _foreign_months().finditer(source.flat):
        if any(match.start() < b and a < match.end() for a, b in days):
            continue
        month = {fold(name): number for name, number in abroad.MONTHS.items()}[match.group()]
        documents = [d for d in owed if d.issue_date.month == month and _is_recent(context, d)]
        if len(documents) == 1:
            yield Reference(documents[0].number, source.name, match.start(), match.end(), True, how="month")


@cache
def _foreign_months() -> re.Pattern[str]:
    return expression(rf"(?<!\w)(?:{alternatives(abroad.MONTHS)})(?!\w)")


def _is_recent(context: Context, document: DocumentEntry) -> bool:
    return (context.sent_on - document.issue_date).days < 365
