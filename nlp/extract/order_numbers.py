"""Which purchase orders a message names: those of the book wherever they stand, others behind words for an order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from nlp.book import folded
from nlp.extract.catalogue import catalogue_of
from nlp.extract.references import References, Taken, known_orders
from nlp.extract.sources import Context, Source
from nlp.lang import expression, fold
from nlp.opened import Table

MOST_ROWS = 40  # of a table in which a label is looked for
_PO = r"[a-z0-9][a-z0-9]{0,15}(?:[-/_.][a-z0-9]{1,14}){0,5}"


@dataclass(frozen=True, slots=True)
class OrderNumber:
    number: str
    source: Source
    start: int
    end: int
    known: bool  # stands in the customer's orders or on one of its invoices


def find_order_numbers(context: Context, invoices: References) -> tuple[OrderNumber, ...]:
    """Purchase order numbers that the sender states: those of the book first, then labelled ones, attachments before body."""  # noqa: E501
    known = known_orders(context)
    articles = catalogue_of(context.book)
    ours = {folded(reference.number) for reference in invoices.invoices}
    taken: dict[str, Taken] = {}
    for reference in invoices.invoices:
        if not reference.quoted:
            taken.setdefault(reference.source, Taken()).add(reference.start, reference.end)
    found: dict[str, OrderNumber] = {}

    def add(source: Source, start: int, end: int, weight_known: bool) -> None:
        written = source.text[start:end].strip(" .:/-_")
        key = folded(written)
        if (
            key in ours
            or (key not in known and articles.by_sku(written) is not None)
            or not re.search(r"\d", written)
            or (key not in known and not _plausible(written))
        ):
            return
        there = taken.setdefault(source.name, Taken())
        if there.overlaps(start, end):
            return
        there.add(start, end)
        number = known.get(key, written)
        found.setdefault(key, OrderNumber(number, source, start, end, key in known or weight_known))

    ordered = (*context.documents, context.body, context.subject)
    for source in ordered:
        for match in expression(rf"(?<![\w@.])(?:{_PO})(?![\w@])").finditer(source.folded):
            if folded(match.group()) in known:
                add(source, match.start(), match.end(), True)
    for source in ordered:
        for start, end in _order_labels(context, source):
            add(source, start, end, False)
    for source in (context.body, context.subject):
        # "also where has TC-3365 got to?": of the same shape as a number labelled elsewhere or as the customer's earlier ones.  # noqa: E501
        named = [*(number.number for number in found.values()), *known.values()]
        shapes = {_shape(number) for number in named if re.search(r"[A-Za-z]", number)}
        for match in expression(rf"(?<![\w@.])(?:{_PO})(?![\w@])").finditer(source.folded):
            if _shape(source.text[match.start() : match.end()]) in shapes:
                add(source, match.start(), match.end(), False)
    return tuple(found.values())


def _shape(number: str) -> str:
    return re.sub(r"\d", "9", number.upper())


def _plausible(written: str) -> bool:
    digits = sum(character.isdigit() for character in written)
    if re.fullmatch(r"[A-Za-z]{1,6}[-/]\d{2}", written):
        return True  # "PV-77"
    if re.fullmatch(r"[A-Z]{4,12}[-/]?\d{1,2}", written):
        return True  # "PO HARROW5"
    is_date = re.fullmatch(r"\d{1,2}[./-]\d{1,2}[./-](?:20)?\d\d|20\d\d-\d\d-\d\d|20\d\d", written)
    return digits >= 3 and not is_date and not re.fullmatch(r"\d{1,4}[.,]\d{2}", written)


def _order_labels(context: Context, source: Source) -> Iterator[tuple[int, int]]:
    """Where a source says that something is an order's number."""
    sign = rf"(?:(?:{context.words('number_signs')})[ .:]{{0,3}})?"
    verb = r"(?:(?:is|ist|lautet|est) (?:die |the |la |le )?)?"
    pattern = expression(rf"(?<!\w)(?:{context.words('order_words')})[ .:#°|-]{{1,4}}{verb}{sign}({_PO})(?![\w@])")
    for match in pattern.finditer(source.flat):
        yield match.start(1), match.end(1)
    for table in source.tables:
        yield from _in_table(context, source, table)
    if source.name.startswith("attachment:"):
        yield from _in_file_name(context, source)
    if source.name == "subject":
        # A subject that is hardly more than a number ("MW-2026-031", "BC AML-B-0457").
        bare = expression(rf"(?<![\w@])(?=[a-z]{{1,8}}[-/_]?\d|[a-z0-9]{{1,8}}[-/])({_PO})(?![\w@])")
        yield from ((match.start(1), match.end(1)) for match in bare.finditer(source.flat))


def _in_table(context: Context, source: Source, table: Table) -> Iterator[tuple[int, int]]:
    """The cells beside and below one that holds words for an order alone."""
    label = expression(rf"(?:{context.words('order_words')})(?:[ .:]{{0,2}}(?:{context.words('number_signs')}))?")
    for row, below in zip_longest(table.rows[:MOST_ROWS], table.rows[1 : MOST_ROWS + 1], fillvalue=()):
        for place, cell in enumerate(row):
            if not label.fullmatch(fold(cell.strip().rstrip(" :.")[:60])):
                continue
            for text in (*row[place + 1 : place + 2], *below[place : place + 1]):
                at = source.text.find(text.strip()) if text.strip() else -1
                if at >= 0 and expression(_PO).fullmatch(text.strip().lower()):
                    yield at, at + len(text.strip())


def _in_file_name(context: Context, source: Source) -> Iterator[tuple[int, int]]:
    """A file named like the number that its text shows ("HC-20931.pdf")."""
    name = fold(context.opened_documents[int(source.name[11:])].name.rpartition(".")[0])
    pattern = expression(rf"(?<![a-z0-9])(?=[a-z]{{1,8}}[-/]?\d|[a-z0-9]{{1,8}}[-/])({_PO})(?![a-z0-9])")
    for match in pattern.finditer(name):
        at = source.folded.find(match[1])
        if at >= 0 and sum(c.isdigit() for c in match[1]) >= 3:
            yield at, at + len(match[1])
