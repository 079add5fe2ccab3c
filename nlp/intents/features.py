"""A mail is a bag of hashed features in four blocks: characters, words, concepts, and what stands around the words."""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from nlp.intents.concepts import Lexicon
from nlp.intents.masking import masked

_WORD = re.compile(r"\w+")
_REPLY = re.compile(r"^\s*(?:(?:re|aw|tr|wg|fw|fwd|sv|rép|réf|antw)\s?:\s?){1,9}", re.IGNORECASE)
SHORTEST_GRAM, LONGEST_GRAM = 2, 5
WORDS_KEPT, LONGEST_KEPT = 8_192, 24  # about 8 MB at most, whatever is written
LENGTHS = (0, 4, 12, 30, 80, 200)  # words: a mail of three words is read differently from one of a hundred


class Block(IntEnum):
    """Each block is scaled to length 1 by itself, so that long mails do not drown their subject's attachments."""

    CHARACTERS = 0
    WORDS = 1
    CONCEPTS = 2
    CONTEXT = 3


@dataclass(frozen=True, slots=True)
class Features:
    """`keys`: hashes with the block in the bits from 32 on, block by block; `values`: 1 + log(occurrences)."""

    keys: NDArray[np.uint64]
    values: NDArray[np.float32]


def features_of(subject: str, text: str, context: tuple[str, ...], lexicon: Lexicon) -> Features:
    """The features of a mail; the same for the same input in every process."""
    counts = Counter(_keys(subject, text, context, lexicon))
    keys = np.fromiter(counts, np.uint64, len(counts))
    return Features(keys, (1 + np.log(np.fromiter(counts.values(), np.float32, len(counts)))).astype(np.float32))


def _keys(subject: str, text: str, context: tuple[str, ...], lexicon: Lexicon) -> list[int]:
    """A reply's subject is ours, not the sender's: its words count apart and say nothing of the text."""
    reply = _REPLY.match(subject)
    title = masked(subject[reply.end() :] if reply else subject)[:300]
    body = masked(text)
    own = body if reply else f"{title}\n{body}"
    words = _WORD.findall(own)
    keys = _keys_of(words, Block.WORDS)
    keys += _keys_of([f"{first} {second}" for first, second in pairwise(words)], Block.WORDS)
    keys += _keys_of([f"{'reply' if reply else 'title'}:{word}" for word in _WORD.findall(title)], Block.WORDS)
    for word in words:
        if not word.startswith("xx"):
            keys += _grams(word) if len(word) <= LONGEST_KEPT else _grams.__wrapped__(word)
    keys += _keys_of(lexicon.features(own), Block.CONCEPTS)
    named = (*context, f"length:{_length(len(_WORD.findall(body)))}", *(["reply"] if reply else []))
    return keys + _keys_of(named, Block.CONTEXT)


_SHIFTED = {block: int(block) << 32 for block in Block}


@lru_cache(maxsize=WORDS_KEPT)
def _grams(word: str) -> tuple[int, ...]:
    """The keys of a word's beginnings, middles and ends. The few words that most mails are made of are cut once."""
    padded = f" {word} "
    found: list[str] = []
    for size in range(SHORTEST_GRAM, LONGEST_GRAM + 1):
        if size >= len(padded):
            found.append(padded)
            break
        found += [padded[start : start + size] for start in range(len(padded) - size + 1)]
    return tuple(_keys_of(found, Block.CHARACTERS))


def _length(words: int) -> int:
    return sum(words > bound for bound in LENGTHS)


def _keys_of(names: Iterable[str], block: Block) -> list[int]:
    shifted, crc32 = _SHIFTED[block], zlib.crc32
    return [crc32(name.encode("utf-8", "replace")) | shifted for name in names]
