"""Columns give back what was put in, and integers leave out no document that a distorted number may be."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workflows.cash_builders import item
from workflows.cash.columns import Codes, Lookup, Texts
from workflows.cash.distortion import Piece, possible, shape_of, strength_in
from workflows.cash.evidence import Strength
from workflows.cash.open_book import OpenBook, digits_of, figures_of, portions_of

KEYS = st.lists(st.text("012", max_size=4), max_size=40)
FIGURES = st.text("0123456789", min_size=2, max_size=11)


@given(KEYS, KEYS)
def test_a_lookup_finds_the_rows_of_a_key_whenever_they_came(first: list[str], later: list[str]) -> None:
    found = Lookup()
    found.extend(first, range(len(first)))
    found.close()
    found.extend(later, range(len(first), len(first) + len(later)))
    for key in {*first, *later, "3"}:
        assert list(found.rows(key)) == [row for row, each in enumerate([*first, *later]) if each == key]


@given(KEYS, KEYS)
def test_texts_come_back_in_their_order(first: list[str], later: list[str]) -> None:
    found = Texts()
    found.extend(first)
    found.close()
    found.extend(later)
    assert [found[row] for row in range(len(first) + len(later))] == [*first, *later]


def test_a_code_stands_for_its_text() -> None:
    codes = Codes()
    assert [codes.texts[code] for code in codes.of(["b", "a", "b"])] == ["b", "a", "b"]
    assert (codes.of(["c", "a"]), codes.known("d")) == ([2, 1], None)


@given(st.lists(st.text(max_size=8), min_size=1))
def test_figures_of_many_texts_are_those_of_each(texts: list[str]) -> None:
    alone = ["".join(sign for sign in text if sign in "0123456789") for text in texts]
    assert figures_of(texts) == alone
    assert all(not figures or digits_of(text) == figures for text, figures in zip(texts, alone, strict=True))


@pytest.mark.parametrize("written", ["R-{}", "RE-2026-{}", "2026{}", "RE{}/2026", "{}-A", "F2025/04-{}"])
@given(st.lists(FIGURES, min_size=1, max_size=2), FIGURES, st.booleans())
def test_no_document_that_a_piece_may_be_is_left_out(written: str, parts: list[str], serial: str, is_id: bool) -> None:
    """Also where the piece is the document's number with one sign more, less or another."""
    day = date(2026, 2, 20)
    for number in {
        serial,
        *parts,
        parts[0][1:] + "1",
        parts[0][:-1] + "7",
        parts[0][:2] + parts[0][3:],
        parts[-1][::-1],
    }:
        book = OpenBook(portions_of([item(written.format(number), "K1", "1.00", issue_date=day)]))
        piece = Piece("".join(parts), tuple(parts), 0, len(parts) - 1, False, "R", is_id)
        strength = strength_in(piece, shape_of(book.document(0), book.issued[0]))
        assert strength is Strength.NONE or possible(piece, [0], book) == [0]
