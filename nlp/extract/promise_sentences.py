"""Where a sentence, a listed line or a table's row of a mail about payments ends."""

from __future__ import annotations

import itertools
import re

SHORT_LINE = 50  # characters; a shorter line was not wrapped by a mail program
# Behind a dot that ends no sentence; the months are those that are written behind a day's dot.
_GOES_ON = r"[^\W\d_A-Z]|\d|[^\W\d_]\.|J[aä]n|Feb|Mär|Apr|Mai|Ju[nl]|Aug|Sep|Okt|Nov|Dez"
_END = re.compile(r"[.!?;]\s{1,4}|\n")
_ITEM = re.compile(r"\s{0,4}(?:[-*•·–]|\d{1,2}[.)]\s|\n|[A-Z]{1,4}[-/]?\d{3,})")
_COLUMNS = re.compile(r"\S(?: {3,}|\t| ?\| ?)\S|\S {2}\d")  # a row of a table is no wrapped line


def sentences(text: str) -> tuple[tuple[int, int], ...]:
    """Where sentences and listed lines begin and end; a wrapped line goes on."""
    cuts = [0, *(match.end() for match in _END.finditer(text) if _ends_here(text, match)), len(text)]
    return tuple((a, b) for a, b in itertools.pairwise(cuts) if text[a:b].strip())


def _ends_here(text: str, match: re.Match[str]) -> bool:
    """No end: the dot of an abbreviation, of a German date, of initials; the end of a wrapped line."""
    broken = text.find("\n", match.start(), match.end())
    if broken >= 0 and _line_ends(text, broken):
        return True
    if match.group()[0] == ".":
        word = re.search(r"\S{1,16}$", text[: match.start()])
        following = text[match.end() :]
        short = word is not None and re.fullmatch(r"\(?[^\W\d_]{1,3}|\(?\d{1,2}(?:\.\d{1,2})?", word.group())
        return not (short and re.match(_GOES_ON, following))
    return match.group()[0] != "\n"


def _line_ends(text: str, place: int) -> bool:
    line = text[text.rfind("\n", 0, place) + 1 : place].rstrip()
    short = len(line) < SHORT_LINE or line[-1:] in tuple("!?:;")
    return short or bool(_ITEM.match(text, place + 1)) or bool(_COLUMNS.search(line))
