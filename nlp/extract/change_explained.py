"""What the reading of a change explains: negations that are the change itself, days that are the old ones or closed.

Nothing of it is in doubt: "60 not 40" denies the quantity that the book has, "do not send it" is the withdrawal that
was read, "not the 15th but the 22nd" names the day that goes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from nlp.book import OrderEntry
from nlp.extract.catalogue import catalogue_of
from nlp.extract.change_day import clause_of_day, is_left_day
from nlp.extract.change_names import OrderNamer
from nlp.extract.order.number_words import number_pattern, value_of
from nlp.extract.sources import Context
from nlp.lang import expression
from nlp.lang.changes import change_expression, change_words
from nlp.notation import DateMention
from nlp.reading import ChangeAction, OrderChange

BARE_QUESTION = 4  # words of a question that asks for nothing: "96 tubs?"
BEHIND = 16  # characters between a negation and the number that it denies
BEFORE = 40  # characters before a day in which the order is named that is of that day
WITHDRAWS = ("TAKEN", "TAKEN_WITH_OBJECT", "UNSENT", "NEITHER", "GONE")
_NUMBER = re.compile(r"(?<![\w.,/-])\d{1,5}(?![\w/]|[.,]\d)")


def is_denial_read(context: Context, value: OrderChange, start: int, end: int) -> bool:
    """Whether every negation between two places of the body is a part of the change that was read."""
    flat = context.body.flat
    negations = expression(rf"(?<!\w)(?:{context.words('negations')})(?!\w)|n't(?!\w)")
    withdrawn = [match.span() for match in change_words(WITHDRAWS, context.languages).finditer(flat, start, end)]
    gone = value.action is ChangeAction.CANCEL or any(line.quantity == 0 for line in value.lines)
    ordered = {format(number.normalize(), "f") for number in _old_numbers(context, value)}
    spelled = expression(rf"(?<!\w)(?:{number_pattern(context.languages)})(?!\w)")
    for match in negations.finditer(flat, start, end):
        stop = min(end, match.end() + BEHIND)
        denied, word = _NUMBER.search(flat, match.end(), stop), spelled.search(flat, match.end(), stop)
        told = {denied.group()} if denied else set()
        told |= {str(value_of(word.group(), context.languages))} if word else set()
        is_old = bool(told & ordered)
        is_act = gone and any(low <= match.start() < high for low, high in withdrawn)
        is_limit = value.requested_date is not None and _is_limit(context, match.start(), end)
        if not (is_old or is_act or is_limit):
            return False
    return True


def _is_limit(context: Context, place: int, end: int) -> bool:
    """ "not before the 20th": the day is what is said."""
    before = expression(rf"(?<!\w)(?:{change_expression('BEFORE', context.languages)})(?!\w)")
    return before.search(context.body.flat, place, min(end, place + BEFORE)) is not None


def _old_numbers(context: Context, value: OrderChange) -> Iterator[Decimal]:
    """The quantities that the lines have which change."""
    entry = _order(context, value)
    for line in value.lines if entry is not None else ():
        ordered = entry.quantity_of(line.sku) if entry is not None and line.sku is not None else None
        if ordered is not None and ordered != line.quantity:
            yield ordered


def _order(context: Context, value: OrderChange) -> OrderEntry | None:
    orders = context.book.orders_of(context.customer.number) if context.customer is not None else ()
    number = value.po_number.casefold() if value.po_number else None
    return next((o for o in orders if number in (o.po_number.casefold(), o.number.casefold())), None)


def is_day_of_some(context: Context, value: OrderChange) -> bool:
    """ "Pumps at once, the hoses not before week 46": the clause of the day names some lines of the order, and not all.

    A change has one day, which would move all of them.
    """
    entry = _order(context, value)
    if value.requested_date is None or entry is None or len(entry.skus) < 2:
        return False
    number = expression(rf"(?<!\w){re.escape((value.po_number or entry.number).casefold())}(?!\w)")
    places = [match.span() for match in number.finditer(context.body.flat)]
    namer = OrderNamer(
        context.body, catalogue_of(context.book), entry.skus, context.words("units"), (), frozenset(), places
    )
    whole = change_words("WHOLE", context.languages)
    for mention in context.dates(context.body):
        start, end = clause_of_day(context.body, mention, context.languages)
        if mention.value != value.requested_date or whole.search(context.body.flat, start, end):
            continue
        beside = (m for m in namer.mentions(start, end) if m.end <= mention.start or mention.end <= m.start)
        named = {each.sku for each in beside if each.sku}
        if named and named != set(entry.skus):
            return True
    return False


def asked_and_denied(context: Context, places: Iterable[int]) -> tuple[int, int] | None:
    """ "Ninety-six tubs? No, 24 is right": the question at one of these places that its sender answers, or that asks
    for nothing.
    """
    flat, spans = context.body.flat, context.body.sentences
    denied = expression(rf"\W{{0,3}}(?:{change_expression('DENIED', context.languages)})(?: hein| doch)?[ ]?[,.;:!–-]")
    asked = expression(rf"(?<!\w)(?:{context.words('request_words', 'question_words')})(?!\w)")
    for start, end in dict.fromkeys(context.body.sentence_at(place) for place in places):
        if not flat[start:end].rstrip().endswith("?"):
            continue
        bare = len(flat[start:end].split()) <= BARE_QUESTION and not asked.search(flat, start, end)
        if bare or any(low == end and denied.match(flat, low) for low, _ in spans):
            return start, end
    return None


def is_not_shipped_yet(context: Context, start: int, end: int) -> bool:
    """ "if it has not left yet": what holds for every change anyhow."""
    return change_words("NOT_SHIPPED", context.languages).search(context.body.flat, start, end) is not None


def is_day_read(context: Context, value: OrderChange, mention: DateMention) -> bool:
    """Whether a day is none on which goods are wanted: the order's own, the old one, one on which nobody is there."""
    entry = _order(context, value)
    before = context.body.flat[max(0, mention.start - BEFORE) : mention.end]
    named = expression(rf"(?<!\w)(?:{context.words('order_words', 'dated_words')})(?!\w)").search(before)
    if entry is not None and entry.order_date == mention.earlier and named:
        return True
    return value.requested_date is not None and is_left_day(context, context.body, mention, value.requested_date)
