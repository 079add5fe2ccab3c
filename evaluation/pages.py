"""Sheets that customers' programs print, as PDF or as the picture of a scanned page; the same sheet, the same bytes."""

from __future__ import annotations

import io
import json
import re
import struct
import threading
import zlib
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

import pypdfium2
import typst

STYLES = ("ruled", "unruled", "mono")
MONO_WIDTH = 482 / 0.602  # points of type size times letters that fit on a line of the page
SCAN_SCALE = 1.5  # 108 dots an inch: what a cheap scanner sends
AMOUNT = re.compile(r"[-+(]?(?:[A-Z]{3}|[€£$])?[\d\s.,'’]{1,20}(?:[A-Z]{3}|[€£$%])?[-)]?")
# What pdfium draws anew each time: its clock, and a number of the file.
VARYING = ((re.compile(rb"\(D:\d{14}"), rb"(D:20000101000000"), (re.compile(rb"/ID\[[^\]]{1,80}\]"), b""))
PAGE = """
#let sheet = json(bytes(sys.inputs.sheet))
#set page(paper: "a4", margin: 20mm, footer: context {
  let last = counter(page).final().first()
  if last > 1 { align(right, text(8pt, [#counter(page).get().first() / #last])) }
})
#set text(size: 10pt)
#set par(leading: 0.6em)
#let lines(all) = for line in all [#line \\ ]
#if sheet.style == "mono" {
  set text(font: "DejaVu Sans Mono", size: sheet.size * 1pt)
  for line in sheet.lines { block(spacing: 0.5em, raw(line)) }
} else {
  lines(sheet.before)
  if sheet.rows.len() > 0 {
    let stroke = if sheet.style == "ruled" { 0.5pt + luma(90) } else { none }
    let head = sheet.rows.first().map(cell => strong(cell))
    v(2mm)
    table(
      columns: sheet.rows.first().len(), stroke: stroke, inset: 4pt,
      align: (column, row) => if column in sheet.right { right } else { left },
      table.header(..head), ..sheet.rows.slice(1).flatten().map(cell => [#cell]),
    )
    v(2mm)
  }
  lines(sheet.after)
}
"""

_own = threading.local()


def pdf_page(
    before: Sequence[str], rows: Sequence[Sequence[str]], after: Sequence[str], style: str, at: datetime
) -> bytes:
    """A PDF of A4 pages: lines, a table whose header stands on each page, lines.

    `style`: ruled, unruled (columns by distance alone) or mono (as a line printer sets it). Raises ValueError for a
    letter that no font has, or rows of unequal length.
    """
    sheet: dict[str, Any] = {"style": style, "before": list(before), "after": list(after)}
    width = max(map(len, rows), default=0)
    sheet["rows"] = [[*row, *[""] * (width - len(row))] for row in rows]
    sheet["right"] = [column for column in range(width) if is_numeric([row[column] for row in sheet["rows"][1:]])]
    sheet["lines"] = [*before, "", *columns(sheet["rows"], sheet["right"]), "", *after]
    sheet["size"] = min(9.0, MONO_WIDTH / max(1, *map(len, sheet["lines"])))
    try:
        made = own_compiler().compile(
            PAGE.encode(),
            format="pdf",
            sys_inputs={"sheet": json.dumps(sheet, ensure_ascii=False)},
            timestamp=at.astimezone(UTC),
        )
    except typst.TypstError as error:
        raise ValueError(f"the page cannot be set: {error.message}") from error
    assert isinstance(made, bytes)
    return made


def is_numeric(cells: Sequence[str]) -> bool:
    """Whether a column is set to the right: every cell is an amount or a number, none a day or a name."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    return bool(filled) and all(AMOUNT.fullmatch(cell) and cell.count(".") < 2 for cell in filled)


def columns(rows: Sequence[Sequence[str]], right: Sequence[int]) -> list[str]:
    """A table as a line printer sets it: columns two blanks apart, a rule below the header."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [
        "  ".join(
            cell.rjust(width) if number in right else cell.ljust(width)
            for number, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
    return [*lines[:1], *["-" * (sum(widths) + 2 * len(widths) - 2) for _ in lines[:1]], *lines[1:]]


def scanned_png(pdf: bytes) -> bytes:
    """The first page of a PDF as the picture that a scanner makes of it."""
    bitmap = pypdfium2.PdfDocument(pdf)[0].render(scale=SCAN_SCALE, grayscale=True)
    rows = bytes(bitmap.buffer)
    lines = b"".join(b"\0" + rows[y * bitmap.stride : y * bitmap.stride + bitmap.width] for y in range(bitmap.height))

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", bitmap.width, bitmap.height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(lines)) + chunk(b"IEND", b"")


def scanned_pdf(pdf: bytes) -> bytes:
    """The same pages as pictures alone: a scan without text."""
    target = pypdfium2.PdfDocument.new()
    for page in pypdfium2.PdfDocument(pdf):
        width, height = page.get_size()
        image = pypdfium2.PdfImage.new(target)
        image.set_bitmap(page.render(scale=SCAN_SCALE, grayscale=True))
        image.set_matrix(pypdfium2.PdfMatrix().scale(width, height))
        sheet = target.new_page(width, height)
        sheet.insert_obj(image)
        sheet.gen_content()
    written = io.BytesIO()
    target.save(written)
    content = written.getvalue()
    for drawn, settled in VARYING:
        content = drawn.sub(settled, content)
    return content


@lru_cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False)


def own_compiler() -> typst.Compiler:
    """This thread's compiler: one cannot be used by two threads at once."""
    if not hasattr(_own, "compiler"):
        _own.compiler = typst.Compiler(font_paths=_fonts())
    compiler: typst.Compiler = _own.compiler
    return compiler
