"""Printed documents: a typst layout and a JSON object in, the same PDF/A-3b bytes out every time.

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
from typing import Any, Literal

import typst

from bot.resources import folder

STANDARD: Literal["a-3b"] = "a-3b"
# What every font of the wheel can print: Latin, Greek, Cyrillic and typographic signs.
PRINTABLE = re.compile(r"[^\u0000-\u024f\u0370-\u03ff\u0400-\u045f\u1e00-\u1eff\u2000-\u2044\u20ac\u2116\u2122]")

_own = threading.local()


def render(template: str, document: Mapping[str, Any], at: datetime, attachment: str = "") -> bytes:
    """A PDF/A-3b of templates/documents/<template>.typ.

    `document` is what the layout shows (Any: any JSON), `at` the moment that the file states as its creation, and
    `attachment` the text of factur-x.xml. A letter that the own fonts lack is looked for in the system's, then
    transliterated: a document is never refused for a name in another script.
    """
    text = json.dumps(document, ensure_ascii=False)
    try:
        return _compiled(template, text, at, attachment, system=False)
    except typst.TypstError:
        pass
    try:
        return _compiled(template, text, at, attachment, system=True)
    except typst.TypstError:
        return _compiled(template, _transliterated(text), at, attachment, system=False)


def _compiled(template: str, text: str, at: datetime, attachment: str, *, system: bool) -> bytes:
    pages = _compiler(system).compile(
        input=folder("templates") / "documents" / f"{template}.typ",
        format="pdf",
        sys_inputs={"document": text, "attachment": attachment},
        pdf_standards=[STANDARD],
        timestamp=at.astimezone(UTC),
    )
    assert isinstance(pages, bytes)  # a PDF is one file, whatever its pages
    return pages


@lru_cache
def _fonts(system: bool) -> typst.Fonts:
    return typst.Fonts(include_system_fonts=system)


def _compiler(system: bool) -> typst.Compiler:
    name = "with_system_fonts" if system else "with_own_fonts"
    if not hasattr(_own, name):
        setattr(_own, name, typst.Compiler(root=folder("templates") / "documents", font_paths=_fonts(system)))
    compiler: typst.Compiler = getattr(_own, name)
    return compiler


def _transliterated(text: str) -> str:
    """Letters without a glyph become their base letters, or a question mark."""
    return PRINTABLE.sub(lambda found: _base(found[0]), text)


def _base(letter: str) -> str:
    plain = unicodedata.normalize("NFKD", letter)
    kept = "".join(part for part in plain if not unicodedata.combining(part) and not PRINTABLE.match(part))
    return kept.replace('"', "'").replace("\\", "/") or "?"
