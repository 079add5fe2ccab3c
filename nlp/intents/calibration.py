"""A calibrated score is a frequency: of 100 mails scored 0.9 for an intent, about 90 have it.

Platt scaling (J. Platt, 1999, with his smoothed targets) with one variable more: the strongest rival. A middling score
says much where no other intent scores at all, and little where another does. Fitted on scores of mails whose whole
family the model had not seen.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nlp.reading import IntentName

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Scores = Mapping[IntentName, float]
_EDGE = 1e-6
_RIDGE = 0.05  # keeps the curves of rare intents near the identity
_STEPS = 50


@dataclass(frozen=True, slots=True)
class Curve:
    """score -> logistic(slope * logit(score) + rival * logit(best other score) + offset)."""

    slope: float = 1.0
    rival: float = 0.0
    offset: float = 0.0

    def __call__(self, score: float, best_other: float) -> float:
        return self.of_logits(_logit(score), _logit(best_other))

    def of_logits(self, score: float, best_other: float) -> float:
        x = self.slope * score + self.rival * best_other + self.offset
        return 1 / (1 + math.exp(-max(-40.0, min(40.0, x))))


def calibrated(curves: Mapping[IntentName, Curve], scores: Scores) -> dict[IntentName, float]:
    """The frequencies that the scores stand for."""
    logits = {name: _logit(score) for name, score in scores.items()}
    *_, second, first = sorted(logits.values())
    return {name: curves[name].of_logits(own, second if own == first else first) for name, own in logits.items()}


def fit_curve(name: IntentName, scores: Sequence[Scores], truths: Sequence[bool]) -> Curve:
    """The curve of greatest likelihood (Newton, small ridge); the identity where one of both answers never occurs."""
    import numpy as np

    positives = sum(truths)
    negatives = len(truths) - positives
    if not positives or not negatives:
        return Curve()
    x = np.array([[_logit(s[name]), _logit(_best_other(s, name)), 1.0] for s in scores])
    target = np.where(np.array(truths), (positives + 1) / (positives + 2), 1 / (negatives + 2))
    curve = _newton(x, target)
    if curve.rival > 0:  # a rival never speaks for an intent
        curve = _newton(x * np.array([1.0, 0.0, 1.0]), target)
    return curve


def _newton(x: NDArray[np.float64], target: NDArray[np.float64]) -> Curve:
    import numpy as np

    start = np.array([1.0, 0.0, 0.0])
    weights = start.copy()
    for _ in range(_STEPS):
        p = 1 / (1 + np.exp(-np.clip(x @ weights, -40, 40)))
        gradient = x.T @ (p - target) + _RIDGE * (weights - start)
        curvature = (x * (p * (1 - p))[:, None]).T @ x + _RIDGE * np.eye(3)
        step = np.clip(np.linalg.solve(curvature, gradient), -1, 1)
        weights = weights - step
        if float(np.abs(step).sum()) < 1e-9:
            break
    return Curve(*(round(float(weight), 5) for weight in weights))


def _best_other(scores: Scores, name: IntentName) -> float:
    return max(score for other, score in scores.items() if other is not name)


def _logit(p: float) -> float:
    p = min(max(p, _EDGE), 1 - _EDGE)
    return math.log(p / (1 - p))
