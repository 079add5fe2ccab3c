"""What a customer changes in an order that it has placed: all of it withdrawn, other quantities, another day."""

from __future__ import annotations

import re
from dataclasses import replace

from nlp.extract.change_day import new_day
from nlp.extract.change_inline import keeps_a_line
from nlp.extract.change_lines import ChangeReader
from nlp.extract.change_model import Changes, Withdrawal, doubts, grounds, order_line
from nlp.extract.change_orders import Meant, fitting, order_meant
from nlp.extract.order.file import change_of_file
from nlp.extract.order.lines import Lines
from nlp.extract.order.table import table_lines
from nlp.extract.order_numbers import OrderNumber
from nlp.extract.sources import Context, Found, Source
from nlp.lang import LANGUAGES
from nlp.lang.changes import change_words
from nlp.notation import DateMention
from nlp.opened import Purpose, StructuredOrder
from nlp.reading import ChangeAction, Evidence, OrderChange, Problem

FEW_WORDS = 12  # of a mail: its language may have been mistaken


def read_order_change(context: Context, numbers: tuple[OrderNumber, ...]) -> Found[OrderChange]:
    """The change; strength 1.0 only for an order of the book and with something definite to do to it."""
    context = _in_both_languages(context)
    for source, document in zip(context.documents, context.opened_documents, strict=True):
        if document.order is not None and document.order.purpose is not Purpose.NEW:
            return _of_file(context, document.order, source, numbers)
    meant = order_meant(context, numbers)
    tabled = _tabled(context, meant)
    reader = ChangeReader(context, context.body, meant)
    changes = Changes() if tabled.lines else reader.read()
    named = frozenset(change.sku for change in changes.lines if change.sku)
    if meant.order is None and (fit := fitting(context, meant, named)) is not None:
        meant, reader = fit, ChangeReader(context, context.body, fit)
        changes = reader.read()
    alone = not (tabled.lines or changes.lines or changes.whole)
    day = new_day(
        context, context.body, alone=alone, passed_over=reader.passes_over, articles=reader.ordered_articles,
        numbers=[(each.start, each.end) for each in meant.named if each.source.name == "body"],
    )  # fmt: skip
    cancelled = not tabled.lines and _is_cancelled(context, meant, changes, dated=day is not None)
    named_order = None if meant.assumed else meant.order
    if not (named_order or tabled.lines or changes.lines or day or cancelled):
        return Found(None)
    if cancelled:
        value = OrderChange(_number(context, meant), ChangeAction.CANCEL)
    else:
        lines = tabled.lines or tuple(order_line(change) for change in changes.lines)
        value = OrderChange(_number(context, meant), ChangeAction.CHANGE, lines, day.value if day else None)
    return _judged(context, meant, value, changes, tabled, _grounds(context, meant, value, changes, tabled, day))


def _in_both_languages(context: Context) -> Context:
    """A few words are read in the customer's language too: "Enlevez 10 bols" tells too little of its own."""
    known = context.customer.language if context.customer is not None else ""
    if len(context.languages) != 1 or known in context.languages or known not in LANGUAGES:
        return context
    if len(context.body.text.split()) > FEW_WORDS:
        return context
    return replace(context, languages=(*context.languages, known), _worked_out={})


def _judged(
    context: Context, meant: Meant, value: OrderChange, changes: Changes, tabled: Lines, evidence: tuple[Evidence, ...]
) -> Found[OrderChange]:
    """The change with its problems and how sure it is."""
    cancelled = value.action is ChangeAction.CANCEL
    problems = list(tabled.problems)
    problems += [] if cancelled else doubts(value.lines)
    problems += [Problem("several_quantities", sku, "body") for sku in changes.several]
    problems += [Problem("unread_quantity", words[:120], "body") for words in changes.unread if not cancelled]
    problems += [Problem("article_by_elimination", sku, "body") for sku in changes.guessed]
    problems += [
        Problem("not_asked_for", "somebody withdrew something, and nothing is asked", "body")
    ] * changes.told_only
    if meant.order is None or meant.assumed:
        problems.append(Problem("no_order_number", "the order that changes is not named", "body"))
    elif changes.whole in (Withdrawal.ASKED, Withdrawal.OF_THE_ORDER) and not cancelled:
        problems.append(Problem("unclear_removal", "something is withdrawn, and not said what", "body"))
    definite = cancelled or bool(value.lines) or value.requested_date is not None
    if not definite and not problems:
        problems.append(Problem("unread_change", "what shall be other than it was ordered was not read", "body"))
    if not definite or (cancelled and (meant.order is None or meant.assumed)):
        return Found(value, 0.0, evidence, tuple(problems))  # "please cancel" without an order may mean an invoice
    known = meant.order is not None and meant.order.entry is not None and meant.order.start >= 0
    return Found(value, 1.0 if known and not problems else 0.6, evidence, tuple(problems))


