"""Which documents and orders a message names, in whatever distorted form, and how sure the book is of each.

A number of the book counts everywhere. A loose number ("Re. 288", "your 244") counts only among the identified
customer's own documents, and only if it means exactly one of them. What is quoted says which documents a mail is about;
it never says anything about them.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from nlp.book import Book, folded
from nlp.extract.ledger import Ledger, key_of
from nlp.extract.sources import Context, Source, distinct
from nlp.lang import expression
from nlp.reading import Problem

_TOKEN = re.compile(
    r"(?<![\w@])(?:[A-Za-z]{1,6}[ \u00a0]?[-./_ ]?[ ]?)?\d{1,14}(?:(?:[-./_]|[ \u00a0])[ ]?\d{1,10}){0,3}(?![\w@])"
)
_SHORT_OF_ONE = re.compile(r"[A-Z]{2,4}[ ./-]?\d{2,4}|[A-Za-z]{2,4}\d{2,4}")  # "CN 29" for CN2026-00029


@dataclass(frozen=True, slots=True)
class Reference:
    """A document's number as the book has it (or as written, where `known` is False) and where it stands."""

    number: str
    source: str
    start: int
    end: int
    known: bool
    quoted: bool = False
    how: str = (
        "number"  # what names the document: its number or a slip for it, order, amount, day, month, place, answer
    )


@dataclass(frozen=True, slots=True)
class References:
    """The documents named by number; `pointed`: those that the sender's other words point to (nlp.extract.pointers)."""

    invoices: tuple[Reference, ...]
    problems: tuple[Problem, ...] = ()
    pointed: tuple[Reference, ...] = ()

    def meant(self, source: str = "", start: int = 0, end: int = 1 << 30) -> tuple[str, ...]:
        """Documents that the sender names or points to, in a piece of a source, or anywhere, in order."""
        stated = [r for r in self.invoices if not r.quoted]
        inside = [r for r in (*stated, *self.pointed) if not source or (r.source == source and start <= r.start < end)]
        return distinct(r.number for r in sorted(inside, key=lambda r: (r.source != "body", r.start)))

    def stated(self) -> tuple[str, ...]:
        """Numbers that the sender wrote this time, in order."""
        return distinct(reference.number for reference in self.invoices if not reference.quoted)

    def quoted(self) -> tuple[str, ...]:
        return distinct(reference.number for reference in self.invoices if reference.quoted)

    def within(self, source: str, start: int = 0, end: int = 1 << 30) -> tuple[str, ...]:
        """Numbers stated in a piece of a source."""
        return distinct(
            r.number for r in self.invoices if r.source == source and start <= r.start < end and not r.quoted
        )


class Taken:
    """Stretches of one text, in order; those that overlap are one."""

    def __init__(self) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []

    def overlaps(self, start: int, end: int) -> bool:
        before = bisect_left(self._starts, end)
        return before > 0 and self._ends[before - 1] > start

    def add(self, start: int, end: int) -> None:
        low, high = bisect_right(self._ends, start), bisect_left(self._starts, end)
        if low < high:
            start, end = min(start, self._starts[low]), max(end, self._ends[high - 1])
        self._starts[low:high], self._ends[low:high] = [start], [end]


def find_references(context: Context) -> References:
    """All documents that the message names, in the order of body, subject, attachments, quote."""
    book, customer = context.book, context.customer
    own = Ledger(book.documents_of(customer.number)) if customer else Ledger(())
    found: list[Reference] = []
    for source in (*context.stated, context.quoted):
        found += _in_source(context, source, own)
    problems = tuple(
        Problem("foreign_reference", f"{reference.number} belongs to another customer", reference.source)
        for reference in {r.number: r for r in found if r.known and not r.quoted}.values()
        if customer and (entry := book.document(reference.number)) and entry.customer != customer.number
    )
    problems += tuple(
        Problem("near_match", f"the number that is written is nearly {reference.number}", reference.source)
        for reference in found
        if reference.how == "slip"
    )
    return References(tuple(found), problems)


def _in_source(context: Context, source: Source, own: Ledger) -> list[Reference]:
    """Known numbers first, then loose ones of the customer, then what only looks like one of ours."""
    found: list[Reference] = []
    taken = Taken()

    def add(number: str, start: int, end: int, known: bool, how: str = "number") -> None:
        if not taken.overlaps(start, end):
            taken.add(start, end)
            found.append(Reference(number, source.name, start, end, known, source.quoted, how))

    for start, end, number in _known(context.book, source.text, own):
        add(number, start, end, True)
    for start, end in _loose_places(context, source):
        document = own.resolve(source.text[start:end])
        if document is not None:
            add(document.number, start, end, True)
    for pattern in context.book.number_patterns():
        for match in expression(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE).finditer(source.text):
            if not called_an_order(context, source, match.start()):
                add(*_as_meant(context, source, own, match.start(), match.end()))
    if not source.name.startswith("attachment") and not source.quoted:
        for start, end in _labelled_places(context, source):
            add(source.text[start:end], start, end, False)
    return sorted(found, key=lambda reference: reference.start)


