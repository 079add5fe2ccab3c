"""A workbook gives every visible sheet as text and tables, cells as a person sees them."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache

import python_calamine
from python_calamine import CalamineWorkbook, SheetVisibleEnum

from nlp.documents.hidden import SEEN, Unseen, unseen_parts
from nlp.documents.tables import Row, as_text, tables_of, trimmed
from nlp.documents.vocabulary import column_roles
from nlp.limits import Limits
from nlp.opened import Grid, Table
from nlp.reading import Problem

SHEETS = 30
AREA = 20_000_000  # cells of the square that holds a sheet: each takes its place in memory, filled or not
CELL = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
DIGITS = 10  # binary floats carry noise beyond
DAY_ROLES = frozenset({"date", "due_date", "delivery_date"})
SERIAL = re.compile(r"(?:3[6-9]|[4-6]\d)\d{3}")  # days since the end of 1899: 1998 to 2091
EPOCH = date(1899, 12, 30)


def read_sheets(data: bytes, limits: Limits) -> tuple[str, tuple[Table, ...], tuple[Problem, ...], tuple[Grid, ...]]:
    """Text, tables, problems and cells' places of XLSX, XLSM, XLSB, XLS and ODS. What is hidden is left out, named."""
    if (bomb := unpacks_too_far(data, limits) or _reaches_too_far(data, limits)) is not None:
        return "", (), (bomb,), ()
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as workbook:
            return _read(workbook, unseen_parts(data, limits) if data.startswith(b"PK") else {}, limits)
    except python_calamine.PasswordError:
        return "", (), (Problem("encrypted", "the workbook needs a password"),), ()
    except (python_calamine.CalamineError, ValueError, OSError, OverflowError) as error:
        return "", (), (Problem("broken_file", f"broken workbook: {error}"[:200]),), ()


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


def _reaches_too_far(data: bytes, limits: Limits) -> Problem | None:
    """Whether cells of an XLSX sheet lie so far from its beginning that what lies between fills the memory."""
    if not data.startswith(b"PK"):
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                    with archive.open(name) as stream:
                        if _area(stream.read(4 * limits.bytes)) > AREA:
                            return Problem("attachment_limit", f"{name} reaches over more than {AREA} cells")
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, RuntimeError, NotImplementedError, EOFError):
        return None  # whoever reads it says what is broken
    return None


def _area(sheet: bytes) -> int:
    columns, rows = 1, 1
    for cell in CELL.finditer(sheet):
        columns, rows = max(columns, _column(cell[1])), max(rows, int(cell[2]))
    return columns * rows


@lru_cache(maxsize=1024)
def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _read(
    workbook: CalamineWorkbook, unseen: dict[str, Unseen], limits: Limits
) -> tuple[str, tuple[Table, ...], tuple[Problem, ...], tuple[Grid, ...]]:
    texts: list[str] = []
    tables: list[Table] = []
    grids: list[Grid] = []
    problems: list[Problem] = []
    hidden: list[str] = []
    for sheet in workbook.sheets_metadata[:SHEETS]:
        try:
            rows, places, more, left_out = _rows(workbook, sheet.name, unseen.get(sheet.name, SEEN), limits)
        except (python_calamine.CalamineError, ValueError, OverflowError) as error:
            problems.append(Problem("broken_file", f"sheet {sheet.name!r}: {error}"[:200]))
            continue
        found = tuple(_with_days(table) for table in tables_of(rows, title=sheet.name))
        if sheet.visible != SheetVisibleEnum.Visible:
            hidden += [f"sheet {sheet.name!r}"] if any(column_roles(table) for table in found) else []
            continue
        if more:
            problems.append(Problem("document_cut", f"only {limits.rows} rows of sheet {sheet.name!r} were read"))
        hidden += [f"{left_out} of sheet {sheet.name!r}"] if left_out else []
        if rows:
            grids.append(Grid(sheet.name, sum(len(text) + 2 for text in texts), places))
            texts.append(as_text(rows))
            tables += found
    if hidden:
        problems.append(Problem("hidden_content", f"not read because nobody sees it: {', '.join(hidden)}"[:200]))
    if not texts and not problems:
        problems.append(Problem("no_text", "the workbook is empty"))
    return "\n\n".join(texts)[: limits.text_characters], tuple(tables), tuple(problems), tuple(grids)


def _rows(
    workbook: CalamineWorkbook, name: str, unseen: Unseen, limits: Limits
) -> tuple[list[Row], tuple[tuple[int, tuple[int, ...]], ...], bool, str]:
    """(what a person sees of a sheet, where that stands, whether it has more rows, what is there and not seen)."""
    sheet = workbook.get_sheet_by_name(name)
    values = sheet.to_python(skip_empty_area=True, nrows=limits.rows + 1)
    top, left = sheet.start or (0, 0)
    rows, places, dropped, columns = [], [], 0, set()
    for number, row in enumerate(values[: limits.rows]):
        cells = tuple(shown(cell) for cell in row[: limits.columns])
        if number + top in unseen.rows:
            dropped += any(cells)
            continue
        filled = tuple(place + left for place, cell in enumerate(cells) if cell and place + left not in unseen.columns)
        if filled:
            places.append((number + top + 1, filled))
        if unseen.columns:
            columns |= {place for place, cell in enumerate(cells) if cell and place + left in unseen.columns}
            cells = tuple(cell for place, cell in enumerate(cells) if place + left not in unseen.columns)
        rows.append(cells)
    parts = [f"{dropped} rows"] * bool(dropped) + [f"{len(columns)} columns"] * bool(columns)
    return trimmed(rows), tuple(places), len(values) > limits.rows, " and ".join(parts)


def _with_days(table: Table) -> Table:
    """Dates that were saved as bare numbers, in a column that holds days, are shown as days."""
    days = {place for place, role in column_roles(table).items() if role in DAY_ROLES}
    body = table.rows[table.header + 1 :]
    serial = {place for place in days if all(SERIAL.fullmatch(row[place]) for row in body if row[place])}
    if not serial:
        return table
    rows = (tuple(_day(cell) if n in serial and cell else cell for n, cell in enumerate(row)) for row in body)
    return Table((*table.rows[: table.header + 1], *rows), table.header, table.title)


def _day(serial: str) -> str:
    return (EPOCH + timedelta(days=int(serial))).isoformat()


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
