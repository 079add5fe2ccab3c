"""Lines of a placed order as they shall be, with the words that say so."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum

from nlp.extract.change_names import Mention
from nlp.extract.order.quantities import Count
from nlp.extract.sources import Source
from nlp.reading import Evidence, OrderLine, Problem


@dataclass(frozen=True, slots=True)
class Change:
    """A line as it shall be. `compared`: the old quantity is said too; `own`: its clause names the article.

    `unit`: where the quantity is in another one than the article's own, as a code of UN/ECE recommendation 20 or 21.
    """

    sku: str | None
    description: str
    quantity: Decimal
    start: int
    end: int
    compared: bool
    own: bool
    unit: str | None = None


class Withdrawal(Enum):
    """How plainly words withdraw a whole order."""

    SPOKEN_OF = 0  # "it was cancelled": perhaps the feast
    ASKED = 1  # "please cancel"
    OF_THE_ORDER = 2  # "cancel the order"


class Act(Enum):
    """What a clause does."""

    NOTHING = ""
    KEEPS = "keeps"
    TAKES_AWAY = "takes away"


@dataclass(slots=True)
class Clause:
    """text[low:high] with the articles and numbers in it, and what it does to them."""

    low: int
    high: int
    mentions: list[Mention]
    counts: list[Count]
    act: Act = Act.NOTHING
    bare: bool = False  # nothing but the articles: it does what its neighbour does
    shared: bool = False  # its act is its neighbour's


@dataclass(frozen=True, slots=True)
class Changes:
    """What a text changes in the lines, and whether it withdraws the whole order."""

    lines: tuple[Change, ...] = ()
    whole: Withdrawal | None = None
    several: tuple[str, ...] = ()  # articles with two new quantities
    kept: frozenset[str] = field(default_factory=frozenset)  # articles that are said to stay
    withdrawn: tuple[tuple[int, int], ...] = ()  # stretches whose wish is taken back in the next words
    unread: tuple[str, ...] = ()  # clauses with a new quantity of nothing that is known
    told_only: bool = False  # what goes is only told of somebody, and not asked for
    guessed: tuple[str, ...] = ()  # articles that are meant because every other line is named


def order_line(change: Change) -> OrderLine:
    return OrderLine(change.sku, change.description, change.quantity, None, change.unit)


def grounds(source: Source, changes: tuple[Change, ...]) -> tuple[Evidence, ...]:
    return tuple(source.evidence(f"order_change.lines.{n}", c.start, c.end) for n, c in enumerate(changes))


def doubts(lines: tuple[OrderLine, ...]) -> tuple[Problem, ...]:
    """A problem for each line whose article is not known."""
    return tuple(Problem("unknown_article", line.description, "body") for line in lines if line.sku is None)
