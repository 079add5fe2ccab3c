""" "The same as last time": the lines of an earlier order of the customer, always for a person to see."""

from __future__ import annotations

import re
from datetime import date

from nlp.book import OrderEntry
from nlp.extract.catalogue import catalogue_of
from nlp.extract.order.lines import Lines
from nlp.extract.sources import Context
from nlp.lang import fold
from nlp.lang.day_signs import any_of
from nlp.lang.ordering import AGAIN, BUT, LEAVING_OUT
from nlp.reading import OrderLine, Problem

_AGAIN = re.compile(rf"(?<!\w)(?:{any_of(AGAIN)})")
_CHANGED = re.compile(rf"[ ,.]{{1,3}}(?:{any_of(BUT)})(?!\w)|[^.!?\n]{{0,60}}(?<!\w)(?:{any_of(LEAVING_OUT)})(?!\w)")


def repeated(context: Context) -> Lines:
    """The lines of the order that the mail points to instead of naming goods: by its number, its month, else the last.

    None without a customer, without words for it, or where the history does not tell quantities.
    """
    said = _AGAIN.search(context.body.flat) or _AGAIN.search(context.subject.flat)
    if said is None or context.customer is None:
        return Lines()
    spans = (said.span(),) if said.string is context.body.flat else ()
    if _CHANGED.match(said.string, said.end()):  # not the same after all: a person knows what is left of it
        remark = Problem("refers_to_earlier", said.group().strip(), "body")
        return Lines((), (), (remark,), source=context.body, spans=spans)
    order = _meant(context, [o for o in context.book.orders_of(context.customer.number) if o.quantities])
    if order is None:
        return Lines()
    remark = Problem("refers_to_earlier", f"as in {order.number}: {said.group().strip()}", "body")
    pairs = zip(order.skus, order.quantities, strict=False)
    lines = tuple(OrderLine(sku, _named(context, sku), quantity, None) for sku, quantity in pairs if quantity > 0)
    return Lines(lines, (), (remark,), source=context.body, spans=spans) if lines else Lines()


def _meant(context: Context, orders: list[OrderEntry]) -> OrderEntry | None:
    """The order whose number is named, else the last of the month that is named, else the last one."""
    flat = re.sub(r"[^0-9a-z]", "", context.body.flat + " " + context.subject.flat)
    for order in orders:
        for number in (order.number, order.po_number):
            key = re.sub(r"[^0-9a-z]", "", fold(number))
            if len(key) >= 4 and key in flat:
                return order
    dated = [order for order in orders if order.order_date is not None and order.order_date <= context.sent_on]
    months = {
        number
        for pack in context.lexicons
        for word, number in pack.months.items()
        if len(word) > 3
        and re.search(rf"(?<!\w){re.escape(fold(word))}(?!\w)", context.body.flat + " " + context.subject.flat)
    }
    of_month = [order for order in dated if order.order_date is not None and order.order_date.month in months]
    return max(of_month or dated, key=lambda order: order.order_date or date.min, default=None)


def _named(context: Context, sku: str) -> str:
    article = catalogue_of(context.book).by_sku(sku)
    return article.names[0] if article is not None and article.names else sku
