"""`[orders]` is read whole, and refuses what would let harm pass."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from bot.settings.orders import order_policy
from bot.settings.section import Section
from workflows.orders.findings import Finding, Outcome
from workflows.orders.terms import OrderPolicy, Tolerance


def read(table: dict[str, Any]) -> tuple[OrderPolicy, list[str]]:
    faults: list[str] = []
    return order_policy(Section(table, "orders", faults)), faults


def test_without_a_table_nothing_is_tolerated_and_nothing_asked() -> None:
    found, faults = read({})
    assert faults == [] and found.outcomes == {} and found.tolerance == Tolerance()
    assert found.restricted["KP"] == "Regulation (EU) 2017/1509"


def test_what_is_said_is_taken() -> None:
    found, faults = read(
        {
            "outcomes": {"price_break": "ask", "no_working_day": "specialist"},
            "tolerances": {"C1": {"lower_percent": "1.5"}},
            "minimum": {"EUR": "50.00"},
            "restricted": {"KP": "", "XX": "our own rule"},
            "restricted_articles": {"NV-": ["US", "CN"]},
        }
    )
    assert faults == []
    assert found.outcomes == {Finding.PRICE_BREAK: Outcome.ASK, Finding.NO_WORKING_DAY: Outcome.SPECIALIST}
    assert found.tolerance_of("C1").lower_percent == Decimal("1.5") and found.tolerance_of("C2") == Tolerance()
    assert "KP" not in found.restricted and found.restricted["XX"] == "our own rule"
    assert found.restricted_articles == (("NV-", frozenset({"US", "CN"})),)


@pytest.mark.parametrize(
    "table",
    [
        {"outcomes": {"credit_limit": "auto"}},
        {"outcomes": {"duplicate_po": "auto"}},
        {"outcomes": {"delivery_address": "ask"}},
        {"outcomes": {"nothing": "auto"}},
        {"outcomes": {"price_lower": "perhaps"}},
        {"tolerance": {"lower_percent": "-1"}},
        {"tolerance": {"lower_percent": "100"}},
        {"minimum": {"EUR": "0"}},
        {"restricted": {"Russia": "no"}},
        {"restricted_articles": {"": ["US"]}},
        {"unknown": 1},
    ],
)
def test_what_would_do_harm_or_is_no_setting_is_a_fault(table: dict[str, Any]) -> None:
    assert len(read(table)[1]) == 1
