"""A word-processor file (DOCX) gives its paragraphs and tables in reading order."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

from lxml import etree

from nlp.documents.markup import parse
from nlp.documents.tables import Row, as_text, tables_of
from nlp.limits import Limits
from nlp.opened import Table
from nlp.reading import Problem

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
BREAKS = {f"{W}br": "\n", f"{W}cr": "\n", f"{W}tab": "\t"}


def read_word(data: bytes, limits: Limits) -> tuple[str, tuple[Table, ...], tuple[Problem, ...]]:
    """Text, tables and problems; text that was deleted under revision marks is left out."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open("word/document.xml") as member:
            content = member.read(limits.bytes + 1)
    except (zipfile.BadZipFile, KeyError, OSError, ValueError, RuntimeError, NotImplementedError, EOFError) as error:
        return "", (), (Problem("broken_file", f"broken document: {error}"[:200]),)
    if len(content) > limits.bytes:
        return "", (), (Problem("attachment_limit", f"unpacks to more than {limits.bytes} bytes"),)
    root = parse(content)
    if isinstance(root, Problem):
        return "", (), (root,)
    texts: list[str] = []
    tables: list[Table] = []
    body = root.find(f"{W}body")
    for block in _blocks(body):
        if block.tag == f"{W}p":
            texts.append(_text(block))
        elif block.tag == f"{W}tbl":
            rows: list[Row] = [_row(row)[: limits.columns] for row in block.iterfind(f"{W}tr")][: limits.rows]
            texts.append(as_text(rows))
            tables += tables_of(rows)
    text = "\n".join(texts).strip()
    problems = () if text else (Problem("no_text", "the document is empty"),)
    return text[: limits.text_characters], tuple(tables), problems


def _blocks(parent: etree._Element | None) -> Iterator[etree._Element]:
    """Paragraphs and tables, also those inside content controls (forms)."""
    for child in parent if parent is not None else ():
        if child.tag == f"{W}sdt":
            yield from _blocks(child.find(f"{W}sdtContent"))
        else:
            yield child


def _row(row: etree._Element) -> Row:
    """The cells; one that spans columns leaves the others in place."""
    cells: list[str] = []
    for cell in row.iterfind(f"{W}tc"):
        cells.append(" ".join(_text(cell).split()))
        span = cell.find(f"{W}tcPr/{W}gridSpan")
        written = span.get(f"{W}val") if span is not None else None
        cells += [""] * (min(int(written), 50) - 1 if written and written.isdecimal() and len(written) < 4 else 0)
    return tuple(cells)


def _text(element: etree._Element) -> str:
    parts: list[str] = []
    for node in element.iter(f"{W}t", *BREAKS, f"{W}p"):
        if node.tag == f"{W}t":
            parts.append(node.text or "")
        elif node.tag == f"{W}p":
            parts.append("\n" if parts else "")
        else:
            parts.append(BREAKS[str(node.tag)])
    return "".join(parts).strip("\n")