def _grounds(
    context: Context, meant: Meant, value: OrderChange, changes: Changes, tabled: Lines, day: DateMention | None
) -> tuple[Evidence, ...]:
    found = [*tabled.evidence, *(grounds(context.body, changes.lines) if value.lines else ())]
    if day is not None and value.requested_date is not None:
        found.append(context.body.evidence("order_change.requested_date", day.start, day.end))
    if meant.order is not None and meant.order.start >= 0:
        found.append(meant.order.source.evidence("order_change.po_number", meant.order.start, meant.order.end))
    return tuple(found)


def _number(context: Context, meant: Meant) -> str | None:
    """The order's number as the customer calls it, in the mail's text before its subject; so in small letters too."""
    order = meant.order
    if order is None or order.po_number is None or order.start < 0:
        return order.po_number if order is not None else None
    if order.entry is None and order.source.name == "subject":
        again = re.search(rf"(?<!\w){re.escape(order.po_number)}(?!\w)", context.body.text, re.IGNORECASE)
        return again.group() if again is not None else order.po_number
    places = sorted((order, *meant.named), key=lambda named: named.source.name != "body")
    written = (named.source.text[named.start : named.end] for named in places if named.start >= 0)
    return next((text for text in written if text.casefold() == order.po_number.casefold()), order.po_number)


def _is_cancelled(context: Context, meant: Meant, changes: Changes, *, dated: bool) -> bool:
    """Whether the whole order is withdrawn: it is said of the order, or of each of its lines."""
    if any(change.quantity > 0 for change in changes.lines) or keeps_a_line(context):
        return False
    entry = meant.order.entry if meant.order is not None else None
    gone = {change.sku for change in changes.lines}
    if entry is not None and entry.skus and gone >= set(entry.skus):
        return True
    if changes.whole is Withdrawal.OF_THE_ORDER:
        return not changes.kept
    if gone or changes.kept or dated:
        return False
    heading = change_words("TAKEN", context.languages).search(context.subject.flat)
    return changes.whole is not None or heading is not None


def _tabled(context: Context, meant: Meant) -> Lines:
    """The new quantities of the first table that states old and new ones, attached or in the mail."""
    entry = meant.order.entry if meant.order is not None else None
    for source in (*context.documents, context.body):
        for table in source.tables:
            found = table_lines(context, source, table, changes=True)
            if found.lines:
                lines = tuple(
                    replace(line, unit_price=None)
                    for line in found.lines
                    if entry is None or line.sku is None or entry.quantity_of(line.sku) != line.quantity
                )
                evidence = (replace(e, field=e.field.replace("order.", "order_change.", 1)) for e in found.evidence)
                return replace(found, lines=lines, evidence=tuple(evidence))
    return Lines()


def _of_file(
    context: Context, order: StructuredOrder, source: Source, numbers: tuple[OrderNumber, ...]
) -> Found[OrderChange]:
    """The change that a data format states; sure only of an order of the book."""
    value, problems = change_of_file(context, order, source)
    problems += tuple(
        Problem("unknown_article", line.description, source.name) for line in value.lines if line.sku is None
    )
    known = any(number.known and number.number == value.po_number for number in numbers) or _is_held(context, value)
    ground = Evidence("order_change", source.name, order.format)
    return Found(value, 1.0 if known and not problems else 0.6, (ground,), problems)


def _is_held(context: Context, value: OrderChange) -> bool:
    """Whether the customer has an order of this number in the book."""
    orders = context.book.orders_of(context.customer.number) if context.customer is not None else ()
    return any(value.po_number in (order.po_number, order.number) for order in orders)
