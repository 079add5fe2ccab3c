"""A billing run over many customers: page by page, killed anywhere and resumed, from contracts as they are imported."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bot import billing_run
from bot.billing_run import BillingRun, line_of, rows, unbillable
from bot.exchange.imports import import_file
from bot.exchange.kinds import Refused
from bot.settings.billing import billing_policy, billing_schedule, revenue_policy
from bot.settings.section import Section
from bot.storage.database import Database
from tests.workflows.selling_desk import customer, desk, product
from workflows.billing.handlers import run
from workflows.catalogue import Billing, Contract, RevenueKind
from workflows.errors import AlreadyExists
from workflows.invoicing.chain import verify_chain
from workflows.revenue.model import Method

NOW = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
D = Decimal


@pytest.fixture
def many(database: Database, monkeypatch: pytest.MonkeyPatch) -> Database:
    """Seven customers with a contract each, in pages of three."""
    monkeypatch.setattr(billing_run, "PAGE", 3)
    with database.begin() as uow:
        uow.products.add(product("SAAS", revenue=RevenueKind.SUBSCRIPTION))
        for number in range(7):
            uow.customers.add(customer(f"K{number}"))
            uow.contracts.add(
                Contract(f"V{number}", f"K{number}", "SAAS", D(1), D(50), "EUR", NOW.date(), None, Billing.MONTHLY)
            )
    return database


def billing(database: Database, now: datetime = NOW) -> BillingRun:
    return BillingRun(database, desk(), now)


def billed(database: Database) -> list[str]:
    with database.read() as snapshot:
        return [row.id for row in snapshot.billed_periods.where()]


def test_the_preview_names_what_the_run_bills(many: Database) -> None:
    wanted = [row["periods"] for found in billing(many).preview() for row in rows(found)]
    done = [row for one in billing(many).carry_out() for row in rows(one.plan, one.numbers)]
    assert [row["periods"] for row in done] == wanted and len(wanted) == 7
    assert line_of(done[0]) == "R-2026-00001 K0 50.00 EUR: V0 2026-03-01 to 2026-03-31"


def test_a_run_killed_after_any_page_is_resumed_and_bills_nobody_twice(many: Database) -> None:
    next(iter(billing(many).carry_out()))
    rest = [number for one in billing(many).carry_out() for number in one.numbers]
    assert rest == [f"R-2026-{number:05d}" for number in range(4, 8)]
    assert [one.numbers for one in billing(many).carry_out()] == [(), (), ()]
    with many.read() as snapshot:
        assert len(snapshot.invoices.where()) == len(snapshot.letters.where()) == 7
        assert verify_chain(snapshot, desk().company("DE01")) == []


def test_a_page_that_fails_leaves_neither_invoice_nor_period(many: Database) -> None:
    class Stop(Exception):
        pass

    with pytest.raises(Stop), many.begin() as uow:
        run(uow, desk(), NOW, ("K0", "K1"))
        raise Stop
    assert billed(many) == []
    assert next(iter(billing(many).carry_out())).numbers[0] == "R-2026-00001"


def test_eight_workers_bill_each_period_once_and_leave_no_gap(many: Database) -> None:
    workers = [threading.Thread(target=lambda: list(billing(many).carry_out())) for _ in range(8)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert billed(many) == [f"V{number}|2026-03-01" for number in range(7)]
    with many.read() as snapshot:
        assert sorted(row.sequence for row in snapshot.invoices.where()) == list(range(1, 8))
        assert verify_chain(snapshot, desk().company("DE01")) == []


def test_the_database_refuses_a_second_note_of_a_period(many: Database) -> None:
    list(billing(many).carry_out())
    with pytest.raises(AlreadyExists), many.begin() as uow:
        row = uow.billed_periods.where()[0]
        uow.billed_periods.add(replace(row, id="another", invoice="R-9"))


HEAD = "number,customer,sku,quantity,price,currency,start,end,billing"


def imported(database: Database, folder: Path, kind: str, text: str) -> None:
    file = folder / f"{kind}.csv"
    file.write_text(text, encoding="utf-8")
    with database.begin() as uow:
        import_file(kind, file, uow, desk(), NOW)


def test_contracts_import_with_and_without_the_optional_columns(many: Database, tmp_path: Path) -> None:
    imported(many, tmp_path, "contracts", f"{HEAD}\nV8,K0,SAAS,2,10.00,EUR,2026-03-01,,yearly\n")
    more = "in_arrears,renewal_months,notice_on,index,index_base,billed_until"
    row = "V9,K0,SAAS,2,10.00,EUR,2026-03-01,2026-12-31,monthly,yes,12,2026-10-01,ILAT,132.15,2026-04-30"
    imported(many, tmp_path, "contracts", f"{HEAD},{more}\n{row}\n")
    with many.read() as snapshot:
        plain, rich = snapshot.contracts.get("V8"), snapshot.contracts.get("V9")
    assert plain is not None and rich is not None
    assert not plain.terms.in_arrears and plain.terms.billed_until is None
    assert (rich.terms.in_arrears, rich.terms.index_base, rich.terms.billed_until) == (
        True, D("132.15"), date(2026, 4, 30),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("columns", "cells", "named"),
    [
        ("collective", "perhaps", "neither yes nor no"),
        ("index", "ILAT", "index_base"),
        ("company", "XX99", "there is no company"),
    ],
)
def test_terms_that_make_no_sense_are_refused_by_name(
    many: Database, tmp_path: Path, columns: str, cells: str, named: str
) -> None:
    with pytest.raises(Refused, match=named):
        imported(many, tmp_path, "contracts", f"{HEAD},{columns}\nV9,K0,SAAS,2,1,EUR,2026-03-01,,monthly,{cells}\n")


def test_a_contract_whose_days_pass_the_calendar_is_refused_and_stops_no_run(many: Database, tmp_path: Path) -> None:
    text = f"{HEAD},renewal_months,notice_on\nV9,K0,SAAS,2,1,EUR,2026-03-01,9999-12-31,monthly,12,2026-03-02\n"
    with pytest.raises(Refused, match="has none"):
        imported(many, tmp_path, "contracts", text)


def test_usage_and_index_values_are_imported(many: Database, tmp_path: Path) -> None:
    imported(many, tmp_path, "contracts", f"{HEAD},metered\nV9,K0,SAAS,1,0.5,EUR,2026-03-01,,monthly,yes\n")
    imported(many, tmp_path, "usage", "contract,date,quantity\nV9,2026-03-04,10\nV9,2026-03-05,4\n")
    imported(many, tmp_path, "indices", "name,date,value\nILAT,2026-01-01,137.05\n")
    with many.read() as snapshot:
        assert sum(row.quantity for row in snapshot.usage.where(contract="V9")) == 14
        assert snapshot.index_values.get("ILAT|2026-01-01") is not None


def test_what_the_records_do_not_let_bill_is_refused_by_name(many: Database, tmp_path: Path) -> None:
    imported(many, tmp_path, "contracts", f"{HEAD}\nV9,K0,SAAS,1,10.00,EUR,2023-01-01,,yearly\n")
    first = next(iter(billing(many).preview()))
    assert unbillable(first) == ["V9 2023-01-01 to 2023-12-31: not billed, history_unknown"]


def section(table: dict[str, Any]) -> tuple[Section, list[str]]:
    faults: list[str] = []
    return Section(table, "billing", faults), faults


def test_the_settings_of_billing_are_read_and_faults_named() -> None:
    good, faults = section({"schedule": ["mon", "thu"], "hour": 6, "approve_from": "10000.00"})
    assert billing_policy(good).approve_from == D("10000.00")
    assert billing_schedule(good).days == ("mon", "thu") and faults == []
    bad, faults = section({"approve_from": "-1", "schedul": "manual"})
    billing_policy(bad)
    billing_schedule(bad)
    assert len(faults) == 2
    spread, faults = section({"method": "monthly"})
    assert revenue_policy(spread).method is Method.MONTHLY and faults == []


PLANNED_PER_SECOND = 100_000 / 60  # of processor time; so many recurring invoices are planned in a minute


def test_a_hundred_thousand_invoices_are_planned_in_a_minute(database: Database) -> None:
    count = 4_000
    with database.begin() as uow:
        uow.products.add(product("SAAS", revenue=RevenueKind.SUBSCRIPTION))
        uow.customers.add_all([customer(f"K{number:05d}") for number in range(count // 4)])
        head = ("SAAS", D(1), D("49.90"), "EUR", NOW.date(), None, Billing.MONTHLY)
        uow.contracts.add_all([Contract(f"V{number:05d}", f"K{number // 4:05d}", *head) for number in range(count)])
    started = time.process_time()
    assert sum(len(found.invoices) for found in billing(database).preview()) == count
    assert time.process_time() - started < count / PLANNED_PER_SECOND
