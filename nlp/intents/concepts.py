"""Words of every language stand for the same few meanings, so that what one language teaches holds in the others.

The lexicon is `nlp/corpus/concepts.toml`: one table for each concept, one list of words for each language. In a word
"*" says that it may go on; "-" joins the words of a phrase; "?" is the question mark.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from importlib.resources import files

REACH = 4  # two concepts up to so many concepts apart, inside one sentence, make a pair
_SENTENCE = re.compile(r"[.!;:\n]+|(?<=\?)")
_TOKEN = re.compile(r"\w+|\?")
_SPECIAL = str.maketrans({"ß": "ss", "œ": "oe", "æ": "ae", "ø": "o"})
_UMLAUT = str.maketrans({"ä": "a", "ö": "o", "ü": "u"})


def folded(text: str) -> str:
    """Lower case without accents; German ae, oe, ue as a, o, u, so that "fällig" and "faellig" are one word."""
    text = text.lower().translate(_SPECIAL).translate(_UMLAUT)
    text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return re.sub(r"(?<![aeioq])([aou])e(?!u)", r"\1", text)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Which words say which concept: whole words, beginnings of words, and phrases by their first word."""

    words: dict[str, str]
    prefixes: dict[str, str]
    phrases: dict[str, tuple[tuple[tuple[str, ...], str], ...]]

    def concept_at(self, tokens: list[str], at: int) -> tuple[str, int]:
        """(concept or "", number of tokens it takes) of what begins at a token; the longest entry wins."""
        for rest, name in self.phrases.get(tokens[at], ()):
            if tuple(tokens[at + 1 : at + 1 + len(rest)]) == rest:
                return name, 1 + len(rest)
        token = tokens[at]
        if token.startswith("xx"):
            return token.upper(), 1
        if token in self.words:
            return self.words[token], 1
        for end in range(len(token), 2, -1):
            if (begun := self.prefixes.get(token[:end])) is not None:
                return begun, 1
        return "", 1

    def sentences(self, text: str) -> list[list[str]]:
        """The concepts of each sentence in the order in which they are said."""
        found = []
        for sentence in _SENTENCE.split(folded(text)):
            tokens, said, at = _TOKEN.findall(sentence), [], 0
            while at < len(tokens):
                name, taken = self.concept_at(tokens, at)
                said += [name] if name else []
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


def load_lexicon(name: str = "concepts.toml") -> Lexicon:
    """A shipped lexicon of nlp.corpus; where two concepts claim a word, the first in the file has it."""
    tables = tomllib.loads(files("nlp.corpus").joinpath(name).read_text("utf-8"))
    words: dict[str, str] = {}
    prefixes: dict[str, str] = {}
    phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for name, languages in tables.items():
        for entry in (entry for entries in languages.values() for entry in entries):
            tokens = _TOKEN.findall(folded(entry.rstrip("*")))
            if len(tokens) > 1:
                phrases.setdefault(tokens[0], []).append((tuple(tokens[1:]), name))
            elif entry.endswith("*"):
                prefixes.setdefault(tokens[0], name)
            else:
                words.setdefault(tokens[0], name)
    ordered = {first: tuple(sorted(rest, key=lambda r: -len(r[0]))) for first, rest in phrases.items()}
    return Lexicon(words, prefixes, ordered)
