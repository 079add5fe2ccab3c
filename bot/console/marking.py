"""A text cut into pieces that say which values were read there and what is only quoted; joined they are the text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from nlp.reading import Evidence, Reading

MAX_MARKS = 400  # a page stays usable whatever a table of a thousand lines gives


@dataclass(frozen=True, slots=True)
class Piece:
    text: str
    fields: tuple[str, ...] = ()  # dotted paths of the values read here
    quoted: bool = False  # not what the sender wrote this time


def pieces(text: str, evidence: Iterable[Evidence], quoted: Iterable[tuple[int, int]] = ()) -> tuple[Piece, ...]:
    """`evidence` of this one text; places outside it are passed over. The pieces' texts, joined, equal `text`."""
    marks = [e for e in evidence if 0 <= e.start < e.end <= len(text)][:MAX_MARKS]
    dimmed = [(start, end) for start, end in quoted if 0 <= start < end <= len(text)]
    cuts = sorted(
        {0, len(text), *(e.start for e in marks), *(e.end for e in marks), *(n for span in dimmed for n in span)}
    )
    found = []
    for start, end in pairwise(cuts):
        fields = tuple(dict.fromkeys(e.field for e in marks if e.start <= start and end <= e.end))
        dim = any(first <= start and end <= last for first, last in dimmed)
        found.append(Piece(text[start:end], fields, dim))
    return tuple(found)


def of_body(reading: Reading) -> tuple[Piece, ...]:
    own = [e for e in reading.evidence if e.source == "body"]
    return pieces(reading.text, own, quoted_spans(reading.text, reading.new_text))


def of_subject(reading: Reading) -> tuple[Piece, ...]:
    return pieces(reading.subject, [e for e in reading.evidence if e.source == "subject"])


def of_attachment(reading: Reading, number: int) -> tuple[Piece, ...]:
    own = [e for e in reading.evidence if e.source == f"attachment:{number}"]
    return pieces(reading.attachments[number].text, own)


def quoted_spans(text: str, new_text: str) -> tuple[tuple[int, int], ...]:
    """What of the text is not in the new text, line by line in order; nothing where nothing was told apart."""
    fresh = [line.strip() for line in new_text.splitlines() if line.strip()]
    if not fresh:
        return ()
    spans: list[tuple[int, int]] = []
    place = at = 0
    joins = False  # whether this line goes on where the last span ended
    for line in text.splitlines(keepends=True):
        start, place = place, place + len(line)
        words = line.strip()
        if at < len(fresh) and words == fresh[at]:
            at, joins = at + 1, False
        elif joins:
            spans[-1] = (spans[-1][0], place)
        elif words:
            spans.append((start, place))
            joins = True
    return tuple(spans[:MAX_MARKS]) if at == len(fresh) else ()
