"""The shipped classifier: loaded once, thread-safe to read, and silent about what it was not taught.

The model is two files: `weights.npz` (half-precision weights, no code) and `meta.json` (curves, figures, and the
fingerprint of the corpus it was trained from). Importing this module loads neither spaCy nor numpy.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from nlp.intents.calibration import Curve, calibrated
from nlp.intents.concepts import Lexicon, load_lexicon
from nlp.reading import IntentName

if TYPE_CHECKING:
    from spacy.language import Language

SHIPPED = Path(__file__).parent / "model"
WEIGHTS, META = "weights.npz", "meta.json"


@dataclass(frozen=True, slots=True)
class Meta:
    """Where a model comes from: `corpus` is `nlp.corpus.fingerprint`, `figures` are of families it had not seen."""

    corpus: str
    texts: int
    calibration: dict[IntentName, Curve]
    figures: dict[str, float]

    def to_json(self) -> str:
        curves = {name.value: [curve.slope, curve.rival, curve.offset] for name, curve in self.calibration.items()}
        fields = {"corpus": self.corpus, "texts": self.texts, "figures": self.figures, "calibration": curves}
        return json.dumps(fields, indent=1) + "\n"

    @classmethod
    def from_json(cls, text: str) -> Meta:
        """Raises ValueError, KeyError for a file that is none of ours."""
        fields = json.loads(text)
        curves = {IntentName(name): Curve(*curve) for name, curve in fields["calibration"].items()}
        return cls(fields["corpus"], fields["texts"], curves, fields["figures"])


@dataclass(frozen=True, slots=True)
class IntentModel:
    """Scores what a mail wants (an `nlp.reader.IntentScorer`)."""

    pipeline: Language
    lexicon: Lexicon
    meta: Meta

    @classmethod
    def load(cls, path: Path = SHIPPED) -> IntentModel:
        """Raises OSError where the folder holds no model, ValueError where it is not one for this program."""
        import numpy as np

        from nlp.intents.architecture import restored_pipeline

        meta = Meta.from_json((path / META).read_text("utf-8"))
        with np.load(path / WEIGHTS, allow_pickle=False) as weights:
            return cls(restored_pipeline(weights), load_lexicon(), meta)

    def save(self, path: Path = SHIPPED) -> None:
        """Writes both files. Raises OSError."""
        import numpy as np

        from nlp.intents.architecture import weights_of

        path.mkdir(parents=True, exist_ok=True)
        np.savez_compressed(path / WEIGHTS, allow_pickle=False, **weights_of(self.pipeline))
        (path / META).write_text(self.meta.to_json(), "utf-8")

    def scores(self, subject: str, text: str, context: tuple[str, ...]) -> dict[IntentName, float]:
        """The calibrated probability of each intent, each for itself; text beyond 4,000 characters is not read."""
        raw = raw_scores(self.pipeline, self.lexicon, subject, text, context)
        return calibrated(self.meta.calibration, raw)


def raw_scores(
    pipeline: Language, lexicon: Lexicon, subject: str, text: str, context: tuple[str, ...]
) -> dict[IntentName, float]:
    """What the classifier says before calibration."""
    from nlp.intents.architecture import document
    from nlp.intents.features import features_of

    cats = pipeline(document(pipeline, features_of(subject, text, context, lexicon))).cats
    return {name: cats[name.value] for name in IntentName}
