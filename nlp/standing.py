"""Where in the mail the facts of each intent stand: what is said in a clause of its own is a matter of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from nlp.clauses import spans_of
from nlp.extract.sources import Context, Found
from nlp.facts import Facts
from nlp.heard import Scores, likeliest
from nlp.reading import Evidence, IntentName

FIELDS = ("order", "order_change", "remittance", "dispute", "promise", "query", "master_data")
PART, WHOLE = 0.5, 1.0  # strengths of facts


def span_of(context: Context, ground: Evidence) -> tuple[int, int] | None:
    """Where the words of a ground stand in the body."""
    place = ground.start - context.body.offset if ground.start >= 0 and not context.body.whole else -1
    if place < 0 or context.body.text[place : place + len(ground.text)] != ground.text:
        place = context.body.text.find(ground.text) if ground.text else -1
    return (place, place + len(ground.text)) if place >= 0 else None


def standing_of(context: Context, facts: Facts, clauses: Sequence[Scores]) -> dict[IntentName, dict[str, float]]:
    """For each intent with facts, what the clauses that hold them say. `clauses`: the words' scores of each of them."""
    found = {name: fact for name in FIELDS if (fact := getattr(facts, name)).value is not None}
    places = {name: _places(context, fact) for name, fact in found.items()}
    rows = {}
    for name, own in places.items():
        shared = {
            least: {place for other, taken in places.items() if other != name and found[other].strength >= least
                    for place in taken}
            for least in (PART, WHOLE)
        }  # fmt: skip
        rows[IntentName(name)] = _row(context, IntentName(name), own, shared, clauses)
    return rows


def _places(context: Context, fact: Found[object]) -> frozenset[int]:
    """The clauses in which the grounds of a fact stand, by their number."""
    spans = [span for ground in fact.evidence if ground.source == "body" and (span := span_of(context, ground))]
    return frozenset(
        number
        for number, (start, end) in enumerate(spans_of(context))
        if any(low < end and start < high for low, high in spans)
    )


def _row(
    context: Context,
    name: IntentName,
    own: frozenset[int],
    shared: Mapping[float, set[int]],
    clauses: Sequence[Scores],
) -> dict[str, float]:
    spans, text = spans_of(context), context.body.text
    row = {"stands": float(bool(own)), "stands_early": 1 - min(own) / len(spans) if own else 0.0}
    row["stands_asked"] = float(any("?" in text[slice(*spans[place])] for place in own))
    row |= {f"stands_apart:{least}": float(bool(own - taken)) for least, taken in shared.items()}
    if clauses:
        row["said_there"] = max((clauses[place][name] for place in own), default=0.0)
        row["said_apart"] = max((clauses[place][name] for place in own - shared[PART]), default=0.0)
        row["leads_there"] = float(any(likeliest(clauses[place]) is name for place in own))
    return row
