"""Payment texts in the letters that every bank knows: capitals and figures, umlauts spelt out, accents dropped."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

MAX_TEXT = 2000
UMLAUTS = str.maketrans({"Ä": "AE", "Ö": "OE", "Ü": "UE", "ß": "SS", "ẞ": "SS", "Æ": "AE", "Œ": "OE", "Ø": "O"})
_OTHER = re.compile(r"[^0-9A-Z]+")


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
    return _OTHER.sub("", capitals(text))
