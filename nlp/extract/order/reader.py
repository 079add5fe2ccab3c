"""What a customer orders: from an order file, a table, or the sentences of the mail; the arithmetic is checked.

Whatever looks like a part of the order and was not read is a problem: a person decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.extract.catalogue import catalogue_of
from nlp.extract.order.aside import beside_goods
from nlp.extract.order.blocks import block_lines
from nlp.extract.order.earlier import is_attached, points_to_earlier
from nlp.extract.order.file import order_of_file
from nlp.extract.order.heading import (
    ORDERED,
    WANTED,
    Day,
    currency_of,
    day_beside,
    first_day,
    labelled_date,
    total_of,
)
from nlp.extract.order.lines import Lines, line_sum, renumbered
from nlp.extract.order.number import order_number
from nlp.extract.order.passed_on import document_is_order, is_unreadable, passed_on
from nlp.extract.order.prose import text_lines
from nlp.extract.order.repeated import repeated
from nlp.extract.order.table import table_lines
from nlp.extract.order.unread import unread_numbers
from nlp.extract.order.wanted import day_doubts, wanted_day
from nlp.extract.order_numbers import OrderNumber
from nlp.extract.sources import Context, Found, Source, near
from nlp.opened import Paper, Purpose
from nlp.reading import Evidence, Order, Problem

SELLERS_PAPERS = frozenset(
    {Paper.INVOICE, Paper.CREDIT_NOTE, Paper.REMINDER, Paper.STATEMENT, Paper.DELIVERY_NOTE, Paper.CONFIRMATION}
)


def read_order(context: Context, numbers: tuple[OrderNumber, ...]) -> Found[Order]:
    """The order of the message; strength 1.0 only if every line has an article, a quantity and the sums agree."""
    for place, document in enumerate(context.opened_documents):
        if document.order is not None and document.order.purpose is Purpose.NEW:
            source = context.documents[place]
            order, lines = order_of_file(context, document.order, source)
            problems = (*lines.problems, *_checks(context, order, source), *_beside(context, lines))
            return Found(order, 1.0 if not problems else 0.8, lines.evidence, problems)
    lines = order_lines(context) or passed_on(context) or repeated(context)
    po_number = order_number(context, numbers, lines)
    earlier = any(problem.code == "refers_to_earlier" for problem in lines.problems)
    if not (lines.lines or earlier or is_unreadable(context)) and (lines.source is None or po_number is None):
        return Found(None)
    order, grounds = _assembled(context, lines, po_number)
    ground = lines.source or context.body
    problems = (*lines.problems, *_checks(context, order, ground), *_unproven(context, order, lines, grounds, numbers))
    doubts = day_doubts(context, order.requested_date, lines)
    problems = tuple(dict.fromkeys((*problems, *_beside(context, lines), *doubts)))
    complete = bool(lines.lines) and not problems and order.po_number is not None
    return Found(order, 1.0 if complete else 0.7 if lines.lines else 0.4, grounds, problems)


def order_lines(context: Context) -> Lines:
    """The lines wanted: from the first attachment with an order table, from a table in the body, from its words.

    A quotation is asked last: it is ordered from, or brought as a proof beside an order.
    """
    catalogue = catalogue_of(context.book)
    quoted, papers = _not_ours(context)
    for source in (*papers, context.body):
        lines = _of_tables(context, source)
        if lines.lines or lines.problems:
            return lines  # the words of a table whose quantities are not sure are not read as prose either
    orders = [
        s for s, d in zip(context.documents, context.opened_documents, strict=True) if document_is_order(context, d)
    ]
    for source in (context.body, *orders):
        for reading in (block_lines, text_lines):
            lines = reading(context, source, catalogue)
            if lines.lines:
                return lines
    return next((lines for source in quoted if (lines := _of_tables(context, source))), Lines())


def _not_ours(context: Context) -> tuple[tuple[Source, ...], tuple[Source, ...]]:
    """Quotations, and the attachments that may be an order: no invoice or other paper that the seller writes."""
    pairs = [*zip(context.documents, context.opened_documents, strict=True)]
    quoted = tuple(source for source, document in pairs if document.paper is Paper.QUOTE)
    others = (pair for pair in pairs if pair[1].paper not in SELLERS_PAPERS | {Paper.QUOTE})
    return quoted, tuple(source for source, _ in others)


def _of_tables(context: Context, source: Source) -> Lines:
    """The lines of a source's tables: one, or the pages of one; the same table twice counts once."""
    read = [table_lines(context, source, table) for table in source.tables]
    found = [lines for lines in read if lines.lines]
    whole = found[0] if found else next((lines for lines in read if lines.problems), Lines())
    for more in found[1:]:
        if more.lines == whole.lines:
            continue
        whole = Lines(
            (*whole.lines, *more.lines),
            (*whole.evidence, *renumbered(more.evidence, len(whole.lines))),
            (*whole.problems, *more.problems),
            (*whole.open_rows, *more.open_rows, Problem("several_tables", "more than one table of lines", source.name)),
            source,
            True,
        )
    return whole


