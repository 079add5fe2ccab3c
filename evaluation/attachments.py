"""Attachments of scripted mails: each kind is a maker from its table in the script to a content type and bytes."""

from __future__ import annotations

import csv
import html
import io
import zipfile
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from typing import Any

import xlsxwriter

from evaluation.pages import STYLES, columns, is_numeric, pdf_page, scanned_pdf, scanned_png

Script = Mapping[str, Any]
"""A table of a script's TOML."""

TABULAR = {"before": list, "rows": list, "after": list}
KEYS: Mapping[str, Mapping[str, type]] = {
    "pdf": {**TABULAR, "style": str},
    "xlsx": {**TABULAR, "sheet": str, "as_text": bool, "hidden_rows": list},
    "csv": {**TABULAR, "content": str, "delimiter": str, "encoding": str},
    "html": {**TABULAR, "content": str, "encoding": str},
    "text": {**TABULAR, "content": str, "encoding": str},
    "xml": {"content": str, "encoding": str},
    "edi": {"content": str, "encoding": str},
    "image": {**TABULAR, "content": str},
    "zip": {"holds": list},
    "eml": {"from": str, "to": str, "sent": datetime, "subject": str, "text": str, "html": str, "attachment": list},
}
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class BadAttachment(ValueError):
    """An attachment that cannot be built, and why."""


def made(attachment: Script, at: datetime) -> tuple[str, bytes]:
    """(content type, bytes) of an attachment of any kind but eml; `at`: when its mail was sent.

    Raises BadAttachment for an unknown kind or key, a value of a wrong type, or content that its kind cannot hold.
    """
    check(attachment)
    try:
        return MAKERS[attachment["kind"]](attachment, at)
    except BadAttachment:
        raise
    except (ValueError, LookupError, TypeError) as error:
        raise BadAttachment(f"{attachment['name']}: {error}") from error


def check(attachment: Script) -> None:
    name, kind = attachment.get("name"), attachment.get("kind")
    if not isinstance(name, str) or not name:
        raise BadAttachment("an attachment has no name")
    if not isinstance(kind, str) or kind not in KEYS:
        raise BadAttachment(f"{name}: kind {kind!r} is none of {', '.join(KEYS)}")
    keys = KEYS[kind]
    for key, value in attachment.items():
        if key in ("name", "kind"):
            continue
        if key not in keys:
            raise BadAttachment(f"{name}: {key!r} is no key of {kind}")
        if not isinstance(value, keys[key]):
            raise BadAttachment(f"{name}: {key} is not of type {keys[key].__name__}")
    for key in ("before", "after"):
        if not all(isinstance(line, str) for line in attachment.get(key, ())):
            raise BadAttachment(f"{name}: {key} is not a list of lines of text")
    if not all(isinstance(row, list) for key in ("rows", "hidden_rows") for row in attachment.get(key, ())):
        raise BadAttachment(f"{name}: rows is not a list of lists")
    if "content" in keys and "content" in attachment and attachment.keys() & TABULAR:
        raise BadAttachment(f"{name}: has both content and {', '.join(attachment.keys() & TABULAR)}")


def pdf(attachment: Script, at: datetime) -> tuple[str, bytes]:
    style = attachment.get("style", "ruled")
    if style not in STYLES:
        raise BadAttachment(f"{attachment['name']}: style {style!r} is none of {', '.join(STYLES)}")
    return "application/pdf", printed(attachment, style, at)


def printed(attachment: Script, style: str, at: datetime) -> bytes:
    before = [*attachment.get("content", "").splitlines(), *attachment.get("before", ())]
    return pdf_page(before, texts(attachment), attachment.get("after", ()), style, at)


def image(attachment: Script, at: datetime) -> tuple[str, bytes]:
    """A page that was scanned: a PNG, or a PDF of pictures where the file is called so."""
    page = printed(attachment, "ruled", at)
    if attachment["name"].lower().endswith(".pdf"):
        return "application/pdf", scanned_pdf(page)
    return "image/png", scanned_png(page)


