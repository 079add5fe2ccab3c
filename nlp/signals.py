"""What a message shows for and against each intent, as named numbers: the input of the second stage.

Nothing is decided here. The words' scores, the words and facts of the lexicons, what is attached, answered and named,
and who writes stand side by side; which of them counts how much is learned (`nlp.intents.judging`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from nlp.agreement import LISTED_FROM, Level, View
from nlp.extract.order.lines import line_sum
from nlp.extract.references import References
from nlp.extract.sources import Context
from nlp.facts import Facts
from nlp.heard import Heard, heard_beside, logit
from nlp.opened import OpenedMessage
from nlp.parties import Party
from nlp.reading import ChangeAction, Intent, IntentName
from nlp.stance import spoken_of
from nlp.standing import standing_of

SHORT_WORDS, LONG_WORDS = 12, 80
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
    standing = standing_of(context, facts, clauses)
    heard = Heard.of(scores, clauses)
    own = {}
    for name in IntentName:
        view = views.get(name)
        row = heard.signals(name, view.facts if view else 0.0) | standing.get(name, {})
        row |= _weighed(name, weighed) | (_viewed(view, views, name in hidden, context) if view else {})
        own[name] = {key: value for key, value in row.items() if value}
    shared = {f"token:{token}": 1.0 for token in tokens} | heard_beside(scores)
    shared |= _beside(views)
    shared |= _manner(opened, context, party)
    shared |= _named(context, facts, invoices)
    return Signals(own, shared)


def _weighed(name: IntentName, weighed: tuple[Intent, ...]) -> dict[str, float]:
    """What the table of words and facts says of an intent."""
    listed = next((n for n, intent in enumerate(weighed) if intent.name is name), None)
    if listed is not None:
        return {"listed": 1.0, "first": float(listed == 0), "alone": float(len(weighed) == 1)}
    return {"other_listed": max((intent.confidence for intent in weighed), default=0.0)}


def _viewed(view: View, views: Mapping[IntentName, View], is_shadow: bool, context: Context) -> dict[str, float]:
    """What words and facts say of an intent, and whether it alone has whole facts."""
    others = [other.facts for other in views.values() if other.name is not view.name]
    found = {"words": min(view.words, 2.0), "facts": view.facts, "table": logit(view.confidence)}
    found |= {"both": min(view.words, 1.5) * view.facts, "shadow": float(is_shadow)}
    found |= {
        "sure": float(view.confidence >= LISTED_FROM),
        "facts_part": float(view.fact_level is not Level.NONE),
        "facts_whole": float(view.fact_level is Level.FULL),
        "facts_only": float(view.facts >= 1 > max(others, default=0.0)),
        "full": float(view.is_full),
        "told": float(view.told),
    }
    if view.words >= 0.5:
        said = [kinds for _, kinds in spoken_of(context, view.name)]
        found["taken_back"] = float(bool(said) and all(said))
    return found


def _beside(views: Mapping[IntentName, View]) -> dict[str, float]:
    """What every intent may know of the words and facts for all others."""
    found = {f"facts:{name.value}": view.facts for name, view in views.items()}
    found |= {f"words:{name.value}": min(view.words, 1.5) for name, view in views.items()}
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


def names_of(signals: Iterable[Signals]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(own, shared) names of all signals that occur, sorted."""
    own: set[str] = set()
    shared: set[str] = set()
    for each in signals:
        shared |= set(each.shared)
        for row in each.own.values():
            own |= set(row)
    return tuple(sorted(own)), tuple(sorted(shared))
