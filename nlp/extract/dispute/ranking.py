"""Why a customer contests, learned from what people tell: every piece of a mail speaks for a reason, or for none.

A linear model over `nlp.extract.dispute.grounds` that has seen sentences and mails of every reason, and what people
write who contest nothing. It ships as `reasons.npz` (weights, no code) and is made by `python -m evaluation.reasons`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nlp.extract.dispute.grounds import WIDTH, blocks_of
from nlp.extract.dispute.words import words_for_reasons
from nlp.extract.sources import Context
from nlp.reading import DisputeReason

if TYPE_CHECKING:
    from numpy.typing import NDArray

SHIPPED = Path(__file__).parent / "reasons.npz"
REASONS = tuple(DisputeReason)
NOTHING_WEIGHS = 0.5  # how far a piece that contests nothing speaks against every reason
SHARP = 8.0  # of the mean over the pieces: the higher, the more the strongest piece decides
WORDS_WEIGH = 0.08  # of the weight of the words of nlp.lang, up to WORDS_LIMIT
WORDS_LIMIT = 1.3
TOLD_FROM = 0.12  # below, nothing is told
MOST_PIECES = 16
SHORT_MAIL = 25  # words: below, the subject is part of what is told
ATTACHED_MAIL = "message/rfc822"
WRAPPED = range(60, 81)  # characters of a line that goes on in the next one
_LINE_OF_ONE = re.compile(r"\n(?=(?:[^\W\d_]{1,6}[ ']){0,2}[A-Za-z]{0,4}[-/ ]?\d[\d/.-]{2,14}[ ,](?![€£$]))")
_NEXT_OF_ONE = re.compile(
    r"(?:(?<=[a-zß-ÿ]{5}[.!])|(?<=\)[.!]))[ ]{1,2}(?=\d{3,10}[ ,][^\W\d_])"
)  # "(16th). 1904 we don't"
_ITEM = re.compile(
    r"\n[ \t]{0,8}(?=[-*•·–—]|\d{1,2}[.)] "  # a list's item
    r"|[^\n]{1,60}?(?:\t| {2,8}|\|)\S"  # a table's row
    r"|[.…]{0,3} ?[A-Za-z]{0,5}[-/ ]?\d[\w/.-]{2,24} ?[:=–—-] )"  # a document with what is said of it
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of what the sender tells: a sentence, an item, or all. `start`: its place in the body, or -1."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Ranker:
    """`weights` (buckets, reasons and nothing), `bias` (reasons and nothing)."""

    weights: Any
    bias: Any

    def scores(self, texts: Sequence[str]) -> NDArray[Any]:
        """(pieces, reasons): what speaks for each reason less what speaks for nothing; a text said twice, once."""
        import numpy as np

        rows: dict[str, Any] = {}
        for text in dict.fromkeys(text.strip() for text in texts):
            blocks = blocks_of(text)
            buckets = np.fromiter(chain(*(values for values, _ in blocks)), np.int64)
            row = np.concatenate([np.fromiter(values.values(), np.float64, len(values)) * by for values, by in blocks])
            rows[text] = row @ self.weights[buckets] + self.bias
        said = np.array([rows[text.strip()] for text in texts])
        return np.asarray(said[:, :-1] - NOTHING_WEIGHS * said[:, -1:])

    def arrays(self) -> dict[str, Any]:
        import numpy as np

        names = np.array([reason.value for reason in REASONS])
        return {"weights": self.weights.astype(np.float16), "bias": self.bias.astype(np.float32), "reasons": names}

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, Any]) -> Ranker:
        """Raises KeyError, ValueError where the arrays are not this program's."""
        import numpy as np

        weights = np.asarray(arrays["weights"], np.float64)
        if arrays["reasons"].tolist() != [r.value for r in REASONS] or weights.shape != (WIDTH, len(REASONS) + 1):
            raise ValueError("the reasons were learned for another program")
        return cls(weights, np.asarray(arrays["bias"], np.float64))


@cache
def shipped_ranker() -> Ranker:
    """Raises OSError where the model is missing."""
    import numpy as np

    with np.load(SHIPPED, allow_pickle=False) as arrays:
        return Ranker.from_arrays(arrays)


def clauses_of(context: Context) -> list[tuple[int, int]]:
    """The sentences of the body, the items of a list and the rows of a table each by itself."""
    found = []
    for start, end in context.body.sentences:
        cuts = sorted({start, *_cuts(context, start, end), end})
        found += [(a, b) for a, b in pairwise(cuts) if context.body.text[a:b].strip()]
    return found


