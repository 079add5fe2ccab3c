"""`[orders]`: who decides about a deviation, what may differ, and where nothing goes; config/export.toml with it."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

from bot.resources import folder
from bot.settings.section import Section, load_toml
from workflows.orders.findings import INTERNAL, NEVER_AUTO, Finding, Outcome
from workflows.orders.terms import OrderPolicy, ReturnTerms, Tolerance

COUNTRY = re.compile(r"[A-Z]{2}")
CURRENCY = re.compile(r"[A-Z]{3}")


def order_policy(section: Section) -> OrderPolicy:
    """Without the table everything dangerous waits for a person, nothing is asked alone, and no price is tolerated."""
    by_customer = section.section("tolerances")
    usual = OrderPolicy()
    found = OrderPolicy(
        outcomes=_outcomes(section.section("outcomes")),
        tolerance=_tolerance(section.section("tolerance"), usual.tolerance),
        tolerances={number: _tolerance(by_customer.section(number), usual.tolerance) for number in by_customer.table},
        minimum=_minimum(section.section("minimum")),
        po_required=frozenset(section.texts("po_required", [])),
        hold_level=section.whole("hold_level", usual.hold_level, least=1),
        hold_days_overdue=section.whole("hold_days_overdue", usual.hold_days_overdue),
        same_order_days=section.whole("same_order_days", usual.same_order_days),
        returns=_returns(section.section("returns"), usual.returns),
        remind_after_days=_waits(section, usual.remind_after_days),
        restricted=_restricted(section.section("restricted")),
        restricted_articles=_articles(section.section("restricted_articles")),
    )
    section.done()
    return found


def _returns(section: Section, usual: ReturnTerms) -> ReturnTerms:
    """`[orders.returns]`: until when and what is taken back without a fault of ours."""
    found = ReturnTerms(
        within_days=section.whole("within_days", usual.within_days),
        excluded=section.texts("excluded", []),
    )
    section.done()
    return found


def _waits(section: Section, usual: tuple[int, ...]) -> tuple[int, ...]:
    """Working days, each at least one; [] waits for ever."""
    if "remind_after_days" not in section.table:
        return usual
    days = section.wholes("remind_after_days")
    if any(day < 1 for day in days):
        section.fault("remind_after_days are whole working days from 1 on")
    return days


def _outcomes(section: Section) -> dict[str, Outcome]:
    """Code of a deviation = "auto", "ask" or "specialist"; refused where that would let harm pass."""
    found = {}
    for code, word in section.strings().items():
        if code not in set(Finding):
            section.fault(f"{code} is no deviation of an order: {', '.join(Finding)}")
        elif word not in set(Outcome):
            section.fault(f"{code} must be one of {', '.join(Outcome)}, not {word!r}")
        elif word == Outcome.AUTO and code in NEVER_AUTO:
            section.fault(f"{code} is never passed without a person")
        elif word == Outcome.ASK and code in INTERNAL:
            section.fault(f"{code} is not a question to a customer")
        else:
            found[code] = Outcome(word)
    return found


def _tolerance(section: Section, usual: Tolerance) -> Tolerance:
    found = Tolerance(
        lower_percent=section.decimal("lower_percent", str(usual.lower_percent)),
        higher_percent=section.decimal("higher_percent", str(usual.higher_percent)),
        total=section.decimal("total", str(usual.total)),
    )
    section.done()
    if min(found.lower_percent, found.higher_percent, found.total) < 0 or found.lower_percent >= 100:
        section.fault("tolerances lie between 0 and 100 percent, and are no amount below zero")
    return found


def _minimum(section: Section) -> dict[str, Decimal]:
    found = {}
    for currency in section.table:
        found[currency] = section.decimal(currency)
        if not CURRENCY.fullmatch(currency) or found[currency] <= 0:
            section.fault(f'{currency} must be a currency with an amount above zero, like EUR = "50.00"')
    return found


def _restricted(section: Section) -> dict[str, str]:
    """The shipped countries with those of the desk; one that is set to "" is taken off."""
    table = {**load_toml(Path(str(folder("config") / "export.toml"))), **section.strings()}
    for country in table:
        if not COUNTRY.fullmatch(country):
            section.fault(f"{country} is no country code (ISO 3166-1 alpha-2)")
    return {country: law for country, law in table.items() if law}


def _articles(section: Section) -> tuple[tuple[str, frozenset[str]], ...]:
    """Beginning of article numbers = countries that they may not go to."""
    found = []
    for start in section.table:
        countries = section.texts(start)
        if not start or not all(COUNTRY.fullmatch(country) for country in countries):
            section.fault(f'{start or "an empty number"} must be a list of country codes, like ["US", "CN"]')
        found.append((start, frozenset(countries)))
    return tuple(found)
