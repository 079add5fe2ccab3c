"""Where a signature begins, and whether the words above it say anything at all."""

from __future__ import annotations

import re
from functools import cache

from nlp.quoting import LINE_CHARACTERS
from nlp.reply_words import DECIDING_STEMS, LITTLE_WORDS, folded, words_of

AMOUNT = re.compile(r"\d[.,]\d{2}(?!\d)")
CONTACT = re.compile(
    r"\b(?:tel|telefon|phone|mobil|mobile|fax|tel\.|t|m|f)\b\s{0,3}[.:+(]|www\.|https?:|@|\+\d{2}[\s(]"
    r"|\b(?:hrb|siret|siren|rcs|ust-?id|tva|vat|registered)\b",
    re.I,
)
POSTSCRIPT = re.compile(r"\s{0,5}(?:p\.?\s?s\.?|nb|n\.b\.)\s{0,3}[:.]?\s", re.I)
SENTENCE = re.compile(r"(?:\S{1,40}\s{1,5}){7,40}\S{1,40}[.?!]\s{0,5}\Z")
SEGMENT = re.compile(r"[,.;:!?()\n–—]|\s-\s")
COURTESY = "\u2026"  # stands for courtesies that were taken out
GOES_ON = frozenset("de for fur pour que if in to that per di en voor pela por price".split())


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
    """Whether a person who only passes a mail on could have written just this (greeting, "see below", name).

    Names may stand beside a greeting, after one, or at the end; any other word that is left over is a statement.
    """
    body = text[: signature_start(text)][:4000]
    if re.search(r"\d", body) or len(body.split()) > 40:
        return False
    names = {folded(word) for word in re.findall(r"[^\W\d_]{2,}", body) if word[0].isupper()}
    parts = [part for part in SEGMENT.split(_courtesies().sub(f" {COURTESY} ", folded(body))) if part.strip()]
    allowed = False  # a name may stand alone here
    for number, part in enumerate(parts):
        left = [word for word in re.findall(r"[^\W\d_]{2,}", part) if word not in LITTLE_WORDS]
        if any(word not in names or word.startswith(DECIDING_STEMS) for word in left) or len(left) > 3:
            return False
        courteous = COURTESY in part
        if left and not (courteous or allowed or number in (0, len(parts) - 1)):
            return False
        allowed = courteous
    return True


@cache
def _courtesies() -> re.Pattern[str]:
    phrases = [p for field in ("passing_on", "greetings", "device", "closings") for p in words_of(field)]
    longest_first = sorted(map(re.escape, phrases), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(longest_first)})(?!\w)")


def _offsets(lines: list[str]) -> list[int]:
    offsets, at = [], 0
    for line in lines:
        offsets.append(at)
        at += len(line) + 1
    return offsets


def _is_closing(line: str) -> bool:
    plain = folded(line[:120]).strip(" ,.!*_-\r\t")
    if not plain or len(plain) > 90 or not plain.startswith(words_of("closings")) or re.search(r"\d", plain):
        return False
    return any(_closes(plain, words) for words in words_of("closings"))


def _closes(plain: str, words: str) -> bool:
    """Closing words, alone or with a short tail ("Regards from Bremen") that does not go on as a sentence."""
    if plain == words or plain.startswith(words + ","):
        return True
    tail = plain[len(words) :].split() if plain.startswith(words + " ") else []
    return 0 < len(tail) <= 4 and tail[0] not in GOES_ON and not tail[0].startswith("d'")


def _is_signature(below: list[str]) -> bool:
    """Names, places and contact data: no postscript, no amounts, no whole sentences."""
    filled = [line[:LINE_CHARACTERS] for line in below if line.strip()]
    if len(filled) > 20 or any(POSTSCRIPT.match(line) for line in filled):
        return False
    return not any((AMOUNT.search(line) or SENTENCE.match(line)) and not CONTACT.search(line) for line in filled)


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
