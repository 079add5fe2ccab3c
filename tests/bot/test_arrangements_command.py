"""Arrangements from file to journal on the command line, and the page that shows them."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from typer.testing import CliRunner

from bot.__main__ import cli
from bot.console import arrangement_pages
from bot.console.web import Ask
from bot.settings import load
from bot.setup import initialise
from bot.storage.database import Database
from tests.workflows.selling_desk import customer, desk, product
from workflows.catalogue import Billing, Contract, RevenueKind
from workflows.integrity import problems
from workflows.revenue.arranging import arrange
from workflows.revenue.elements import ElementTerms

CUSTOMER = (
    "number,company,name,country,language,vat_id,registration,street,postcode,city,"
    "emails,domains,ibans,payment_days,currency,credit_limit,dunning_policy,aliases"
)
FILES = {
    "customers": f"{CUSTOMER}\nK1,{{company}},Kunde,DE,de,,,Weg 1,10115,Berlin,a@kunde.example,,,30,EUR,,standard,",
    "products": "sku,name_en,name_fr,name_de,unit,price,currency,vat_rate_class,aliases,revenue\n"
    "PHONE,Phone,,,C62,300,EUR,standard,,goods\nPLAN,Plan,,,C62,1000,EUR,standard,,subscription",
    "contracts": "number,customer,sku,quantity,price,currency,start,end,billing\n"
    "V1,K1,PHONE,1,1.00,EUR,2026-01-01,2026-01-01,once\nV2,K1,PLAN,1,960.00,EUR,2026-01-01,2026-12-31,yearly",
    "arrangements": "arrangement,source,stand_alone\nA1,V1,\nA1,V2,",
}


def said(folder: Path, *words: str) -> tuple[int, list[str]]:
    found = CliRunner().invoke(cli, ["--config", str(folder / "bot.toml"), *words])
    return found.exit_code, found.stdout.splitlines()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A desk with a phone and a plan that were agreed together, at their list prices by themselves."""
    list(initialise(tmp_path))
    company = next(iter(load(tmp_path / "bot.toml").desk.companies))
    for kind, text in FILES.items():
        (tmp_path / f"{kind}.csv").write_text(text.format(company=company) + "\n", encoding="utf-8")
        assert said(tmp_path, "--as-of", "2026-01-01", "import", kind, str(tmp_path / f"{kind}.csv")) == (0, [])
    return tmp_path


def listed(folder: Path) -> dict[str, Any]:
    _, (line,) = said(folder, "--as-of", "2026-02-01", "--json", "arrangement", "list")
    return cast("dict[str, Any]", json.loads(line))


def test_from_import_to_a_modification_on_the_command_line(folder: Path) -> None:
    assert [one["share"] for one in listed(folder)["elements"]] == ["221.77", "739.23"]
    perform = ("arrangement", "perform", "A1#1", "--supplied", "1")
    assert said(folder, "--as-of", "2026-01-01", *perform) == (0, ["A1#1: 221.77 EUR earned"])
    assert said(folder, "--as-of", "2026-01-01", "bill")[0] == 0
    said(folder, "--as-of", "2026-02-01", "revenue", "--until", "2026-01-31")
    (folder / "contracts.csv").write_text(
        "number,customer,sku,quantity,price,currency,start,end,billing\n"
        "V3,K1,PLAN,1,100.00,EUR,2026-02-01,2026-12-31,once\n",
        encoding="utf-8",
    )
    (folder / "more.csv").write_text("arrangement,source,stand_alone\nA1,V3,500.00\n", encoding="utf-8")
    assert said(folder, "--as-of", "2026-02-01", "import", "contracts", str(folder / "contracts.csv")) == (0, [])
    modify = ("arrangement", "modify", "A1", "--distinct", "--reason", "more", "--add", str(folder / "more.csv"))
    status, (line,) = said(folder, "--as-of", "2026-02-01", "--json", *modify)
    done = json.loads(line)
    assert (status, done["treatment"], done["price"], done["earned"]) == (0, "prospective", "1061.00", "0.00")
    found = listed(folder)
    assert [one["ended"] for one in found["elements"]] == [True, True, False, False]
    assert sum(Decimal(one["share"]) for one in found["elements"]) == Decimal("1061.00")
    assert said(folder, "arrangement", "list")[1][0].startswith("A1 K1: price 1061.00, billed 961.00")


def test_a_row_that_cannot_be_arranged_refuses_the_file(folder: Path) -> None:
    (folder / "arrangements.csv").write_text("arrangement,source,stand_alone\nA2,V9,5\n", encoding="utf-8")
    words = ["--config", str(folder / "bot.toml"), "import", "arrangements", str(folder / "arrangements.csv")]
    found = CliRunner().invoke(cli, words)
    assert found.exit_code == 1 and "line 2: there is no contract or order line 'V9'" in found.stderr


@pytest.fixture
def shown(database: Database) -> Callable[[], dict[str, Any]]:
    now = datetime(2026, 1, 1, 9, tzinfo=UTC)
    with database.begin() as uow:
        uow.customers.add(customer())
        uow.products.add(product("SAAS", revenue=RevenueKind.SUBSCRIPTION))
        plain = (Decimal(1), Decimal(50), "EUR", now.date(), now.date().replace(month=12), Billing.MONTHLY)
        uow.contracts.add(Contract("V1", "K1", "SAAS", *plain))
        arrange(uow, desk(), now, number="A1", elements=[ElementTerms("V1")], actor="anna")
        assert problems(uow, desk()) == []
    console = SimpleNamespace(database=database, desk=desk(), now=lambda: now)
    ask = cast(Ask, SimpleNamespace(console=console, query=lambda name: "", page=lambda name, **facts: facts))
    return lambda: cast("dict[str, Any]", arrangement_pages.overview(ask))


def test_the_page_shows_shares_and_warns_of_a_contract_that_was_changed(
    shown: Callable[[], dict[str, Any]], database: Database
) -> None:
    (sight,) = shown()["agreed"]
    assert (sight.arrangement.price, sight.position, sight.changed) == (sight.elements[0].amount, 0, ())
    with database.begin() as uow:
        row = uow.contracts.get("V1")
        uow.contracts.put(Contract(row.number, row.customer, row.sku, Decimal(2), *(
            getattr(row, name) for name in ("price", "currency", "start", "end", "billing")
        )))  # fmt: skip
    (sight,) = shown()["agreed"]
    assert sight.changed == ("V1",)
