"""From a level on a person releases the step: one open case at a time, used once, proposed again after a refusal."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from tests.workflows.dunning_desk import at, books, case, closed, customer, desk, item
from workflows.disputes.model import Case, CaseKind, CaseStatus
from workflows.dunning.run import run

DESK = desk()
DAY = date(2026, 3, 16)
RAISED = DAY - timedelta(days=14)
RELEASE = CaseKind.DUNNING_RELEASE


def key_account(*items: Any) -> Any:
    return books(*items, customers=(customer(dunning_policy="key_account"),))


def second(document: str = "R1", **changed: Any) -> Any:
    facts = {"dunning_level": 1, "level_raised_on": RAISED, **changed}
    return item(document, DAY - timedelta(days=30), **facts)


def only_case(uow: Any) -> Case:
    (found,) = uow.cases.where(kind=RELEASE)
    return found


def day(offset: int) -> Any:
    return at(DAY + timedelta(days=offset))


def test_an_item_due_for_release_is_proposed_instead_of_raised() -> None:
    uow = key_account(second())
    assert run(uow, DESK, day(0)).letters == ()
    found = only_case(uow)
    assert (found.invoices, found.state, found.opened) == (("R1",), CaseStatus.OPEN, DAY)
    assert (found.customer, found.company, found.currency, found.amount) == ("K1", "FR01", "EUR", Decimal(1000))
    assert uow.open_items.get("R1").dunning_level == 1


def test_the_rest_goes_on_and_the_letter_lists_the_waiting_item_on_its_level() -> None:
    uow = key_account(second(), item("R2", DAY - timedelta(days=14)))
    (letter,) = run(uow, DESK, day(0)).letters
    assert [(row.document, row.level) for row in letter.items] == [("R1", 1), ("R2", 1)]
    assert letter.level == 1 and only_case(uow).invoices == ("R1",)


def test_there_is_one_open_case_and_later_items_join_it() -> None:
    uow = key_account(second())
    run(uow, DESK, day(0))
    uow.open_items.add(second("R2"))
    run(uow, DESK, day(1))
    run(uow, DESK, day(2))
    assert only_case(uow).invoices == ("R1", "R2")
    assert only_case(uow).amount == 2000


def test_each_currency_has_its_own_case() -> None:
    uow = key_account(second(), second("R2", currency="USD"))
    run(uow, DESK, day(0))
    assert sorted((found.currency, found.invoices) for found in uow.cases.where()) == [
        ("EUR", ("R1",)),
        ("USD", ("R2",)),
    ]


def test_a_released_step_is_taken_by_the_next_run_and_only_once() -> None:
    uow = key_account(second())
    run(uow, DESK, day(0))
    uow.cases.put(closed(only_case(uow), "resolved", DAY))
    (letter,) = run(uow, DESK, day(1)).letters
    assert letter.level == 2 and only_case(uow).used
    assert run(uow, DESK, day(15)).letters == ()  # the third level needs a release of its own
    assert [found.invoices for found in uow.cases.where(kind=RELEASE, state=CaseStatus.OPEN)] == [("R1",)]


def test_a_release_covers_only_the_invoices_named() -> None:
    uow = key_account(second(), second("R2"))
    uow.cases.add(closed(case("C0", "R1", kind=RELEASE), "resolved", DAY))
    (letter,) = run(uow, DESK, day(1)).letters
    assert [(row.document, row.level) for row in letter.items] == [("R1", 2), ("R2", 1)]
    assert [found.invoices for found in uow.cases.where(state=CaseStatus.OPEN)] == [("R2",)]


def test_a_release_of_what_is_no_longer_due_is_used_up() -> None:
    uow = key_account(second())
    run(uow, DESK, day(0))
    uow.cases.put(closed(only_case(uow), "resolved", DAY))
    uow.cases.add(case("C9", "R1"))  # disputed meanwhile
    assert run(uow, DESK, day(1)).letters == ()
    assert uow.cases.where(kind=RELEASE)[0].used
    uow.cases.put(closed(uow.cases.get("C9"), "rejected", DAY))
    assert run(uow, DESK, day(2)).letters == ()
    assert len(uow.cases.where(kind=RELEASE, state=CaseStatus.OPEN)) == 1


def test_a_release_waits_for_tomorrow_where_a_letter_went_today() -> None:
    uow = key_account(second(), item("R2", DAY - timedelta(days=14)))
    run(uow, DESK, day(0))
    uow.cases.put(closed(only_case(uow), "resolved", DAY))
    assert run(uow, DESK, day(0)).letters == ()
    assert not only_case(uow).used
    (letter,) = run(uow, DESK, day(1)).letters
    assert letter.level == 2


def test_a_refused_step_is_proposed_again_after_the_gap() -> None:
    uow = key_account(second())
    run(uow, DESK, day(0))
    uow.cases.put(closed(only_case(uow), "rejected", DAY + timedelta(days=2)))
    run(uow, DESK, day(15))
    assert uow.cases.where(state=CaseStatus.OPEN) == []
    run(uow, DESK, day(16))
    assert [found.invoices for found in uow.cases.where(state=CaseStatus.OPEN)] == [("R1",)]
    assert uow.open_items.get("R1").dunning_level == 1


def test_below_the_minimum_in_all_nobody_is_asked() -> None:
    uow = key_account(second(), item("A1", DAY, "-999.00"))
    run(uow, DESK, day(0))
    assert uow.cases.where() == []


def test_a_case_whose_invoices_are_paid_needs_no_decision() -> None:
    uow = key_account(second())
    run(uow, DESK, day(0))
    uow.open_items.put(replace(uow.open_items.get("R1"), open_amount=Decimal(0)))
    run(uow, DESK, day(1))
    assert (only_case(uow).state, only_case(uow).outcome) == (CaseStatus.CLOSED, "settled")
