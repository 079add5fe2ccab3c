"""The shipped figures of law by country: rates, tax, statutory sentences, holidays."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from bot.resources import folder
from bot.settings.accounts import charts_by_country
from bot.settings.section import load_toml
from workflows.calendar import HolidayRules
from workflows.cash.return_reasons import Mandate, NextStep, Retry, ReturnReason
from workflows.ledger.chart import Chart
from workflows.ports import Country, Identifiers, LatePayment, Rate, RateFloor, Retention, Rounding


def load_countries() -> dict[str, Country]:
    """Every file of config/countries with the dated rates of config/rates.toml."""
    rates = load_toml(Path(str(folder("config") / "rates.toml")))
    charts = charts_by_country()
    files = sorted(Path(str(folder("config") / "countries")).glob("*.toml"))
    return {file.stem: country(file.stem, load_toml(file), rates, charts[file.stem]) for file in files}


def load_holidays() -> dict[str, HolidayRules]:
    tables = load_toml(Path(str(folder("config") / "holidays.toml")))
    return {
        code: HolidayRules(
            fixed=tuple(month_and_day(text) for text in table["fixed"]),
            easter=tuple(table["easter"]),
            weekday=tuple((month, weekday, which) for month, weekday, which in table["weekday"]),
            moved=table["moved"],
        )
        for code, table in tables.items()
    }


def load_return_reasons() -> dict[str, ReturnReason]:
    tables = load_toml(Path(str(folder("config") / "return-reasons.toml")))
    return {
        code: ReturnReason(
            code, table["meaning"], Mandate(table["mandate"]), Retry(table["retry"]), NextStep(table["next"])
        )
        for code, table in tables.items()
    }


def month_and_day(text: str) -> tuple[int, int]:
    month, day = text.split("-")
    return int(month), int(day)


def country(code: str, table: Mapping[str, Any], rates: Mapping[str, Any], chart: Chart) -> Country:
    law = table.get("late_payment")
    return Country(
        code=code,
        currency=table["currency"],
        language=table["language"],
        eu=table["eu"],
        time_zone=table["time_zone"],
        vat_rates={name: Decimal(rate) for name, rate in table["vat"].items()},
        late_payment=late_payment(law, rates) if law else None,
        mentions=table.get("mentions", {}),
        chart=chart,
        vat_history={
            name: tuple(Rate(date.fromisoformat(day), Decimal(rate)) for day, rate in dated)
            for name, dated in table["vat_history"].items()
        },
        rounding=Rounding(**table["rounding"]),
        identifiers=Identifiers(**table["identifiers"]),
        invoice_frame=table["e_invoice"]["frame"],
        archive=Retention(**table["archive"]),
        note_subjects=tuple((subject, key) for subject, key in table["e_invoice"]["notes"]),
    )


def late_payment(law: Mapping[str, Any], rates: Mapping[str, Any]) -> LatePayment:
    """A country's law with the rates it refers to; `rates` are the tables of config/rates.toml."""
    table = rates[law["table"]]
    return LatePayment(
        table=law["table"],
        rates=dated(table),
        add=Decimal(law["add"]),
        fixing=law["fixing"],
        known_until=as_date(table["known_until"]),
        lump_sums=tuple((Decimal(least), Decimal(sum_), currency) for least, sum_, currency in law["lump_sums"]),
        round_up_to=Decimal(law.get("round_up_to", "0")),
        floor=rate_floor(law, rates) if "floor_table" in law else None,
    )


def rate_floor(law: Mapping[str, Any], rates: Mapping[str, Any]) -> RateFloor:
    table = rates[law["floor_table"]]
    return RateFloor(law["floor_table"], Decimal(law["floor_times"]), dated(table), as_date(table["known_until"]))


def dated(table: Mapping[str, Any]) -> tuple[Rate, ...]:
    found = {day: value for day, value in table.items() if re.fullmatch(r"\d{4}-\d\d-\d\d", day)}
    return tuple(Rate(date.fromisoformat(day), Decimal(value[0])) for day, value in sorted(found.items()))


def as_date(value: date | str) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)
