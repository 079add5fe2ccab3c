"""Reports as files: JSON on one line, CSV with its header, workbooks whose texts stay texts."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date

import pytest
from python_calamine import CalamineWorkbook

from bot.exchange.tabulated import FORMATS, as_file
from workflows.reporting.report import Chart, Column, Form, Report, Table, columns

ROWS = (
    {"customer": "=cmd|' /C calc'!A0", "total": "-1234.50", "days": 3, "on": "2026-03-31", "share": "12.50"},
    {"customer": "http://x.example", "total": "0.10", "days": 0, "on": None, "share": None},
)
COLUMNS = (
    Column("customer"),
    Column("total", Form.AMOUNT),
    Column("days", Form.NUMBER),
    Column("on", Form.DATE),
    Column("share", Form.PERCENT),
)


def report(*rows: dict[str, str | int | None]) -> Report:
    tables = (
        Table("customers", COLUMNS, rows, Chart("Who", "customer", ("total",))),
        Table("empty", columns(Form.TEXT, "a", "b"), (), Chart("None", "a", ("b",))),
    )
    return Report("aging", date(2026, 3, 31), {"total": "what is open"}, tables, ("they differ",))


def test_json_is_one_line_with_definitions_and_every_table() -> None:
    (line,) = as_file(report(*ROWS), ".json").decode().splitlines()
    told = json.loads(line)
    assert (told["report"], told["as_of"], told["differences"]) == ("aging", "2026-03-31", ["they differ"])
    assert told["customers"][0]["total"] == "-1234.50" and told["empty"] == []
    assert told["definitions"] == {"total": "what is open"}


def test_csv_has_its_header_even_without_rows_and_no_formula() -> None:
    assert as_file(report(), ".csv") == b"customer,total,days,on,share\n"
    first = as_file(report(*ROWS), ".csv").decode().splitlines()[1]
    assert first == "'=cmd|' /C calc'!A0,-1234.50,3,2026-03-31,12.50"


def test_a_workbook_has_numbers_as_numbers_and_texts_as_texts() -> None:
    made = as_file(report(*ROWS), ".xlsx")
    book = CalamineWorkbook.from_filelike(io.BytesIO(made))
    assert book.sheet_names == ["customers", "empty", "definitions"]
    assert book.get_sheet_by_name("customers").to_python()[1] == [
        "=cmd|' /C calc'!A0", -1234.5, 3.0, date(2026, 3, 31), 12.5,
    ]  # fmt: skip
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml")
        assert b"<f>" not in sheet and b"<hyperlink" not in sheet
        assert [name for name in parts.namelist() if "chart" in name and name.endswith(".xml")]


@pytest.mark.parametrize("suffix", FORMATS)
def test_the_same_report_is_the_same_file(suffix: str) -> None:
    assert as_file(report(*ROWS), suffix) == as_file(report(*ROWS), suffix)
