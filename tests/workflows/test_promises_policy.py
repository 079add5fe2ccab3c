"""Promises beyond what a desk accepts alone wait for a person; a missed instalment may end its plan."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.reading import Instalment
from tests.workflows.dunning_desk import allocation, at, books, desk, item, payment, promise
from workflows.disputes.model import PromiseStatus
from workflows.promises import settle, settled
from workflows.promises_policy import PromisePolicy, beyond

DAY = date(2026, 3, 16)
POLICY = PromisePolicy(instalments=3, days=90, amount=Decimal("1500.00"), broken=2)
STRICT = replace(desk(), promises=PromisePolicy(missed_breaks_plan=True))


def parts(*offsets: int) -> list[Instalment]:
    return [Instalment(DAY + timedelta(days=offset), Decimal("100.00")) for offset in offsets]


def broken(number: str, days_ago: int) -> Any:
    return promise(number, "R1", pays_on=DAY - timedelta(days=days_ago), state=PromiseStatus.BROKEN)


@pytest.mark.parametrize(
    ("offsets", "amounts", "earlier", "why"),
    [
        ((30, 60, 90), ("1500.00",), (), None),
        ((10, 20, 30, 40), ("100.00",), (), "4 instalments"),
        ((91,), ("100.00",), (), "91 days away"),
        ((30,), ("1000.00", "500.01"), (), "1500.01 EUR are promised"),
        ((30,), ("100.00",), (10, 20), "broke 2 promises"),
        ((30,), ("100.00",), (10, 400), None),  # forgotten after a year
    ],
)
def test_limits_are_named(
    offsets: tuple[int, ...], amounts: tuple[str, ...], earlier: tuple[int, ...], why: str | None
) -> None:
    items = [item(f"R{place}", DAY, amount) for place, amount in enumerate(amounts)]
    before = [broken(f"P{days}", days) for days in earlier]
    found = beyond(parts(*offsets), items, before, DAY, POLICY)
    assert (why is None and not found) or (why is not None and why in found[0])


def test_without_limits_everything_is_accepted() -> None:
    items = [item("R1", DAY, "1000000.00")]
    assert beyond(parts(*range(0, 4000, 30)), items, [broken("P1", 1)] * 9, DAY, PromisePolicy()) == ()


def plan(*offsets: int) -> Any:
    uow = books(item("R1", DAY - timedelta(days=30)))
    for place, offset in enumerate(offsets):
        one = promise(f"P{place}", "R1", pays_on=DAY + timedelta(days=offset))
        uow.promises.add(replace(one, amount=Decimal("250.00"), made_on=DAY - timedelta(days=1), message_id="<m1>"))
    return uow


def states(uow: Any) -> list[str]:
    return [one.state.value for one in uow.promises.where()]


@pytest.mark.parametrize(
    ("desk_of", "expected"), [(desk(), ["broken", "open", "open"]), (STRICT, ["broken", "broken", "broken"])]
)
def test_a_missed_instalment_ends_its_plan_where_the_policy_says_so(desk_of: Any, expected: list[str]) -> None:
    uow = plan(0, 30, 60)
    settle(uow, desk_of, at(DAY + timedelta(days=4)))
    assert states(uow) == expected


def test_another_plan_of_the_customer_goes_on() -> None:
    uow = plan(0, 30)
    uow.open_items.add(item("R2", DAY - timedelta(days=30)))
    uow.promises.add(replace(promise("P9", "R2", pays_on=DAY + timedelta(days=30)), message_id="<m2>"))
    settle(uow, STRICT, at(DAY + timedelta(days=4)))
    assert states(uow) == ["broken", "broken", "open"]


def test_an_instalment_that_was_paid_stays_kept_when_a_later_one_is_missed() -> None:
    uow = plan(0, 30)
    uow.payments.add(payment("Z1", DAY, "250.00"))
    uow.allocations.add(allocation("A1", "Z1", "R1", "250.00", DAY))
    uow.open_items.put(replace(uow.open_items.get("R1"), open_amount=Decimal("750.00")))
    settle(uow, STRICT, at(DAY + timedelta(days=4)))
    settle(uow, STRICT, at(DAY + timedelta(days=34)))
    assert states(uow) == ["kept", "broken"]


@given(
    offsets=st.lists(st.integers(0, 60), min_size=1, max_size=4, unique=True),
    paid=st.lists(st.tuples(st.integers(-1, 60), st.integers(1, 400)), max_size=4),
    looks=st.lists(st.integers(0, 90), min_size=1, max_size=4),
    is_strict=st.booleans(),
)
def test_what_became_of_a_promise_never_changes_again(
    offsets: list[int], paid: list[tuple[int, int]], looks: list[int], is_strict: bool
) -> None:
    """Whoever looks, how often, and whatever is paid meanwhile; after the last grace nothing is open any more."""
    uow, chosen = plan(*sorted(offsets)), STRICT if is_strict else desk()
    before: dict[str, Any] = {}
    for look in [*sorted(looks), 100]:
        for place, (offset, amount) in enumerate(paid):
            if offset <= look and uow.payments.get(f"Z{place}") is None:
                uow.payments.add(payment(f"Z{place}", DAY + timedelta(days=offset), f"{amount}"))
                uow.allocations.add(
                    allocation(f"A{place}", f"Z{place}", "R1", f"{amount}", DAY + timedelta(days=offset))
                )
        settle(uow, chosen, at(DAY + timedelta(days=look)))
        now = {one.id: one.state for one in uow.promises.where()}
        assert all(now[number] is state for number, state in before.items())
        before = {number: state for number, state in now.items() if state is not PromiseStatus.OPEN}
        assert settled(uow, chosen, DAY + timedelta(days=look)) == ()
    assert PromiseStatus.OPEN not in {one.state for one in uow.promises.where()}