def xlsx(attachment: Script, at: datetime) -> tuple[str, bytes]:
    """Title rows, the table, the lines below it; cells keep their type unless they shall be text."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as workbook:
        workbook.set_properties({"created": at.astimezone(UTC).replace(tzinfo=None)})
        day_format = workbook.add_format({"num_format": "dd.mm.yyyy"})
        sheet = workbook.add_worksheet(attachment.get("sheet", ""))
        as_text = attachment.get("as_text", False)
        lines = [[line] for line in attachment.get("before", ())] + list(attachment.get("rows", ()))
        for number, row in enumerate(lines + [[line] for line in attachment.get("after", ())]):
            write_row(sheet, number, [as_written(cell) for cell in row] if as_text else row, day_format)
        if attachment.get("hidden_rows"):
            hidden = workbook.add_worksheet()
            for number, row in enumerate(attachment["hidden_rows"]):
                write_row(hidden, number, row, day_format)
            hidden.hide()
    return SHEET_TYPE, buffer.getvalue()


def write_row(sheet: Any, number: int, row: list[Any], day_format: Any) -> None:
    for column, cell in enumerate(row):
        if isinstance(cell, bool):
            sheet.write_boolean(number, column, cell)
        elif isinstance(cell, (int, float)):
            sheet.write_number(number, column, cell)
        elif isinstance(cell, date):
            day = datetime.combine(cell, time()) if not isinstance(cell, datetime) else cell.replace(tzinfo=None)
            sheet.write_datetime(number, column, day, day_format)
        elif isinstance(cell, str):
            sheet.write_string(number, column, cell)
        else:
            raise ValueError(f"a cell cannot hold {cell!r}")


def csv_file(attachment: Script, at: datetime) -> tuple[str, bytes]:
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=attachment.get("delimiter", ";"), lineterminator="\r\n")
    writer.writerows([line] for line in attachment.get("before", ()))
    writer.writerows(texts(attachment))
    writer.writerows([line] for line in attachment.get("after", ()))
    return "text/csv", encoded(attachment, attachment.get("content", buffer.getvalue()))


def html_file(attachment: Script, at: datetime) -> tuple[str, bytes]:
    cells = texts(attachment)
    rows = [
        "<tr>" + "".join(f"<{tag}>{html.escape(cell)}</{tag}>" for cell in row) + "</tr>"
        for tag, row in zip(["th", *["td"] * len(cells)], cells, strict=False)
    ]
    before, after = ([f"<p>{html.escape(line)}</p>" for line in attachment.get(key, ())] for key in ("before", "after"))
    charset = f'<meta charset="{attachment.get("encoding", "utf-8")}">'
    page = [f"<!DOCTYPE html><html><head>{charset}</head><body>", *before]
    page += [f"<table border=1>{''.join(rows)}</table>" if rows else "", *after, "</body></html>"]
    return "text/html", encoded(attachment, attachment.get("content", "\n".join(page)))


def text(attachment: Script, at: datetime) -> tuple[str, bytes]:
    cells = texts(attachment)
    right = [n for n in range(len(cells[0]) if cells else 0) if is_numeric([row[n] for row in cells[1:]])]
    lines = [*attachment.get("before", ()), *columns(cells, right), *attachment.get("after", ())]
    return "text/plain", encoded(attachment, attachment.get("content", "\n".join(lines) + "\n"))


def content(content_type: str) -> Callable[[Script, datetime], tuple[str, bytes]]:
    """A maker of files whose whole text stands in the script."""

    def make(attachment: Script, at: datetime) -> tuple[str, bytes]:
        if "content" not in attachment:
            raise BadAttachment(f"{attachment['name']}: content is missing")
        return content_type, encoded(attachment, attachment["content"])

    return make


def zip_file(attachment: Script, at: datetime) -> tuple[str, bytes]:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for held in attachment.get("holds", ()):
            archive.writestr(zipfile.ZipInfo(held.get("name", ""), at.timetuple()[:6]), made(held, at)[1])
    return "application/zip", buffer.getvalue()


def texts(attachment: Script) -> list[list[str]]:
    return [[as_written(cell) for cell in row] for row in attachment.get("rows", ())]


def as_written(cell: Any) -> str:
    """A cell of any TOML type as text; days in ISO form."""
    return cell if isinstance(cell, str) else str(cell)


def encoded(attachment: Script, whole: str) -> bytes:
    return whole.encode(attachment.get("encoding", "utf-8"))


MAKERS: Mapping[str, Callable[[Script, datetime], tuple[str, bytes]]] = {
    "pdf": pdf,
    "xlsx": xlsx,
    "csv": csv_file,
    "html": html_file,
    "text": text,
    "xml": content("application/xml"),
    "edi": content("application/edifact"),
    "image": image,
    "zip": zip_file,
}
