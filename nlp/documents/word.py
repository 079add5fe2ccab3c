"""A word-processor file (DOCX) gives its paragraphs and tables in reading order."""

from __future__ import annotations

import io
import zipfile

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
    for block in body if body is not None else ():
        if block.tag == f"{W}p":
            texts.append(_text(block))
        elif block.tag == f"{W}tbl":
            rows: list[Row] = [
                tuple(" ".join(_text(cell).split()) for cell in row.iterfind(f"{W}tc"))
                for row in block.iterfind(f"{W}tr")
            ][: limits.rows]
            texts.append(as_text(rows))
            tables += tables_of(rows)
    text = "\n".join(texts).strip()
    problems = () if text else (Problem("no_text", "the document is empty"),)
    return text[: limits.text_characters], tuple(tables), problems


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
