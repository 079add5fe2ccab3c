"""Questions that belong to a complaint or ask for a change of an order: they want no answer of their own."""

from __future__ import annotations

from nlp.extract.query import topics_asked
from nlp.extract.query_topic import words_of
from nlp.leftovers import Understood
from nlp.reading import ChangeAction, IntentName, QueryTopic

LEAST_ASKED = 0.05  # how likely the judge must hold a query beside a complaint: below, its questions are its own
SHORT = 5  # words of a question that names nothing: "is that still possible?"
OF_THEIR_OWN = frozenset(QueryTopic) - {QueryTopic.OTHER}


def only_complains(said: Understood) -> bool:
    """ "Who signed for it?", "what now?": a complaint alone, in whose questions neither words nor judge hear one."""
    heard = (said.present or {}).get(IntentName.QUERY, 1.0)
    return said.names == {IntentName.DISPUTE} and heard < LEAST_ASKED and not topics_asked(said.context)


def asks_for_change(said: Understood, span: tuple[int, int]) -> bool:
    """Whether a sentence that asks is the request to change an order: "can it come on Monday rather than the 15th?".

    The new day or line was read from it, or it is short and behind one. When the goods come is a question of its own.
    """
    found, body = said.facts.order_change, said.context.body
    change, words = found.value, body.flat[slice(*span)]
    if change is None or IntentName.ORDER_CHANGE not in said.names or change.action is not ChangeAction.CHANGE:
        return False
    grounds = [g.text for g in found.evidence if g.source == "body" and not g.field.endswith("po_number")]
    if any(span[0] <= body.text.find(text) < span[1] for text in grounds):
        return True
    asks_itself = any(words_of(said.context, topic, words) > 0 for topic in OF_THEIR_OWN)
    return bool(grounds) and len(words.split()) <= SHORT and not asks_itself
