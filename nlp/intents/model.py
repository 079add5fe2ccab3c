"""The shipped classifier: loaded once, thread-safe to read, and silent about what it was not taught.

The model is two files: `weights.npz` (half-precision weights, no code) and `meta.json` (labels, curves, figures, and the
fingerprint of the corpus it was trained from). Importing this module loads neither spaCy nor numpy.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from nlp.intents.calibration import Platt
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
    calibration: dict[IntentName, Platt]
    figures: dict[str, float]

    def to_json(self) -> str:
        curves = {name.value: [curve.slope, curve.offset] for name, curve in self.calibration.items()}
        fields = {"corpus": self.corpus, "texts": self.texts, "figures": self.figures, "calibration": curves}
        return json.dumps(fields, indent=1) + "\n"

    @classmethod
    def from_json(cls, text: str) -> Meta:
        """Raises ValueError, KeyError for a file that is none of ours."""
        fields = json.loads(text)
        curves = {IntentName(name): Platt(*curve) for name, curve in fields["calibration"].items()}
        return cls(fields["corpus"], fields["texts"], curves, fields["figures"])


@dataclass(frozen=True, slots=True)
class IntentModel:
    """Scores what a mail wants (an `nlp.reader.IntentScorer`)."""

    pipeline: Language
    lexicon: Lexicon
    meta: Meta

    @classmethod
    def load(cls, path: Path = SHIPPED) -> IntentModel:
        """Raises OSError where the folder holds no model, ValueError where its weights do not fit."""
        import numpy as np

        from nlp.intents.architecture import PIPE, blank_pipeline

        meta = Meta.from_json((path / META).read_text("utf-8"))
        pipeline = blank_pipeline()
        pipeline.initialize()
        model = pipeline.get_pipe(PIPE).model  # type: ignore[attr-defined]  # every trainable pipe has one
        linear = model.get_ref("output_layer")
        with np.load(path / WEIGHTS, allow_pickle=False) as weights:
            for name in ("W", "b"):
                if weights[name].shape != linear.get_param(name).shape:
                    raise ValueError(f"{path / WEIGHTS}: {name} has another shape than this program's classifier")
                linear.set_param(name, weights[name].astype(np.float32))
            model.get_ref("features").attrs["idf"] = weights["idf"].tobytes()
        return cls(pipeline, load_lexicon(), meta)

    def save(self, path: Path) -> None:
        """Writes both files. Raises OSError."""
        import numpy as np

        from nlp.intents.architecture import PIPE

        model = self.pipeline.get_pipe(PIPE).model  # type: ignore[attr-defined]  # every trainable pipe has one
        linear = model.get_ref("output_layer")
        path.mkdir(parents=True, exist_ok=True)
        np.savez_compressed(
            path / WEIGHTS,
            W=linear.get_param("W").astype(np.float16),
            b=linear.get_param("b").astype(np.float16),
            idf=np.frombuffer(model.get_ref("features").attrs["idf"], np.float16),
        )
        (path / META).write_text(self.meta.to_json(), "utf-8")

    def scores(self, subject: str, text: str, context: tuple[str, ...]) -> dict[IntentName, float]:
        """The calibrated probability of each intent, each for itself; text beyond 4,000 characters is not read."""
        raw = raw_scores(self.pipeline, self.lexicon, subject, text, context)
        return {name: self.meta.calibration[name](score) for name, score in raw.items()}


def raw_scores(
    pipeline: Language, lexicon: Lexicon, subject: str, text: str, context: tuple[str, ...]
) -> dict[IntentName, float]:
    """What the classifier says before calibration."""
    from nlp.intents.architecture import document
    from nlp.intents.features import features_of

    cats = pipeline(document(pipeline, features_of(subject, text, context, lexicon))).cats
    return {name: cats[name.value] for name in IntentName}
