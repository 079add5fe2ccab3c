"""A campaign over many customers: page by page, killed anywhere and resumed, nobody twice, within the day's limit."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.campaign import Campaign
from bot.storage.database import Database
from tests.workflows.dunning_desk import at, case, customer, desk, item, promise
from workflows.disputes.model import CaseKind
from workflows.dunning import campaign as paging
from workflows.dunning.campaign import Tally, concerned, pages
from workflows.letters import LetterStatus

DAY = date(2026, 3, 16)
NOW = at(DAY).replace(tzinfo=UTC)
LATE = DAY - timedelta(days=10)


@pytest.fixture
def many(database: Database, monkeypatch: pytest.MonkeyPatch) -> Database:
    """Seven late customers in pages of three, of two companies."""
    monkeypatch.setattr(paging.pages, "__defaults__", (3,))
    with database.begin() as uow:
        for number in range(7):
            uow.customers.add(customer(f"K{number}"))
            company = "FR01" if number % 2 else "DE01"
            uow.open_items.add(item(f"R{number}", LATE, customer=f"K{number}", company=company))
    return database


def campaign(database: Database, **changed: Any) -> Campaign:
    return Campaign(database, replace(desk(), **changed), NOW)


def customers(plans: Any) -> list[str]:
    return [letter.customer for plan in plans for letter in plan.letters]


def test_the_preview_names_whom_the_run_writes_to(many: Database) -> None:
    expected = [f"K{number}" for number in range(7)]
    assert customers(campaign(many).preview()) == customers(campaign(many).carry_out()) == expected


def test_a_campaign_killed_after_any_page_is_resumed_and_writes_to_nobody_twice(many: Database) -> None:
    first = next(iter(campaign(many).carry_out()))
    rest = customers(campaign(many).carry_out())
    assert [letter.customer for letter in first.letters] + rest == [f"K{number}" for number in range(7)]
    assert customers(campaign(many).carry_out()) == []
    with many.read() as snapshot:
        assert len(snapshot.letters.where()) == 7


def test_a_day_takes_no_more_letters_than_its_limit(many: Database) -> None:
    limited = campaign(many, dunning_letters_a_day=5)
    tally = Tally()
    for plan in limited.carry_out():
        tally.add(plan)
    assert (tally.letters[1], tally.waiting["too_many_today"]) == (5, 2)
    assert customers(limited.carry_out()) == []
    assert customers(replace(limited, now=NOW + timedelta(days=1)).carry_out()) == ["K5", "K6"]


def test_what_was_taken_over_on_a_level_today_is_no_letter_of_the_days_limit(many: Database) -> None:
    with many.begin() as uow:
        uow.customers.add(customer("K9"))
        uow.open_items.add(item("R9", LATE, customer="K9", dunning_level=1, level_raised_on=DAY))
    assert len(customers(campaign(many, dunning_letters_a_day=5).carry_out())) == 5


def test_a_run_for_one_company_leaves_the_others_alone(many: Database) -> None:
    one = replace(campaign(many), companies=("FR01",))
    assert customers(one.carry_out()) == ["K1", "K3", "K5"]


def test_a_run_concerns_late_customers_and_those_with_a_promise_or_a_release(many: Database) -> None:
    with many.begin() as uow:
        for number in ("K7", "K8", "K9"):
            uow.customers.add(customer(number))
            uow.open_items.add(item(f"R{number}", DAY, customer=number))
        uow.promises.add(promise("P1", "RK7", pays_on=DAY, customer="K7"))
        uow.cases.add(case("C1", "RK8", customer="K8", kind=CaseKind.DUNNING_RELEASE))
    with many.read() as snapshot:
        assert concerned(snapshot, DAY) == [f"K{number}" for number in range(9)]


def test_pages_hold_everybody_once() -> None:
    assert list(pages(["a", "b", "c"], 2)) == [("a", "b"), ("c",)]


def test_the_tally_says_what_was_done_and_what_waits(many: Database) -> None:
    with many.begin() as uow:
        uow.cases.add(case("D1", "R1", customer="K1"))
        uow.customers.put(customer("K2", dunning_policy="friends"))
    tally = Tally()
    for plan in campaign(many).carry_out():
        tally.add(plan)
    assert tally.lines() == ["5 letters (5 of level 1) that raise 5 items", "overdue items that wait: 1 dispute"]
    assert [str(refusal) for refusal in tally.refused] == ["K2 DE01 EUR: there is no dunning policy 'friends'"]


def test_letters_that_failed_are_those_of_the_business_date_even_right_after_midnight(many: Database) -> None:
    night = replace(campaign(many), now=datetime(2026, 3, 16, 0, 30, tzinfo=ZoneInfo("Europe/Paris")))
    list(night.carry_out())
    with many.begin() as uow:
        kept = uow.letters.where()[0]
        uow.letters.put(replace(kept, state=LetterStatus.FAILED, why="550 no"))
    assert night.failed() == [f"not sent: {kept.customer} {kept.company}: 550 no"]
    assert replace(night, now=night.now + timedelta(days=1)).failed() == []
