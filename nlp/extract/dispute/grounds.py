"""A piece of a complaint as hashed features: its words, their letters, and the families of words that say grounds.

Numbers count by their kind alone (amount, count, share, day, reference): "three boxes short" and "12 Sack zu wenig" are
told alike. The families are `nlp/corpus/grounds.toml`.
"""

from __future__ import annotations

import math
import re
import zlib
from collections import Counter
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import chain, pairwise
from operator import mul

from nlp.intents.concepts import Lexicon, folded, load_lexicon
from nlp.lang.sieve import sieved

WIDTH = 1 << 14  # buckets of the hashed features
LIMIT = 3000  # characters of a piece that are looked at
WORDS_KEPT = 8_192  # about 8 MB at most, whatever is written
REACH = 4  # families up to so many apart make a pair
_BLOCKS = (1.0, 1.0, 1.5)  # words, letters, families: each block is scaled to this length
_WORD = re.compile(r"\w{1,40}")
_KINDS = ("NUMBER", "XXAMT", "XXPCT", "XXREF", "COLOUR", "LINE")
_ADDRESS = re.compile(r"https?://\S{1,300}|\S{1,60}@\S{1,100}")
_DIGIT = re.compile(r"\d")
MANY = 64  # of one key in a piece
_LOGS = (0.0, *(1 + math.log(count) for count in range(1, MANY)))
_MASKS = tuple(  # each needs a digit
    (f" {name} ", sieved(pattern))
    for name, pattern in (
        ("xxpct", r"\b\d{1,3}(?:[.,]\d{1,2})? ?%"),
        ("xxdate", r"\b\d{1,2}[./-]\d{1,2}[./-](?:\d{2,4}\b)?|\b20\d\d-\d\d-\d\d\b"),
        ("xxdate", r"\b\d{1,2}\. ?(?=(?:jan|feb|mar|mär|apr|mai|jun|jul|aug|sep|okt|nov|dez))"),
        ("xxamt", r"(?:€|£|\$|\beur|\bchf|\bgbp)\.? ?\d[\d.,']{0,12}"),
        ("xxamt", r"\b\d{1,3}(?:[.,' ]\d{3}){0,3}[.,]\d\d\b(?: ?(?:€|£|eur|chf|gbp|euros?)\b)?"),
        ("xxamt", r"\b\d{1,9} ?(?:€|£|eur\b|chf\b|gbp\b|euros?\b|quid\b|pounds?\b)|\b\d{1,7}[.,][-–]"),
        ("xxref", r"\b(?=[a-z/_.-]{0,20}\d)[a-z]{1,8}[/_. -]?\d[a-z0-9/_.-]{2,24}|\b\d{5,24}\b"),
        ("xxref", r"\b\d{2,8}[-/_][a-z0-9/_-]{2,24}"),
        ("xxint", r"\b\d{1,4}\b"),
    )
)


def masked(text: str) -> str:
    """The piece in lower case with one word for each number of a kind."""
    text = text[:LIMIT].lower().replace("’", "'").replace("\u00a0", " ").replace("\u202f", " ")
    if "http" in text or "@" in text:
        text = _ADDRESS.sub(" xxurl ", text)
    if _DIGIT.search(text) is None:
        return text
    for name, pattern in _MASKS:
        text = pattern.sub(name, text)
    return text


def features_of(text: str) -> dict[int, float]:
    """Bucket -> value; the same for the same text in every process."""
    found: dict[int, float] = {}
    for values, by in blocks_of(text):
        for bucket, value in values.items():
            found[bucket] = found.get(bucket, 0.0) + value * by
    return found


def blocks_of(text: str) -> list[tuple[dict[int, float], float]]:
    """Of each block its buckets and values, and what scales it: `features_of` before it is added up."""
    found = []
    for scale, counts in zip(_BLOCKS, _counted(masked(text)), strict=True):
        values = _in_buckets(counts)
        found.append((values, scale / (math.sqrt(sum(map(mul, values.values(), values.values()))) or 1.0)))
    return found


def _in_buckets(counts: Counter[int]) -> dict[int, float]:
    values = {key % WIDTH: _LOGS[count] if count < MANY else 1 + math.log(count) for key, count in counts.items()}
    if len(values) < len(counts):  # two keys in one bucket add up
        values = dict.fromkeys(values, 0.0)
        for key, count in counts.items():
            values[key % WIDTH] += 1 + math.log(count)
    return values


def _counted(plain: str) -> Iterator[Counter[int]]:
    """Of each block, how often each key occurs."""
    words = _WORD.findall(folded(plain))
    yield Counter([*map(_word_key, words), *(_key(0, f"{first} {second}") for first, second in pairwise(words))])
    yield Counter([*chain.from_iterable(_grams(word) for word in words if not word.startswith("xx"))])
    yield Counter(_key(2, name) for name in families_of(plain))


def _key(block: int, name: str) -> int:
    return zlib.crc32(f"{block}:{name}".encode("utf-8", "replace"))


@lru_cache(maxsize=WORDS_KEPT)
def _word_key(word: str) -> int:
    return _key(0, word)


@lru_cache(maxsize=WORDS_KEPT)
def _grams(word: str) -> tuple[int, ...]:
    """The keys of a word's beginnings, middles and ends: the same few words make most mails."""
    padded = f" {word} "
    return tuple(_key(1, padded[start : start + size]) for size in (3, 4, 5) for start in range(len(padded) - size + 1))


def families_of(plain: str) -> Iterator[str]:
    """The families that a masked text names, and each pair of two of them near each other in one sentence."""
    for said in families().sentences(plain):
        names = ["NUMBER" if name == "XXINT" else name for name in said]
        yield from names
        yield from (f"{name}+" for name in _KINDS if names.count(name) > 1)  # two counts, two colours
        for place, name in enumerate(names):
            yield from (f"{name}>{other}" for other in names[place + 1 : place + 1 + REACH] if other != name)


@cache
def families() -> Lexicon:
    return load_lexicon("grounds.toml")
