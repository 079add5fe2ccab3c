"""What a transfer says to its receiver: how much of it is a number, and where it is the customer's own order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from nlp.book import folded
from nlp.extract.sources import Context, Source
from nlp.lang import LANGUAGES, abroad, alternatives, expression

_STRUCTURED = r"(?:\+{3}|\*{3})\d{3}/\d{4}/\d{5}(?:\+{3}|\*{3})"
VALUE = rf"({_STRUCTURED}|[a-z0-9]{{1,20}}(?:[-/_. ][a-z0-9]{{1,20}}){{0,4}})"


def order_as_text(context: Context, sources: Iterable[Source]) -> Iterator[tuple[Source, str]]:
    """ "Verwendungszweck S-4402": the customer's order, where it is what the transfer says to us."""
    if context.customer is None:
        return
    orders = {folded(entry.po_number) for entry in context.book.documents_of(context.customer.number)} - {""}
    labels = context.words("transfer_text_words")
    if len(context.languages) == len(LANGUAGES):
        labels += "|" + alternatives(abroad.TRANSFER_TEXT_WORDS)
    pattern = expression(rf"(?<!\w)(?:{labels})(?!\w)[ :.=]{{1,4}}[\"'« ]{{0,2}}{VALUE}(?=[ ]?(?:[.,;:)\"'»\n\]]|$))")
    for each in sources:
        for match in pattern.finditer(each.folded) if orders else ():
            written = each.text[match.start(1) : match.end(1)]
            if folded(written) in orders:
                yield each, written


def order_shapes(context: Context) -> set[str]:
    """What the customer's order numbers look like: a new one in a subject is an order, no payment."""
    if context.customer is None:
        return set()
    return {shape(entry.po_number) for entry in context.book.documents_of(context.customer.number)}


def shape(number: str) -> str:
    return re.sub(r"\d", "9", number.upper())


def trimmed(written: str) -> str:
    """A reference ends with its last word that holds a digit or is all capitals: prose after it is not part of it."""
    parts = written.split(" ")
    while len(parts) > 1 and not (re.search(r"\d", parts[0]) or parts[0].isupper()):
        parts.pop(0)
    kept: list[str] = []
    for part in parts:
        named = kept and part.isupper() and len(part) > 3 and not re.search(r"\d", part)  # "D-2026-41 DELVAUX"
        if any(re.search(r"\d", b) for b in kept) and not (named or re.fullmatch(r"\d{4}|[A-Z]?\d{1,3}", part)):
            break
        if kept and not (re.search(r"\d", part) or part.isupper()):
            break
        kept.append(part)
    return " ".join(kept).strip(" .-/_")
