"""Whether the book shows that a mail changes an order: it has its lines, and so many of each as the mail says.

"24 cans will do, not 48" beside an order of 48 cans means nothing else, whatever words say it; what came already, or is
complained of, takes the one meaning away.
"""

from __future__ import annotations

from nlp.book import OrderEntry
from nlp.extract.dispute import reasons_of
from nlp.extract.order.quantities import counts_in
from nlp.extract.sources import Context
from nlp.facts import Facts
from nlp.lang.changes import change_words
from nlp.reading import ChangeAction, OrderChange

COMPLAINS_FROM = 0.4  # of a reason's score
SURE = 1.0  # strength: an order of the book, and no doubt of a line


def is_change_proven(context: Context, facts: Facts) -> bool:
    """Whether every line that changes is one of a known order, beside the number that is ordered of it."""
    found = facts.order_change
    value, entry = found.value, _order(context, found.value)
    if value is None or entry is None or found.strength < SURE or found.problems:
        return False
    if value.action is not ChangeAction.CHANGE or not value.lines:
        return False
    told = {count.value for count in counts_in(context, context.body)}
    ordered = [entry.quantity_of(line.sku) if line.sku else None for line in value.lines]
    if not all(number in told and number != line.quantity for number, line in zip(ordered, value.lines, strict=True)):
        return False
    complains = any(score >= COMPLAINS_FROM for _, score, _ in reasons_of(context))
    return not complains and change_words("RECEIVED", context.languages).search(context.body.flat) is None


def is_one_number_for_another(context: Context, facts: Facts) -> bool:
    """The same where nobody reads the words: one line, and beside the number ordered one other, and no day at all."""
    value = facts.order_change.value
    entry = _order(context, value)
    if value is None or entry is None or len(value.lines) != 1 or value.requested_date is not None:
        return False
    (line,) = value.lines
    told = {count.value for count in counts_in(context, context.body)}
    other = told - {entry.quantity_of(line.sku) if line.sku else None}
    return other == {line.quantity} and not context.dates(context.body) and is_change_proven(context, facts)


def _order(context: Context, value: OrderChange | None) -> OrderEntry | None:
    """The customer's order that changes, by either of its numbers."""
    orders = context.book.orders_of(context.customer.number) if context.customer is not None else ()
    number = value.po_number.casefold() if value is not None and value.po_number else None
    return next((order for order in orders if number in (order.po_number.casefold(), order.number.casefold())), None)
