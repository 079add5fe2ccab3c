"""What a complaint alone, or a question alone, says by itself of another intent that was heard in the mail.

A list of open items beside the wish for a statement sounds like an advice, a paper that never came like a complaint,
the offer that a price is held against like an order. Each rule asks the structure for its proof, and beside it both the
words' score and the judge must hear hardly anything: what they hear at all stays for a person.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from nlp.agreement import AGREES_FROM
from nlp.book import folded
from nlp.extract.dispute.plainly import TOLD_FROM
from nlp.extract.dispute.ranking import told_in
from nlp.extract.promise_words import tells_gone
from nlp.extract.query_certainty import PLAIN_WORDS, asks
from nlp.extract.query_sentences import asking_words
from nlp.extract.query_topic import words_of
from nlp.extract.sources import Context, Found, Source
from nlp.lang import compiled, expression, fold, weight
from nlp.leftovers import Understood
from nlp.reading import DisputeReason, Evidence, IntentName, QueryTopic
from nlp.standing import span_of

HARDLY_SCORED, HARDLY_HEARD = 0.1, 0.3  # by the words' model, and by the judge
SPEAKS_FROM = 0.5  # of the words for an intent in a sentence
PAPERS = frozenset({QueryTopic.STATEMENT, QueryTopic.INVOICE_COPY})
IN_THE_HEAD = 300  # characters in which a paper says what it is
ATTACHED = "attachment:"


def says_itself(said: Understood, possible: IntentName) -> bool:
    """Whether the one thing that the mail was understood as says what another intent was heard in."""
    (only,) = said.names if len(said.names) == 1 else (None,)
    rule = _RULES.get((only, possible)) if only is not None else None
    if rule is None or (said.scores or {}).get(possible, 1.0) >= HARDLY_SCORED:
        return False
    return (said.present or {}).get(possible, 1.0) < HARDLY_HEARD and rule(said)


def is_asked(said: Understood) -> bool:
    """Whether the book has what a question is about, no topic is left in doubt, and the words' score hears it, too.

    The words of a question are without end ("uns fehlen die PDFs zu …"); of 40 of what the book has and a score heard
    none was wrong. A statement has to be called by its name.
    """
    found, context = said.facts.query, said.context
    asked = found.value
    if asked is None or found.problems or (said.scores or {}).get(IntentName.QUERY, 0.0) < AGREES_FROM:
        return False
    if asked.topic in (QueryTopic.INVOICE_COPY, QueryTopic.DUE_DATE):
        return bool(asked.invoices) and all(context.book.document(number) for number in asked.invoices)
    if found.strength < 1.0:
        return False
    if asked.topic is QueryTopic.STATEMENT:
        flats = [context.body.flat[start:end] for start, end in context.body.sentences]
        return any(words_of(context, asked.topic, flat) >= PLAIN_WORDS and asks(context, flat) for flat in flats)
    return asked.topic is QueryTopic.ORDER_STATUS


def _misses_a_paper(said: Understood) -> bool:
    """ "4219 never arrived, could you send it again?": of what is asked for, and nothing else is told."""
    asked, contested = said.facts.query.value, said.facts.dispute.value
    if asked is None or contested is None or asked.topic is not QueryTopic.INVOICE_COPY or not asked.invoices:
        return False
    if not set(contested.invoices) <= set(asked.invoices):
        return False
    return not any(_complains(said.context, start, end) for start, end in _beside_the_paper(said))


def _beside_the_paper(said: Understood) -> Iterator[tuple[int, int]]:
    """The sentences that neither ask nor speak of an invoice or of a paper that is missing."""
    context = said.context
    invoice = expression(rf"(?<!\w)(?:{context.words('invoice_words')})(?!\w)")
    missed = [compiled(pattern) for pack in context.lexicons for pattern in pack.unsaid["paper"]]
    for start, end in context.body.sentences:
        words = context.body.flat[start:end]
        asks = "?" in words or weight(asking_words(context), words)[0] > 0
        if not asks and not invoice.search(words) and not any(pattern.search(words) for pattern in missed):
            yield start, end


def _complains(context: Context, start: int, end: int) -> bool:
    return max(_tells(context, start, end).values()) >= TOLD_FROM


def _tells(context: Context, start: int, end: int) -> dict[DisputeReason, float]:
    """How strongly a sentence and its items tell each reason."""
    told = told_in(context)
    rows = [row for piece, row in zip(told.pieces, told.by_piece, strict=True) if start <= piece.start < end]
    return {reason: max((row[reason] for row in rows), default=-1.0) for reason in DisputeReason}


def _is_a_ledger(said: Understood) -> bool:
    """Rows of a paper beside the wish for papers, or of the contested documents alone: nobody says that money went."""
    advice, context = said.facts.remittance, said.context
    asked, contested = said.facts.query.value, said.facts.dispute.value
    if IntentName.QUERY in said.names and (asked is None or asked.topic not in PAPERS):
        return False
    if IntentName.DISPUTE in said.names:
        if advice.value is None or contested is None:
            return False
        if not {line.invoice for line in advice.value.lines} <= set(contested.invoices):
            return False
    papers = _papers_of(context, advice)
    if papers is None or any(
        _speaks_of(context, IntentName.REMITTANCE, source.flat[:IN_THE_HEAD]) for source in papers
    ):
        return False
    sentences = context.body.sentences
    if any(_speaks_of(context, IntentName.REMITTANCE, context.body.flat[a:b]) for a, b in sentences):
        return False
    return not any(tells_gone(context.body, start, end) for start, end in sentences)


def _is_an_order_spoken_of(said: Understood) -> bool:
    """Goods in the sentences that complain of them, or in a paper of an order that is known or that we wrote."""
    order, context = said.facts.order, said.context
    if order.value is None or any(
        _speaks_of(context, IntentName.ORDER, context.body.flat[a:b]) for a, b in context.body.sentences
    ):
        return False
    grounds = [ground for ground in order.evidence if ".lines" in ground.field]
    papers = {ground.source for ground in grounds if ground.source.startswith(ATTACHED)}
    known = order.value.po_number is not None and _is_known(context, order.value.po_number)
    if any(not (known or _is_ours(context, source)) for source in context.documents if source.name in papers):
        return False
    inside = [ground for ground in grounds if ground.source == "body"]
    return bool(grounds) and all(_is_complained_of(said, ground) for ground in inside)


def _is_complained_of(said: Understood, ground: Evidence) -> bool:
    """Whether the sentence of a ground tells the very reason of the complaint, and names no day to come."""
    context, contested = said.context, said.facts.dispute.value
    span = span_of(context, ground)
    if span is None or contested is None:
        return False
    start, end = context.body.sentence_at(span[0])
    if any(start <= day.start < end and day.value > context.sent_on for day in context.dates(context.body)):
        return False
    return _tells(context, start, end)[contested.reason] >= TOLD_FROM


def _is_known(context: Context, number: str) -> bool:
    """Whether a number is that of an order of the customer's that is there, or was billed."""
    if context.customer is None:
        return False
    documents = context.book.documents_of(context.customer.number)
    orders = context.book.orders_of(context.customer.number)
    numbers = {each.po_number for each in documents} | {each.po_number for each in orders}
    return folded(number) in {folded(each) for each in numbers if each}


