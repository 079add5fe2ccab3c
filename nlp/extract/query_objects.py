"""Which documents, and which order, a question is about: what is in its sentence, around it, or only left over.

A number, an amount or a day that stands alone ("638.25", "how long have we got on 4077?") means the one document of the
customer that has it; where two have it, none is meant.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import partial

from nlp.book import DocumentEntry, OrderEntry, folded
from nlp.extract.references import OrderNumber, References
from nlp.extract.sources import Context, Source, distinct, near
from nlp.lang import alternatives, expression, fold

LEAST_AMOUNT = Decimal(10)
LEAST_TAIL = 4  # digits of the end of an order's number
MONTH_END_FROM = 20  # the day of a month from which on it is its end
Span = tuple[int, int]
_EACH = re.compile(
    r"(?<!\w)(?:each|all of (?:them|these)|the ones below|below|listed|jeweils|alle|allen|saemtliche|samtliche|unten|"
    r"untenstehend\w{0,2}|chacune|chaque|toutes|ci-dessous|ci-apres|onderstaande|alle|tutte|ciascuna|todas|cada una|"
    r"wszystkich|ponizsz\w{1,4})(?!\w)"
)
_NEVER = re.compile(r"(?!)")
_NUMBER = re.compile(r"(?<![\w@.])(?=[\w./-]{0,20}\d)\w[\w./-]{2,28}\w(?![\w@])")
_DIGITS = re.compile(r"(?<![\w.,/-])\d{3,9}(?![\w%]|[.,/-]\d)")  # the end of a number, three digits at least


def asked_documents(context: Context, invoices: References, spans: tuple[Span, ...]) -> tuple[str, ...]:
    """The documents that the asking sentences mean, else those around them, else the attached one."""
    for start, end in spans:
        if found := _meant(context, invoices, start, end):
            return found
    before = [_before(context, start) for start, _ in spans[:1]]
    for start, end in (*before, (0, len(context.body.text))):
        if found := _meant(context, invoices, start, end):
            return found
    subject = distinct(_booked(context, number) for number in invoices.meant("subject"))
    if found := subject or distinct(_fitting(context, context.subject, (0, len(context.subject.text)))):
        return found
    attached = tuple(n for n in invoices.meant() if context.book.document(n))
    return attached if len(attached) == 1 else _all_answered(context, spans)


def _all_answered(context: Context, spans: tuple[Span, ...]) -> tuple[str, ...]:
    """ "Un exemplaire de chacune des deux pièces ci-dessous": all that our mail was about, where all are meant."""
    own = [d for n in context.answered if (d := context.book.document(n)) and d.total > 0]
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
        match = next((m for source in (context.body, context.subject) if (m := stated.search(source.flat))), None)
        if match is not None:
            whole = len(folded(match.group())) == len(folded(entry.po_number))
            said.append(entry.po_number if whole else match.group())
    return said[0] if len(set(said)) == 1 else None


def asked_order(context: Context, numbers: tuple[OrderNumber, ...], spans: tuple[Span, ...]) -> OrderNumber | None:
    """The order in the asking sentence, else the one that our confirmation was about, else the first that is known."""
    numbers = _with_own(context, numbers)
    body = [n for n in numbers if n.source is context.body]
    inside = [n for span in spans for n in numbers if _stands_in(context, n, span)]
    around = [n for start, _ in spans[:1] for n in body if _before(context, start)[0] <= n.start < start]
    stated = [n for n in numbers if n.source.name in ("body", "subject")]
    left = sorted(stated, key=lambda n: (not n.known, n.source.name != "subject"))
    found = next(iter([*inside, *around, *(left if left else _confirmed(context)), *numbers]), None)
    return _by_their_number(context, found) if found else None


def _stands_in(context: Context, number: OrderNumber, span: Span) -> bool:
    """Whether a piece of the body names an order, found there or in the subject."""
    if number.source is context.body:
        return span[0] <= number.start < span[1]
    return own_number(number.number).search(context.body.flat, *span) is not None


def _with_own(context: Context, numbers: tuple[OrderNumber, ...]) -> tuple[OrderNumber, ...]:
    """With the customer's known orders that stand in the body or the subject in whatever manner."""
    taken = {(n.source.name, place) for n in numbers for place in range(n.start, n.end)}
    found = [
        OrderNumber(number, source, match.start(), match.end(), True)
        for number in sorted(_order_numbers(context))
        for source in (context.body, context.subject)
        if (match := own_number(number).search(source.flat)) and (source.name, match.start()) not in taken
    ]
    return (*numbers, *found)


