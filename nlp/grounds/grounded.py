"""Every value of a Reading gets the words or the cell that it was read from, with page, sheet and cell.

Nothing is decided by this: the extractors' own grounds decide, before. A value's form is looked for in the row or the
clause of its line, then where the other values of its section stand, then anywhere. What stands nowhere was computed,
concluded or known: then the words that led to it are its ground, beside "book" or "answered" where those have it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from nlp.extract.dispute.ranking import told_in
from nlp.extract.references import References
from nlp.extract.sources import Context
from nlp.grounds.finder import Area, Finder
from nlp.grounds.lines import cell_of, column_of, line_areas
from nlp.grounds.marks import Marks
from nlp.grounds.pointing import Pointers, names
from nlp.grounds.values import SECTIONS, values_of
from nlp.reading import Evidence, IntentName, Reading
from nlp.views import words_for

BOOK, ANSWERED = "book", "answered"
LISTS = {"order": "lines", "order_change": "lines", "remittance": "lines", "promise": "instalments"}
DOCUMENTS = frozenset({"invoice", "invoices"})
POINTED = DOCUMENTS | {"po_number"}
KNOWN = frozenset({"sku", "currency"})  # that the book has where the mail has them not
LONGEST = 300  # characters of a ground


def grounded(reading: Reading, context: Context, references: References) -> tuple[Evidence, ...]:
    """The evidence of a Reading, completed: each value of its sections has at least one."""
    return _Grounding(reading, context, references).all()


class _Grounding:
    """One Reading on its way to full evidence."""

    def __init__(self, reading: Reading, context: Context, references: References) -> None:
        self.reading, self.context = reading, context
        self.finder = Finder(context)
        self.pointers = Pointers(context, self.finder, references)
        self.marks = Marks(reading, context, self.finder)
        self.lines = {name: self._line_areas(name, rows) for name, rows in LISTS.items()}

    def all(self) -> tuple[Evidence, ...]:
        found = [self._placed(ground) for ground in self.reading.evidence if ground.text or ground.start >= 0]
        have = {ground.field for ground in found}
        for path, value in values_of(self.reading):
            if path not in have:
                found += self._grounds(path, value)
            elif _leaf(path) in POINTED:
                found += self._pointing(path, str(value), [g.text for g in found if g.field == path])
        return tuple(dict.fromkeys(found))

    def _line_areas(self, section: str, rows: str) -> list[Area | None]:
        value = getattr(self.reading, section)
        lines = getattr(value, rows) if value is not None else ()
        return line_areas(self.finder, f"{section}.{rows}", lines, self.reading.evidence) if lines else []

    def _placed(self, ground: Evidence) -> Evidence:
        """An extractor's ground: the cell of its own row instead of the first that looks like it."""
        line = self._line_of(ground.field)
        if line is not None and line.row is not None and ground.source == line.source.name:
            column = column_of(line.row, _leaf(ground.field), ground.text)
            span = line.row.spans[column] if column is not None else None
            if span is not None:
                return self.marks.evidence(ground.field, Area(line.source, *span))
        return self.marks.marked(ground)

    def _line_of(self, path: str) -> Area | None:
        section, _, rest = path.partition(".")
        parts = rest.split(".")
        areas = self.lines.get(section, [])
        if len(parts) > 1 and parts[0] == LISTS.get(section) and parts[1].isdecimal() and int(parts[1]) < len(areas):
            return areas[int(parts[1])]
        return None

    def _grounds(self, path: str, value: Any) -> Iterator[Evidence]:
        """At least one ground of a value that no extractor gave one."""
        name, line = _leaf(path), self._line_of(path)
        section = path.partition(".")[0]
        if name in ("reason", "topic", "action"):
            area = self._said(path, value, line)
        elif name in DOCUMENTS:
            yield from self._document(path, str(value), line)
            return
        else:
            area = self._written(section, name, value, line)
        if area is not None:
            yield self.marks.evidence(path, area)
            return
        led = self._called(path, line) or line or self._anchor(section) or self._statement(section)
        if led is not None:
            yield self.marks.evidence(path, self._around(led, name))
        if name in KNOWN or led is None:
            yield Evidence(path, BOOK, self._words(led))

    def _called(self, path: str, line: Area | None) -> Area | None:
        """The customer's words for an article whose number is not written."""
        section, _, rest = path.partition(".")
        if line is None or _leaf(path) != "sku":
            return None
        words = getattr(self.reading, section).lines[int(rest.split(".")[1])].description
        return self._written(section, "description", words, line) if words else None

    def _written(self, section: str, name: str, value: Any, line: Area | None) -> Area | None:
        """Where the value itself stands."""
        cell = self._cell(line, name, value)
        if cell is not None:
            return cell
        areas: list[Area] = []
        if line is not None:
            areas += [line, self.finder.sentence_around(line)] if line.row is None else [line]
            if name in ("sku", "description", "quantity", "unit", "unit_price") and line.source.name == "body":
                return self.finder.find(name, value, areas, line)  # another line's words are not this one's
        areas += [self.finder.whole(area.source) for area in self._anchors(section)]
        areas += [self.finder.whole(source) for source in self.finder.texts if source.text]
        return self.finder.find(name, value, areas, line or self._anchor(section))

    def _cell(self, line: Area | None, name: str, value: Any) -> Area | None:
        """The cell of a line's row that says the value."""
        column = cell_of(line.row, name, value) if line is not None and line.row is not None else None
        if line is None or line.row is None or column is None:
            return None
        span = line.row.spans[column]
        return Area(line.source, *span) if span is not None else None

    def _said(self, path: str, value: Any, line: Area | None) -> Area | None:
        """The sentence or the cell that tells a reason, a topic or an action."""
        section = path.partition(".")[0]
        if section == "dispute":
            place = told_in(self.context).place_of(value)
            if place >= 0:
                return Area(self.context.body, *self.context.body.sentence_at(place))
        if section == "remittance" and line is not None:
            kept = self.reading.remittance.lines[int(path.split(".")[2])].deduction if self.reading.remittance else None
            cell = self._cell(line, "reason", value) or (self._cell(line, "deduction", kept) if kept else None)
            return cell or (self.finder.sentence_around(line) if line.row is None else line)
        return self._statement(section)

    def _document(self, path: str, number: str, line: Area | None) -> Iterator[Evidence]:
        """Where a document is named; else what points to it, and who knows the number."""
        area = self.pointers.named(number)
        if area is None and line is not None:
            area = self.finder.find("invoice", number, [line])
        area = area or self.finder.find("invoice", number, [self.finder.whole(s) for s in self.context.stated])
        area = area or self.pointers.traced(number)
        quoted = self.pointers.quoted(number) if area is None else None
        led = area or quoted or line or self._anchor(path.partition(".")[0])
        led = led or self._statement(path.partition(".")[0])
        if led is not None:
            yield self.marks.evidence(path, led)
        if quoted is not None or (area is None and number in self.context.answered):
            yield Evidence(path, ANSWERED, self._words(quoted) or self.reading.subject[:LONGEST])
        elif led is None or not names(self._words(led), number):
            yield Evidence(path, BOOK, self._words(led))

    def _pointing(self, path: str, number: str, words: list[str]) -> Iterator[Evidence]:
        """Beside words that only point to a document: who has its number."""
        if words and not any(names(each, number) for each in words):
            source = ANSWERED if number in self.context.answered else BOOK
            quoted = self.pointers.quoted(number)
            if quoted is not None:
                yield self.marks.evidence(path, quoted)
            yield Evidence(path, source, next((each for each in words if each), "")[:LONGEST])

    def _anchors(self, section: str) -> list[Area]:
        grounds = [g for g in self.reading.evidence if g.field.partition(".")[0] == section]
        return [area for ground in grounds if (area := self.finder.area_of(ground)) is not None]

    def _anchor(self, section: str) -> Area | None:
        return next(iter(self._anchors(section)), None)

    def _statement(self, section: str) -> Area | None:
        """The sentence that says most of the section's intent; else the first words that there are."""
        body = self.context.body
        weight, place = words_for(self.context, IntentName(section))
        if weight > 0 and 0 <= place < len(body.text):
            return Area(body, *body.sentence_at(place))
        for source in self.finder.texts:
            for start, end in source.sentences:
                return Area(source, start, min(end, start + LONGEST))
        return None

    def _around(self, area: Area, name: str) -> Area:
        """Of a value that is not written: its row or line as it is, else the whole sentence."""
        return area if area.row is not None or name in KNOWN else self.finder.sentence_around(area)

    def _words(self, area: Area | None) -> str:
        return " ".join(area.source.text[area.start : area.end].split())[:LONGEST] if area is not None else ""


def _leaf(path: str) -> str:
    """The name of a value: "invoices" of "dispute.invoices.0"."""
    return next(part for part in reversed(path.split(".")) if not part.isdecimal())


__all__ = ["SECTIONS", "grounded"]
