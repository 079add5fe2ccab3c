"""A message with what was read of it, and what is left over: documents, money, days and numbers in no fact."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from nlp.agreement import View
from nlp.book import DocumentEntry, folded
from nlp.days_beside import is_of_another_matter
from nlp.extract.promise import leads_up_to
from nlp.extract.promise_words import arrives
from nlp.extract.references import References
from nlp.extract.sources import Context, near
from nlp.facts import Facts
from nlp.reading import DisputeReason, Intent, IntentName, Problem, QueryTopic
from nlp.stance import PAYMENTS

MONEY = PAYMENTS | {IntentName.DISPUTE}
# Reasons about a price: two prices stand in such a mail, and neither is the amount that is contested.
PRICED = frozenset({DisputeReason.PRICE, DisputeReason.CONTRACT_TERMS, DisputeReason.TAX})
PAST_DAYS, COMING_DAYS = 90, 60
ARRIVES_WITHIN = 7  # days after the mail in which money that went is there
LEAST_END = 3  # digits by which a document is named
_NUMBER = re.compile(r"(?<![\w@./-])[A-Za-z]{0,8}[-/]?\d{1,14}(?:[-/._]?[A-Za-z0-9]{1,12}){0,4}(?![\w@])")
_YEAR = re.compile(r"20\d\d")


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
    present: Mapping[IntentName, float] | None = None  # how likely the judge holds each intent to be there at all

    @property
    def names(self) -> frozenset[IntentName]:
        return frozenset(intent.name for intent in self.intents)


def told_of(said: Understood) -> frozenset[str]:
    """The numbers of the documents and orders that the mail's facts beside its order are about."""
    facts, names = said.facts, said.names
    found: list[str | None] = []
    if IntentName.DISPUTE in names and facts.dispute.value:
        found += facts.dispute.value.invoices
    if IntentName.PROMISE in names and facts.promise.value:
        found += facts.promise.value.invoices
    if IntentName.QUERY in names and facts.query.value:
        found += [*facts.query.value.invoices, facts.query.value.po_number]
    if IntentName.REMITTANCE in names and facts.remittance.value:
        found += [facts.remittance.value.reference, *(line.invoice for line in facts.remittance.value.lines)]
    if IntentName.ORDER_CHANGE in names and facts.order_change.value:
        found += [facts.order_change.value.po_number]
    return frozenset(number for number in found if number)


def documents(said: Understood) -> Iterator[Problem]:
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
    about |= _repeated(said)
    for reference in said.invoices.invoices:
        if reference.source not in ("body", "subject") or reference.quoted or reference.number in about:
            continue
        if reference.known or not _is_meant(said, about, reference.number):
            yield Problem("unexplained_document", reference.number, reference.source)


def _is_meant(said: Understood, about: set[str], written: str) -> bool:
    """ "Invoice 20870" of IV20870, "Payment document 15000771": the end of what was read, or the payment's number."""
    advice, key = said.facts.remittance.value, folded(written)
    own = advice.reference if IntentName.REMITTANCE in said.names and advice is not None else None
    return folded(own or "") == key or (len(key) >= LEAST_END and any(folded(n).endswith(key) for n in about))


def _repeated(said: Understood) -> set[str]:
    """What a contested duplicate repeats: the one other document that the mail names, if it is none of later."""
    dispute = said.facts.dispute.value
    if IntentName.DISPUTE not in said.names or dispute is None or dispute.reason is not DisputeReason.DUPLICATE:
        return set()
    contested = [entry for number in dispute.invoices if (entry := said.context.book.document(number))]
    asked = said.facts.query.value if IntentName.QUERY in said.names else None
    other = set(said.invoices.stated()) - set(dispute.invoices) - set(asked.invoices if asked else ())
    if len(contested) != 1 or len(other) != 1:
        return set()
    repeated = said.context.book.document(next(iter(other)))
    return other if repeated is None or repeated.issue_date <= contested[0].issue_date else set()


