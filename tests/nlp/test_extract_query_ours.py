"""A question that names an order by our own confirmation's number names no number of the customer's."""

from __future__ import annotations

from dataclasses import replace

import pytest

from nlp.book import OrderEntry, Snapshot
from nlp.reading import Query
from tests.nlp.extraction_desk import CUSTOMER, context, facts


def _asked(po_number: str) -> tuple[Query, float]:
    book = Snapshot(customers=[CUSTOMER], orders=[OrderEntry("SO-4417", "B1", po_number, None)])
    found = facts(
        replace(context("Where are the discs of order SO-4417? They were due last week.", language="en"), book=book)
    )
    assert found.query.value is not None
    return found.query.value, found.query.strength


@pytest.mark.parametrize(("po_number", "read", "strength"), [("", None, 0.5), ("HB/811", "HB/811", 1.0)])
def test_the_number_is_the_customers_or_none(po_number: str, read: str | None, strength: float) -> None:
    query, how_sure = _asked(po_number)
    assert (query.topic, query.po_number, how_sure) == ("order_status", read, strength)
