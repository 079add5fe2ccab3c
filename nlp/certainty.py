"""What speaks for and against everything read of a message being right, as named numbers: the ground of acting alone.

A message is safe to act upon when its facts explain all of it: the intents agree among the views, every value has a
ground that the book confirms, and no sentence, number or day is left over. How much each of these counts is learned
from labelled messages; what comes out is the probability that the whole Reading is right.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from nlp.extract.dispute import reasons_of
from nlp.extract.order.lines import line_sum
from nlp.extract.query import topics_asked
from nlp.extract.sources import Context, near
from nlp.facts import Facts
from nlp.heard import logit
from nlp.opened import OpenedMessage
from nlp.parties import Party
from nlp.plain import MOST, left_over, plainness
from nlp.reading import Evidence, Intent, IntentName, Problem
from nlp.standing import FIELDS

LAST_DIGITS = 4  # by which people name a document
SEARCHED = 20_000  # characters of each text
Grounded = tuple[Evidence, ...]
Grounds = Iterator[tuple[str, float | bool]]
_DIGITS = re.compile(r"\d[\d./ -]{2,24}")  # also inside a number with letters


def certainty_signals(
    opened: OpenedMessage,
    party: Party,
    context: Context,
    facts: Facts,
    intents: tuple[Intent, ...],
    weighed: Iterable[Intent],
    scores: Mapping[IntentName, float],
    clauses: Sequence[Mapping[IntentName, float]],
    problems: Iterable[Problem],
) -> dict[str, float]:
    """The signals of a message that no robot wrote; none of them is zero."""
    listed = {intent.name for intent in intents}
    found = {f"intent:{intent.name.value}": 1.0 for intent in intents}
    found |= {f"problem:{problem.code}": 1.0 for problem in problems}
    found |= {
        "main": logit(intents[0].confidence),
        "least": logit(min(intent.confidence for intent in intents)),
        "several": float(len(intents) > 1),
        "table_agrees": float({intent.name for intent in weighed} == listed),
        "scores_agree": float(max(scores, key=lambda name: scores[name]) is intents[0].name) if scores else 0.0,
        "stray": max((score for name, score in scores.items() if name not in listed), default=0.0),
        "stray_clause": max((score for c in clauses for name, score in c.items() if name not in listed), default=0.0),
        "problems": min(len(set(problems)), MOST) / MOST,
        "attached": min(len(opened.documents), MOST) / MOST,
        "reply": float(opened.in_reply_to is not None),
        "quoted": float(bool(opened.quoted_text.strip())),
        "single_language": float(len(context.languages) == 1),
        f"party:{party.identified_by.value if party.customer and party.identified_by else 'nobody'}": 1.0,
    }
    each = {name: getattr(facts, name) for name in FIELDS if IntentName(name) in listed}
    found |= left_over(context, each.values())
    for name, fact in each.items():
        found[f"{name}:strength"] = fact.strength
        found[f"{name}:missing"] = float(fact.value is None)
        if fact.value is not None:
            found |= {
                f"{name}:{key}": float(value) for key, value in _GROUNDS[name](context, fact.value, fact.evidence)
            }
    found |= plainness(found, each)
    return {key: value for key, value in found.items() if value}


def _named(context: Context, numbers: Sequence[str]) -> float:
    """The share of documents whose own digits the sender writes; the others are only pointed to."""
    tails = [re.sub(r"\D", "", number)[-LAST_DIGITS:] for number in numbers]
    texts = [source.text[:SEARCHED] for source in context.stated]
    said = [re.sub(r"\D", "", number) for text in texts for number in _DIGITS.findall(text)] if tails else []
    return sum(any(tail and each.endswith(tail) for each in said) for tail in tails) / len(tails) if tails else 0.0


def _tabled(evidence: Grounded) -> bool:
    return any(ground.source.startswith("attachment") for ground in evidence)


def _order(context: Context, order: Any, evidence: Grounded) -> Grounds:
    lines = order.lines
    yield "lines", min(len(lines), MOST) / MOST
    yield "attached", _tabled(evidence)
    yield "resolved", all(line.sku for line in lines) and bool(lines)
    yield "by_number", bool(lines) and all(_by_number(line.sku, evidence) for line in lines)
    yield "priced", bool(lines) and all(line.unit_price is not None for line in lines)
    yield "total", order.total is not None
    yield "adds_up", order.total is not None and line_sum(lines) == order.total
    yield "number", order.po_number is not None
    yield "day", order.requested_date is not None
    yield "dated", order.order_date is not None
    yield "currency", order.currency is not None


def _by_number(sku: str | None, evidence: Grounded) -> bool:
    return sku is not None and any(sku.lower() in ground.text.lower() for ground in evidence)


def _change(context: Context, change: Any, evidence: Grounded) -> Grounds:
    yield "number", change.po_number is not None
    yield "lines", min(len(change.lines), MOST) / MOST
    yield "resolved", all(line.sku for line in change.lines) and bool(change.lines)
    yield "day", change.requested_date is not None
    yield change.action.value, True


def _remittance(context: Context, advice: Any, evidence: Grounded) -> Grounds:
    entries = [context.book.document(line.invoice) for line in advice.lines]
    yield "lines", min(len(advice.lines), MOST) / MOST
    yield "attached", _tabled(evidence)
    yield "known", all(entries)
    yield (
        "as_open",
        all(
            entry is not None and line.amount is not None and near(abs(line.amount), abs(entry.open_amount))
            for line, entry in zip(advice.lines, entries, strict=True)
        ),
    )
    paid = sum((line.amount or Decimal(0)) - (line.deduction or Decimal(0)) for line in advice.lines)
    yield "adds_up", advice.total is not None and near(Decimal(paid), advice.total)
    yield "total", advice.total is not None
    yield "day", advice.payment_date is not None
    yield "reference", advice.reference is not None
    yield "deducts", any(line.deduction for line in advice.lines)
    yield "credit", any(line.amount is not None and line.amount < 0 for line in advice.lines)


def _dispute(context: Context, dispute: Any, evidence: Grounded) -> Grounds:
    ranked = reasons_of(context)
    yield f"reason:{dispute.reason.value}", True
    yield "documents", min(len(dispute.invoices), MOST) / MOST
    yield "amount", dispute.amount is not None
    yield "amount_unused", dispute.amount is None and any(a.marked for a in context.amounts(context.body))
    yield "named", _named(context, dispute.invoices)
    yield "reasoned", min(ranked[0][1], 2.0) / 2 if ranked else 0.0
    yield "margin", min(ranked[0][1] - (ranked[1][1] if len(ranked) > 1 else 0.0), 2.0) / 2 if ranked else 0.0


def _promise(context: Context, promise: Any, evidence: Grounded) -> Grounds:
    yield "documents", min(len(promise.invoices), MOST) / MOST
    yield "named", _named(context, promise.invoices)
    yield "as_open", _is_what_is_open(context, promise)
    yield "instalments", min(len(promise.instalments), MOST) / MOST
    yield "amounts", any(instalment.amount is not None for instalment in promise.instalments)
    days = {instalment.date for instalment in promise.instalments}
    yield "exact", all(mention.exact for mention in context.dates(context.body) if mention.value in days)


def _is_what_is_open(context: Context, promise: Any) -> bool:
    """Whether the instalments come to what is open on the documents, or one without an amount pays all of it."""
    entries = [context.book.document(number) for number in promise.invoices]
    amounts = [instalment.amount for instalment in promise.instalments]
    if amounts == [None] or None in amounts or not all(entries):
        return amounts == [None]
    return near(sum(amounts, Decimal(0)), sum((entry.open_amount for entry in entries if entry), Decimal(0)))


def _query(context: Context, query: Any, evidence: Grounded) -> Grounds:
    yield f"topic:{query.topic.value}", True
    yield "documents", min(len(query.invoices), MOST) / MOST
    yield "named", _named(context, query.invoices)
    yield "topics", min(len(topics_asked(context)), MOST) / MOST
    yield "number", query.po_number is not None


def _master_data(context: Context, data: Any, evidence: Grounded) -> Grounds:
    for field, _ in data.changes:
        yield f"field:{field}", True


_GROUNDS: dict[str, Callable[[Context, Any, Grounded], Grounds]] = {
    "order": _order,
    "order_change": _change,
    "remittance": _remittance,
    "dispute": _dispute,
    "promise": _promise,
    "query": _query,
    "master_data": _master_data,
}
