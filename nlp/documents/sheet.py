"""A workbook gives every visible sheet as text and tables, cells as a person sees them."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import python_calamine
from python_calamine import CalamineWorkbook, SheetVisibleEnum

from nlp.documents.tables import Row, as_text, tables_of, trimmed
from nlp.limits import Limits
from nlp.opened import Table
from nlp.reading import Problem

SHEETS = 30
DIGITS = 10  # binary floats carry noise beyond


def read_sheets(data: bytes, limits: Limits) -> tuple[str, tuple[Table, ...], tuple[Problem, ...]]:
    """Text, tables and problems of XLSX, XLSM, XLSB, XLS and ODS. Hidden sheets are what no person sees: left out."""
    if (bomb := unpacks_too_far(data, limits)) is not None:
        return "", (), (bomb,)
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as workbook:
            return _read(workbook, limits)
    except python_calamine.PasswordError:
        return "", (), (Problem("encrypted", "the workbook needs a password"),)
    except (python_calamine.CalamineError, ValueError, OSError, OverflowError) as error:
        return "", (), (Problem("broken_file", f"broken workbook: {error}"[:200]),)


def unpacks_too_far(data: bytes, limits: Limits) -> Problem | None:
    """Whether a zip container claims to unpack beyond the limits."""
    if not data.startswith(b"PK"):
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
    except (zipfile.BadZipFile, ValueError, OSError):
        return Problem("broken_file", "broken zip container")
    # Sheets of few distinct values pack well: the ratio counts only where the size hurts.
    if unpacked > limits.bytes * 4 or (unpacked > limits.bytes and unpacked > limits.ratio * len(data)):
        return Problem("attachment_limit", f"unpacks to {unpacked} bytes")
    return None


def _read(workbook: CalamineWorkbook, limits: Limits) -> tuple[str, tuple[Table, ...], tuple[Problem, ...]]:
    texts: list[str] = []
    tables: list[Table] = []
    problems: list[Problem] = []
    names = [sheet.name for sheet in workbook.sheets_metadata if sheet.visible == SheetVisibleEnum.Visible]
    for name in names[:SHEETS]:
        try:
            values = workbook.get_sheet_by_name(name).to_python(skip_empty_area=True, nrows=limits.rows + 1)
        except (python_calamine.CalamineError, ValueError, OverflowError) as error:
            problems.append(Problem("broken_file", f"sheet {name!r}: {error}"[:200]))
            continue
        if len(values) > limits.rows:
            problems.append(Problem("document_cut", f"only {limits.rows} rows of sheet {name!r} were read"))
        rows: list[Row] = trimmed(
            [tuple(shown(cell) for cell in row[: limits.columns]) for row in values[: limits.rows]]
        )
        if rows:
            texts.append(as_text(rows))
            tables += tables_of(rows, title=name)
    if not texts and not problems:
        problems.append(Problem("no_text", "the workbook is empty"))
    return "\n\n".join(texts)[: limits.text_characters], tuple(tables), tuple(problems)


def shown(cell: object) -> str:
    """A cell as text: whole numbers without ".0", dates in ISO form, text as it is (leading zeros kept)."""
    match cell:
        case bool():
            return str(cell).lower()
        case float() | int():
            return _number(cell)
        case datetime() if cell.time() == time():
            return cell.date().isoformat()
        case datetime() | date() | time():
            return cell.isoformat()
        case timedelta():
            return str(cell)
        case _:
            return " ".join(str(cell).split()) if cell is not None else ""


def _number(value: float) -> str:
    if value != value or value in (float("inf"), float("-inf")):
        return ""
    text = format(Decimal(repr(round(value, DIGITS))), "f")
    return (text.rstrip("0").rstrip(".") or "0") if "." in text else text
