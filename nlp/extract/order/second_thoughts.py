"""What a mail says of its lines behind them: another number ("2 lamps, no, make that 3"), the price of each in a row."""

# ruff: noqa: E501  # a pattern is one line of a table

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace

from nlp.extract.order.placing import Placed
from nlp.extract.order.quantities import Count, counts_in
from nlp.extract.sources import Context, Source
from nlp.notation import Amount
from nlp.reading import Problem

WITHIN = 80  # characters behind a line
_CORRECTION = re.compile(
    r"(?:[,;:.(–-]|\s)\s{0,2}(?:ach |ah |ahh |oh |ups |oops |euh |hm )?(?:nein|no|non|sorry|pardon|quatsch|entschuldigung|korrektur|actually|better|rather|scratch that|enfin|excusez(?:-moi)?|ou plutot|plutot|oder besser|oder lieber|lieber|besser|sagen wir|sagma|disons|let's say|say|"
    r"i mean|make (?:it|that)|scusi|anzi|perdon|mejor|nee|liever|nie|raczej)(?!\w)"
    r"(?:[\s,;:.–-]{1,3}(?:nein|no|non|sorry|pardon|lieber|besser|sagen wir|disons|let's say|say|make (?:it|that)|rather|better|plutot|mettez|mettons|machen wir|mach|nehmen wir|doch|je veux dire|i meant?|mieux|il en faut|ich meine|we need|on dit|dann|gleich)){0,2}[\s,;:–-]{1,3}"
)
_AT_AN_END = re.compile(r"\s{0,2}(?:[.,;:!?)\n]|$|(?:und|and|et|bitte|please|svp)(?!\w))")
_BETWEEN = re.compile(r"[\s,;/&]{0,3}(?:und|and|et|bzw\.?|beziehungsweise|respectivement|e|y|en|i)?\s{0,2}")


def with_second_thoughts(context: Context, source: Source, placed: Sequence[Placed]) -> list[Placed]:
    """The lines with the numbers that correct theirs and with the prices that follow all of them in their order."""
    found = list(placed)
    if _CORRECTION.search(source.folded):
        counts = counts_in(context, source)
        starts = [each.counted[0] for each in found] + [len(source.text)]
        found = [
            _corrected(source, counts, each, min(start for start in starts if start > each.counted[0]))
            for each in found
        ]
    return _with_prices_in_a_row(context, source, found)


def _corrected(source: Source, counts: tuple[Count, ...], placed: Placed, stop: int) -> Placed:
    """A line whose number is taken back right behind it, by a number that has no goods of its own."""
    limit = min(stop, placed.counted[1] + WITHIN)
    for match in _CORRECTION.finditer(source.folded, placed.counted[1], limit):
        new = next((count for count in counts if match.end() <= count.start <= match.end() + 1), None)
        if new is None or new.start >= stop or not _AT_AN_END.match(source.folded, new.end):
            continue
        if re.search(r"\n\s*\n", source.text[placed.counted[1] : match.start()]):
            continue
        line = replace(placed.line, quantity=new.value, description=_uncut(placed.line.description, source, match))
        words = " ".join(source.text[placed.counted[0] : new.end].split())
        doubt = Problem("corrected_quantity", words, source.name)  # whoever changes his mind once may do so twice
        counted = (placed.counted[0], new.end)
        return replace(
            placed, line=line, end=max(placed.end, new.end), counted=counted, problems=(*placed.problems, doubt)
        )
    return placed


def _uncut(description: str, source: Source, match: re.Match[str]) -> str:
    """The words for the article without the second thought."""
    at = description.find(source.text[match.start() : match.end()].strip(" ,;:.–-"))
    return description[:at].rstrip(" ,;:.–-") if at > 0 else description


def _with_prices_in_a_row(context: Context, source: Source, found: list[Placed]) -> list[Placed]:
    """ "at £31 and £260 respectively": as many prices as lines, one behind the other, behind the last line's count."""
    if len(found) < 2 or any(each.line.unit_price is not None for each in found[:-1]):
        return found
    last = max(each.counted[1] for each in found)
    money = [a for a in context.amounts(source) if a.marked and a.start >= last]
    row = money[: len(found)]
    if (
        len(row) < len(found)
        or not _is_row(source, row)
        or (len(money) > len(row) and _is_row(source, money[: len(found) + 1]))
    ):
        return found
    return [
        replace(
            each,
            line=replace(each.line, unit_price=amount.value),
            end=max(each.end, amount.end if each is found[-1] else 0),
        )
        for each, amount in zip(found, row, strict=True)
    ]


def _is_row(source: Source, row: Sequence[Amount]) -> bool:
    return all(_BETWEEN.fullmatch(source.folded, a.end, b.start) for a, b in itertools.pairwise(row))
