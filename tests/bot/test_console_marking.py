"""Evidence is marked in the text that it was read from, and nothing of the text is lost or added."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.console.marking import Piece, entry_of, marked, pieces, quoted_spans, shown_evidence
from nlp.reading import AttachmentSummary, Dispute, DisputeReason, Evidence, MasterDataChange, Reading
from tests.bot import console_desk

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


def told(evidence: tuple[Evidence, ...], **values: object) -> Reading:
    """A dispute of invoice A-7 in an answer, with a sheet attached."""
    text = "Three were broken.\n\nOn Monday you wrote:\n> invoice A-7\n"
    return console_desk.reading(
        text,
        new_text="Three were broken.",
        evidence=evidence,
        dispute=Dispute(("A-7",), DisputeReason.DAMAGED, None, None),
        attachments=(AttachmentSummary("list.xlsx", "sheet", 9, "A-7  3"),),
        **values,
    )


PLACES = [
    (Evidence("dispute.reason", "body", "Three were broken.", 0, 18), "mail", "#in-mail-0"),
    (Evidence("dispute.invoices.0", "body", "A-7", 52, 55), "quoted mail", "#in-mail-52"),
    (Evidence("dispute.invoices.0", "subject", "Ques", 0, 4), "subject", "#in-subject-0"),
    (Evidence("dispute.invoices.0", "attachment:0", "A-7", 0, 3, 0, "List", "A1"), "List!A1", "#in-file-0-0"),
    (Evidence("dispute.invoices.0", "attachment:0", "A-7", 0, 3, 2), "page 2", "#in-file-0-0"),
    (Evidence("dispute.invoices.0", "attachment:0", "A-7", 0, 3), "list.xlsx", "#in-file-0-0"),
    (Evidence("dispute.invoices.0", "answered", "the older one"), "our mail", ""),
    (Evidence("dispute.invoices.0", "book", "the older one"), "our book", ""),
]


@pytest.mark.parametrize(("ground", "where", "href"), PLACES)
def test_a_value_leads_to_the_words_that_it_was_read_from(ground: Evidence, where: str, href: str) -> None:
    found = marked(told((ground,)))
    entry = "dispute.reason" if ground.field == "dispute.reason" else "dispute.invoices"
    (one,) = found.grounds[entry]
    assert (one.where, one.href, one.words) == (where, href, ground.text)
    shown = [piece for text in (found.subject, found.body, *found.attachments) for piece in text if piece.fields]
    assert [(f"#{piece.id}", piece.entry) for piece in shown] == ([(href, entry)] if href else [])


def test_a_whole_line_is_not_marked_where_its_values_are() -> None:
    line = Evidence("order.lines.0", "body", "Three", 0, 5)
    value = Evidence("order.lines.0.quantity", "body", "Three", 0, 5)
    assert shown_evidence(told((line, value))) == [value]
    assert shown_evidence(told((line,))) == [line]


def test_the_value_with_the_fewest_words_is_led_to_first() -> None:
    found = pieces("pay 100.00 EUR", [Evidence("b", "body", "", 0, 14), Evidence("a", "body", "", 4, 10)])
    assert [piece.fields for piece in found] == [("b",), ("a", "b"), ("b",)]


def test_a_change_of_master_data_leads_to_its_row_of_the_form() -> None:
    read = told((), master_data=MasterDataChange((("emails", "a@b.example"), ("iban", "DE00"))))
    assert entry_of(read, "master_data.changes.iban") == "master_data.changes.1.value"
