"""`o2cbot report KIND`: figures over a period as JSON, CSV, XLSX with a chart, or PNG."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from bot.exchange.lines import Row, as_csv_lines
from workflows.disputes.learning import Cause, Dimension, causes
from workflows.errors import BadInput
from workflows.ledger.money import plain
from workflows.ports import Desk, UnitOfWork

MOST_BARS = 12  # of a group in a picture; the table has all
DIMENSION_TITLES = {
    Dimension.REASON: "By reason",
    Dimension.ARTICLE: "By article",
    Dimension.CUSTOMER: "By customer",
    Dimension.TEAM: "By team",
    Dimension.COMPANY: "By company",
}


@dataclass(frozen=True, slots=True)
class Report:
    """Rows of one kind, and how a picture and a chart show them. `chart`: column that names, columns of bars."""

    kind: str
    first: date
    last: date
    rows: tuple[Row, ...]
    sheets: str  # column by whose values the rows are parted into sheets
    figures: frozenset[str]  # columns of numbers; amounts stand as texts of decimals, so that JSON keeps them exact
    chart: tuple[str, tuple[str, ...]]
    picture: Callable[[], bytes]


def disputes(uow: UnitOfWork, desk: Desk, first: date, last: date) -> Report:
    """Root causes of disputes opened in the period: see `workflows.disputes.learning` for every definition."""
    found = causes(uow, desk, first, last)
    return Report(
        kind="disputes",
        first=first,
        last=last,
        rows=tuple(_row(cause) for cause in found),
        sheets="dimension",
        figures=frozenset("cases open_cases contested credited accepted_percent days".split()),
        chart=("key", ("contested", "credited")),
        picture=lambda: _bars(found, first, last),
    )


KINDS: dict[str, Callable[[UnitOfWork, Desk, date, date], Report]] = {"disputes": disputes}


def as_bytes(report: Report, suffix: str) -> bytes:
    """The report as a file of this kind (".json", ".csv", ".xlsx", ".png"); raises BadInput for another."""
    if suffix not in FORMATS:
        raise BadInput(suffix or "no suffix", "no report can be written so", todo=f"use {', '.join(FORMATS)}")
    return FORMATS[suffix](report)


def _json(report: Report) -> bytes:
    said = {"report": report.kind, "from": report.first.isoformat(), "to": report.last.isoformat()}
    return (json.dumps(said | {"rows": list(report.rows)}, ensure_ascii=False) + "\n").encode()


def _csv(report: Report) -> bytes:
    return "".join(f"{line}\n" for line in as_csv_lines(iter(report.rows))).encode()


def _xlsx(report: Report) -> bytes:
    """A sheet for each value of `sheets`, figures as numbers, texts as texts alone, each with its chart."""
    import xlsxwriter

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False}) as book:
        bold, whole = book.add_format({"bold": True}), book.add_format({"num_format": "0"})
        money = book.add_format({"num_format": "#,##0.00"})
        for name in dict.fromkeys(str(row[report.sheets]) for row in report.rows) or ("empty",):
            rows = [row for row in report.rows if str(row[report.sheets]) == name]
            sheet = book.add_worksheet(name[:31])
            header = [column for column in (rows[0] if rows else {}) if column != report.sheets]
            sheet.write_row(0, 0, header, bold)
            for line, row in enumerate(rows, start=1):
                for place, column in enumerate(header):
                    value = row[column]
                    if column in report.figures and value is not None:
                        sheet.write_number(line, place, float(value), whole if isinstance(value, int) else money)
                    else:
                        sheet.write_string(line, place, "" if value is None else str(value))
            sheet.freeze_panes(1, 0)
            sheet.autofit()
            _chart(book, sheet, name, header, len(rows), report.chart)
    return buffer.getvalue()


def _chart(book: Any, sheet: Any, name: str, header: list[str], rows: int, chart: tuple[str, tuple[str, ...]]) -> None:
    """A bar chart beside the table (Any: XlsxWriter has no types)."""
    named, columns = chart
    if not rows or named not in header:
        return
    drawn = book.add_chart({"type": "bar"})
    last = min(rows, MOST_BARS)
    for column in columns:
        place, key = header.index(column), header.index(named)
        drawn.add_series(
            {
                "name": [name[:31], 0, place],
                "categories": [name[:31], 1, key, last, key],
                "values": [name[:31], 1, place, last, place],
            }
        )
    drawn.set_title({"name": name})
    drawn.set_y_axis({"reverse": True})
    drawn.set_size({"width": 640, "height": 120 + 28 * last})
    sheet.insert_chart(1, len(header) + 1, drawn)


def _row(cause: Cause) -> Row:
    return {
        "dimension": cause.dimension.value,
        "key": cause.key,
        "currency": cause.currency,
        "cases": cause.cases,
        "open_cases": cause.open_cases,
        "contested": plain(cause.contested, cause.currency),
        "credited": plain(cause.credited, cause.currency),
        "accepted_percent": None if cause.accepted_percent is None else f"{cause.accepted_percent}",
        "days": None if cause.days is None else f"{cause.days}",
    }


def _bars(found: Iterable[Cause], first: date, last: date) -> bytes:
    """Bars by dimension and currency, all of one currency on one scale."""
    from bot.documents.plots import plot

    groups: dict[tuple[Dimension, str], list[Cause]] = {}
    most: dict[str, Decimal] = {}
    for cause in found:
        groups.setdefault((cause.dimension, cause.currency), []).append(cause)
        most[cause.currency] = max(most.get(cause.currency, Decimal(0)), cause.contested, cause.credited)
    shown = {
        "title": "Disputes: where they come from and what they cost",
        "period": f"{first} – {last}",
        "groups": [
            {
                "title": f"{DIMENSION_TITLES[dimension]}, {currency}",
                "bars": [_bar(cause, most[currency]) for cause in group[:MOST_BARS]],
            }
            for (dimension, currency), group in groups.items()
        ],
    }
    return plot("causes", shown)


def _bar(cause: Cause, most: Decimal) -> Mapping[str, object]:
    days = "" if cause.days is None else f", {cause.days} days"
    money = f"{plain(cause.contested, cause.currency)} / {plain(cause.credited, cause.currency)}"
    scale = most or Decimal(1)
    return {
        "label": (cause.key or "no article").replace("_", " ")[:28],
        "contested": float(cause.contested / scale),
        "credited": float(cause.credited / scale),
        "figures": f"{money}, {cause.cases} cases{days}",
    }


FORMATS: dict[str, Callable[[Report], bytes]] = {
    ".json": _json,
    ".csv": _csv,
    ".xlsx": _xlsx,
    ".png": lambda report: report.picture(),
}
