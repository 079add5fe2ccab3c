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

from nlp.book import DocumentEntry
from nlp.extract.payment_months import by_months
from nlp.extract.references import Reference, References
from nlp.extract.sources import Context, Source
from nlp.lang import expression, fold
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
    owed = owed_by(context)
    if not owed:
        return invoices
    found: list[Reference] = []
    for source in (context.body, context.subject):
        taken = [
            (r.start, r.end) for r in (*invoices.invoices, *invoices.pointed)
            if r.source == source.name and not r.quoted and r.how != "place" and r.known
        ]  # fmt: skip
        pointers = (
            *_by_own_number(context, source, owed), *_by_day(context, source, owed), *_by_number(context, source, owed),
            *_by_site(source, owed), *by_months(context, source, owed),
        )  # fmt: skip
        for reference in pointers:
            if not any(reference.start < b and a < reference.end for a, b in taken):
                found.append(reference)
    stated = tuple(r for r in invoices.invoices if r.known or r.quoted or not any(_is_within(r, f) for f in found))
    pointed = tuple(sorted((*invoices.pointed, *found), key=lambda r: (r.source, r.start)))
    return replace(invoices, invoices=stated, pointed=_without_shares(context, pointed))


def _without_shares(context: Context, pointed: tuple[Reference, ...]) -> tuple[Reference, ...]:
    """ "459 on the 16th and the other 459 on the 30th" to a reminder of 918: its parts, not what else is as much."""
    places = {(r.source, r.start): r.number for r in pointed if r.how == "amount" and r.source == context.body.name}
    answered = [entry for number in context.answered if (entry := context.book.document(number))]
    due = sum((entry.open_amount for entry in answered), Decimal(0))
    named = [entry.open_amount for number in places.values() if (entry := context.book.document(number))]
    marked = [amount.value for amount in context.amounts(context.body) if amount.marked]
    if not places or not any(len(values) > 1 and sum(values, Decimal(0)) == due for values in (named, marked)):
        return pointed
    return tuple(r for r in pointed if r.how != "amount" or r.number in context.answered)


def _is_within(reference: Reference, other: Reference) -> bool:
    return reference.source == other.source and reference.start < other.end and other.start < reference.end


def _by_own_number(context: Context, source: Source, owed: tuple[DocumentEntry, ...]) -> Iterator[Reference]:
    """ "die SAB 61", "facture T-2026-31", "bon 2026-061": the payer's own number of one open document's order, or the
    end of it that no other order has."""
    groups_of = {d.number: tuple(re.findall(r"[^\W_]{1,20}", fold(d.po_number))) for d in owed}
    ends = Counter(groups[first:] for groups in groups_of.values() for first in range(len(groups)))
    days = [(mention.start, mention.end) for mention in context.dates(source)]
    for document in owed:
        groups = groups_of[document.number]
        if not groups or groups[-1] not in source.flat:
            continue
        tails = [groups[first:] for first in range(len(groups)) if ends[groups[first:]] == 1]
        written = [_written_as(tail) for tail in tails if _tells(tail, is_whole=tail == groups)]
        if not written:
            continue
        for match in expression(rf"(?<![\w@])(?:{'|'.join(written)})(?![\w@])").finditer(source.flat):
            if match.end() - match.start() > 6 or not any(match.start() < b and a < match.end() for a, b in days):
                yield Reference(document.number, source.name, match.start(), match.end(), True, how="order")


def _tells(tail: tuple[str, ...], *, is_whole: bool) -> bool:
    """Whether the end of an order's number is long enough to be told from other numbers; a year is none."""
    joined = "".join(tail)
    if len(joined) < LEAST_OWN or not any(map(str.isdigit, joined)):
        return False
    return is_whole or not (len(tail) == 1 and (not joined.isdigit() or _YEAR.fullmatch(joined)))


def _written_as(tail: tuple[str, ...]) -> str:
    """An expression for these groups with any joints; digits alone are no part of another number or of money."""
    if len(tail) == 1 and tail[0].isdigit():
        return rf"(?<![.,/-]){tail[0]}(?![.,/-]\d|[ ]?(?:%|€|£|eur|chf|gbp))"
    return r"[\s./_-]{0,3}".join(map(re.escape, tail))


def owed_by(context: Context) -> tuple[DocumentEntry, ...]:
    """The customer's open invoices."""
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
            orders = [] if tails or values else [d for d in documents if _ends_order(d.po_number, match.group())]
            meant = {d.number for d in (*tails, *values, *orders)}
            if meant:
                if len(meant) == 1:
                    how = "number" if tails else "amount" if values else "order"
                    yield Reference(meant.pop(), source.name, start, end, True, how=how)
                break


def _ends_with(number: str, written: str) -> bool:
    if not written.isdigit() or len(written) < LEAST_DIGITS:
        return False
    groups = re.findall(r"\d{1,18}", number)
    return any(group.endswith(written) for group in groups if len(groups) == 1 or not _YEAR.fullmatch(group))


def _ends_order(po_number: str, written: str) -> bool:
    """ "551" of ARD-551: the last digits of an order's number, all of them."""
    return written.isdigit() and not _YEAR.fullmatch(written) and re.findall(r"\d{1,18}", po_number)[-1:] == [written]


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
