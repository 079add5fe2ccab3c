"""Which article the words of a line mean: alone, with what stands in brackets or behind, or like the line before."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from nlp.book import ArticleEntry
from nlp.extract.article_words import tokens_of
from nlp.extract.catalogue import Catalogue
from nlp.extract.order.choice import chooser_of, compared, says_size_alone
from nlp.extract.order.number_words import in_digits
from nlp.extract.order.price import described
from nlp.extract.order.telling import distinguishes, is_size, lists_of
from nlp.extract.sources import Context, Source
from nlp.lang import expression, fold
from nlp.lang.day_signs import any_of
from nlp.lang.ordering import DENIED, LEADING, MATCHING

_BRACKETS = re.compile(r"\([^()\n]{1,80}\)")
_DENIED = re.compile(rf"(?<!\w)(?:{any_of(DENIED)})(?= )[^,;.()]{{0,60}}")
_LEAD = re.compile(rf"^[\s\"'«„*•·:–-]{{0,4}}(?:(?:(?:{any_of(LEADING)}|à) |(?:de )?[ld]['’]){{0,2}})")
LONGEST_PREFIX = 8  # words
_MATCHING = re.compile(rf"(?<!\w)(?:{any_of(MATCHING)})(?!\w)")
ELLIPSIS_WORDS = 3
LEAST_TIED = 0.35
SHORT_NUMBER = 6  # signs: a longer one is nobody's size or model
COMPANION_FROM = 0.7  # of the score of what fits best
FITS_AS_WELL = 0.8  # of the score of what fits best
LEAST_FITTING, LEAST_SURE = 0.5, 0.3  # so well words must fit the only article that has all of them, letter by letter


@dataclass(frozen=True, slots=True)
class Named:
    """The article that words mean; None where none or several do: then `tied` says how well the best fit, 0..1."""

    article: ArticleEntry | None
    words: str
    tied: float = 0.0
    number: str = ""
    unit: str = ""
    chosen: bool = False  # of several that fit, by something else than the words


class Namer:
    """Names the articles of one source."""

    def __init__(self, context: Context, source: Source, catalogue: Catalogue) -> None:
        self.context, self.source, self.catalogue = context, source, catalogue
        self.chooser = chooser_of(context)

    def core(self, words: str) -> str:
        """The words for the article alone: up to a comma, a bracket, a price, a day."""
        return described(self.context, re.split(r"\(|[,:]\s|;|\n|\s\+\s", words.strip(), maxsplit=1)[0])

    def knows(self, words: str) -> bool:
        """Whether any of the words may be an article's."""
        return any(
            fit.covered >= 0.3 and fit.told and fit.sure > 0.2 for fit in self.catalogue.likeness.ranked(words)[:1]
        )

    def name(self, words: str, unit: str = "", price: Decimal | None = None) -> Named:
        """What these words mean by number, else by name; `price`: that of one, where it stands beside them."""
        clean = _LEAD.sub("", words).strip(" \t\n,;:.|-–(")
        if not clean:
            return Named(None, "")
        whole = self.catalogue.by_sku(clean)
        inside = {article.sku: (article, clean[a:b]) for a, b, article in self.catalogue.numbers_in(clean)}
        if whole is not None or len(inside) == 1:
            article, number = next(iter(inside.values())) if whole is None else (whole, clean)
            rest = clean.replace(number, " ", 1).strip(" \t,;:.|-–()") if number != clean else clean
            other = self._other(clean, article) if number != clean and len(number) <= SHORT_NUMBER else None
            if other is not None:
                return Named(other, clean, unit=unit, chosen=True)
            spoken = fold(number) in fold(" ".join(article.names))  # "FFP2 masks": a number that is a word of its name
            return Named(article, clean if spoken or len(rest) <= 3 else rest, number=number)
        if (digits := in_digits(clean, self.context.languages)) != clean:
            told = self.name(digits, unit, price)
            plain = self.catalogue.likeness.only(clean, unit) if told.chosen else None
            if told.article is not None:
                return Named(plain.article, clean, unit=unit) if plain is not None else replace(told, words=clean)
        match = self.catalogue.likeness.only(clean, unit)
        if match is not None:
            return Named(match.article, clean, unit=unit)
        fits = self.catalogue.likeness.ranked(clean, unit)
        fits = self.catalogue.likeness.narrowed(clean, fits)
        if len(fits) == 1 and fits[0].told and fits[0].covered >= LEAST_FITTING and fits[0].sure >= LEAST_SURE:
            return Named(fits[0].article, clean, unit=unit, chosen=True)
        if (phrase := self.catalogue.likeness.phrased(clean, fits)) is not None:
            return Named(phrase, clean, unit=unit, chosen=True)
        if (plain_one := self.catalogue.likeness.unmarked(fits)) is not None:
            return Named(plain_one, clean, unit=unit, chosen=True)
        if (chosen := self.chooser.choose(clean, fits, price)) is not None:
            return Named(chosen, clean, unit=unit, chosen=True)
        best = fits[:1]
        return Named(None, clean, best[0].covered if best and best[0].told else 0.0, unit=unit)

    def _other(self, words: str, article: ArticleEntry) -> ArticleEntry | None:
        """The article that all words mean where a part is formed like the number of another: "PE32 elbow"."""
        kind = self.catalogue.likeness
        match = kind.only(words) if kind.strange(words, article) else None
        return match.article if match is not None and match.sure and match.article.sku != article.sku else None

    def wanted(
        self,
        words: str,
        unit: str,
        following: str = "",
        last: Named | None = None,
        described_before: str = "",
        price: Decimal | None = None,
    ) -> Named:
        """What the words behind a count mean: as few of them as mean one article.

        `following`: the rest of the stretch, whose brackets may hold for all its lines; `last`: the line before.
        """
        core = self.core(described_before or words)
        first = self.name(core, unit, price)
        if first.article is not None and not first.chosen:
            return first
        allowed = _DENIED.sub(" ", fold(words))
        aside = " ".join(match[0][1:-1] for match in _BRACKETS.finditer(allowed))
        later = " ".join(match[0][1:-1] for match in _BRACKETS.finditer(_DENIED.sub(" ", fold(following))))
        whole = described(self.context, re.sub(r"[()]", " ", allowed))
        clause = re.split(r"\(|[,:]\s|;|\n", words.strip(), maxsplit=1)[0]
        chosen = first
        if last is not None and (like := self._like(core, aside, unit, last)) is not None and like.article is not None:
            return like
        for text in (f"{core} {aside}" if aside else "", clause, whole, f"{core} {later}" if later else ""):
            named = self.name(text, unit, price) if text.strip() else first
            if named.article is not None and not named.chosen:
                said = self._up_to_last(named) if text is clause else ""
                return Named(named.article, said or first.words or named.words, number=named.number, unit=unit)
            if named.chosen and (not chosen.chosen or len(named.words) > len(chosen.words)):
                chosen = named
        if (leading := self._leading(clause, unit)) is not None:
            return leading
        numbered = self.catalogue.likeness.counted_as(core, unit) if unit else None
        fitting = not chosen.chosen or _MATCHING.search(fold(words))
        if numbered is None and fitting and last is not None and last.article is not None:
            numbered = self._companion(core, last.article, words)
        if numbered is not None:
            return Named(numbered, core, unit=unit, chosen=True)
        if last is not None and (like := self._like(core or unit, aside, unit, last)) is not None:
            return like
        return Named(chosen.article, first.words or chosen.words, unit=unit, chosen=True) if chosen.chosen else first

    def _up_to_last(self, named: Named) -> str:
        """Words up to the last that names the article: "cartons for 12 bottles", where "cartons" alone name none."""
        match = self.catalogue.likeness.only(named.words, named.unit)
        return named.words[: match.end] if match is not None and match.article is named.article else ""

    def matching(self, words: str, last: Named) -> Named | None:
        """ "Lids to fit": what is asked for as fitting the goods named last."""
        goods, fitting = _MATCHING.subn(" ", fold(words))
        found = self._companion(self.core(goods), last.article, words) if fitting and last.article else None
        return Named(found, words, chosen=True) if found is not None else None

    def _companion(self, words: str, before: ArticleEntry, said: str) -> ArticleEntry | None:
        """ "Two primer and the hardener for it": of several hardeners that which speaks of the primer."""
        fits = [fit for fit in self.catalogue.likeness.ranked(words) if fit.told and fit.covered >= LEAST_TIED]
        tied = [fit.article for fit in fits if fit.score >= COMPANION_FROM * fits[0].score]
        matching = bool(_MATCHING.search(fold(said)))
        return self.catalogue.likeness.companion(tied, before, matching=matching) if len(tied) > 1 else None

    def _leading(self, words: str, unit: str) -> Named | None:
        """As many of the first words as mean one article: what follows them speaks of something else."""
        for token in reversed(tokens_of(words)[:LONGEST_PREFIX]):
            named = self.name(words[: token.end], unit)
            if named.chosen and named.article is not None and not self._fits_best(words, named.article):
                continue  # "tyres 28 inch in 37": none of those in 47
            if named.article is not None and (
                re.search(r"\d", named.words) or not self.catalogue.is_near(named.article.sku, named.words)
            ):
                return named
        return None

    def _fits_best(self, words: str, article: ArticleEntry) -> bool:
        """Whether no article fits all the words much better than this one."""
        fits = self.catalogue.likeness.ranked(words)
        return not fits or any(f.article.sku == article.sku for f in fits if f.score >= FITS_AS_WELL * fits[0].score)

    def trailing(self, words: str, unit: str) -> Named:
        """As many of the last words as mean one article: "we only take the FI 63 A"."""
        for token in tokens_of(words)[-LONGEST_PREFIX:]:
            named = self.name(words[token.start :], unit)
            if named.article is not None and not self.catalogue.is_near(named.article.sku, named.words):
                return named
        return self.name(words, unit)

    def differs(self, words: str) -> bool:
        """Whether words say only a size, a colour, a number: not what they are of."""
        idle = expression(rf"(?<!\w)(?:{self.context.words('idle_words', 'common', 'same_goods')})(?!\w)")
        tokens = tokens_of(idle.sub(" ", fold(words)))
        return 0 < len(tokens) <= ELLIPSIS_WORDS and all(distinguishes(token) for token in tokens)

    def several(self, words: str, unit: str) -> list[Named]:
        """The articles that words mean which name one thing in several colours or sizes; [] where that fits less."""
        tokens = tokens_of(words)
        for chosen in lists_of(words, tokens):
            base = " ".join(words[t.start : t.end] for t in tokens if t not in chosen)
            found = [self.name(f"{base} {words[t.start : t.end]}", unit) for t in chosen]
            named = {each.article.sku for each in found if each.article is not None}
            if len(chosen) > 1 and len(named) == len(chosen):
                return found
        return []

    def like(self, words: str, unit: str, last: Named) -> Named | None:
        """What words mean that name only a colour, a size or the like, beside the article of the line before."""
        named = self._like(words, "", unit, last)
        return named if named is not None and named.article is not None else None

    def _like(self, words: str, aside: str, unit: str, last: Named) -> Named | None:
        """ "and 10 of L", "the short ones": what differs alone, of goods like those of the line before."""
        words = re.split(r"[.!?]\s(?!\d)", words, maxsplit=1)[0]
        if last.article is None:
            return self._again(words, aside, unit, last)
        idle = expression(rf"(?<!\w)(?:{self.context.words('idle_words', 'common', 'same_goods')})(?!\w)")
        spoken = idle.sub(lambda match: " " * len(match[0]), fold(words))
        kind, telling = self.catalogue.likeness, tokens_of(spoken)
        whole = any(not distinguishes(token) and kind.knows(token) for token in telling)  # it says its own goods too
        for text in (f"{spoken} {aside}", spoken) if aside else (spoken,):
            if (article := kind.sibling(text, last.article, last.words)) is not None:
                said = f"{self._kept(last, article)} {words}".strip()
                return Named(article, said, unit=unit or last.unit, chosen=whole or last.chosen)
        alike = (last.article, *kind.others(last.article, last.words)) if says_size_alone(spoken) else ()
        if (larger := compared(spoken, alike)) is not None and larger.sku != last.article.sku:
            return Named(larger, f"{last.words} {words}", unit=unit or last.unit, chosen=True)
        return None

    def _again(self, words: str, aside: str, unit: str, last: Named) -> Named | None:
        """What differs, behind a line whose words fit several articles."""
        tokens = tokens_of(words)
        if not 0 < len(tokens) <= ELLIPSIS_WORDS or not all(distinguishes(token) for token in tokens):
            return None
        sizes = any(is_size(token) for token in tokens)
        kept = [t for t in tokens_of(last.words) if not (distinguishes(t) and is_size(t) == sizes)]
        model = " ".join(last.words[t.start : t.end] for t in kept)
        named = self.name(f"{model} {words} {aside}", unit or last.unit)
        if named.article is None:
            return Named(None, words, tied=0.6) if model else None
        return Named(named.article, f"{model} {words}".strip(), unit=unit or last.unit)

    def _kept(self, last: Named, article: ArticleEntry) -> str:
        """The words of the line before that speak of this article too."""
        kind = self.catalogue.likeness
        tokens = [token for token in tokens_of(last.words) if article.sku in kind.family(token)]
        return " ".join(last.words[token.start : token.end] for token in tokens)
