"""Why a customer contests, learned from what people tell: every piece of a mail speaks for a reason, or for none.

A linear model over `nlp.extract.dispute.grounds` that has seen sentences and mails of every reason, and what people
write who contest nothing. It ships as `reasons.npz` (weights, no code) and is made by `python -m evaluation.reasons`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nlp.extract.dispute.grounds import WIDTH, blocks_of
from nlp.extract.dispute.pieces import Piece, passed_on, pieces_of
from nlp.extract.dispute.plainly import TOLD_FROM, settled_by_plain_words
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


@dataclass(frozen=True, slots=True)
class Told:
    """What a mail tells: the strength of each reason, and how strongly each sentence of the body speaks for it.

    `plain`, `doubted`, `agreed`: as in `plainly.Settled`.
    """

    strengths: Mapping[DisputeReason, float]
    pieces: tuple[Piece, ...]
    by_piece: tuple[Mapping[DisputeReason, float], ...]
    ranker: Ranker
    plain: bool = False
    doubted: bool = False
    agreed: bool = False

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

    pieces = tuple(pieces_of(context))
    scores = ranker.scores([piece.text for piece in pieces])
    handed = passed_on(context) if scores.max() < TOLD_FROM else []
    if handed:  # told by somebody else, so for a person
        pieces = (*pieces, *handed)
        scores = ranker.scores([piece.text for piece in pieces])
    heard = _heard(pieces, scores)
    soft = np.log(np.exp(SHARP * scores[heard]).mean(axis=0)) / SHARP
    words = words_for_reasons(context)
    settled = settled_by_plain_words(
        context,
        {
            reason: float(soft[n]) + WORDS_WEIGH * min(words.get(reason, 0.0), WORDS_LIMIT)
            for n, reason in enumerate(REASONS)
        },
    )
    by_piece = tuple({reason: float(row[n]) for n, reason in enumerate(REASONS)} for row in scores[heard])
    told = tuple(pieces[n] for n in heard)
    return Told(
        settled.strengths, told, by_piece, ranker, settled.plain, settled.doubted or bool(handed), settled.agreed
    )


def _heard(pieces: Sequence[Piece], scores: NDArray[Any]) -> list[int]:
    """The pieces that count: without those aside of the matter, where the others tell something by themselves."""
    kept = [n for n, piece in enumerate(pieces) if not piece.aside]
    told = max((float(scores[n].max()) for n in kept if pieces[n].start >= 0), default=0.0)
    return kept if told >= TOLD_FROM else list(range(len(pieces)))
