"""Goods that a price is asked for are not ordered: what reads like a list of an order is a question about its price.

A mail that orders and asks for a price as well keeps its order, and a person sees it (`asks_for_price`).
"""

from __future__ import annotations

import re

from nlp.extract.sources import Context, Found
from nlp.lang.day_signs import any_of
from nlp.lang.ordering import SUPPLIED
from nlp.order_proof import line_places
from nlp.reading import Intent, IntentName, Order
from nlp.stance import says

_SUPPLIED = re.compile(rf"(?<!\w)(?:{any_of(SUPPLIED)})(?!\w)")


def without_enquiries(intents: tuple[Intent, ...], context: Context, order: Found[Order]) -> tuple[Intent, ...]:
    """The intents with a question where only the price of goods is asked for. `order`: what was read of them."""
    wanted = next((intent for intent in intents if intent.name is IntentName.ORDER), None)
    if wanted is None or order.value is None or order.value.po_number is not None or not _only_asks(context, order):
        return intents
    others = tuple(intent for intent in intents if intent is not wanted)
    if any(intent.name is IntentName.QUERY for intent in others):
        return others
    return tuple(Intent(IntentName.QUERY, one.confidence) if one is wanted else one for one in intents)


def _only_asks(context: Context, order: Found[Order]) -> bool:
    """Whether a price is asked for before or with the first of the goods, and nothing else wants them sent."""
    flat, spans = context.body.flat, context.body.sentences
    asking = [span for span in spans if says(context, "price_asked", flat[slice(*span)])]
    if not asking:
        return False
    goods = line_places(context, order.evidence)
    if not goods or min(goods) < asking[0][0]:
        return False
    if any(_SUPPLIED.search(flat, *span) for span in spans if span not in asking):
        return False
    wanted = ((start, _SUPPLIED.search(flat, start, end)) for start, end in asking)  # "deliver 40, and what do 6 cost?"
    return all(found is None or says(context, "price_asked", flat[start : found.start()]) for start, found in wanted)
