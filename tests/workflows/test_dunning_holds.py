"""Nobody duns what is disputed, promised, probably paid, or stopped by a person."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from tests.workflows.dunning_desk import at, books, case, closed, customer, desk, item, payment, promise
from workflows.disputes.model import CaseKind, CaseStatus, PromiseStatus
from workflows.dunning.holds import holds_of
from workflows.dunning.model import Hold
from workflows.dunning.run import run

DESK = desk()
DAY = date(2026, 3, 16)
DUE = DAY - timedelta(days=10)


@pytest.mark.parametrize("state", [CaseStatus.OPEN, CaseStatus.WAITING])
def test_an_open_dispute_holds_the_whole_item_and_no_other(state: CaseStatus) -> None:
    uow = books(item("R1", DUE), item("R2", DUE))
    uow.cases.add(case("C1", "R1", state=state, amount=Decimal("1.00")))
    assert holds_of(uow, DESK, DAY) == {"R1": Hold.DISPUTE}
    (letter,) = run(uow, DESK, at(DAY)).letters
    assert [row.document for row in letter.items] == ["R2"]


@pytest.mark.parametrize("kind", [kind for kind in CaseKind if kind is not CaseKind.DISPUTE])
def test_other_cases_hold_nothing(kind: CaseKind) -> None:
    uow = books(item("R1", DUE))
    uow.cases.add(case("C1", "R1", kind=kind))
    assert holds_of(uow, DESK, DAY) == {}


def test_after_a_rejected_dispute_dunning_goes_on_from_where_the_item_was() -> None:
    raised = DAY - timedelta(days=14)
    uow = books(item("R1", DAY - timedelta(days=40), dunning_level=1, level_raised_on=raised))
    dispute = case("C1", "R1")
    uow.cases.add(dispute)
    assert run(uow, DESK, at(DAY)).letters == ()
    uow.cases.put(closed(dispute, "rejected", DAY))
    (letter,) = run(uow, DESK, at(DAY + timedelta(days=1))).letters
    assert letter.level == 2


@pytest.mark.parametrize(("offset", "held"), [(-5, True), (0, True), (3, True), (4, False)])
def test_a_promise_holds_up_to_and_including_its_date_and_the_grace(offset: int, held: bool) -> None:
    uow = books(item("R1", DUE))
    uow.promises.add(promise("P1", "R1", pays_on=DAY))
    today = DAY + timedelta(days=offset)
    assert (holds_of(uow, DESK, today) == {"R1": Hold.PROMISE}) is held


def test_a_broken_promise_changes_neither_level_nor_date() -> None:
    uow = books(item("R1", DAY - timedelta(days=40), dunning_level=1, level_raised_on=DAY - timedelta(days=14)))
    uow.promises.add(promise("P1", "R1", pays_on=DAY))
    assert run(uow, DESK, at(DAY + timedelta(days=3))).letters == ()
    (letter,) = run(uow, DESK, at(DAY + timedelta(days=4))).letters
    assert letter.level == 2
    assert uow.promises.get("P1").state is PromiseStatus.BROKEN


def test_a_promise_that_is_over_holds_nothing() -> None:
    uow = books(item("R1", DUE))
    uow.promises.add(promise("P1", "R1", pays_on=DAY, state=PromiseStatus.BROKEN))
    assert holds_of(uow, DESK, DAY) == {}


@pytest.mark.parametrize(("unapplied", "held"), [("999.99", False), ("1000.00", True), ("5000.00", True)])
def test_money_of_at_least_the_open_amount_holds_the_item(unapplied: str, held: bool) -> None:
    uow = books(item("R1", DUE))
    uow.payments.add(payment("Z1", DAY, unapplied, unapplied))
    assert (holds_of(uow, DESK, DAY) == {"R1": Hold.PAYMENT_SEEN}) is held


def test_small_money_on_account_holds_only_small_items() -> None:
    uow = books(item("R1", DUE, "100.00"), item("R2", DUE, "300.00"))
    uow.payments.add(payment("Z1", DAY, "60.00", "60.00"))
    uow.payments.add(payment("Z2", DAY, "60.00", "60.00"))
    assert holds_of(uow, DESK, DAY) == {"R1": Hold.PAYMENT_SEEN}


@pytest.mark.parametrize("changed", [{"currency": "USD"}, {"customer": "K2"}, {"customer": ""}])
def test_money_of_others_or_in_another_currency_holds_nothing(changed: dict[str, str]) -> None:
    uow = books(item("R1", DUE), customers=(customer(), customer("K2")))
    uow.payments.add(payment("Z1", DAY, "9000.00", "9000.00", **changed))
    assert holds_of(uow, DESK, DAY) == {}


def test_money_that_the_bank_took_back_holds_nothing() -> None:
    uow = books(item("R1", DUE))
    uow.payments.add(payment("Z1", DAY, "1000.00", "1000.00"))
    uow.payments.add(payment("Z2", DAY, "-1000.00", "-1000.00", reverses="Z1"))
    assert holds_of(uow, DESK, DAY) == {}


def test_a_person_may_stop_dunning() -> None:
    uow = books(item("R1", DUE, manual_hold="they called"))
    assert holds_of(uow, DESK, DAY) == {"R1": Hold.MANUAL}
    assert run(uow, DESK, at(DAY)).letters == ()
    uow.open_items.put(replace(uow.open_items.get("R1"), manual_hold=""))
    assert len(run(uow, DESK, at(DAY + timedelta(days=1))).letters) == 1


def test_credit_notes_and_paid_items_are_never_held() -> None:
    uow = books(item("A1", DUE, "-50.00", manual_hold="x"), item("R1", DUE, open_amount=Decimal(0)))
    uow.payments.add(payment("Z1", DAY, "10.00", "10.00"))
    assert holds_of(uow, DESK, DAY) == {}


def test_a_held_item_below_another_ones_letter_is_not_in_its_total() -> None:
    uow = books(item("R1", DUE, "100.00"), item("R2", DUE, "300.00"))
    uow.payments.add(payment("Z1", DAY, "100.00", "100.00"))
    (letter,) = run(uow, DESK, at(DAY)).letters
    assert letter.total == 300 and uow.open_items.get("R1").dunning_level == 0
