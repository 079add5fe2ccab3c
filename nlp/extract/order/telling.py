"""Words that tell articles of one kind apart: sizes, colours, numbers, and lists of them."""

# a pattern is one line

from __future__ import annotations

import re
from collections.abc import Sequence

from nlp.extract.article_words import Token

JOINED = re.compile(r"\s{0,2}(?:,|/|&|\+|\bund\b|\band\b|\bet\b|\by\b|\be\b|\ben\b|\bsowie\b){1,2}\s{0,2}(?:in |en )?")


def distinguishes(token: Token) -> bool:
    return token.is_attribute or not token.word


def lists_of(words: str, tokens: Sequence[Token]) -> list[list[Token]]:
    """Runs of words parted by commas or "and": "rot, blau und gelb"."""
    runs: list[list[Token]] = []
    for token in tokens:
        joined = runs and JOINED.fullmatch(words[runs[-1][-1].end : token.start])
        if joined:
            runs[-1].append(token)
        else:
            runs.append([token])
    return [run for run in runs if len(run) > 1]


def is_size(token: Token) -> bool:
    return any(key.startswith("=size") for key in token.keys) or len(token.word) == 1 or not token.word
