"""Which of the customer's orders a change is about, and the number that the customer calls it by.

In an answer to our order confirmation it is that order; else the one whose number is written, ours or theirs, with
whatever blanks and signs; else the one of the day that is named. An order without a number of theirs has none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nlp.book import OrderEntry, folded
from nlp.extract.order_numbers import OrderNumber
from nlp.extract.sources import Context, Source, distinct
from nlp.lang import expression, fold

RECENT_DAYS = 60  # an order before is delivered, or forgotten
_BARE_SUBJECT = re.compile(r"\s{0,3}(?:[A-Za-z]{1,3}: ?){0,3}((?=(?:[\w./-]{0,6}\d){4})[\w][\w./-]{3,18}\w)\s{0,3}")
SAME_LEAD = 2  # digits that the numbers of one series begin with
NEAR_PAPER = 40  # characters between a paper and the order that it is of
LEAST_SIGNS = 4  # of a number that counts wherever it stands


@dataclass(frozen=True, slots=True)
class NamedOrder:
    """An order and where it is named; start -1: by no number. `entry` None: the book does not have it."""

    entry: OrderEntry | None
    po_number: str | None
    source: Source
    start: int = -1
    end: int = -1


@dataclass(frozen=True, slots=True)
class Meant:
    """The order that changes (None: not told), all places where orders are named, orders that it may be.

    `assumed`: nothing names it, it is only the one that the mail fits.
    """

    order: NamedOrder | None
    named: tuple[NamedOrder, ...]
    candidates: tuple[OrderEntry, ...]
    assumed: bool = False


def order_meant(context: Context, numbers: Sequence[OrderNumber]) -> Meant:
    """The order that the message changes."""
    orders = context.book.orders_of(context.customer.number) if context.customer is not None else ()
    named = tuple(each for each in _named(context, orders) if not _is_of_paper(context, each.source, each.start))
    recent = tuple(order for order in orders if _is_recent(context, order))
    answered = next((o for o in orders if o.number in (context.answered_order, *context.answered)), None)
    if answered is not None:
        said = [each for each in named if each.source.name == "body" and each.entry is not None]
        if not said or any(each.entry == answered for each in said) or len({e.entry for e in said}) > 1:
            here = next((each for each in named if each.entry == answered), None)
            return Meant(here or _known(answered, context.body), named, (answered,))
    if named:
        first = min(named, key=lambda each: (not _asks_to_change(each), _rank(each.source)))
        return Meant(first, named, (first.entry,) if first.entry else ())
    number = next((n for n in numbers if not _is_of_paper(context, n.source, n.start)), None)
    if number is not None:
        start, end = _whole_token(number)
        place = NamedOrder(
            None, number.source.text[start:end] if not number.known else number.number, number.source, start, end
        )
        return Meant(place, (place,), ())
    bare = _BARE_SUBJECT.fullmatch(context.subject.text)
    if bare is not None and context.book.document(bare[1]) is None:
        place = NamedOrder(None, bare[1], context.subject, bare.start(1), bare.end(1))
        return Meant(place, (place,), ())
    alike = _alike(context, orders)
    if alike is not None:
        return Meant(alike, (alike,), ())
    dated = _of_the_day(context, recent) or _quoted(context, orders)
    if dated is not None:
        return Meant(_known(dated, context.body), (), (dated,))
    if len(recent) == 1:
        return Meant(_known(recent[0], context.body), (), recent, assumed=True)
    return Meant(None, (), recent)


def fitting(context: Context, meant: Meant, skus: frozenset[str]) -> Meant | None:
    """The one of several orders that has all these articles, where none is named."""
    found = [order for order in meant.candidates if skus <= set(order.skus)]
    if meant.order is not None or not skus or len(found) != 1:
        return None
    return Meant(_known(found[0], context.body), (), tuple(found), assumed=True)


def usual_of(context: Context) -> frozenset[str]:
    """The articles of the customer's orders that the book has."""
    orders = context.book.orders_of(context.customer.number) if context.customer is not None else ()
    return frozenset(sku for order in orders for sku in order.skus)


def _known(order: OrderEntry, source: Source) -> NamedOrder:
    return NamedOrder(order, order.po_number or None, source)


def _named(context: Context, orders: Sequence[OrderEntry]) -> Iterator[NamedOrder]:
    """Every place of body, subject and attachments that shows an order's number; the last line: the quoted ones."""
    for source in (*context.documents, context.body, context.subject):
        for order in orders:
            for number in (order.po_number, order.number):
                pattern = _pattern(number) if len(folded(number)) >= 3 else None
                for match in pattern.finditer(source.folded) if pattern is not None else ():
                    yield NamedOrder(order, order.po_number or None, source, match.start(), match.end())