def _confirmed(context: Context) -> list[OrderNumber]:
    """The one order that the mail of ours was about which this one answers."""
    orders = [order for order in _orders(context) if order.number in context.answered and order.po_number]
    return [OrderNumber(orders[0].po_number, context.subject, 0, 0, True)] if len(orders) == 1 else []


def _by_their_number(context: Context, found: OrderNumber) -> OrderNumber:
    """An order under the customer's own number, where ours was written ("RE: Order confirmation SO-1180")."""
    order = next((o for o in _orders(context) if folded(o.number) == folded(found.number) and o.po_number), None)
    if order is not None:
        return replace(found, number=order.po_number, known=True)
    own = {_shape(number) for number in _order_numbers(context)}
    before = re.search(r"[A-Za-z]{1,6}[ ./-]{0,2}$", found.source.text[: found.start][-8:])
    whole = f"{before.group()}{found.number}" if before else ""
    # "BC 2026/109" where all numbers of the customer begin so: the letters are a part of it.
    return replace(found, number=whole) if _shape(whole) in own and _shape(found.number) not in own else found


def _order_numbers(context: Context) -> set[str]:
    if context.customer is None:
        return set()
    numbers = {document.po_number for document in context.book.documents_of(context.customer.number)}
    return (numbers | {order.po_number for order in _orders(context)}) - {""}


def _shape(number: str) -> str:
    return re.sub(r"\d+", "9", number.upper())


def _orders(context: Context) -> tuple[OrderEntry, ...]:
    return context.book.orders_of(context.customer.number) if context.customer else ()


def _before(context: Context, start: int) -> Span:
    """The sentence before a place with it: "Nothing here for 1165. A copy, please."."""
    earlier = [a for a, b in context.body.sentences if b <= start]
    return (earlier[-1] if earlier else start), start


def documents_in(context: Context, invoices: References, start: int, end: int) -> tuple[str, ...]:
    """The documents that a piece of the body means."""
    return _meant(context, invoices, start, end)


def _meant(context: Context, invoices: References, start: int, end: int) -> tuple[str, ...]:
    named = distinct(_booked(context, number) for number in invoices.meant("body", start, end))
    if any(context.book.document(number) for number in named):
        return named
    return distinct(_fitting(context, context.body, (start, end))) or named


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


def own_number(number: str) -> re.Pattern[str]:
    """An expression for a payer's number with whatever between its groups ("SAB 61"), or for its end ("33144")."""
    groups = re.findall(r"[^\W_]{1,20}", fold(number))
    if sum(map(len, groups)) < LEAST_TAIL or not any(any(map(str.isdigit, group)) for group in groups):
        return _as_written(number, groups)
    written = r"[\s./_-]{0,3}".join(map(re.escape, groups))
    if len(groups) > 1 and groups[-1].isdigit() and len(groups[-1]) >= LEAST_TAIL and not groups[-1].startswith("20"):
        written += rf"|(?<![.,/-]){groups[-1]}(?![.,/-]\d)"
    return expression(rf"(?<![\w@])(?:{written})(?![\w@])")


def _as_written(number: str, groups: Sequence[str]) -> re.Pattern[str]:
    """A short number ("W/97") only as it is written, and only where letters and digits make it one."""
    if len(groups) < 2 or not groups[0].isalpha() or not groups[-1].isdigit():
        return _NEVER
    return expression(rf"(?<![\w@/.-]){re.escape(fold(number))}(?![\w@/-]|[.,]\d)")


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
