"""The rows of a CSV file below its headings, with their lines, as far as they fit in memory."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from bot.banks.stream import MAX_ENTRIES, too_much
from bot.banks.values import BankFile
from workflows.errors import BadInput

MAX_LINE = 200_000  # characters
LONG_LINE = re.compile(rf"[^\n]{{{MAX_LINE + 1}}}")


def rows_below(file: BankFile, text: str, header_line: int, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """(line, cells) of every row that says anything; raises BadInput with the line for what is no CSV, or too much."""
    start = 0
    for _ in range(header_line):
        start = text.find("\n", start) + 1 or len(text)
    long = LONG_LINE.search(text, start)
    if long:
        line = text.count("\n", 0, long.start()) + 1
        raise BadInput(file.name, f"a line of more than {MAX_LINE} characters", line=line)
    reader = csv.reader(io.StringIO(text[start:]), delimiter=delimiter)
    given = last = 0
    try:
        for cells in reader:
            line, last = header_line + last + 1, reader.line_num
            if any(cell.strip() for cell in cells):
                given += 1
                if given > MAX_ENTRIES:
                    raise too_much(file, line)
                yield line, cells
    except csv.Error as error:
        raise BadInput(file.name, f"no CSV: {error}", line=header_line + last + 1) from error
