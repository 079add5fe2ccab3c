"""The weights that spaCy's training gives, bit by bit, in a fraction of its time: features are made once, in arrays.

`nlp.intents.training.fit_pipeline` says what is learned; this module repeats it for those who learn again and again
(folds of one corpus, a desk's corrections): the same order of batches, the same loss, the same steps. A test compares
the two.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from thinc.api import Adam, SparseLinear_v2

from nlp.corpus import LabelledText
from nlp.intents.architecture import BUCKETS_BITS, SCALE, rarity_of, scaled
from nlp.intents.concepts import Lexicon
from nlp.intents.features import Features, features_of
from nlp.intents.training import BATCH, EPOCHS, LEARN_RATE, SEED, variants
from nlp.reading import IntentName

SAMPLE = 10  # documents that spaCy shows a model when it is initialised: rarity is learned from these
Weights = dict[str, NDArray[np.float16]]
_Key = tuple[str, str, tuple[str, ...]]


class FeatureStore:
    """The features of texts, each made once; it lives as long as one learning."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._found: dict[_Key, Features] = {}
        self._rarity: NDArray[np.float16] = np.zeros(0, np.float16)
        self._values: dict[int, NDArray[np.float32]] = {}

    def features(self, text: LabelledText) -> Features:
        key = (text.subject, text.text, text.context)
        if key not in self._found:
            self._found[key] = features_of(*key, self._lexicon)
        return self._found[key]

    def values(self, mails: Sequence[Features], rarity: NDArray[np.float16]) -> list[NDArray[np.float32]]:
        """The weighted and scaled values of features of this store; kept as long as the rarity stays what it is."""
        if not np.array_equal(rarity, self._rarity):
            self._rarity, self._values = rarity, {}
        for each in mails:
            if id(each) not in self._values:
                self._values[id(each)] = (scaled(each, rarity) * SCALE).astype(np.float32)
        return [self._values[id(each)] for each in mails]


def quick_weights(texts: Sequence[LabelledText], store: FeatureStore) -> Weights:
    """What a pipeline learns from the texts and their variants (see `fitted_weights` of the slow way)."""
    learned = variants(texts)
    features = [store.features(text) for text in learned]
    rarity = rarity_of(features[:SAMPLE], BUCKETS_BITS)
    values = store.values(features, rarity)
    truth = np.array([[float(name in text.intents) for name in IntentName] for text in learned], np.float32)
    linear: Any = SparseLinear_v2(nO=len(IntentName), length=1 << BUCKETS_BITS)
    linear.initialize()
    optimizer = Adam(LEARN_RATE, use_averages=False)
    order, places = random.Random(SEED), list(range(len(learned)))
    for _ in range(EPOCHS):
        order.shuffle(places)
        for start in range(0, len(places), BATCH):
            _step(linear, optimizer, places[start : start + BATCH], features, values, truth)
    weights = {name: np.asarray(linear.get_param(name), np.float16) for name in ("W", "b")}
    return weights | {"idf": rarity}


def _step(
    linear: Any,  # thinc's models are generic in types that its own layers do not state
    optimizer: Any,
    batch: Sequence[int],
    features: Sequence[Features],
    values: Sequence[NDArray[np.float32]],
    truth: NDArray[np.float32],
) -> None:
    """One batch: the squared error of logistic outputs, as spaCy's text categorizer has it."""
    keys = np.concatenate([features[place].keys for place in batch])
    lengths = np.array([len(features[place].keys) for place in batch], np.int32)
    raw, learn = linear.begin_update((keys, np.concatenate([values[place] for place in batch]), lengths))
    said = linear.ops.sigmoid(raw)
    wrong = said - truth[list(batch)]
    learn(cast(Any, np.ascontiguousarray(wrong * linear.ops.dsigmoid(said))))
    linear.finish_update(optimizer)
