"""Columns for a million rows: texts in one text, rows under the hashes of keys, few texts many times as codes."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from itertools import accumulate

NOTHING = 2**32 - 1  # no place


class Texts:
    """Many short texts in one long one, out of which they are cut; later ones in a list."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._whole, self._ends = "", array("I", [0])
        self._later: list[str] | None = None

    def extend(self, texts: Sequence[str]) -> None:
        if self._later is not None:
            self._later += texts
            return
        self._pieces.append("".join(texts))
        ends = accumulate(map(len, texts), initial=self._ends.pop())
        self._ends.extend(ends)

    def close(self) -> None:
        self._whole, self._pieces, self._later = "".join(self._pieces), [], []

    def __getitem__(self, row: int) -> str:
        ends = self._ends
        if row + 1 < len(ends):
            return self._whole[ends[row] : ends[row + 1]]
        return (self._later or [])[row - len(ends) + 1]


class Lookup:
    """Rows under the hashes of keys: a hash table with chains, in arrays.

    `close` makes it of all keys at once; what comes later goes into its chains.
    """

    def __init__(self) -> None:
        self._hashes, self._rows = array("q"), array("I")
        self._heads, self._next, self._mask = array("I", [NOTHING]), array("I"), 0
        self._is_closed = False

    def extend(self, keys: Iterable[str], rows: Iterable[int]) -> None:
        known = len(self._hashes)
        self._hashes.extend(map(hash, keys))
        self._rows.extend(rows)
        if self._is_closed:
            self._chain(known)

    def close(self) -> None:
        slots = 1 << max(4, len(self._hashes).bit_length())
        self._heads, self._mask, self._is_closed = array("I", [NOTHING]) * slots, slots - 1, True
        self._chain(0)

    def _chain(self, first: int) -> None:
        heads, following, mask = self._heads, self._next, self._mask
        for place in range(first, len(self._hashes)):
            slot = self._hashes[place] & mask
            following.append(heads[slot])
            heads[slot] = place

    def rows(self, key: str) -> Sequence[int]:
        """Rows that may have the key, in their order: those of another with the same hash, too."""
        wanted = hash(key)
        place = self._heads[wanted & self._mask]
        if place == NOTHING:
            return ()
        hashes, following, found = self._hashes, self._next, []
        while place != NOTHING:
            if hashes[place] == wanted:
                found.append(self._rows[place])
            place = following[place]
        found.reverse()
        return found


class Codes:
    """Few texts many times: each text once, a small number in its place."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._codes: dict[str, int] = {}

    def of(self, texts: Sequence[str]) -> list[int]:
        """The code of each text; one that was not there before gets the next."""
        known = self._codes
        try:
            return list(map(known.__getitem__, texts))
        except KeyError:  # some are new
            pass
        for text in dict.fromkeys(texts):
            if text not in known:
                known[text] = len(self.texts)
                self.texts.append(text)
        return list(map(known.__getitem__, texts))

    def known(self, text: str) -> int | None:
        return self._codes.get(text)
