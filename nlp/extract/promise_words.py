"""Whether words beside a day or a document say that money will come: gone already, held back, paid as well."""

from __future__ import annotations

import re
from collections.abc import Iterable

from nlp.extract.sources import Context, Source
from nlp.lang import expression
from nlp.lang.paying import words, written
from nlp.notation import DateMention

NEAR_EXCEPTED = 28  # characters between "except" and the document
NEAR_SAID = 8  # characters between "on its due date" and that day
GOES = 0.5  # of the weight of words for a payment
SHORT = 14  # words of a sentence that only adds a document to those before it
CLAUSE = re.compile(r"[,;:(]\s|[.]\s|\s[-–/+]\s|\n")
_LONG_WORD = re.compile(r"[^\W\d_]{3}")
_GONE = re.compile(rf"(?<!\w)(?:{written('GONE')})(?!\w)")
_COMING = re.compile(rf"(?<!\w)(?:{written('COMING')})(?!\w)")
_SINCE = re.compile(rf"(?<!\w)(?:{words('SINCE')})\s(?:the\s|dem\s|le\s)?$")
_HELD = re.compile(rf"(?<!\w)(?:{words('HELD')})(?!\w)")
_AT_DUE_DAY = re.compile(rf"(?<!\w)(?:{words('AT_DUE_DAY')})(?!\w)")
_GOES = re.compile(rf"(?<!\w)(?:{words('GOES')})(?!\w)")
_MOVES = re.compile(rf"(?<!\w)(?:{words('MOVES')})(?!\w)")
_TOO = re.compile(rf"(?<!\w)(?:{words('TOO')})(?!\w)")
_SETTLED = re.compile(rf"(?<!\w)(?:{words('SETTLED')})(?!\w)")
_DENIED = re.compile(rf"(?<!\w)(?:{words('DENIED')})(?!\w)|\?")
_AWAY = re.compile(rf"(?<!\w)(?:{words('AWAY')})(?!\w)")
_ARRIVES = re.compile(rf"(?<!\w)(?:{words('ARRIVES')})(?!\w)")
_GOODS = re.compile(rf"(?<!\w)(?:{words('GOODS')})(?!\w)")
_OTHER_ONE = re.compile(rf"(?<!\w)(?:{words('OTHER_ONE')})(?!\w)")
_BEHIND_EXCEPT = expression(
    rf"(?<!\w)(?:(?:{words('BUT_FOR')})(?: [^\W\d_]{{1,9}}){{0,3}}[ .:]{{1,2}}|(?:{words('AFTER')}))$"
)


def clause_at(source: Source, day: DateMention, start: int, end: int) -> tuple[int, int]:
    """Where the clause of a day begins and ends inside source[start:end]."""
    low = max((m.end() for m in CLAUSE.finditer(source.flat, start, day.start)), default=start)
    high = min((m.start() for m in CLAUSE.finditer(source.flat, day.end, end)), default=end)
    return low, high


def is_gone(source: Source, day: DateMention, start: int, end: int) -> bool:
    """Whether the clause of a weekday, inside source[start:end], tells that the money went on it."""
    if _SINCE.search(source.flat[max(start, day.start - 14) : day.start]):
        return True
    low, high = clause_at(source, day, start, end)
    promised = source.text[high:end].lower()[:SHORT]  # "c'est viré lundi, promis"
    words_of_day = source.text[low:high].lower()
    return _GONE.search(words_of_day) is not None and not _COMING.search(words_of_day) and not _COMING.search(promised)


def tells_gone(source: Source, start: int, end: int) -> bool:
    """Whether a piece of the text says that money went."""
    return _GONE.search(source.text[start:end].lower()) is not None


def tells_plainly_gone(source: Source) -> bool:
    """Whether some clause says that money went, and neither it nor the words right behind it that it will."""
    low = 0
    for high in (*(match.start() for match in CLAUSE.finditer(source.flat)), len(source.flat)):
        behind = source.text[high : high + SHORT].lower()
        if tells_gone(source, low, high) and not is_said_to_come(source, low, high) and not _COMING.search(behind):
            return True
        low = high
    return False


def is_said_to_come(source: Source, start: int, end: int) -> bool:
    """Whether a piece of the text says that something will be."""
    return _COMING.search(source.text[start:end].lower()) is not None


def is_held(context: Context, source: Source, place: tuple[int, int], start: int, end: int) -> bool:
    """Whether a document named at a place inside a sentence is excepted, or its clause says that it has to wait."""
    first, last = place
    before = source.flat[max(start, first - NEAR_EXCEPTED) : first]
    if _BEHIND_EXCEPT.search(before):
        return True
    low = max((m.end() for m in CLAUSE.finditer(source.flat, start, first)), default=start)
    stops = (m.start() for m in CLAUSE.finditer(source.flat, last, end))
    high = next((stop for stop in stops if _LONG_WORD.search(source.flat, last, stop)), end)
    said = _AT_DUE_DAY.search(source.flat, low, high)
    if _HELD.search(source.flat, low, high) is None and said is None:
        return False
    reach = max(high, said.end() + NEAR_SAID) if said is not None else high
    return not any(low <= day.start < reach and day.value > context.sent_on for day in context.dates(source))


def says_it_goes(flat: str) -> float:
    """How loudly colloquial words say that something comes, money or not."""
    return GOES if _GOES.search(flat) else 0.0


def moves(flat: str) -> bool:
    """ "51188 kommt am Montag": a word of the present for money or goods on their way."""
    return _MOVES.search(flat) is not None


def is_settled(flat: str) -> bool:
    """ "The dispute about 479 is resolved": an objection that keeps nobody from paying."""
    return _SETTLED.search(flat) is not None


def says_away(flat: str) -> bool:
    """Whether words beside a day say that something else is on it: somebody is away, a client pays, a board meets."""
    return _AWAY.search(flat) is not None


def is_beside(source: Source, day: DateMention, places: Iterable[int], start: int, end: int) -> bool:
    """ "As the pump came yesterday, we release 88129": a day in a clause without money or one of these documents."""
    low, high = clause_at(source, day, start, end)
    if any(low <= place < high for place in places):
        return False
    return not tells_gone(source, start, end) and tells_of_goods(source.flat[low:high])


def arrives(source: Source, day: DateMention) -> bool:
    """ "You should have it on Monday": whether the clause of a day says that money that went is there on it."""
    low, high = clause_at(source, day, *source.sentence_at(day.start))
    return _ARRIVES.search(source.flat, low, high) is not None


def tells_of_goods(flat: str) -> bool:
    """Whether words beside a day speak of goods that come or go."""
    return _GOODS.search(flat) is not None


def is_other_one(flat: str) -> bool:
    """ "The other on the 15th": the second of two."""
    return _OTHER_ONE.search(flat) is not None


def is_denied(source: Source, day: DateMention, start: int) -> bool:
    """ "Not on the 30th": whether the clause of a day, from `start` on, says that nothing comes on it."""
    low = max((m.end() for m in CLAUSE.finditer(source.flat, start, day.start)), default=start)
    return _DENIED.search(source.flat, low, day.start) is not None


def is_too(flat: str) -> bool:
    """Whether a short sentence adds what it names to what was said before it: "La 463 en même temps"."""
    return len(flat.split()) <= SHORT and _TOO.search(flat) is not None and _DENIED.search(flat) is None
