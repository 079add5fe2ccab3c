"""Values become JSON text and come back as they were."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.storage.codec import dump, load, plain
from nlp.reading import Intent, IntentName, Order, OrderLine, Reading, Trust
from tests.bot.records import EXAMPLES, PARTY
from workflows.invoicing.model import Party


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_record_survives_as_json(name: str) -> None:
    assert load(type(EXAMPLES[name]), dump(EXAMPLES[name])) == EXAMPLES[name]


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6))
def test_decimals_keep_all_their_digits(value: Decimal) -> None:
    line = OrderLine("A", "Schraube", value)
    assert str(load(OrderLine, dump(line)).quantity) == f"{value:f}"


def test_fields_that_an_older_text_lacks_take_their_defaults() -> None:
    older = {name: value for name, value in plain(PARTY).items() if name != "email"}
    assert load(Party, dump(older)) == PARTY


@given(st.builds(Reading, trust=st.sampled_from(Trust), intents=st.just((Intent(IntentName.ORDER, 0.93),))))
def test_a_reading_survives(reading: Reading) -> None:
    if not any(isinstance(value, (Order,)) and value.total is not None and value.total.is_nan()
               for value in (reading.order,)):  # fmt: skip
        assert dump(load(Reading, dump(reading))) == dump(reading)