def _is_ours(context: Context, source: Source) -> bool:
    """Whether a paper begins with our own name: an offer or a confirmation of ours orders nothing."""
    head = source.flat[:IN_THE_HEAD].lstrip()
    return any(head.startswith(fold(name)) for name in context.book.own_names() if name.strip())


def _is_the_order_asked_about(said: Understood) -> bool:
    asked, order = said.facts.query.value, said.facts.order.value
    if asked is None or order is None or asked.topic is not QueryTopic.ORDER_STATUS or order.po_number is None:
        return False
    if any(
        _speaks_of(said.context, IntentName.ORDER, said.context.body.flat[a:b]) for a, b in said.context.body.sentences
    ):
        return False
    return _is_known(said.context, order.po_number)


def _is_no_change(said: Understood) -> bool:
    """A name or an address that should stand on the contested paper, or a VAT number that nobody calls new.

    An account is never explained.
    """
    contested, found = said.facts.dispute.value, said.facts.master_data
    if contested is None or found.value is None:
        return False
    view, fields = said.views.get(IntentName.MASTER_DATA), {field for field, _ in found.value.changes}
    if "iban" in fields or (view is not None and view.words >= SPEAKS_FROM):
        return False
    return contested.reason is DisputeReason.INVOICE_FORM or (fields == {"vat_id"} and found.strength < SPEAKS_FROM)


def _papers_of(context: Context, fact: Found[Any]) -> list[Source] | None:
    """The papers that a fact was read from; None where it was read from anything else too."""
    names = {ground.source for ground in fact.evidence}
    if fact.value is None or not names or not all(name.startswith(ATTACHED) for name in names):
        return None
    return [source for source in context.documents if source.name in names]


def _speaks_of(context: Context, name: IntentName, words: str) -> bool:
    return weight(context.patterns("cues", name), words)[0] >= SPEAKS_FROM


_RULES: dict[tuple[IntentName, IntentName], Callable[[Understood], bool]] = {
    (IntentName.QUERY, IntentName.DISPUTE): _misses_a_paper,
    (IntentName.QUERY, IntentName.REMITTANCE): _is_a_ledger,
    (IntentName.QUERY, IntentName.ORDER): _is_the_order_asked_about,
    (IntentName.DISPUTE, IntentName.REMITTANCE): _is_a_ledger,
    (IntentName.DISPUTE, IntentName.ORDER): _is_an_order_spoken_of,
    (IntentName.DISPUTE, IntentName.MASTER_DATA): _is_no_change,
}
