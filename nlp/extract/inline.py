"""Answers between quoted lines: each speaks of the lines that stand directly above it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nlp.attribution import QUOTE_MARK

MOST_REMARKS = 60


@dataclass(frozen=True, slots=True)
class Remark:
    """new_text[start:end] answers `above`: the quoted lines above it, without their marks."""

    start: int
    end: int
    above: str


def remarks(text: str, new: str, limit: int) -> tuple[Remark, ...]:
    """The answers in a whole text of which `new` was cut: at least two, for a single one answers the whole mail.

    None begins behind `limit`, where the signature stands.
    """
    own = [(match.start(), match[0].strip()) for match in re.finditer(r"[^\n]{1,100000}", new) if match[0].strip()]
    starts: list[tuple[int, str]] = []
    above: list[str] = []
    read, fresh = 0, False
    for line in text.split("\n"):
        plain = line.strip()
        if not plain:
            continue
        if read < len(own) and plain == own[read][1]:
            if above and not fresh:
                starts.append((own[read][0], "\n".join(above)))
            read, fresh = read + 1, True
        elif QUOTE_MARK.match(line):
            above = above if not fresh else []
            above.append(QUOTE_MARK.sub("", line, count=1).strip())
            fresh = False
    starts = [(place, quoted) for place, quoted in starts if place < limit]
    if not 2 <= len(starts) <= MOST_REMARKS:
        return ()
    ends = [*(place for place, _ in starts[1:]), limit]
    return tuple(Remark(place, end, quoted) for (place, quoted), end in zip(starts, ends, strict=True))
