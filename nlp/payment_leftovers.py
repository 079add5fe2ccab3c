"""A payment beside another matter, and another wish beside a payment: what the listed intents leave out of either."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from nlp.agreement import PAYMENT
from nlp.extract.promise_words import is_gone, tells_plainly_gone
from nlp.extract.sources import Context, near
from nlp.lang import compiled, expression, weight
from nlp.leftovers import Understood
from nlp.reading import DisputeReason, IntentName, Problem


def payment_leftovers(said: Understood) -> Iterator[Problem]:
    """A wish beside an advice that is listed alone; a payment told with its day beside what is no payment; a document
    that is promised with others and contested."""
    yield from promised_and_contested(said)
    if said.names == {IntentName.REMITTANCE}:
        yield from _wishes(said)
    elif not said.names & PAYMENT and _tells_a_payment(said):
        yield Problem("possible_intent", IntentName.REMITTANCE.value)


def promised_and_contested(said: Understood) -> Iterator[Problem]:
    """One of several documents that are promised is contested: perhaps it is not promised at all."""
    promise, dispute = said.facts.promise.value, said.facts.dispute.value
    if not said.names >= {IntentName.PROMISE, IntentName.DISPUTE} or promise is None or dispute is None:
        return
    for number in promise.invoices:
        if len(promise.invoices) > 1 and number in dispute.invoices:
            yield Problem("promised_and_contested", number, "body")


def settled_in_parts(said: Understood) -> frozenset[str]:
    """The document of which a part is paid and the rest promised in one message, where both come to what is open."""
    advice, promise = said.facts.remittance.value, said.facts.promise.value
    if not said.names >= PAYMENT or advice is None or promise is None or len(promise.invoices) != 1:
        return frozenset()
    number = promise.invoices[0]
    paid = [line.amount for line in advice.lines if line.invoice == number and not line.deduction]
    entry = said.context.book.document(number)
    if len(paid) != 1 or paid[0] is None or entry is None:
        return frozenset()
    coming = [instalment.amount for instalment in promise.instalments]
    rest = entry.open_amount - paid[0]
    if None in coming:
        return frozenset({number} if len(coming) == 1 and rest > 0 else ())
    return frozenset({number} if near(sum((each or Decimal(0) for each in coming), Decimal(0)), rest) else ())


def is_told_by_other(said: Understood, possible: IntentName) -> bool:
    """Whether the one listed payment says all that the other kind was heard in.

    Beside a promise no money went; beside an advice none is to come; and neither is about another document.
    """
    context, listed = said.context, said.names & PAYMENT
    advice, promise = said.facts.remittance.value, said.facts.promise.value
    paid = {line.invoice for line in advice.lines} if advice is not None else set()
    promised = set(promise.invoices) if promise is not None else set()
    if possible is IntentName.REMITTANCE and listed == {IntentName.PROMISE}:
        return promise is not None and paid <= promised and not tells_plainly_gone(context.body)
    if possible is not IntentName.PROMISE or listed != {IntentName.REMITTANCE} or not promised <= paid:
        return False
    coming = tuple(pair for pack in context.lexicons for pair in pack.will_pay)
    days = [day for day in context.dates(context.body) if day.value > context.sent_on]
    gone = all(is_gone(context.body, day, *context.body.sentence_at(day.start)) for day in days)
    return advice is not None and gone and weight(coming, context.body.flat)[0] <= 0


def _wishes(said: Understood) -> Iterator[Problem]:
    body = said.context.body
    asked = _any_of(said.context, "request_words")
    habits = [compiled(pattern) for pack in said.context.lexicons for pattern in pack.advice_habits]
    for start, end in body.sentences:
        words = body.flat[start:end]
        if asked.search(words) and not _is_denied(said.context, words) and not any(h.search(words) for h in habits):
            yield Problem("unread_request", " ".join(body.text[start:end].split())[:160], "body")


def _tells_a_payment(said: Understood) -> bool:
    """A past day of a payment in a sentence that says so."""
    advice, dispute, context = said.facts.remittance.value, said.facts.dispute.value, said.context
    if IntentName.DISPUTE in said.names and dispute is not None and dispute.reason is DisputeReason.ALREADY_PAID:
        return False  # it contests a reminder with the words of an advice
    if advice is None or advice.payment_date is None or advice.payment_date > context.sent_on:
        return False
    body = context.body
    days = [mention for mention in context.dates(body) if mention.earlier == advice.payment_date]
    sentences = [body.flat[body.sentence_at(day.start)[0] : body.sentence_at(day.end - 1)[1]] for day in days]
    paid = [compiled(pattern) for pack in context.lexicons for pattern in pack.paid_words]
    return any(pattern.search(words) for pattern in paid for words in sentences if not _is_denied(context, words))


def _is_denied(context: Context, words: str) -> bool:
    return _any_of(context, "denials").search(words) is not None


def _any_of(context: Context, name: str) -> re.Pattern[str]:
    return expression(rf"(?<!\w)(?:{context.words(name)})(?!\w)")
