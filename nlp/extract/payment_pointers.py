"""Which open documents a payer means by a number's last digits, a bare amount, a day, or the name of a site.

In a mail about money a bare number is one of few things: the end of an invoice's number, or what is open on it. Where
it can be both, of two documents, it is taken as neither.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cache

from nlp.book import DocumentEntry
from nlp.extract.references import Reference, References
from nlp.extract.sources import Context, Source
from nlp.lang import LANGUAGES, abroad, alternatives, expression, fold
from nlp.notation import decimal_of

LEAST_DIGITS = 3
LEAST_OWN = 4  # letters and digits of an order's number
LEAST_NAME = 5  # letters of a word that tells one site from another
# "...4240": dots or a dash in the place of what is left out.
_FREE, _ENDED = r"(?<![\w@,'’])(?<![^.\s]\.)(?<![^\s][/-])", r"(?![\w@%]|[.,:/'’-]\d)"
_BARE = re.compile(rf"{_FREE}\d{{1,3}}(?:[ .'’]\d{{3}}){{1,3}}(?:,\d)?{_ENDED}|{_FREE}\d{{3,12}}{_ENDED}")
_YEAR = re.compile(r"20\d\d")
_WORD = re.compile(r"[^\W_]{1,40}")


def with_payment_pointers(context: Context, invoices: References) -> References:
    """The references with what these pointers add in the body and the subject."""
    owed = _owed(context)
    if not owed:
        return invoices
    found: list[Reference] = []
    for source in (context.body, context.subject):
        taken = [
            (r.start, r.end) for r in (*invoices.invoices, *invoices.pointed)
            if r.source == source.name and not r.quoted and r.how != "place" and r.known
        ]  # fmt: skip
        pointers = (
            *_by_own_number(source, owed), *_by_day(context, source, owed), *_by_number(context, source, owed),
            *_by_site(source, owed), *_by_counted_month(context, source, owed), *_by_month_alone(context, source, owed),
            *_by_foreign_month(context, source, owed),
        )  # fmt: skip
        for reference in pointers:
            if not any(reference.start < b and a < reference.end for a, b in taken):
                found.append(reference)
    stated = tuple(r for r in invoices.invoices if r.known or r.quoted or not any(_is_within(r, f) for f in found))
    pointed = tuple(sorted((*invoices.pointed, *found), key=lambda r: (r.source, r.start)))
    return replace(invoices, invoices=stated, pointed=pointed)


def _is_within(reference: Reference, other: Reference) -> bool:
    return reference.source == other.source and reference.start < other.end and other.start < reference.end


def _by_own_number(source: Source, owed: tuple[DocumentEntry, ...]) -> Iterator[Reference]:
    """ "die SAB 61", "facture T-2026-31": the payer's own number of the order that one open document was made for."""
    counts = Counter(fold(document.po_number) for document in owed)
    for document in owed:
        groups = re.findall(r"[^\W_]{1,20}", fold(document.po_number))
        if not groups or counts[fold(document.po_number)] > 1 or groups[-1] not in source.flat:
            continue
        if sum(map(len, groups)) < LEAST_OWN or not any(map(str.isdigit, "".join(groups))):
            continue
        written = r"[\s./_-]{0,3}".join(map(re.escape, groups))
        if groups[-1].isdigit() and len(groups[-1]) >= LEAST_OWN and not _YEAR.fullmatch(groups[-1]):
            written += rf"|(?<![.,/-]){groups[-1]}(?![.,/-]\d|[ ]?(?:%|€|£|eur|chf|gbp))"  # its end alone
        for match in expression(rf"(?<![\w@])(?:{written})(?![\w@])").finditer(source.flat):
            yield Reference(document.number, source.name, match.start(), match.end(), True, how="order")


def _owed(context: Context) -> tuple[DocumentEntry, ...]:
    if context.customer is None:
        return ()
    return tuple(d for d in context.book.documents_of(context.customer.number) if d.open_amount > 0)


def _by_number(context: Context, source: Source, owed: tuple[DocumentEntry, ...]) -> Iterator[Reference]:
    """ "1102 und 1138", "the 595": the end of one open document's number, or the amount of one."""
    days = [(mention.start, mention.end) for mention in context.dates(source)]
    answered = tuple(document for document in owed if document.number in context.answered)
    for match in _BARE.finditer(source.text):
        start, end = match.span()
        if any(start < b and a < end for a, b in days):
            continue
        for documents in (answered, owed):
            tails = [d for d in documents if _ends_with(d.number, match.group())]
            values = [d for d in documents if _is_worth(d, match.group(), context.decimal)]
            if tails or values:
                if len({d.number for d in (*tails, *values)}) == 1:
                    yield Reference(
                        (tails or values)[0].number, source.name, start, end, True, how="number" if tails else "amount"
                    )
                break


