"""A Reading on the wire."""

from __future__ import annotations

from decimal import Decimal

import pytest

from nlp.reading import Address, Intent, IntentName, Order, OrderLine, Reading, Trust
from nlp.wire import money, reading_as_json


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [("1234.5", "EUR", "1234.50"), ("1500", "JPY", "1500"), ("0.125", "EUR", "0.125"), ("7", None, "7.00"), ("1.5", "KWD", "1.500")],  # noqa: E501
)  # fmt: skip
def test_money_is_text_with_the_currencys_digits(amount: str, currency: str | None, text: str) -> None:
    assert money(Decimal(amount), currency) == text


def test_the_wire_form_is_the_contracts() -> None:
    order = Order("P-1", None, None, "EUR", None, (OrderLine(None, "Gants", Decimal("2.5"), Decimal("6.9"), "CT"),))
    reading = Reading("<1@x>", Address("", "a@x"), (), "", None, None, (), "", "", "fr", None, None, Trust.UNKNOWN, False, (Intent(IntentName.ORDER, 0.9),), order=order)  # fmt: skip  # noqa: E501
    wire = reading_as_json(reading, "1.eml", "review")
    assert list(wire) == ["file", "message_id", "language", "customer", "intents", "route", "order", "order_change", "remittance", "dispute", "promise", "query", "master_data", "units", "delivery_address", "delivery_country", "answer", "goods_back", "trust", "certainty", "evidence", "problems"]  # fmt: skip  # noqa: E501
    assert wire["order"]["lines"] == [{"sku": None, "description": "Gants", "quantity": 2.5, "unit_price": "6.90"}]
    assert wire["units"] == [{"line": "order.lines.0", "unit": "CT"}]
    assert (wire["order"]["total"], wire["dispute"]) == (None, None)
