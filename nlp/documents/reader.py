"""One attachment becomes one Document; whatever is wrong with it is said in its problems and nothing raises."""

from __future__ import annotations

from dataclasses import dataclass

from nlp.charsets import decoded, printable
from nlp.documents import sniffing
from nlp.documents.delimited import file_text, read_delimited, separator_of
from nlp.documents.edifact import read_interchange
from nlp.documents.hypertext import render
from nlp.documents.lines import lines_of
from nlp.documents.markup import read_structured
from nlp.documents.papers import paper_of
from nlp.documents.pdf import page_of, read_pdf
from nlp.documents.rich import read_rich
from nlp.documents.scan import Recognizer, read_picture
from nlp.documents.sheet import read_sheets, unpacks_too_far
from nlp.documents.structured import Structured
from nlp.documents.word import read_word
from nlp.limits import Limits
from nlp.opened import Document, Grid, Table
from nlp.reading import Problem

NOTHING = Structured()


@dataclass(frozen=True, slots=True)
class Parts:
    text: str = ""
    tables: tuple[Table, ...] = ()
    structured: Structured = NOTHING
    problems: tuple[Problem, ...] = ()
    pages: tuple[tuple[int, int], ...] = ()
    grids: tuple[Grid, ...] = ()


def read_document(
    name: str, declared_type: str, data: bytes, limits: Limits, recognizer: Recognizer | None = None
) -> Document:
    """What a file says: text in reading order, tables, or a structured order, payments or invoice.

    The type is found by content; `name` is only shown. Archives and messages are not opened here (`nlp.mime`).
    Problems: broken_file, encrypted, no_text, attachment_limit, document_cut, hidden_content, type_mismatch,
    malformed, xml_unknown, xml_doctype, edifact_malformed, edifact_counts, edifact_unknown, several_orders,
    order_copy, order_kind, allowance_or_charge,
    test_document, line_without_quantity, line_mismatch, line_status, price_unit,
    total_mismatch, several_delivery_dates, several_currencies, advice_kind, not_an_advice, payment_pending,
    payment_returned, no_order_number, scanned_page, unreadable_type.
    """
    kind = sniffing.content_type(data, name, declared_type)
    if len(data) > limits.bytes:
        problem = Problem("attachment_limit", f"larger than {limits.bytes} bytes")
        return Document(name, kind, len(data), problems=(problem,))
    try:
        parts = _parts(kind, data, limits, recognizer)
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError, RecursionError) as error:
        # Hostile files find errors that no reader names; the file is told as broken, the message is still read.
        parts = Parts(problems=(Problem("broken_file", f"{type(error).__name__}: {error}"[:200]),))
    found = parts.structured
    problems = (*parts.problems, *found.problems)
    if sniffing.contradicts_name(kind, name):
        problems = (*problems, Problem("type_mismatch", f"the content is {kind}, the name says otherwise"))
    paper = found.paper or paper_of(parts.text)
    return Document(
        name, kind, len(data), parts.text, parts.tables, found.order, problems, found.advices, paper, found.issuer,
        parts.pages, parts.grids,
    )  # fmt: skip


def _parts(kind: str, data: bytes, limits: Limits, recognizer: Recognizer | None) -> Parts:
    if kind == sniffing.PDF:
        return _pdf(data, limits, recognizer)
    if kind in sniffing.SPREADSHEETS:
        text, tables, problems, grids = read_sheets(data, limits)
        return Parts(text, tables, problems=problems, grids=grids)
    if kind == sniffing.DOCX:
        bomb = unpacks_too_far(data, limits)
        text, tables, problems = ("", (), (bomb,)) if bomb else read_word(data, limits)
        return Parts(text, tables, problems=problems)
    if kind == sniffing.RTF:
        text, tables, problems = read_rich(data, limits)
        return Parts(text, tables, problems=problems)
    if kind in (sniffing.XML, sniffing.EDIFACT):
        structured, text = (read_structured if kind == sniffing.XML else read_interchange)(data)
        return Parts(text[: limits.text_characters], structured=structured)
    if kind == sniffing.HTML:
        rendered = render(decoded(data, _html_charset(data))[0], limits)
        cut = (Problem("document_cut", "not all of the page was read"),) if rendered.is_cut else ()
        return Parts(rendered.text, rendered.tables, problems=cut)
    if kind in (sniffing.CSV, sniffing.PLAIN):
        return _plain(kind, data, limits)
    if kind.startswith(sniffing.PICTURE):
        letters, said = read_picture(data, kind, recognizer, limits.scanned_pages)
        text, found = page_of(lines_of(letters))
        return Parts(text[: limits.text_characters], found, problems=said, pages=((0, 1),) if text else ())
    return Parts(problems=(Problem("unreadable_type", f"files of type {kind} are not read"),))


def _plain(kind: str, data: bytes, limits: Limits) -> Parts:
    text = printable(file_text(data))
    if kind == sniffing.CSV or (separator_of(text) not in (None, ",") and not text.count(". ")):
        rows, tables, problems, grids = read_delimited(data, limits)
        if kind == sniffing.CSV or any(table.header >= 0 for table in tables):
            return Parts(rows, tables, problems=problems, grids=grids)
    cut = (Problem("document_cut", "the text is too long"),) if len(text) > limits.text_characters else ()
    return Parts(text[: limits.text_characters], problems=cut)


def _pdf(data: bytes, limits: Limits, recognizer: Recognizer | None) -> Parts:
    """The pages, and the order, payment or invoice that an embedded XML file states; two of them are nobody's."""
    pages = read_pdf(data, limits, recognizer)
    found: list[Structured] = []
    for name, content in pages.embedded:
        if sniffing.content_type(content, name) != sniffing.XML:
            continue
        structured, _ = read_structured(content)
        if structured.paper:
            found.append(structured)
    orders = [one for one in found if one.order is not None or one.advices]
    if len(orders) > 1:
        several = Problem("several_orders", "two in one PDF")
        return Parts(pages.text, pages.tables, problems=(*pages.problems, several), pages=pages.begins)
    structured = orders[0] if orders else found[0] if found else NOTHING
    return Parts(pages.text, pages.tables, structured, pages.problems, pages.begins)


def _html_charset(data: bytes) -> str:
    head = data[:2048].lower()
    at = head.find(b"charset=")
    if at < 0:
        return ""
    name = head[at + 8 : at + 48].lstrip(b"\"' ")
    return name.split(b'"')[0].split(b"'")[0].split(b">")[0].split(b";")[0].split(b" ")[0].decode("ascii", "ignore")
