"""A PDF gives its text line by line, its tables, and an order in XML that is embedded in it (Order-X)."""

from __future__ import annotations

import ctypes
import math
import threading
from collections import Counter
from dataclasses import dataclass
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from nlp.documents.layout import tables_in
from nlp.documents.lines import Letter, Line, lines_of
from nlp.documents.scan import Recognizer, read_pages
from nlp.limits import Limits
from nlp.opened import Table
from nlp.reading import Problem

PDFIUM = threading.Lock()  # the library keeps global state
PASSWORD_ERROR = "password"
PAGE_BREAK = "\n\n"
LETTERS_PER_PAGE = 30_000
EMBEDDED = 20
SAMPLE = 80
HYPHENS = frozenset({0x02, 0xAD, 0xFFFE})  # pdfium marks a hyphen at a line's end by 2 or U+FFFE
NO_CHARACTERS = frozenset({0xFFFF, 0xFEFF, 0x200B})


@dataclass(frozen=True, slots=True)
class Pages:
    text: str
    tables: tuple[Table, ...]
    embedded: tuple[tuple[str, bytes], ...]  # attached files: (name, content)
    problems: tuple[Problem, ...]
    begins: tuple[tuple[int, int], ...] = ()  # (offset in `text` where a page begins, its number from 1)


def read_pdf(data: bytes, limits: Limits, recognizer: Recognizer | None = None) -> Pages:
    """Everything that a PDF says in letters; a page of images alone says nothing and is a problem."""
    with PDFIUM:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            encrypted = PASSWORD_ERROR in str(error).lower()
            code = "encrypted" if encrypted else "broken_file"
            return Pages("", (), (), (Problem(code, "the PDF needs a password" if encrypted else "broken PDF"),))
        try:
            return _read(document, limits, recognizer)
        except pypdfium2.PdfiumError as error:
            return Pages("", (), (), (Problem("broken_file", f"broken PDF: {error}"[:200]),))
        finally:
            document.close()


def _read(document: pypdfium2.PdfDocument, limits: Limits, recognizer: Recognizer | None) -> Pages:
    texts: list[str] = []
    tables: list[Table] = []
    problems: list[Problem] = []
    heading: Line | None = None
    blank: list[int] = []
    for number in range(min(len(document), limits.pages)):
        lines = _lines(document[number])
        blank += [] if lines else [number]
        heading = _read_page(lines, heading, texts, tables)
    if len(document) > limits.pages:
        problems.append(Problem("document_cut", f"only the first {limits.pages} pages were read"))
    pictures = [number for number in blank if _has_picture(document[number])]
    numbered = list(enumerate(texts, 1))
    if pictures:
        scans = [document[number] for number in pictures]
        recognized, problem = read_pages(scans, recognizer, limits.scanned_pages)
        problems.append(problem)
        for number, letters in zip(pictures, recognized, strict=False):
            heading = _read_page(lines_of(letters), heading, texts, tables)
            numbered.append((number + 1, texts[-1]))
    elif len(blank) == len(texts):
        problems.append(Problem("no_text", "the PDF has no text"))
    text, begins = _joined(numbered)
    return Pages(
        text[: limits.text_characters], tuple(tables), _embedded(document, limits), tuple(problems), tuple(begins)
    )


def page_of(lines: list[Line]) -> tuple[str, tuple[Table, ...]]:
    """The text and the tables of one page's lines."""
    return "\n".join(_spaced(lines)), tuple(tables_in(lines)[0])


def _read_page(lines: list[Line], heading: Line | None, texts: list[str], tables: list[Table]) -> Line | None:
    """Adds a page's text and tables; the heading that may go on overleaf."""
    texts.append("\n".join(_spaced(lines)))
    found, heading = tables_in(lines, heading)
    for table in found:
        _append(tables, table)
    return heading


def _joined(pages: list[tuple[int, str]]) -> tuple[str, list[tuple[int, int]]]:
    """The pages that say something as one text, and where in it each begins."""
    begins: list[tuple[int, int]] = []
    place = 0
    said = [(number, text) for number, text in pages if text]
    for number, text in said:
        begins.append((place, number))
        place += len(text) + len(PAGE_BREAK)
    return PAGE_BREAK.join(text for _, text in said), begins


def _has_picture(page: pypdfium2.PdfPage) -> bool:
    """Whether something is drawn on a page without letters; a blank back says nothing and is passed over."""
    try:
        return next(iter(page.get_objects(max_depth=3)), None) is not None
    finally:
        page.close()


def _append(tables: list[Table], table: Table) -> None:
    """A table that repeats the heading of the one before goes on with it (page breaks)."""
    if tables and tables[-1].rows[0] == table.rows[0]:
        tables[-1] = Table(rows=tables[-1].rows + table.rows[1:], header=0, title=tables[-1].title)
    else:
        tables.append(table)