def amounts(said: Understood) -> Iterator[Problem]:
    """Money named in the mail that is in no fact."""
    dispute = said.facts.dispute.value
    priced = IntentName.DISPUTE in said.names and dispute is not None and dispute.reason in PRICED
    if not said.names <= MONEY or (priced and said.names == {IntentName.DISPUTE}):
        return
    explained = _explained_amounts(said)
    for amount in said.context.amounts(said.context.body):
        if amount.marked and amount.value and not any(near(abs(amount.value), value) for value in explained):
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
        stated = [instalment.amount for instalment in facts.promise.value.instalments]
        values += [*stated, sum((amount for amount in stated if amount is not None), Decimal(0))]
    if said.names != {IntentName.REMITTANCE}:
        values += [value for entry in _entries(said) for value in (entry.total, entry.open_amount)]
    return {abs(value) for value in values if value is not None}


def _entries(said: Understood) -> list[DocumentEntry]:
    """The documents that the mail names and those that its facts are about, as the book has them."""
    facts, names = said.facts, said.names
    numbers = list(said.invoices.stated())
    for name, value in ((IntentName.PROMISE, facts.promise.value), (IntentName.DISPUTE, facts.dispute.value)):
        numbers += value.invoices if name in names and value is not None else ()
    if IntentName.REMITTANCE in names and facts.remittance.value:
        numbers += [line.invoice for line in facts.remittance.value.lines]
    return [entry for number in dict.fromkeys(numbers) if (entry := said.context.book.document(number))]


def days(said: Understood) -> Iterator[Problem]:
    """Days of a payment that are in no fact: perhaps the payment's own, perhaps those of another one."""
    if not said.names & PAYMENTS:
        return
    explained, entries = _explained_days(said), _entries(said)
    only_advice = IntentName.PROMISE not in said.names
    advice = said.facts.remittance.value
    dated = advice is not None and advice.payment_date is not None
    for mention in said.context.dates(said.context.body):
        ahead = (mention.value - said.context.sent_on).days
        if {mention.value, mention.earlier} & explained or is_of_another_matter(said, mention, entries):
            continue
        if not only_advice and leads_up_to(said.context, said.invoices, said.facts.promise, mention):
            continue
        if dated and 0 < ahead <= ARRIVES_WITHIN and arrives(said.context.body, mention):
            continue
        if 0 < ahead <= COMING_DAYS or (only_advice and not dated and -PAST_DAYS <= ahead <= 0):
            yield Problem("unexplained_day", said.context.body.text[mention.start : mention.end], "body")


def _explained_days(said: Understood) -> set[date]:
    days = {day for entry in _entries(said) for day in (entry.issue_date, entry.due_date)}
    if IntentName.REMITTANCE in said.names and said.facts.remittance.value:
        days |= {said.facts.remittance.value.payment_date or said.context.sent_on}
    if IntentName.PROMISE in said.names and said.facts.promise.value:
        days |= {instalment.date for instalment in said.facts.promise.value.instalments}
    for name, value in (
        (IntentName.ORDER, said.facts.order.value),
        (IntentName.ORDER_CHANGE, said.facts.order_change.value),
    ):
        if name in said.names and value is not None and value.requested_date is not None:
            days |= {value.requested_date}
    return days


def numbers(said: Understood) -> Iterator[Problem]:
    """Any other number in a sentence about a payment: a reference, an order or a document that was not read."""
    if not said.names & PAYMENTS:
        return
    body = said.context.body
    spans = [(r.start, r.end) for r in said.invoices.invoices if r.source == "body" and not r.quoted]
    spans += [(mention.start, mention.end) for mention in said.context.dates(body)]
    spans += [(amount.start, amount.end) for amount in said.context.amounts(body) if amount.marked]
    known = {said.context.customer.number} if said.context.customer else set()
    known |= _told_numbers(said)
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


def _told_numbers(said: Understood) -> set[str]:
    """What the facts and the book say in figures: orders, documents, amounts, new data."""
    facts, entries = said.facts, _entries(said)
    told = {text for entry in entries for text in (entry.po_number, entry.number)}
    if IntentName.MASTER_DATA in said.names and facts.master_data.value:
        told |= {text for _, text in facts.master_data.value.changes}
    for name, fact in ((IntentName.ORDER, facts.order.value), (IntentName.ORDER_CHANGE, facts.order_change.value)):
        told |= {fact.po_number} if name in said.names and fact is not None and fact.po_number else set()
    amounts = _explained_amounts(said)
    return told | {f"{value:.2f}".partition(".")[0] for value in amounts} | {f"{value:.2f}" for value in amounts}
