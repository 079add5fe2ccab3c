"""Whether words promise a payment, or rather object to something or ask for it."""

from __future__ import annotations

import re

from nlp.extract.promise_words import is_settled, says_it_goes
from nlp.extract.sources import Context
from nlp.lang import weight
from nlp.lang.asking import SENT_AGAIN
from nlp.lang.day_signs import any_of

OBJECTS_FROM = 0.9  # of the weight of words for a dispute or a question: the documents beside them are not promised
# ", is that all right?" behind a promise asks for nothing
_TAG_QUESTION = re.compile(r",\s(?:[^\W\d_]{1,10}[ '’]){0,2}[^\W\d_]{1,10}\s?\?\s{0,9}$")
_SENT_AGAIN = re.compile(rf"(?<!\w)(?:{any_of(SENT_AGAIN)})(?!\w)")


def is_left_out(context: Context, flat: str) -> bool:
    """Whether a sentence objects to something or asks for it, and does not promise."""
    return context.once(("promise.left_out", flat), lambda: _objects(context, flat))


def _objects(context: Context, flat: str) -> bool:
    flat = _TAG_QUESTION.sub("", flat)
    promised = _promised(context, flat)
    loud = [name for name in ("dispute", "query") if _is_louder(context, name, promised, flat)]
    return bool(loud) and not (loud == ["dispute"] and is_settled(flat))


def _is_louder(context: Context, name: str, promised: float, flat: str) -> bool:
    return weight(context.patterns("cues", name), flat)[0] >= max(OBJECTS_FROM, promised)


def asks(context: Context, flat: str) -> bool:
    """Whether words ask for something more loudly than they promise: "please send the other one again, too"."""
    return _SENT_AGAIN.search(flat) is not None or _is_louder(context, "query", _promised(context, flat), flat)


def speaks_of_payment(context: Context, flat: str) -> float:
    """How loudly words say that money will come."""
    return _promised(context, flat) + says_it_goes(flat)


def _promised(context: Context, flat: str) -> float:
    will_pay = tuple(pair for pack in context.lexicons for pair in pack.will_pay)
    return weight((*context.patterns("cues", "promise"), *will_pay), flat)[0]
