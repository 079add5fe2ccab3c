"""Which documents, and which order, a question is about: what is in its sentence, around it, or only left over.

A number, an amount or a day that stands alone ("638.25", "how long have we got on 4077?") means the one document of the
customer that has it; where two have it, none is meant.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Decimal
from functools import partial

from nlp.book import DocumentEntry, folded
from nlp.extract.query_orders import Span, before, own_number
from nlp.extract.references import References
from nlp.extract.sources import Context, Source, distinct, near
from nlp.lang import alternatives, expression
from nlp.lang.asking import EACH
from nlp.lang.day_signs import any_of

LEAST_AMOUNT = Decimal(10)
LEAST_END = 4  # digits that tell a further document
MONTH_END_FROM = 20  # the day of a month from which on it is its end
_EACH = re.compile(rf"(?<!\w)(?:{any_of(EACH)})(?!\w)")
_NUMBER = re.compile(r"(?<![\w@.])(?=[\w./-]{0,20}\d)\w[\w./-]{2,28}\w(?![\w@])")
_DIGITS = re.compile(r"(?<![\w.,/-])\d{3,9}(?![\w%]|[.,/-]\d)")  # the end of a number, three digits at least


def asked_documents(context: Context, invoices: References, spans: tuple[Span, ...]) -> tuple[str, ...]:
    """The documents that the asking sentences mean, else those around them, else the attached one."""
    for start, end in spans:
        if found := _meant(context, invoices, start, end):
            return found
    earlier = [before(context, start) for start, _ in spans[:1]]
    for start, end in (*earlier, (0, len(context.body.text))):
        if found := _meant(context, invoices, start, end):
            return found
    subject = distinct(_booked(context, number) for number in invoices.meant("subject"))
    if found := subject or subject_documents(context):
        return found
    attached = tuple(n for n in invoices.meant() if context.book.document(n))
    if len(attached) == 1:
        return attached
    for listed in (context.answered, attached, invoices.quoted()):
        if found := _all_of(context, listed, spans):
            return found
    return ()


def subject_documents(context: Context) -> tuple[str, ...]:
    """What a bare number, amount or day in the subject tells."""
    return distinct(_fitting(context, context.subject, (0, len(context.subject.text))))


def _all_of(context: Context, listed: Iterable[str], spans: tuple[Span, ...]) -> tuple[str, ...]:
    """ "Un exemplaire de chacune des deux pièces": all that our mail, or a sheet, lists where all are meant."""
    own = [d for n in distinct(listed) if (d := context.book.document(n)) and d.total > 0]
    words = " ".join(context.body.flat[slice(*span)] for span in spans)
    counted = _counted(context, words)
    return tuple(d.number for d in own) if own and (counted == len(own) or _EACH.search(words)) else ()


def _counted(context: Context, flat: str) -> int:
    """Of how many things a sentence speaks: "the two", "les 3", "beide"."""
    for count, name in ((2, "both"), (3, "three")):
        said = [word for pack in context.lexicons for word in pack.places[name]]
        numbers = [w for pack in context.lexicons for w, n in pack.number_words.items() if n == count]
        if expression(rf"(?<!\w)(?:{alternatives((*said, *numbers))})(?!\w)(?![ .,]?\d)").search(flat):
            return count
    return 0


def told_in(context: Context, invoices: References, span: Span) -> tuple[str, ...]:
    """Documents that the words of a sentence name or point to; what our own mail was about does not count."""
    start, end = span
    pointed = [r for r in (*invoices.invoices, *invoices.pointed) if not r.quoted and r.how not in ("answer", "place")]
    return distinct(_booked(context, r.number) for r in pointed if r.source == "body" and start <= r.start < end)


def order_of(context: Context, documents: tuple[str, ...]) -> str | None:
    """The one purchase order that the sender names and an asked document was made for."""
    said: list[str] = []
    for entry in filter(None, map(context.book.document, documents)):
        stated = own_number(entry.po_number)
        written = [m.group() for source in (context.body, context.subject) if (m := stated.search(source.flat))]
        if written:
            whole = any(len(folded(each)) == len(folded(entry.po_number)) for each in written)
            said.append(entry.po_number if whole else written[0])
    return said[0] if len(set(said)) == 1 else None


def documents_in(context: Context, invoices: References, start: int, end: int) -> tuple[str, ...]:
    """The documents that a piece of the body means."""
    return _meant(context, invoices, start, end)


def _meant(context: Context, invoices: References, start: int, end: int) -> tuple[str, ...]:
    named = distinct(_booked(context, number) for number in invoices.meant("body", start, end))
    if any(context.book.document(number) for number in named):
        return distinct((*named, *_further(context, invoices, (start, end))))
    return distinct(_fitting(context, context.body, (start, end))) or named


def _further(context: Context, invoices: References, span: Span) -> Iterator[str]:
    """ "The PDF of W2026/0790, and of 0688": a bare end of a number behind one that is named in full."""
    own = [r for r in (*invoices.invoices, *invoices.pointed) if r.source == "body" and not r.quoted]
    first = min((r.start for r in own if span[0] <= r.start < span[1]), default=span[1])
    taken = [(r.start, r.end) for r in own] + [(m.start, m.end) for m in context.dates(context.body)]
    taken += [(amount.start, amount.end) for amount in context.amounts(context.body) if amount.marked]
    for match in _DIGITS.finditer(context.body.text, first, min(span[1], len(context.body.text))):
        if len(match.group()) >= LEAST_END and not any(a < match.end() and match.start() < b for a, b in taken):
            yield from _only(context, partial(_ends_with, match.group()))


def _booked(context: Context, number: str) -> str:
    """A number as the book has it: who calls an order's number an invoice means the one made for that order."""
    if context.book.document(number) is not None:
        return number
    return next(iter(_only(context, partial(_is_for, folded(number)))), number)


