"""Rows as lines of a file: JSON objects, or CSV that no spreadsheet program runs as a formula."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from typing import Any

Row = dict[str, Any]


def as_json_lines(rows: Iterator[Row]) -> Iterator[str]:
    for row in rows:
        yield json.dumps(row, ensure_ascii=False)


# A cell that starts like this would be run as a formula by a spreadsheet program.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
# Where ";" parts the cells, or a line ends, another cell begins within the text.
FORMULA_WITHIN = re.compile(r"([;\t\r\n]\s{0,20})(?=[=@\uff1d\uff20]|[+-][^\d\s])")


def as_csv_lines(rows: Iterator[Row]) -> Iterator[str]:
    """CSV with a header; lists joined by "|", objects as JSON, texts safe against formula injection."""
    header: list[str] = []
    for row in rows:
        if not header:
            header = list(row)
            yield csv_line(header)
        yield csv_line([cell(row.get(name)) for name in header])


def cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        value = "|".join(value)
    elif isinstance(value, (list, dict)):
        value = json.dumps(value, ensure_ascii=False)
    text = FORMULA_WITHIN.sub(r"\1'", str(value))
    if text.lstrip(" \u00a0").startswith(FORMULA_STARTS) and not is_number(text):
        return "'" + text
    return text


def is_number(value: str) -> bool:
    try:
        float(value)
    except ValueError:
        return False
    return True


def csv_line(cells: list[str]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="").writerow(cells)
    return buffer.getvalue()
