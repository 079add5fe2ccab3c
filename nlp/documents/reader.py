"""One attachment becomes one Document; whatever is wrong with it is said in its problems and nothing raises."""

from __future__ import annotations

from nlp.charsets import decoded, printable
from nlp.documents import edifact, markup, sniffing
from nlp.documents.delimited import file_text, read_delimited, separator_of
from nlp.documents.hypertext import render
from nlp.documents.pdf import read_pdf
from nlp.documents.sheet import read_sheets, unpacks_too_far
from nlp.documents.word import read_word
from nlp.limits import Limits
from nlp.opened import Document, StructuredOrder, Table
from nlp.reading import Problem

Parts = tuple[str, tuple[Table, ...], StructuredOrder | None, tuple[Problem, ...]]


def read_document(name: str, declared_type: str, data: bytes, limits: Limits) -> Document:
    """What a file says: text in reading order, tables, or a structured order.

    The type is found by content; `name` is only shown. Archives and messages are not opened here (`nlp.mime`).
    Problems: broken_file, encrypted, no_text, attachment_limit, document_cut, type_mismatch, xml_unknown,
    xml_doctype, edifact_malformed, edifact_counts, several_orders, line_without_quantity, unreadable_type.
    """
    kind = sniffing.content_type(data, name, declared_type)
    if len(data) > limits.bytes:
        problem = Problem("attachment_limit", f"larger than {limits.bytes} bytes")
        return Document(name, kind, len(data), problems=(problem,))
    try:
        text, tables, order, problems = _parts(kind, data, limits)
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError, RecursionError) as error:
        # Hostile files find errors that no reader names; the file is told as broken, the message is still read.
        text, tables, order = "", (), None
        problems = (Problem("broken_file", f"{type(error).__name__}: {error}"[:200]),)
    if sniffing.contradicts_name(kind, name):
        problems = (*problems, Problem("type_mismatch", f"the content is {kind}, the name says otherwise"))
    return Document(name, kind, len(data), text, tables, order, problems)


def _parts(kind: str, data: bytes, limits: Limits) -> Parts:
    if kind == sniffing.PDF:
        return _pdf(data, limits)
    if kind in sniffing.SPREADSHEETS:
        text, tables, problems = read_sheets(data, limits)
        return text, tables, None, problems
    if kind == sniffing.DOCX:
        bomb = unpacks_too_far(data, limits)
        text, tables, problems = ("", (), (bomb,)) if bomb else read_word(data, limits)
        return text, tables, None, problems
    if kind == sniffing.XML:
        order, text, problems = markup.read_order(data)
        return text[: limits.text_characters], (), order, problems
    if kind == sniffing.EDIFACT:
        order, text, problems = edifact.read_order(data)
        return text[: limits.text_characters], (), order, problems
    if kind == sniffing.HTML:
        rendered = render(decoded(data, _html_charset(data))[0], limits)
        return rendered.text, rendered.tables, None, ()
    if kind in (sniffing.CSV, sniffing.PLAIN):
        return _plain(kind, data, limits)
    if kind.startswith("image/"):
        return "", (), None, ()
    return "", (), None, (Problem("unreadable_type", f"files of type {kind} are not read"),)


def _plain(kind: str, data: bytes, limits: Limits) -> Parts:
    text = printable(file_text(data))
    if kind == sniffing.CSV or (separator_of(text) not in (None, ",") and not text.count(". ")):
        text, tables, problems = read_delimited(data, limits)
        if kind == sniffing.CSV or any(table.header >= 0 for table in tables):
            return text, tables, None, problems
        text = printable(file_text(data))
    cut = (Problem("document_cut", "the text is too long"),) if len(text) > limits.text_characters else ()
    return text[: limits.text_characters], (), None, cut


def _pdf(data: bytes, limits: Limits) -> Parts:
    pages = read_pdf(data, limits)
    order: StructuredOrder | None = None
    problems = list(pages.problems)
    for name, content in pages.embedded:
        if sniffing.content_type(content, name) != sniffing.XML:
            continue
        found, _, said = markup.read_order(content)
        if found is not None:
            if order is not None:
                return pages.text, pages.tables, None, (*problems, Problem("several_orders", "two orders in one PDF"))
            order = found
            problems += said
    return pages.text, pages.tables, order, tuple(problems)


def _html_charset(data: bytes) -> str:
    head = data[:2048].lower()
    at = head.find(b"charset=")
    if at < 0:
        return ""
    name = head[at + 8 : at + 48].lstrip(b"\"' ")
    return name.split(b'"')[0].split(b"'")[0].split(b">")[0].split(b";")[0].split(b" ")[0].decode("ascii", "ignore")
