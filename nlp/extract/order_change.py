"""What a customer changes in an order that it has placed: all of it withdrawn, other quantities, another day."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from nlp.extract.catalogue import catalogue_of
from nlp.extract.order.file import change_of_file
from nlp.extract.order.lines import Lines
from nlp.extract.order.prose import old_quantities, text_lines
from nlp.extract.order.table import table_lines
from nlp.extract.references import OrderNumber
from nlp.extract.sources import Context, Found, Source
from nlp.lang import compiled, weight
from nlp.notation import DateMention
from nlp.opened import Purpose, StructuredOrder
from nlp.reading import ChangeAction, Evidence, OrderChange, OrderLine, Problem


def read_order_change(context: Context, numbers: tuple[OrderNumber, ...]) -> Found[OrderChange]:
    """The change; strength 1.0 only for an order of the book and with something definite to do to it."""
    for source, document in zip(context.documents, context.opened_documents, strict=True):
        if document.order is not None and document.order.purpose is not Purpose.NEW:
            return _of_file(context, document.order, source, numbers)
    known = [number for number in numbers if number.known]
    number = next(iter(known or numbers), None)
    quoted = _quoted_number(context) if number is None else None
    tabled = _tabled(context)
    lines, line_evidence = (tabled.lines, tabled.evidence) if tabled.lines else _lines(context)
    wanted, date_evidence = _new_date(context)
    cancelled = _is_cancelled(context, lines)
    if number is None and quoted is None and not lines and wanted is None and not cancelled:
        return Found(None)
    po_number = number.number if number else quoted
    action = ChangeAction.CANCEL if cancelled else ChangeAction.CHANGE
    value = OrderChange(po_number, action, () if cancelled else lines, None if cancelled else wanted)
    definite = cancelled or bool(lines) or wanted is not None
    evidence = [*line_evidence, *date_evidence]
    if number is not None:
        evidence.append(number.source.evidence("order_change.po_number", number.start, number.end))
    problems = [Problem("unknown_article", line.description, "body") for line in lines if line.sku is None]
    problems += tabled.problems
    if po_number is None:
        problems.append(Problem("no_order_number", "the order that changes is not named", "body"))
    if not definite or (po_number is None and cancelled):  # noqa: SIM108
        strength = 0.0  # "please cancel" without an order may mean an invoice
    else:
        strength = 1.0 if known and not problems else 0.6
    return Found(value, strength, tuple(evidence), tuple(problems))


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


def _quoted_number(context: Context) -> str | None:
    """The one order number of the customer that the quoted mail speaks of."""
    if context.customer is None:
        return None
    held = {order.po_number for order in context.book.orders_of(context.customer.number) if order.po_number}
    text = context.quoted.text + " " + context.subject.text
    named = {number for number in held if re.search(rf"(?<![\w-]){re.escape(number)}(?![\w-])", text)}
    return named.pop() if len(named) == 1 else None


def _is_cancelled(context: Context, lines: tuple[OrderLine, ...]) -> bool:
    """Whether the whole order is withdrawn: said, not denied, and no line with a new quantity beside it."""
    patterns = tuple(pair for pack in context.lexicons for pair in pack.cancel)
    score, place = weight(patterns, context.body.flat)
    if score <= 0 and weight(patterns, context.subject.flat)[0] <= 0:
        return False
    if lines:
        return False
    before = context.body.flat[max(0, place - 25) : place] if place >= 0 else ""
    return not re.search(rf"(?<!\w)(?:{context.words('negations')})(?!\w)", before)


def _lines(context: Context) -> tuple[tuple[OrderLine, ...], tuple[Evidence, ...]]:
    """Articles with their new quantity; the old one ("instead of 4") is blanked first."""
    body = _without_old_quantities(context)
    read = text_lines(context, body, catalogue_of(context.book))
    lines, evidence = read.lines, read.evidence
    if not any(line.sku for line in lines):
        lines, evidence = (), ()
    seen = {line.sku for line in lines}
    more = [(line, e) for line, e in _lines_to(context, body) if line.sku not in seen]
    lines = (*lines, *(line for line, _ in more))
    moved = tuple(replace(line, unit_price=None) for line in lines if line.sku)
    grounds = (*evidence, *(e for _, e in more))
    return moved, tuple(replace(e, field=e.field.replace("order.", "order_change.", 1)) for e in grounds)


def _tabled(context: Context) -> Lines:
    """The new quantities of the first table that states old and new ones, attached or in the mail."""
    for source in (*context.documents, context.body):
        for table in source.tables:
            found = table_lines(context, source, table, changes=True)
            if found.lines:
                lines = tuple(replace(line, unit_price=None) for line in found.lines)
                grounds = (replace(e, field=e.field.replace("order.", "order_change.", 1)) for e in found.evidence)
                return replace(found, lines=lines, evidence=tuple(grounds))
    return Lines()


def _without_old_quantities(context: Context) -> Source:
    text = context.body.text
    for start, end in old_quantities(context, context.body):
        text = text[:start] + " " * (end - start) + text[end:]
    return Source("body", text, (), context.body.offset, context.body.whole)


def _lines_to(context: Context, body: Source) -> list[tuple[OrderLine, Evidence]]:
    """ "the jaw coupling 24 to 30 pieces", "die Klauenkupplung 24 auf 30 Stück": article first, new quantity behind."""
    from decimal import Decimal

    pattern = re.compile(
        rf"[ ](?:to|auf|a|zu|passer a|=)[ ]{{1,2}}(\d{{1,6}})[ ]?(?:{context.words('units')})?(?![\w.,/:]\w|[ ]?(?:{context.words('months')}))"  # noqa: E501
    )
    catalogue = catalogue_of(context.book)
    found: list[tuple[OrderLine, Evidence]] = []
    for match in pattern.finditer(body.flat):
        if any(m.start <= match.start(1) < m.end for m in context.dates(context.body)):
            continue
        start = max(body.flat.rfind(mark, 0, match.start()) for mark in (".", ",", ";", ":", "\n")) + 1
        before = body.text[max(start, match.start() - 70) : match.start()]
        words = before.split()
        for first in range(len(words)):
            article = catalogue.resolve(" ".join(words[first:])) if len(" ".join(words[first:])) > 3 else None
            tail = catalogue.resolve(" ".join(words[first + 1 :])) if first + 1 < len(words) else None
            if article is not None and (tail is None or tail.sku != article.sku):
                line = OrderLine(article.sku, " ".join(words[first:]).strip(" ,;:"), Decimal(match[1]), None)
                found.append((line, body.evidence(f"order.lines.{len(found)}", match.start(1), match.end(1))))
                break
    return found


def _new_date(context: Context) -> tuple[date | None, tuple[Evidence, ...]]:
    """The one coming day that the mail names where it does not say that the date stays."""
    ahead = [m for m in context.dates(context.body) if m.value >= context.sent_on]
    moved = [m for m in ahead if not _is_old(context, m)]
    if not moved or len({m.value for m in moved}) > 2:
        return None, ()
    chosen = moved[-1] if len({m.value for m in moved}) == 2 else moved[0]
    return chosen.value, (context.body.evidence("order_change.requested_date", chosen.start, chosen.end),)


def _is_old(context: Context, mention: DateMention) -> bool:
    """ "instead of 20 February", "the 20 February stays", "your confirmation of today"."""
    flat = context.body.flat
    before, after = flat[max(0, mention.start - 22) : mention.start], flat[mention.end : mention.end + 25]
    old = rf"(?<!\w)(?:{context.words('instead_of')})[ ](?:\w{{1,8}}[ ]){{0,2}}$"
    stays = rf"[ ,]{{1,2}}(?:{context.words('unchanged')})"
    return bool(compiled(old).search(before) or compiled(stays).match(after))
