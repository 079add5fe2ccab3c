"""Lines of a placed order as they shall be, with the words that say so."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from nlp.extract.sources import Source
from nlp.reading import Evidence, OrderLine, Problem


@dataclass(frozen=True, slots=True)
class Change:
    """A line as it shall be. `compared`: the old quantity is said too; `own`: its clause names the article."""

    sku: str | None
    description: str
    quantity: Decimal
    start: int
    end: int
    compared: bool
    own: bool


@dataclass(frozen=True, slots=True)
class Changes:
    """What a text changes in the lines, and the places of removals that name no article: perhaps of the whole order."""

    lines: tuple[Change, ...] = ()
    whole: tuple[int, ...] = ()
    several: tuple[str, ...] = ()  # articles with two new quantities


def order_line(change: Change) -> OrderLine:
    return OrderLine(change.sku, change.description, change.quantity, None)


def grounds(source: Source, changes: tuple[Change, ...]) -> tuple[Evidence, ...]:
    return tuple(source.evidence(f"order_change.lines.{n}", c.start, c.end) for n, c in enumerate(changes))


def doubts(lines: tuple[OrderLine, ...]) -> tuple[Problem, ...]:
    """A problem for each line whose article is not known."""
    return tuple(Problem("unknown_article", line.description, "body") for line in lines if line.sku is None)
