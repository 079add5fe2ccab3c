"""Words of every language stand for the same few meanings, so that what one language teaches holds in the others.

The lexicon is `nlp/corpus/concepts.toml`: one table for each concept, one list of words for each language. In a word
"*" says that it may go on, in a phrase only after its first; "-" joins the words of a phrase; "?" is the question mark.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from nlp.lang.sieve import sieved

WORDS_KEPT = 8_192  # about 1 MB at most, whatever is written
SHORTEST_PREFIX = 3  # letters; a shorter beginning of words is none
REACH = 4  # two concepts up to so many concepts apart, inside one sentence, make a pair
_SENTENCE = re.compile(r"[.!;:\n]+|(?<=\?)")
_TOKEN = re.compile(r"\w+|\?")
_ENTRY = re.compile(r"\w+\*?|\?")
_SPECIAL = {"ß": "ss", "œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "ä": "a", "ö": "o", "ü": "u"}
_SPELT_OUT = sieved(r"(?<![aeioq])([aou])e(?!u|\b)")  # not at a word's end: "due", "rue" are no German words


class _Folding(dict[int, str]):
    """What stands for a character, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        plain = _SPECIAL.get(character) or unicodedata.normalize("NFKD", character)
        self[code] = "".join(c for c in plain if not unicodedata.combining(c))
        return self[code]


_FOLDING = _Folding()


def folded(text: str) -> str:
    """Lower case without accents; German ae, oe, ue as a, o, u, so that "fällig" and "faellig" are one word."""
    lower = text.lower()
    return _SPELT_OUT.sub(r"\1", lower if lower.isascii() else lower.translate(_FOLDING))


Phrases = dict[str, dict[str, tuple[tuple[tuple[str, ...], str], ...]]]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Which words say which concept: whole words; beginnings of words by their first letters (SHORTEST_PREFIX of
    them); phrases by their first word and the first letter of their second. The longest of several comes first.
    """

    words: dict[str, str]
    prefixes: dict[str, tuple[tuple[str, str], ...]]
    phrases: Phrases
    _known: dict[str, str] = field(default_factory=dict, compare=False, repr=False)

    def concept_of(self, word: str) -> str:
        """What a word says by itself, or ""; a mask ("xxamt") is its own concept."""
        if (known := self._known.get(word)) is not None:
            return known
        if len(self._known) >= WORDS_KEPT:
            self._known.clear()
        self._known[word] = found = self._concept_of(word)
        return found

    def _concept_of(self, word: str) -> str:
        if (name := self.words.get(word)) is not None:
            return name
        if word.startswith("xx"):
            return word.upper()
        for begun, name in self.prefixes.get(word[:SHORTEST_PREFIX], ()):
            if word.startswith(begun):
                return name
        return ""

    def phrase_at(self, tokens: list[str], at: int) -> tuple[str, int]:
        """(concept or "", number of tokens it takes) of the longest phrase that begins at a token."""
        after = at + 1
        if after < len(tokens) and (begun := self.phrases.get(tokens[at])) is not None:
            for rest, name in begun.get(tokens[after][0], ()):
                if _follows(rest, tokens, after):
                    return name, 1 + len(rest)
        return "", 1

    def sentences(self, text: str) -> list[list[str]]:
        """The concepts of each sentence in the order in which they are said; a phrase goes before its words."""
        found, known = [], self._known
        for sentence in _SENTENCE.split(folded(text)):
            tokens, said, at = _TOKEN.findall(sentence), [], 0
            while at < len(tokens):
                token, name, taken = tokens[at], "", 1
                if token in self.phrases:
                    name, taken = self.phrase_at(tokens, at)
                if name := name or known.get(token) or self.concept_of(token):
                    said.append(name)
                at += taken
            if said:
                found.append(said)
        return found

    def features(self, text: str) -> list[str]:
        """Each concept, and each ordered pair of two different concepts up to REACH apart in one sentence."""
        names: list[str] = []
        for said in self.sentences(text):
            names += said
            names += [f"{a}>{b}" for i, a in enumerate(said) for b in said[i + 1 : i + 1 + REACH] if a != b]
        return names


def _follows(rest: tuple[str, ...], tokens: list[str], at: int) -> bool:
    """Whether the rest of a phrase stands at a place; a word with "*" there may go on."""
    if at + len(rest) > len(tokens):
        return False
    for number, word in enumerate(rest, at):
        if tokens[number] != word and not (word[-1] == "*" and tokens[number].startswith(word[:-1])):
            return False
    return True


@cache
def load_lexicon(name: str = "concepts.toml") -> Lexicon:
    """A shipped lexicon of nlp.corpus; where two concepts claim a word, the first in the file has it."""
    tables = tomllib.loads(files("nlp.corpus").joinpath(name).read_text("utf-8"))
    words: dict[str, str] = {}
    prefixes: dict[str, str] = {}
    phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for name, languages in tables.items():
        for entry in (entry for entries in languages.values() for entry in entries):
            tokens = _ENTRY.findall(folded(entry))
            if len(tokens) > 1:
                phrases.setdefault(tokens[0], []).append((tuple(tokens[1:]), name))
            elif entry.endswith("*"):
                prefixes.setdefault(tokens[0].rstrip("*"), name)
            else:
                words.setdefault(tokens[0], name)
    ordered = {first: _by_letter(sorted(rests, key=lambda r: -len(r[0]))) for first, rests in phrases.items()}
    begun: dict[str, list[tuple[str, str]]] = {}
    for prefix in sorted(prefixes, key=len, reverse=True):
        begun.setdefault(prefix[:SHORTEST_PREFIX], []).append((prefix, prefixes[prefix]))
    return Lexicon(words, {start: tuple(group) for start, group in begun.items()}, ordered)


def _by_letter(rests: list[tuple[tuple[str, ...], str]]) -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    letters = {rest[0][0] for rest, _ in rests}
    return {letter: tuple(pair for pair in rests if pair[0][0][0] == letter) for letter in letters}
