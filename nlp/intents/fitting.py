"""How the first stage is learned: squared error of logistic outputs by Adam, small batches in a fixed order.

Each text is learned twice, once with what stands around it and once bare, because a mail may come without; pairs of
texts joined to one mail teach that a mail may want two things. The same texts give the same weights.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from thinc.optimizers import Adam

from nlp import corpus
from nlp.corpus import LabelledText
from nlp.intents.concepts import Lexicon
from nlp.intents.features import Features, features_of
from nlp.intents.linear import LinearWords, batch, blank_layer, scaled
from nlp.reading import IntentName

EPOCHS = 6
LEARN_RATE = 0.01
BATCH = 32
SEED = 20
PAIRS_EVERY = 6  # one joined mail for so many texts
BARE_FROM = 6  # words: shorter texts say too little without their subject
BUSINESS = frozenset(
    {
        IntentName.ORDER,
        IntentName.ORDER_CHANGE,
        IntentName.REMITTANCE,
        IntentName.DISPUTE,
        IntentName.PROMISE,
        IntentName.QUERY,
        IntentName.MASTER_DATA,
    }
)
Seen = tuple[Features, NDArray[np.float32]]


class FeatureStore:
    """The features of texts with their scaled values, each made once; it lives as long as one learning."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self._found: dict[tuple[str, str, tuple[str, ...]], Seen] = {}

    def seen(self, text: LabelledText) -> Seen:
        key = (text.subject, text.text, text.context)
        if key not in self._found:
            features = features_of(*key, self.lexicon)
            self._found[key] = (features, scaled(features))
        return self._found[key]


def fit_words(texts: Sequence[LabelledText], store: FeatureStore) -> LinearWords:
    """What is learned from the texts and their variants."""
    learned = variants(texts)
    seen = [store.seen(text) for text in learned]
    truth = np.array([[float(name in text.intents) for name in IntentName] for text in learned], np.float32)
    layer, optimizer = blank_layer(), Adam(LEARN_RATE, use_averages=False)
    order, places = random.Random(SEED), list(range(len(learned)))
    for _ in range(EPOCHS):
        order.shuffle(places)
        for start in range(0, len(places), BATCH):
            chosen = places[start : start + BATCH]
            _step(layer, optimizer, [seen[place] for place in chosen], truth[chosen])
    return LinearWords.restored(LinearWords(layer).weights())  # as it is read from a file: the same everywhere


def _step(layer: Any, optimizer: Any, seen: Sequence[Seen], truth: NDArray[np.float32]) -> None:
    raw, learn = layer.begin_update(batch([features for features, _ in seen], [values for _, values in seen]))
    said = layer.ops.sigmoid(raw)
    learn(np.ascontiguousarray((said - truth) * layer.ops.dsigmoid(said)))
    layer.finish_update(optimizer)


def variants(texts: Sequence[LabelledText]) -> list[LabelledText]:
    """Each text as it is, without what stands around it, and some of them joined in pairs."""
    bare = [replace(t, context=(), subject="" if len(t.text.split()) >= BARE_FROM else t.subject) for t in texts]
    return [*texts, *bare, *_pairs(texts)]


def _pairs(texts: Sequence[LabelledText]) -> list[LabelledText]:
    """Mails of one language that want two things, each said by another writer."""
    draw, joined = random.Random(SEED), []
    for language in corpus.LANGUAGES:
        single = [
            t for t in texts if t.language == language and len(t.intents) == 1 and t.intents[0] in BUSINESS and t.text
        ]
        for _ in range(len(single) // PAIRS_EVERY):
            first, second = draw.sample(single, 2)
            if first.intents != second.intents:
                text, context = f"{first.text}\n{second.text}", (*first.context, *second.context)
                both = (*first.intents, *second.intents)
                joined.append(replace(first, text=text, intents=both, context=tuple(sorted(set(context)))))
    return joined