def _fitting(context: Context, source: Source, span: Span) -> Iterator[str]:
    """Documents of the customer of which a bare number, amount or day in a piece of a source tells exactly one."""
    start, end = span
    days = [m for m in context.dates(source) if start <= m.start < end]
    several = _counted(context, source.flat[start:end])
    for amount in context.amounts(source):
        if start <= amount.start < end and abs(amount.value) >= LEAST_AMOUNT:
            yield from _only(context, partial(_is_of, abs(amount.value)), several)
    for mention in days:
        if mention.earlier <= context.sent_on:
            fits = _is_from if mention.exact else _is_of_the_end_of
            yield from _only(context, partial(fits, mention.earlier))
    yield from (number for number, _ in _by_own_order(context, source, span))
    for match in _NUMBER.finditer(source.text, start, min(end, len(source.text))):
        yield from _only(context, partial(_is_for, folded(match.group())))
    for match in _DIGITS.finditer(source.text, start, min(end, len(source.text))):
        if not any(m.start <= match.start() < m.end for m in days):
            yield from _only(context, partial(_ends_with, match.group()))


def _by_own_order(context: Context, source: Source, span: Span) -> Iterator[tuple[str, str]]:
    """Documents by the payer's number of their order in a piece of a source, its end alone too; and as written."""
    for document in context.book.documents_of(context.customer.number) if context.customer else ():
        for match in own_number(document.po_number).finditer(source.flat, *span):
            if document.total > 0:
                yield from ((n, match.group()) for n in _only(context, partial(_is_for, folded(document.po_number))))


def _is_of_the_end_of(day: date, document: DocumentEntry) -> bool:
    issued = document.issue_date
    return document.total > 0 and (issued.year, issued.month) == (day.year, day.month) and issued.day >= MONTH_END_FROM


def _is_of(value: Decimal, document: DocumentEntry) -> bool:
    return any(near(value, abs(amount)) for amount in (document.total, document.open_amount))


def _is_from(day: date, document: DocumentEntry) -> bool:
    return document.issue_date == day and document.total > 0


def _ends_with(digits: str, document: DocumentEntry) -> bool:
    return folded(document.number).endswith(digits)


def _is_for(order: str, document: DocumentEntry) -> bool:
    return folded(document.po_number) == order and document.total > 0


def _only(context: Context, fits: Callable[[DocumentEntry], bool], several: int = 1) -> Iterable[str]:
    """The one document that fits, or as many as are spoken of, among those of our mail, then the open ones, all."""
    if context.customer is None:
        return ()
    own = context.book.documents_of(context.customer.number)
    answered = {folded(number) for number in context.answered}
    for documents in ([d for d in own if folded(d.number) in answered], [d for d in own if d.open_amount], own):
        found = [document.number for document in documents if fits(document)]
        if found:
            return found if len(found) in (1, several) else ()
    return ()
