"""Printed documents: a typst layout and a JSON object in, the same bytes of an accessible archive file out every time.

Customers' text travels as JSON strings, never as markup. One set of fonts is shared; each thread has its own compiler,
because a compiler cannot be used by two threads at once. Never fork a process that has rendered: spawn it.
"""

from __future__ import annotations

import json
import re
import threading
import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import typst

from bot.documents.typesetting import typeset
from bot.resources import folder

# ISO 19005-3 level B, for files that carry their data; ISO 14289-1: every text tagged, in order, with its language.
STANDARDS: tuple[Literal["a-3b", "ua-1"], ...] = ("a-3b", "ua-1")
DRAWING = re.compile(r'("<svg.*?</svg>")', re.DOTALL)  # logos and squares among the facts: no text to be set
# What every font of the wheel can print: Latin, Greek, Cyrillic and typographic signs.
PRINTABLE = re.compile(r"[^\u0000-\u024f\u0370-\u03ff\u0400-\u045f\u1e00-\u1eff\u2000-\u2044\u20ac\u2116\u2122]")

_own = threading.local()


def render(template: str, document: Mapping[str, Any], at: datetime, attachment: str = "") -> bytes:
    """A PDF/A-3b and PDF/UA-1 of templates/documents/<template>.typ.

    `document` is what the layout shows (Any: any JSON), `at` the moment that the file states as its creation, and
    `attachment` the text of factur-x.xml. A letter that the own fonts lack is looked for in the system's, then
    transliterated: a document is never refused for a name in another script.
    """
    parts = DRAWING.split(json.dumps(document, ensure_ascii=False))
    language = str(document["language"])
    text = "".join(part if number % 2 else typeset(part, language) for number, part in enumerate(parts))
    fonts = str(document["brand"]["fonts_folder"])
    try:
        return _compiled(template, text, at, attachment, (fonts, False))
    except typst.TypstError:
        pass
    try:
        return _compiled(template, text, at, attachment, (fonts, True))
    except typst.TypstError:
        return _compiled(template, _transliterated(text), at, attachment, (fonts, False))


def _compiled(template: str, text: str, at: datetime, attachment: str, fonts: tuple[str, bool]) -> bytes:
    pages = _compiler(fonts).compile(
        input=folder("templates") / "documents" / f"{template}.typ",
        format="pdf",
        sys_inputs={"document": text, "attachment": attachment},
        pdf_standards=list(STANDARDS),
        timestamp=at.astimezone(UTC),
    )
    assert isinstance(pages, bytes)  # a PDF is one file, whatever its pages
    return pages


@lru_cache
def _fonts(folder_of_brand: str, system: bool) -> typst.Fonts:
    own = folder("templates") / "documents" / "fonts"
    paths = [own, *([Path(folder_of_brand)] if folder_of_brand else [])]
    return typst.Fonts(include_system_fonts=system, font_paths=paths)


def _compiler(fonts: tuple[str, bool]) -> typst.Compiler:
    """This thread's compiler for a brand's folder of fonts ("": none), with the system's fonts or without."""
    compilers: dict[tuple[str, bool], typst.Compiler] = _own.__dict__.setdefault("compilers", {})
    if fonts not in compilers:
        compilers[fonts] = typst.Compiler(root=folder("templates") / "documents", font_paths=_fonts(*fonts))
    return compilers[fonts]


def _transliterated(text: str) -> str:
    """Letters without a glyph become their base letters, or a question mark."""
    return PRINTABLE.sub(lambda found: _base(found[0]), text)


def _base(letter: str) -> str:
    plain = unicodedata.normalize("NFKD", letter)
    kept = "".join(part for part in plain if not unicodedata.combining(part) and not PRINTABLE.match(part))
    return kept.replace('"', "'").replace("\\", "/") or "?"
