"""Payment texts in the letters that every bank knows: capitals and figures, umlauts spelt out, accents dropped."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

MAX_TEXT = 2000
UMLAUTS = str.maketrans({"Ä": "AE", "Ö": "OE", "Ü": "UE", "ß": "SS", "ẞ": "SS", "Æ": "AE", "Œ": "OE", "Ø": "O"})


class Only(dict[int, int | None]):
    """A table for `str.translate` that keeps these characters alone."""

    def __init__(self, kept: str) -> None:
        super().__init__({code: code if chr(code) in kept else None for code in range(128)})

    def __missing__(self, _: int) -> None:
        return None


FIGURES = "0123456789"
_KEPT = Only(FIGURES + "ABCDEFGHIJKLMNOPQRSTUVWXYZ")


def capitals(text: str) -> str:
    """Capitals without accents, umlauts spelt out: as banks that know Latin letters only would write it."""
    if text.isascii():
        return text.upper()[:MAX_TEXT]
    spelt = text.upper().translate(UMLAUTS)
    if spelt.isascii():
        return spelt[:MAX_TEXT]
    return "".join(c for c in unicodedata.normalize("NFKD", spelt) if not unicodedata.combining(c))[:MAX_TEXT]


@lru_cache(maxsize=4096)
def compact(text: str) -> str:
    """Capitals and digits only."""
    return capitals(text).translate(_KEPT)
