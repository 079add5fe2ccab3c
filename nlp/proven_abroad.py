"""Whether a mail in a language without a pack may be acted upon: what it hands over, proves by the book, or is mild.

Nobody here reads its words, so every intent needs ground of its own: a payment that structure and book leave one
meaning; a document that few words hand over; an order whose every line is an article of ours, beside a word that
orders and none that asks, prices, returns or names another day; a complaint about a document of the book, which only
opens a case; a question whose answer goes to the customer's own address whatever else was meant.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache

from nlp.book import folded as folded_number
from nlp.extract.query_topic import sends_again, words_of
from nlp.extract.sources import near
from nlp.facts import Facts
from nlp.lang import abroad, compiled
from nlp.leftovers import Understood
from nlp.other_languages import (
    ASKS_OTHERWISE,
    LONGEST_WORDS,
    ORDERED_BEFORE,
    ORDERS,
    SETTLED,
    TAKES_BACK,
    WEEKS,
    begins_with,
    takes_back,
    words_in,
)
from nlp.proven import UNASKED, is_proven
from nlp.proven_change import is_one_number_for_another
from nlp.reading import Evidence, IntentName, Order, QueryTopic
from nlp.reply_words import folded

HARMLESS_ANSWERS = frozenset({QueryTopic.INVOICE_COPY, QueryTopic.STATEMENT})
TOLD_ANSWERS = frozenset({QueryTopic.ORDER_STATUS, QueryTopic.DUE_DATE, QueryTopic.BANK_DETAILS})  # where that is all
KNOWN = frozenset({"book", "answered"})  # what the words only point to
STEM = 5  # letters by which the name of a day or month is known in any case that it stands in
BESIDE = 7  # characters between the name of a day and its date
_WORD = re.compile(r"[^\W\d_]{3,30}")


def is_proven_abroad(said: Understood) -> bool:
    """Whether a short mail in a language without a pack shows by itself everything that it wants."""
    asked, words = said.names - UNASKED, words_in(said.context.body.text)
    if not asked or said.language not in TAKES_BACK or len(words) > LONGEST_WORDS:
        return False
    return all(_PROOFS.get(name, _never)(said, words) for name in asked)


def _never(said: Understood, words: list[str]) -> bool:
    return False


def _payment(said: Understood, words: list[str]) -> bool:
    """A payment in a document that is handed over, or one that structure and book prove; nothing takes it back."""
    if takes_back(said.language, words):
        return False
    advised = IntentName.REMITTANCE in said.names and _rests_on_documents(IntentName.REMITTANCE, said.facts)
    return advised or all(is_proven(said, name) for name in said.names & {IntentName.REMITTANCE, IntentName.PROMISE})


def _order(said: Understood, words: list[str]) -> bool:
    """An order in a document that is handed over, or in words whose lines are all articles of ours."""
    if takes_back(said.language, words):
        return False
    if _rests_on_documents(IntentName.ORDER, said.facts):
        return True
    order, context = said.facts.order.value, said.context
    if order is None or not order.lines or any(line.sku is None for line in order.lines) or _is_known(said, order):
        return False
    told = [*words, *words_in(context.subject.text)]
    if begins_with(ORDERED_BEFORE[said.language], words) or not (
        order.po_number or begins_with(ORDERS[said.language], told)
    ):
        return False
    asks = "?" in context.body.text and IntentName.QUERY not in said.names
    complains = IntentName.DISPUTE not in said.names and any(
        compiled(pattern).search(context.body.text.lower()) for pattern in abroad.COMPLAINTS
    )
    return not (asks or complains or begins_with(ASKS_OTHERWISE[said.language], told) or _names_other_day(said))


def _is_known(said: Understood, order: Order) -> bool:
    """Whether the customer has an order of this number already: perhaps only it is spoken of."""
    customer, number = said.context.customer, order.po_number
    known = said.context.book.orders_of(customer.number) if customer is not None and number else ()
    return any(folded_number(number or "") == folded_number(entry.po_number) for entry in known)


def _names_other_day(said: Understood) -> bool:
    """A word like the name of a day, a week or a month that no date was made of: perhaps the goods are wanted then."""
    context = said.context
    dates = [(mention.start - BESIDE, mention.end + BESIDE) for mention in context.dates(context.body)]
    for match in _WORD.finditer(context.body.text):
        word = words_in(match.group())[0]
        names = word in _day_words() or word.startswith((*_day_stems(), *WEEKS[said.language]))
        if names and not any(start < match.end() and match.start() < end for start, end in dates):
            return True
    return False


@cache
def _day_stems() -> tuple[str, ...]:
    names = [words_in(name)[0] for table in (abroad.WEEKDAYS, abroad.MONTHS) for name in table]
    return tuple(sorted({name[:STEM] for name in names if len(name) >= STEM}))


@cache
def _day_words() -> frozenset[str]:
    """Days told by one word from the mail's own: "domani"; of those behind it nothing is wanted."""
    return frozenset(folded(name) for name, ahead in abroad.RELATIVE_DAYS.items() if ahead >= 0 and " " not in name)


def _order_change(said: Understood, words: list[str]) -> bool:
    """One number for the ordered one of a line that the book has; "instead of" is no word that takes it back here."""
    complains = any(compiled(pattern).search(said.context.body.text.lower()) for pattern in abroad.COMPLAINTS)
    return not (complains or _names_other_day(said)) and is_one_number_for_another(said.context, said.facts)


def _dispute(said: Understood, words: list[str]) -> bool:
    """A complaint about documents of the book that nothing calls settled; its amount is one that is written."""
    found, context = said.facts.dispute, said.context
    if found.value is None or found.strength < 1.0 or begins_with(SETTLED[said.language], words):
        return False
    amount = found.value.amount
    return amount is None or any(near(abs(each.value), amount) for each in context.amounts(context.body))


def _query(said: Understood, words: list[str]) -> bool:
    """A question whose answer does no harm: it tells the customer of its own things, at its own address."""
    asked = said.facts.query
    if asked.value is None or asked.value.topic in HARMLESS_ANSWERS:
        return asked.value is not None
    body, others = said.context.body, set(QueryTopic) - {asked.value.topic}
    asks_more = sends_again(body.flat) or any(words_of(said.context, topic, body.flat) > 0 for topic in others)
    return asked.value.topic in TOLD_ANSWERS and asked.strength >= 1.0 and not asks_more


def _master_data(said: Understood, words: list[str]) -> bool:
    """New data are a request that a person decides on, in whatever language."""
    return len(said.names) > 1


def _rests_on_documents(name: IntentName, facts: Facts) -> bool:
    sources = {evidence.source for evidence in _evidence(name, facts)} - KNOWN
    return bool(sources) and all(source.startswith("attachment:") for source in sources)


def _evidence(name: IntentName, facts: Facts) -> Iterator[Evidence]:
    """Where the fields were read that an act rests on; the number of an order may stand in the words besides."""
    if name is IntentName.ORDER:
        yield from (each for each in facts.order.evidence if not each.field.endswith("po_number"))
    elif name is IntentName.REMITTANCE:
        yield from (each for each in facts.remittance.evidence if not each.field.endswith("reference"))


_PROOFS: dict[IntentName, Callable[[Understood, list[str]], bool]] = {
    IntentName.REMITTANCE: _payment,
    IntentName.PROMISE: _payment,
    IntentName.ORDER: _order,
    IntentName.ORDER_CHANGE: _order_change,
    IntentName.DISPUTE: _dispute,
    IntentName.QUERY: _query,
    IntentName.MASTER_DATA: _master_data,
}
