"""How the second stage is learned: ridge-penalised likelihood, full batches, no chance, heat fitted on unseen desks.

The penalties say what is believed beforehand: a signal means nearly the same for every intent, and what one desk's
mails show beside the words is a hint only. Confidence is fitted on messages of desks that the weights had not seen (a
single temperature, C. Guo et al., "On calibration of modern neural networks", 2017).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nlp.intents.judging import NAMES, Array, Certainty, Judge, Weights, matrices, sigmoid, softmax
from nlp.reading import IntentName
from nlp.signals import Signals, names_of

RIDGE_OWN, RIDGE_APART, RIDGE_SHARED, RIDGE_CERTAINTY = 1.0, 20.0, 10.0, 2.0
NEWTON_STEPS = 25
PRIOR = np.array([1.0, 0.0])  # believed as it is
STEPS, RATE, FINE_FROM, FINE = 600, 0.05, 0.6, 0.2  # the last steps are small
HEATS = tuple(round(0.4 + 0.05 * step, 2) for step in range(33))
SHIPPED_EXAMPLES = Path(__file__).parents[1] / "corpus" / "messages.npz"
Link = Callable[[Array], Array]


@dataclass(frozen=True, slots=True)
class Example:
    """A message's signals with its true intents, main one first. `group`: whose mails they are; folds keep it whole.

    `certainty`: the signals of `nlp.certainty` for the Reading by a judge that had not seen the group; `right`: whether
    that Reading was right in intents, customer and every fact.
    """

    group: str
    signals: Signals
    intents: tuple[IntentName, ...]
    certainty: Mapping[str, float] = field(default_factory=dict)
    right: bool = False
    fresh: bool = False  # of a desk read lately, before anybody had mended the reader by its mails


def fit_judge(examples: Sequence[Example]) -> Judge:
    """The second stage from messages of at least two groups."""
    own_names, shared_names = names_of(example.signals for example in examples)
    own, shared = matrices([example.signals for example in examples], own_names, shared_names)
    groups = np.array([example.group for example in examples])
    kinds = []
    for truth, link in ((main_truth(examples), softmax), (present_truth(examples), sigmoid)):
        unseen = unseen_logits(own, shared, truth, groups, link)
        weights = fit_weights(own, shared, truth, link)
        kinds.append(replace(weights, heat=fit_heat(unseen, truth, link)))
    main, present = kinds
    return Judge(own_names, shared_names, main, present, fit_certainty(examples))


def fit_certainty(examples: Sequence[Example]) -> Certainty:
    """Logistic regression on the examples that have signals of certainty, believed as far as on fresh desks.

    Mails that somebody mended the reader by are read better than others, and those of long ago were read worse than
    today's would be. So where there are fresh desks, slope and offset are fitted on them, with weights learned from
    the others (J. Platt, 1999).
    """
    judged = [example for example in examples if example.certainty]
    fitted = _fit_certainty(judged)
    fresh, known = ([example for example in judged if example.fresh is kind] for kind in (True, False))
    if not fresh or not known:
        return fitted
    others = _fit_certainty(known)
    logits = np.array([[logit_of(others.probability(example.certainty)), 1.0] for example in fresh])
    slope, offset = _newton(logits, np.array([float(example.right) for example in fresh]), np.array([0.1, 1e-6]), PRIOR)
    return Certainty(fitted.names, fitted.weights * slope, float(fitted.bias * slope + offset))


def _fit_certainty(judged: Sequence[Example]) -> Certainty:
    names = tuple(sorted({name for example in judged for name in example.certainty}))
    rows = np.array([[*(example.certainty.get(name, 0.0) for name in names), 1.0] for example in judged])
    ridge = np.array([RIDGE_CERTAINTY] * len(names) + [1e-6])
    if not judged:
        return Certainty(names, np.zeros(0), 0.0)
    weights = _newton(rows, np.array([float(example.right) for example in judged]), ridge, np.zeros(len(ridge)))
    return Certainty(names, weights[:-1], float(weights[-1]))


def _newton(rows: Array, truth: Array, ridge: Array, prior: Array) -> Array:
    """The weights of greatest likelihood, drawn to `prior` by the ridge; steps are kept short."""
    weights = prior.copy()
    for _ in range(NEWTON_STEPS):
        p = sigmoid(rows @ weights)
        slope = rows.T @ (p - truth) + ridge * (weights - prior)
        curvature = (rows * (p * (1 - p))[:, None]).T @ rows + np.diag(ridge)
        weights = weights - np.clip(np.linalg.solve(curvature, slope), -2, 2)
    return np.asarray(weights)


def logit_of(probability: float) -> float:
    probability = min(max(probability, 1e-6), 1 - 1e-6)
    return float(np.log(probability / (1 - probability)))


def main_truth(examples: Sequence[Example]) -> Array:
    """1 at each message's main intent."""
    return np.array([[float(name is example.intents[0]) for name in NAMES] for example in examples])


def present_truth(examples: Sequence[Example]) -> Array:
    """1 at every intent that a message has."""
    return np.array([[float(name in example.intents) for name in NAMES] for example in examples])


