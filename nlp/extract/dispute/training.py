"""How the ranker of reasons is learned: ridge regression in closed form, so the same texts give the same weights.

A mail's label says nothing of its sentences: the sentence that a ranker without the desks finds for the label is taken.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from itertools import pairwise
from typing import Any

import numpy as np

from nlp.corpus import LANGUAGES
from nlp.extract.dispute.grounds import WIDTH, features_of
from nlp.extract.dispute.ranking import REASONS, Ranker
from nlp.reading import DisputeReason

SENTENCES = ("reasons.toml", "reasons-trades.toml", "reasons-voices.toml")
TEXTS = tuple(f"{language}{part}.jsonl" for part in ("", "-trades", "-offices", "-industry") for language in LANGUAGES)
RIDGE = 1.0
MAIL_WEIGHS, NOTHING_COUNTS = 0.7, 0.5  # beside a sentence of the corpus
NOTHING_EVERY = 3  # of the sentences of mails that contest nothing
SHORT_TEXT = 60  # characters: below, the subject is learned too
LONG_TEXT = 100  # characters: above, the sentence that tells the reason is learned
_SENTENCES = re.compile(r"(?<=[.!?;])\s{1,4}|\n\s{0,20}\n")


@dataclass(frozen=True, slots=True)
class Sample:
    """A text and its reason (None: it contests nothing); `weight`: how much it counts."""

    text: str
    reason: DisputeReason | None
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class LabelledMail:
    """The pieces of a desk's mail; `alone`: it contests and wants nothing else."""

    desk: str
    pieces: tuple[str, ...]
    whole: str
    reason: DisputeReason | None
    alone: bool = False


def samples() -> Iterator[Sample]:
    """What the corpus tells: the sentences of SENTENCES, and short texts of TEXTS that have a reason, or none."""
    for name in SENTENCES:
        for reason, languages in tomllib.loads(_corpus(name)).items():
            for sentence in (sentence for sentences in languages.values() for sentence in sentences):
                yield Sample(sentence, DisputeReason(reason))
    calm: list[Sample] = []
    for row in _rows():
        if "reason" in row and len(row["text"]) <= LONG_TEXT:
            subject = f"{row['subject']}. " if len(row["text"]) < SHORT_TEXT else ""
            yield Sample(subject + row["text"], DisputeReason(row["reason"]))
        elif "dispute" not in row["intents"]:
            calm += [Sample(s, None, NOTHING_COUNTS) for s in _SENTENCES.split(row["text"])[:3] if len(s) > 15]
    yield from calm[::NOTHING_EVERY]


def tales() -> Iterator[LabelledMail]:
    """The long texts of TEXTS that have a reason: one of their sentences tells it."""
    for row in _rows():
        if "reason" in row and len(row["text"]) > LONG_TEXT:
            said = [sentence for sentence in _SENTENCES.split(row["text"]) if len(sentence) > 6]
            pieces = (*said, *(f"{first} {second}" for first, second in pairwise(said)))
            yield LabelledMail("", pieces, row["text"], DisputeReason(row["reason"]))


def _corpus(name: str) -> str:
    return files("nlp.corpus").joinpath(name).read_text("utf-8")


def _rows() -> Iterator[dict[str, Any]]:
    return (json.loads(line) for name in TEXTS for line in _corpus(name).splitlines())


def fit(learned: Sequence[Sample]) -> Ranker:
    """Ridge regression on one column for each reason and one for nothing, each sample with its weight."""
    rows = np.stack([_row(sample.text) for sample in learned])
    weights = np.array([sample.weight for sample in learned])
    truth = np.zeros((len(learned), len(REASONS) + 1))
    for number, sample in enumerate(learned):
        truth[number, REASONS.index(sample.reason) if sample.reason else -1] = 1.0
    likeness = (rows @ rows.T).astype(np.float64) + 1.0  # the 1 is the bias
    dual = np.linalg.solve(likeness + RIDGE * np.diag(1 / weights), truth)
    return Ranker(np.asarray(rows.T @ dual, np.float64), dual.sum(axis=0))


def fit_with_mails(base: Sequence[Sample], mails: Sequence[LabelledMail]) -> Ranker:
    """The ranker of the corpus and of the mails, each mail by its sentence that tells its reason."""
    first = fit(base)
    return fit([*base, *(sample for mail in (*tales(), *mails) for sample in _of_mail(mail, first))])


def _of_mail(mail: LabelledMail, first: Ranker) -> Iterator[Sample]:
    if mail.reason is None:
        yield from (Sample(piece, None, NOTHING_COUNTS) for piece in mail.pieces[:2])
        return
    scores = first.scores(mail.pieces)[:, REASONS.index(mail.reason)]
    chosen = {mail.pieces[int(scores.argmax())]} | ({mail.whole} if mail.alone else set())
    yield from (Sample(text, mail.reason, MAIL_WEIGHS) for text in sorted(chosen))


def _row(text: str) -> np.ndarray:
    row = np.zeros(WIDTH, np.float32)
    for bucket, value in features_of(text).items():
        row[bucket] = value
    return row
