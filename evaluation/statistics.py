"""Bounds of a share that was counted on few cases."""

from __future__ import annotations

from math import comb, sqrt

HALVINGS = 40  # of an interval: finer than any share that is printed
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


def upper_bound(hits: int, n: int, doubt: float) -> float:
    """The share that is not exceeded, save with a probability of `doubt`; 1 where nothing was counted.

    Exact for a binomial count: C. Clopper, E. Pearson, "The use of confidence or fiducial limits illustrated in the
    case of the binomial", Biometrika 26 (1934), 404-413.
    """
    low, high = hits / n if n else 1.0, 1.0
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if at_most(hits, n, middle) > doubt else (low, middle)
    return high


def at_most(hits: int, n: int, share: float) -> float:
    """The probability of so many hits or fewer among n, each with this probability."""
    return sum(comb(n, k) * share**k * (1 - share) ** (n - k) for k in range(hits + 1))
