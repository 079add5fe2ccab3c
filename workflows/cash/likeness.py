"""How much of a customer's name a payer's name has, however it was written: slips, lost letters, order, cut words.

A likeness proves nothing alone: it stands beside a document and its very amount, or it is a proposal.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from math import log10

from workflows.cash.slips import apart

ALIKE = 0.6  # from here on a name stands for the customer's, beside a document and its amount
FAINT = 0.35  # from here on it is worth a proposal
SHORTEST_SLIPPED = 4  # letters of a word in which one slip is still the same word
SHORTEST_TWICE = 9  # letters of one in which two are
SHORTEST_BEGINNING = 3
BEGUN = 0.7  # of a word that is cut: "MASCH" for "MASCHINENBAU"
READ_BY_MACHINE = str.maketrans("0158624", "OISBGZA")


def likeness(written: Sequence[str], name: Sequence[str], names_with: Callable[[str], int]) -> float:
    """The share of a name's words that are written, from 0 to 1: rare words count for more than those of a trade.

    `written` and `name` are folded words without legal forms; `names_with`: how many customers' names have a word.
    """
    if not written or not name:
        return 0.0
    found = total = 0.0
    joined = "".join(written).translate(READ_BY_MACHINE)
    for word in name:
        weight = len(word) / (1 + log10(max(names_with(word), 1)))
        best = 1.0 if len(word) >= SHORTEST_SLIPPED and word in joined else 0.0
        total += weight
        found += weight * max((best, *(same_word(each, word) for each in written)))
    return found / total


@lru_cache(maxsize=8192)
def same_word(written: str, word: str) -> float:
    """How surely a written word is this one: 1 for the same, a little less after a slip, 0 for another one."""
    if written == word:
        return 1.0
    fixed = written.translate(READ_BY_MACHINE)
    if fixed == word:
        return 1.0
    if min(len(fixed), len(word)) >= SHORTEST_SLIPPED:
        if apart(fixed, word):
            return 0.95
        if len(word) >= SHORTEST_TWICE and _two_slips(fixed, word):
            return 0.9
    if SHORTEST_BEGINNING <= len(fixed) < len(word) and word.startswith(fixed):
        return BEGUN
    return 0.0


def _two_slips(left: str, right: str) -> bool:
    """Whether each half has at most one: two in one half are rarely the same word."""
    if abs(len(left) - len(right)) > 2:
        return False
    middle = len(right) // 2
    return any(
        _at_most_one(left[:place], right[:middle]) and _at_most_one(left[place:], right[middle:])
        for place in (middle - 1, middle, middle + 1)
    )


def _at_most_one(left: str, right: str) -> bool:
    return left == right or apart(left, right)
