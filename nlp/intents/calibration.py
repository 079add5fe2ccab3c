"""A calibrated score is a frequency: of 100 mails scored 0.9 for an intent, about 90 have it.

Platt scaling on scores of mails whose whole family the model had not seen (J. Platt, 1999, with his smoothed targets).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

_EDGE = 1e-6


@dataclass(frozen=True, slots=True)
class Platt:
    """score -> 1 / (1 + exp(-(slope * logit(score) + offset)))."""

    slope: float = 1.0
    offset: float = 0.0

    def __call__(self, score: float) -> float:
        return _logistic(self.slope * _logit(score) + self.offset)


def fit_platt(scores: Sequence[float], truths: Sequence[bool], steps: int = 60) -> Platt:
    """The curve of greatest likelihood by damped Newton steps; the identity where one of both answers never occurs."""
    positives = sum(truths)
    negatives = len(truths) - positives
    if not positives or not negatives:
        return Platt()
    high, low = (positives + 1) / (positives + 2), 1 / (negatives + 2)
    points = [(_logit(score), high if truth else low) for score, truth in zip(scores, truths, strict=True)]
    slope, offset = 1.0, 0.0
    for _ in range(steps):
        d_slope, d_offset = _newton_step(points, slope, offset)
        slope, offset = max(slope - d_slope, 0.05), offset - d_offset
        if abs(d_slope) + abs(d_offset) < 1e-9:
            break
    return Platt(round(slope, 6), round(offset, 6))


def _newton_step(points: list[tuple[float, float]], slope: float, offset: float) -> tuple[float, float]:
    ridge = 1e-3
    g1 = g2 = 0.0
    h11 = h22 = ridge
    h12 = 0.0
    for x, target in points:
        p = _logistic(slope * x + offset)
        error, weight = p - target, p * (1 - p)
        g1, g2 = g1 + error * x, g2 + error
        h11, h12, h22 = h11 + weight * x * x, h12 + weight * x, h22 + weight
    determinant = h11 * h22 - h12 * h12
    return _damped((h22 * g1 - h12 * g2) / determinant), _damped((h11 * g2 - h12 * g1) / determinant)


def _damped(step: float) -> float:
    return max(-1.0, min(1.0, step))


def _logit(p: float) -> float:
    p = min(max(p, _EDGE), 1 - _EDGE)
    return math.log(p / (1 - p))


def _logistic(x: float) -> float:
    return 1 / (1 + math.exp(-max(-40.0, min(40.0, x))))
