"""What the words and the facts of a message say for each intent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from nlp.agreement import FULL_WORDS, PART_FACTS, View
from nlp.book import SentEntry
from nlp.documents.vocabulary import column_roles
from nlp.extract.dispute import complaints_only, reason_of
from nlp.extract.order.lines import line_sum
from nlp.extract.order.prose import old_quantities
from nlp.extract.remittance.telling import tells_when
from nlp.extract.sources import Context, Found
from nlp.facts import Facts
from nlp.lang import expression, weight
from nlp.reading import (
    DisputeReason,
    IntentName,
    Order,
    Promise,
    QueryTopic,
)
from nlp.told import is_told

# Reasons whose words stand in many mails that contest nothing ("60 days net", "will be paid").
VAGUE_REASONS = frozenset({DisputeReason.CONTRACT_TERMS, DisputeReason.ALREADY_PAID, DisputeReason.OTHER})


# What people answer to a mail of ours of a kind: their words for it count more.
ANSWERS: dict[str, frozenset[IntentName]] = {
    "dunning": frozenset({IntentName.PROMISE, IntentName.DISPUTE, IntentName.REMITTANCE}),
    "invoice": frozenset({IntentName.DISPUTE, IntentName.PROMISE, IntentName.QUERY}),
    "statement": frozenset({IntentName.DISPUTE, IntentName.PROMISE, IntentName.REMITTANCE, IntentName.QUERY}),
    "order_confirmation": frozenset({IntentName.ORDER_CHANGE, IntentName.QUERY}),
}


def views_of(context: Context, facts: Facts, sent: SentEntry | None) -> dict[IntentName, View]:
    """Words and facts for each intent that a person can have."""
    strengths = {
        IntentName.ORDER: facts.order.strength,
        IntentName.ORDER_CHANGE: facts.order_change.strength,
        IntentName.REMITTANCE: facts.remittance.strength,
        IntentName.DISPUTE: facts.dispute.strength,
        IntentName.PROMISE: facts.promise.strength,
        IntentName.QUERY: facts.query.strength
        if facts.query.value and facts.query.value.topic is not QueryTopic.OTHER
        else 0.0,
        IntentName.MASTER_DATA: facts.master_data.strength,
    }
    views = {}
    for name, strength in strengths.items():
        words, place = words_for(context, name)
        if name is IntentName.ORDER_CHANGE and facts.dispute.strength >= 1.0:
            words, place = words_for(context, name, _without(context, _complains))
        if name is IntentName.PROMISE:
            words, place = words_for(context, name, _without(context, _refuses))
        if name is IntentName.DISPUTE:
            words, place = words_for(context, name, complaints_only(context))
            reason, score, _ = reason_of(context)
            words += (0.35 if reason in VAGUE_REASONS else 0.55) * min(score, 1.3)
        if name is IntentName.PROMISE and _is_plan(context, facts.promise.value):
            words += 0.6
        if name is IntentName.PROMISE and _says_when(context):
            words = max(words, 1.0)
        if name is IntentName.REMITTANCE and tells_when(context, facts.remittance):
            words = max(words, 1.0)
        if name is IntentName.ORDER and _is_new_order(context, facts):
            words += 0.9 if _adds_up(facts.order.value) else 0.5
        if name is IntentName.ORDER and _is_requested(context, facts.order):
            words += 0.6
        if words > 0 and sent is not None and name in ANSWERS.get(sent.kind, frozenset()):
            words += 0.3
        told = words < FULL_WORDS and strength >= PART_FACTS and is_told(context, facts, name)
        views[name] = View(name, words, strength, place, told=told)
    shown = _shown_by_attachment(context, facts)
    return {
        name: replace(view, words=max(view.words, 0.9), place=0) if name in shown else view
        for name, view in views.items()
    }


def _is_plan(context: Context, promise: Promise | None) -> bool:
    """Coming days, each with its amount, beside an invoice that the sender names."""
    return (
        promise is not None
        and bool(promise.invoices)
        and all(i.amount is not None and i.date > context.sent_on for i in promise.instalments)
    )


def _is_new_order(context: Context, facts: Facts) -> bool:
    """Articles of the catalogue, quantities and a number that no order of the book has: hardly anything else."""
    order, change = facts.order.value, facts.order_change.value
    known = change.po_number if change and facts.order_change.strength >= 1.0 else None
    if old_quantities(context, context.body):
        return False  # "5 instead of 3" changes an order, whether the book has it or not
    return _is_resolved(order) and order is not None and order.po_number not in (None, known)


def _adds_up(order: Order | None) -> bool:
    return order is not None and order.total is not None and line_sum(order.lines) == order.total


def _is_resolved(order: Order | None) -> bool:
    return order is not None and bool(order.lines) and all(line.sku for line in order.lines)


def _is_requested(context: Context, order: Found[Order]) -> bool:
    """ "Please", "we need", "can we have" close before the first of the lines, all of them articles of ours."""
    places = [
        place
        for e in order.evidence
        if e.source == "body" and ".lines" in e.field and (place := context.body.text.find(e.text)) >= 0
    ]
    if not places or not _is_resolved(order.value) or old_quantities(context, context.body):
        return False
    before = context.body.flat[max(0, min(places) - 45) : min(places)]
    return bool(expression(rf"(?<!\w)(?:{context.words('request_words')})(?!\w)").search(before))


def _says_when(context: Context) -> bool:
    """A word for a coming payment and a coming day in one sentence."""
    patterns = tuple(pair for pack in context.lexicons for pair in pack.will_pay)
    days = [m.start for m in context.dates(context.body) if m.value >= context.sent_on]
    return any(
        any(start <= day < end for day in days)
        and weight(patterns, context.body.flat[start:end])[0] > 0
        and not _refuses(context, context.body.flat[start:end])
        for start, end in context.body.sentences
    )


def _without(context: Context, speaks: Callable[[Context, str], bool]) -> str:
    """The mail without the sentences that speak of something else, folded."""
    flat = context.body.flat
    for start, end in context.body.sentences:
        if speaks(context, flat[start:end]):
            flat = flat[:start] + " " * (end - start) + flat[end:]
    return flat


def _complains(context: Context, sentence: str) -> bool:
    """ "Only 3 instead of 4 came" says what was wrong and asks for no change of an order."""
    return any(weight(context.patterns("reasons", reason), sentence)[0] >= 1.0 for reason in DisputeReason)


def _refuses(context: Context, sentence: str) -> bool:
    """ "We will not pay before the 20th" promises nothing."""
    return weight(tuple(pair for pack in context.lexicons for pair in pack.refusals), sentence)[0] > 0


def words_for(context: Context, name: IntentName, text: str | None = None) -> tuple[float, int]:
    """(weight of the cues for an intent in body, subject and the headings of attachments, where it is first said).

    `text`: what counts as the body, folded, where not all of it does.
    """
    patterns = context.patterns("cues", name)
    body, place = weight(patterns, context.body.flat if text is None else text)
    subject, at = weight(patterns, context.subject.flat)
    headings = max((weight(patterns, source.flat[:400])[0] for source in context.documents), default=0.0)
    first = place if place >= 0 else -1 if at >= 0 else len(context.body.text)
    attached = 0.0 if name in (IntentName.QUERY, IntentName.PROMISE, IntentName.ORDER_CHANGE) else 0.8 * headings
    return body + 0.7 * subject + attached, first


def _shown_by_attachment(context: Context, facts: Facts) -> frozenset[IntentName]:
    """Intents that an attached table or order file says by its form, whatever the few words beside it are."""
    shown = set()
    order_ground = {e.source for e in facts.order.evidence if ".lines" in e.field or e.field == "order"}
    if facts.order.value and facts.order.value.lines and any(s.startswith("attachment") for s in order_ground):
        shown.add(IntentName.ORDER)
    if any(e.field == "order_change" and e.source.startswith("attachment") for e in facts.order_change.evidence):
        shown.add(IntentName.ORDER_CHANGE)
    advice_ground = {e.source for e in facts.remittance.evidence if ".lines" in e.field}
    tables = {
        n
        for n, d in enumerate(context.opened_documents)
        if d.advices or any("invoice" in column_roles(t).values() for t in d.tables)
    }
    if facts.remittance.value and advice_ground & {f"attachment:{n}" for n in tables}:
        shown.add(IntentName.REMITTANCE)
    return frozenset(shown)


def independent(facts: Facts) -> frozenset[tuple[IntentName, IntentName]]:
    """Pairs that a message says both: a list attached and a word about the next payment, an order and a change of another."""  # noqa: E501
    pairs: set[tuple[IntentName, IntentName]] = set()
    order, change = facts.order.value, facts.order_change.value
    if order and change and order.po_number and change.po_number and order.po_number != change.po_number:
        pairs |= {(IntentName.ORDER, IntentName.ORDER_CHANGE), (IntentName.ORDER_CHANGE, IntentName.ORDER)}
    remittance, promise = facts.remittance.value, facts.promise.value
    if remittance and promise:
        paid, promised = {line.invoice for line in remittance.lines}, set(promise.invoices)
        later = all(remittance.payment_date is None or i.date > remittance.payment_date for i in promise.instalments)
        if later and (not promised <= paid):
            pairs |= {(IntentName.REMITTANCE, IntentName.PROMISE), (IntentName.PROMISE, IntentName.REMITTANCE)}
    if (
        order
        and facts.dispute.value
        and order.po_number
        and facts.dispute.value.invoices
        and facts.order.strength >= 0.7
    ):
        pairs.add((IntentName.DISPUTE, IntentName.ORDER))
    if change and facts.dispute.value and change.po_number and facts.order_change.strength >= 1.0:
        pairs.add((IntentName.DISPUTE, IntentName.ORDER_CHANGE))
    return frozenset(pairs)
