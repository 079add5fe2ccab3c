"""The words of all articles of a catalogue, indexed once, and which articles have a word that a customer writes.

A word is looked for as it stands, as a number with its measure, as a part of a compound, shortened, misspelt, and as a
word for the same kind of goods in another language.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA, JaroWinkler

from nlp.book import ArticleEntry
from nlp.extract.article_spelling import plain_words, plainly, shared
from nlp.extract.article_words import Token, siblings_of, stem, tokens_of
from nlp.extract.goods import inflected_kinds_of, kinds_of, parts_of, terms_in
from nlp.lang import expression

EXACT = 0.94  # a word's own letters
SHORTEST_COMPOUND = 8  # letters
LEAST_PART_ALIKE = 0.8  # of a word that is a part of a name: kinds of goods say nothing more
KIND_ALIKE = 0.88  # of a word for the same kind of goods
INFLECTED_ALIKE = 0.8
LEAST_ALIKE = 0.6
SHORT_PLURAL = 3  # letters
LEAST_PLAIN = 5  # letters
PLAIN_ALIKE = 0.95
CACHE_LIMIT = 20_000  # words that are remembered of one catalogue


class ArticleIndex:
    """The articles' words, indexed once. `containers` are stems of "box", "pack": found in names, telling little."""

    def __init__(self, articles: Iterable[ArticleEntry], containers: frozenset[str]) -> None:
        self.articles = tuple(articles)
        self._containers = containers
        self._by_key: dict[str, set[int]] = {}
        self._by_plain: dict[str, set[int]] = {}  # by words without marks, and by neighbours written as one word
        self._by_kind: dict[str, set[int]] = {}  # by kinds of goods
        self._numbers: list[dict[str, set[str]]] = []  # of each article: measure -> values
        self._denied: list[set[str]] = []  # of each article: what its name says that it is without
        self._kinds: list[frozenset[str]] = []  # of each article: its colour, size, side
        for index, article in enumerate(self.articles):
            numbers: dict[str, set[str]] = {}
            for name in (*article.names, *article.aliases):
                for kind in _kinds_in(tokens_of(name)):
                    self._by_kind.setdefault(kind, set()).add(index)
                for written in plain_words(name):
                    self._by_plain.setdefault(written, set()).add(index)
                for token in glued(tokens_of(name)):
                    for key in (*token.keys, *siblings_of(token)):
                        self._by_key.setdefault(key, set()).add(index)
                    for key in token.keys[:2]:
                        if (sized := re.fullmatch(r"([\d.]+)([a-z]+2?)", key)) is not None and sized[2] != "x":
                            numbers.setdefault(sized[2], set()).add(sized[1])
            self._numbers.append(numbers)
            self._kinds.append(
                frozenset(
                    key for name in article.names for token in tokens_of(name) for key in token.keys if key[0] == "="
                )
            )
            named = [tokens_of(name) for name in article.names]
            pairs = [pair for tokens in named for pair in itertools.pairwise(tokens) if "=without" in pair[0].keys]
            self._denied.append({key for _, token in pairs for key in token.keys})
        self._words = [key for key in self._by_key if key.isalnum() and not key.isdigit() and len(key) > 2]
        self._found: dict[str, dict[int, float]] = {}
        self._known: dict[tuple[tuple[str, ...], str], dict[int, float]] = {}

    def knows(self, token: Token) -> bool:
        """Whether any article has this word."""
        return bool(self._of(token))

    def has_size(self, width: str, length: str) -> bool:
        """Whether some article measures so much by so much."""
        return f"{width}x{length}" in self._by_key

    def family(self, token: Token) -> frozenset[str]:
        """The numbers of the articles that have a word, or one like it."""
        return frozenset(self.articles[index].sku for index, alike in self._of(token).items() if alike >= LEAST_ALIKE)

    def owners(self, token: Token) -> frozenset[str]:
        """The numbers of the articles that have a word letter by letter; none for what goods come in."""
        if token.word in self._containers:
            return frozenset()
        return frozenset(self.articles[index].sku for index in self._by_key.get(token.keys[0], ()))

    def _of(self, token: Token) -> Mapping[int, float]:
        """The articles that have a word, and how alike it is there."""
        key = (token.keys, token.word)
        if key not in self._known:
            if len(self._known) > CACHE_LIMIT:
                self._known.clear()
            self._known[key] = self._looked_up(token)
        return self._known[key]

    def _looked_up(self, token: Token) -> dict[int, float]:
        found: dict[int, float] = {}
        for rank, key in enumerate(token.keys):
            for index in self._by_key.get(key, ()):
                found[index] = max(found.get(index, 0.0), 1.0 if not rank else 0.95)
            if found and any(sign.isdigit() for sign in key):
                return found  # "5 l" is found as such: other fives do not count
        stemmed = token.word or (token.keys[0] if token.keys[0][:1].isalpha() else "")
        if not found and len(stemmed) >= LEAST_PLAIN:
            found = dict.fromkeys(self._by_plain.get(plainly(stemmed), ()), PLAIN_ALIKE)  # "Klarspueler", "earplugs"
        if not found and len(stemmed) == SHORT_PLURAL and stemmed.endswith("s"):
            found = dict.fromkeys(self._by_key.get(stemmed[:-1], ()), 1.0)  # "tés"
        short = len(stemmed) < 3 or (len(stemmed) == 3 and found and max(found.values()) == 1.0)
        if not short and not (found and token.is_attribute):
            for index, likeness in self._alike(stemmed, spelt=bool(found)).items():
                found[index] = max(found.get(index, 0.0), likeness)
        kinds = tuple(key for key in token.keys if key[0] == "~") or kinds_of(stemmed)
        for index in self._of_kinds(kinds, KIND_ALIKE) if not found or max(found.values()) < LEAST_PART_ALIKE else ():
            found[index] = max(found.get(index, 0.0), KIND_ALIKE)
        if not found:
            found = self._of_kinds(inflected_kinds_of(stemmed), INFLECTED_ALIKE)
        if not found and token.keys[-1].startswith("<"):
            parts = [self._by_key.get(part, set()) for part in token.keys[-1][1:].split()]
            found = dict.fromkeys(set.intersection(*parts) if parts else (), 0.95)
            if not found and len(parts) > 1 and re.fullmatch(r"[a-z]{1,2}\d{2,5}", token.keys[0]):
                found = dict.fromkeys(parts[-1], 0.6)
        if not found and token.keys[0].isdigit() and len(token.keys[0]) > 2:
            model = expression(rf"[a-z]{{1,2}}{token.keys[0]}")
            models = (key for key in self._words if model.fullmatch(key))
            found = {index: 0.9 for key in models for index in self._by_key[key]}  # "the 610" of a P610
        return found

    def _with_terms(self, tokens: Sequence[Token]) -> list[Token]:
        """Terms of several words as one, where articles of that kind do not have the words: "notes collantes"."""
        tokens = self._compounded(tokens)
        whole: list[Token] = []
        place = 0
        for first, behind, kinds in sorted(terms_in(tokens)):
            known = all(self._by_key.get(token.keys[0]) for token in tokens[first:behind])
            if known or not any(kind in self._by_kind for kind in kinds):
                continue
            written = " ".join(token.word for token in tokens[first:behind])
            merged = Token((written, *kinds), tokens[first].start, tokens[behind - 1].end, written)
            whole += [*tokens[place:first], merged]
            place = behind
        return [*whole, *tokens[place:]]

    def _compounded(self, tokens: Sequence[Token]) -> list[Token]:
        """Two words as one where the catalogue writes them so and does not have both: "stock pot" is a "stockpot"."""
        found: list[Token] = []
        for token in tokens:
            last = found[-1] if found else None
            whole = f"{last.word}{token.word}" if last is not None and last.word and token.word else ""
            beside = last is not None and token.start - last.end == 1 and whole in self._by_key
            if last is not None and beside and not (last.word in self._by_key and token.word in self._by_key):
                found[-1] = Token((whole,), last.start, token.end, whole)
            else:
                found.append(token)
        return found

    def _of_kinds(self, kinds: Iterable[str], likeness: float) -> dict[int, float]:
        return {index: likeness for kind in kinds for index in self._by_kind.get(kind, ())}

    def _parted(self, token: Token) -> tuple[Token, ...]:
        """A compound of two words of names, "Pilsnermalz" where the name is "Malz, Pilsner": the two; else the word."""
        word = token.word
        if len(word) < SHORTEST_COMPOUND or word in self._by_key:
            return (token,)
        for cut in range(len(word) - 4, 3, -1):
            first, last = self._whole(word[:cut]), self._whole(word[cut:])
            if first and last and first != last:
                ends = token.start + cut
                return Token((first,), token.start, ends, first), Token((last,), ends, token.end, last)
        if not self._of(token) and (parts := parts_of(word)) is not None:
            ends = token.end - len(parts[1])
            return Token(parts[:1], token.start, ends, parts[0]), Token(parts[1:], ends, token.end, parts[1])
        return (token,)

    def _whole(self, part: str) -> str:
        """The word of a name that a part of a compound is, without what joins it to the next; "" if there is none."""
        return next((w for w in (part, stem(part), part.removesuffix("s")) if len(w) > 3 and w in self._by_key), "")

    def _alike(self, word: str, *, spelt: bool) -> dict[int, float]:
        """The articles with a word that this one is a part of, begins, or (if it is not `spelt` so) misspells."""
        key = f"{word}!" if spelt else word
        if key not in self._found:
            if len(self._found) > CACHE_LIMIT:
                self._found.clear()
            self._found[key] = self._search(word, spelt)
        return self._found[key]

    def _search(self, word: str, spelt: bool) -> dict[int, float]:
        numbered = any(c.isdigit() for c in word)
        alike: dict[str, float] = {}
        root = word[:-1] if len(word) == 4 and word.endswith("e") else ""  # "Hefe": longer stems have lost their "e"
        for other in self._words:
            if root and len(other) > 6 and other.endswith(root):
                alike[other] = 0.8
            elif other != word and (likeness := shared(word, other, numbered)):
                alike[other] = likeness
        if len(word) >= 5 and not numbered and not spelt:
            for scorer, cutoff, share in (
                (OSA.normalized_similarity, 0.74, 0.95),
                (JaroWinkler.similarity, 0.88, 0.78),
            ):
                for other, likeness, _ in process.extract(
                    word, self._words, scorer=scorer, limit=8, score_cutoff=cutoff
                ):
                    if other != word and len(other) >= 4:
                        alike[other] = max(alike.get(other, 0.0), float(likeness) * share)
        found: dict[int, float] = {}
        for other, likeness in alike.items():
            for index in self._by_key[other]:
                found[index] = max(found.get(index, 0.0), likeness)
        return found


def _kinds_in(tokens: Sequence[Token]) -> Iterator[str]:
    """The kinds of goods that a name says: by its words, the parts of a compound, by terms of several words."""
    for token in tokens:
        if token.word:
            parts = () if kinds_of(token.word) else parts_of(token.word) or ()
            for word in (token.word, *parts):
                yield from kinds_of(word)
    for _, _, kinds in terms_in(tokens):
        yield from kinds


def glued(tokens: tuple[Token, ...]) -> list[Token]:
    """Tokens, where "pH 4" and "Cat. 7" may be one: a short word and the number behind it are a model too."""
    found: list[Token] = []
    for token in tokens:
        previous = found[-1] if found else None
        if (
            previous is not None
            and previous.word
            and len(previous.word) <= 4
            and token.keys[0].isdigit()
            and token.start - previous.end <= 2
        ):
            found[-1] = previous
            found.append(Token((f"{previous.word}{token.keys[0]}", token.keys[0]), token.start, token.end))
        else:
            found.append(token)
    return found