def unseen_logits(own: Array, shared: Array, truth: Array, groups: NDArray[Any], link: Link) -> Array:
    """For each message the logits of a model that has seen no message of its group."""
    logits = np.zeros_like(truth)
    for group in sorted(set(groups.tolist())):
        inside = groups == group
        weights = fit_weights(own[~inside], shared[~inside], truth[~inside], link)
        logits[inside] = weights.logits(own[inside], shared[inside])
    return logits


def fit_weights(own: Array, shared: Array, truth: Array, link: Link) -> Weights:
    """Adam (D. Kingma and J. Ba, 2015) on the penalised likelihood from zero, with all messages in each step.

    Each intent's own signals stand by themselves in memory, so that a step is two products for every intent and two for
    all of them; half precision of the machine's numbers is enough for a penalised likelihood.
    """
    mine = np.ascontiguousarray(own.transpose(1, 0, 2), np.float32)  # intents, messages, signals
    common, right = np.ascontiguousarray(shared, np.float32), truth.astype(np.float32)
    shapes = ((own.shape[2],), (len(NAMES), own.shape[2]), (len(NAMES), shared.shape[1]), (len(NAMES),))
    ridges = (RIDGE_OWN, RIDGE_APART, RIDGE_SHARED, 0.0)
    weights = [np.zeros(shape, np.float32) for shape in shapes]
    first = [np.zeros(shape, np.float32) for shape in shapes]
    second = [np.zeros(shape, np.float32) for shape in shapes]
    for step in range(1, STEPS + 1):
        alike, apart, everywhere, bias = weights
        logits = (mine @ (alike + apart)[:, :, None])[:, :, 0].T + common @ everywhere.T + bias
        wrong = (link(logits) - right).astype(np.float32)
        each = (wrong.T[:, None, :] @ mine)[:, 0, :]
        slopes = (each.sum(axis=0), each, wrong.T @ common, wrong.sum(axis=0))
        rate = RATE * (1.0 if step < STEPS * FINE_FROM else FINE)
        for n, (slope, ridge) in enumerate(zip(slopes, ridges, strict=True)):
            slope = slope + ridge * weights[n]
            first[n] = 0.9 * first[n] + 0.1 * slope
            second[n] = 0.999 * second[n] + 0.001 * slope**2
            spread = np.sqrt(second[n] / (1 - 0.999**step)) + 1e-8
            weights[n] = (weights[n] - rate * first[n] / (1 - 0.9**step) / spread).astype(np.float32)
    return _weights([each.astype(np.float64) for each in weights])


def _weights(values: Sequence[Array]) -> Weights:
    own, apart, shared, bias = values
    return Weights(own, apart, shared, bias)


def fit_heat(logits: Array, truth: Array, link: Link) -> float:
    """The factor of the logits under which the truth is likeliest."""

    def loss(heat: float) -> float:
        p = np.clip(link(logits * heat), 1e-6, 1 - 1e-6)
        if link is softmax:
            return float(-(truth * np.log(p)).sum())
        return float(-(truth * np.log(p) + (1 - truth) * np.log(1 - p)).sum())

    return min(HEATS, key=loss)


def save_examples(examples: Sequence[Example], file: Path) -> None:
    """Writes examples down, so that the second stage can be learned again without their messages. Raises OSError."""
    own_names, shared_names = names_of(example.signals for example in examples)
    own, shared = matrices([example.signals for example in examples], own_names, shared_names)
    arrays = {
        "own_names": np.array(own_names),
        "shared_names": np.array(shared_names),
        "own": own.astype(np.float16),
        "shared": shared.astype(np.float16),
        "groups": np.array([example.group for example in examples]),
        "intents": np.array(["|".join(example.intents) for example in examples]),
        "right": np.array([example.right for example in examples]),
        "fresh": np.array([example.fresh for example in examples]),
    }
    names = sorted({name for example in examples for name in example.certainty})
    rows = [[example.certainty.get(name, 0.0) for name in names] for example in examples]
    arrays |= {"certainty_names": np.array(names, dtype=str), "certainty": np.array(rows, np.float16)}
    np.savez_compressed(file, allow_pickle=False, **arrays)


def load_examples(file: Path = SHIPPED_EXAMPLES) -> tuple[Example, ...]:
    """Examples as they were written down. Raises OSError, ValueError for a file that is none of ours."""
    with np.load(file, allow_pickle=False) as arrays:
        own_names, shared_names = arrays["own_names"].tolist(), arrays["shared_names"].tolist()
        certainty_names = arrays["certainty_names"].tolist()
        columns = ("own", "shared", "groups", "intents", "certainty", "right", "fresh")
        return tuple(
            Example(
                str(group),
                Signals(
                    {name: _named(own_names, row) for name, row in zip(NAMES, own, strict=True)},
                    _named(shared_names, shared),
                ),
                tuple(IntentName(name) for name in str(intents).split("|")),
                _named(certainty_names, certainty),
                bool(right),
                bool(fresh),
            )
            for own, shared, group, intents, certainty, right, fresh in zip(
                *(arrays[name] for name in columns), strict=True
            )
        )


def _named(names: Sequence[str], row: Array) -> dict[str, float]:
    return {name: float(value) for name, value in zip(names, row, strict=True) if value}
