"""Whether the topic of a question is certain enough that its answer may go out unread."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from nlp.extract.query_sentences import asking_spans, asking_words, says_something
from nlp.extract.query_topic import Asked, words_of
from nlp.extract.references import References
from nlp.extract.sources import Context
from nlp.extract.topics import ranked
from nlp.lang import compiled, expression, fold, weight
from nlp.reading import QueryTopic

SURE_SCORE, SURE_MARGIN = 0.6, 0.25
PLAIN_WORDS = 0.8
# How clear a sentence alone has to be. Beside the word "list" people want all manner of lists: a statement has to be
# far ahead.
HEARD_SHARE, HEARD_LEARNED, HEARD_MARGIN = 0.4, 0.5, 0.3
FAR_SCORE, FAR_MARGIN, FAR_LEARNED = 1.0, 0.85, 0.5
BEGS_FROM = 1.4  # of the words that ask: a request and a question mark
OBJECT_SCORE, NAMED_MARGIN = 0.4, 0.8  # of a question whose object the book has; of one that has none
ALONE_LEARNED, ALONE_NEXT = 0.8, 0.3  # of a sentence as no other topic is asked for
LEAST_LISTED = 2  # documents of a paper that lists them
OBJECT_LEAD = 0.15  # of what was learned, for a question of nothing but its object
OF_THEIR_OBJECT = frozenset({QueryTopic.ORDER_STATUS, QueryTopic.DUE_DATE})
WITHOUT_OBJECT = frozenset({QueryTopic.STATEMENT, QueryTopic.BANK_DETAILS})


def is_certain(context: Context, asked: Asked, invoices: References) -> bool:
    """Whether words, sentences and documents leave no second topic."""
    return _is_plain(context, asked, invoices) or _begs_for_document(context, asked, invoices)


def is_of_its_object(context: Context, asked: Asked) -> bool:
    """Whether a question whose object the book has is of no other topic: no word of one stands beside it.

    On 19 desks none of 76 such questions had another topic; but what asks nothing may look so, too. A statement and our
    account are no objects of the book: those have to be called by their names, nothing else may be asked anywhere, and
    no letter of somebody else may be behind the question.
    """
    if _is_asked_by_name(context, asked) or _is_asked_of_its_object(context, asked) or _asks_for_ours(context, asked):
        return True
    if asked.score < OBJECT_SCORE or asked.margin < SURE_MARGIN:
        return False
    others = [topic for topic in QueryTopic if topic is not asked.topic]
    flats = [context.body.flat[a:b] for a, b in asked.spans]
    if any(words_of(context, topic, flat) > 0 for topic in others for flat in flats) or _asks_two_things(
        context, flats
    ):
        return False
    if asked.topic not in WITHOUT_OBJECT:
        return True
    if asked.topic is QueryTopic.BANK_DETAILS and (context.quoted.text.strip() or context.documents):
        return False
    if any("?" in context.body.text[a:b] and (a, b) not in asked.spans for a, b in asking_spans(context)):
        return False
    every = [context.body.flat[a:b] for a, b in context.body.sentences]
    return (
        asked.margin >= NAMED_MARGIN
        and any(words_of(context, asked.topic, flat) >= PLAIN_WORDS for flat in flats)
        and not any(words_of(context, topic, flat) >= PLAIN_WORDS for topic in others for flat in every)
    )


def _is_asked_by_name(context: Context, asked: Asked) -> bool:
    """Whether a sentence asks for the thing by its name, or as no other is asked for, and speaks of no document or sum.

    Who asks for our account may doubt a letter: that is left to the rule for what the book has not.
    """
    if asked.topic is QueryTopic.BANK_DETAILS:
        return False
    others = [topic for topic in QueryTopic if topic is not asked.topic]
    flats = [context.body.flat[start:end] for start, end in asked.spans]
    if any(words_of(context, topic, flat) > 0 for topic in others for flat in flats):
        return False
    for (start, end), flat in zip(asked.spans, flats, strict=True):
        if not asks(context, flat):
            continue
        (first, share), (_, next_share), *_ = ranked(context.body.text[start:end])
        alone = first is asked.topic and share >= ALONE_LEARNED and next_share <= ALONE_NEXT
        if alone or (asked.topic is QueryTopic.STATEMENT and words_of(context, asked.topic, flat) >= PLAIN_WORDS):
            return not _asks_two_things(context, [flat]) and not _speaks_of_money(context, start, end)
    return False


def _is_asked_of_its_object(context: Context, asked: Asked) -> bool:
    """ "Bis wann muss die vom 11. bezahlt sein?", "When's it leaving?" of an order or a document that the book has.

    Nothing else is looked for where goods are, nor for when a document is due, so a sentence that asks and is of the
    topic by its words or by what was learned is enough. On 22 desks all of 16 such questions had that topic.
    """
    if asked.topic not in OF_THEIR_OBJECT:
        return False
    others = [topic for topic in QueryTopic if topic is not asked.topic]
    for start, end in asked.spans:
        flat = context.body.flat[start:end]
        if any(words_of(context, topic, flat) > 0 for topic in others) or _asks_two_things(context, [flat]):
            return False
        (first, share), (_, next_share), *_ = ranked(context.body.text[start:end])
        learned = first is asked.topic and share - next_share >= OBJECT_LEAD
        if asks(context, flat) and (learned or words_of(context, asked.topic, flat) >= PLAIN_WORDS):
            return True
    return False


def _asks_for_ours(context: Context, asked: Asked) -> bool:
    """ "Our list is attached, send me yours": a paper that is not ours names several documents of the customer."""
    if asked.topic is not QueryTopic.STATEMENT or context.customer is None:
        return False
    entries = context.book.documents_of(context.customer.number)
    own = tuple(fold(name) for name in context.book.own_names() if name.strip())
    listed = any(
        sum(entry.number in source.text for entry in entries) >= LEAST_LISTED
        and not source.flat.lstrip().startswith(own)
        for source in context.documents
    )
    others = [topic for topic in QueryTopic if topic is not asked.topic]
    flats = [context.body.flat[a:b] for a, b in context.body.sentences]
    plain = not any(words_of(context, topic, flat) >= PLAIN_WORDS for topic in others for flat in flats)
    return listed and plain and any(asks(context, flat) for flat in flats)


def asks(context: Context, flat: str) -> bool:
    """Whether folded words ask or beg."""
    signs = (pattern for pack in context.lexicons for pattern in pack.ask_signs)
    return (
        "?" in flat or weight(asking_words(context), flat)[0] > 0 or any(compiled(sign).search(flat) for sign in signs)
    )


def _speaks_of_money(context: Context, start: int, end: int) -> bool:
    return any(amount.marked and start <= amount.start < end for amount in context.amounts(context.body))


def _asks_two_things(context: Context, flats: Iterable[str]) -> bool:
    """ "What was it for, and when is it due?": two question words in one sentence, parted by a comma or an "and"."""
    asking = expression(rf"(?<!\w)(?:{context.words('question_words')})(?!\w)")
    parted = expression(rf"[,;:/]|(?<!\w)(?:{context.words('list_words')})(?!\w)")
    for flat in flats:
        for one, other in pairwise(asking.finditer(flat)):
            if one.group() != other.group() and parted.search(flat, one.end(), other.start()):
                return True
    return False


def _is_plain(context: Context, asked: Asked, invoices: References) -> bool:
    """Whether the table of words and the learned sentences both hear this topic, or these alone hear no other."""
    if asked.score < SURE_SCORE or asked.margin < SURE_MARGIN:
        return False
    if asked.topic is QueryTopic.STATEMENT and invoices.within("body"):
        return False  # of one document something else may be asked
    if any(ranked(text)[0][0] is not asked.topic for text, _ in _pieces(context) if "?" in text):
        return False
    if any(words_of(context, QueryTopic.OTHER, context.body.flat[a:b]) > 0 for a, b in asked.spans):
        return False  # "the invoice with the delivery note": a copy alone is no answer
    if _is_far_ahead(context, asked) or _is_heard_alone(context, asked):
        return True
    pieces = [(context.body.text[a:b], context.body.flat[a:b]) for a, b in asked.spans]
    pieces.append((context.subject.text, context.subject.flat))
    return any(
        ranked(text)[0][0] is asked.topic and words_of(context, asked.topic, flat) >= PLAIN_WORDS
        for text, flat in pieces
    )


def _is_far_ahead(context: Context, asked: Asked) -> bool:
    """Whether the sentences of the corpus leave no second topic, whatever the table of words knows."""
    learned = max((dict(ranked(context.body.text[a:b]))[asked.topic] for a, b in asked.spans), default=0.0)
    return asked.score >= FAR_SCORE and asked.margin >= FAR_MARGIN * asked.score and learned >= FAR_LEARNED


def _is_heard_alone(context: Context, asked: Asked) -> bool:
    """Whether a sentence is clearly of this topic by what was learned, and no word of the table is of another."""
    if asked.topic is QueryTopic.STATEMENT or asked.margin < HEARD_SHARE * asked.score:
        return False
    others = [topic for topic in QueryTopic if topic is not asked.topic]
    if any(words_of(context, topic, context.body.flat[a:b]) > 0 for a, b in asked.spans for topic in others):
        return False
    heard = [ranked(context.body.text[a:b]) for a, b in asked.spans]
    return any(
        first[0] is asked.topic and first[1] >= HEARD_LEARNED and first[1] - second[1] >= HEARD_MARGIN
        for first, second, *_ in heard
    )


def _pieces(context: Context) -> list[tuple[str, str]]:
    """The sentences of the body that say something, as written and folded."""
    body = context.body
    return [(body.text[a:b], body.flat[a:b]) for a, b in body.sentences if says_something(body.text[a:b])]


def _begs_for_document(context: Context, asked: Asked, invoices: References) -> bool:
    """ "Could you send me IN-7016 again?": what is sent is the invoice itself, and no other paper."""
    send = expression(rf"(?<!\w)(?:{context.words('send_words')})(?!\w)")
    flat = context.body.flat
    return asked.topic is QueryTopic.INVOICE_COPY and any(
        send.search(flat, start, end)
        and weight(asking_words(context), flat[start:end])[0] >= BEGS_FROM
        and words_of(context, QueryTopic.OTHER, flat[start:end]) <= 0
        and any(context.book.document(number) for number in invoices.within("body", start, end))
        for start, end in asked.spans
    )
