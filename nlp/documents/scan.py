"""A scanned page is recognized where a recognizer is given, and always told.

What was recognized never acts alone: recognition takes 8 for 3, drops a decimal sign or a whole row without any trace
in its text, and its own confidence does not show it. A person compares it with the picture; so the text and the tables
help to say what a mail is about, and each document with them carries the problem `scanned_page`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from nlp.documents.lines import Letter
from nlp.reading import Problem

CODE = "scanned_page"
DOTS_PER_POINT = 200 / 72
LEAST_WORDS = 15  # of a picture that is a page of text
WORD = "5"
ERRORS = (RuntimeError, OSError, ValueError)

Recognizer = Callable[[bytes], list[Letter]]  # a picture's file becomes words where they stand; raises ERRORS


def words_in(told: str) -> list[Letter]:
    """The words of tesseract's table of places, each as one letter of a page in points, y growing upwards.

    Its columns are level, page, block, paragraph, line, word, left, top, width, height, confidence, text.
    """
    lines: dict[tuple[str, ...], list[tuple[int, int, int, int, str]]] = defaultdict(list)
    for row in told.splitlines():
        cells = row.split("\t")
        if len(cells) == 12 and cells[0] == WORD and cells[11].strip(" |_"):
            left, top, width, height = (int(cell) for cell in cells[6:10])
            lines[tuple(cells[1:5])].append((left, top, width, height, cells[11].strip()))
    found: list[Letter] = []
    for words in lines.values():
        baseline = max(top + height for _, top, _, height, _ in words)
        size = sorted(height for *_, height, _ in words)[len(words) // 2]
        for left, _, width, _, text in words:
            start, end, below, tall = (each / DOTS_PER_POINT for each in (left, left + width, -baseline, size))
            found.append(Letter(text, start, end, below, tall, len(found)))
    return found


def read_pages(pages: list[Any], recognizer: Recognizer | None, most: int) -> tuple[tuple[list[Letter], ...], Problem]:
    """The words of pages (of pypdfium2) that are pictures, `most` of them, and the problem that says so."""
    if recognizer is None or not most:
        return (), Problem(CODE, f"{len(pages)} pages without letters (a scan?) were not read")
    found: list[list[Letter]] = []
    try:
        for page in pages[:most]:
            found.append(recognizer(_grey(page)))
    except ERRORS as error:
        return tuple(found), Problem(CODE, f"recognition failed: {error}"[:200])
    left = f", {len(pages) - most} not" if len(pages) > most else ""
    return tuple(found), Problem(CODE, f"{len(found)} scanned pages were recognized{left}")


def _grey(page: Any) -> bytes:
    """A page as a portable graymap (the format "P5")."""
    bitmap = page.render(scale=DOTS_PER_POINT, grayscale=True)
    width, height, stride, pixels = bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer)
    rows = (pixels[start : start + width] for start in range(0, height * stride, stride))
    return b"P5\n%d %d\n255\n" % (width, height) + b"".join(rows)


def read_picture(
    data: bytes, kind: str, recognizer: Recognizer | None, most: int
) -> tuple[list[Letter], tuple[Problem, ...]]:
    """The words of an attached picture. One with few of them is a photo or a logo and says nothing; a fax is a page."""
    is_fax = kind == "image/tiff"
    if recognizer is None or not most:
        return [], (Problem(CODE, "an attached fax or scan was not read"),) if is_fax else ()
    try:
        words = recognizer(data)
    except ERRORS as error:
        return [], (Problem(CODE, f"recognition failed: {error}"[:200]),) if is_fax else ()
    if len(words) < LEAST_WORDS and not is_fax:
        return [], ()
    return words, (Problem(CODE, "the text of a picture was recognized"),)