def _spaced(lines: list[Line]) -> list[str]:
    """Lines of text, with an empty one where the page leaves a gap."""
    found: list[str] = []
    for index, line in enumerate(lines):
        if index and lines[index - 1].baseline - line.baseline > 2.4 * line.size:
            found.append("")
        found.append(line.text)
    return found


def _lines(page: pypdfium2.PdfPage) -> list[Line]:
    text_page = page.get_textpage()
    try:
        return lines_of(_letters(text_page.raw, text_page.count_chars()))
    finally:
        text_page.close()
        page.close()


def _letters(raw: Any, count: int) -> list[Letter]:
    """A letter costs two or three calls of the library; they are most of what a page costs.

    Letters of one font and size on one line have boxes of the same height and place: they share their baseline.
    """
    count = min(count, LETTERS_PER_PAGE)
    page, turns = ctypes.cast(raw, ctypes.c_void_p).value, _quarter_turns(raw, count)
    sides = _boxes(page, count)
    x, y = ctypes.c_double(), ctypes.c_double()
    to_x, to_y = ctypes.addressof(x), ctypes.addressof(y)
    letters: list[Letter] = []
    known: dict[int, str] = {}
    last_bottom = last_top = math.nan
    for index in range(count):
        code = _CODE_AT(page, index)
        text = known.get(code)
        if text is None:
            text = known[code] = _character(code)
        if not text or (text == " " and _IS_GENERATED(page, index) == 1):
            continue
        left, top, right, bottom = sides[4 * index : 4 * index + 4]
        if turns or bottom != last_bottom or top != last_top:
            _ORIGIN_AT(page, index, to_x, to_y)
            last_bottom, last_top = bottom, top
        baseline, height = y.value, top - bottom
        if turns:
            left, right, baseline, height = _upright((left, bottom, right, top), (x.value, baseline), turns)
        letters.append(Letter(text, left, right, baseline, min(max(height * 0.85, 1.0), 72.0), index))
    return letters


def _boxes(page: int | None, count: int) -> list[float]:
    """Left, top, right and bottom of each letter, one behind the other."""
    boxes = (pdfium.FS_RECTF * count)()
    first, size = ctypes.addressof(boxes), ctypes.sizeof(pdfium.FS_RECTF)
    for index in range(count):
        _BOX_AT(page, index, first + index * size)
    return [*memoryview(boxes).cast("B").cast("f")]


def _direct(function: Any, *arguments: Any) -> Any:
    """A function of the library called without letting other threads run meanwhile: it takes less time than that."""
    address = ctypes.cast(function, ctypes.c_void_p).value
    return ctypes.PYFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, *arguments)(address or 0)


_CODE_AT, _IS_GENERATED = _direct(pdfium.FPDFText_GetUnicode), _direct(pdfium.FPDFText_IsGenerated)
_BOX_AT = _direct(pdfium.FPDFText_GetLooseCharBox, ctypes.c_void_p)
_ORIGIN_AT = _direct(pdfium.FPDFText_GetCharOrigin, ctypes.c_void_p, ctypes.c_void_p)


def _character(code: int) -> str:
    if code in HYPHENS:
        return "-"
    if code < 0x20 or 0xD800 <= code <= 0xDFFF or code > 0x10FFFF or code in NO_CHARACTERS:
        return ""
    return chr(code)


def _quarter_turns(raw: Any, count: int) -> int:
    """How often the page's text is turned right by 90 degrees (landscape pages), by the majority of its letters."""
    votes = Counter(
        round(pdfium.FPDFText_GetCharAngle(raw, index) / (math.pi / 2)) % 4
        for index in range(0, count, max(1, count // SAMPLE))
    )
    return votes.most_common(1)[0][0] if votes else 0


def _upright(
    box: tuple[float, float, float, float], origin: tuple[float, float], turns: int
) -> tuple[float, float, float, float]:
    """(left, right, baseline, height) as a reader who turned the page sees them."""
    left, bottom, right, top = box
    x, y = origin
    match turns:
        case 1:
            return -top, -bottom, x, right - left
        case 2:
            return -right, -left, -y, top - bottom
        case 3:
            return bottom, top, -x, right - left
        case _:
            return left, right, y, top - bottom


def _embedded(document: pypdfium2.PdfDocument, limits: Limits) -> tuple[tuple[str, bytes], ...]:
    found: list[tuple[str, bytes]] = []
    for index in range(min(document.count_attachments(), EMBEDDED)):
        try:
            attachment = document.get_attachment(index)
            content = bytes(attachment.get_data())
        except pypdfium2.PdfiumError:
            continue
        if len(content) <= limits.bytes:
            found.append((attachment.get_name(), content))
    return tuple(found)
