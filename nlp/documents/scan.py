"""A scanned page is recognized where the optional extra `ocr` and the program tesseract are there, and always told.

What was recognized never acts alone: recognition takes 8 for 3, drops a decimal sign or a whole row without any trace
in its text, and its own confidence does not show it. A person compares it with the picture; so the text helps to say
what a mail is about, and each document with it carries the problem `scanned_page`.
"""

from __future__ import annotations

import importlib
import io
import shutil
from collections.abc import Callable
from functools import lru_cache
from importlib.util import find_spec
from typing import Any

from nlp.reading import Problem

CODE = "scanned_page"
LANGUAGES = ("deu", "fra", "eng")
DOTS_PER_POINT = 200 / 72
PAGES = 3
SECONDS_PER_PAGE = 2.5  # a message has ten in all
LEAST_WORDS = 15  # of a picture that is a page of text

Recognizer = Callable[[Any], str]  # a picture as Pillow holds it becomes text; RuntimeError or OSError if it cannot


@lru_cache(maxsize=1)
def installed_recognizer() -> Recognizer | None:
    """Tesseract with those of our languages that are installed; None without the extra or the program."""
    if not (find_spec("pytesseract") and find_spec("PIL") and shutil.which("tesseract")):
        return None
    tesseract = importlib.import_module("pytesseract")
    try:
        there = set(tesseract.get_languages(config=""))
    except (OSError, RuntimeError, ValueError):
        return None
    languages = "+".join(code for code in LANGUAGES if code in there)
    if not languages:
        return None

    def recognize(picture: Any) -> str:
        return str(tesseract.image_to_string(picture, lang=languages, timeout=SECONDS_PER_PAGE))

    return recognize


def read_pages(pages: list[Any], recognizer: Recognizer | None) -> tuple[tuple[str, ...], Problem]:
    """The texts of pages (of pypdfium2) that are pictures, the first of them, and the problem that says so."""
    if recognizer is None:
        return (), Problem(CODE, f"{len(pages)} pages without letters (a scan?) were not read")
    texts: list[str] = []
    try:
        for page in pages[:PAGES]:
            texts.append(recognizer(page.render(scale=DOTS_PER_POINT, grayscale=True).to_pil()))
    except (RuntimeError, OSError, ValueError) as error:
        return tuple(texts), Problem(CODE, f"recognition failed: {error}"[:200])
    left = f", {len(pages) - PAGES} not" if len(pages) > PAGES else ""
    return tuple(texts), Problem(CODE, f"{min(len(pages), PAGES)} scanned pages were recognized{left}")


def read_picture(data: bytes, kind: str, recognizer: Recognizer | None) -> tuple[str, tuple[Problem, ...]]:
    """The text of an attached picture. One with few words is a photo or a logo and says nothing; a fax is a page."""
    fax = Problem(CODE, "an attached fax or scan was not read")
    if recognizer is None:
        return "", (fax,) if kind == "image/tiff" else ()
    image = importlib.import_module("PIL.Image")
    try:
        with image.open(io.BytesIO(data)) as picture:
            text = recognizer(picture.convert("L"))
    except (RuntimeError, OSError, ValueError, SyntaxError, image.DecompressionBombError) as error:
        return "", (Problem(CODE, f"recognition failed: {error}"[:200]),) if kind == "image/tiff" else ()
    if len(text.split()) < LEAST_WORDS and kind != "image/tiff":
        return "", ()
    return text, (Problem(CODE, "the text of a picture was recognized"),)
