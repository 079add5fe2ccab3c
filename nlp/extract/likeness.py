"""How well a customer's words fit each article of a catalogue: by the words that tell articles apart.

Every word of the customer is looked for in all articles, as it stands, as a part of a compound, shortened or misspelt;
a word that few articles have weighs more. A number with the measure of another number of the article speaks against it.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA, JaroWinkler

from nlp.book import ArticleEntry
from nlp.extract.article_words import COLOURS, EXCLUSIVE, Token, siblings_of, stem, tokens_of
from nlp.extract.goods import inflected_kinds_of, kinds_of, parts_of, terms_in
from nlp.lang import expression, fold

UNKNOWN_WEIGHT = 0.55  # of the rarest word: what a word counts that no article has
CONTAINER_WEIGHT = 0.5  # "box" says something, not much
LEAST_COVERED = 0.55
LEAST_ALONE = 0.35  # covered letter by letter, where no other article has any of the words
SHORTEST_COMPOUND = 8  # letters
LEAST_MARGIN = 0.12  # of the best score: how far ahead the best article must be
SURE_SHARE = 0.75  # covered by words that are the article's own, letter by letter
PURPOSE_WEIGHT = 0.6  # "electrode for the pH meter": what it is for says less than what it is
TAIL_WEIGHT = 0.6  # of unknown words behind the last known one, which mostly speak of something else
TAIL_WORDS = 2
UNCOLOURED_SHARE = 0.7  # of the weight of a colour that is said of an article without any
DENIED_SHARE = 0.7  # of the score of "without window" where "window" is asked for
EXACT = 0.94
LEAST_PART_ALIKE = 0.75  # of a word that is a part of a name: kinds of goods say nothing more
LEAST_TELLING = 0.75  # of the only word that says what it is
KIND_ALIKE = 0.88  # of a word for the same kind of goods
INFLECTED_ALIKE = 0.8
LEAST_ALIKE = 0.6
LONGEST = 160  # characters
CACHE_LIMIT, RANKED_LIMIT = 20_000, 5_000  # words, and texts, that are remembered of one catalogue
_PURPOSE = re.compile(r"(?<=\w )(?:for|pour|fur|voor|para|per|do)(?= )")


@dataclass(frozen=True, slots=True)
class Fit:
    """An article and how the words fit it: `covered` 0..1 of their weight, `sure` 0..1 by exact words."""

    article: ArticleEntry
    score: float
    covered: float
    sure: float
    told: bool  # a word says what it is, not only its colour, size or number
    places: tuple[tuple[int, int], ...]  # the words that fit


@dataclass(frozen=True, slots=True)
class Match:
    """The one article that words mean; `sure`: by its own words; `end`: behind the last word that names it."""

    article: ArticleEntry
    sure: bool
    score: float
    start: int
    end: int


class Likeness:
    """The articles' words, indexed once. `containers` are stems of "box", "pack": found in names, telling little."""

    def __init__(self, articles: Iterable[ArticleEntry], containers: frozenset[str]) -> None:
        self.articles = tuple(articles)
        self._containers = containers
        self._by_key: dict[str, set[int]] = {}
        self._by_kind: dict[str, set[int]] = {}  # by kinds of goods
        self._numbers: list[dict[str, set[str]]] = []  # of each article: measure -> values
        self._denied: list[set[str]] = []  # of each article: what its name says that it is without
        self._kinds: list[frozenset[str]] = []  # of each article: its colour, size, side
        for index, article in enumerate(self.articles):
            numbers: dict[str, set[str]] = {}
            for name in (*article.names, *article.aliases):
                for kind in _kinds_in(tokens_of(name)):
                    self._by_kind.setdefault(kind, set()).add(index)
                for token in _glued(tokens_of(name)):
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
        self._ranked: dict[tuple[str, str, frozenset[str] | None], tuple[Fit, ...]] = {}

    def only(self, text: str, beside: str = "", among: frozenset[str] | None = None) -> Match | None:
        """The one article that the words mean; `beside`: the unit before them, evidence but no demand."""
        fits = self.ranked(text, beside, among)
        fits = tuple(fit for fit in fits if fit.told)
        if not fits:
            return None
        best = fits[0]
        rival = next((fit for fit in fits[1:] if fit.article.sku != best.article.sku), None)
        if best.covered < LEAST_COVERED and not _is_alone(best, fits):
            return None
        named = rival is not None and best.sure >= EXACT and rival.sure < SURE_SHARE  # every word is its own
        if rival is not None and not named and best.score - rival.score < LEAST_MARGIN * best.score:
            return None
        start, end = (best.places[0][0], best.places[-1][1]) if best.places else (0, 0)
        return Match(best.article, best.sure >= SURE_SHARE, best.score, start, end)

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

    def strange(self, text: str, article: ArticleEntry) -> str:
        """A word of the text that other articles have, letter by letter, and this one has not; "" if there is none."""
        index = next(i for i, each in enumerate(self.articles) if each.sku == article.sku)
        purpose = _PURPOSE.search(fold(text))
        for token in _glued(tokens_of(text[: min(LONGEST, purpose.start() if purpose else LONGEST)])):
            found = self._of(token)
            if (
                found
                and max(found.values()) >= EXACT
                and found.get(index, 0.0) < LEAST_ALIKE
                and token.word not in self._containers
            ):
                return text[token.start : token.end]
        return ""

    def begins_known(self, text: str, among: frozenset[str] | None = None) -> bool:
        """Whether the first telling word of a text stands at its beginning and is one that an article has."""
        first = next(iter(tokens_of(text[:LONGEST])), None)
        if first is None or any(sign.isalnum() or sign == "_" for sign in text[: first.start]):
            return False
        found = self._of(self._parted(first)[0])
        return bool(found) and (among is None or any(self.articles[index].sku in among for index in found))

    def ranked(self, text: str, beside: str = "", among: frozenset[str] | None = None) -> tuple[Fit, ...]:
        """The articles that share a word with the text, best first."""
        key = (text[:LONGEST], beside, among)
        if key not in self._ranked:
            if len(self._ranked) > RANKED_LIMIT:
                self._ranked.clear()
            self._ranked[key] = self._ranking(*key)
        return self._ranked[key]

    def _ranking(self, text: str, beside: str, among: frozenset[str] | None) -> tuple[Fit, ...]:
        tokens = [(part, False) for token in self._with_terms(_glued(tokens_of(text))) for part in self._parted(token)]
        tokens += [(token, True) for token in tokens_of(beside)]
        scores: dict[int, list[tuple[float, float, Token, bool]]] = {}
        total, unknown = 0.0, list[float]()
        purpose = min((m.end() for m in _PURPOSE.finditer(fold(text))), default=len(text))
        for token, aside in tokens:
            found = self._of(token)
            if among is not None:
                found = {i: sim for i, sim in found.items() if self.articles[i].sku in among}
            weight = self._weight(token, found, aside) * (
                PURPOSE_WEIGHT if token.start > purpose and not aside else 1.0
            )
            if not found and len(token.keys) > 1 and token.keys[-1].startswith("<") and not aside:
                continue
            if found and not aside:
                total, unknown = total + weight + sum(unknown), []
            elif not aside:
                unknown.append(weight)
            for index, likeness in found.items():
                scores.setdefault(index, []).append((weight * likeness, likeness, token, aside))
        total += TAIL_WEIGHT * sum(unknown[:TAIL_WORDS])
        fits = [self._fit(index, parts, total, tokens) for index, parts in scores.items()]
        return tuple(sorted((fit for fit in fits if fit is not None), key=lambda fit: -fit.score)[:12])

    def _fit(
        self,
        index: int,
        parts: Sequence[tuple[float, float, Token, bool]],
        total: float,
        tokens: Sequence[tuple[Token, bool]],
    ) -> Fit | None:
        score = sum(part[0] for part in parts)
        own = [part for part in parts if not part[3]]
        if self._speaks_against(index, [token for token, _ in tokens]):
            return None
        if not any("=without" in t.keys for t, _ in tokens) and any(
            self._denied[index] & set(t.keys) for t, _ in tokens
        ):
            score *= DENIED_SHARE
        told = [
            p
            for p in parts
            if not p[2].is_attribute and (p[2].word or p[2].keys[0][:1].isalpha() or not p[2].keys[0].isdigit())
        ]
        several = sum(bool(re.search(r"\d", p[2].keys[0])) for p in own) > 1
        telling = [p for p in told if p[2].word not in self._containers or len(parts) > 1]
        if len(telling) == 1 and telling[0][1] < LEAST_TELLING and not any(p[1] >= EXACT for p in own):
            telling = []
        places = tuple(sorted((p[2].start, p[2].end) for p in own))
        total -= UNCOLOURED_SHARE * self._uncoloured(index, tokens)
        covered = min(1.0, sum(p[0] for p in own) / total) if total > 0 else 0.0
        sure = min(1.0, sum(p[0] for p in own if p[1] >= EXACT) / total) if total > 0 else 0.0
        return Fit(self.articles[index], score, covered, sure, bool(own) and (bool(telling) or several), places)

    def _uncoloured(self, index: int, tokens: Sequence[tuple[Token, bool]]) -> float:
        """The weight of colours said of an article that names none: it may have them all the same."""
        if self._kinds[index] & COLOURS:
            return 0.0
        said = [token for token, aside in tokens if not aside and COLOURS & set(token.keys)]
        return sum(self._weight(token, self._of(token), False) for token in said)

    def _speaks_against(self, index: int, tokens: Sequence[Token]) -> bool:
        """Whether a stated size or colour is another one in the article: "5.5 kW" of a motor of 2.2 kW."""
        kinds = self._kinds[index]
        said = {key for token in tokens for key in token.keys if key[0] == "="}
        if said and kinds and any(said & row and kinds & row and not said & kinds & row for row in EXCLUSIVE):
            return True
        for token in tokens:
            sized = re.fullmatch(r"([\d.]+)([a-z]+2?)", token.keys[0]) if len(token.keys) > 1 else None
            if sized and (values := self._numbers[index].get(sized[2])) and sized[1] not in values:
                return True
        return False

    def _weight(self, token: Token, found: Mapping[int, float], aside: bool) -> float:
        """What a word tells: much where few articles have it; one that nobody knows a middling part against."""
        rarest = math.log(1 + len(self.articles))
        container = token.word in self._containers
        if not found:
            idle = aside or container or len(token.word) in (1, 2) or any(key.startswith("=size") for key in token.keys)
            return 0.0 if idle else UNKNOWN_WEIGHT * rarest
        close = max(found.values()) - 0.08
        weight = math.log(1 + len(self.articles) / sum(sim >= close for sim in found.values()))
        return weight * (CONTAINER_WEIGHT if container or aside else 1.0)

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
            elif other != word and (likeness := _shared(word, other, numbered)):
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


def _is_alone(best: Fit, fits: Sequence[Fit]) -> bool:
    """Whether a part of the words names an article and none of these words is any other article's."""
    mine = set(best.places)
    return best.sure >= LEAST_ALONE and not any(
        mine & set(fit.places) for fit in fits if fit.article.sku != best.article.sku
    )


def _shared(word: str, other: str, numbered: bool) -> float:
    """How much of a word is in another: its beginning, its end, its head in a compound; 0.0 for too little."""
    short, long = sorted((word, other), key=len)
    if numbered:
        return 0.75 if len(short) > 3 and long.endswith(short) else 0.0
    if len(short) >= 3 and long.startswith(short):
        return 0.86 if len(short) >= 4 else 0.7
    if (len(short) >= 5 and short in long) or (len(short) >= 4 and long.endswith(short)):
        return 0.8
    if len(short) >= 8 and short[-7:] == long[-7:]:
        return 0.6  # two compounds with one head
    return 0.0


def _glued(tokens: tuple[Token, ...]) -> list[Token]:
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
