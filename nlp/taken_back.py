"""A payment that its sender takes back in the next breath, leaves open, or leaves to somebody else is for a person.

Its own sentence may deny or condition it, which `nlp.stance` sees. Here are the sentences behind it ("actually no",
"forget that", "I cannot promise it"), and what its own leaves to chance or to another payer. To hold a reminder on such
a word would let who promises nothing wait for nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from nlp.extract.sources import Context, Found
from nlp.lang import expression
from nlp.lang.retracting import words
from nlp.leftovers import Understood
from nlp.reading import IntentName, Problem, Promise
from nlp.stance import PAYMENTS
from nlp.standing import span_of

NEAR_PAYER = 3  # words between who pays and the verb
_TAKEN = expression(rf"(?<!\w)(?:{words('DISMISSED', 'REVERSED', 'NOT_BOUND', 'UNKNOWN')})")
_TURNED = expression(rf"\s{{0,3}}(?:{words('TURNED')})(?!\w)")
_FAILS = expression(rf"(?<!\w)(?:{words('FAILS')})(?!\w)")
_ANOTHER_DAY = expression(rf"(?<!\w)(?:{words('ANOTHER_DAY')})(?!\w)")
_DENYING = expression(rf"(?<!\w)(?:{words('DENYING')})(?!\w)")
_OTHER_MATTER = expression(rf"(?<!\w)(?:{words('OTHER_MATTER', 'ANOTHER_DAY')})(?!\w)")
_LEFT_OPEN = expression(rf"(?<!\w)(?:{words('LEFT_OPEN')})(?!\w)")
_OTHER_PAYS = expression(
    rf"(?<!\w)(?:{words('ANOTHER')})(?: (?!(?:{words('US')})\b)[^\W\d_]{{1,14}}){{0,{NEAR_PAYER}}} (?:{words('PAYS')})"
    rf"(?! (?:{words('US')})\b)(?!\w)"
    rf"|(?<!\w)(?:{words('PAID_BY')}) (?:[^\W\d_]{{1,8}}['’ ]{{1,2}}){{0,2}}(?:{words('ANOTHER')})(?!\w)"
)


def taken_back(said: Understood) -> Iterator[Problem]:
    """What takes a told or promised payment back, or leaves it open or to another, as far as words say it."""
    context = said.context
    for name in sorted(said.names & PAYMENTS):
        fact = said.facts.promise if name is IntentName.PROMISE else said.facts.remittance
        spans = _grounds(context, fact)
        place = _withdrawn(context, spans)
        if place is None and name is IntentName.PROMISE:
            place = _denied(context, spans)
        if place is not None:
            yield Problem("taken_back", _sentence(context, place), "body")
            break
    if IntentName.PROMISE in said.names:
        yield from _of_the_days(context, said.facts.promise)


def _grounds(context: Context, fact: Found[Any]) -> list[tuple[int, int]]:
    """Where the words of a fact stand in the body (Any: whatever was read)."""
    spans = (span_of(context, ground) for ground in fact.evidence if ground.source == "body")
    return sorted(filter(None, spans))


def _withdrawn(context: Context, grounds: Sequence[tuple[int, int]]) -> int | None:
    """The place of words that take back what was said, or say that nothing comes of it, from its sentence on."""
    body = context.body
    start = body.sentence_at(grounds[0][0])[0] if grounds else 0
    behind = (_TURNED.match(body.flat, place) for place, _ in body.sentences if place > start)
    found = _TAKEN.search(body.flat, start) or next(filter(None, behind), None)
    if found is not None:
        return found.start()
    failing = (match.start() for match in _FAILS.finditer(body.flat, start))
    return next((place for place in failing if not _ANOTHER_DAY.search(body.flat, *body.sentence_at(place))), None)


def _denied(context: Context, grounds: Sequence[tuple[int, int]]) -> int | None:
    """The place of a sentence behind the promise that denies something, and has no word for anything else."""
    body = context.body
    behind = [span for span in body.sentences if grounds and span[0] > grounds[0][0]]
    for start, end in behind:
        if any(start < high and low < end for low, high in grounds) or _OTHER_MATTER.search(body.flat, start, end):
            continue
        if _DENYING.search(body.flat, start, end):
            return start
    return None


def _of_the_days(context: Context, fact: Found[Promise]) -> Iterator[Problem]:
    """What the sentences of the promised days leave open, or say that somebody else does."""
    days = {instalment.date for instalment in fact.value.instalments} if fact.value is not None else set()
    spans = {context.body.sentence_at(day.start) for day in context.dates(context.body) if day.value in days}
    for start, end in sorted(spans):
        for pattern, code in ((_LEFT_OPEN, "left_open"), (_OTHER_PAYS, "another_pays")):
            found = pattern.search(context.body.flat, start, end)
            if found is not None:
                yield Problem(code, _sentence(context, found.start()), "body")


def _sentence(context: Context, place: int) -> str:
    start, end = context.body.sentence_at(place)
    return " ".join(context.body.text[start:end].split())[:160]
