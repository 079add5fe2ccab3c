"""What a customer asks: a copy, a statement, our bank details, where an order is, when an invoice is due."""

from __future__ import annotations

import re

from nlp.extract.references import OrderNumber, References
from nlp.extract.sources import Context, Found
from nlp.lang import weight
from nlp.reading import Evidence, Query, QueryTopic


def read_query(context: Context, invoices: References, numbers: tuple[OrderNumber, ...]) -> Found[Query]:
    """The question; strength 1.0 only if its topic is clear and what it asks for is in the book."""
    topic, score, span = topic_of(context, numbers, invoices)
    about = _sentences_about(context, topic) or ([span] if span else [])
    named = next((found for start, end in about if (found := invoices.meant("body", start, end))), ())
    stated = tuple(dict.fromkeys(named)) or invoices.meant("body") or invoices.meant("subject")
    asked = stated if topic not in (QueryTopic.STATEMENT, QueryTopic.ORDER_STATUS) else ()
    inside = [n for start, end in about for n in numbers if n.source.name == "body" and start <= n.start < end]
    order = next(iter(inside or numbers), None) if topic is QueryTopic.ORDER_STATUS else None
    if score <= 0:
        return Found(Query(QueryTopic.OTHER, (), None), 0.0)
    evidence: tuple[Evidence, ...] = ()
    if span is not None:
        evidence = (context.body.evidence("query.topic", *span),)
    if order is not None:
        evidence = (*evidence, order.source.evidence("query.po_number", order.start, order.end))
    known = all(context.book.document(number) for number in asked)
    complete = {
        QueryTopic.INVOICE_COPY: bool(asked) and known,
        QueryTopic.DUE_DATE: bool(asked) and known,
        QueryTopic.ORDER_STATUS: order is not None and order.known,
        QueryTopic.STATEMENT: context.customer is not None,
        QueryTopic.BANK_DETAILS: context.customer is not None,
    }.get(topic, False)
    value = Query(topic, asked, order.number if order else None)
    return Found(value, 1.0 if complete else 0.5, evidence)


def topic_of(
    context: Context, numbers: tuple[OrderNumber, ...], invoices: References
) -> tuple[QueryTopic, float, tuple[int, int] | None]:
    """(topic, weight of the words for it, the sentence that asks)."""
    asking = tuple(pair for pack in context.lexicons for pair in pack.cues["query"])
    best: tuple[QueryTopic, float, tuple[int, int] | None] = (QueryTopic.OTHER, 0.0, None)
    for topic in QueryTopic:
        patterns = context.patterns("topics", topic)
        subject = 0.4 * max(0.0, weight(patterns, context.subject.flat)[0])
        for start, end in context.body.sentences:
            sentence = context.body.flat[start:end]
            said = weight(patterns, sentence)[0]
            if said <= 0:
                continue
            score = said + subject + 0.5 * min(1.0, weight(asking, sentence)[0])
            if score > best[1] + 1e-9:
                best = (topic, score, (start, end))
        if subject and best[1] == 0.0:
            best = (topic, subject, None)
    if best[1] == 0.0:
        # "Could you send me BR-2026-00123 again?": what is sent is the invoice itself.
        send = re.compile(rf"(?<!\w)(?:{context.words('send_words')})(?!\w)")
        for start, end in context.body.sentences:
            asks = weight(asking, context.body.flat[start:end])[0]
            sent = send.search(context.body.flat, start, end) is not None
            if sent and asks >= 1.4 and any(context.book.document(n) for n in invoices.within("body", start, end)):
                return QueryTopic.INVOICE_COPY, 0.8, (start, end)
    if best[1] == 0.0 and len(context.languages) > 1:
        # A language that we have no words for: a question with an order of the book in it asks for that order.
        for start, end in context.body.sentences:
            asks = "?" in context.body.text[start:end]
            if asks and any(n.known and n.source is context.body and start <= n.start < end for n in numbers):
                return QueryTopic.ORDER_STATUS, 0.5, (start, end)
    return best


def topics_asked(context: Context) -> frozenset[QueryTopic]:
    """Every topic of which a sentence of the body speaks clearly."""
    found = set()
    for topic in QueryTopic:
        patterns = context.patterns("topics", topic)
        if any(weight(patterns, context.body.flat[start:end])[0] >= 1.0 for start, end in context.body.sentences):
            found.add(topic)
    return frozenset(found)


def _sentences_about(context: Context, topic: QueryTopic) -> list[tuple[int, int]]:
    """The sentences with the topic's words, each from the beginning of the one before it: "We lost it. A copy, please."."""  # noqa: E501
    patterns = context.patterns("topics", topic)
    spans = context.body.sentences
    said = [i for i, (start, end) in enumerate(spans) if weight(patterns, context.body.flat[start:end])[0] > 0]
    alone = [spans[i] for i in said]
    return alone + [(spans[i - 1][0], spans[i][1]) for i in said if i > 0]