def _ends_with(number: str, written: str) -> bool:
    if not written.isdigit() or len(written) < LEAST_DIGITS:
        return False
    groups = re.findall(r"\d{1,18}", number)
    return any(group.endswith(written) for group in groups if len(groups) == 1 or not _YEAR.fullmatch(group))


def _is_worth(document: DocumentEntry, written: str, decimal: str) -> bool:
    """Whether a number is what is open on a document, its cents perhaps left out."""
    value, _ = decimal_of(written, decimal)
    if value is None or value < Decimal(10 ** (LEAST_DIGITS - 1)):
        return False
    amounts = {document.open_amount, document.total}
    return any(value == amount or (value == value.to_integral_value() and int(amount) == value) for amount in amounts)


def _by_day(context: Context, source: Source, owed: tuple[DocumentEntry, ...]) -> Iterator[Reference]:
    """ "De la factura del 26 de agosto": a past day on which exactly one open document was issued."""
    for mention in context.dates(source):
        if mention.earlier >= context.sent_on or mention.earlier != mention.value:
            continue
        documents = [d for d in owed if d.issue_date == mention.earlier]
        if len(documents) == 1:
            yield Reference(documents[0].number, source.name, mention.start, mention.end, True, how="day")


def _by_counted_month(context: Context, source: Source, owed: tuple[DocumentEntry, ...]) -> Iterator[Reference]:
    """ "The two May ones", "les trois de juin": a month's documents where there are just so many of it."""
    if not any(document.number in context.answered for document in owed) and len(owed) < 2:
        return
    months = {fold(name): number for pack in context.lexicons for name, number in pack.months.items() if len(name) > 2}
    counts = {fold(word): n for pack in context.lexicons for word, n in pack.number_words.items() if 1 < n < 10}
    for name, number in (("both", 2), ("three", 3)):
        counts |= {fold(word): number for pack in context.lexicons for word in pack.places[name]}
    counted = rf"(?P<count>{alternatives(counts)}|[2-9])[ ](?:[^\s\d]{{1,14}}[ ']){{0,3}}?"
    pattern = expression(rf"(?<!\w){counted}(?P<month>{alternatives(months)})(?!\w)")
    for match in pattern.finditer(source.flat):
        count = int(match["count"]) if match["count"].isdigit() else counts[match["count"]]
        of_month = [d for d in owed if d.issue_date.month == months[match["month"]] and _is_recent(context, d)]
        for documents in ([d for d in of_month if d.number in context.answered], of_month):
            if len(documents) == count:
                for document in documents:
                    yield Reference(document.number, source.name, match.start(), match.end(), True, how="month")
                break


def _by_month_alone(context: Context, source: Source, owed: tuple[DocumentEntry, ...]) -> Iterator[Reference]:
    """ "Août suivra", "juin et juillet": a month that is no day's, where just one open document is of it."""
    months = {fold(name): number for pack in context.lexicons for name, number in pack.months.items() if len(name) > 3}
    if len(owed) < 2 or not any(name in source.flat for name in months):
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


def _by_foreign_month(context: Context, source: Source, owed: tuple[DocumentEntry, ...]) -> Iterator[Reference]:
    """ "Die van mei", "la de junio": the month of one open document, in a language without words of its own here."""
    if len(context.languages) < len(LANGUAGES):
        return
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


def _by_site(source: Source, owed: tuple[DocumentEntry, ...]) -> Iterator[Reference]:
    """ "the two of the Tilleuls": the documents whose order is called by a name that not all of them have."""
    names = {document.number: frozenset(_words(document.po_number)) for document in owed}
    frequency = Counter(word for words in names.values() for word in words)
    telling = {w for w, n in frequency.items() if n < len(owed) and len(w) >= LEAST_NAME and w.isalpha()}
    for match in _WORD.finditer(source.flat):
        if match.group() not in telling:
            continue
        near = set(_words(source.flat[match.end() : match.end() + 8])[:1]) | {match.group()}
        best = max(len(words & near) for words in names.values())
        for document in owed:
            words = names[document.number]
            if match.group() in words and len(words & near) == best:
                yield Reference(document.number, source.name, match.start(), match.end(), True, how="order")


def _words(name: str) -> list[str]:
    return [word for word in _WORD.findall(fold(name))]
