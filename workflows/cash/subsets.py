"""Which of a payer's documents come to an amount when the text names none: ordered hypotheses first, then exact search.

A sum that is met by chance proves nothing. So a solution counts only if it is the only one of its kind and if the kind
has so few members, against the width of the sums they make, that a chance hit is unlikely (`CHANCE`; measured density
of subset sums: 0.001 at 12 open items, 0.08 at 16, 0.55 at 20). Amounts are units; a late document is none of these.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import combinations

CHANCE = 0.003  # expected chance hits up to which a solution is evidence
MOST_SEARCHED = 14  # items whose every subset is looked at
MOST_IN_RUNS = 60  # items whose runs are looked at
NEAR = 200_000, 0.05  # window in which sums are counted: at least 20.00, or a twentieth of the amount


def runs(values: Sequence[int], amount: int, most: int = MOST_IN_RUNS) -> list[tuple[int, int]]:
    """(first, last + 1) of neighbouring items, two or more, that come to the amount exactly."""
    if len(values) > most:
        return []
    sums = [0]
    for value in values:
        sums.append(sums[-1] + value)
    places: dict[int, list[int]] = {}
    found = []
    for end, total in enumerate(sums):
        found += [(start, end) for start in places.get(total - amount, ()) if end - start >= 2]
        places.setdefault(total, []).append(end)
    return found


def chance_of_runs(values: Sequence[int], amount: int) -> float:
    """Expected number of runs that meet an amount of this size to the cent by chance."""
    count = len(values) * (len(values) - 1) / 2
    return count / max(amount / 100, 1)


def subsets(values: Sequence[int], amount: int) -> tuple[list[tuple[int, ...]], float]:
    """Every subset (places) that comes to the amount, at most three of them, and the density of sums near it.

    Both halves' sums are made and sorted; each sum of one half asks for its complement in the other.
    """
    half = len(values) // 2
    left, right = _sums(values[:half]), sorted(_sums(values[half:]))
    keys = [total for total, _ in right]
    width = max(NEAR[0], int(amount * NEAR[1]))
    found: list[tuple[int, ...]] = []
    near = 0
    for total, mask in left:
        near += bisect_right(keys, amount - total + width) - bisect_left(keys, amount - total - width)
        place = bisect_left(keys, amount - total)
        while place < len(keys) and keys[place] == amount - total:
            chosen = mask | right[place][1] << half
            if chosen:
                found.append(tuple(each for each in range(len(values)) if chosen >> each & 1))
            if len(found) >= 3:
                return found, 1.0
            place += 1
    return found, near / (2 * width / 100)


def _sums(values: Sequence[int]) -> list[tuple[int, int]]:
    """(sum, mask) of every subset."""
    sums = [(0, 0)]
    for place, value in enumerate(values):
        sums += [(total + value, mask | 1 << place) for total, mask in sums]
    return sums


def few(values: Sequence[int], amount: int, most: int, size: int = 3) -> list[tuple[int, ...]]:
    """Pairs and, up to `size`, larger sets that come to the amount, `most` at most: proposals, no proof."""
    found: list[tuple[int, ...]] = []
    places: dict[int, list[int]] = {}
    for place, value in enumerate(values):
        found += [(other, place) for other in places.get(amount - value, ())]
        places.setdefault(value, []).append(place)
        if len(found) >= most:
            return found[:most]
    if size >= 3 and len(values) <= MOST_IN_RUNS:
        found += _triples(values, amount, most - len(found))
    return found[:most]


def _triples(values: Sequence[int], amount: int, most: int) -> list[tuple[int, ...]]:
    found: list[tuple[int, ...]] = []
    last = {value: place for place, value in enumerate(values)}
    for first, second in combinations(range(len(values)), 2):
        third = last.get(amount - values[first] - values[second], -1)
        if third > second:
            found.append((first, second, third))
            if len(found) >= most:
                break
    return found


def interchangeable(solutions: Iterable[tuple[int, ...]], values: Sequence[int]) -> bool:
    """Whether solutions differ only by documents of equal amounts: a person's choice, or the payer's word."""
    return len({tuple(sorted(values[place] for place in each)) for each in solutions}) == 1
