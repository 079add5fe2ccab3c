"""What goods are called in the languages of Europe: one row of `goods.txt` is one kind of thing, in any language.

A catalogue names an article in few languages; customers write in others, and say "Kuli" for a ballpoint pen. A row is
evidence of likeness, never of identity: a match by it alone is not certain. "_" joins the words of one term.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from nlp.extract.article_words import Token, stem, tokens_of

LEAST_PART = 4  # letters of a part of a compound
SHORT_HEADS = frozenset(
    ("ol", "tee", "te", "the", "sap", "vin", "gel", "oil")
)  # and of its last, if it is one of these
LEAST_COMMON = 5  # letters that an inflected word and a row's have in common at their beginning
MOST_INFLECTED = 3  # letters that differ behind them


@cache
def _rows() -> tuple[dict[str, tuple[str, ...]], dict[tuple[str, ...], tuple[str, ...]]]:
    """The kinds of single words and of terms of two or three, by their stems."""
    words: dict[str, list[str]] = {}
    terms: dict[tuple[str, ...], list[str]] = {}
    lines = (files("nlp.extract") / "goods.txt").read_text("utf-8").splitlines()
    for number, line in enumerate(line for line in lines if line and not line.startswith("#")):
        for term in line.split():
            stems = tuple(token.word for token in tokens_of(term.replace("_", " ")) if token.word)
            if len(stems) == 1:
                words.setdefault(stems[0], []).append(f"~{number}")
            elif len(stems) > 1:
                terms.setdefault(stems, []).append(f"~{number}")
    return {k: tuple(dict.fromkeys(v)) for k, v in words.items()}, {
        k: tuple(dict.fromkeys(v)) for k, v in terms.items()
    }


def kinds_of(word: str) -> tuple[str, ...]:
    """The kinds of goods that a stem names: () for none."""
    return _rows()[0].get(word, ())


def inflected_kinds_of(word: str) -> tuple[str, ...]:
    """The kinds of a word that no row has as it stands: of those that begin alike ("rękawicami", "rękawice")."""
    if len(word) < LEAST_COMMON + 1:
        return ()
    found: list[str] = []
    for other in _beginning().get(word[:LEAST_COMMON], ()):
        common = next(
            (n for n, (a, b) in enumerate(zip(word, other, strict=False)) if a != b), min(len(word), len(other))
        )
        if max(len(word), len(other)) - common <= MOST_INFLECTED:
            found += kinds_of(other)
    return tuple(dict.fromkeys(found))


@cache
def _beginning() -> dict[str, tuple[str, ...]]:
    heads: dict[str, list[str]] = {}
    for word in _rows()[0]:
        if len(word) >= LEAST_COMMON:
            heads.setdefault(word[:LEAST_COMMON], []).append(word)
    return {head: tuple(words) for head, words in heads.items()}


def parts_of(word: str) -> tuple[str, str] | None:
    """The two words of which a compound is made, each of them of some row: "hasselnødsirup"; None where it is none."""
    for cut in range(len(word) - 2, LEAST_PART - 1, -1):
        if len(word) - cut < LEAST_PART and word[cut:] not in SHORT_HEADS:
            continue
        first, last = _whole(word[:cut]), _whole(word[cut:])
        if first and last:
            return first, last
    return None


def _whole(part: str) -> str:
    return next((each for each in (part, stem(part), part.removesuffix("s")) if each in _rows()[0]), "")


def terms_in(tokens: Sequence[Token]) -> tuple[tuple[int, int, tuple[str, ...]], ...]:
    """(first, behind the last, kinds) of each term of several words among these tokens, the longest ones first."""
    terms = _rows()[1]
    found: list[tuple[int, int, tuple[str, ...]]] = []
    for size in (3, 2):
        for first in range(len(tokens) - size + 1):
            kinds = terms.get(tuple(token.word for token in tokens[first : first + size]))
            if kinds and not any(first < b and a < first + size for a, b, _ in found):
                found.append((first, first + size, kinds))
    return tuple(found)
