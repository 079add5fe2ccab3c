"""Up to what a person approves: one place, by matter and by person, in the currency of the company's books."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from bot.settings.limits import person_limits
from bot.settings.section import Section
from tests.workflows.dunning_desk import at, books, case, desk, item
from workflows.catalogue import ExchangeRate
from workflows.commands import CaseAction
from workflows.disputes.actions import act
from workflows.disputes.model import CaseKind, CaseStatus
from workflows.errors import NotAllowed
from workflows.limits import keep_within
from workflows.persons import Limits, Matter

D = Decimal
DAY = date(2026, 3, 16)


def limited(own: dict[str, dict[Matter, Decimal]] | None = None) -> Limits:
    return Limits({Matter.RELEASE: D(100), Matter.CAMPAIGN: D(100)}, own or {})


def test_a_persons_own_limit_goes_before_anybodys_however_the_name_is_written() -> None:
    limits = limited({"annameyer": {Matter.RELEASE: D(5000)}})
    assert limits.of("Anna Meyer", Matter.RELEASE) == limits.of("anna.meyer@firma.example", Matter.RELEASE) == 5000
    assert (limits.of("Anna Meyer", Matter.CAMPAIGN), limits.of("ben", Matter.RELEASE)) == (100, 100)
    assert limits.of("ben", Matter.DIRECT_DEBIT) is None


@pytest.mark.parametrize(("amount", "allowed"), [("90", True), ("91", False)])
def test_foreign_sums_count_at_the_days_rate_and_each_company_by_itself(amount: str, allowed: bool) -> None:
    uow, own = books(), replace(desk(), limits=limited())
    uow.rates.add(ExchangeRate("USD|2026-03-02", "USD", date(2026, 3, 2), D("2")))
    sums = [("FR01", "USD", D(20)), ("FR01", "EUR", D(amount)), ("DE01", "EUR", D(100))]
    if allowed:
        assert keep_within("ben", Matter.CAMPAIGN, sums, uow, own, DAY) == 100
    else:
        with pytest.raises(NotAllowed, match=r"101\.00 EUR is above the limit of 100"):
            keep_within("ben", Matter.CAMPAIGN, sums, uow, own, DAY)


def test_without_a_rate_nobody_says_that_it_is_within_the_limit() -> None:
    with pytest.raises(NotAllowed, match="no rate of JPY"):
        keep_within("ben", Matter.CAMPAIGN, [("FR01", "JPY", D(1))], books(), replace(desk(), limits=limited()), DAY)


def test_a_reminder_is_released_within_the_persons_limit() -> None:
    own = replace(desk(), limits=limited({"lead": {Matter.RELEASE: D(1000)}}))
    uow = books(item("R1", "2026-01-01"))
    uow.cases.add(case("C1", "R1", kind=CaseKind.DUNNING_RELEASE, amount=D(1000)))
    with pytest.raises(NotAllowed):
        act(CaseAction("C1", "resolve", "ben"), uow, own, at(DAY), credit=lambda *_, **__: "")
    act(CaseAction("C1", "resolve", "lead"), uow, own, at(DAY), credit=lambda *_, **__: "")
    assert uow.cases.get("C1").state is CaseStatus.CLOSED


@pytest.mark.parametrize(("usual", "own", "held"), [("100", "1000", 100), ("100", "10", 10), (None, "10", 10)])
def test_a_name_on_a_command_line_has_nobodys_higher_limit(usual: str | None, own: str, held: int) -> None:
    limits = Limits({Matter.RELEASE: D(usual)} if usual else {}, {"lead": {Matter.RELEASE: D(own)}})
    uow, named = books(item("R1", "2026-01-01")), replace(desk(), limits=limits)
    uow.cases.add(case("C1", "R1", kind=CaseKind.DUNNING_RELEASE, amount=D(held) + 1))
    with pytest.raises(NotAllowed, match=f"above the limit of {held}"):
        act(CaseAction("C1", "resolve", "lead", signed_in=False), uow, named, at(DAY), credit=lambda *_, **__: "")
    assert keep_within("lead", Matter.RELEASE, [("FR01", "EUR", D(own))], uow, named, DAY) == D(own)


def test_limits_are_configured_in_one_table_and_older_names_still_count() -> None:
    faults: list[str] = []
    cash = Section({"refund_limit": "50.00", "refund_limits": {"lea": "70.00"}}, "cash", faults)
    table = {"campaign": "900", "persons": {"Lea": {"campaign": "9000"}, "ben": {"refund": "1"}}}
    found = person_limits(Section(table, "limits", faults), cash)
    told = [found.of(who, what) for who in ("lea", "ben", "x") for what in (Matter.REFUND, Matter.CAMPAIGN)]
    assert told == [70, 9000, 1, 900, 50, 900] and faults == []
    person_limits(Section({"champagne": "1"}, "limits", faults), Section({}, "cash", faults))
    assert faults
