"""No text of a mail becomes a formula in a spreadsheet, whichever sign parts the cells there."""

from __future__ import annotations

import csv
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.exchange.lines import FORMULA_STARTS, as_csv_lines, cell, is_number

BITING = re.compile(r"[=@\uff1d\uff20]|[+-][^\d\s]")


@pytest.mark.parametrize(
    "text",
    ["=cmd|' /C calc'!A0", "+1+cmd", "-2+3", "@SUM(1)", "\t=1", "\r=1", "\n=1", " =1", "\uff1dcmd", "x;=cmd()",
     "a\n=cmd()", "a;@x", "a; -cmd"],
)  # fmt: skip
def test_what_begins_a_formula_is_text(text: str) -> None:
    shown = cell(text)
    assert not shown.lstrip(" \u00a0").startswith(FORMULA_STARTS)
    assert not any(BITING.match(part.lstrip()) for part in re.split(r"[;\n\r\t]", shown))


@pytest.mark.parametrize("text", ["-12.50", "+3", "a-b", "R-2026-00001", "10;-5", "1 + 1", "x = y"])
def test_numbers_and_plain_words_stay_as_they_are(text: str) -> None:
    assert cell(text) == text


@given(st.text(alphabet="=+-@;,|\t\r\n\"' a1\uff1d", max_size=20))
def test_no_cell_of_any_row_begins_a_formula(text: str) -> None:
    header, line = "\n".join(as_csv_lines(iter([{"a": text, "b": [text], "c": {"x": text}}]))).split("\n", 1)
    for value in next(csv.reader(io.StringIO(line, newline=""))):
        assert not value.lstrip(" ").startswith(FORMULA_STARTS) or is_number(value)
    assert header == "a,b,c"
