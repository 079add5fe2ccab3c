"""Terms of a customer's record: refused where unclear, followed by its invoices, named where they run too long."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from bot.settings import load
from tests.acceptance.desk_folder import CUSTOMERS, desk_folder
from tests.bot.records import customer
from workflows.ledger.model import DiscountStep, DueShare
from workflows.payment_terms.applying import cash_discounts, due_date, due_shares

HEAD, ROW = CUSTOMERS.splitlines()


def with_terms(terms: str, country: str = "DE") -> str:
    return f'{HEAD},payment_terms\n{ROW.replace(",DE,de,", f",{country},de,")},"{terms}"\n'


def test_terms_are_imported_followed_and_named_where_they_run_too_long(tmp_path: Path) -> None:
    desk = desk_folder(tmp_path)
    done = desk.run("import", "customers", desk.write("c.csv", with_terms("60 jours fin de mois", "FR")))
    assert done.status == 0 and "warning: K1: 60 jours fin de mois" in done.err and "L441-10" in done.err
    row = json.loads(desk.run("terms", "--json", "--issued", "2026-01-15").out)
    assert row["means"] == "60 days, then the end of that month"
    assert row["due"] == [{"date": "2026-03-31", "percent": "100"}]


def test_terms_that_nobody_understands_refuse_the_file(tmp_path: Path) -> None:
    desk = desk_folder(tmp_path)
    done = desk.run("import", "customers", desk.write("c.csv", with_terms("when we like")))
    assert done.status == 1 and "not known" in done.err
    assert desk.run("terms", "net whenever").status == 1


def test_the_due_date_of_an_invoice_follows_the_terms(tmp_path: Path) -> None:
    desk = load(desk_folder(tmp_path).path / "bot.toml").desk
    saturday = date(2026, 1, 1)  # + 30 days
    assert due_date(customer(payment_days=30), saturday, desk) == date(2026, 1, 31)
    assert due_date(customer(payment_terms="30 Tage netto"), saturday, desk) == date(2026, 2, 2)
    assert due_date(customer(payment_terms="30 jours", country="FR"), saturday, desk) == date(2026, 1, 31)


def test_the_due_date_of_terms_in_shares_is_the_first_ones(tmp_path: Path) -> None:
    desk = load(desk_folder(tmp_path).path / "bot.toml").desk
    parted = customer(payment_terms="30 % now, 70 % in 60 days", country="FR")
    assert due_date(parted, date(2026, 3, 2), desk) == date(2026, 3, 2)
    shares = due_shares(parted, date(2026, 3, 2), Decimal("10.01"), "EUR", desk, not_before=date(2026, 3, 2))
    assert shares == (DueShare(date(2026, 3, 2), Decimal("3.00")), DueShare(date(2026, 5, 1), Decimal("7.01")))


def test_no_share_is_due_before_the_day_that_the_customer_was_told(tmp_path: Path) -> None:
    desk = load(desk_folder(tmp_path).path / "bot.toml").desk
    parted = customer(payment_terms="30 % now, 30 % in 10 days, 40 % in 60 days", country="FR")
    shares = due_shares(parted, date(2026, 3, 2), Decimal("100"), "EUR", desk, not_before=date(2026, 3, 20))
    assert [(share.due_on.isoformat(), share.amount) for share in shares] == [("2026-03-20", 60), ("2026-05-01", 40)]
    whole = due_shares(parted, date(2026, 3, 2), Decimal("100"), "EUR", desk, not_before=date(2026, 6, 1))
    assert whole == ()


def test_discounts_of_the_terms_are_the_invoices() -> None:
    granted = customer(payment_terms="2 % 10th of following month, net end of following month")
    assert cash_discounts(granted, date(2026, 3, 16)) == (DiscountStep(Decimal(2), 25),)
    assert cash_discounts(customer(), date(2026, 3, 16)) == ()
    several = customer(payment_terms="2 % 14 Tage, 3 % 8 Tage, 30 Tage netto")
    assert cash_discounts(several, date(2026, 3, 16)) == (DiscountStep(Decimal(3), 8), DiscountStep(Decimal(2), 14))


HEADER = "number,customer,company,issue_date,due_date,total,open_amount,currency,po_number,dunning_level,due_shares"


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("2026-05-01=700.00|2026-03-02=300.00", ""),
        ("2026-03-02=300.00", "do not come to the open_amount"),
        ("2026-03-02=300.00|2026-03-02=700.00", "a day each"),
        ("2026-03-03=300.00|2026-05-01=700.00", "the first one is the due_date"),
        ("in May 1000", "no list of shares"),
    ],
)
def test_an_open_item_in_shares_is_taken_over(tmp_path: Path, cell: str, why: str) -> None:
    desk = desk_folder(tmp_path)
    assert desk.run("import", "customers", desk.write("c.csv", CUSTOMERS)).status == 0
    company = CUSTOMERS.splitlines()[1].split(",")[1]
    row = f"X-1,K1,{company},2026-03-02,2026-03-02,1500.00,1000.00,EUR,,0,{cell}"
    done = desk.run("import", "invoices", desk.write("i.csv", f"{HEADER}\n{row}\n"))
    assert (done.status, why in done.err) == (1 if why else 0, True)
    if not why:
        told = [json.loads(line) for line in desk.run("export", "open-items", "--json").out.splitlines()]
        assert [(one["due_date"], one["open_amount"]) for one in told if one["document"] == "X-1"] == [
            ("2026-03-02", "1000.00")
        ]
