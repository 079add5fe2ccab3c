"""Deferred revenue in the database: recognised in pages, resumed after a kill, from the command line to the journal."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot import revenue_run
from bot.__main__ import cli
from bot.billing_run import BillingRun
from bot.revenue_run import RevenueRun, line_of, row
from bot.settings import load
from bot.setup import initialise
from bot.storage.database import Database
from tests.workflows.selling_desk import customer, desk, product
from workflows.catalogue import Billing, Contract, RevenueKind
from workflows.errors import Exceeds
from workflows.integrity import problems

START = datetime(2026, 1, 1, 9, 0, tzinfo=UTC)
CUSTOMER = (
    "number,company,name,country,language,vat_id,registration,street,postcode,city,"
    "emails,domains,ibans,payment_days,currency,credit_limit,dunning_policy,aliases"
)
PRODUCT = "sku,name_en,name_fr,name_de,unit,price,currency,vat_rate_class,aliases,revenue"
CONTRACT = "number,customer,sku,quantity,price,currency,start,end,billing"
JANUARY = date(2026, 1, 31)


@pytest.fixture
def billed(database: Database, monkeypatch: pytest.MonkeyPatch) -> Database:
    """Five customers, a year each, billed in advance; schedules in pages of two."""
    monkeypatch.setattr(revenue_run, "PAGE", 2)
    with database.begin() as uow:
        uow.products.add(product("SAAS", revenue=RevenueKind.SUBSCRIPTION))
        for number in range(5):
            uow.customers.add(customer(f"K{number}"))
            uow.contracts.add(
                Contract(f"V{number}", f"K{number}", "SAAS", Decimal(1), Decimal(365), "EUR", START.date(), None,
                         Billing.YEARLY)
            )  # fmt: skip
    list(BillingRun(database, desk(), START).carry_out())
    return database


def revenue(database: Database, until: date = JANUARY) -> RevenueRun:
    return RevenueRun(database, desk(), datetime(2026, 2, 2, 9, 0, tzinfo=UTC), until)


def test_the_preview_is_what_the_run_books(billed: Database) -> None:
    wanted = [row(one) for found in revenue(billed).preview() for one in found]
    assert [row(one) for found in revenue(billed).carry_out() for one in found] == wanted
    assert {one["recognised"] for one in wanted} == {"31.00"} and len(wanted) == 5


def test_a_run_killed_after_a_page_is_resumed_and_books_nothing_twice(billed: Database) -> None:
    next(iter(revenue(billed).carry_out()))
    assert len([one for found in revenue(billed).carry_out() for one in found]) == 3
    assert [one for found in revenue(billed).carry_out() for one in found] == []
    with billed.read() as snapshot:
        assert problems(snapshot, desk()) == []


def test_days_to_come_are_refused_before_anything_is_booked(billed: Database) -> None:
    with pytest.raises(Exceeds):
        next(iter(revenue(billed, date(2026, 12, 31)).carry_out()))


def test_a_line_says_what_is_earned_and_what_is_left(billed: Database) -> None:
    (first, *_), *_ = revenue(billed).preview()
    assert line_of(replace(first)) == "R-2026-00001#1 K0: 31.00 EUR, 334.00 deferred"


def said(folder: Path, *words: str) -> tuple[int, list[str]]:
    """Exit status and the lines of standard output of a command on the desk in a folder."""
    found = CliRunner().invoke(cli, ["--config", str(folder / "bot.toml"), *words])
    return found.exit_code, found.stdout.splitlines()


def test_from_import_to_revenue_on_the_command_line(tmp_path: Path) -> None:
    list(initialise(tmp_path))
    files = {
        "customers": f"{CUSTOMER}\nK1,{{company}},Kunde,DE,de,,,Weg 1,10115,Berlin,a@kunde.example,,,30,EUR,,standard,",
        "products": f"{PRODUCT}\nSAAS,Access,,,C62,365,EUR,standard,,subscription",
        "contracts": f"{CONTRACT}\nV1,K1,SAAS,1,365,EUR,2026-01-01,,yearly",
    }
    company = next(iter(load(tmp_path / "bot.toml").desk.companies))
    for kind, text in files.items():
        (tmp_path / f"{kind}.csv").write_text(text.format(company=company) + "\n", encoding="utf-8")
        assert said(tmp_path, "import", kind, str(tmp_path / f"{kind}.csv")) == (0, [])
    _, previewed = said(tmp_path, "--as-of", "2026-01-05", "--json", "bill", "--dry-run")
    status, done = said(tmp_path, "--as-of", "2026-01-05", "--json", "bill")
    assert status == 0 and json.loads(done[0])["periods"] == json.loads(previewed[0])["periods"]
    assert said(tmp_path, "--as-of", "2026-01-06", "bill") == (0, [])
    status, lines = said(tmp_path, "--as-of", "2026-02-02", "--json", "revenue", "--until", "2026-01-31")
    assert status == 0 and json.loads(lines[0])["recognised"] == "31.00"
    schedule = json.loads(lines[0])["schedule"]
    assert said(tmp_path, "revise-revenue", schedule, "--last-day", "2027-12-31", "--reason", "late") == (0, [])
    _, lines = said(tmp_path, "--as-of", "2026-03-02", "--json", "revenue", "--until", "2026-02-28")
    assert json.loads(lines[0])["recognised"] == "-1.50"  # 59 of 730 days are 29.50


@pytest.mark.parametrize("day", ["nonsense", ""])
def test_a_day_that_is_none_is_unusable(tmp_path: Path, day: str) -> None:
    list(initialise(tmp_path))
    words = ["--config", str(tmp_path / "bot.toml"), "revise-revenue", "R-1#1", "--last-day", day, "--reason", "late"]
    found = CliRunner().invoke(cli, words)
    assert (found.exit_code, found.stdout) == (2, "") and "day like 2026-03-16" in found.stderr
