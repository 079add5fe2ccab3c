"""What a customer asks: a copy, a statement, our bank details, where an order is, when an invoice is due."""

from __future__ import annotations

from itertools import pairwise

from nlp.extract.order_numbers import OrderNumber
from nlp.extract.query_certainty import asks, is_certain, is_of_its_object
from nlp.extract.query_objects import asked_documents, documents_in, order_of, subject_documents, told_in
from nlp.extract.query_orders import asked_order, is_ours, order_in
from nlp.extract.query_sentences import asking_spans
from nlp.extract.query_topic import OF_DOCUMENTS, scores_of, topic_of, words_of
from nlp.extract.references import References
from nlp.extract.sources import Context, Found, distinct
from nlp.lang import weight
from nlp.reading import Evidence, Problem, Query, QueryTopic

LEAST_SCORE = 0.15
DOCUMENT_TOPICS = (*OF_DOCUMENTS, QueryTopic.OTHER)


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
        number = (
            order_of(context, documents)
            if asked.topic is not QueryTopic.OTHER
            else order_in(context, numbers, asked.spans[:1])
        )
    elif asked.topic is QueryTopic.BANK_DETAILS:
        documents = distinct(
            n for span in _asking_beside(context, asked.spans) for n in told_in(context, invoices, span)
        )
        documents = documents or _of_answer(context) or _of_subject(context, invoices)
        number = order_of(context, documents)
    elif asked.topic is QueryTopic.STATEMENT:
        documents = _copies_beside(context, invoices)
    elif asked.topic is QueryTopic.ORDER_STATUS:
        order = asked_order(context, numbers, asked.spans)
        number = order.number if order and not is_ours(context, order) else None
        if order is not None and order.end > order.start:
            evidence = (*evidence, order.source.evidence("query.po_number", order.start, order.end))
    known = all(context.book.document(each) for each in documents)
    complete = {
        QueryTopic.INVOICE_COPY: bool(documents) and known,
        QueryTopic.DUE_DATE: bool(documents) and known,
        QueryTopic.ORDER_STATUS: order is not None and order.known and number is not None,
        QueryTopic.STATEMENT: context.customer is not None,
        QueryTopic.BANK_DETAILS: context.customer is not None,
    }.get(asked.topic, False)
    value = Query(asked.topic, documents, number)
    if asked.score < LEAST_SCORE:
        return Found(value, 0.0)
    if complete and not is_certain(context, asked, invoices):
        unclear = Problem("unclear_question", f"perhaps {asked.topic.value}", "body")
        return Found(value, 0.5, evidence, () if is_of_its_object(context, asked) else (unclear,))
    return Found(value, 1.0 if complete else 0.5, evidence)


def _asking_beside(context: Context, spans: tuple[tuple[int, int], ...]) -> list[tuple[int, int]]:
    """The sentences that ask, with what is asked or said of our account right before the first of them."""
    found = list(spans[:3])
    for one, other in pairwise(asking_spans(context)):
        beside = (
            "?" in context.body.text[slice(*one)] or scores_of(context, *one)[QueryTopic.BANK_DETAILS] > LEAST_SCORE
        )
        if other in spans[:1] and one not in found and beside:
            found.append(one)
    return sorted(found)


def _of_answer(context: Context) -> tuple[str, ...]:
    """ "Which account do I use?" in answer to a mail about one document, where nothing else is told: that document."""
    own = [number for number in context.answered if context.book.document(number)]
    told = context.dates(context.body) or any(amount.marked for amount in context.amounts(context.body))
    return tuple(own) if len(own) == 1 and not told else ()


def _of_subject(context: Context, invoices: References) -> tuple[str, ...]:
    """ "688.75" above "Which account does this go to?": the one document that the subject of a first mail tells."""
    if context.answered or context.dates(context.body):
        return ()
    found = tuple(n for n in invoices.meant("subject") if context.book.document(n)) or subject_documents(context)
    return found if len(found) == 1 and not invoices.meant("body") else ()


def _copies_beside(context: Context, invoices: References) -> tuple[str, ...]:
    """ "A statement, and 4131 and 4290 as copies": documents of a sentence that asks for paper."""
    return distinct(
        number
        for span in asking_spans(context)
        if words_of(context, QueryTopic.INVOICE_COPY, context.body.flat[slice(*span)]) > 0
        for number in documents_in(context, invoices, *span)
        if context.book.document(number)
    )


def topics_asked(context: Context) -> frozenset[QueryTopic]:
    """Every topic of which a sentence of the body speaks clearly; where one asks, those that only tell do not count."""
    sentences = [context.body.flat[start:end] for start, end in context.body.sentences]
    asking = [flat for flat in sentences if asks(context, flat)]
    return frozenset(
        topic
        for topic in QueryTopic
        if any(weight(context.patterns("topics", topic), flat)[0] >= 1.0 for flat in asking or sentences)
    )
