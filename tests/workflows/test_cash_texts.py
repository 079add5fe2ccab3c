"""What a payment text tells before any book is asked: runs of figures, and what each of them surely is."""

from __future__ import annotations

import pytest

from workflows.cash.distortion import repaired
from workflows.cash.told import is_creditor_reference, read_text


def kinds(text: str) -> list[tuple[str, str]]:
    return [(each.text, each.kind.value) for each in read_text((text,)).figures]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("RE 4711", [("4711", "invoice")]),
        ("KD-NR K100 RE 4711", [("100", "customer"), ("4711", "invoice")]),
        ("RECHNUNG 4711 VOM 21.01.2026", [("4711", "invoice"), ("21", "date"), ("01", "date"), ("2026", "date")]),
        ("LT. AVIS VOM 210126", [("210126", "date")]),
        ("N/REF RE-2026-11 V/REF FA-77", [("2026", "own"), ("11", "own"), ("77", "invoice")]),
        ("OUR REF 88123 YOUR REF 5512", [("88123", "own"), ("5512", "invoice")]),
        ("INV 5512 DN 99123", [("5512", "invoice"), ("99123", "delivery")]),
        ("RE 314 + 390", [("314", "invoice"), ("390", "invoice")]),
        ("BESTELLUNG 450001234", [("450001234", "order")]),
        ("RE 314 1.234,56 EUR", [("314", "invoice"), ("1", "amount"), ("234", "amount"), ("56", "amount")]),
    ],
)
def test_a_word_before_figures_says_what_they_are(text: str, expected: list[tuple[str, str]]) -> None:
    assert kinds(text) == expected


def test_the_payments_own_id_begins_where_the_text_ends() -> None:
    told = read_text(("KD-NR",), (), "ZA-4711")
    assert [(each.text, each.kind.value, each.start >= told.own_id) for each in told.figures] == [
        ("4711", "free", True)
    ]


@pytest.mark.parametrize("text", ["RF18539007547034", "RF18 5390 0754 7034", "ZAHLUNG RF18539007547034 DANKE"])
def test_a_structured_reference_is_taken_by_its_check_digits(text: str) -> None:
    assert read_text((text,)).creditor == (("539007547034", True),)


def test_a_structured_reference_with_a_slip_is_known_as_such() -> None:
    assert read_text(("RF18539007547035",)).creditor == (("539007547035", False),)
    assert not is_creditor_reference("18", "539007547035")


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("RE-20Z6-0328I5", "RE-2026-032815"),
        ("INV SI0O35885", "INV SI0035885"),
        ("R0O31I33", "R0031133"),
        ("RECHNUNG 4711 DANKE", "RECHNUNG 4711 DANKE"),
    ],
)
def test_letters_read_for_figures_are_put_right(text: str, mended: str) -> None:
    assert repaired(text)[0] == mended
