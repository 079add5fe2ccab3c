"""A second matter that one clause of a mail tells by itself: an order behind a promise, a copy beside a complaint.

What the judge hears of a whole mail is mostly what the mail is mainly about. So a clause whose own words speak of
another matter is read once more as if it were all that the sender wrote; what is then read without a doubt, and names
what belongs to it alone, is wanted beside the rest. Payments are heard well as it is, and their words stand everywhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from decimal import Decimal

from nlp.facts import Facts
from nlp.heard import likeliest
from nlp.reading import Intent, IntentName, Order, OrderChange, QueryTopic, Reading

HEARD_FROM = 0.55  # of the words' score of a clause: below it nothing was found on 4,000 labelled mails
SURE_FROM, SURE_OF_REQUEST = 0.9, 0.99  # of the judge, for a clause that leaves no doubt; for one that asks for papers
MOST = 3  # clauses that are read by themselves
PAPERS = frozenset({QueryTopic.STATEMENT, QueryTopic.INVOICE_COPY})
ASKED_DOUBTS = frozenset({"not_shown_by_words", "unclear_question"})  # three words that ask for a statement are short
SPOKEN_OF = frozenset({IntentName.OTHER, IntentName.SPAM, IntentName.AUTO_REPLY, IntentName.BOUNCE})
ReadAlone = Callable[[str], Reading]


def second_wishes(
    clauses: Sequence[str],
    scores: Sequence[Mapping[IntentName, float]],
    intents: tuple[Intent, ...],
    facts: Facts,
    alone: ReadAlone,
) -> tuple[Intent, ...]:
    """The intents with what single clauses want beside them. `scores`: of each clause; `alone`: reads one by itself."""
    listed = {intent.name for intent in intents}
    if not scores or not listed or listed & SPOKEN_OF:  # no scores: no words' model
        return intents
    found: dict[IntentName, Intent] = {}
    for clause in _of_another_matter(clauses, scores, listed):
        reading = alone(clause)
        told = reading.intents[0] if len(reading.intents) == 1 else None
        if told is None or told.name in listed or told.name in found:
            continue
        wish = _WISHES.get(told.name)
        if wish is not None and wish(reading, told.confidence, listed, facts):
            is_all = _is_all_that_was_read(reading, facts)
            found[told.name] = told if is_all else replace(told, confidence=min(told.confidence, HEARD_FROM))
    return (*intents, *found.values())


def _of_another_matter(
    clauses: Sequence[str], scores: Sequence[Mapping[IntentName, float]], listed: Set[IntentName]
) -> Iterator[str]:
    """The first clauses whose likeliest intent is none of those that are known."""
    left = MOST
    for clause, said in zip(clauses, scores, strict=True):
        leader = likeliest(said)
        if left and leader in _WISHES and leader not in listed and said[leader] >= HEARD_FROM:
            left -= 1
            yield clause


def _is_all_that_was_read(reading: Reading, facts: Facts) -> bool:
    """Whether the whole mail orders or changes just what the clause does: goods that another clause contests, pays or
    sends back may have been taken for ordered ones, and what is acted upon is read of the whole mail."""
    pairs = ((reading.order, facts.order.value), (reading.order_change, facts.order_change.value))
    return all(own is None or (whole is not None and _goods(own) == _goods(whole)) for own, whole in pairs)


def _goods(asked: Order | OrderChange) -> Counter[tuple[str | None, Decimal]]:
    return Counter((line.sku, line.quantity) for line in asked.lines)


def _order(reading: Reading, confidence: float, listed: Set[IntentName], facts: Facts) -> bool:
    """Articles of ours; beside a change or a question they belong to it."""
    if listed & {IntentName.ORDER_CHANGE, IntentName.QUERY} or reading.order is None:
        return False
    lines = reading.order.lines
    return _is_clear(reading, confidence) and bool(lines) and all(line.sku for line in lines)


def _order_change(reading: Reading, confidence: float, listed: Set[IntentName], facts: Facts) -> bool:
    """A known order by its number, with something that changes."""
    change = reading.order_change
    return _is_clear(reading, confidence) and change is not None and change.po_number is not None and bool(change.lines)


def _dispute(reading: Reading, confidence: float, listed: Set[IntentName], facts: Facts) -> bool:
    """Documents that the rest of the mail does not pay, promise or ask about: a deduction is told beside its own."""
    if reading.dispute is None or not _is_clear(reading, confidence):
        return False
    return bool(reading.dispute.invoices) and not set(reading.dispute.invoices) & _documents(listed, facts)


def _query(reading: Reading, confidence: float, listed: Set[IntentName], facts: Facts) -> bool:
    """A statement or a copy, plainly asked for. Questions of other topics are often a complaint's own."""
    if reading.query is None or reading.query.topic not in PAPERS:
        return False
    doubts = {problem.code for problem in reading.problems} - ASKED_DOUBTS
    return not doubts and confidence >= SURE_OF_REQUEST


def _is_clear(reading: Reading, confidence: float) -> bool:
    return confidence >= SURE_FROM and not reading.problems


def _documents(listed: Set[IntentName], facts: Facts) -> set[str]:
    """What the facts of the known intents speak of."""
    found: set[str] = set()
    if IntentName.REMITTANCE in listed and facts.remittance.value is not None:
        found |= {line.invoice for line in facts.remittance.value.lines if line.invoice}
    if IntentName.PROMISE in listed and facts.promise.value is not None:
        found |= set(facts.promise.value.invoices)
    if IntentName.QUERY in listed and facts.query.value is not None:
        found |= set(facts.query.value.invoices)
    return found


_WISHES: Mapping[IntentName, Callable[[Reading, float, Set[IntentName], Facts], bool]] = {
    IntentName.ORDER: _order,
    IntentName.ORDER_CHANGE: _order_change,
    IntentName.DISPUTE: _dispute,
    IntentName.QUERY: _query,
}
