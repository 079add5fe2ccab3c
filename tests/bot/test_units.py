"""Units of articles in e-invoices."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.documents.einvoice.units import WORDS, known_codes, unit_code


@pytest.mark.parametrize(
    ("unit", "code"),
    [
        ("C62", "C62"), ("kgm", "KGM"), ("EA", "EA"), ("PK", "XPK"), ("BX", "XBX"), ("PCE", "H87"), ("Stk.", "H87"),
        ("Stück", "H87"), ("pièce", "H87"), ("Std.", "HUR"), ("m²", "MTK"), ("", "ZZ"), ("Gebinde", "ZZ"),
    ],
)  # fmt: skip
def test_a_unit_has_a_code_of_the_recommendation(unit: str, code: str) -> None:
    assert unit_code(unit) == code


def test_all_words_lead_to_codes() -> None:
    assert set(WORDS.values()) <= known_codes()


@given(st.text(max_size=20))
def test_no_unit_holds_an_invoice_up(unit: str) -> None:
    assert unit_code(unit) in known_codes()
