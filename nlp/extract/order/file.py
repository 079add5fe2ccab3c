"""An order in a data format says everything itself; a value that cannot be read is a problem."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation

from nlp.extract.catalogue import catalogue_of
from nlp.extract.order.lines import Lines, line_of
from nlp.extract.sources import Context, Source
from nlp.opened import StructuredOrder
from nlp.reading import Evidence, Order, OrderLine, Problem


def order_of_file(context: Context, order: StructuredOrder, source: Source) -> tuple[Order, Lines]:
    """The order with its lines; the caller checks the sums."""
    catalogue = catalogue_of(context.book)
    lines: list[OrderLine] = []
    problems: list[Problem] = []
    for written in order.lines:
        quantity, price = _decimal(written.quantity), _decimal(written.unit_price)
        if quantity is None:
            problems.append(Problem("bad_quantity", f"{written.quantity} {written.description}".strip(), source.name))
            continue
        if written.unit_price and price is None:
            problems.append(Problem("unread_price", written.unit_price, source.name))
        words = (written.sku or "", written.description)
        line, doubts = line_of(catalogue, words, quantity, price, "", source.name)
        problems += doubts
        lines.append(line)
    value = Order(
        order.po_number,
        _iso(order.order_date),
        _iso(order.requested_date),
        order.currency,
        _decimal(order.total),
        tuple(lines),
    )
    return value, Lines(tuple(lines), (Evidence("order", source.name, order.format),), tuple(problems), (), source)


def _decimal(text: str | None) -> Decimal | None:
    try:
        value = Decimal(text) if text else None
    except InvalidOperation:
        return None
    return value if value is None or value.is_finite() else None


def _iso(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text[:10]) if text else None
    except ValueError:
        return None
