"""Which order a question is about, under the payer's own number, in whatever manner it is written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from nlp.book import OrderEntry, folded
from nlp.extract.order_numbers import OrderNumber
from nlp.extract.sources import Context, distinct
from nlp.lang import expression, fold

LEAST_TAIL = 4  # digits of the end of an order's number
LEAST_LETTERS = 7  # of a name that stands for a number
Span = tuple[int, int]
_NEVER = re.compile(r"(?!)")
_NUMBER = re.compile(r"(?<![\w@.])(?=[\w./-]{0,20}\d)\w[\w./-]{2,28}\w(?![\w@])")


def asked_order(context: Context, numbers: tuple[OrderNumber, ...], spans: tuple[Span, ...]) -> OrderNumber | None:
    """The order in the asking sentence, else the one that our confirmation was about, else the first that is known."""
    numbers = tuple(n for n in _with_own(context, numbers) if n.known or not _is_day(context, n))
    body = [n for n in numbers if n.source is context.body]
    inside = [n for span in spans for n in numbers if _stands_in(context, n, span)] or _of_their_form(context, spans)
    around = [n for start, _ in spans[:1] for n in body if before(context, start)[0] <= n.start < start]
    stated = [n for n in numbers if n.source.name in ("body", "subject")]
    left = sorted(stated, key=lambda n: (not n.known, n.source.name != "subject"))
    found = next(iter([*inside, *around, *(left if left else _confirmed(context)), *numbers]), None)
    return _by_their_number(context, found) if found else None


def _is_day(context: Context, number: OrderNumber) -> bool:
    """ "celle du 31/08"."""
    return any(day.start <= number.start and number.end <= day.end for day in context.dates(number.source))


def _of_their_form(context: Context, spans: tuple[Span, ...]) -> list[OrderNumber]:
    """Numbers in a question that the book does not know, digit for digit in the form of the customer's own."""
    forms = {_form(number) for number in _order_numbers(context) if sum(map(str.isdigit, number)) >= LEAST_TAIL}
    found = [match for span in spans for match in _NUMBER.finditer(context.body.text, *span)] if forms else []
    return [OrderNumber(m.group(), context.body, m.start(), m.end(), False) for m in found if _form(m.group()) in forms]


def _form(number: str) -> str:
    return re.sub(r"\d", "9", number.upper())


def order_in(context: Context, numbers: tuple[OrderNumber, ...], spans: tuple[Span, ...]) -> str | None:
    """The one known order that a question about something else names."""
    body = [n for n in _with_own(context, numbers) if n.source is context.body and n.known]
    found = distinct(n.number for span in spans for n in body if _stands_in(context, n, span))
    return found[0] if len(found) == 1 else None


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


def is_ours(context: Context, found: OrderNumber) -> bool:
    """Whether a number is that of our confirmation of an order that the customer gave none."""
    return any(folded(order.number) == folded(found.number) for order in _orders(context) if not order.po_number)


def _order_numbers(context: Context) -> set[str]:
    if context.customer is None:
        return set()
    numbers = {document.po_number for document in context.book.documents_of(context.customer.number)}
    return (numbers | {order.po_number for order in _orders(context)}) - {""}


def _shape(number: str) -> str:
    return re.sub(r"\d+", "9", number.upper())


def _orders(context: Context) -> tuple[OrderEntry, ...]:
    return context.book.orders_of(context.customer.number) if context.customer else ()


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
    """A short number ("W/97") or a name ("MV Solvang") only as it is written; one word alone is no number."""
    if len(groups) > 1 and sum(map(len, groups)) >= LEAST_LETTERS and all(map(str.isalpha, groups)):
        return expression(rf"(?<![\w@/.-]){re.escape(fold(number))}(?![\w@/-])")
    if len(groups) < 2 or not groups[0].isalpha() or not groups[-1].isdigit():
        return _NEVER
    return expression(rf"(?<![\w@/.-]){re.escape(fold(number))}(?![\w@/-]|[.,]\d)")


def before(context: Context, start: int) -> Span:
    """The sentence before a place with it: "Nothing here for 1165. A copy, please."."""
    earlier = [a for a, b in context.body.sentences if b <= start]
    return (earlier[-1] if earlier else start), start
