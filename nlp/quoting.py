"""Where the quote in a mail begins: at a divider, at quoted header lines, at "On … wrote:", or where HTML says so.

Works line by line on bounded lines, so that no input can cost more than its length.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from nlp.documents.hypertext import render
from nlp.limits import Limits
from nlp.reply_words import folded, words_of

LINE_CHARACTERS = 400
HEADER_LINES = 9  # how far a block of quoted header lines may reach
ANCHOR_CHARACTERS = 60
FIELDS = ("from_field", "sent_field", "to_field", "subject_field")
DIVIDER = re.compile(r"[\s>]{0,8}[-_=*]{2,60}\s{0,5}([^-_=*\n][^\n]{0,80}?)\s{0,5}[-_=*:]{0,60}\s{0,5}\Z")
RULE = re.compile(r"[\s>]{0,8}[-_=*]{5,}\s{0,9}\Z")
FIELD_LINE = re.compile(r"[\s>*_|]{0,8}([^:*\n]{1,30}?)[\s*_]{0,4}:[\s*_]{0,4}(.{0,300})")
HAS_TIME_OR_ADDRESS = re.compile(r"\d{1,2}[:.h]\d{2}|\b\d{4}\b|\d{1,2}[./-]\d{1,2}[./-]|@")
DATED_INTRO = re.compile(r"\d{4}-\d{2}-\d{2}.{0,80}<[^<>\s]{1,100}@[^<>\s]{1,100}>:\Z")
EMAIL = re.compile(r"[\w.+-]{1,64}@([\w-]{1,63}(?:\.[\w-]{1,63}){1,6})")


@dataclass(frozen=True, slots=True)
class Cut:
    """Where the quote begins, where its first line of text is, and whether somebody says that it is passed on."""

    line: int
    body: int
    kind: str  # "intro" (On … wrote:), "block" (From: Sent: …), "divider", "forward", "mark" (HTML)


@cache
def _field_of() -> dict[str, str]:
    return {word: field for field in FIELDS for word in words_of(field)}


def first_cut(lines: list[str], mark: int) -> Cut | None:
    """The uppermost place where a quote begins; `mark` is the line that the HTML body names, -1 if none."""
    for index, line in enumerate(lines):
        if index == mark:
            return _named_cut(lines, index) or Cut(index, index, "mark")
        if line.strip() and (found := _named_cut(lines, index)) is not None:
            return found
    return None


def _named_cut(lines: list[str], index: int) -> Cut | None:
    line = lines[index][:LINE_CHARACTERS]
    if match := DIVIDER.match(line):
        title = folded(match.group(1))
        for field, kind in (("forwarded", "forward"), ("original", "divider")):
            if any(word in title for word in words_of(field)):
                return Cut(index, _after_block(lines, index + 1), kind)
    if line.rstrip().endswith(":") and folded(line).strip(" :>*").startswith(words_of("forwarded")):
        return Cut(index, _after_block(lines, index + 1), "forward")
    if RULE.match(line):
        below = next_filled(lines, index + 1)
        if below is not None and below - index <= 3 and (end := _block_end(lines, below)) is not None:
            return Cut(index, end, "block")
    if (end := _block_end(lines, index)) is not None:
        return Cut(index, end, "block")
    if (end := _intro_end(lines, index)) is not None:
        return Cut(index, end, "intro")
    return None


def next_filled(lines: list[str], index: int) -> int | None:
    return next((k for k in range(index, min(index + 5, len(lines))) if lines[k].strip(" >\t")), None)


def _after_block(lines: list[str], index: int) -> int:
    """The first line below the header lines that follow a divider."""
    below = next_filled(lines, index)
    if below is None:
        return index
    end = _block_end(lines, below)
    return end if end is not None else below


def _block_end(lines: list[str], index: int) -> int | None:
    """The line after a block of quoted header lines that begins here; None if there is none.

    A block names at least three different fields, among them the sender or the day, within a few lines.
    """
    first = _field(lines[index])
    if first not in ("from_field", "sent_field"):
        return None
    seen, last = {first}, index
    for k in range(index + 1, min(index + HEADER_LINES, len(lines))):
        field = _field(lines[k])
        if field is not None:
            seen.add(field)
            last = k
        elif not lines[k].strip(" >*\t") and k > last + 1:
            break
    if len(seen) < 3:
        return None
    # A folded line of addresses goes on until the blank line.
    while last + 1 < len(lines) and lines[last + 1].startswith(("  ", "\t")) and lines[last + 1].strip():
        last += 1
    return last + 1


def _field(line: str) -> str | None:
    match = FIELD_LINE.match(line[:LINE_CHARACTERS])
    return _field_of().get(folded(match.group(1)).strip()) if match else None


def _intro_end(lines: list[str], index: int) -> int | None:
    """The line after "On …, … wrote:", which mail programs fold into up to four lines; None if it is none."""
    first = folded(lines[index][:LINE_CHARACTERS]).strip(" >*\t")
    begins = first.startswith(words_of("leads"))
    joined = ""
    for k in range(index, min(index + 4, len(lines))):
        part = lines[k].strip(" >*\t\r")[:LINE_CHARACTERS]
        if not part:
            break
        joined = f"{joined} {part}".strip()
        if joined.endswith((":", ": ")):
            return k + 1 if _is_intro(folded(joined), begins) else None
        if part.endswith((".", "!", "?")):
            break
    return None


def _is_intro(text: str, begins: bool) -> bool:
    if not HAS_TIME_OR_ADDRESS.search(text) or len(text) > 500:
        return False
    if DATED_INTRO.match(text):
        return True
    wrote = any(re.search(rf"(?<!\w){re.escape(verb)}(?!\w)", text) for verb in words_of("wrote"))
    addressed = bool(EMAIL.search(text))
    return wrote and (begins or addressed)


def anchor(text: str, html: str) -> int:
    """The line of `text` where the quote begins by the HTML body's own mark; -1 if it names none."""
    rendered = render(html, Limits())
    if rendered.quote_start < 0:
        return -1
    words = re.sub(r"[^\w]", "", rendered.text[rendered.quote_start : rendered.quote_start + 600])[:ANCHOR_CHARACTERS]
    if len(words) < 12:
        return -1
    squeezed: list[str] = []
    line_at: list[int] = []
    for number, line in enumerate(text.split("\n")):
        letters = re.sub(r"[^\w]", "", line)
        squeezed.append(letters)
        line_at += [number] * len(letters)
    joined = "".join(squeezed)
    at = joined.find(words)
    return line_at[at] if at > 0 and joined.find(words, at + 1) < 0 else -1
