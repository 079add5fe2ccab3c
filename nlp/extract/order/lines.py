"""What every reader of order lines gives: the lines, their grounds, and what looked like a line and was not read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from nlp.book import ArticleEntry
from nlp.extract.article_words import tokens_of
from nlp.extract.catalogue import Catalogue
from nlp.extract.order.measured import is_measured
from nlp.extract.order.units import is_confused, is_convertible, meant_unit, price_confirms
from nlp.extract.sources import Source
from nlp.lang import expression
from nlp.reading import Evidence, OrderLine, Problem

MAX_LINES = 500
PRICE_STEP = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class Lines:
    """`open_rows`: remarks that only a total equal to the lines' sum can settle (a row without any quantity).

    `spans`: where lines in prose stand in the source's own text; `counted`: where their quantities do.
    """

    lines: tuple[OrderLine, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    problems: tuple[Problem, ...] = ()
    open_rows: tuple[Problem, ...] = ()
    source: Source | None = None
    tabled: bool = False
    spans: tuple[tuple[int, int], ...] = ()
    counted: tuple[tuple[int, int], ...] = ()

    def __bool__(self) -> bool:
        """Whether anything was read, be it only what is a problem."""
        return bool(self.lines or self.problems)

    def wanted(self) -> set[tuple[str | None, Decimal]]:
        """(article, quantity) of each line: what two readings of one order have in common."""
        return {(line.sku, line.quantity) for line in self.lines}


def line_sum(lines: Iterable[OrderLine]) -> Decimal | None:
    """What the lines come to, before tax; None where one has no price."""
    total = Decimal(0)
    for line in lines:
        if line.unit_price is None:
            return None
        total += line.quantity * line.unit_price
    return total


def exact_share(total: Decimal, quantity: Decimal) -> Decimal | None:
    """The unit price that times the quantity is exactly the total; None where there is none."""
    share = (total / quantity).quantize(PRICE_STEP)
    return share.normalize() if share * quantity == total else None


def line_of(
    catalogue: Catalogue,
    written: tuple[str, ...],
    quantity: Decimal,
    price: Decimal | None,
    unit: str,
    source: str,
    named: ArticleEntry | None = None,
    aside: str = "",
    *,
    chosen: bool = False,
    told: str = "",
) -> tuple[OrderLine, tuple[Problem, ...]]:
    """One line of customer's words (article number first, description last), with what is doubtful about it.

    `named`: the article where it is known already; `aside`: further words of the line, which may say its packing.
    `chosen`: it was, of several that fit, by something else than the words; `told`: all words that name it, where
    they stand in several cells.
    """
    article = named or catalogue.resolve(*written, unit=unit)
    description = next((text for text in reversed(written) if text.strip()), "")
    meant = meant_unit(unit, " ".join((*written, aside)), price, article)
    line = OrderLine(article.sku if article else None, description, quantity, price, meant)
    return line, tuple(_doubts(catalogue, (*written, aside), line, unit, source, chosen=chosen, told=told))


def _doubts(
    catalogue: Catalogue,
    written: tuple[str, ...],
    line: OrderLine,
    unit: str,
    source: str,
    *,
    chosen: bool,
    told: str,
) -> Iterator[Problem]:
    rivals = catalogue.rivals(*written[:-1])
    if len(rivals) > 1:
        yield Problem("several_articles", f"{line.description!r} may be {' or '.join(rivals)}", source)
    article = catalogue.by_sku(line.sku) if line.sku else None
    texts, words = ((*written, told), told) if told else (written, line.description)
    if article and len(rivals) < 2 and _is_doubtful(catalogue, texts, words, article, chosen=chosen):
        yield Problem("near_match", f"{line.description!r} is like {article.names[0]!r}", source)
    confused = article and is_confused(unit, " ".join(written), article) and not is_convertible(unit, article)
    if article and confused and not price_confirms(line.unit_price, article):
        yield Problem("unit_mismatch", f"{line.quantity} {unit} of {article.names[0]}", source)


def _is_doubtful(
    catalogue: Catalogue, written: tuple[str, ...], words: str, article: ArticleEntry, *, chosen: bool
) -> bool:
    """Whether the words may mean another article; none does where every word fits this one and no other has all."""
    if chosen or catalogue.is_near(article.sku, *written):
        likely = catalogue.likeness.proves(words, article.sku)
        return not (likely or is_measured(catalogue.articles, words, article))
    numbered = any(catalogue.numbers_in(text) or catalogue.by_sku(text) for text in written if text.strip())
    aside = " ".join(written)
    return not numbered and all(catalogue.likeness.namesakes(text, article.sku) for text in (words, aside))


def has_number(article: ArticleEntry, value: Decimal) -> bool:
    """Whether a number stands in an article's names."""
    names = (*article.names, *article.aliases)
    return any(
        str(value) in token.keys or expression(rf"(?<!\d){value}(?!\d)").search("".join(token.keys))
        for name in names
        for token in tokens_of(name)
    )


def renumbered(evidence: Iterable[Evidence], first: int) -> tuple[Evidence, ...]:
    """Grounds of lines counted from 0 as grounds of lines counted from `first`."""
    moved = []
    for ground in evidence:
        head, number, *tail = ground.field.removeprefix("order.").split(".")
        moved.append(replace(ground, field=".".join(["order", head, str(int(number) + first), *tail])))
    return tuple(moved)
