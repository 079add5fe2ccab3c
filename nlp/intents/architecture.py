"""The text classifier is linear over hashed features: spaCy trains and runs it, this module says what it sees.

Registered as `o2cbot.HashedFeatures.v1` for spaCy's `textcat_multilabel`. A document carries its features in
`user_data`; its words are not interned, so a worker that reads mail for months does not grow.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

import numpy as np
import spacy
from numpy.typing import NDArray
from spacy.language import Language
from spacy.pipeline import TextCategorizer
from spacy.tokens import Doc
from spacy.util import registry
from thinc.api import Logistic, Model, SparseLinear_v2, chain, with_cpu

from nlp.intents.features import Block, Features
from nlp.reading import IntentName

NAME = "o2cbot.HashedFeatures.v1"
PIPE = "textcat_multilabel"
BUCKETS_BITS = 15
SCALE = 0.5  # of the input: larger steps learn the sender, not the meaning
BLOCK_WEIGHT = {Block.CHARACTERS: 0.6, Block.WORDS: 0.8, Block.CONCEPTS: 1.5, Block.CONTEXT: 0.6}
_FEATURES = "o2cbot_features"
_PARAMETERS = ("W", "b")
_Sparse = tuple[NDArray[np.uint64], NDArray[np.float32], NDArray[np.int32]]


def document(pipeline: Language, features: Features) -> Doc:
    """A spaCy document that stands for a mail: one constant word, and the mail's features beside it."""
    return Doc(pipeline.vocab, words=["mail"], user_data={_FEATURES: features})


def blank_pipeline(bits: int = BUCKETS_BITS) -> Language:
    """An untrained pipeline with every intent as a label."""
    pipeline = spacy.blank("xx")
    model = {"@architectures": NAME, "bits": bits, "scale": SCALE}
    pipe = cast(TextCategorizer, pipeline.add_pipe(PIPE, config={"model": model, "threshold": 0.5}))
    for name in IntentName:
        pipe.add_label(name.value)
    return pipeline


def weights_of(pipeline: Language) -> dict[str, NDArray[np.float16]]:
    """What training taught a pipeline: weights, biases and the rarity of features, in half precision."""
    linear, vectors = _layers(pipeline)
    learned = {name: np.asarray(linear.get_param(name), np.float16) for name in _PARAMETERS}
    return learned | {"idf": np.frombuffer(vectors.attrs["idf"], np.float16)}


def restored_pipeline(weights: Mapping[str, NDArray[np.float16]]) -> Language:
    """A pipeline that knows what `weights_of` wrote down. Raises ValueError where the shapes are not this program's."""
    pipeline = blank_pipeline()
    linear, vectors = _layers(pipeline)
    linear.set_dim("nO", len(IntentName))
    linear.initialize()
    for name in _PARAMETERS:
        if weights[name].shape != linear.get_param(name).shape:
            raise ValueError(f"{name} has another shape than this program's classifier")
        linear.set_param(name, cast(Any, weights[name].astype(np.float32)))
    vectors.attrs["idf"] = weights["idf"].tobytes()
    return pipeline


def predicted(pipeline: Language, docs: list[Doc]) -> list[dict[IntentName, float]]:
    """The scores of documents, all at once."""
    pipe = cast(TextCategorizer, pipeline.get_pipe(PIPE))
    rows = np.asarray(pipe.model.predict(docs))
    return [{IntentName(label): float(score) for label, score in zip(pipe.labels, row, strict=True)} for row in rows]


def _layers(pipeline: Language) -> tuple[Model[Any, Any], Model[Any, Any]]:
    model = cast(TextCategorizer, pipeline.get_pipe(PIPE)).model
    return model.get_ref("output_layer"), model.get_ref("features")


@registry.architectures(NAME)  # type: ignore[untyped-decorator]  # catalogue's decorators carry no types
def hashed_features(bits: int = BUCKETS_BITS, scale: float = SCALE, nO: int | None = None) -> Model[list[Doc], Any]:
    """Features -> weighted and scaled sparse vectors -> one logistic output for each label."""
    attrs = {"bits": bits, "scale": scale, "idf": b""}
    vectors: Model[list[Doc], Any] = Model("o2cbot_features", _forward, init=_learn_rarity, attrs=attrs)
    linear = SparseLinear_v2(nO=nO, length=1 << bits)
    model: Model[list[Doc], Any] = chain(
        with_cpu(chain(vectors, linear), vectors.ops), with_cpu(Logistic(), vectors.ops)
    )
    model.set_ref("features", vectors)
    model.set_ref("output_layer", linear)
    model.attrs["multi_label"] = True
    if nO is not None:
        model.set_dim("nO", nO)
    return model


def _learn_rarity(model: Model[list[Doc], Any], X: list[Doc] | None = None, Y: Any = None) -> None:
    """What stands in few training mails weighs more (inverse document frequency, kept in the model)."""
    if X is None:
        return
    model.attrs["idf"] = rarity_of([doc.user_data[_FEATURES] for doc in X], model.attrs["bits"]).tobytes()


def rarity_of(mails: Sequence[Features], bits: int) -> NDArray[np.float16]:
    """The inverse document frequency of each bucket in these mails."""
    size = 1 << bits
    frequency = np.zeros(size, np.float32)
    for features in mails:
        frequency[np.unique(features.keys % np.uint64(size))] += 1
    return np.asarray(np.log((1 + len(mails)) / (1 + frequency)) + 1, np.float16)


def _forward(
    model: Model[list[Doc], Any], docs: list[Doc], is_train: bool
) -> tuple[_Sparse, Callable[[Any], list[Doc]]]:
    rarity = np.frombuffer(model.attrs["idf"], np.float16)
    found = [doc.user_data[_FEATURES] for doc in docs]
    values = [scaled(features, rarity) * model.attrs["scale"] for features in found]
    lengths = np.array([len(features.keys) for features in found], np.int32)
    keys = np.concatenate([features.keys for features in found])
    return (keys, np.concatenate(values).astype(np.float32), lengths), lambda _: []


def scaled(features: Features, rarity: NDArray[np.float16]) -> NDArray[np.float32]:
    """The values of a mail's features: rare ones count more, each block has length 1 times its weight."""
    values = features.values * rarity[features.keys % np.uint64(len(rarity))].astype(np.float32)
    blocks = features.keys >> np.uint64(32)
    for block, weight in BLOCK_WEIGHT.items():
        mask = blocks == block
        if mask.any():
            values[mask] *= weight / (math.sqrt(float(np.square(values[mask]).sum())) or 1.0)
    return np.asarray(values, np.float32)
