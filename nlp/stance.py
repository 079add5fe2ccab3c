"""Whether the sender himself says a thing: a statement negated, asked, conditional or reported is none to act upon."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.extract.sources import Context
from nlp.lang import Weighted, compiled, expression
from nlp.reading import IntentName

# Kinds of UNSAID that reach over a whole sentence; a negation reaches over its clause.
WHOLE_SENTENCE = ("conditional", "reported")
# What takes a statement away for good; a condition only makes a promise one for a person.
TAKEN_BACK = frozenset({"negated", "reported", "asked"})
PAYMENTS = frozenset({IntentName.PROMISE, IntentName.REMITTANCE})
PLAIN = PAYMENTS | {IntentName.ORDER, IntentName.ORDER_CHANGE}
_CLAUSE_END = re.compile(r"[,;:()]\s|\s[-/]\s|[.!?]\s|\s(?:und|aber|sondern|et|mais|and|but)\s")
_MAX_MATCHES = 40


def kinds_at(context: Context, place: int) -> frozenset[str]:
    """What takes back the words at a place of the body: "negated", "conditional", "reported", "asked"."""
    flat = context.body.flat
    start, end = context.body.sentence_at(place)
    kinds = {kind for kind in WHOLE_SENTENCE if says(context, kind, flat[start:end])}
    low, high = _clause(flat, start, end, place)
    if says(context, "negated", flat[low:high]):
        kinds.add("negated")
    if "?" in context.body.text[start:end]:
        kinds.add("asked")
    return frozenset(kinds)


def spoken_of(context: Context, name: IntentName) -> Iterator[tuple[int, frozenset[str]]]:
    """Each place of the body where words for an intent stand, with what takes them back."""
    patterns: Weighted = context.patterns("cues", name)
    if name is IntentName.PROMISE:
        patterns += tuple(pair for pack in context.lexicons for pair in pack.will_pay)
    for value, pattern in patterns:
        if value < 0.5 or pattern == r"\?":
            continue
        for count, match in enumerate(compiled(pattern).finditer(context.body.flat)):
            if count < _MAX_MATCHES:
                yield match.start(), kinds_at(context, match.start())


def is_unsaid(context: Context, name: IntentName, sentence: tuple[int, int]) -> bool:
    """Whether a sentence has words for an intent and takes every one of them back."""
    start, end = sentence
    said = [kinds for place, kinds in spoken_of(context, name) if start <= place < end]
    against = TAKEN_BACK if name in PAYMENTS else TAKEN_BACK - {"asked"}
    return bool(said) and all(kinds & against for kinds in said)


def came_back(context: Context) -> bool:
    """ "Our bank returned the payment": what was paid is not paid."""
    return says(context, "returned", context.body.flat)


def price_asked(context: Context) -> tuple[int, int] | None:
    """The sentence that asks for a price or an offer: no order."""
    spans = context.body.sentences
    return next(((a, b) for a, b in spans if says(context, "price_asked", context.body.flat[a:b])), None)


def questions(context: Context) -> tuple[tuple[int, int], ...]:
    """Sentences that ask something: more than a request put politely ("could you send 40 bags?")."""
    words = expression(rf"(?<!\w)(?:{context.words('question_words')})(?!\w)")
    flat = context.body.flat
    return tuple((a, b) for a, b in context.body.sentences if "?" in flat[a:b] and words.search(flat[a:b]))


def says(context: Context, kind: str, words: str) -> bool:
    """Whether folded words hold a pattern of a kind of UNSAID, in a language of the mail."""
    return any(compiled(pattern).search(words) for pack in context.lexicons for pattern in pack.unsaid[kind])


def _clause(flat: str, start: int, end: int, place: int) -> tuple[int, int]:
    cuts = [start, *(match.end() for match in _CLAUSE_END.finditer(flat, start, end)), end]
    return max(cut for cut in cuts if cut <= place), min((cut for cut in cuts if cut > place), default=end)