def _assembled(context: Context, lines: Lines, number: OrderNumber | None) -> tuple[Order, tuple[Evidence, ...]]:
    ground = lines.source or context.body
    total, total_evidence = total_of(context, ground, lines.lines)
    is_passed_on = any(problem.code == "passed_on" for problem in lines.problems)
    ordered: Day = (None, ()) if is_passed_on else labelled_date(context, ground, ORDERED)
    wanted = labelled_date(context, ground, WANTED, skip=ordered[0]) if ground is not context.body else (None, ())
    if wanted[0] is None:
        wanted = wanted_day(context, lines, ordered[0])
    if ordered[0] is None:
        ordered = day_beside(context, number)
    if ordered[0] is None and not is_passed_on and lines.source is not None and lines.source is not context.body:
        ordered = first_day(context, lines.source)
    order = Order(
        po_number=number.number if number else None,
        order_date=ordered[0] if ordered[0] != wanted[0] or lines.source is not context.body else None,
        requested_date=wanted[0],
        currency=currency_of(context, ground, total, lines.lines),
        total=total,
        lines=lines.lines,
    )
    grounds = [*lines.evidence, *total_evidence, *ordered[1], *wanted[1]]
    if number:
        grounds.append(number.source.evidence("order.po_number", number.start, number.end))
    return order, tuple(grounds)


def _checks(context: Context, order: Order, source: Source) -> Iterator[Problem]:
    """Articles and sums."""
    for line in order.lines:
        if line.sku is None:
            yield Problem("unknown_article", line.description, source.name)
    expected = line_sum(order.lines)
    if order.lines and expected is not None and order.total is not None and not near(expected, order.total):
        yield Problem("total_mismatch", f"lines come to {expected}, stated are {order.total}", source.name)
    if source is context.body and any(a.ambiguous for a in context.amounts(source)) and expected != order.total:
        yield Problem("ambiguous_number", "a number can be read in two ways", source.name)
    earlier = points_to_earlier(context, order) if source is context.body else None
    if earlier:
        yield Problem("refers_to_earlier", earlier, "body")
    if not order.lines:
        yield Problem("no_lines", "no order line could be read", source.name)


def _unproven(
    context: Context,
    order: Order,
    lines: Lines,
    evidence: tuple[Evidence, ...],
    numbers: tuple[OrderNumber, ...],
) -> Iterator[Problem]:
    """What a total equal to the lines' sum would settle, where there is none: rows and numbers that were not read."""
    expected = line_sum(lines.lines)
    if expected is not None and order.total is not None and near(expected, order.total):
        return
    yield from lines.open_rows
    if lines.source is None or lines.tabled:
        return
    if lines.source is not context.body:
        yield Problem(
            "unproven_lines", "lines were read from running text and no total confirms them", lines.source.name
        )
        return
    yield from unread_numbers(context, lines, evidence, numbers, beside_goods(context, lines, order.po_number))


def _beside(context: Context, lines: Lines) -> Iterator[Problem]:
    """A second order in another attachment, or lines in the mail that the attached order does not have."""
    if lines.source is None or (lines.source is context.body and not lines.tabled):
        return
    if lines.source is context.body:
        yield from _said_beside(context, lines)
        return
    for source, document in zip(context.documents, context.opened_documents, strict=True):
        if source is lines.source:
            continue
        if document.order is not None and document.order.purpose is Purpose.NEW:
            other = order_of_file(context, document.order, source)[1]
        else:
            other = _of_tables(context, source)
        if other.lines and other.wanted() != lines.wanted():
            yield Problem("several_orders", "another attachment holds other lines", source.name)
    yield from _said_beside(context, lines)


def _said_beside(context: Context, lines: Lines) -> Iterator[Problem]:
    """Lines in the mail's sentences that the table or file of the order does not have."""
    said = text_lines(context, context.body, catalogue_of(context.book))
    for line, (start, end) in zip(said.lines, said.spans, strict=True):
        columned = (
            re.search(r"\S(?:\s{2,}|\t|\s?\|\s?)\S", context.body.text[start:end].strip())
            and lines.source is context.body
        )
        if not (columned or is_attached(line.description)) and (line.sku, line.quantity) not in lines.wanted():
            yield Problem("unread_line", f"{line.quantity} {line.description} is not in the order's table", "body")
