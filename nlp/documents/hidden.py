"""Which rows and columns of an XLSX sheet its reader does not see: filtered out, collapsed or hidden by hand."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from dataclasses import dataclass

from nlp.documents.elements import below, every
from nlp.documents.markup import parse
from nlp.limits import Limits
from nlp.reading import Problem

WORKBOOK, RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
RELATION_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
STRICT_RELATION_ID = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
# Of a sheet only these tags are asked: a parser would build all its cells for it.
ROW = re.compile(rb"<(?:\w{1,10}:)?row\b([^<>]{0,600})>")
COLUMN = re.compile(rb"<(?:\w{1,10}:)?col\b([^<>]{0,600})>")
NUMBER = re.compile(rb'\b(r|min|max)="(\d{1,7})"')
IS_HIDDEN = re.compile(rb'\bhidden="(?:1|true)"|\bht="0"')
WIDEST = 16_384


@dataclass(frozen=True, slots=True)
class Unseen:
    """Numbers counted from 0."""

    rows: frozenset[int] = frozenset()
    columns: frozenset[int] = frozenset()


SEEN = Unseen()


def unseen_parts(data: bytes, limits: Limits) -> dict[str, Unseen]:
    """By sheet name; empty for other workbooks and for one whose parts cannot be found."""
    found: dict[str, Unseen] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name, member in _members(archive).items():
                with archive.open(member) as stream:
                    content = stream.read(limits.bytes)
                if (unseen := _unseen(content)) != SEEN:
                    found[name] = unseen
    except (zipfile.BadZipFile, KeyError, OSError, ValueError, RuntimeError, NotImplementedError, EOFError):
        return {}
    return found


def _members(archive: zipfile.ZipFile) -> dict[str, str]:
    """The archive's member of each sheet, by the sheet's name."""
    book, relations = parse(archive.read(WORKBOOK)), parse(archive.read(RELATIONS))
    if isinstance(book, Problem) or isinstance(relations, Problem):
        return {}
    targets = {one.get("Id"): str(one.get("Target") or "") for one in every(relations, "Relationship")}
    found = {}
    for sheet in below(book, "sheet"):
        target = targets.get(sheet.get(RELATION_ID) or sheet.get(STRICT_RELATION_ID), "")
        path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))
        if target and path in archive.namelist():
            found[str(sheet.get("name"))] = path
    return found


def _unseen(content: bytes) -> Unseen:
    rows: set[int] = set()
    columns: set[int] = set()
    for match in ROW.finditer(content):
        numbers = dict(NUMBER.findall(match[1]))
        if IS_HIDDEN.search(match[1]) and b"r" in numbers:
            rows.add(int(numbers[b"r"]) - 1)
    for match in COLUMN.finditer(content):
        numbers = dict(NUMBER.findall(match[1]))
        if IS_HIDDEN.search(match[1]) and {b"min", b"max"} <= numbers.keys():
            columns.update(range(int(numbers[b"min"]) - 1, min(int(numbers[b"max"]), WIDEST)))
    return Unseen(frozenset(rows), frozenset(columns))
