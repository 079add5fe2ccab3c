"""The page of billing: what the next run would write, what it leaves and why, without a change to the records."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any, cast

import pytest

from bot.console import billing_pages
from bot.console.web import Ask
from bot.storage.database import Database
from tests.workflows.selling_desk import customer, desk, product
from workflows.catalogue import Billing, Contract, ContractTerms, RevenueKind

NOW = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)


@pytest.fixture
def shown(database: Database) -> Callable[[], dict[str, Any]]:
    """What the page is given to show."""
    with database.begin() as uow:
        uow.products.add(product("SAAS", revenue=RevenueKind.SUBSCRIPTION))
        for number in range(4):
            uow.customers.add(customer(f"K{number}", name=f"Kunde {number}"))
            plain = (Decimal(1), Decimal(50), "EUR", NOW.date(), None, Billing.MONTHLY)
            row = Contract(f"V{number}", f"K{number}", "SAAS", *plain)
            uow.contracts.add(replace(row, terms=ContractTerms(po_required=number == 3)))
    console = SimpleNamespace(database=database, desk=desk(), now=lambda: NOW)
    ask = cast(Ask, SimpleNamespace(console=console, page=lambda name, **facts: facts))
    return lambda: cast("dict[str, Any]", billing_pages.preview(ask))


def test_the_page_shows_what_would_be_written_and_what_waits(shown: Callable[[], dict[str, Any]]) -> None:
    facts = shown()
    assert [one.customer for one in facts["invoices"]] == ["K0", "K1", "K2"]
    assert [(one.contract, one.why.value) for one in facts["held"]] == [("V3", "po_missing")]
    assert (facts["sums"], facts["is_cut"]) == ({"EUR": Decimal("150.00")}, False)
    assert facts["names"]["K3"] == "Kunde 3"


def test_looking_changes_nothing(shown: Callable[[], dict[str, Any]], database: Database) -> None:
    shown()
    with database.read() as snapshot:
        assert not snapshot.billed_periods.where() and not snapshot.cases.where() and not snapshot.invoices.where()


def test_a_long_list_is_cut_and_says_so(shown: Callable[[], dict[str, Any]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(billing_pages, "MOST_ROWS", 2)
    facts = shown()
    assert len(facts["invoices"]) == 2 and facts["is_cut"]
