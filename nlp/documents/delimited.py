"""A delimited file gives its rows, whatever the separator, the charset and the line breaks inside quotes."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter

from nlp.charsets import BYTE_ORDER_MARKS, bare_utf16, printable, strict
from nlp.documents.tables import Row, as_text, tables_of, trimmed
from nlp.limits import Limits
from nlp.opened import Grid, Table
from nlp.reading import Problem

DELIMITERS = (";", "\t", ",", "|")
SAMPLE_ROWS = 60
SAMPLE_CHARACTERS = 40_000
WESTERN = ("cp1252", "mac_roman", "cp850")
LIKELY = re.compile("(?<=[a-zA-Z])[éèêëàâçîïôöûùüäßœñóáí°]|[ÄÖÜÉÀÇ€£](?=[a-zA-Z ]|$)|(?<=[ \\d])[€£°]")
UNLIKELY = re.compile(
    "[ŽŠŸšžƒˆ‰˜†‡•ÃÂ×ÐÞþðýÝ¤¦¨¬­³¹¾¼½¿¡ªº¯¸±µ¶÷\ufffd√∫∂∆≈Ω∞≤≥◊ﬁﬂıˇ˘˙˚˝˛░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀‗■]"
)
LARGEST_FIELD = 1_000_000


def read_delimited(data: bytes, limits: Limits) -> tuple[str, tuple[Table, ...], tuple[Problem, ...], tuple[Grid, ...]]:
    """Text, tables, problems and the places of cells of a CSV file."""
    text = printable(file_text(data))
    delimiter = separator_of(text)
    if delimiter is None:
        return text[: limits.text_characters], (), (), ()
    if text[:4].lower() == "sep=":
        text = text.partition("\n")[2]
    rows, whole = rows_of(text, delimiter, limits)
    grid = Grid("", 0, tuple((number, filled) for number, row in enumerate(rows, 1) if (filled := _filled(row))))
    rows = trimmed(rows)
    problems = () if whole else (Problem("document_cut", f"only {limits.rows} rows were read"),)
    return as_text(rows)[: limits.text_characters], tables_of(rows), problems, (grid,)


def _filled(row: Row) -> tuple[int, ...]:
    return tuple(place for place, cell in enumerate(row) if cell.strip())


def file_text(data: bytes) -> str:
    """Text of a file that declares no charset: byte order marks, bare UTF-16, UTF-8, else Windows-1252.

    Detectors mistake short Windows-1252 files for its neighbours, so none is asked.
    """
    for mark, codec in BYTE_ORDER_MARKS:
        if data.startswith(mark) and (text := strict(data, codec)) is not None:
            return text
    bare = bare_utf16(data)
    if bare is not None and (text := strict(data, bare)) is not None:
        return text
    return strict(data, "utf-8") or _western(data)


def _western(data: bytes) -> str:
    """Windows-1252, unless the letters of French and German stand there in the bytes of a Mac or of DOS."""
    sample = data[:SAMPLE_CHARACTERS]
    scores = {charset: _likelihood(sample.decode(charset, "replace")) for charset in WESTERN}
    best = max(WESTERN, key=lambda charset: scores[charset])  # the first of equals
    return data.decode(best, errors="replace")


def _likelihood(text: str) -> int:
    """Accented letters within words, less the signs that no table holds."""
    return len(LIKELY.findall(text)) - 2 * len(UNLIKELY.findall(text))


def separator_of(text: str) -> str | None:
    """The separator whose rows agree best about their number of cells; None for text that is no table."""
    if text[:4].lower() == "sep=" and len(text) > 4 and text[4] in DELIMITERS:
        return text[4]
    sample = text[:SAMPLE_CHARACTERS]
    best, best_vote = None, 0.0
    for delimiter in DELIMITERS:
        widths = [len(row) for row in _sample(sample, delimiter) if any(cell.strip() for cell in row)]
        split = [width for width in widths if width > 1]
        if not split or len(split) * 2 < len(widths):
            continue
        common, count = Counter(split).most_common(1)[0]
        vote = count / len(widths) + min(common, 12) / 100
        if vote > best_vote:
            best, best_vote = delimiter, vote
    return best


def _sample(text: str, delimiter: str) -> list[Row]:
    rows: list[Row] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            rows.append(tuple(row))
            if len(rows) >= SAMPLE_ROWS:
                break
    except csv.Error:
        return rows
    return rows


def rows_of(text: str, delimiter: str, limits: Limits) -> tuple[list[Row], bool]:
    """All rows up to the limit, and whether that is the whole file. A quote left open ends at the file's end."""
    csv.field_size_limit(LARGEST_FIELD)
    rows: list[Row] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            if len(rows) >= limits.rows:
                return rows, False
            rows.append(tuple(" ".join(cell.split()) for cell in row[: limits.columns]))
    except csv.Error:
        return rows, False
    return rows, True
