"""The first stage is linear over hashed features, with one logistic output for each intent; thinc learns and runs it.

thinc is the library that spaCy's text classifiers are made of. Without spaCy around it a
start is half a second shorter.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from thinc.layers import SparseLinear_v2

from nlp.intents.features import Block, Features
from nlp.reading import IntentName

BUCKETS_BITS = 15
SCALE = 0.5  # of the input: larger steps learn the sender, not the meaning
BLOCK_WEIGHT = {Block.CHARACTERS: 0.6, Block.WORDS: 0.8, Block.CONCEPTS: 1.5, Block.CONTEXT: 0.6}
PARAMETERS = ("W", "b")
_BLOCK_BITS = np.uint64(32)
Weights = dict[str, NDArray[np.float16]]


class LinearWords:
    """What learning gave: the weights of every bucket for every intent."""

    def __init__(self, layer: Any) -> None:  # a thinc model: generic in types that thinc's own layers do not state
        self._layer = layer

    @classmethod
    def restored(cls, weights: Mapping[str, NDArray[np.float16]]) -> LinearWords:
        """The model that `weights` wrote down. Raises ValueError where the shapes are not this program's."""
        layer = blank_layer()
        for name in PARAMETERS:
            if weights[name].shape != layer.get_param(name).shape:
                raise ValueError(f"{name} has another shape than this program's classifier")
            layer.set_param(name, weights[name].astype(np.float32))
        return cls(layer)

    def weights(self) -> Weights:
        """Weights and biases in half precision: plain arrays, to be kept or handed from process to process."""
        return {name: np.asarray(self._layer.get_param(name), np.float16) for name in PARAMETERS}

    def scores(self, mails: Sequence[Features]) -> list[dict[IntentName, float]]:
        """The scores of mails before calibration, all at once."""
        raw = self._layer.predict(batch(mails, [scaled(features) for features in mails]))
        rows = np.asarray(self._layer.ops.sigmoid(raw)).tolist()
        return [dict(zip(IntentName, row, strict=True)) for row in rows]


def blank_layer() -> Any:
    """A layer of thinc that has learned nothing."""
    layer: Any = SparseLinear_v2(nO=len(IntentName), length=1 << BUCKETS_BITS)
    return layer.initialize()


def batch(mails: Sequence[Features], values: Sequence[NDArray[np.float32]]) -> tuple[NDArray[Any], ...]:
    """Mails as the layer takes them: keys, values and how many of them each mail has."""
    keys = np.concatenate([features.keys for features in mails])
    return keys, np.concatenate(values), np.array([len(features.keys) for features in mails], np.int32)


def scaled(features: Features) -> NDArray[np.float32]:
    """The values of a mail's features: each block has length 1 times its weight."""
    values = features.values.copy()
    blocks = features.keys >> _BLOCK_BITS
    starts = [0, *((blocks[1:] != blocks[:-1]).nonzero()[0] + 1).tolist(), len(blocks)]
    for start, end in pairwise(starts if len(blocks) else ()):
        part = values[start:end]
        part *= BLOCK_WEIGHT[Block(int(blocks[start]))] / (math.sqrt(float(np.square(part).sum())) or 1.0)
    return np.asarray(values * SCALE, np.float32)