def _pattern(number: str) -> re.Pattern[str] | None:
    """A number with any sign or blank between its parts: "BH 26/158", "bh26-158"; a short one only as it is."""
    parts = re.findall(r"[a-z]{1,30}|\d{1,20}", fold(number))
    if not parts:
        return None
    gap = r"[ ./_:-]{0,3}" if len(folded(number)) >= LEAST_SIGNS else r"[ ./_-]?"
    return expression(rf"(?<![\w@.-]){gap.join(re.escape(part) for part in parts)}(?![\w@]|-\w)")


def _asks_to_change(named: NamedOrder) -> bool:
    """Not in a sentence that asks something: "when is the invoice of BL-5548 due?"."""
    if named.source.name != "body" or named.start < 0:
        return True
    start, end = named.source.sentence_at(named.start)
    return not named.source.text[start:end].rstrip().endswith("?") or len(named.source.sentences) == 1


def _is_of_paper(context: Context, source: Source, start: int) -> bool:
    """ "Send me the invoice for HF-2331": the number says which paper is meant, not which order changes."""
    if source.name != "body" or start < 0:
        return False
    papers = context.words("other_documents", "invoice_words")
    of = expression(rf"(?<!\w)(?:{papers})(?!\w)[ ](?:[^\W\d_]{{1,8}}[ ]){{1,3}}$")
    return of.search(source.flat[max(0, start - NEAR_PAPER) : start]) is not None


def _rank(source: Source) -> int:
    return 1 if source.name == "subject" else 0


def _whole_token(number: OrderNumber) -> tuple[int, int]:
    """ "CDE-9012" where only "9012" was taken for the number behind a word for an order."""
    before = re.search(r"(?<![\w@./-])[A-Za-z]{1,6}[-/]$", number.source.text[max(0, number.start - 8) : number.start])
    return number.start - (len(before.group()) if before else 0), number.end


def shape_of(number: str) -> str:
    """A pattern for folded text of the numbers that are made like this one: letters and signs as they are."""
    return "".join(r"\d" if sign.isdigit() else re.escape(fold(sign)) for sign in number)


def _is_telling(number: str) -> bool:
    """Made so that another like it is a number of the same kind: four digits, or two behind letters."""
    digits, letters = len(re.findall(r"\d", number)), len(re.findall(r"[^\W\d_]", number))
    return digits >= LEAST_SIGNS or (digits > 1 and letters > 1)


def _alike(context: Context, orders: Sequence[OrderEntry]) -> NamedOrder | None:
    """An order that the book does not have: a number made like those of the customer's other orders."""
    known = {order.po_number for order in orders if _is_telling(order.po_number)}
    for source in (context.subject, context.body) if known else ():
        days = [(mention.start, mention.end) for mention in context.dates(source)]
        for number in sorted(known):
            lead = re.escape(number[:SAME_LEAD]) if number.isdigit() else ""  # digits alone: of one series
            pattern = expression(rf"(?<![\w@.+-])(?={lead}){shape_of(number)}(?![\w@]|[.,]\d)")
            for match in pattern.finditer(source.flat):
                written = source.text[match.start() : match.end()]
                dated = any(match.start() < b and a < match.end() for a, b in days)
                if not dated and context.book.document(written) is None:
                    return NamedOrder(None, written, source, match.start(), match.end())
    return None


def _is_recent(context: Context, order: OrderEntry) -> bool:
    return order.order_date is None or 0 <= (context.sent_on - order.order_date).days <= RECENT_DAYS


def _of_the_day(context: Context, orders: Sequence[OrderEntry]) -> OrderEntry | None:
    """ "la commande de vendredi": the one order of a day that is named."""
    days = {m.earlier for source in (context.subject, context.body) for m in context.dates(source)}
    found = [order for order in orders if order.order_date in days and order.order_date <= context.sent_on]
    return found[0] if len(found) == 1 else None


def _quoted(context: Context, orders: Sequence[OrderEntry]) -> OrderEntry | None:
    """The one order that the quoted mail speaks of."""
    numbers = [(order, n) for order in orders for n in (order.po_number, order.number) if len(folded(n)) >= LEAST_SIGNS]
    found = distinct(
        order.number for order, n in numbers if (p := _pattern(n)) is not None and p.search(context.quoted.folded)
    )
    return next((order for order in orders if order.number == found[0]), None) if len(found) == 1 else None
