"""Whether a sentence tells an intent by what stands together in it: words that alone say little, beside its facts.

"Went out Tuesday" says nothing of a parcel or of money; beside an advice of that day it says that money went. Read only
where the facts are there, and never in a sentence that is negated, asked, reported or conditional, or tells of somebody
else's act.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

from nlp.extract.change_explained import is_denial_read, is_not_shipped_yet
from nlp.extract.dispute import reasons_of
from nlp.extract.order.clauses import old_quantities
from nlp.extract.sources import Context, Found
from nlp.facts import Facts
from nlp.lang import LANGUAGES, Weighted, abroad, compiled, weight
from nlp.lang.changes import change_words
from nlp.lang.sieve import Sieved
from nlp.reading import Evidence, IntentName, OrderChange, QueryTopic
from nlp.stance import kinds_at, says
from nlp.standing import span_of

TOPIC_FROM = 0.8  # of the words for a topic: they name it
COMPLAINS_FROM = 0.4  # of a reason's score
ACTS_PLAINLY = ("TAKEN", "TAKEN_WITH_OBJECT", "UNSENT", "DOUBLED", "HALVED")  # tables of what is done to an order
MOST_WORDS_BESIDE = 25  # of a mail that is a list of articles and little else
Span = tuple[int, int]


def is_told(context: Context, facts: Facts, name: IntentName) -> bool:
    """Whether words beside the facts of an intent tell it plainly."""
    rule = _RULES.get(name)
    return rule is not None and rule(context, facts)


def _remittance(context: Context, facts: Facts) -> bool:
    """Money that went, in a sentence of its own or with its day, of which no coming payment is said."""
    advice = facts.remittance.value
    if advice is None or advice.payment_date is None or advice.payment_date > context.sent_on:
        return False
    spans = _sentences_of(context, facts.remittance)
    return any(
        _plain(context, span, "money_went") and not _coming(context, span) and not _unsure(context, span)
        for span in (*spans, *_beside(context, spans))
    )


def _promise(context: Context, facts: Facts) -> bool:
    """Money that goes, in one sentence with one of its days."""
    promise = facts.promise.value
    if promise is None or not promise.instalments:
        return False
    days = {instalment.date for instalment in promise.instalments if instalment.date > context.sent_on}
    places = [mention.start for mention in context.dates(context.body) if mention.value in days]
    return any(
        _plain(context, span, "money_goes") and not _refused(context, span) and not _unsure(context, span)
        for span in dict.fromkeys(context.body.sentence_at(place) for place in places)
    )


def _order_change(context: Context, facts: Facts) -> bool:
    """A verb of changing in a sentence that holds what changes of an order of the book."""
    spans = _sentences_of(context, facts.order_change)
    change = facts.order_change.value
    sure = change is not None and facts.order_change.strength >= 1.0
    if change is not None and sure and any(_acts(context, change, span) for span in spans or context.body.sentences):
        return True
    if not spans and facts.order_change.strength >= 1.0:  # "Scrap the lot, please": what is meant stands elsewhere
        taken = change_words(("TAKEN", "TAKEN_WITH_OBJECT"), context.languages)
        return any(_stands(context, span, taken, asked=True) for span in context.body.sentences)
    return any(_plain(context, span, "change_signs", asked=True) for span in (*spans, *_beside(context, spans)))


def _acts(context: Context, change: OrderChange, span: Span) -> bool:
    """A verb of withdrawing, doubling, halving, or "not before" in a sentence whose negations are the change itself."""
    verb = change_words(ACTS_PLAINLY, context.languages).search(context.body.flat, *span)
    if verb is None:
        return False
    kinds = kinds_at(context, verb.start()) - {"asked"}
    if is_not_shipped_yet(context, *span):
        kinds -= {"conditional"}
    return not kinds - {"negated"} and is_denial_read(context, change, *span)


def _order(context: Context, facts: Facts) -> bool:
    """Articles of ours, each of them known, with a word of wanting beside them or with hardly a word beside them."""
    order = facts.order.value
    if order is None or not order.lines or not all(line.sku for line in order.lines):
        return False
    if old_quantities(context, context.body) or any(score >= COMPLAINS_FROM for _, score, _ in reasons_of(context)):
        return False
    changing = _sentences_of(context, facts.order_change) if facts.order_change.strength >= 1.0 else ()
    spans = _sentences_of(context, facts.order)
    if set(spans) & set(changing):
        return False  # the new lines of an order that is known
    wanted = any(_plain(context, span, "order_signs", asked=True) for span in (*spans, *_beside(context, spans)))
    return wanted or (bool(spans) and len(context.body.text.split()) <= MOST_WORDS_BESIDE + 6 * len(order.lines))


def _query(context: Context, facts: Facts) -> bool:
    """A word of asking in the sentence that asks for a paper by its name, or for what the book has and for no goods."""
    query = facts.query.value
    if query is None:
        return False
    topic = context.patterns("topics", query.topic) if query.topic is not QueryTopic.ORDER_STATUS else ()
    named = [span for span in _sentences_of(context, facts.query) if _names(context, span, topic)]
    goods = [replace(fact, evidence=_of_goods(fact.evidence)) for fact in (facts.order, facts.order_change)]
    wanted = {span for fact in goods for span in _sentences_of(context, fact)}
    sure = facts.query.strength >= 1.0
    spans = [*named, *(s for s in _sentences_of(context, facts.query) if sure and s not in wanted)]
    if any(_plain(context, span, "ask_signs", asked=True) for span in spans):
        return True
    signs = [compiled(pattern) for pattern in abroad.ASKING] if len(context.languages) == len(LANGUAGES) else []
    return any(_stands(context, span, sign, asked=True) for span in spans for sign in signs)


def _names(context: Context, span: Span, topic: Weighted) -> bool:
    return weight(topic, context.body.flat[slice(*span)])[0] >= TOPIC_FROM


def _of_goods(evidence: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
    """The grounds of lines and days: that an order's number stands in a question asks for no goods."""
    return tuple(ground for ground in evidence if not ground.field.endswith("po_number"))


