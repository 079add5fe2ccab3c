"""How well a customer's words fit each article of a catalogue: by the words that tell articles apart.

Every word of the customer is looked for in all articles, as it stands, as a part of a compound, shortened or misspelt;
a word that few articles have weighs more. A number with the measure of another number of the article speaks against it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from nlp.book import ArticleEntry
from nlp.extract.article_index import EXACT, LEAST_ALIKE, ArticleIndex, glued
from nlp.extract.article_words import COLOURS, EXCLUSIVE, Token, tokens_of
from nlp.lang import fold

UNKNOWN_WEIGHT = 0.55  # of the rarest word: what a word counts that no article has
CONTAINER_WEIGHT = 0.5  # "box" says something, not much
LEAST_COVERED = 0.55
LEAST_ALONE = 0.35  # covered letter by letter, where no other article has any of the words
LEAST_MARGIN = 0.12  # of the best score: how far ahead the best article must be
SURE_SHARE = 0.75  # covered by words that are the article's own, letter by letter
PURPOSE_WEIGHT = 0.6  # "electrode for the pH meter": what it is for says less than what it is
TAIL_WEIGHT = 0.6  # of unknown words behind the last known one, which mostly speak of something else
TAIL_WORDS = 2
UNCOLOURED_SHARE = 0.7  # of the weight of a colour that is said of an article without any
DENIED_SHARE = 0.7  # of the score of "without window" where "window" is asked for
LEAST_TELLING = 0.75  # of the only word that says what it is
LONGEST = 160  # characters
LEAST_HEAD = 4  # letters
RANKED_LIMIT = 5_000  # texts that are remembered of one catalogue
PURPOSE = re.compile(r"(?<=\w )(?:for|pour|fur|voor|para|per|do)(?= )")


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


class Likeness(ArticleIndex):
    """How well texts fit the articles."""

    def __init__(self, articles: Iterable[ArticleEntry], containers: frozenset[str]) -> None:
        super().__init__(articles, containers)
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

    def strange(self, text: str, article: ArticleEntry) -> str:
        """A word of the text that other articles have, letter by letter, and this one has not; "" if there is none."""
        index = next(i for i, each in enumerate(self.articles) if each.sku == article.sku)
        purpose = PURPOSE.search(fold(text))
        for token in glued(tokens_of(text[: min(LONGEST, purpose.start() if purpose else LONGEST)])):
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
        tokens = [(part, False) for token in self._with_terms(glued(tokens_of(text))) for part in self._parted(token)]
        tokens += [(token, True) for token in tokens_of(beside)]
        scores: dict[int, list[tuple[float, float, Token, bool]]] = {}
        total, unknown = 0.0, list[float]()
        purpose = min((m.end() for m in PURPOSE.finditer(fold(text))), default=len(text))
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
        telling = [
            p for p in told if p[2].word not in self._containers or len(parts) > 1 or self._is_head(index, p[2].word)
        ]
        if self._says_goods(tokens):
            telling = [p for p in telling if not p[3]]
        if len(telling) == 1 and telling[0][1] < LEAST_TELLING and not any(p[1] >= EXACT for p in own):
            telling = []
        places = tuple(sorted((p[2].start, p[2].end) for p in own))
        total -= UNCOLOURED_SHARE * self._uncoloured(index, tokens)
        covered = min(1.0, sum(p[0] for p in own) / total) if total > 0 else 0.0
        sure = min(1.0, sum(p[0] for p in own if p[1] >= EXACT) / total) if total > 0 else 0.0
        return Fit(self.articles[index], score, covered, sure, bool(own) and (bool(telling) or several), places)

    def _is_head(self, index: int, word: str) -> bool:
        """Whether an article's name begins with this word: "Drum for Prisma" is no drum of something."""
        stem = word.removesuffix("s").removesuffix("n")
        return len(stem) >= LEAST_HEAD and any(fold(name).startswith(stem) for name in self.articles[index].names)

    def _says_goods(self, tokens: Sequence[tuple[Token, bool]]) -> bool:
        """Whether a word names goods of the catalogue: then what they come in does not say which they are."""
        words = (token for token, aside in tokens if not aside and token.word and not token.is_attribute)
        return any(token.word not in self._containers and self._of(token) for token in words)

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


def _is_alone(best: Fit, fits: Sequence[Fit]) -> bool:
    """Whether a part of the words names an article and none of these words is any other article's."""
    mine = set(best.places)
    return best.sure >= LEAST_ALONE and not any(
        mine & set(fit.places) for fit in fits if fit.article.sku != best.article.sku
    )
