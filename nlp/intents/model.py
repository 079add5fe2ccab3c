"""The shipped classifier: loaded once, thread-safe to read, and silent about what it was not taught.

The model is three files: `weights.npz` and `judge.npz` (weights of the two stages, no code) and `meta.json` (curves,
figures, and the fingerprint of the corpus it was trained from). Importing this module loads neither thinc nor numpy.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from nlp.intents.calibration import Curve, calibrated
from nlp.intents.concepts import Lexicon, load_lexicon
from nlp.reading import Intent, IntentName

if TYPE_CHECKING:
    from nlp.intents.judging import Judge
    from nlp.intents.linear import LinearWords
    from nlp.signals import Signals

SHIPPED = Path(__file__).parent / "model"
WEIGHTS, JUDGE, META = "weights.npz", "judge.npz", "meta.json"


@dataclass(frozen=True, slots=True)
class Meta:
    """Where a model comes from: `corpus` is `nlp.corpus.fingerprint`, `figures` are of families it had not seen.

    `messages`: the sha256 of the examples that the second stage has learned from.
    """

    corpus: str
    messages: str
    texts: int
    calibration: dict[IntentName, Curve]
    figures: dict[str, float]

    def to_json(self) -> str:
        curves = {name.value: [curve.slope, curve.rival, curve.offset] for name, curve in self.calibration.items()}
        fields = {
            "corpus": self.corpus,
            "messages": self.messages,
            "texts": self.texts,
            "figures": self.figures,
            "calibration": curves,
        }
        return json.dumps(fields, indent=1) + "\n"

    @classmethod
    def from_json(cls, text: str) -> Meta:
        """Raises ValueError, KeyError for a file that is none of ours."""
        fields = json.loads(text)
        curves = {IntentName(name): Curve(*curve) for name, curve in fields["calibration"].items()}
        return cls(fields["corpus"], fields["messages"], fields["texts"], curves, fields["figures"])

    @classmethod
    def load(cls, path: Path = SHIPPED) -> Meta:
        """Raises OSError, ValueError, KeyError."""
        return cls.from_json((path / META).read_text("utf-8"))


@dataclass(frozen=True, slots=True)
class WordScorer:
    """The first stage: what a mail's words, and what stands around them, say of each intent."""

    linear: LinearWords
    lexicon: Lexicon
    calibration: Mapping[IntentName, Curve]

    def scores(self, subject: str, text: str, context: tuple[str, ...]) -> dict[IntentName, float]:
        """The calibrated probability of each intent, each for itself; text beyond 4,000 characters is not read."""
        return calibrated(self.calibration, raw_scores(self.linear, self.lexicon, subject, text, context))

    def clause_scores(self, clauses: Sequence[str]) -> list[dict[IntentName, float]]:
        """The calibrated probabilities of each clause by itself: a mail may want several things."""
        return [calibrated(self.calibration, raw) for raw in raw_scores_of(self.linear, self.lexicon, clauses)]


@dataclass(frozen=True, slots=True)
class IntentModel:
    """Says what a mail wants (an `nlp.reader.IntentScorer` and an `nlp.reader.IntentJudge`)."""

    words: WordScorer
    meta: Meta
    judge: Judge

    @classmethod
    def load(cls, path: Path = SHIPPED) -> IntentModel:
        """Raises OSError where the folder holds no model, ValueError where it is not one for this program."""
        import numpy as np

        from nlp.intents.judging import Judge
        from nlp.intents.linear import LinearWords

        meta = Meta.load(path)
        with np.load(path / WEIGHTS, allow_pickle=False) as weights, np.load(path / JUDGE, allow_pickle=False) as judge:
            words = WordScorer(LinearWords.restored(weights), load_lexicon(), meta.calibration)
            return cls(words, meta, Judge.from_arrays(judge))

    def save(self, path: Path = SHIPPED) -> None:
        """Writes all files. Raises OSError."""
        import numpy as np

        path.mkdir(parents=True, exist_ok=True)
        np.savez_compressed(path / WEIGHTS, allow_pickle=False, **self.words.linear.weights())
        np.savez_compressed(path / JUDGE, allow_pickle=False, **self.judge.arrays())
        (path / META).write_text(self.meta.to_json(), "utf-8")

    def scores(self, subject: str, text: str, context: tuple[str, ...]) -> dict[IntentName, float]:
        """The calibrated probability of each intent by the words alone."""
        return self.words.scores(subject, text, context)

    def clause_scores(self, clauses: Sequence[str]) -> list[dict[IntentName, float]]:
        """The same of each clause by itself."""
        return self.words.clause_scores(clauses)

    def intents(self, signals: Signals) -> tuple[Intent, ...]:
        """What a message wants, main intent first."""
        return self.judge.judged(signals).intents()

    def present(self, signals: Signals) -> Mapping[IntentName, float]:
        """How likely a message has each intent at all."""
        return self.judge.judged(signals).present

    def certainty(self, signals: Mapping[str, float]) -> float:
        """How likely a whole Reading is right, from the signals of `nlp.certainty`."""
        return self.judge.right.probability(signals)


def raw_scores(
    linear: LinearWords, lexicon: Lexicon, subject: str, text: str, context: tuple[str, ...]
) -> dict[IntentName, float]:
    """What the classifier says before calibration."""
    from nlp.intents.features import features_of

    return linear.scores([features_of(subject, text, context, lexicon)])[0]


def raw_scores_of(linear: LinearWords, lexicon: Lexicon, texts: Sequence[str]) -> list[dict[IntentName, float]]:
    """What the classifier says of bare texts, all at once, before calibration."""
    from nlp.intents.features import features_of

    return linear.scores([features_of("", text, (), lexicon) for text in texts]) if texts else []
