"""Evidence is marked in the text that it was read from, and nothing of the text is lost or added."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.console.marking import Piece, pieces, quoted_spans
from nlp.reading import Evidence

SPANS = st.lists(st.tuples(st.integers(-3, 60), st.integers(-3, 60)), max_size=12)


@given(st.text(max_size=50), SPANS, SPANS)
def test_joined_the_pieces_are_the_text(text: str, marks: list[tuple[int, int]], quoted: list[tuple[int, int]]) -> None:
    evidence = [Evidence(f"f{n}", "body", "", start, end) for n, (start, end) in enumerate(marks)]
    assert "".join(piece.text for piece in pieces(text, evidence, quoted)) == text


@given(st.text(min_size=1, max_size=50), SPANS)
def test_each_marked_value_is_found_whole(text: str, marks: list[tuple[int, int]]) -> None:
    evidence = [Evidence(f"f{n}", "body", "", start, end) for n, (start, end) in enumerate(marks)]
    found = pieces(text, evidence)
    for one in evidence:
        marked = "".join(piece.text for piece in found if one.field in piece.fields)
        inside = 0 <= one.start < one.end <= len(text)
        assert marked == (text[one.start : one.end] if inside else "")


@given(st.text(max_size=80), st.text(max_size=40))
def test_quoted_spans_lie_in_the_text_in_order(text: str, new_text: str) -> None:
    spans = quoted_spans(text, new_text)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert list(spans) == sorted(spans)


def test_values_read_from_the_same_words_share_their_mark() -> None:
    found = pieces("pay 100.00 EUR", [Evidence("a", "body", "", 4, 10), Evidence("b", "body", "", 4, 14)])
    assert found == (Piece("pay "), Piece("100.00", ("a", "b")), Piece(" EUR", ("b",)))


def test_what_is_quoted_is_dimmed() -> None:
    text = "Paid.\n\nOn Monday you wrote:\n> please pay\n"
    assert [text[start:end] for start, end in quoted_spans(text, "Paid.")] == ["On Monday you wrote:\n> please pay\n"]
    assert quoted_spans(text, "Something else") == ()
