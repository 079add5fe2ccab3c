"""Where the quote in a mail begins: at a divider, at quoted header lines, at "On … wrote:", or where HTML says so.

Works line by line on bounded lines, so that no input can cost more than its length.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from nlp.attribution import attribution_end, names_writer
from nlp.documents.hypertext import render
from nlp.limits import Limits
from nlp.reply_words import folded, words_of

LINE_CHARACTERS = 400
HEADER_LINES = 9  # how far a block of quoted header lines may reach
ANCHOR_CHARACTERS = 60
SENT = frozenset(("sent", "gesendet", "envoye"))
FIELDS = ("from_field", "sent_field", "to_field", "subject_field")
DIVIDER = re.compile(r"[\s>]{0,8}[-_=*]{2,60}\s{0,5}([^-_=*\n][^\n]{0,120}?)\s{0,5}[-_=*:]{0,60}\s{0,5}\Z")
RULE = re.compile(r"[\s>]{0,8}[-_=*]{4,}\s{0,9}\Z")
FIELD_LINE = re.compile(r"[\s>*_|]{0,20}([^:*\n]{1,30}?)[\s*_]{0,4}:[\s*_]{0,4}(.{0,300})")
# Notes heads a quoted line with a name and a moment between dashes.
NOTES_LINE = re.compile(r"[^\n]{2,80}?---\s?\d{1,4}[./-]\d{1,2}[./-]\d{2,4} \d{1,2}[:.]\d{2}[^\n]{0,12}---")
EMAIL = re.compile(r"[\w.+-]{1,64}@([\w-]{1,63}(?:\.[\w-]{1,63}){1,6})")
CLOCK = re.compile(r"\d{1,2}[:.h]\d{2}")
DAY = re.compile(r"\d{4}|\d{1,2}[./-]\d{1,2}[./-]\d{2}")


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
    if (cut := _titled(lines, index, line)) is not None:
        return cut
    if RULE.match(line):
        below = next_filled(lines, index + 1)
        if below is not None and below - index <= 3 and (cut := _below_rule(lines, below)) is not None:
            return Cut(index, cut.body, cut.kind)
    if (end := _block_end(lines, index)) is not None:
        return Cut(index, end, "block")
    if NOTES_LINE.match(line) or _is_head_in_one_line(line):
        return Cut(index, index + 1, "block")
    if (end := attribution_end(lines, index)) is not None:
        return Cut(index, end, "intro")
    return None


def _below_rule(lines: list[str], index: int) -> Cut | None:
    if (cut := _titled(lines, index, lines[index][:LINE_CHARACTERS])) is not None:
        return cut
    if _is_head_in_one_line(lines[index][:LINE_CHARACTERS], least=2):
        return Cut(index, index + 1, "block")
    end = _block_end(lines, index)
    return Cut(index, end, "block") if end is not None else None


def _titled(lines: list[str], index: int, line: str) -> Cut | None:
    """A line that announces the quote: between dashes, or alone above header lines.

    Only the announcing words themselves need no header lines below; what merely holds them does.
    """
    divider = DIVIDER.match(line)
    written = divider.group(1) if divider else line
    title = folded(written).strip(" :>*\t\r")
    if not title or len(title) > 120:
        return None
    below = next_filled(lines, index + 1)
    headed = below is not None and below - index <= 3 and _block_end(lines, below, announced=True) is not None
    announces = divider is not None or line.rstrip().endswith(":")
    for field, kind in (("forwarded", "forward"), ("original", "divider")):
        words = words_of(field)
        if (announces and title in words) or (headed and _opens_with(title, words)):
            return Cut(index, _after_block(lines, index + 1), kind)
        if divider and any(word in title for word in words) and (headed or CLOCK.search(title) or DAY.search(title)):
            return Cut(index, _after_block(lines, index + 1), kind)
    if divider and names_writer(written):
        return Cut(index, _after_block(lines, index + 1), "intro")
    return None


def _opens_with(title: str, words: tuple[str, ...]) -> bool:
    return len(title.split()) <= 14 and title.startswith(words)


def next_filled(lines: list[str], index: int) -> int | None:
    return next((k for k in range(index, min(index + 5, len(lines))) if lines[k].strip(" >\t")), None)


def _after_block(lines: list[str], index: int) -> int:
    """The first line below the header lines that follow a divider."""
    below = next_filled(lines, index)
    if below is None:
        return index
    end = _block_end(lines, below, announced=True)
    return end if end is not None else below


def _block_end(lines: list[str], index: int, *, announced: bool = False) -> int | None:
    """The line after a block of quoted header lines that begins here; None if there is none.

    A block names at least three different fields, among them the sender or the day, within a few lines, or two with
    an address and a time. Below a divider (`announced`) any of them will do.
    """
    first = _field(lines[index])
    if first is None:
        return None
    if not announced and first not in ("from_field", "sent_field") and not _is_whole_head(lines, index):
        return None
    seen, last = {first}, index
    for k in range(index + 1, min(index + HEADER_LINES, len(lines))):
        field = _field(lines[k])
        if field is not None:
            seen.add(field)
            last = k
        elif (not lines[k].strip(" >*\t") and k > last + 1) or (
            announced and not lines[k].strip(" >*\t") and _field(lines[k + 1] if k + 1 < len(lines) else "") is None
        ):
            break
    block = lines[index : last + 1]
    if len(seen) < 3 and not announced and not (_is_certain(seen, block) or _is_short_head(lines, index, block)):
        return None
    # A folded line of addresses goes on until the blank line.
    while last + 1 < len(lines) and lines[last + 1].startswith(("  ", "\t")) and lines[last + 1].strip():
        last += 1
    return last + 1


def _is_head_in_one_line(line: str, least: int = len(FIELDS)) -> bool:
    """ "From: … Sent: … To: … Subject: …" without line breaks."""
    text = folded(line).strip(" >*|\t")
    if text.count(":") < least or _field(line) not in ("from_field", "sent_field"):
        return False
    found = {_field_of()[match.group(1)] for match in _fields().finditer(text)}
    return len(found) >= least and CLOCK.search(text) is not None


@cache
def _fields() -> re.Pattern[str]:
    words = sorted(_field_of(), key=len, reverse=True)
    return re.compile(rf"(?<![\w.@])({'|'.join(map(re.escape, words))})[\s*]{{0,3}}:")


def _is_whole_head(lines: list[str], index: int) -> bool:
    """Notes and Thunderbird put the subject or the recipient first: then all four fields must follow at once."""
    return {_field(line) for line in lines[index : index + 5]} >= set(FIELDS)


def _is_certain(seen: set[str], block: list[str]) -> bool:
    text = "\n".join(block)[:2000]
    if "sent_field" not in seen or len(seen) != 2 or not DAY.search(text):
        return False
    # "De : Dentovia / Envoyé : vendredi 2 octobre 2026": who writes a list of his own says "date", not "sent".
    told = FIELD_LINE.match(block[-1][:LINE_CHARACTERS])
    sent = "from_field" in seen and told is not None and folded(told.group(1)).strip() in SENT
    return sent or (CLOCK.search(text) is not None and EMAIL.search(text) is not None)


def _is_short_head(lines: list[str], index: int, block: list[str]) -> bool:
    """ "De : clients@… / Objet : …" below a letter: an address alone and a subject in the two lines of a head."""
    if len(block) != 2 or [_field(line) for line in block] != ["from_field", "subject_field"]:
        return False
    sender = FIELD_LINE.match(block[0][:LINE_CHARACTERS])
    is_address = sender is not None and EMAIL.fullmatch(sender.group(2).strip(" <>*\t\r")) is not None
    return is_address and any(line.strip(" >\t") for line in lines[max(0, index - HEADER_LINES) : index])


def _field(line: str) -> str | None:
    match = FIELD_LINE.match(line[:LINE_CHARACTERS])
    return _field_of().get(folded(match.group(1)).strip()) if match else None


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
