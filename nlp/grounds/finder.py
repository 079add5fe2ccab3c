"""The places of a value in the texts of a message, the nearest to what is read beside it first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from nlp.extract.order.quantities import counts_in
from nlp.extract.order.units import code_of
from nlp.extract.sources import Context, Source
from nlp.grounds import written
from nlp.grounds.rows import Row, rows_of
from nlp.notation import currency_places
from nlp.reading import Evidence

Span = tuple[int, int]
WORD = re.compile(r"[^\W\d_]{1,20}")
NUMBERS = frozenset({"po_number", "reference", "invoice", "invoices", "sku", "vat_id", "iban"})


@dataclass(frozen=True, slots=True)
class Area:
    """A piece of a source: the clause or row that a line was read from, or all of it. `row`: of a table."""

    source: Source
    start: int
    end: int
    row: Row | None = None


@dataclass
class Finder:
    """Looks for values in the texts of one message."""

    context: Context
    _rows: dict[int, list[Row]] = field(default_factory=dict)

    @property
    def texts(self) -> tuple[Source, ...]:
        """In the order of belief; the quote is last."""
        return (*self.context.stated, self.context.quoted)

    def named(self, name: str) -> Source | None:
        return next((source for source in self.texts if source.name == name), None)

    def rows(self, source: Source) -> list[Row]:
        """The rows of a source's tables as its text shows them."""
        key = id(source)
        if key not in self._rows:
            self._rows[key] = rows_of(source.text, source.tables) if source.tables else []
        return self._rows[key]

    def whole(self, source: Source) -> Area:
        return Area(source, 0, len(source.text))

    def area_of(self, ground: Evidence) -> Area | None:
        """The words of a ground as a piece of its source; the quote is tried where the new text has them not."""
        for source in self.texts:
            if source.name != ground.source or not ground.text:
                continue
            place = ground.start - source.offset if ground.start >= 0 and not source.whole else -1
            if place < 0 or source.text[place : place + len(ground.text)] != ground.text:
                place = source.text.find(ground.text)
            if place >= 0:
                return Area(source, place, place + len(ground.text))
        return None

    def sentence_around(self, area: Area) -> Area:
        start, end = area.source.sentence_at(area.start)
        return Area(area.source, min(start, area.start), max(end, area.end))

    def find(self, name: str, value: Any, areas: list[Area], anchor: Area | None = None) -> Area | None:
        """The value's place in the first of the areas that has it: there the one nearest to the anchor."""
        for area in areas:
            spans = [(a, b) for a, b in self._spans(name, value, area) if area.start <= a and b <= area.end]
            if spans:
                near = anchor.start if anchor is not None and anchor.source is area.source else area.start
                start, end = min(spans, key=lambda span: abs(span[0] - near))
                return Area(area.source, start, end)
        return None

    def _spans(self, name: str, value: Any, area: Area) -> Iterator[Span]:
        source = area.source
        if name == "currency":
            yield from ((start, end) for start, end, code in currency_places(source.text) if code == value)
        elif isinstance(value, date):
            mentions = self.context.dates(source)
            said = [(m.start, m.end) for m in mentions if value in (m.value, m.earlier)]
            yield from said or _matches(written.day(value), source.text, area)
        elif isinstance(value, Decimal):
            yield from written.figure_spans(value, source.text, area.start, area.end)
            if name == "quantity":
                yield from ((c.start, c.end) for c in counts_in(self.context, source) if c.value == value)
        elif name == "unit":
            named = [(m.span(), code_of(m.group())) for m in WORD.finditer(source.text, area.start, area.end)]
            yield from [span for span, code in named if code == value] or [span for span, code in named if code]
        elif name in NUMBERS:
            yield from written.identifier_spans(value, source.folded, area.start, area.end)
        elif isinstance(value, str):
            span = written.spelled(source.folded[area.start : area.end], value)
            if span is not None:
                yield span[0] + area.start, span[1] + area.start


def _matches(pattern: re.Pattern[str], text: str, area: Area) -> Iterator[Span]:
    yield from (match.span() for match in pattern.finditer(text, area.start, area.end))
