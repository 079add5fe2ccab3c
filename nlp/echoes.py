"""Intents that a judge hears a second time in one statement: of those the surer one stays.

One payment is not both announced and advised, who explains a deduction contests nothing beside it, and an order that is
changed is not placed again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from nlp.book import folded
from nlp.extract.sources import Context, near
from nlp.facts import Facts
from nlp.reading import Intent, IntentName

DOUBTED_BELOW = 0.8  # a dispute beside its own deduction: surer ones are told beside the advice, too


def without_echoes(intents: tuple[Intent, ...], context: Context, facts: Facts) -> tuple[Intent, ...]:
    """The intents without those that only repeat a surer one."""
    confidence = {intent.name: intent.confidence for intent in intents}
    dropped = {name for rule in _RULES for name in rule(confidence, context, facts)}
    return tuple(intent for intent in intents if intent.name not in dropped) or intents


def _of_one_payment(confidence: dict[IntentName, float], context: Context, facts: Facts) -> Iterator[IntentName]:
    pair = (IntentName.REMITTANCE, IntentName.PROMISE)
    if not all(name in confidence for name in pair) or not is_one_payment(context, facts):
        return
    paid_on = facts.remittance.value.payment_date if facts.remittance.value else None
    is_past = paid_on is not None and paid_on <= context.sent_on  # else it is still to be paid, and promised
    yield min(pair, key=lambda name: confidence[name]) if is_past else IntentName.REMITTANCE


def is_one_payment(context: Context, facts: Facts) -> bool:
    """Whether promise and advice were read from the same words: one document, one day, of which only one can be meant.

    "By bank on Friday" is a coming or a past day, and an advice of a coming day is a promise.
    """
    promise, advice = facts.promise.value, facts.remittance.value
    if promise is None or advice is None or not promise.instalments:
        return False
    paid_on = advice.payment_date
    if not set(promise.invoices) & {line.invoice for line in advice.lines}:
        return False
    if paid_on is None:
        return advice.reference is None
    if paid_on > context.sent_on:
        return all(instalment.date == paid_on for instalment in promise.instalments)
    days = {instalment.date for instalment in promise.instalments}
    told = [mention for mention in context.dates(context.body) if mention.value in days]
    return bool(told) and all(mention.earlier == paid_on for mention in told)


def _of_its_deduction(confidence: dict[IntentName, float], context: Context, facts: Facts) -> Iterator[IntentName]:
    advised, contested = (confidence.get(name, 0.0) for name in (IntentName.REMITTANCE, IntentName.DISPUTE))
    if 0.0 < contested < min(advised, DOUBTED_BELOW) and explains_deduction(context, facts):
        yield IntentName.DISPUTE


def explains_deduction(context: Context, facts: Facts) -> bool:
    """Whether what is contested is what an advice keeps back: its documents, and its amount or one named beside it."""
    dispute, advice = facts.dispute.value, facts.remittance.value
    if dispute is None or advice is None:
        return False
    deducted = {line.invoice: line.deduction for line in advice.lines if line.deduction}
    if not dispute.invoices or not set(dispute.invoices) <= set(deducted):
        return False
    if dispute.amount is None or any(near(dispute.amount, value) for value in deducted.values()):
        return True
    money = context.amounts(context.body)
    spans = {context.body.sentence_at(a.start) for a in money if near(a.value, dispute.amount)}
    return any(
        context.body.sentence_at(a.start) in spans and any(near(a.value, value) for value in deducted.values())
        for a in money
    )


def _of_one_order(confidence: dict[IntentName, float], context: Context, facts: Facts) -> Iterator[IntentName]:
    """An order of the number that is changed is that change where the book has it; else the surer of both stays."""
    pair = (IntentName.ORDER, IntentName.ORDER_CHANGE)
    order, change = facts.order.value, facts.order_change.value
    if not all(name in confidence for name in pair) or order is None or change is None:
        return
    if order.po_number is None or change.po_number is None or folded(order.po_number) != folded(change.po_number):
        return
    placed = context.book.orders_of(context.customer.number) if context.customer is not None else ()
    is_placed = any(folded(each.po_number) == folded(order.po_number) for each in placed if each.po_number)
    yield IntentName.ORDER if is_placed else min(pair, key=lambda name: confidence[name])


_RULES: tuple[Callable[[dict[IntentName, float], Context, Facts], Iterator[IntentName]], ...] = (
    _of_one_payment,
    _of_its_deduction,
    _of_one_order,
)
