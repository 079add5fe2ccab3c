"""The same corpus gives the same model: fixed seeds, families held out whole for calibration, no chance."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from nlp import corpus
from nlp.corpus import LabelledText
from nlp.intents.calibration import Curve, calibrated, fit_curve
from nlp.intents.concepts import Lexicon, load_lexicon
from nlp.intents.model import SHIPPED, IntentModel, Meta, WordScorer
from nlp.reading import IntentName

if TYPE_CHECKING:
    from nlp.intents.judging import Judge
    from nlp.intents.linear import LinearWords, Weights

FOLDS = 5
Scores = dict[IntentName, float]


@dataclass(frozen=True, slots=True)
class FirstStage:
    """The classifier of words. `unseen`: of each text the calibrated scores by models that had not seen its family."""

    texts: tuple[LabelledText, ...]
    lexicon: Lexicon
    linear: LinearWords
    calibration: Mapping[IntentName, Curve]
    unseen: tuple[Scores, ...]

    def with_judge(self, judge: Judge, messages: str) -> IntentModel:
        """The whole model. `messages`: the fingerprint of the examples that the judge has learned from."""
        meta = Meta(
            corpus=corpus.fingerprint(self.texts),
            messages=messages,
            texts=len(self.texts),
            calibration=dict(self.calibration),
            figures=_figures(self.texts, self.unseen),
        )
        return IntentModel(WordScorer(self.linear, self.lexicon, self.calibration), meta, judge)

    def strangers(self, families: Sequence[str], processes: Executor | None = None) -> list[WordScorer]:
        """For each family a scorer that has learned from all other families, calibrated like the whole one."""
        from nlp.intents.linear import LinearWords

        others = [[text for text in self.texts if text.family != family] for family in families]
        weights = (processes.map if processes else map)(fitted_weights, others, [self.lexicon] * len(families))
        return [WordScorer(LinearWords.restored(each), self.lexicon, self.calibration) for each in weights]


def train_shipped_model(
    corrections: Iterable[LabelledText] = (), folder: Path = SHIPPED, processes: Executor | None = None
) -> str:
    """Trains from the corpus and the specialists' corrections, writes the model, says in a sentence how good it is.

    `processes`: where the folds are trained side by side; the result is the same without. Raises OSError where the
    folder cannot be written.
    """
    from nlp.intents.judge_training import SHIPPED_EXAMPLES, fit_judge, load_examples

    first = train_words((*corpus.load(), *corrections), processes)
    model = first.with_judge(fit_judge(load_examples()), file_fingerprint(SHIPPED_EXAMPLES))
    model.save(folder)
    figures = model.meta.figures
    return (
        f"Trained on {len(first.texts)} texts; for families never seen: accuracy {figures['accuracy']:.3f}, "
        f"calibration error {figures['calibration_error']:.3f} (n = {len(first.texts)})."
    )


def file_fingerprint(file: Path) -> str:
    """The sha256 of a file's bytes, in hexadecimal. Raises OSError."""
    return sha256(file.read_bytes()).hexdigest()


def train_words(texts: Sequence[LabelledText], processes: Executor | None = None) -> FirstStage:
    """The first stage on all texts, calibrated on the scores that models without a text's family gave to it."""
    from nlp.intents.fitting import FeatureStore, fit_words

    lexicon = load_lexicon()
    unseen = out_of_fold_scores(texts, lexicon, processes)
    return FirstStage(
        texts=tuple(texts),
        lexicon=lexicon,
        linear=fit_words(texts, FeatureStore(lexicon)),
        calibration=fit_calibration(texts, unseen),
        unseen=tuple(cross_calibrated(texts, unseen)),
    )


def out_of_fold_scores(
    texts: Sequence[LabelledText], lexicon: Lexicon, processes: Executor | None = None
) -> list[Scores]:
    """For each text the raw scores of a model that has not seen its family, in any language."""
    fold_of = folds(texts)
    scores: list[Scores] = [{} for _ in texts]
    unseen = [[n for n, text in enumerate(texts) if fold_of[text.family] == fold] for fold in range(FOLDS)]
    seen = [[text for text in texts if fold_of[text.family] != fold] for fold in range(FOLDS)]
    found = (processes.map if processes else map)(
        scores_by_others, seen, [[texts[n] for n in numbers] for numbers in unseen], [lexicon] * FOLDS
    )
    for numbers, part in zip(unseen, found, strict=True):
        for number, score in zip(numbers, part, strict=True):
            scores[number] = score
    return scores


def fitted_weights(texts: Sequence[LabelledText], lexicon: Lexicon) -> Weights:
    """What is learned from the texts, as arrays that can be handed from process to process."""
    from nlp.intents.fitting import FeatureStore, fit_words

    return fit_words(texts, FeatureStore(lexicon)).weights()


def scores_by_others(seen: Sequence[LabelledText], unseen: Sequence[LabelledText], lexicon: Lexicon) -> list[Scores]:
    """The raw scores of unseen texts by a model that was trained on the seen ones."""
    from nlp.intents.fitting import FeatureStore, fit_words

    if not unseen:
        return []
    store = FeatureStore(lexicon)
    return fit_words(seen, store).scores([store.seen(text)[0] for text in unseen])


def folds(texts: Sequence[LabelledText]) -> dict[str, int]:
    """Family -> fold; large families first, each into the emptiest fold."""
    sizes: dict[str, int] = {}
    for text in texts:
        sizes[text.family] = sizes.get(text.family, 0) + 1
    filled, chosen = [0] * FOLDS, {}
    for family in sorted(sizes, key=lambda name: (-sizes[name], name)):
        emptiest = filled.index(min(filled))
        chosen[family] = emptiest
        filled[emptiest] += sizes[family]
    return chosen


def fit_calibration(texts: Sequence[LabelledText], scores: Sequence[Scores]) -> dict[IntentName, Curve]:
    return {name: fit_curve(name, scores, [name in text.intents for text in texts]) for name in IntentName}


def cross_calibrated(texts: Sequence[LabelledText], scores: Sequence[Scores]) -> list[Scores]:
    """Calibrated scores of each text by curves fitted without its family: what honest figures are taken of."""
    fold_of = folds(texts)
    honest: list[Scores] = [{} for _ in texts]
    for fold in range(FOLDS):
        others = [number for number, text in enumerate(texts) if fold_of[text.family] != fold]
        curves = fit_calibration([texts[n] for n in others], [scores[n] for n in others])
        for number, text in enumerate(texts):
            if fold_of[text.family] == fold:
                honest[number] = calibrated(curves, scores[number])
    return honest


def _figures(texts: Sequence[LabelledText], scores: Sequence[Mapping[IntentName, float]]) -> dict[str, float]:
    """Share of texts whose highest score is their main intent, and the mean gap between confidence and truth."""
    best = [max(score, key=lambda name: score[name]) for score in scores]
    right = [name is text.intents[0] for name, text in zip(best, texts, strict=True)]
    gaps: dict[int, list[float]] = {}
    for name, score, text in zip(best, scores, texts, strict=True):
        gaps.setdefault(int(score[name] * 10), []).append(score[name] - (name in text.intents))
    figures = {
        "accuracy": _mean(right),
        "calibration_error": _mean([abs(sum(gap)) for gap in gaps.values()], len(texts)),
    }
    for language in corpus.LANGUAGES:
        ours = [hit for hit, text in zip(right, texts, strict=True) if text.language == language]
        figures[f"accuracy_{language}"] = _mean(ours)
    return figures


def _mean(values: Sequence[float], count: int | None = None) -> float:
    return round(sum(values) / (count or len(values) or 1), 4)
