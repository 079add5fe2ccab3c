"""The pieces of a mail that may tell why it contests: its sentences and their items, and all of it.

A name below the letter, what was only told twice and the paragraphs of a long letter that name no number are no reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from nlp.extract.dispute.words import said_again
from nlp.extract.sources import Context
from nlp.reply_words import FORWARD_PREFIXES

MOST_PIECES = 16
SHORT_MAIL = 25  # words: below, the subject is part of what is told
LONGEST = 1500  # characters of the piece that is the whole mail
ATTACHED_MAIL = "message/rfc822"
WRAPPED = range(60, 81)  # characters of a line that goes on in the next one
LAST_LINE = 90  # characters in which a name below the letter begins
LEAST_LETTER = 20  # characters in front of it
_LINE_OF_ONE = re.compile(r"\n(?=(?:[^\W\d_]{1,6}[ ']){0,2}[A-Za-z]{0,4}[-/ ]?\d[\d/.-]{2,14}[ ,](?![€£$]))")
_NEXT_OF_ONE = re.compile(
    r"(?:(?<=[a-zß-ÿ]{5}[.!])|(?<=\)[.!]))[ ]{1,2}(?=\d{3,10}[ ,][^\W\d_])"
)  # "(16th). 1904 we don't"
_ITEM = re.compile(
    r"\n[ \t]{0,8}(?=[-*•·–—]|\d{1,2}[.)] "  # a list's item
    r"|[^\n]{1,60}?(?:\t| {2,8}|\|)\S"  # a table's row
    r"|[.…]{0,3} ?[A-Za-z]{0,5}[-/ ]?\d[\w/.-]{2,24} ?[:=–—-] )"  # a document with what is said of it
)
_NAME = re.compile(  # "Burri", "RS", "J. Hendriks" in a line of its own
    r"\n\s{0,12}[A-ZÀ-Ý][\w.'’-]{0,24}(?:[ ,|/&-]{1,3}(?:[A-ZÀ-Ý][\w.'’-]{0,24}|von|van|de|du|le|la)){0,3}\s{0,12}$"
)
_FORWARDED = re.compile(rf"\s{{0,3}}(?:{'|'.join(FORWARD_PREFIXES)})\s{{0,2}}:", re.IGNORECASE)
_PARAGRAPH = re.compile(r"\n[ \t]{0,8}\n")
_NUMBERED = re.compile(r"(?<!\d)(?!20\d\d(?!\d))\d{3}|\d[.,]\d\d(?!\d)|[€£$] ?\d|\d ?(?:€|[Ee][Uu][Rr]|CHF)")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of what the sender tells: a sentence, an item, or all. `start`: its place in the body, or -1.

    `aside`: it stands in a paragraph without a number, of a letter that has paragraphs with one.
    """

    text: str
    start: int
    end: int
    aside: bool = False


def clauses_of(context: Context) -> list[tuple[int, int]]:
    """The sentences of the body, the items of a list and the rows of a table each by itself."""
    found = []
    for start, end in context.body.sentences:
        cuts = sorted({start, *_cuts(context, start, end), end})
        found += [(a, b) for a, b in pairwise(cuts) if context.body.text[a:b].strip()]
    return found


def _cuts(context: Context, start: int, end: int) -> Iterator[int]:
    """Where an item of a list begins, an answer between quoted lines, or what is said of the next document."""
    text = context.body.text
    yield from (start + m.end() for m in _ITEM.finditer(text[start:end]))
    yield from (remark.start for remark in context.remarks if start < remark.start < end)
    yield from (m.end() for m in _NEXT_OF_ONE.finditer(text, start, end))
    for match in _LINE_OF_ONE.finditer(text, start, end):
        if match.start() - text.rfind("\n", 0, match.start()) - 1 not in WRAPPED:
            yield match.end()


def pieces_of(context: Context) -> list[Piece]:
    """The sentences of the body and their items, and the whole; of a bare forward also the mail that is attached."""
    spans, text, numbered = _saying(context), _telling_text(context), _numbered_paragraphs(context)
    items = [clause for clause in clauses_of(context) if clause not in spans][:MOST_PIECES]
    aside = {(a, b) for a, b in (*spans, *items) if numbered and not any(s <= a < e for s, e in numbered)}
    found = [
        Piece(text[start:end], start, end, (start, end) in aside)
        for start, end in (*spans, *items)
        if text[start:end].strip()
    ]
    found.append(Piece(text[:LONGEST], -1, -1))
    if len(text.split()) < SHORT_MAIL:
        found.append(Piece(f"{context.subject.text}\n{text}", -1, -1))
        for document, source in zip(context.opened_documents, context.documents, strict=False):
            if document.content_type == ATTACHED_MAIL:
                found += [Piece(source.text[start:end], -1, -1) for start, end in source.sentences[:MOST_PIECES]]
    return found


def passed_on(context: Context) -> list[Piece]:
    """The sentences of a mail that is handed on with few words ("Bitte bearbeiten"): the sender means what it tells."""
    handed = _FORWARDED.match(context.subject.text) is not None
    if not handed or len(context.body.text.split()) >= SHORT_MAIL or context.answered:
        return []
    quoted = context.quoted
    return [Piece(quoted.text[a:b], -1, -1) for a, b in quoted.sentences if quoted.text[a:b].strip()][:MOST_PIECES]


def _telling_text(context: Context) -> str:
    """The body without a name below it and without what was told twice, every character in its place."""
    return context.once("dispute.telling", lambda: _without_names(context))


def _without_names(context: Context) -> str:
    text = context.body.text
    name = _NAME.search(text, max(LEAST_LETTER, len(text) - LAST_LINE))
    spans = [name.span()] if name else []
    for start, end in (*spans, *said_again(context)):
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _numbered_paragraphs(context: Context) -> list[tuple[int, int]]:
    """Those of a letter of several that name a number or money."""
    text = _telling_text(context)
    cuts = [0, *(match.end() for match in _PARAGRAPH.finditer(text)), len(text) + 1]
    return [(a, b) for a, b in pairwise(cuts) if _NUMBERED.search(text, a, b)] if len(cuts) > 3 else []


def in_twos(context: Context) -> list[str]:
    """Each two sentences in a row: some reasons are told by two of them, and learned so."""
    return [context.body.text[start:end] for (start, _), (_, end) in pairwise(_saying(context))]


def _saying(context: Context) -> list[tuple[int, int]]:
    """The sentences of the body that have more than a word."""
    body = context.body
    return [(start, end) for start, end in body.sentences if len(body.text[start:end].strip()) > 6][:MOST_PIECES]
