"""The words that speak for a reason to contest, weighed by the tables of nlp.lang."""

from __future__ import annotations

from collections.abc import Mapping

from nlp.extract.sources import Context, Source
from nlp.lang import compiled, weight
from nlp.lang.contesting import said
from nlp.reading import DisputeReason


def reason_of(context: Context) -> tuple[DisputeReason, float, int]:
    """(the reason that most words speak for, their weight, where in the body the first of them stands)."""
    found = _weighed(context)
    return found[0] if found else (DisputeReason.OTHER, 0.0, -1)


def words_for_reasons(context: Context) -> Mapping[DisputeReason, float]:
    """What the words weigh for each reason that has any."""
    return {reason: score for reason, score, _ in _weighed(context)}


def place_of_words(context: Context, reason: DisputeReason) -> int:
    """Where in the body the words for a reason stand; -1: nowhere."""
    return next((place for each, _, place in _weighed(context) if each is reason), -1)


Weighed = tuple[tuple[DisputeReason, float, int], ...]


def _weighed(context: Context) -> Weighed:
    """Every reason that words speak for, the likeliest first."""
    return context.once("dispute.weighed", lambda: _reasons(context))


def _reasons(context: Context) -> Weighed:
    found = []
    body = complaints_only(context)
    for reason in DisputeReason:
        patterns = context.patterns("reasons", reason)
        score, place = weight(patterns, body)
        score += 0.7 * weight(patterns, context.subject.flat)[0]
        score += 0.5 * max((weight(patterns, s.flat[:3000])[0] for s in context.documents), default=0.0)
        if score > 0:
            found.append((reason, score, place))
    return tuple(sorted(found, key=lambda each: -round(each[1], 6)))


def complaints_only(context: Context) -> str:
    """The body, folded, without sentences that miss a paper, thank for one or only inquire: they contest nothing."""
    return context.once("dispute.complaints", lambda: _complaints(context))


def _complaints(context: Context) -> str:
    flat = context.body.flat
    for start, end in said_again(context):
        flat = flat[:start] + " " * (end - start) + flat[end:]
    patterns = [p for pack in context.lexicons for kind in ("paper", "inquired") for p in pack.unsaid[kind]]
    for start, end in context.body.sentences:
        if any(compiled(pattern).search(flat[start:end]) for pattern in patterns):
            flat = flat[:start] + " " * (end - start) + flat[end:]
    return flat


def said_again(context: Context) -> list[tuple[int, int]]:
    """Where the body says that something was told, written or counted twice: no document came twice."""
    again = compiled(rf"(?<!\w)(?:{said('SAID_AGAIN')})(?!\w)")
    return [match.span() for match in again.finditer(context.body.flat)]


def complaint_in(source: Source, context: Context) -> float:
    """How strongly a source speaks of a reason to contest."""
    return max((weight(context.patterns("reasons", reason), source.flat)[0] for reason in DisputeReason), default=0.0)
