"""Every company has an account for whatever it books; a chart with a gap is refused at start, by the account's name."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.settings import load
from bot.settings.accounts import charts_by_country, shipped_charts
from bot.settings.law import load_countries
from bot.settings.values import SettingsError
from workflows.ledger.chart import Chart
from workflows.ledger.journal import chart_of

COUNTRIES = load_countries()
TOML = """
[companies.DE10]
name = "Nordlicht GmbH"
country = "DE"
vat_id = "DE136695976"
street = "Kai 1"
postcode = "24103"
city = "Kiel"
iban = "DE89370400440532013000"
email = "desk@nordlicht.example"
invoice_number = "R-{{year}}-{{number:05d}}"
credit_note_number = "G-{{year}}-{{number:05d}}"
escalation = {{ default = "lead@nordlicht.example" }}
{more}
"""


def company(tmp_path: Path, more: str = "") -> Chart:
    file = tmp_path / "bot.toml"
    file.write_text(TOML.format(more=more), encoding="utf-8")
    return chart_of(load(file).desk, "DE10")


@pytest.mark.parametrize("code", COUNTRIES)
def test_every_country_has_a_chart_for_all_that_is_booked(code: str) -> None:
    country = COUNTRIES[code]
    assert country.chart.lacking(country.vat_rates.values()) == ()


def test_every_chart_is_whole_and_its_accounts_are_named() -> None:
    for chart, _ in shipped_charts().values():
        assert chart.lacking(()) == ()
        assert all(account.number.isalnum() and account.label.strip() for account in chart.accounts.values())
    assert set(charts_by_country()) == set(COUNTRIES)


@pytest.mark.parametrize(
    ("name", "key", "number"),
    [
        ("SKR03", "revenue.goods", "8400"), ("SKR04", "revenue.goods", "4400"), ("SKR04", "tax.19", "3806"),
        ("SKR04", "bank", "1800"), ("SKR03", "discount.7", "8731"), ("PCG", "tax.20", "445711"),
        ("PCG", "deferred_revenue", "487000"), ("PCG", "fx.loss", "656000"),
    ],
)  # fmt: skip
def test_a_thing_has_its_account(name: str, key: str, number: str) -> None:
    assert shipped_charts()[name][0].number(key) == number


def test_the_finest_key_is_taken() -> None:
    chart = shipped_charts()["SKR03"][0]
    assert chart.finest("revenue.goods", "S", "7") == "revenue.goods.S.7"
    assert chart.finest("revenue.goods", "K", "0") == "revenue.goods.K"
    assert chart.finest("revenue.goods", "S", "16") == "revenue.goods"


def test_a_company_uses_the_chart_of_its_country_another_one_or_accounts_of_its_own(tmp_path: Path) -> None:
    assert company(tmp_path).number("receivable") == "1400"
    assert company(tmp_path, 'chart = "SKR04"').number("receivable") == "1200"
    own = company(tmp_path, 'accounts = { bank = "1210", "revenue.goods" = ["8401", "Erlöse Nord", "19"] }')
    assert (own.number("bank"), own.by_number()["8401"].label) == ("1210", "Erlöse Nord")


def test_a_chart_that_lacks_an_account_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"companies\.DE10\] chart PCG has no account 'tax\.19'"):
        company(tmp_path, 'chart = "PCG"')
    assert company(tmp_path, 'chart = "PCG"\naccounts = { "tax.19" = "445719", "tax.7" = "445707" }').name == "PCG"


@pytest.mark.parametrize(
    ("more", "fault"),
    [
        ('chart = "SKR99"', "chart must be one of"), ('accounts = { wine = "1" }', "wine is nothing that is booked"),
        ('accounts = { bank = "../x" }', "no number of an account"),
        ("accounts = { bank = 1200 }", "must be an account"),
        ("year_starts = 13", "a month from 1 to 12"), ('datev = { client = "x" }', "client must be up to 5 digits"),
    ],
)  # fmt: skip
def test_what_is_no_account_is_a_fault(tmp_path: Path, more: str, fault: str) -> None:
    with pytest.raises(SettingsError, match=fault):
        company(tmp_path, more)
