"""The second stage: from everything that a message shows to calibrated probabilities of what it wants.

Two linear models over `nlp.signals`: one says which intent is the main one (they compete: a softmax), one says of each
intent whether the message has it at all (each for itself: a sigmoid). A signal of an intent's own weighs alike for
every intent, plus what is learned of that intent alone; what the whole message shows has a weight for each intent.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nlp.reading import Intent, IntentName
from nlp.signals import Signals

NAMES = tuple(IntentName)
PRESENT_FROM = 0.5  # likelier than not
Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Weights:
    """One linear model: `own` of every intent, `apart` of each alone, `shared` of the message, `bias`, times `heat`.

    Shapes: own (signals), apart (intents, signals), shared (intents, shared signals), bias (intents).
    """

    own: Array
    apart: Array
    shared: Array
    bias: Array
    heat: float = 1.0

    def logits(self, own: Array, shared: Array) -> Array:
        """own (messages, intents, signals), shared (messages, shared signals) -> (messages, intents)."""
        apart = np.einsum("nko,ko->nk", own, self.apart)
        return np.asarray((own @ self.own + apart + shared @ self.shared.T + self.bias) * self.heat)


@dataclass(frozen=True, slots=True)
class Judged:
    """`main`: how likely each intent is the main one (sums to 1); `present`: how likely the message has it at all."""

    main: Mapping[IntentName, float]
    present: Mapping[IntentName, float]

    def intents(self) -> tuple[Intent, ...]:
        """The likeliest main intent, then all others that are likelier there than not, surest first."""
        first = max(NAMES, key=lambda name: self.main[name])
        others = [name for name in NAMES if name is not first and self.present[name] >= PRESENT_FROM]
        listed = [Intent(first, self.main[first])]
        listed += [Intent(name, self.present[name]) for name in sorted(others, key=lambda name: -self.present[name])]
        return tuple(Intent(intent.name, round(intent.confidence, 4)) for intent in listed)


@dataclass(frozen=True, slots=True)
class Certainty:
    """How likely a whole Reading is right: a logistic model over the signals of `nlp.certainty`.

    `bound`: another one that must be as sure: what a desk has learned may then only take trust away.
    """

    names: tuple[str, ...]
    weights: Array
    bias: float
    bound: Certainty | None = None

    def probability(self, signals: Mapping[str, float]) -> float:
        row = np.array([signals.get(name, 0.0) for name in self.names])
        own = float(sigmoid(row @ self.weights + self.bias))
        return own if self.bound is None else min(own, self.bound.probability(signals))

    def arrays(self, kind: str) -> dict[str, Any]:
        """Everything as arrays, their names beginning with `kind`."""
        found: dict[str, Any] = {
            f"{kind}_names": np.array(self.names),
            f"{kind}_weights": self.weights.astype(np.float32),
            f"{kind}_bias": np.float32(self.bias),
        }
        return found if self.bound is None else found | self.bound.arrays(f"{kind}_bound")

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, Any], kind: str) -> Certainty:
        """Raises KeyError, ValueError where the arrays are not this program's."""
        bound = cls.from_arrays(arrays, f"{kind}_bound") if f"{kind}_bound_names" in arrays else None
        names = tuple(map(str, arrays[f"{kind}_names"]))
        return cls(names, np.asarray(arrays[f"{kind}_weights"], np.float64), float(arrays[f"{kind}_bias"]), bound)


@dataclass(frozen=True, slots=True)
class Judge:
    """The trained second stage; signals that it was not taught are not seen."""

    own_names: tuple[str, ...]
    shared_names: tuple[str, ...]
    main: Weights
    present: Weights
    right: Certainty

    def judged(self, signals: Signals) -> Judged:
        own, shared = matrices([signals], self.own_names, self.shared_names)
        return Judged(
            _named(softmax(self.main.logits(own, shared))[0]), _named(sigmoid(self.present.logits(own, shared))[0])
        )

    def arrays(self) -> dict[str, Any]:
        """Everything as arrays, to be written down."""
        found: dict[str, Any] = {"own_names": np.array(self.own_names), "shared_names": np.array(self.shared_names)}
        for kind, weights in (("main", self.main), ("present", self.present)):
            for field in ("own", "apart", "shared", "bias"):
                found[f"{kind}_{field}"] = getattr(weights, field).astype(np.float32)
            found[f"{kind}_heat"] = np.float32(weights.heat)
        return found | self.right.arrays("right")

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, Any]) -> Judge:
        """Raises KeyError, ValueError where the arrays are not this program's."""
        kinds = []
        for kind in ("main", "present"):
            own, apart, shared, bias = (
                np.asarray(arrays[f"{kind}_{field}"], np.float64) for field in ("own", "apart", "shared", "bias")
            )
            if len(bias) != len(NAMES) or apart.shape != (len(NAMES), len(own)):
                raise ValueError("the second stage was trained for other intents")
            kinds.append(Weights(own, apart, shared, bias, float(arrays[f"{kind}_heat"])))
        own_names, shared_names = (tuple(map(str, arrays[key])) for key in ("own_names", "shared_names"))
        main, present = kinds
        return cls(own_names, shared_names, main, present, Certainty.from_arrays(arrays, "right"))


def matrices(messages: Sequence[Signals], own_names: Sequence[str], shared_names: Sequence[str]) -> tuple[Array, Array]:
    """The signals of messages as (messages, intents, signals) and (messages, shared signals)."""
    own = np.zeros((len(messages), len(NAMES), len(own_names)))
    shared = np.zeros((len(messages), len(shared_names)))
    own_at, shared_at = _places(tuple(own_names)), _places(tuple(shared_names))
    for number, signals in enumerate(messages):
        for intent, name in enumerate(NAMES):
            for key, value in signals.own[name].items():
                if key in own_at:
                    own[number, intent, own_at[key]] = value
        for key, value in signals.shared.items():
            if key in shared_at:
                shared[number, shared_at[key]] = value
    return own, shared


@lru_cache(maxsize=8)
def _places(names: tuple[str, ...]) -> dict[str, int]:
    return {name: place for place, name in enumerate(names)}


def softmax(logits: Array) -> Array:
    raised = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True))


def sigmoid(logits: Array) -> Array:
    return np.asarray(1 / (1 + np.exp(-np.clip(logits, -40, 40))))


def _named(row: Array) -> dict[IntentName, float]:
    return {name: float(value) for name, value in zip(NAMES, row, strict=True)}