def _sentences_of(context: Context, fact: Found[Any]) -> tuple[Span, ...]:
    """The sentences in which grounds of a fact stand."""
    places = [span for ground in fact.evidence if ground.source == "body" and (span := span_of(context, ground))]
    return tuple(
        (start, end) for start, end in context.body.sentences if any(low < end and start < high for low, high in places)
    )


def _beside(context: Context, spans: Iterable[Span]) -> Iterator[Span]:
    """The sentences just before and behind them: "EFT done." over a list of what it pays."""
    sentences = context.body.sentences
    for span in spans:
        place = sentences.index(span)
        yield from (sentences[near] for near in (place - 1, place + 1) if 0 <= near < len(sentences))


def _plain(context: Context, span: Span, field: str, *, asked: bool = False) -> bool:
    """Whether a sentence has one of the patterns and nothing takes its words back; `asked`: a question may ask it."""
    return any(_stands(context, span, compiled(pattern), asked=asked) for pattern in _patterns(context, field))


def _stands(context: Context, span: Span, pattern: Sieved | re.Pattern[str], *, asked: bool) -> bool:
    match = pattern.search(context.body.flat, *span)
    return match is not None and not kinds_at(context, match.start()) - ({"asked"} if asked else set())


def _patterns(context: Context, field: str) -> Iterator[str]:
    return (pattern for pack in context.lexicons for pattern in getattr(pack, field))


def _coming(context: Context, span: Span) -> bool:
    """A word for a coming payment, or a coming day."""
    start, end = span
    words = tuple(pair for pack in context.lexicons for pair in pack.will_pay)
    coming = any(start <= day.start < end and day.earlier > context.sent_on for day in context.dates(context.body))
    return coming or weight(words, context.body.flat[start:end])[0] > 0


def _refused(context: Context, span: Span) -> bool:
    words = tuple(pair for pack in context.lexicons for pair in pack.refusals)
    return weight(words, context.body.flat[slice(*span)])[0] > 0


def _unsure(context: Context, span: Span) -> bool:
    """What is only hoped, or somebody else's payment."""
    theirs = any(compiled(pattern).search(context.body.flat, *span) for pattern in _patterns(context, "their_acts"))
    return theirs or says(context, "hoped", context.body.flat[slice(*span)])


_RULES: dict[IntentName, Callable[[Context, Facts], bool]] = {
    IntentName.REMITTANCE: _remittance,
    IntentName.PROMISE: _promise,
    IntentName.ORDER_CHANGE: _order_change,
    IntentName.ORDER: _order,
    IntentName.QUERY: _query,
}
