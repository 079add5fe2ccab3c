"""A place in a text as Evidence: offsets, page, sheet and cell as somebody who opens the file finds them."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace

from nlp.extract.sources import Context, Source
from nlp.grounds.finder import Area, Finder
from nlp.grounds.rows import cell_at, name_of, page_at
from nlp.grounds.values import ATTACHMENT, text_of
from nlp.opened import Document
from nlp.reading import Evidence, Reading

Labelled = tuple[int, int, str, str]  # start, end, sheet, cell


class Marks:
    """Makes the evidence of one message."""

    def __init__(self, reading: Reading, context: Context, finder: Finder) -> None:
        self.reading, self.context, self.finder = reading, context, finder
        self._cells: dict[int, list[Labelled]] = {}

    def evidence(self, path: str, area: Area) -> Evidence:
        """The words of an area, without the blanks around them."""
        text = area.source.text[area.start : area.end]
        start = area.start + len(text) - len(text.lstrip())
        end = max(start, area.end - len(text) + len(text.rstrip()))
        return self.marked(area.source.evidence(path, start, end))

    def marked(self, ground: Evidence) -> Evidence:
        """The same at a place that holds its words, with page or cell where its source has such."""
        ground = self._in_place(ground)
        if ground.start < 0:
            return ground
        if ground.source.startswith(ATTACHMENT):
            number = int(ground.source.removeprefix(ATTACHMENT))
            document = self.context.opened_documents[number]
            return self._in_document(ground, document, self.context.documents[number])
        if ground.source == "body" and self.context.body.tables:
            return self._in_table(ground, self.context.body, self.context.body.offset)
        return ground

    def _in_place(self, ground: Evidence) -> Evidence:
        """Words read from a text that was put together of pieces are found in the whole, or their longest line is."""
        text = text_of(self.reading, ground.source)
        if text is None or (ground.start >= 0 and text[ground.start : ground.end] == ground.text):
            return ground
        longest = max(ground.text.strip().splitlines(), key=len, default="").strip()
        for words in (ground.text.strip(), longest):
            place = text.find(words) if words else -1
            if place >= 0:
                return replace(ground, text=words, start=place, end=place + len(words))
        return replace(ground, start=-1, end=-1)

    def _in_document(self, ground: Evidence, document: Document, source: Source) -> Evidence:
        if document.grids:
            sheet, cell = cell_at(document, ground.start)
            return replace(ground, sheet=sheet, cell=cell)
        if document.pages:
            return replace(ground, page=page_at(document, ground.start))
        return self._in_table(ground, source, 0) if source.tables else ground

    def _in_table(self, ground: Evidence, source: Source, offset: int) -> Evidence:
        """Row and column of a table that has no names for them: its heading is row 1."""
        cells = self._labelled(source)
        place = ground.start - offset
        number = bisect_right(cells, (place, 1 << 40, "", "")) - 1
        if number >= 0 and cells[number][0] <= place < cells[number][1]:
            return replace(ground, sheet=cells[number][2], cell=cells[number][3])
        return ground

    def _labelled(self, source: Source) -> list[Labelled]:
        if id(source) not in self._cells:
            several = len(source.tables) > 1
            self._cells[id(source)] = sorted(
                (*span, f"table {row.table + 1}" if several else "", name_of(column, row.number + 1))
                for row in self.finder.rows(source)
                for column, span in enumerate(row.spans)
                if span is not None
            )
        return self._cells[id(source)]
