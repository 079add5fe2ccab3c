"""Bounds of a share that was counted on few cases."""

from __future__ import annotations

from math import sqrt

QUANTILE = 1.959963984540054  # of the standard normal distribution, for 95 %


def wilson(hits: int, n: int, quantile: float = QUANTILE) -> tuple[float, float]:
    """The score interval of a proportion; (0, 1) where nothing was counted.

    E. B. Wilson, "Probable inference, the law of succession, and statistical inference", Journal of the American
    Statistical Association 22 (1927), 209-212. Unlike the normal interval it is right for shares near 0 and 1.
    """
    if n == 0:
        return 0.0, 1.0
    share, square = hits / n, quantile * quantile
    middle = share + square / (2 * n)
    margin = quantile * sqrt(share * (1 - share) / n + square / (4 * n * n))
    whole = 1 + square / n
    return max(0.0, (middle - margin) / whole), min(1.0, (middle + margin) / whole)