def _as_meant(context: Context, source: Source, own: Ledger, start: int, end: int) -> tuple[str, int, int, bool, str]:
    """An unknown number as written, or the document that it is a slip for."""
    entry = None if source.quoted or source.name.startswith("attachment") else own.mistyped(context, source, start, end)
    if entry is None:
        return source.text[start:end], start, end, False, "number"
    return entry.number, start, end, True, "slip"


def called_an_order(context: Context, source: Source, start: int) -> bool:
    """Whether a number stands behind words for an order: formed like an old number of ours, it is theirs all the same."""  # noqa: E501
    before = source.folded[max(0, start - 40) : start].rpartition("\n")[2]
    sign = rf"(?:[ ]?(?:{context.words('number_signs')})[ .:]{{0,3}})?"
    return bool(expression(rf"(?<!\w)(?:{context.words('order_words')})[ .:#°|;\t-]{{1,6}}{sign}$").search(before))


def _known(book: Book, text: str, own: Ledger) -> Iterator[tuple[int, int, str]]:
    """Numbers of the book: as they are, with other separators, or short of prefix and zeros but with their year."""
    for match in _TOKEN.finditer(text):
        for start, end in _cuts(match):
            written = text[start:end]
            if len(folded(written)) < 5 and not _SHORT_OF_ONE.fullmatch(written):
                continue
            document = book.document(written)
            if document is None and len(key_of(written)[1]) > 1:
                document = own.resolve(written)
            elif document is None and (prefix := key_of(written)[0]):
                short = own.resolve(written)  # "MI 20446" for MI-020446
                document = short if short is not None and key_of(short.number)[0] == prefix else None
            if document is not None:
                yield start, end, document.number
                break


_DIGIT = re.compile(r"\d")
_LAST_GROUP = re.compile(r"[-./_ \u00a0]{1,2}\d{1,10}")


def _cuts(match: re.Match[str]) -> Iterator[tuple[int, int]]:
    """A token whole, then without its word in front, then without the groups at its end ("R-2025-00314 3 Stück")."""
    text, start = match.group(), match.start()
    first = _DIGIT.search(text)
    ends = [len(text), *(m.start() for m in reversed(list(_LAST_GROUP.finditer(text))))]
    for end in ends:
        yield start, start + end
        if first and first.start() > 0:
            yield start + first.start(), start + end


def _loose_places(context: Context, source: Source) -> Iterator[tuple[int, int]]:
    """Bare numbers after a word for invoice, and the further numbers of a list that begins so."""
    sign = rf"(?:[ ]?(?:{context.words('number_signs')})[ .:]{{0,3}})?"
    named = rf"(?:{context.words('invoice_words', 'credit_note_words')})[ .:°]{{0,3}}{sign}(?:[a-z]{{1,4}}[- ]?)?"
    loose = rf"(?:{context.words('loose_words')})[ ]{{1,2}}(?=\d{{3}})"
    heads = expression(
        rf"(?<!\w)(?:{named}|{loose})(\d{{2,9}}(?:[-/]\d{{1,9}})?)(?:er)?(?![\w%€£]|[.,:]\d|[ ]?(?:eur|chf|gbp|€|£|%))"
    )
    follow = expression(
        rf"(?:[ ]?[,;/+&][ ]?|[ ](?:{context.words('list_words')})[ ])(\d{{2,9}})(?![\w%€£]|[.,]\d|[ ]?(?:eur|chf|€|£))"
    )
    for match in heads.finditer(source.flat):
        yield match.start(1), match.end(1)
        place = match.end(1)
        for _ in range(30):
            more = follow.match(source.flat, place)
            if more is None:
                break
            yield more.start(1), more.end(1)
            place = more.end(1)


def _labelled_places(context: Context, source: Source) -> Iterator[tuple[int, int]]:
    """What a customer calls an invoice number though the book does not know it: letters and digits, four at least.

    The number of an order of its own is none ("facture BC-7781").
    """
    orders = known_orders(context)
    sign = rf"(?:[ ]?(?:{context.words('number_signs')})[ .:]{{0,3}})?"
    pattern = expression(
        rf"(?<!\w)(?:{context.words('invoice_words')})[ .:]{{1,3}}{sign}((?=[a-z/-]{{0,6}}\d)[a-z0-9][a-z0-9/-]{{3,17}})(?![\w.,@]\w)"  # noqa: E501
    )
    for match in pattern.finditer(source.flat):
        written = match.group(1)
        if (
            sum(c.isdigit() for c in written) >= 4
            and not re.fullmatch(r"20\d\d|20\d\d-\d\d-\d\d|\d\d?[-/]\d\d?[-/]\d{2,4}", written)
            and folded(written) not in orders
        ):
            yield match.start(1), match.end(1)


def known_orders(context: Context) -> dict[str, str]:
    """The numbers of the customer's orders, folded, as the book writes them."""
    if context.customer is None:
        return {}
    numbers = [order.po_number for order in context.book.orders_of(context.customer.number)]
    numbers += [document.po_number for document in context.book.documents_of(context.customer.number)]
    return {folded(number): number for number in numbers if len(folded(number)) >= 4}
