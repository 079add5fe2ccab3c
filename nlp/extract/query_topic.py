"""Which topic the sentences of a mail ask for, from their words, from what was learned and from what they name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from nlp.extract.order_numbers import OrderNumber
from nlp.extract.query_objects import asked_documents, documents_in
from nlp.extract.query_orders import before
from nlp.extract.query_sentences import asking_spans, asking_words, shares_of, together
from nlp.extract.references import References
from nlp.extract.sources import Context
from nlp.extract.topics import ranked
from nlp.lang import weight
from nlp.lang.asking import ACCOUNT_STATEMENT, ARRIVING, NO_GOODS, OFFER, OUR_ACCOUNT, SENT_AGAIN
from nlp.lang.day_signs import any_of
from nlp.reading import QueryTopic

WORDS_SHARE = 0.4  # of the table's words for a topic beside what the sentences of the corpus say
ASKING_SHARE = 0.5  # how much more a sentence counts that asks or begs
SUBJECT_SHARE = 0.2
JOINED_SHARE = 0.8  # of two sentences heard as one: "We lost it. A copy, please."
MOST_WORDS = 1.5  # a topic named three times is not three times as likely
NO_DOCUMENT = 0.6  # less for a copy, or for the day of one, that no document of the mail fits
NAMED = 0.3  # what the thing in a sentence says of its question: an order is looked for, a document is not
ABOUT_SHARE = 0.5  # of the best sentence's score: from here on a sentence is about the topic too
MORE = 1.0  # of the table of small words
SENT = 0.7  # of a document that shall be sent once more
_MORE = {
    topic: re.compile(rf"(?<!\w)(?:{any_of(table)})(?!\w)")
    for topic, table in (
        (QueryTopic.OTHER, OFFER), (QueryTopic.ORDER_STATUS, ARRIVING), (QueryTopic.BANK_DETAILS, OUR_ACCOUNT),
        (QueryTopic.STATEMENT, ACCOUNT_STATEMENT),
    )
}  # fmt: skip
_NO_GOODS = re.compile(rf"(?<!\w)(?:{any_of(NO_GOODS)})(?!\w)")
_SENT_AGAIN = re.compile(rf"(?<!\w)(?:{any_of(SENT_AGAIN)})(?!\w)")
OF_DOCUMENTS = (QueryTopic.INVOICE_COPY, QueryTopic.DUE_DATE)


@dataclass(frozen=True, slots=True)
class Asked:
    """The likeliest topic, how far it is ahead, and the sentences that ask it, best first."""

    topic: QueryTopic
    score: float
    margin: float
    spans: tuple[tuple[int, int], ...]


def topic_of(context: Context, numbers: tuple[OrderNumber, ...], invoices: References) -> Asked:
    """The topic that the sentences ask for together; one that nothing speaks for is OTHER with score 0."""
    spans = asking_spans(context)
    shares = shares_of(context, spans)
    single = [
        {topic: score * share for topic, score in scores_of(context, *span).items()}
        for span, share in zip(spans, shares, strict=True)
    ]
    for scores, span in zip(single, spans, strict=True):
        for topic, more in _named(context, numbers, invoices, span).items():
            scores[topic] += more
    joined = [
        (scores_of(context, a, d), min(one, other))
        for ((a, _), (_, d)), (one, other) in zip(pairwise(spans), pairwise(shares), strict=True)
    ]
    whole = dict(_subject(context))
    for topic in QueryTopic:
        whole[topic] += together(scores[topic] for scores in single)
        whole[topic] += JOINED_SHARE * together(scores[topic] * share for scores, share in joined)
    heard = {topic: _heard([scores[topic] for scores in single], spans) for topic in QueryTopic}
    if max(whole, key=lambda topic: whole[topic]) in OF_DOCUMENTS:
        for topic in OF_DOCUMENTS:
            whole[topic] -= 0.0 if asked_documents(context, invoices, heard[topic]) else NO_DOCUMENT
    order = sorted(whole, key=lambda topic: -whole[topic])
    topic, score = order[0], whole[order[0]]
    if score <= 0.0:
        return Asked(QueryTopic.OTHER, 0.0, 0.0, ())
    return Asked(topic, score, score - whole[order[1]], heard[topic])


def _heard(scores: Sequence[float], spans: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """The sentences that speak of a topic, the loudest first."""
    best = max(scores, default=0.0)
    about = sorted(zip(scores, spans, strict=True), key=lambda pair: -pair[0])
    return tuple(span for each, span in about if each >= ABOUT_SHARE * best > 0)


def scores_of(context: Context, start: int, end: int) -> dict[QueryTopic, float]:
    """What a piece of the body says for each topic."""
    flat = context.body.flat[start:end]
    asks = 1 + ASKING_SHARE * min(MOST_WORDS, weight(asking_words(context), flat)[0])
    learned = dict(ranked(context.body.text[start:end]))
    return {topic: asks * (learned[topic] + WORDS_SHARE * words_of(context, topic, flat)) for topic in QueryTopic}


def words_of(context: Context, topic: QueryTopic, flat: str) -> float:
    """What the words of a piece say for a topic, those of languages without a pack too."""
    known = weight(context.patterns("topics", topic), flat)[0]
    if 0 <= known < MORE and topic in _MORE and _MORE[topic].search(flat):
        known = MORE if topic is not QueryTopic.ORDER_STATUS or not _NO_GOODS.search(flat) else known
    return max(-1.0, min(MOST_WORDS, known))


def sends_again(flat: str) -> bool:
    """Whether folded words ask for a document once more."""
    return _SENT_AGAIN.search(flat) is not None


def _subject(context: Context) -> dict[QueryTopic, float]:
    if context.answered:
        return dict.fromkeys(QueryTopic, 0.0)  # the subject of an answer is ours
    learned = dict(ranked(context.subject.text))
    return {
        topic: SUBJECT_SHARE * max(learned[topic] + words_of(context, topic, context.subject.flat), 0.0)
        for topic in QueryTopic
    }


def _named(
    context: Context, numbers: tuple[OrderNumber, ...], invoices: References, span: tuple[int, int]
) -> dict[QueryTopic, float]:
    """An order that no document was made for yet is looked for; of a document a copy or its day is asked."""
    start, end = span
    if _begs_again(context, invoices, span):
        return {QueryTopic.INVOICE_COPY: SENT, QueryTopic.ORDER_STATUS: -NAMED, QueryTopic.OTHER: -NAMED}
    if "?" not in context.body.text[start:end]:
        return {}
    orders = [n for n in numbers if n.source is context.body and start <= n.start < end]
    if invoices.meant("body", start, end):
        return {QueryTopic.INVOICE_COPY: NAMED / 2, QueryTopic.DUE_DATE: NAMED / 2, QueryTopic.ORDER_STATUS: -NAMED}
    return {QueryTopic.ORDER_STATUS: NAMED} if orders else {}


def _begs_again(context: Context, invoices: References, span: tuple[int, int]) -> bool:
    """Whether a sentence begs for a document of the book once more, named in it or in the one before it."""
    flat = context.body.flat[slice(*span)]
    if not sends_again(flat) or words_of(context, QueryTopic.STATEMENT, flat) > 0:
        return False
    earlier, _ = before(context, span[0])
    named = documents_in(context, invoices, earlier, span[1]) or asked_documents(context, invoices, (span,))
    return any(context.book.document(number) for number in named)
