"""A rich text file (RTF) gives its paragraphs and tables; pictures, styles and fields stay out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from nlp.documents.tables import Row, as_text, tables_of
from nlp.limits import Limits
from nlp.opened import Table
from nlp.reading import Problem

TOKEN = re.compile(
    rb"\\([a-z]{1,32})(-?\d{1,10})?[ ]?|\\'([0-9a-fA-F]{2})|\\([^a-z])|([{}])|([^\\{}\r\n]{1,4096})|[\r\n]+"
)
# Groups that hold no text of the page; "\*" marks further ones.
SKIPPED = frozenset(
    "fonttbl colortbl stylesheet info pict object header footer headerl headerr footerl footerr".split()
)
BREAKS = {b"par": "\n", b"line": "\n", b"sect": "\n", b"page": "\n", b"tab": "\t"}
SIGNS = {b"emdash": "—", b"endash": "–", b"lquote": "‘", b"rquote": "’", b"ldblquote": "“", b"rdblquote": "”",
         b"bullet": "•"}  # fmt: skip
ESCAPED = {b"~": "\u00a0", b"_": "-", b"-": "", b"\n": "\n", b"\r": "\n"}
DEPTH = 200


@dataclass(slots=True)
class _Writer:
    codec: str = "cp1252"
    text: list[str] = field(default_factory=list)
    row: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    in_table: bool = False
    pending: int = 0  # characters that only stand in for one in Unicode

    def put(self, text: str) -> None:
        if self.pending:
            text, self.pending = text[self.pending :], max(self.pending - len(text), 0)
        self.text.append(text)

    def end_cell(self) -> None:
        self.row.append(" ".join("".join(self.text).split()))
        self.text = []

    def end_row(self) -> None:
        self.rows.append(tuple(self.row))
        self.row = []

    def end_table(self) -> None:
        if self.rows:
            self.pieces.append(as_text(self.rows))
            self.tables += tables_of(self.rows)
            self.rows = []

    def end_paragraph(self) -> None:
        self.end_table()
        self.pieces.append("".join(self.text).strip(" "))
        self.text = []


def read_rich(data: bytes, limits: Limits) -> tuple[str, tuple[Table, ...], tuple[Problem, ...]]:
    """Text, tables and problems."""
    writer, skip_from, depth, unicode_skip = _Writer(), 0, 0, 1
    for match in TOKEN.finditer(data):
        word, number, code, sign, brace, plain = match.groups()
        if brace:
            depth += 1 if brace == b"{" else -1
            skip_from = 0 if depth < skip_from else skip_from
            if depth > DEPTH:
                return "", (), (Problem("broken_file", "RTF: nested too deeply"),)
        elif sign == b"*" or (word and word.decode() in SKIPPED):
            skip_from = skip_from or depth
        elif skip_from:
            continue
        elif word == b"uc":
            unicode_skip = int(number or 1)
        elif word == b"u" and number:
            writer.put(_character(int(number)))
            writer.pending = unicode_skip
        elif word:
            _control(writer, word, number)
        elif code:
            writer.put(bytes([int(code, 16)]).decode(writer.codec, "replace"))
        elif sign:
            writer.put(ESCAPED.get(sign, sign.decode("latin-1")))
        elif plain:
            writer.put(plain.decode("latin-1"))
    writer.end_paragraph()
    text = "\n".join(piece for piece in writer.pieces).strip()
    return text[: limits.text_characters], tuple(writer.tables), () if text else (Problem("no_text", "RTF: empty"),)


def _control(writer: _Writer, word: bytes, number: bytes | None) -> None:
    match word:
        case b"ansicpg" if number:
            codec = f"cp{int(number)}"
            writer.codec = codec if codec in ("cp1250", "cp1251", "cp1252", "cp437", "cp850") else "cp1252"
        case b"cell":
            writer.end_cell()
        case b"row":
            writer.end_row()
        case b"intbl" | b"pard":
            writer.in_table = word == b"intbl"
        case b"par" if not writer.row and not writer.in_table:
            writer.end_paragraph()
        case b"par" | b"line" | b"sect" | b"page" | b"tab":
            writer.put(BREAKS[word])
        case _ if word in SIGNS:
            writer.put(SIGNS[word])


def _character(code: int) -> str:
    """RTF writes code points above 32767 as negative numbers; halves of pairs are left out."""
    point = code + 0x10000 if code < 0 else code
    return chr(point) if 0 < point < 0xD800 or 0xE000 <= point < 0x10000 else ""
