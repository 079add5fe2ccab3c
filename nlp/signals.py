"""What a message shows for and against each intent, as named numbers: the input of the second stage.

Nothing is decided here. The words' scores, the words and facts of the lexicons, what is attached, answered and named,
and who writes stand side by side; which of them counts how much is learned (`nlp.intents.judging`).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from nlp.agreement import LISTED_FROM, View
from nlp.extract.order.lines import line_sum
from nlp.extract.references import References
from nlp.extract.sources import Context
from nlp.facts import Facts
from nlp.opened import OpenedMessage
from nlp.parties import Party
from nlp.reading import ChangeAction, Intent, IntentName
from nlp.stance import spoken_of

EDGE = 0.02  # of a probability: beyond it the words' score is equally sure
HIGHEST_LOGIT = 4.0
SHORT_WORDS, LONG_WORDS = 12, 80
SAYING_WORDS, MOST_CLAUSES = 3, 10
_WORD = re.compile(r"[^\W\d_]{2,}")
MOST = 3  # more documents, dates or questions than this say no more


@dataclass(frozen=True, slots=True)
class Signals:
    """`own[name]`: what speaks for one intent, the same signals for each; `shared`: what the whole message shows."""

    own: Mapping[IntentName, Mapping[str, float]]
    shared: Mapping[str, float]


def signals_of(
    opened: OpenedMessage,
    party: Party,
    context: Context,
    facts: Facts,
    invoices: References,
    tokens: Iterable[str],
    views: Mapping[IntentName, View],
    shadows: Iterable[IntentName],
    weighed: tuple[Intent, ...],
    scores: Mapping[IntentName, float],
    clauses: Sequence[Mapping[IntentName, float]],
) -> Signals:
    """The signals of a message. `weighed`: the intents as the table of words and facts alone would list them."""
    hidden = frozenset(shadows)
    own = {name: _own(name, views.get(name), name in hidden, weighed, scores, context) for name in IntentName}
    leaders = [max(clause, key=lambda name: clause[name]) for clause in clauses]
    own = {name: row | _said_in_a_clause(name, clauses, leaders) for name, row in own.items()}
    shared = {f"token:{token}": 1.0 for token in tokens}
    shared |= _manner(opened, context, party)
    shared |= _named(context, facts, invoices)
    return Signals(own, shared)


def _own(
    name: IntentName,
    view: View | None,
    is_shadow: bool,
    weighed: tuple[Intent, ...],
    scores: Mapping[IntentName, float],
    context: Context,
) -> dict[str, float]:
    score = scores.get(name, 0.0)
    rival = max((other for key, other in scores.items() if key is not name), default=0.0)
    found = {"score": logit(score), "rival": logit(rival), "lead": float(score >= rival)}
    listed = next((n for n, intent in enumerate(weighed) if intent.name is name), None)
    if listed is not None:
        found |= {"listed": 1.0, "first": float(listed == 0), "alone": float(len(weighed) == 1)}
    elif weighed:
        found["other_listed"] = max(intent.confidence for intent in weighed)
    if view is None:
        return found
    found |= {"words": min(view.words, 2.0), "facts": view.facts, "table": logit(view.confidence)}
    found |= {"both": min(view.words, 1.5) * view.facts, "agrees": view.facts * score, "shadow": float(is_shadow)}
    found["sure"] = float(view.confidence >= LISTED_FROM)
    if view.words >= 0.5:
        said = [kinds for _, kinds in spoken_of(context, name)]
        found["taken_back"] = float(bool(said) and all(said))
    return {key: value for key, value in found.items() if value}


def clauses_of(context: Context) -> list[str]:
    """The sentences that say something, each line of a list by itself."""
    lines = (
        line.strip() for start, end in context.body.sentences for line in context.body.text[start:end].split("\n\n")
    )
    return [line for line in lines if len(_WORD.findall(line)) >= SAYING_WORDS][:MOST_CLAUSES]


def _said_in_a_clause(
    name: IntentName, clauses: Sequence[Mapping[IntentName, float]], leaders: Sequence[IntentName]
) -> dict[str, float]:
    """How surely some clause says it, and in how many it is what is likeliest."""
    if not clauses:
        return {}
    leads = [place for place, leader in enumerate(leaders) if leader is name]
    found = {"clause": logit(max(clause[name] for clause in clauses)), "clauses": len(leads) / len(clauses)}
    if leads:
        found["early"] = 1 - leads[0] / len(clauses)
    return {key: value for key, value in found.items() if value}


def _manner(opened: OpenedMessage, context: Context, party: Party) -> dict[str, float]:
    """How and by whom it is written."""
    words = len(re.findall(r"\w+", context.body.text))
    by = party.identified_by.value if party.customer and party.identified_by else "nobody"
    found = {
        f"party:{by}": 1.0,
        f"robot:{opened.automatic.value}": 1.0,
        "short": float(words < SHORT_WORDS),
        "long": float(words > LONG_WORDS),
        "silent": float(not words),
        "question": min(context.body.text.count("?"), MOST) / MOST,
        "reply": float(opened.in_reply_to is not None),
        "quoted": float(bool(opened.quoted_text.strip())),
    }
    found |= {f"problem:{problem.code}": 1.0 for problem in party.problems}
    return {key: value for key, value in found.items() if value}


def _named(context: Context, facts: Facts, invoices: References) -> dict[str, float]:
    """Which documents, articles, amounts and days the message names, and what the book says of them."""
    stated, quoted = invoices.stated(), invoices.quoted()
    known = [entry for number in stated if (entry := context.book.document(number))]
    days = [mention.value for mention in context.dates(context.body)]
    order, change, advice = facts.order.value, facts.order_change.value, facts.remittance.value
    lines, advised = order.lines if order else (), advice.lines if advice else ()
    found = {
        "documents": min(len(stated), MOST) / MOST,
        "documents_quoted": min(len(quoted), MOST) / MOST,
        "documents_known": len(known) / len(stated) if stated else 0.0,
        "overdue": float(any(entry.due_date < context.sent_on and entry.open_amount > 0 for entry in known)),
        "paid": float(any(not entry.open_amount for entry in known)),
        "past_days": min(sum(day <= context.sent_on for day in days), MOST) / MOST,
        "coming_days": min(sum(day > context.sent_on for day in days), MOST) / MOST,
        "amounts": min(sum(amount.marked for amount in context.amounts(context.body)), MOST) / MOST,
        "lines": min(len(lines), MOST) / MOST,
        "lines_resolved": sum(line.sku is not None for line in lines) / len(lines) if lines else 0.0,
        "lines_priced": sum(line.unit_price is not None for line in lines) / len(lines) if lines else 0.0,
        "adds_up": float(order is not None and order.total is not None and line_sum(lines) == order.total),
        "cancels": float(change is not None and change.action is ChangeAction.CANCEL),
        "advised": min(len(advised), MOST) / MOST,
        "advised_amounts": float(any(line.amount is not None for line in advised)),
        "deducts": float(any(line.deduction for line in advised)),
        "paid_on": float(advice is not None and advice.payment_date is not None),
    }
    if facts.query.value:
        found[f"topic:{facts.query.value.topic.value}"] = 1.0
    if facts.dispute.value:
        found[f"reason:{facts.dispute.value.reason.value}"] = 1.0
    if facts.master_data.value:
        found |= {f"field:{field}": 1.0 for field, _ in facts.master_data.value.changes}
    return {key: value for key, value in found.items() if value}


def logit(probability: float) -> float:
    """The log odds of a probability over HIGHEST_LOGIT: between -1 and 1."""
    probability = min(max(probability, EDGE), 1 - EDGE)
    return math.log(probability / (1 - probability)) / HIGHEST_LOGIT


def names_of(signals: Iterable[Signals]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(own, shared) names of all signals that occur, sorted."""
    own: set[str] = set()
    shared: set[str] = set()
    for each in signals:
        shared |= set(each.shared)
        for row in each.own.values():
            own |= set(row)
    return tuple(sorted(own)), tuple(sorted(shared))
