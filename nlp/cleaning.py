"""What the sender wrote this time is told apart from what is quoted below it.

Works line by line on bounded lines, so that no input can cost more than its length.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache

from nlp.documents.hypertext import render
from nlp.limits import Limits
from nlp.reply_words import FORWARD_PREFIXES, folded, words_of

LINE_CHARACTERS = 400
HEADER_LINES = 9  # how far a block of quoted header lines may reach
FORWARD_DEPTH = 3
ANCHOR_CHARACTERS = 60
FIELDS = ("from_field", "sent_field", "to_field", "subject_field")
QUOTE_MARK = re.compile(r"[ \t]{0,3}(?:>|\|(?= ))")
DIVIDER = re.compile(r"[\s>]{0,8}[-_=*]{2,60}\s{0,5}([^-_=*\n][^\n]{0,80}?)\s{0,5}[-_=*:]{0,60}\s{0,5}\Z")
RULE = re.compile(r"[\s>]{0,8}[-_=*]{5,}\s{0,9}\Z")
FIELD_LINE = re.compile(r"[\s>*_|]{0,8}([^:*\n]{1,30}?)[\s*_]{0,4}:[\s*_]{0,4}(.{0,300})")
HAS_TIME_OR_ADDRESS = re.compile(r"\d{1,2}[:.h]\d{2}|\b\d{4}\b|\d{1,2}[./-]\d{1,2}[./-]|@")
DATED_INTRO = re.compile(r"\d{4}-\d{2}-\d{2}.{0,80}<[^<>\s]{1,100}@[^<>\s]{1,100}>:\Z")
EMAIL = re.compile(r"[\w.+-]{1,64}@([\w-]{1,63}(?:\.[\w-]{1,63}){1,6})")
AMOUNT = re.compile(r"\d[.,]\d{2}(?!\d)")
CONTACT = re.compile(
    r"\b(?:tel|telefon|phone|mobil|mobile|fax|tel\.|t|m|f)\b\s{0,3}[.:+(]|www\.|https?:|@|\+\d{2}[\s(]"
    r"|\b(?:hrb|siret|siren|rcs|ust-?id|tva|vat|registered)\b",
    re.I,
)
POSTSCRIPT = re.compile(r"\s{0,5}(?:p\.?\s?s\.?|nb|n\.b\.)\s{0,3}[:.]?\s", re.I)

GOES_ON = frozenset("de for fur pour que if in to that per di en voor pela por price".split())
SENTENCE = re.compile(r"(?:\S{1,40}\s{1,5}){7,40}\S{1,40}[.?!]\s{0,5}\Z")
# Of the words of passing on those that people also write alone below an answer.
POLITE = frozenset(
    "please;thanks;thank you;many thanks;bitte;danke;vielen dank;besten dank;merci;svp;stp;s'il vous plait;"
    "merci d'avance;grazie;gracias;obrigado;dziekuje;dank;bedankt".split(";")
)


@dataclass(frozen=True, slots=True)
class _Cut:
    """Where the quote begins, where its first line of text is, and whether somebody says that it is passed on."""

    line: int
    body: int
    kind: str  # "intro" (On … wrote:), "block" (From: Sent: …), "divider", "forward", "mark" (HTML)


def split_reply(text: str, html: str = "", *, subject: str = "", own_domains: Collection[str] = ()) -> tuple[str, str]:
    """(what the sender wrote this time, the rest).

    A message that is passed on without own words is itself what is said now: it is marked as forwarded, or its subject
    says so (FW:, WG:, TR:), or the covering words do. A quote of a mail from `own_domains` (of the recipients) never
    is: an empty answer to our letter must not make our letter the customer's statement.
    """
    lines = text.split("\n")
    cut = _first_cut(lines, _anchor(text, html) if html else -1)
    new, quoted = _by_marks(lines, cut)
    for _ in range(FORWARD_DEPTH):
        if cut is None or not _is_passed_on(new, quoted, cut, lines, subject, own_domains):
            break
        inner = _unmarked(lines[cut.body :])
        inner_cut = _first_cut(inner, -1)
        covering = "\n".join(lines[: cut.body])
        new, rest = _by_marks(inner, inner_cut)
        quoted = f"{covering}\n{rest}".strip()
        lines, cut = inner, inner_cut
    return _without_footers(new, quoted)


def signature_start(new_text: str) -> int:
    """Offset in `new_text` where the signature begins; its length if none is found.

    Numbers behind it are the sender's own (telephone, register, bank), no references. Best effort: what stands below
    the closing words and holds amounts or a postscript is taken as text.
    """
    lines = new_text.split("\n")
    offsets = _offsets(lines)
    for index in range(len(lines) - 1, -1, -1):
        line = lines[index]
        delimiter = line.rstrip("\r") in ("-- ", "--", "— ", "—")
        if delimiter or (_is_closing(line) and len(lines) - index <= 25):
            below = lines[index + 1 :]
            if _is_signature(below):
                earlier = _earlier_closing(lines, index)
                return offsets[earlier if earlier is not None else index]
    start = _contact_paragraph(lines)
    return offsets[start] if start is not None else len(new_text)


def says_nothing(text: str) -> bool:
    """Whether a person who only passes a mail on could have written just this (greeting, "see below", name)."""
    body = text[: signature_start(text)]
    left = folded(body)[:2000]
    if re.search(r"\d", left) or len(left.split()) > 40:
        return False
    for phrase in (*_plain("passing_on"), *_plain("greetings"), *_plain("device"), *_plain("closings")):
        left = re.sub(rf"(?<!\w){re.escape(phrase)}(?!\w)", " ", left)
    return len([word for word in re.findall(r"[^\W\d_]{2,}", left)]) <= 3


@cache
def _plain(field: str) -> tuple[str, ...]:
    return words_of(field)


@cache
def _field_of() -> dict[str, str]:
    return {word: field for field in FIELDS for word in words_of(field)}


def _offsets(lines: list[str]) -> list[int]:
    offsets, at = [], 0
    for line in lines:
        offsets.append(at)
        at += len(line) + 1
    return offsets


def _first_cut(lines: list[str], mark: int) -> _Cut | None:
    """The uppermost place where a quote begins; `mark` is the line that the HTML body names, -1 if none."""
    for index, line in enumerate(lines):
        if index == mark:
            return _named_cut(lines, index) or _Cut(index, index, "mark")
        if line.strip() and (found := _named_cut(lines, index)) is not None:
            return found
    return None


def _named_cut(lines: list[str], index: int) -> _Cut | None:
    line = lines[index][:LINE_CHARACTERS]
    if match := DIVIDER.match(line):
        title = folded(match.group(1))
        for field, kind in (("forwarded", "forward"), ("original", "divider")):
            if any(word in title for word in _plain(field)):
                return _Cut(index, _after_block(lines, index + 1), kind)
    if line.rstrip().endswith(":") and folded(line).strip(" :>*").startswith(_plain("forwarded")):
        return _Cut(index, _after_block(lines, index + 1), "forward")
    if RULE.match(line):
        below = _next_filled(lines, index + 1)
        if below is not None and below - index <= 3 and (end := _block_end(lines, below)) is not None:
            return _Cut(index, end, "block")
    if (end := _block_end(lines, index)) is not None:
        return _Cut(index, end, "block")
    if (end := _intro_end(lines, index)) is not None:
        return _Cut(index, end, "intro")
    return None


def _next_filled(lines: list[str], index: int) -> int | None:
    return next((k for k in range(index, min(index + 5, len(lines))) if lines[k].strip(" >\t")), None)


def _after_block(lines: list[str], index: int) -> int:
    """The first line below the header lines that follow a divider."""
    below = _next_filled(lines, index)
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
    begins = first.startswith(_plain("leads"))
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
    wrote = any(re.search(rf"(?<!\w){re.escape(verb)}(?!\w)", text) for verb in _plain("wrote"))
    addressed = bool(EMAIL.search(text))
    return wrote and (begins or addressed)


def _by_marks(lines: list[str], cut: _Cut | None) -> tuple[str, str]:
    """New and quoted text at a cut; lines behind it without ">" among marked ones are answers between the lines."""
    limit = cut.line if cut is not None else len(lines)
    new: list[str] = []
    quoted: list[str] = []
    for index, line in enumerate(lines[:limit]):
        (quoted if QUOTE_MARK.match(line) and _marked_around(lines, index) else new).append(line)
    if cut is not None:
        rest = lines[limit:]
        body = _next_filled(lines, cut.body)
        if cut.kind in ("intro", "mark") and body is not None and QUOTE_MARK.match(lines[body]):
            quoted += lines[limit:body]
            _sort_answers(lines[body:], new, quoted)
        else:
            quoted += rest
    return "\n".join(new).strip(), "\n".join(quoted).strip()


def _marked_around(lines: list[str], index: int) -> bool:
    """A single line with ">" in the middle of prose is a sign, not a quote ("> 100 Stück")."""
    if index == 0 and len(lines) == 1:
        return False
    neighbours = [lines[k] for k in (index - 1, index + 1) if 0 <= k < len(lines)]
    return any(QUOTE_MARK.match(line) or not line.strip() for line in neighbours)


def _sort_answers(lines: list[str], new: list[str], quoted: list[str]) -> None:
    previous = ""
    k = 0
    while k < len(lines):
        line = lines[k]
        following = lines[k + 1] if k + 1 < len(lines) else ""
        # The tail of a quoted line that was wrapped on the way has lost its mark.
        tail = (
            QUOTE_MARK.match(previous) is not None and len(previous) >= 65 and QUOTE_MARK.match(following) is not None
            and 0 < len(line.strip()) <= 30 and line.strip()[0].islower()
        )  # fmt: skip
        if QUOTE_MARK.match(line) or tail:
            quoted.append(line)
        else:
            new.append(line)
        previous = line
        k += 1


def _unmarked(lines: list[str]) -> list[str]:
    """Lines without one level of ">" where most of them bear it."""
    filled = [line for line in lines if line.strip()]
    marked = sum(1 for line in filled if QUOTE_MARK.match(line))
    if not filled or marked * 2 < len(filled):
        return lines
    return [re.sub(r"\A[ \t]{0,3}[>|] ?", "", line) for line in lines]


def _is_passed_on(
    new: str, quoted: str, cut: _Cut, lines: list[str], subject: str, own_domains: Collection[str]
) -> bool:
    if cut.kind == "mark" or not quoted or not says_nothing(new):
        return False
    author = EMAIL.search(" ".join(lines[cut.line : cut.body])[:1000])
    if author is not None and author.group(1).lower() in {domain.lower() for domain in own_domains}:
        return False
    if cut.kind == "forward":
        return True
    prefix = folded(subject.strip()).partition(":")[0].strip() if ":" in subject else ""
    if cut.kind == "intro":
        return prefix in FORWARD_PREFIXES
    return prefix in FORWARD_PREFIXES or _covers(new)


def _covers(new: str) -> bool:
    """Whether the words say that something is passed on, and not only "thanks"."""
    text = folded(new)
    return any(re.search(rf"(?<!\w){re.escape(p)}(?!\w)", text) for p in _plain("passing_on") if p not in POLITE)


def _without_footers(new: str, quoted: str) -> tuple[str, str]:
    """Device lines and disclaimers leave the new text: they are not what the sender says."""
    kept: list[str] = []
    dropped: list[str] = []
    for paragraph in re.split(r"\n[ \t]{0,20}\n", new):
        plain = folded(paragraph[:3000])
        if not AMOUNT.search(plain[:200]) and any(phrase in plain for phrase in _plain("disclaimers")):
            dropped.append(paragraph)
            continue
        lines = paragraph.split("\n")
        device = [line for line in lines if _is_device_line(line)]
        dropped += device
        rest = [line for line in lines if line not in device]
        if any(line.strip() for line in rest):
            kept.append("\n".join(rest))
    if not kept and dropped and not any(_is_device_line(line) for line in dropped):
        return new, quoted
    return "\n\n".join(kept).strip(), "\n".join(part for part in (quoted, *dropped) if part).strip()


def _is_device_line(line: str) -> bool:
    plain = folded(line[:LINE_CHARACTERS]).strip(" -_*")
    return len(plain) < 90 and plain.startswith(_plain("device"))


def _is_closing(line: str) -> bool:
    plain = folded(line[:120]).strip(" ,.!*_-\r\t")
    if not plain or len(plain) > 90 or not plain.startswith(_plain("closings")) or re.search(r"\d", plain):
        return False
    return any(_closes(plain, words) for words in _plain("closings"))


def _closes(plain: str, words: str) -> bool:
    """Closing words, alone or with a short tail ("Regards from Bremen") that does not go on as a sentence."""
    if plain == words or plain.startswith(words + ","):
        return True
    tail = plain[len(words) :].split() if plain.startswith(words + " ") else []
    return 0 < len(tail) <= 4 and tail[0] not in GOES_ON and not tail[0].startswith("d'")


def _is_signature(below: list[str]) -> bool:
    filled = [line for line in below if line.strip()]
    if len(filled) > 20 or any(POSTSCRIPT.match(line) for line in filled):
        return False
    return not any(
        AMOUNT.search(line[:LINE_CHARACTERS]) and not CONTACT.search(line[:LINE_CHARACTERS]) for line in filled
    )


def _earlier_closing(lines: list[str], index: int) -> int | None:
    """The uppermost of closing lines that follow each other ("Danke", "Viele Grüße")."""
    found = None
    for k in range(index - 1, max(index - 9, -1), -1):
        if _is_closing(lines[k]) and _is_signature(lines[k + 1 :]):
            found = k
    return found


def _contact_paragraph(lines: list[str]) -> int | None:
    """The start of the last paragraph where it is a block of contact data."""
    end = len(lines)
    while end and not lines[end - 1].strip():
        end -= 1
    start = end
    while start and lines[start - 1].strip():
        start -= 1
    block = [line[:LINE_CHARACTERS] for line in lines[start:end]]
    contacts = sum(1 for line in block if CONTACT.search(line))
    if start and 2 <= len(block) <= 15 and contacts >= 2 and not any(AMOUNT.search(line) for line in block):
        return start
    return None


def _anchor(text: str, html: str) -> int:
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
