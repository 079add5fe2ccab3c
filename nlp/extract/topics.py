"""What a sentence asks for, learned from sentences of many customers: the words of a question have no end.

A linear ranker over words, pairs of words, letters and concepts (`nlp.intents.concepts`, where a word of one language
stands for those of the others), solved in one step from `nlp/corpus/questions.toml`; what asks for nothing is learned
from the mails of the corpus that have no question in them. It ships as `topics.npz` (weights, no code) and is made by
`python -m evaluation.topics`.
"""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nlp.intents.concepts import Lexicon, load_lexicon
from nlp.intents.masking import masked
from nlp.lang import LANGUAGES, fold
from nlp.reading import QueryTopic

SHIPPED = Path(__file__).with_name("topics.npz")
CORPUS, LEXICON = "questions.toml", "concepts.toml"
WIDTH = 1 << 14  # hashed features
DAMPING = 0.7  # of the least squares: how little a single sentence may say
NOTHING_EVERY = 8  # of the corpus' mails without a question, each eighth: more teach nothing new
LONGEST = 600  # characters of a sentence that are read
NOTHING = "nothing"
NOTHING_ASKED = 0.7  # of what speaks for no question at all, where the sentence has a question mark
# How much each kind of feature counts beside the others.
SHARES = {"w": 1.0, "p": 0.7, "g": 0.7, "c": 1.0}
_WORD = re.compile(r"\w+|\?")


@dataclass(frozen=True, slots=True)
class Ranker:
    """Weights of each feature (rows) for each class (columns)."""

    names: tuple[str, ...]
    weights: NDArray[np.float32]

    def scores(self, text: str) -> dict[str, float]:
        """About 1 for what a text says, about 0 for what it does not."""
        found = np.zeros(len(self.names), dtype=np.float32)
        for places, values in _cells(text):
            found += values @ self.weights[places]
        return dict(zip(self.names, map(float, found), strict=True))

    def arrays(self) -> dict[str, Any]:
        """With the fingerprint of what it was learned from."""
        return {"names": np.array(self.names), "weights": self.weights, "learned_from": np.array(fingerprint())}

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, Any]) -> Ranker:
        """Raises KeyError, ValueError where the arrays are not this program's."""
        names, weights = tuple(map(str, arrays["names"])), np.asarray(arrays["weights"], np.float32)
        if not {NOTHING, *QueryTopic} <= set(names) or weights.shape != (WIDTH, len(names)):
            raise ValueError("the topics were learned for another program")
        return cls(names, weights)


def ranked(text: str) -> tuple[tuple[QueryTopic, float], ...]:
    """The topics of a text, likeliest first, with their scores less what speaks for no question at all."""
    return _ranked(text[:LONGEST])


@lru_cache(maxsize=2048)
def _ranked(text: str) -> tuple[tuple[QueryTopic, float], ...]:
    scores = ranker().scores(text)
    nothing = max(scores[NOTHING], 0.0) * (NOTHING_ASKED if "?" in text else 1.0)
    return tuple(sorted(((topic, scores[topic.value] - nothing) for topic in QueryTopic), key=lambda pair: -pair[1]))


@cache
def ranker() -> Ranker:
    """The shipped ranker. Raises OSError where the file is missing."""
    with np.load(SHIPPED, allow_pickle=False) as arrays:
        return Ranker.from_arrays(arrays)


def fingerprint() -> str:
    """Of the shipped questions and the lexicon of their words."""
    corpus = files("nlp.corpus")
    return hashlib.sha256(b"".join(corpus.joinpath(name).read_bytes() for name in (CORPUS, LEXICON))).hexdigest()


def solved(told: Sequence[tuple[str, str]]) -> Ranker:
    """The ranker of (class, sentence): regularised least squares, each class weighing the same."""
    names = tuple(sorted({name for name, _ in told}))
    counts = Counter(name for name, _ in told)
    rows = np.stack([_row(text) for _, text in told])
    share = [len(told) / (len(names) * counts[name]) for name, _ in told]
    weight = np.sqrt(np.array(share, np.float32))[:, None]
    targets = np.array([[float(name == each) for each in names] for name, _ in told], np.float32)
    scaled = rows * weight
    kernel = scaled @ scaled.T + DAMPING * np.eye(len(told), dtype=np.float32)
    solution = np.linalg.solve(kernel, targets * weight)
    return Ranker(names, (scaled.T @ solution).astype(np.float32))


def sentences() -> Iterator[tuple[str, str]]:
    corpus = files("nlp.corpus")
    for topic, languages in tomllib.loads(corpus.joinpath(CORPUS).read_text("utf-8")).items():
        for asked in languages.values():
            yield from ((topic, sentence) for sentence in asked)
    for language in LANGUAGES:
        lines = corpus.joinpath(f"{language}.jsonl").read_text("utf-8").splitlines()
        mails = [mail for mail in map(json.loads, lines) if "query" not in mail["intents"]]
        yield from ((NOTHING, mail["text"][:LONGEST]) for mail in mails[::NOTHING_EVERY])


@cache
def _lexicon() -> Lexicon:
    return load_lexicon()


def _row(text: str) -> NDArray[np.float32]:
    """A text as hashed features."""
    row = np.zeros(WIDTH, dtype=np.float32)
    for places, values in _cells(text):
        np.add.at(row, places, values)
    return row


def _cells(text: str) -> Iterator[tuple[list[int], NDArray[np.float32]]]:
    """Where the features of a text stand, by kind; each kind has its share of the length, however many there are."""
    for kind, names in _features(text):
        counts = Counter(names)
        if not counts:
            continue
        values = 1 + np.log(np.array(list(counts.values()), np.float32))
        values *= SHARES[kind] / np.linalg.norm(values)
        yield [zlib.crc32(f"{kind}:{name}".encode()) % WIDTH for name in counts], values


def _features(text: str) -> Iterator[tuple[str, list[str]]]:
    hidden = masked(text)
    words = _WORD.findall(fold(hidden))
    yield "w", words
    yield "p", [f"{a} {b}" for a, b in pairwise(words)]
    yield "g", [f" {w} "[i : i + 4] for w in words if not w.startswith("xx") and len(w) > 3 for i in range(len(w) - 1)]
    yield "c", _lexicon().features(hidden)
