"""Where the goods of an order are to go, if it says so: the delivery party of an order file, or a labelled address.

Only whole postal addresses count: "deliver to the Leeds branch" names a place that the desk knows or does not know, but
nothing that could be compared with its record.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from nlp.extract.callings import companies, same_name
from nlp.extract.master_places import names_of
from nlp.extract.master_values import Read, Value
from nlp.extract.master_words import from_now_on, names_a_change
from nlp.extract.order.passed_on import document_is_order
from nlp.extract.postal import Address, addresses
from nlp.extract.sources import Context, Source, cells_beside
from nlp.lang import fold
from nlp.lang.countries import NAMES, SIGNS
from nlp.lang.records import everywhere, told
from nlp.opened import Purpose
from nlp.reading import Evidence

PATH = "delivery_address"
REACH = 140  # characters between a label and the street: a company, a department, a name
LONGEST_CELL = 300
SIGNED = re.compile(r"(?<![\w-])([A-Z]{1,3})-\d{3,5}")  # "F-67000"
BESIDE = re.compile(r"[ \t]*(?:[,;(–-]|\n)?[ \t]*([^\W\d_][^\n,;:()\d]{1,40}?)[ \t]*(?:[.,;)]|\n|$)")
DAY = re.compile(r"(?<!\d)\d{1,4}[./-]\d{1,2}[./-]\d{2,4}(?!\d)")  # no part of an address: a head ran into a table

Place = tuple[str | None, tuple[Evidence, ...]]


def delivery_address(context: Context) -> Place:
    """The address as one line with its evidence; (None, ()) where the message states none."""
    for place, document in enumerate(context.opened_documents):
        order = document.order
        if order is not None and order.purpose is Purpose.NEW:
            ground = Evidence(PATH, context.documents[place].name, order.format)
            return (order.delivery_address, (ground,)) if order.delivery_address else (None, ())
    for source in _sources(context):
        for found in (*_in_text(context, source), *_in_cells(context, source)):
            return found
    return None, ()


def delivery_country(context: Context, address: str | None) -> str | None:
    """The country of a delivery address as ISO code: of the order file's party, or as it stands before or behind it."""
    if address is None:
        return None
    for document in context.opened_documents:
        order = document.order
        if order is not None and order.purpose is Purpose.NEW:
            return country_named(order.delivery_country)
    signed = SIGNED.search(address)
    if signed is not None and (code := SIGNS.get(signed[1]) or country_named(signed[1])):
        return code
    texts = [source.text for source in (*_sources(context), *context.documents)]
    beside = (BESIDE.match(text, end) for text in texts for end in _ends(text, address))
    return next((code for match in beside if match and (code := country_named(match[1]))), None)


def country_named(written: str) -> str | None:
    """ "France", "Frankreich" and "FR" are FR; None for what names no country."""
    plain = fold(" ".join(written.split())).strip(" .")
    return written.strip() if written.strip() in NAMES else _countries().get(plain)


@cache
def _countries() -> dict[str, str]:
    return {name: code for code, names in NAMES.items() for name in names}


def _ends(text: str, address: str) -> Iterator[int]:
    """Where an address ends in a text, however its words are wrapped there."""
    wrapped = r"[\s,]+".join(re.escape(word.strip(",")) for word in address.split())
    for match in re.finditer(wrapped, text):
        yield match.end()


def _sources(context: Context) -> Iterator[Source]:
    """The mail's own words first, then attachments that are orders."""
    yield context.body
    for source, document in zip(context.documents, context.opened_documents, strict=True):
        if document_is_order(context, document):
            yield source


def standing_place(context: Context, source: Source) -> Read:
    """A delivery address that is said to hold from now on, or to be new: a change of the customer's record."""
    for label, found in labelled(context, source):
        start, end = (
            max(source.sentence_at(label)[0], label - REACH),
            min(source.sentence_at(found.start)[1], found.end + REACH),
        )
        said = source.flat[start : max(end, found.end)]
        lasting = from_now_on(said) or names_a_change(source.flat[start : found.start])
        if lasting and not told("ONLY_THIS_TIME").search(said):
            return Value(_one_line(found.text), source, found.start, found.end), None
    return None, None


def _in_text(context: Context, source: Source) -> Iterator[Place]:
    for _, found in labelled(context, source):
        yield _one_line(found.text), (source.evidence(PATH, found.start, found.end),)


def labelled(context: Context, source: Source) -> Iterator[tuple[int, Address]]:
    """The addresses of a text that stand behind a word for where goods go, with the end of that word."""
    labels = [match.end() for match in _label().finditer(source.flat)]
    if not labels:
        return
    others = [match.start() for match in _other_label().finditer(source.flat)]
    for found in _addresses(context, source.text):
        label = max((end for end in labels if end <= found.start), default=None)
        if label is None or found.start - label > REACH:
            continue
        between = source.text[label : found.start]
        if not any(label <= other < found.start for other in others) and "\n\n\n" not in between.replace("\r", ""):
            yield label, found


def _in_cells(context: Context, source: Source) -> Iterator[Place]:
    for cell in cells_beside(source, _label()):
        for found in _addresses(context, cell[:LONGEST_CELL]):
            yield _one_line(found.text), (source.cell(PATH, cell),)
            return


def _addresses(context: Context, text: str) -> Iterator[Address]:
    names = names_of(context)
    days = {fold(name) for pack in context.lexicons for name in (*pack.months, *pack.weekdays)}

    def is_name(line: str) -> bool:
        return any(same_name(line, name) or fold(name) in fold(line) for name in names) or any(
            called.end == len(line) for called in companies(line)
        )

    found = addresses(text, is_name, days.__contains__)
    return (address for address in found if not DAY.search(address.text))


def _one_line(text: str) -> str:
    return " ".join(text.split())


@cache
def _label() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{everywhere('DELIVERY_PLACE')})(?!\w)")


@cache
def _other_label() -> re.Pattern[str]:
    """Of an address that goods do not go to: it ends the reach of a label before it."""
    return re.compile(rf"(?<!\w)(?:{everywhere('OTHER_PLACE')})(?!\w)")
