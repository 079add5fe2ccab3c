"""What a customer asks: a copy, a statement, our bank details, where an order is, when an invoice is due."""

from __future__ import annotations

from nlp.extract.references import OrderNumber, References
from nlp.extract.sources import Context, Found
from nlp.lang import weight
from nlp.reading import Evidence, Query, QueryTopic


def read_query(context: Context, invoices: References, numbers: tuple[OrderNumber, ...]) -> Found[Query]:
    """The question; strength 1.0 only if its topic is clear and what it asks for is in the book."""
    topic, score, span = topic_of(context)
    about = _sentences_about(context, topic)
    named = tuple(n for start, end in about for n in invoices.within("body", start, end))
    stated = tuple(dict.fromkeys(named)) or invoices.within("body") or invoices.within("subject")
    asked = stated if topic not in (QueryTopic.STATEMENT, QueryTopic.ORDER_STATUS) else ()
    inside = [n for n in numbers if n.source.name == "body" and any(start <= n.start < end for start, end in about)]
    order = ((inside or list(numbers) or [None])[0]) if topic is QueryTopic.ORDER_STATUS else None
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
    }.get(topic, False)
    value = Query(topic, asked, order.number if order else None)
    return Found(value, 1.0 if complete else 0.5, evidence)


def topic_of(context: Context) -> tuple[QueryTopic, float, tuple[int, int] | None]:
    """(topic, weight of the words for it, the sentence that asks)."""
    asking = tuple(pair for pack in context.lexicons for pair in pack.cues["query"])
    best = (QueryTopic.OTHER, 0.0, None)
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
    return best


def _sentences_about(context: Context, topic: QueryTopic) -> list[tuple[int, int]]:
    patterns = context.patterns("topics", topic)
    return [span for span in context.body.sentences if weight(patterns, context.body.flat[span[0] : span[1]])[0] > 0]
