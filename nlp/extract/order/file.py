"""An order in a data format says everything itself; a value that cannot be read is a problem."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation

from nlp.extract.catalogue import Catalogue, catalogue_of
from nlp.extract.order.lines import Lines, line_of
from nlp.extract.sources import Context, Source
from nlp.lang import fold
from nlp.opened import LineAction, Purpose, StructuredLine, StructuredOrder
from nlp.reading import ChangeAction, Evidence, Order, OrderChange, OrderLine, Problem

_LEGAL_FORMS = frozenset(
    "gmbh ag kg ohg ug mbh co se sa sas sasu sarl eurl snc sci ltd limited plc llp inc corp llc bv nv spa srl sro as ab"
    " oy aps the and und et de la le les des du groupe group holding international".split()
)


def order_of_file(context: Context, order: StructuredOrder, source: Source) -> tuple[Order, Lines]:
    """The order with its lines; the caller checks the sums."""
    lines, problems = _lines(context, order, source)
    value = Order(
        order.po_number,
        _iso(order.order_date),
        _iso(order.requested_date),
        order.currency,
        decimal_of(order.total),
        lines,
    )
    ground = (Evidence("order", source.name, order.format),)
    return value, Lines(lines, ground, (*problems, *addressed(context, order.seller, source)), (), source)


def change_of_file(context: Context, order: StructuredOrder, source: Source) -> tuple[OrderChange, tuple[Problem, ...]]:
    """The change that a file states: the lines with their new quantity, 0 for one that goes; kept lines say nothing.

    A file that states the whole order anew drops what it leaves out: that is named, as nothing here can say it.
    """
    wanted = tuple(line for line in order.lines if line.action is not LineAction.KEPT)
    lines, problems = _lines(context, order, source, wanted)
    if order.purpose is Purpose.CANCELLATION:
        value = OrderChange(order.po_number, ChangeAction.CANCEL, lines, None)
    else:
        value = OrderChange(order.po_number, ChangeAction.CHANGE, lines, _iso(order.requested_date))
    problems = (*problems, *addressed(context, order.seller, source), *_left_out(context, order, source))
    if order.po_number is None:
        problems = (*problems, Problem("no_order_number", "the order that changes is not named", source.name))
    if order.purpose is Purpose.CHANGE and not lines and value.requested_date is None:
        problems = (*problems, Problem("no_lines", "the file changes nothing", source.name))
    return value, problems


def _lines(
    context: Context, order: StructuredOrder, source: Source, wanted: tuple[StructuredLine, ...] | None = None
) -> tuple[tuple[OrderLine, ...], tuple[Problem, ...]]:
    catalogue = catalogue_of(context.book)
    lines: list[OrderLine] = []
    problems: list[Problem] = []
    for written in order.lines if wanted is None else wanted:
        removed = written.action is LineAction.REMOVED
        quantity, price = Decimal(0) if removed else decimal_of(written.quantity), decimal_of(written.unit_price)
        if quantity is None or quantity < 0:
            problems.append(Problem("bad_quantity", f"{written.quantity} {written.description}".strip(), source.name))
            continue
        if written.unit_price and price is None:
            problems.append(Problem("unread_price", written.unit_price, source.name))
        line, doubts = line_of(catalogue, _words(catalogue, written), quantity, price, written.unit, source.name)
        problems += [*doubts, *_disagreeing(catalogue, written, source)]
        lines.append(line)
    return tuple(lines), tuple(problems)


def _words(catalogue: Catalogue, written: StructuredLine) -> tuple[str, ...]:
    """Its numbers that the catalogue knows, the seller's first, else the stated one; and the description."""
    numbers = [number for number in (written.sku or "", *written.numbers) if number]
    known = [number for number in numbers if catalogue.by_sku(number) is not None]
    return (*(known or numbers[:1]), written.description)


def _disagreeing(catalogue: Catalogue, written: StructuredLine, source: Source) -> Iterator[Problem]:
    """Numbers of one line that are those of different articles."""
    found = {a.sku for number in (written.sku or "", *written.numbers) if (a := catalogue.by_sku(number)) is not None}
    if len(found) > 1:
        detail = f"{written.description!r} has the numbers of {' and '.join(sorted(found))}"
        yield Problem("several_articles", detail, source.name)


def _left_out(context: Context, order: StructuredOrder, source: Source) -> Iterator[Problem]:
    if order.purpose is not Purpose.CHANGE or any(line.action for line in order.lines) or context.customer is None:
        return
    catalogue = catalogue_of(context.book)
    named = {a.sku for line in order.lines for n in (line.sku, *line.numbers) if n and (a := catalogue.by_sku(n))}
    for entry in context.book.orders_of(context.customer.number):
        if order.po_number in (entry.po_number, entry.number) and (missing := sorted(set(entry.skus) - named)):
            detail = f"the file states the order anew without {', '.join(missing)}"
            yield Problem("lines_left_out", detail[:200], source.name)


def addressed(context: Context, name: str, source: Source) -> Iterator[Problem]:
    """A file that names as its receiver a company that shares no word with any of ours."""
    own = {word for each in context.book.own_names() for word in _name_words(each)}
    words = _name_words(name)
    if own and words and not own & words:
        yield Problem("other_receiver", f"it is addressed to {name}"[:120], source.name)


def _name_words(name: str) -> frozenset[str]:
    return frozenset(w for w in re.findall(r"[a-z0-9]{2,40}", fold(name[:120])) if w not in _LEGAL_FORMS)


def decimal_of(text: str | None) -> Decimal | None:
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
