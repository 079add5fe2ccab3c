"""A Reading on the wire and in the database."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.reading import Address, Intent, IntentName, Order, OrderLine, Reading, Trust
from nlp.wire import money, reading_as_json, reading_from_text, reading_to_text

st.register_type_strategy(Decimal, st.decimals(allow_nan=False, allow_infinity=False, places=2))
st.register_type_strategy(float, st.floats(0, 1))


@settings(max_examples=60)
@given(st.from_type(Reading))
def test_a_reading_survives_its_text(reading: Reading) -> None:
    assert reading_from_text(reading_to_text(reading)) == reading


@pytest.mark.parametrize("text", ["{}", "[]", '"x"', "{", '{"message_id": 1, "x": 2}'])
def test_other_text_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        reading_from_text(text)


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [("1234.5", "EUR", "1234.50"), ("1500", "JPY", "1500"), ("0.125", "EUR", "0.125"), ("7", None, "7.00"), ("1.5", "KWD", "1.500")],  # noqa: E501
)  # fmt: skip
def test_money_is_text_with_the_currencys_digits(amount: str, currency: str | None, text: str) -> None:
    assert money(Decimal(amount), currency) == text


def test_the_wire_form_is_the_contracts() -> None:
    order = Order("P-1", None, None, "EUR", None, (OrderLine(None, "Gants", Decimal("2.5"), Decimal("6.9")),))
    reading = Reading("<1@x>", Address("", "a@x"), (), "", None, None, (), "", "", "fr", None, None, Trust.UNKNOWN, False, (Intent(IntentName.ORDER, 0.9),), order=order)  # fmt: skip  # noqa: E501
    wire = reading_as_json(reading, "1.eml", "review")
    assert list(wire) == ["file", "message_id", "language", "customer", "intents", "route", "order", "order_change", "remittance", "dispute", "promise", "query", "master_data", "problems"]  # fmt: skip  # noqa: E501
    assert wire["order"]["lines"] == [{"sku": None, "description": "Gants", "quantity": 2.5, "unit_price": "6.90"}]
    assert (wire["order"]["total"], wire["dispute"]) == (None, None)
