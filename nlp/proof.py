"""What keeps a mail that was understood from being acted upon alone: everything in it that its facts do not explain.

A needless review costs a minute, a wrong act costs a customer. So nothing is proven by what was found alone, but by
nothing being left over: no document, amount, day or question that the listed intents leave unexplained, no statement
that its own sentence takes back, no other matter of which a view is sure. Each remainder is a Problem.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from nlp.agreement import AGREES_FROM, PAYMENT, View
from nlp.extract.references import References
from nlp.extract.sources import Context, near
from nlp.facts import Facts
from nlp.lang import LANGUAGES
from nlp.reading import DisputeReason, Intent, IntentName, Problem, QueryTopic
from nlp.stance import PAYMENTS, PLAIN, came_back, kinds_at, price_asked, questions, spoken_of

MONEY = PAYMENTS | {IntentName.DISPUTE}
# Reasons about a price: two prices stand in such a mail, and neither is the amount that is contested.
PRICED = frozenset({DisputeReason.PRICE, DisputeReason.CONTRACT_TERMS, DisputeReason.TAX})
PAST_DAYS, COMING_DAYS = 45, 60
_NUMBER = re.compile(r"(?<![\w@./-])[A-Za-z]{0,8}[-/]?\d{1,14}(?:[-/._]?[A-Za-z0-9]{1,12}){0,4}(?![\w@])")
_YEAR = re.compile(r"20\d\d")
ACTING = MONEY | {IntentName.ORDER, IntentName.ORDER_CHANGE, IntentName.QUERY}


@dataclass(frozen=True, slots=True)
class Understood:
    """A message with what was read of it, as far as the remainders need it."""

    context: Context
    facts: Facts
    invoices: References
    intents: tuple[Intent, ...]
    views: Mapping[IntentName, View]  # all of them, shadows too
    scores: Mapping[IntentName, float] | None
    language: str

    @property
    def names(self) -> frozenset[IntentName]:
        return frozenset(intent.name for intent in self.intents)


def remainders(said: Understood) -> tuple[Problem, ...]:
    """Everything that keeps the message from being acted upon alone; () for one that asks for no act."""
    if not said.names & ACTING:
        return ()
    checks = (
        _taken_back,
        _documents,
        _amounts,
        _days,
        _numbers,
        _questions,
        _other_matters,
        _promise,
        _remittance,
        _language,
    )
    return tuple(dict.fromkeys(problem for check in checks for problem in check(said)))


def _taken_back(said: Understood) -> Iterator[Problem]:
    """Words for an intent that their own sentence negates, asks, reports or makes depend on something."""
    for name in sorted(said.names & PLAIN):
        for place, kinds in spoken_of(said.context, name):
            kinds -= frozenset() if name in PAYMENTS else {"asked", "conditional"}
            if kinds:
                yield Problem("not_said_plainly", f"{', '.join(sorted(kinds))}: {_sentence(said, place)}", "body")
                break
    wanted = said.facts.order.evidence if IntentName.ORDER in said.names else ()
    for ground in wanted:
        place = said.context.body.text.find(ground.text) if ground.source == "body" and ".lines" in ground.field else -1
        if place >= 0 and "negated" in kinds_at(said.context, place):
            yield Problem("not_said_plainly", f"negated: {_sentence(said, place)}", "body")
    if said.names & PAYMENTS and came_back(said.context):
        yield Problem("payment_returned", "it speaks of a payment that came back", "body")
    asked = price_asked(said.context) if IntentName.ORDER in said.names else None
    if asked is not None:
        yield Problem("asks_for_price", _sentence(said, asked[0]), "body")


def _documents(said: Understood) -> Iterator[Problem]:
    """A document named in the mail that no fact is about."""
    facts, names = said.facts, said.names
    if IntentName.QUERY in names and facts.query.value and facts.query.value.topic is QueryTopic.STATEMENT:
        return
    about: set[str] = set()
    for name, value in (
        (IntentName.DISPUTE, facts.dispute.value),
        (IntentName.PROMISE, facts.promise.value),
        (IntentName.QUERY, facts.query.value),
    ):
        about |= set(value.invoices) if value is not None and name in names else set()
    if IntentName.REMITTANCE in names and facts.remittance.value:
        about |= {line.invoice for line in facts.remittance.value.lines}
    for reference in said.invoices.invoices:
        if reference.source in ("body", "subject") and not reference.quoted and reference.number not in about:
            yield Problem("unexplained_document", reference.number, reference.source)


def _amounts(said: Understood) -> Iterator[Problem]:
    """Money named in the mail that is in no fact."""
    dispute = said.facts.dispute.value
    priced = IntentName.DISPUTE in said.names and dispute is not None and dispute.reason in PRICED
    if not said.names <= MONEY or (priced and said.names == {IntentName.DISPUTE}):
        return
    explained = _explained_amounts(said)
    for amount in said.context.amounts(said.context.body):
        if amount.marked and not any(near(abs(amount.value), value) for value in explained):
            yield Problem("unexplained_amount", said.context.body.text[amount.start : amount.end], "body")


def _explained_amounts(said: Understood) -> set[Decimal]:
    facts, names = said.facts, said.names
    values: list[Decimal | None] = []
    if IntentName.REMITTANCE in names and (advice := facts.remittance.value):
        values += [advice.total]
        for line in advice.lines:
            values += [line.amount, line.deduction, (line.amount or Decimal(0)) - (line.deduction or Decimal(0))]
    if IntentName.DISPUTE in names and facts.dispute.value:
        values += [facts.dispute.value.amount]
    if IntentName.PROMISE in names and facts.promise.value:
        values += [instalment.amount for instalment in facts.promise.value.instalments]
    if said.names != {IntentName.REMITTANCE}:
        entries = [entry for n in said.invoices.stated() if (entry := said.context.book.document(n))]
        values += [value for entry in entries for value in (entry.total, entry.open_amount)]
    return {abs(value) for value in values if value is not None}


def _days(said: Understood) -> Iterator[Problem]:
    """Days of a payment that are in no fact: perhaps the payment's own, perhaps those of another one."""
    if not said.names & PAYMENTS:
        return
    explained = _explained_days(said)
    only_advice = IntentName.PROMISE not in said.names
    advice = said.facts.remittance.value
    dated = advice is not None and advice.payment_date is not None
    for mention in said.context.dates(said.context.body):
        ahead = (mention.value - said.context.sent_on).days
        if {mention.value, mention.earlier} & explained:
            continue
        if 0 < ahead <= COMING_DAYS or (only_advice and not dated and -PAST_DAYS <= ahead <= 0):
            yield Problem("unexplained_day", said.context.body.text[mention.start : mention.end], "body")