def _cuts(context: Context, start: int, end: int) -> Iterator[int]:
    """Where an item of a list begins, an answer between quoted lines, or what is said of the next document."""
    text = context.body.text
    yield from (start + m.end() for m in _ITEM.finditer(text[start:end]))
    yield from (remark.start for remark in context.remarks if start < remark.start < end)
    yield from (m.end() for m in _NEXT_OF_ONE.finditer(text, start, end))
    for match in _LINE_OF_ONE.finditer(text, start, end):
        if match.start() - text.rfind("\n", 0, match.start()) - 1 not in WRAPPED:
            yield match.end()


def pieces_of(context: Context) -> list[Piece]:
    """The sentences of the body and their items, and the whole; of a bare forward also the mail that is attached."""
    body = context.body
    spans = _saying(context)
    items = [clause for clause in clauses_of(context) if clause not in spans][:MOST_PIECES]
    found = [Piece(body.text[start:end], start, end) for start, end in (*spans, *items)]
    found.append(Piece(body.text[:1500], -1, -1))
    if len(body.text.split()) < SHORT_MAIL:
        found.append(Piece(f"{context.subject.text}\n{body.text}", -1, -1))
        for document, source in zip(context.opened_documents, context.documents, strict=False):
            if document.content_type == ATTACHED_MAIL:
                found += [Piece(source.text[start:end], -1, -1) for start, end in source.sentences[:MOST_PIECES]]
    return found


def in_twos(context: Context) -> list[str]:
    """Each two sentences in a row: some reasons are told by two of them, and learned so."""
    return [context.body.text[start:end] for (start, _), (_, end) in pairwise(_saying(context))]


def _saying(context: Context) -> list[tuple[int, int]]:
    """The sentences of the body that have more than a word."""
    body = context.body
    return [(start, end) for start, end in body.sentences if len(body.text[start:end].strip()) > 6][:MOST_PIECES]


@dataclass(frozen=True, slots=True)
class Told:
    """What a mail tells: the strength of each reason, and how strongly each sentence of the body speaks for it."""

    strengths: Mapping[DisputeReason, float]
    pieces: tuple[Piece, ...]
    by_piece: tuple[Mapping[DisputeReason, float], ...]
    ranker: Ranker

    def ranked(self) -> list[tuple[DisputeReason, float]]:
        """The reasons, the likeliest first."""
        return sorted(self.strengths.items(), key=lambda each: -round(each[1], 6))

    def of_clauses(self, clauses: Sequence[tuple[int, int]], text: str, reason: DisputeReason) -> list[float]:
        """How strongly each of these pieces of the body speaks for a reason."""
        known = {(p.start, p.end): row for p, row in zip(self.pieces, self.by_piece, strict=True)}
        new = [clause for clause in clauses if clause not in known]
        rows = self.ranker.scores([text[start:end] for start, end in new]) if new else ()
        scored = {clause: float(row[REASONS.index(reason)]) for clause, row in zip(new, rows, strict=True)}
        return [known[clause][reason] if clause in known else scored[clause] for clause in clauses]

    def place_of(self, reason: DisputeReason) -> int:
        """Where the sentence begins that speaks most for a reason; -1 where the body has none."""
        told = zip(self.pieces, self.by_piece, strict=True)
        placed = [(scores[reason], -p.start) for p, scores in told if p.start >= 0]
        return -max(placed)[1] if placed else -1


def told_in(context: Context, ranker: Ranker | None = None) -> Told:
    """What the sender tells; remembered for the shipped ranker."""
    if ranker is not None:
        return _told(context, ranker)
    return context.once("dispute.told", lambda: _told(context, shipped_ranker()))


def _told(context: Context, ranker: Ranker) -> Told:
    import numpy as np

    pieces = pieces_of(context)
    scores = ranker.scores([piece.text for piece in pieces])
    soft = np.log(np.exp(SHARP * scores).mean(axis=0)) / SHARP
    words = words_for_reasons(context)
    strengths = {
        reason: float(soft[n]) + WORDS_WEIGH * min(words.get(reason, 0.0), WORDS_LIMIT)
        for n, reason in enumerate(REASONS)
    }
    by_piece = tuple({reason: float(row[n]) for n, reason in enumerate(REASONS)} for row in scores)
    return Told(strengths, tuple(pieces), by_piece, ranker)
