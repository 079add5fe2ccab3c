"""A report as JSON, as CSV of its first table, or as a workbook with every table, its definitions and charts."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from bot.exchange.lines import as_csv_lines, csv_line
from workflows.reporting.report import Cell, Chart, Column, Form, Report, Table

CELLS = {
    Form.AMOUNT: "#,##0.00;[Red]-#,##0.00",
    Form.NUMBER: "#,##0.##",
    Form.PERCENT: "0.00",
    Form.DATE: "yyyy-mm-dd",
}
MOST_CHARTED = 40  # rows; more bars than that nobody reads
WIDEST, NARROWEST = 60, 10
DATE_IN_FILE = datetime(2020, 1, 1)  # the same report is the same file


def as_json(report: Report) -> bytes:
    """One object on one line: report, as_of, definitions, then each table by its name; differences where there are."""
    told: dict[str, Any] = {
        "report": report.kind,
        "as_of": report.as_of.isoformat(),
        **{table.name: [dict(row) for row in table.rows] for table in report.tables},
        "definitions": dict(report.definitions),
        "differences": list(report.differences),
    }
    return (json.dumps(told, ensure_ascii=False) + "\n").encode()


def as_csv(report: Report) -> bytes:
    """The first table, its header also where it has no rows."""
    table = report.tables[0]
    names = [column.name for column in table.columns]
    lines = as_csv_lines({name: row.get(name) for name in names} for row in table.rows)
    return "".join(line + "\n" for line in (lines if table.rows else [csv_line(names)])).encode()


def as_xlsx(report: Report) -> bytes:
    """A sheet for each table, with its chart beside it, and one that says how the figures are defined.

    Texts are written as texts, whatever they begin with: no cell is a formula or a link.
    """
    import xlsxwriter  # not needed by other commands' start

    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties({"title": f"{report.kind} {report.as_of}", "created": DATE_IN_FILE})
        styles = {form: book.add_format({"num_format": text}) for form, text in CELLS.items()}
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        for table in report.tables:
            _write_table(book, table, styles, head)
        _write_definitions(book, report, head)
    return buffer.getvalue()


def _write_table(book: Any, table: Table, styles: Mapping[Form, Any], head: Any) -> None:
    sheet = book.add_worksheet(table.name)
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(table.columns):
        sheet.write_string(0, place, column.name, head)
        for number, row in enumerate(table.rows, start=1):
            _write_cell(sheet, number, place, row.get(column.name), column.form, styles)
        sheet.set_column(place, place, _width(table, column))
    if table.rows:
        sheet.autofilter(0, 0, len(table.rows), len(table.columns) - 1)
    if table.chart is not None and table.rows:
        sheet.insert_chart(0, len(table.columns) + 1, _chart(book, table, table.chart))


def _write_cell(sheet: Any, number: int, place: int, value: Cell, form: Form, styles: Mapping[Form, Any]) -> None:
    if value is None:
        return
    if form is Form.TEXT:
        sheet.write_string(number, place, str(value))
    elif form is Form.DATE:
        sheet.write_datetime(
            number, place, datetime.combine(date.fromisoformat(str(value)), datetime.min.time()), styles[form]
        )
    else:
        sheet.write_number(number, place, Decimal(value), styles[form])


def _chart(book: Any, table: Table, wanted: Chart) -> Any:
    names = [column.name for column in table.columns]
    last, label = min(len(table.rows), MOST_CHARTED), names.index(wanted.label)
    kind = {"type": "column", "subtype": "stacked"} if wanted.stacked else {"type": "column"}
    chart = book.add_chart(kind)
    chart.set_title({"name": wanted.title, "overlay": False})
    chart.set_size({"width": 720, "height": 380})
    for name in wanted.values:
        place = names.index(name)
        chart.add_series(
            {
                "name": [table.name, 0, place],
                "categories": [table.name, 1, label, last, label],
                "values": [table.name, 1, place, last, place],
            }
        )
    return chart


def _width(table: Table, column: Column) -> int:
    longest = max((len(str(row.get(column.name) or "")) for row in table.rows), default=0)
    return max(NARROWEST, min(WIDEST, max(longest, len(column.name)) + 2))


def _write_definitions(book: Any, report: Report, head: Any) -> None:
    sheet, wrapped = book.add_worksheet("definitions"), book.add_format({"text_wrap": True, "valign": "top"})
    rows = {"as_of": report.as_of.isoformat(), **report.definitions}
    rows |= {f"difference {number}": words for number, words in enumerate(report.differences, start=1)}
    for number, (name, words) in enumerate(rows.items()):
        sheet.write_string(number, 0, name, head)
        sheet.write_string(number, 1, words, wrapped)
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 110)


FORMATS: Mapping[str, Callable[[Report], bytes]] = {".json": as_json, ".csv": as_csv, ".xlsx": as_xlsx}


def as_file(report: Report, suffix: str) -> bytes:
    """The report as a file of this kind, one of FORMATS."""
    return FORMATS[suffix](report)