def _explained_days(said: Understood) -> set[date]:
    entries = [entry for n in said.invoices.stated() if (entry := said.context.book.document(n))]
    days = {day for entry in entries for day in (entry.issue_date, entry.due_date)}
    if IntentName.REMITTANCE in said.names and said.facts.remittance.value:
        days |= {said.facts.remittance.value.payment_date or said.context.sent_on}
    if IntentName.PROMISE in said.names and said.facts.promise.value:
        days |= {instalment.date for instalment in said.facts.promise.value.instalments}
    return days


def _numbers(said: Understood) -> Iterator[Problem]:
    """Any other number in a sentence about a payment: a reference, an order or a document that was not read."""
    if not said.names & PAYMENTS:
        return
    body = said.context.body
    spans = [(r.start, r.end) for r in said.invoices.invoices if r.source == "body" and not r.quoted]
    spans += [(mention.start, mention.end) for mention in said.context.dates(body)]
    spans += [(amount.start, amount.end) for amount in said.context.amounts(body) if amount.marked]
    known = {said.context.customer.number} if said.context.customer else set()
    known |= {entry.po_number for n in said.invoices.stated() if (entry := said.context.book.document(n))}
    for found in (said.facts.remittance, said.facts.dispute, said.facts.promise):
        known |= {ground.text for ground in found.evidence}
    for match in _NUMBER.finditer(body.text):
        written = match.group()
        if len(re.findall(r"\d", written)) < 3 or any(a < match.end() and match.start() < b for a, b in spans):
            continue
        start, end = body.sentence_at(match.start())
        if not any(start <= place < end for place, _ in spans):
            continue
        if not _YEAR.fullmatch(written) and not any(written in text for text in known):
            yield Problem("unexplained_number", written, "body")


def _questions(said: Understood) -> Iterator[Problem]:
    """Something is asked and no question was read, or two are asked and one was read."""
    asked = questions(said.context)
    if len(asked) > (1 if IntentName.QUERY in said.names else 0):
        yield Problem("unread_question", _sentence(said, asked[-1][0]), "body")


def _other_matters(said: Understood) -> Iterator[Problem]:
    """Another intent of which a view is sure and that is not listed."""
    names = said.names
    for name, score in (said.scores or {}).items():
        explained = name in PAYMENT and names & PAYMENT
        if score >= AGREES_FROM and name not in names and not explained:
            yield Problem("possible_intent", name.value)
    paid, promised = (said.views.get(name) for name in (IntentName.REMITTANCE, IntentName.PROMISE))
    if paid and promised and len(names & PAYMENT) == 1:
        other = promised if IntentName.REMITTANCE in names else paid
        if other.words >= 0.5 and other.facts > 0:
            yield Problem("possible_intent", other.name.value)


def _promise(said: Understood) -> Iterator[Problem]:
    """A promise is whole: its amounts are what is open on its documents, or it names none."""
    promise = said.facts.promise.value
    if IntentName.PROMISE not in said.names or promise is None:
        return
    stated = [instalment.amount for instalment in promise.instalments if instalment.amount is not None]
    entries = [said.context.book.document(number) for number in promise.invoices]
    due = sum((entry.open_amount for entry in entries if entry), Decimal(0))
    if stated and not near(sum(stated, Decimal(0)), due):
        yield Problem("promise_not_whole", f"promised are {sum(stated, Decimal(0))}, open are {due}", "body")


def _remittance(said: Understood) -> Iterator[Problem]:
    """Every document of an advice has its amount, or all of them are paid in full."""
    advice = said.facts.remittance.value
    if IntentName.REMITTANCE not in said.names or advice is None:
        return
    bare = [line.invoice for line in advice.lines if line.amount is None]
    if bare and len(bare) < len(advice.lines):
        yield Problem("unproven_amount", f"what is paid of {', '.join(bare)} is not said", "body")


def _language(said: Understood) -> Iterator[Problem]:
    """Prose in a language that has no words here is never acted upon alone: its negations are not known."""
    if said.language not in LANGUAGES:
        yield Problem("unread_language", said.language, "body")


def _sentence(said: Understood, place: int) -> str:
    start, end = said.context.body.sentence_at(place)
    return " ".join(said.context.body.text[start:end].split())[:160]
