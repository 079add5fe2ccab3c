"""How a company keeps its books: a chart of config/accounts.toml with what `[companies.X]` changes; gaps are faults."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import Any

from bot.resources import folder
from bot.settings.section import Section, load_toml
from workflows.ledger.chart import Account, Books, Chart
from workflows.ports import Country

NUMBER = r"[0-9A-Za-z]{2,20}"


@cache
def shipped_charts() -> dict[str, tuple[Chart, tuple[str, ...]]]:
    """Chart by name, with the countries whose companies use it unless they name another."""
    tables = load_toml(Path(str(folder("config") / "accounts.toml")))
    return {name: (_chart(name, table), tuple(table["countries"])) for name, table in tables.items()}


def charts_by_country() -> dict[str, Chart]:
    """Country -> chart of its companies that name no other."""
    return {code: chart for chart, countries in shipped_charts().values() for code in countries}


def books(section: Section, country: Country | None) -> Books:
    """`chart`, `accounts`, `year_starts` and `datev` of a company; a fault for each account that its chart lacks."""
    name = section.text("chart", "", one_of=tuple(shipped_charts()))
    chart = shipped_charts()[name][0] if name in shipped_charts() else country.chart if country else Chart()
    own = section.section("accounts")
    chart = chart.changed({key: account for key in own.table if (account := _own(own, key, chart)) is not None})
    own.done()
    for key in chart.lacking(country.vat_rates.values() if country else ()):
        section.fault(f"chart {chart.name} has no account {key!r}: name it in [{section.name('accounts')}]")
    month = section.whole("year_starts", 1, least=1)
    if month > 12:
        section.fault(f"year_starts must be a month from 1 to 12, not {month}")
    adviser = section.section("datev")
    found = Books(chart, min(month, 12), _digits(adviser, "consultant", 7), _digits(adviser, "client", 5))
    adviser.done()
    return found


def _chart(name: str, table: Mapping[str, Any]) -> Chart:
    accounts = {key: _account(row) for key, row in table["accounts"].items()}
    return Chart(name, table["title"], accounts, table.get("datev", ""))


def _account(row: list[str]) -> Account:
    number, label, *automatic = row
    return Account(number, label, Decimal(automatic[0]) if automatic else None)


def _own(section: Section, key: str, chart: Chart) -> Account | None:
    """`"revenue.goods" = "8401"`, or `["8401", "Erlöse Nord", "19"]`: only what a chart's keys begin with is a key."""
    section.known.add(key)
    known = {each.partition(".")[0] for each in chart.accounts}
    row = section.table[key]
    row = [row, chart.accounts[key].label if key in chart.accounts else key] if isinstance(row, str) else row
    if key.partition(".")[0] not in known:
        section.fault(f"{key} is nothing that is booked; there are: {', '.join(sorted(known))}")
        return None
    if not (isinstance(row, list) and 2 <= len(row) <= 3 and all(isinstance(part, str) for part in row)):
        section.fault(f'{key} must be an account like "8400", or a list of number, name and automatic percentage')
        return None
    if not re.fullmatch(NUMBER, row[0]):
        section.fault(f"{key}: {row[0]!r} is no number of an account")
        return None
    try:
        return _account(row)
    except InvalidOperation:
        section.fault(f"{key}: {row[2]!r} is no percentage")
        return None


def _digits(section: Section, key: str, most: int) -> str:
    default: str = getattr(Books(), key)
    said = section.text(key, default)
    if not re.fullmatch(rf"\d{{1,{most}}}", said):
        section.fault(f"{key} must be up to {most} digits, not {said!r}")
        return default
    return said
