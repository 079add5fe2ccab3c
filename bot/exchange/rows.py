"""Import files as rows: CSV (comma or semicolon) or XLSX in, (line number, column -> text) out."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator
from pathlib import Path

from python_calamine import CalamineWorkbook

from workflows.errors import BadInput

ENCODINGS = ("utf-8-sig", "cp1252")
Row = tuple[int, dict[str, str]]


def read_rows(file: Path, required: tuple[str, ...], optional: tuple[str, ...]) -> list[Row]:
    """All rows below the header; raises BadInput for an unreadable file, a missing or an unknown column."""
    try:
        data = file.read_bytes()
    except OSError as error:
        raise BadInput(str(file), f"cannot be read: {error.strerror}") from error
    lines = list(sheet_lines(file, data) if data[:2] == b"PK" else csv_lines(file, data))
    if not lines:
        raise BadInput(str(file), "is empty", todo="a header row is needed")
    header = [cell.strip().lower() for cell in lines[0][1]]
    check_header(file, header, required, optional)
    rows = []
    for number, cells in lines[1:]:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) > len(header) and any(cell.strip() for cell in cells[len(header) :]):
            raise BadInput(str(file), f"has {len(cells)} cells for {len(header)} columns", line=number)
        padded = [*cells, *[""] * (len(header) - len(cells))]
        rows.append((number, {name: cell.strip() for name, cell in zip(header, padded, strict=False)}))
    return rows


def check_header(file: Path, header: list[str], required: tuple[str, ...], optional: tuple[str, ...]) -> None:
    known = (*required, *optional)
    unknown = [name for name in header if name not in known]
    if unknown:
        raise BadInput(str(file), "is not a known column", line=1, column=unknown[0], todo="known: " + ", ".join(known))
    missing = [name for name in required if name not in header]
    if missing:
        raise BadInput(str(file), "is missing", line=1, column=missing[0])
    double = [name for name in header if header.count(name) > 1]
    if double:
        raise BadInput(str(file), "stands there twice", line=1, column=double[0])


def csv_lines(file: Path, data: bytes) -> Iterator[tuple[int, list[str]]]:
    text = decoded(file, data)
    head = text.split("\n", 1)[0]
    delimiter = ";" if head.count(";") > head.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    start = 1
    try:
        for cells in reader:
            yield start, cells
            start = reader.line_num + 1
    except csv.Error as error:
        raise BadInput(str(file), f"is not valid CSV: {error}", line=start) from error


def decoded(file: Path, data: bytes) -> str:
    for encoding in ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadInput(str(file), "is neither UTF-8 nor Windows-1252 text")


def sheet_lines(file: Path, data: bytes) -> Iterator[tuple[int, list[str]]]:
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        rows = workbook.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except Exception as error:  # calamine raises many kinds for broken files; the file is refused either way
        raise BadInput(str(file), f"is not a readable XLSX workbook: {error}") from error
    for number, cells in enumerate(rows, 1):
        yield number, [as_text(cell) for cell in cells]


def as_text(cell: object) -> str:
    """A cell as one would type it into a CSV: whole floats without ".0", dates in ISO form."""
    if isinstance(cell, bool) or cell is None:
        return "" if cell is None else str(cell).lower()
    if isinstance(cell, float):
        return f"{cell:.0f}" if cell.is_integer() else repr(round(cell, 6))
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat()
    if isinstance(cell, dt.date):
        return cell.isoformat()
    return str(cell)
