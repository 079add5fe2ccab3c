"""What a customer asks: a copy, a statement, our bank details, where an order is, when an invoice is due."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from nlp.extract.query_objects import asked_documents, asked_order, documents_in, order_of, told_in
from nlp.extract.query_sentences import asking_spans, asking_words, says_something, shares_of, together
from nlp.extract.references import OrderNumber, References
from nlp.extract.sources import Context, Found, distinct
from nlp.extract.topics import ranked
from nlp.lang import expression, weight
from nlp.reading import Evidence, Problem, Query, QueryTopic

WORDS_SHARE = 0.4  # of the table's words for a topic beside what the sentences of the corpus say
ASKING_SHARE = 0.5  # how much more a sentence counts that asks or begs
SUBJECT_SHARE = 0.2
JOINED_SHARE = 0.8  # of two sentences heard as one: "We lost it. A copy, please."
MOST_WORDS = 1.5  # a topic named three times is not three times as likely
LEAST_SCORE, SURE_SCORE, SURE_MARGIN = 0.15, 0.6, 0.25
PLAIN_WORDS = 0.8
# Of 73 questions of customers that nothing was learned from, 17 are so far ahead, all of them rightly.
FAR_SCORE, FAR_MARGIN, FAR_LEARNED = 1.0, 0.85, 0.5
BEGS_FROM = 1.4  # of the words that ask: a request and a question mark
NAMED = 0.3  # what the thing in a sentence says of its question: an order is looked for, a document is not
ABOUT_SHARE = 0.5  # of the best sentence's score: from here on a sentence is about the topic too
DOCUMENT_TOPICS = frozenset({QueryTopic.INVOICE_COPY, QueryTopic.DUE_DATE, QueryTopic.OTHER})


@dataclass(frozen=True, slots=True)
class Asked:
    """The likeliest topic, how far it is ahead, and the sentences that ask it, best first."""

    topic: QueryTopic
    score: float
    margin: float
    spans: tuple[tuple[int, int], ...]


def read_query(context: Context, invoices: References, numbers: tuple[OrderNumber, ...]) -> Found[Query]:
    """The question; strength 1.0 only if its topic is clear and what it asks for is in the book."""
    asked = topic_of(context, numbers, invoices)
    documents: tuple[str, ...] = ()
    number: str | None = None
    order: OrderNumber | None = None
    evidence: tuple[Evidence, ...] = ()
    if asked.spans:
        evidence = (context.body.evidence("query.topic", *asked.spans[0]),)
    if asked.topic in DOCUMENT_TOPICS:
        documents = asked_documents(context, invoices, asked.spans)
        number = order_of(context, documents) if asked.topic is not QueryTopic.OTHER else None
    elif asked.topic is QueryTopic.BANK_DETAILS:
        documents = distinct(
            n for span in _asking_beside(context, asked.spans) for n in told_in(context, invoices, span)
        )
        number = order_of(context, documents)
    elif asked.topic is QueryTopic.STATEMENT:
        documents = _copies_beside(context, invoices)
    elif asked.topic is QueryTopic.ORDER_STATUS:
        order = asked_order(context, numbers, asked.spans)
        number = order.number if order else None
        if order is not None and order.end > order.start:
            evidence = (*evidence, order.source.evidence("query.po_number", order.start, order.end))
    known = all(context.book.document(each) for each in documents)
    complete = {
        QueryTopic.INVOICE_COPY: bool(documents) and known,
        QueryTopic.DUE_DATE: bool(documents) and known,
        QueryTopic.ORDER_STATUS: order is not None and order.known,
        QueryTopic.STATEMENT: context.customer is not None,
        QueryTopic.BANK_DETAILS: context.customer is not None,
    }.get(asked.topic, False)
    value = Query(asked.topic, documents, number)
    if asked.score < LEAST_SCORE:
        return Found(value, 0.0)
    plain = _is_plain(context, asked, invoices) or _begs_for_document(context, asked, invoices)
    if complete and not plain:
        return Found(value, 0.5, evidence, (Problem("unclear_question", f"perhaps {asked.topic.value}", "body"),))
    return Found(value, 1.0 if complete else 0.5, evidence)


def _asking_beside(context: Context, spans: tuple[tuple[int, int], ...]) -> list[tuple[int, int]]:
    """The sentences that ask, with what is asked or said of our account right before the first of them."""
    found = list(spans[:3])
    for one, other in pairwise(asking_spans(context)):
        beside = "?" in context.body.text[slice(*one)] or _scores(context, *one)[QueryTopic.BANK_DETAILS] > LEAST_SCORE
        if other in spans[:1] and one not in found and beside:
            found.append(one)
    return sorted(found)


def _copies_beside(context: Context, invoices: References) -> tuple[str, ...]:
    """ "A statement, and 4131 and 4290 as copies": documents of a sentence that asks for paper."""
    return distinct(
        number
        for span in asking_spans(context)
        if _words(context, QueryTopic.INVOICE_COPY, context.body.flat[slice(*span)]) > 0
        for number in documents_in(context, invoices, *span)
        if context.book.document(number)
    )


def _is_plain(context: Context, asked: Asked, invoices: References) -> bool:
    """Whether the table of words and the learned sentences both hear this topic, or these alone hear no other."""
    if asked.score < SURE_SCORE or asked.margin < SURE_MARGIN:
        return False
    if asked.topic is QueryTopic.STATEMENT and invoices.within("body"):
        return False  # of one document something else may be asked
    if any(ranked(text)[0][0] is not asked.topic for text, _ in _pieces(context) if "?" in text):
        return False
    if _is_far_ahead(context, asked):
        return True
    pieces = [(context.body.text[a:b], context.body.flat[a:b]) for a, b in asked.spans]
    pieces.append((context.subject.text, context.subject.flat))
    return any(
        ranked(text)[0][0] is asked.topic and _words(context, asked.topic, flat) >= PLAIN_WORDS for text, flat in pieces
    )


def _is_far_ahead(context: Context, asked: Asked) -> bool:
    """Whether the sentences of the corpus leave no second topic, whatever the table of words knows."""
    learned = max((dict(ranked(context.body.text[a:b]))[asked.topic] for a, b in asked.spans), default=0.0)
    return asked.score >= FAR_SCORE and asked.margin >= FAR_MARGIN * asked.score and learned >= FAR_LEARNED


def _pieces(context: Context) -> list[tuple[str, str]]:
    """The sentences of the body that say something, as written and folded."""
    body = context.body
    return [(body.text[a:b], body.flat[a:b]) for a, b in body.sentences if says_something(body.text[a:b])]


def _begs_for_document(context: Context, asked: Asked, invoices: References) -> bool:
    """ "Could you send me IN-7016 again?": what is sent is the invoice itself."""
    send = expression(rf"(?<!\w)(?:{context.words('send_words')})(?!\w)")
    return asked.topic is QueryTopic.INVOICE_COPY and any(
        send.search(context.body.flat, start, end)
        and weight(asking_words(context), context.body.flat[start:end])[0] >= BEGS_FROM
        and any(context.book.document(number) for number in invoices.within("body", start, end))
        for start, end in asked.spans
    )


def topic_of(context: Context, numbers: tuple[OrderNumber, ...], invoices: References) -> Asked:
    """The topic that the sentences ask for together; one that nothing speaks for is OTHER with score 0."""
    spans = asking_spans(context)
    shares = shares_of(context, spans)
    single = [
        {topic: score * share for topic, score in _scores(context, *span).items()}
        for span, share in zip(spans, shares, strict=True)
    ]
    for scores, span in zip(single, spans, strict=True):
        for topic, more in _named(context, numbers, invoices, span).items():
            scores[topic] += more
    joined = [
        (_scores(context, a, d), min(one, other))
        for ((a, _), (_, d)), (one, other) in zip(pairwise(spans), pairwise(shares), strict=True)
    ]
    whole = dict(_subject(context))
    for topic in QueryTopic:
        whole[topic] += together(scores[topic] for scores in single)
        whole[topic] += JOINED_SHARE * together(scores[topic] * share for scores, share in joined)
    order = sorted(whole, key=lambda topic: -whole[topic])
    topic, score = order[0], whole[order[0]]
    if score <= 0.0:
        return Asked(QueryTopic.OTHER, 0.0, 0.0, ())
    best = max((scores[topic] for scores in single), default=0.0)
    about = sorted(((scores[topic], span) for scores, span in zip(single, spans, strict=True)), key=lambda p: -p[0])
    heard = tuple(span for each, span in about if each >= ABOUT_SHARE * best > 0)
    return Asked(topic, score, score - whole[order[1]], heard)


def topics_asked(context: Context) -> frozenset[QueryTopic]:
    """Every topic of which a sentence of the body speaks clearly."""
    found = set()
    for topic in QueryTopic:
        patterns = context.patterns("topics", topic)
        if any(weight(patterns, context.body.flat[start:end])[0] >= 1.0 for start, end in context.body.sentences):
            found.add(topic)
    return frozenset(found)


def _scores(context: Context, start: int, end: int) -> dict[QueryTopic, float]:
    """What a piece of the body says for each topic."""
    flat = context.body.flat[start:end]
    asks = 1 + ASKING_SHARE * min(MOST_WORDS, weight(asking_words(context), flat)[0])
    learned = dict(ranked(context.body.text[start:end]))
    return {topic: asks * (learned[topic] + WORDS_SHARE * _words(context, topic, flat)) for topic in QueryTopic}


def _words(context: Context, topic: QueryTopic, flat: str) -> float:
    return max(-1.0, min(MOST_WORDS, weight(context.patterns("topics", topic), flat)[0]))


def _subject(context: Context) -> dict[QueryTopic, float]:
    if context.answered:
        return dict.fromkeys(QueryTopic, 0.0)  # the subject of an answer is ours
    learned = dict(ranked(context.subject.text))
    return {
        topic: SUBJECT_SHARE * max(learned[topic] + _words(context, topic, context.subject.flat), 0.0)
        for topic in QueryTopic
    }


def _named(
    context: Context, numbers: tuple[OrderNumber, ...], invoices: References, span: tuple[int, int]
) -> dict[QueryTopic, float]:
    """An order that no document was made for yet is looked for; of a document a copy or its day is asked."""
    start, end = span
    if "?" not in context.body.text[start:end]:
        return {}
    orders = [n for n in numbers if n.source is context.body and start <= n.start < end]
    if invoices.meant("body", start, end):
        return {QueryTopic.INVOICE_COPY: NAMED / 2, QueryTopic.DUE_DATE: NAMED / 2, QueryTopic.ORDER_STATUS: -NAMED}
    return {QueryTopic.ORDER_STATUS: NAMED} if orders else {}
