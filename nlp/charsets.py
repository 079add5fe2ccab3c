"""Bytes become text whatever charset they claim: nothing is lost silently and nothing raises."""

from __future__ import annotations

import codecs
import re
import unicodedata

# What mailers declare and what they mean by it: a superset that reads every byte of the declared one.
ALIASES = {
    "": "utf-8",
    "unknown-8bit": "utf-8",
    "x-unknown": "utf-8",
    "default": "utf-8",
    "ascii": "utf-8",
    "us-ascii": "utf-8",
    "ansi_x3.4-1968": "utf-8",
    "7bit": "utf-8",
    "8bit": "utf-8",
    "binary": "utf-8",
    "utf8": "utf-8",
    "utf-8mb4": "utf-8",
    "utf8mb4": "utf-8",
    "unicode-1-1-utf-7": "utf-7",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "iso_8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "windows1252": "cp1252",
    "x-cp1252": "cp1252",
    "ansi": "cp1252",
    "iso-8859-8-i": "iso-8859-8",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "shift_jis": "cp932",
    "x-sjis": "cp932",
    "x-mac-roman": "mac-roman",
    "macintosh": "mac-roman",
}
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Text encodings of Python that no mail is written in: one always fails, others take ages for what is long.
NO_CHARSETS = frozenset({"undefined", "idna", "punycode", "unicode_escape", "raw_unicode_escape"})
DETECTION_BYTES = 20_000
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069]")


def codec_of(declared: str) -> str | None:
    """The Python codec for a declared charset, None if nobody knows it."""
    name = declared.strip().strip("\"'").lower()
    name = ALIASES.get(name, name)
    try:
        info = codecs.lookup(name)
    except (LookupError, ValueError):
        return None
    if info.name.replace("-", "_") in NO_CHARSETS:
        return None
    # Codecs such as "zip" or "rot13" turn bytes into bytes or text into text; they are no charsets.
    return info.name if info._is_text_encoding else None


def strict(data: bytes, codec: str | None) -> str | None:
    if codec is None:
        return None
    try:
        return data.decode(codec)
    except (UnicodeError, ValueError, LookupError):
        return None


def decoded(data: bytes, declared: str = "") -> tuple[str, str | None]:
    """Text of `data`, and what was wrong with the declared charset (None: nothing).

    Order: byte order mark, the declared charset, UTF-8, what the bytes look like, and at last Windows-1252 with
    replacement characters.
    """
    for mark, marked in BYTE_ORDER_MARKS:
        if data.startswith(mark) and (text := strict(data, marked)) is not None:
            return text, None
    codec = codec_of(declared)
    if (text := strict(data, codec)) is not None:
        return text, None
    wrong = f"declared {declared!r}" if declared else "no charset declared"
    if codec == "utf-7":  # its bytes are ASCII: UTF-8 would always "succeed"
        return data.decode(codec, errors="replace"), f"{wrong}, unreadable bytes replaced"
    if (text := strict(data, "utf-8")) is not None:
        return text, f"{wrong}, read as utf-8"
    if codec in (None, "utf-8", "ascii"):
        if (text := strict(data, "cp1252")) is not None:
            return text, f"{wrong}, read as windows-1252"
        from charset_normalizer import from_bytes  # loaded for the few that need it

        best = from_bytes(data[:DETECTION_BYTES]).best()
        if best is not None and (text := strict(data, best.encoding)) is not None:
            return text, f"{wrong}, read as {best.encoding}"
    text = data.decode(codec or "cp1252", errors="replace")
    return text, f"{wrong}, unreadable bytes replaced"


def bare_utf16(data: bytes) -> str | None:
    """The byte order of Latin text in UTF-16 without a mark, seen by its zeros; None if it is none."""
    head = data[:2000]
    if len(head) < 4 or b"\x00" not in head:
        return None
    little = head[1::2].count(0) * 2 > len(head) * 0.6
    big = head[0::2].count(0) * 2 > len(head) * 0.6
    return "utf-16-le" if little else "utf-16-be" if big else None


def printable(text: str) -> str:
    """Text without control characters, zero-width marks and direction overrides; line ends as "\\n"."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0c", "\n")
    # Decomposed accents (macOS) would hide words from every lexicon.
    return unicodedata.normalize("NFC", CONTROL.sub("", text))
