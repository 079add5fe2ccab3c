"""How a text falls into stretches (lines and sentences) and these into clauses, as far as order lines need it."""

from __future__ import annotations

import itertools
import re

from nlp.extract.article_words import MEASURES
from nlp.extract.sources import Source
from nlp.lang import LANGUAGES, alternatives, fold, lexicons
from nlp.lang.day_signs import any_of
from nlp.lang.ordering import DICTATED_COMMA, DICTATED_POINT

WRAPPED = 58  # characters: a line that long may go on in the next
ABBREVIATED = re.compile(
    r"(?:\b(?:gr|str|mod|stk|stck|nr|st|ca|cat|art|pos|no|ref|ram|typ|max|min|resp|z\.b|pck|pkg|dtzd|incl|inkl|size|vol|approx|env|x|szt|uds|ud|stck|conf|cjs|op|pz|fl|btl|bt|ktn|krt|kt|kst|kan|rl|pal|pkt|pa|ds|gl|gb|ve|ctn|bte|bout|btes|cart|ct|pce|pcs|pc|forp|paq|conf|cf|bot|rot|szt|sztuk|zgrz|kart)|\d)$"
)
_SPOKEN = re.compile(rf"(?<= )(?:(?P<comma>{any_of(DICTATED_COMMA)})|{any_of(DICTATED_POINT)})(?= |$)", re.MULTILINE)
_COUNTED_SHORT = re.compile(
    r"(?:^|[\n,;:+(*•·-]|(?<!\w)(?:und|and|et|plus|sowie|bitte|please|svp|noch|y|e|i|en|og|och))[ ]{0,3}\d{1,4}[ ]?"
    r"(?!(?:uhr|h|am|pm|kw|cm|mm|m|l|cl|ml|kg|g|v|w|a|eur|chf)$)[a-z]{1,5}$"
)
_NEXT_WORD = re.compile(r"\.\s([A-ZÄÖÜ][a-zä]{2,9})\b")
MONTHS = frozenset(fold(name) for pack in lexicons(LANGUAGES) for name in pack.months)
_CLOTHES_SIZE = re.compile(r"(?<!\w)(?:X{0,3}[SL]|M)$")
_GOES_ON = re.compile(r"\.[ ]{1,2}[^\W\d_]")
_SHORTENED = re.compile(r"(?<![\w.,])\d{1,4}[ ][a-z.]{2,11}$")
_SIZED = re.compile(rf"\.[ ]{{1,2}}\d{{1,4}}(?:[.,]\d{{1,3}})?[ ]?(?:{alternatives(MEASURES)})(?!\w)")
_LEADERS = re.compile(r"[.…_·]{3,80}")
_CLAUSE = re.compile(
    r",(?=\s)|;|\s[-–]\s|\s[+&]\s|\n|[.!?](?=\s)|\s(?:und|and|et|plus|sowie|y|e|og|och|en|i|n)\s(?=\S{1,12}\s)"
)


def plain(source: Source) -> Source:
    """The source with dictated signs ("virgule") as signs and without lines of dots; offsets stay."""
    text = _LEADERS.sub(lambda match: " " * len(match[0]), source.text)
    for match in _SPOKEN.finditer(source.folded):
        sign = "," if match["comma"] else "."
        text = f"{text[: match.start()]}{sign.ljust(match.end() - match.start())}{text[match.end() :]}"
    if text == source.text:
        return source
    return Source(source.name, text, source.tables, source.offset, source.whole, source.quoted)


def stretches_of(source: Source, counted: tuple[tuple[int, int], ...] = ()) -> list[tuple[int, int]]:
    """(start, end) of each line or sentence; a long line that goes on in small letters is no end."""
    text, flat = source.text, source.folded
    cuts = [0]
    for match in re.finditer(r"\n|[.!?](?=\s)|;", flat):
        place = match.start()
        line = place - (flat.rfind("\n", 0, place) + 1)
        if match.group() == "." and any(low < place < high for low, high in counted):
            continue  # "10 Stk. Handtuch"
        if match.group() == "\n":
            following = text[place + 1 : place + 2]
            if line >= WRAPPED and following.islower() and flat[place - 1 : place] not in ".:!?":
                continue
        elif (
            match.group() == "."
            and _COUNTED_SHORT.search(flat[max(0, place - 20) : place])
            and _GOES_ON.match(text, place)
        ):
            continue  # "2 Pck. Rosenbohrer"
        elif match.group() == "." and _SHORTENED.search(flat, max(0, place - 20), place) and _SIZED.match(flat, place):
            continue  # "4 dét. 5 l"
        elif match.group() == "." and (
            ABBREVIATED.search(flat[max(0, place - 8) : place])
            and re.match(r"\.\s{1,2}[\da-z]", text[place : place + 4])
        ):
            continue
        elif (
            match.group() == "."
            and re.search(r"(?<!\w)\d{1,2}$", text[max(0, place - 4) : place])
            and (named := _NEXT_WORD.match(text, place)) is not None
            and fold(named[1]) in MONTHS
        ):
            continue  # "9. September"
        elif (
            match.group() == "."
            and re.match(r"\.[ ][a-z]", text[place : place + 3])
            and len(flat[max(0, place - 6) : place].split()[-1:] or [""]) == 1
            and re.search(r"\b\w{1,4}$", flat[max(0, place - 6) : place])
            and not _CLOTHES_SIZE.search(text, max(0, place - 5), place)
        ):
            continue
        cuts.append(match.end())
    cuts.append(len(text))
    return [(a, b) for a, b in itertools.pairwise(cuts) if text[a:b].strip()]


def clauses_of(source: Source, start: int, end: int) -> list[tuple[int, int]]:
    """(start, end) of each clause of a stretch."""
    cuts = [start, *(match.end() for match in _CLAUSE.finditer(source.folded, start, end)), end]
    ends = [*(match.start() for match in _CLAUSE.finditer(source.folded, start, end)), end]
    return [(a, b) for a, b in zip(cuts, ends, strict=False) if source.text[a:b].strip()]
