"""How a customer forms its order numbers, told from the earlier ones: as many digits, the same letters, a like name."""

from __future__ import annotations

import re
from collections.abc import Iterator

_PARTS = re.compile(r"\d+|[^\W\d_]+|[^\w]+|_+")
_NAMED_SITE = re.compile(r"(?:[^\W\d_]{1,8}[-_/. ])+([^\W\d_]{4,20})[- ]?(\d{1,3})")
_CALLED_SITE = re.compile(r"([A-ZÄÖÜ]{2,4})[-_/. ]([^\W\d_]{4,20})")
_BEFORE, _BEHIND = r"(?<![\w@.,/-])", r"(?![\w@€£$%]|[/-]\w|[.,]\d)"


def shapes_of(number: str) -> Iterator[tuple[str, bool]]:
    """Expressions for numbers formed like this one, and whether small and capital letters are alike in them."""
    if shape := _as_written(number):
        yield shape, True
    if site := _NAMED_SITE.fullmatch(number):  # after "JOB-HARROW2": "put it on harrow 3"
        yield rf"{_BEFORE}{re.escape(site[1])}[- \u00a0]?\d{{1,{len(site[2]) + 1}}}{_BEHIND}", True
    if called := _CALLED_SITE.fullmatch(number):  # after "BV-Fruerlund": "BV Nordertor", or the same one again
        yield rf"{_BEFORE}{called[1]}[-_/. \u00a0][A-ZÄÖÜ][^\W\d_]{{3,20}}{_BEHIND}", False
        yield rf"{_BEFORE}{called[1]}[-_/. \u00a0]{called[2]}{_BEHIND}", True


def _as_written(number: str) -> str:
    """An expression for as many digits between the same letters; "" for bare digits that may be a quantity."""
    parts = _PARTS.findall(number)
    digits = [part for part in parts if part.isdigit()]
    if not digits or (len(parts) == 1 and len(digits[0]) < 4):
        return ""
    written = []
    for place, part in enumerate(parts):
        last = not any(p.isdigit() for p in parts[place + 1 :])
        if part.isdigit():
            width = len(part)
            written.append(rf"\d{{{width}}}" if width > 2 or not last else rf"\d{{{max(1, width - 1)},{width + 1}}}")
        else:
            between = 0 < place < len(parts) - 1 and re.fullmatch(r"[-/_. ]", part)
            written.append("[-/_. \u00a0]?" if between else re.escape(part).replace(r"\ ", "[ \u00a0]"))
    return rf"{_BEFORE}{''.join(written)}{_BEHIND}"
