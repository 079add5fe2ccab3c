"""A promise is kept when its money was there in time, broken when it was not; nothing else ends it."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.workflows.dunning_desk import allocation, at, books, desk, item, payment, promise
from workflows.promises import settle

DESK = desk()
DAY = date(2026, 3, 16)


def state(uow: Any, number: str = "P1") -> str:
    return str(uow.promises.get(number).state.value)


def after(uow: Any, offset: int) -> Any:
    settle(uow, DESK, at(DAY + timedelta(days=offset)))
    return uow


def pay(uow: Any, amount: str, offset: int, invoice: str = "R1", booked: int | None = None) -> None:
    """Money of `amount` with its value date `offset` days after the promised day, put on the invoice."""
    number = f"Z{len(uow.payments.rows)}"
    value_date = DAY + timedelta(days=offset)
    uow.payments.add(payment(number, value_date, amount))
    on = DAY + timedelta(days=offset if booked is None else booked)
    uow.allocations.add(allocation(f"A{number}", number, invoice, amount, on))
    one = uow.open_items.get(invoice)
    uow.open_items.put(replace(one, open_amount=one.open_amount - Decimal(amount)))


def promised(**changed: Any) -> Any:
    uow = books(item("R1", DAY - timedelta(days=30)))
    uow.promises.add(promise("P1", "R1", pays_on=DAY, **changed))
    return uow


@pytest.mark.parametrize(("offset", "expected"), [(-10, "open"), (0, "open"), (3, "open"), (4, "broken")])
def test_an_unpaid_promise_is_broken_after_its_grace(offset: int, expected: str) -> None:
    assert state(after(promised(), offset)) == expected


@pytest.mark.parametrize(("paid", "settled_on"), [(-5, -5), (0, 0), (3, 3), (3, 20)])
def test_a_promise_paid_in_time_is_kept_whenever_one_looks(paid: int, settled_on: int) -> None:
    uow = promised()
    pay(uow, "1000.00", paid)
    assert state(after(uow, settled_on)) == "kept"


def test_money_in_time_that_was_booked_late_keeps_the_promise() -> None:
    uow = promised()
    pay(uow, "1000.00", 2, booked=9)
    assert state(after(uow, 9)) == "kept"


def test_money_that_came_too_late_does_not() -> None:
    uow = promised()
    pay(uow, "1000.00", 4)
    assert state(after(uow, 5)) == "broken"


def test_a_part_of_what_is_due_does_not() -> None:
    uow = promised()
    pay(uow, "999.00", 0)
    assert state(after(uow, 0)) == "open"
    assert state(after(uow, 4)) == "broken"


def test_a_promised_amount_is_kept_when_that_amount_came() -> None:
    uow = promised(amount=Decimal("400.00"))
    pay(uow, "400.00", -1)
    assert state(after(uow, 0)) == "kept"


def test_money_from_before_the_promise_does_not_count() -> None:
    uow = promised(amount=Decimal("400.00"), made_on=DAY - timedelta(days=5))
    pay(uow, "400.00", -6)
    assert state(after(uow, 4)) == "broken"


def test_money_that_the_bank_took_back_does_not_count() -> None:
    uow = promised(amount=Decimal("400.00"))
    pay(uow, "400.00", -1)
    pay(uow, "-400.00", 6)
    assert state(after(uow, 6)) == "broken"
    whole = promised()
    pay(whole, "1000.00", -1)
    pay(whole, "-1000.00", 6)
    assert state(after(whole, 6)) == "broken"


def test_one_payment_keeps_one_instalment() -> None:
    uow = promised(amount=Decimal("400.00"))
    uow.promises.add(promise("P2", "R1", pays_on=DAY + timedelta(days=30), amount=Decimal("600.00")))
    pay(uow, "600.00", 0)
    assert (state(after(uow, 0)), state(uow, "P2")) == ("kept", "open")
    pay(uow, "400.00", 30)
    assert state(after(uow, 30), "P2") == "kept"


def test_a_kept_instalment_still_counts_for_the_next() -> None:
    uow = promised(amount=Decimal("400.00"))
    uow.promises.add(promise("P2", "R1", pays_on=DAY + timedelta(days=30), amount=Decimal("500.00")))
    pay(uow, "400.00", 0)
    after(uow, 0)
    pay(uow, "499.00", 30)
    assert state(after(uow, 34), "P2") == "broken"


def test_all_invoices_of_a_promise_must_be_paid() -> None:
    uow = books(item("R1", DAY), item("R2", DAY))
    uow.promises.add(promise("P1", "R1", "R2", pays_on=DAY))
    pay(uow, "1000.00", 0)
    assert state(after(uow, 0)) == "open"
    pay(uow, "1000.00", 1, "R2")
    assert state(after(uow, 1)) == "kept"


def test_a_promise_about_nothing_we_know_is_not_kept_by_itself() -> None:
    uow = books()
    uow.promises.add(promise("P1", pays_on=DAY))
    uow.promises.add(promise("P2", "R404", pays_on=DAY))
    assert [state(after(uow, 0), number) for number in ("P1", "P2")] == ["open", "open"]


def test_settled_promises_are_left_alone_and_every_change_is_in_the_trail() -> None:
    uow = promised()
    assert settle(uow, DESK, at(DAY + timedelta(days=4))) == ("P1",)
    assert settle(uow, DESK, at(DAY + timedelta(days=5))) == ()
    assert [event.action for event in uow.audit.where()] == ["promise_broken"]
