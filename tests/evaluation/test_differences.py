"""A reading is compared with its label field by field, by value and not by spelling or order."""

from typing import Any

import pytest

from evaluation.differences import FactCount, differences, fact_count, section_differences

LINE = {"sku": "A", "description": "Birch  ply", "quantity": 40, "unit_price": "1.50"}
ORDER = {"po_number": "P1", "order_date": None, "requested_date": None, "currency": "EUR", "total": None}


def order(*lines: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {**ORDER, "lines": [{**LINE, **line} for line in lines], **fields}


def paths(true: dict[str, Any] | None, said: dict[str, Any] | None, section: str = "order") -> list[str]:
    return [one.field for one in section_differences(section, true, said)]


@pytest.mark.parametrize(
    ("said", "fields"),
    [
        (order({}), []),
        (order({"quantity": 40.0, "description": "birch ply"}), []),
        (order({"quantity": 4}), ["order.lines.quantity"]),
        (order({"description": "oak"}, currency="CHF"), ["order.currency", "order.lines.description"]),
        (order(), ["order.lines.sku", "order.lines.description", "order.lines.quantity", "order.lines.unit_price"]),
        (None, ["order"]),
    ],
)
def test_each_differing_field_is_named(said: dict[str, Any] | None, fields: list[str]) -> None:
    assert sorted(paths(order({}), said)) == sorted(fields)


def test_lines_may_stand_in_any_order() -> None:
    two = ({"sku": "A"}, {"sku": "B", "quantity": 2})
    assert paths(order(*two), order(*reversed(two))) == []


def test_lines_are_paired_as_they_agree_best() -> None:
    assert paths(order({"sku": "A", "quantity": 1}, {"sku": "B"}), order({"sku": "B"})) == [
        "order.lines.sku",
        "order.lines.description",
        "order.lines.quantity",
        "order.lines.unit_price",
    ]


def test_a_label_without_the_customers_words_asks_for_none() -> None:
    assert paths(order({"description": None}), order({})) == []


def test_invoices_may_stand_in_any_order() -> None:
    true = {"invoices": ["1", "2"], "instalments": []}
    assert paths(true, {"invoices": ["2", "1"], "instalments": []}, "promise") == []


def test_a_currency_that_the_message_does_not_name_is_told_apart() -> None:
    (found,) = section_differences("order", order(currency=None), order())
    assert found.is_unnamed_currency and not found.is_wording


def test_values_are_counted_in_both_directions() -> None:
    assert fact_count("order", order({}), order({"quantity": 3})) == FactCount(right=5, invented=1, missed=1)
    assert fact_count("order", None, order(currency=None)) == FactCount(invented=1)
    assert fact_count("promise", {"invoices": ["1", "2"]}, {"invoices": ["2", "3"]}) == FactCount(1, 1, 1)


def test_no_values_have_no_f1() -> None:
    assert FactCount().f1 is None
    assert FactCount(right=1, missed=1).f1 == pytest.approx(2 / 3)


def label(**fields: Any) -> dict[str, Any]:
    return {"customer": "C1", "intents": ["promise"], "promise": None} | fields


@pytest.mark.parametrize(
    ("said", "fields"),
    [
        ({}, []),
        ({"customer": "C2"}, ["customer"]),
        ({"intents": [{"name": "query", "confidence": 0.9}]}, ["intents"]),
        ({"promise": {"invoices": []}}, ["promise"]),
    ],
)
def test_intents_customer_and_facts_decide(said: dict[str, Any], fields: list[str]) -> None:
    reading = label(intents=[{"name": "promise", "confidence": 0.9}]) | said
    assert [one.field for one in differences(label(), reading)] == fields
