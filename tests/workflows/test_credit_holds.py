"""Credit holds: who is held at which level and why, what a release is worth, and that orders see both."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workflows.receivables_play import DESK, Books, noon
from tests.workflows.selling_desk import TODAY as ORDER_DAY
from tests.workflows.selling_desk import books as selling
from tests.workflows.selling_desk import desk as selling_desk
from tests.workflows.selling_desk import wanted
from workflows.collections.credit import CreditFigures, CreditHold, CreditLevel, CreditPolicy, standing
from workflows.collections.credit_holds import HoldCredit, ReleaseCredit, hold_credit, keep, release_credit, review
from workflows.collections.model import CollectionPolicy
from workflows.deviation_words import in_words
from workflows.errors import IllegalTransition, NotAllowed, NotFound
from workflows.ledger.model import DocumentKind, OpenItem
from workflows.orders.facts import gather
from workflows.orders.policy import check

D = Decimal
TODAY = date(2026, 3, 31)
CREDIT = CreditPolicy(
    levels=(
        CreditLevel(1, days_overdue=15, minimum=D(100)),
        CreditLevel(2, points=D(70), days_overdue=30, dunning_level=2, minimum=D(100)),
        CreditLevel(3, days_overdue=60, dunning_level=3),
    ),
    hold_from=2,
)
HOLDING = replace(DESK, collections=CollectionPolicy(credit=CREDIT))


def books(days_overdue: int, amount: str = "500.00", level: int = 0) -> Books:
    made = Books()
    due = TODAY - timedelta(days=days_overdue)
    made.invoice("R-1", due - timedelta(days=30), due, amount, dunning_level=level)
    return made


def looked(made: Books, day: date = TODAY, desk: Any = HOLDING) -> tuple[str, ...]:
    return keep(review(made.uow, desk, day), made.uow, noon(day))


def held(made: Books, day: date = TODAY) -> list[tuple[int, str]]:
    return [(hold.level, hold.reason) for hold in made.uow.credit_holds.where() if hold.holds(day)]


def release(
    made: Books, hold: str, until: date | None, day: date = TODAY, actor: str = "lea", desk: Any = HOLDING
) -> None:
    release_credit(ReleaseCredit(hold, "paid by cheque", until, actor), made.uow, desk, noon(day))


@pytest.mark.parametrize(
    ("figures", "level"),
    [
        (CreditFigures(D(10), 14, 1, D(500)), 0),
        (CreditFigures(D(10), 15, 1, D(500)), 1),
        (CreditFigures(D(70), 1, 0, D(500)), 2),
        (CreditFigures(D(0), 1, 2, D(500)), 2),
        (CreditFigures(D(0), 1, 2, D("99.99")), 0),  # too little is overdue
        (CreditFigures(D(0), 60, 0, D(1)), 3),
        (CreditFigures(D(100), 0, 3, D(0)), 0),  # nothing is overdue
    ],
)
def test_the_highest_level_that_any_figure_reaches_counts(figures: CreditFigures, level: int) -> None:
    assert CREDIT.level_of(figures)[0] == level


@given(st.integers(0, 100), st.integers(0, 200), st.integers(0, 5), st.integers(0, 10_000))
def test_worse_figures_never_lead_to_a_lower_level(points: int, days: int, dunning: int, overdue: int) -> None:
    found = CreditFigures(D(points), days, dunning, D(overdue))
    worse = CreditFigures(D(points + 1), days + 1, dunning + 1, D(overdue + 1))
    assert CREDIT.level_of(found)[0] <= CREDIT.level_of(worse)[0]


def test_a_customer_is_held_at_its_level_once_and_followed() -> None:
    made = books(30)
    assert looked(made) == ("DE10-H-2026-00001",) and looked(made) == ()
    assert held(made) == [(2, "30 days overdue")]
    looked(made, TODAY + timedelta(days=30))
    assert held(made) == [(3, "60 days overdue")]


def test_a_hold_ends_by_itself_when_what_is_overdue_is_paid() -> None:
    made = books(30)
    looked(made)
    made.pay(TODAY, "500.00", ("R-1", "500.00"))
    looked(made)
    (hold,) = made.uow.credit_holds.where()
    assert held(made) == [] and (hold.released_by, hold.released_until) == ("o2cbot", None)


def test_nobody_is_held_where_no_policy_asks_for_it() -> None:
    made = books(90)
    assert looked(made, desk=DESK) == ()


def test_a_release_lasts_until_its_day_and_does_not_cover_a_worse_level() -> None:
    made = books(30)
    (hold,) = looked(made)
    release(made, hold, TODAY + timedelta(days=10))
    assert looked(made, TODAY + timedelta(days=10)) == () and held(made) == []
    assert len(looked(made, TODAY + timedelta(days=11))) == 1
    sooner = books(59)
    (hold,) = looked(sooner)
    release(sooner, hold, TODAY + timedelta(days=10))
    assert held(sooner) == [] and len(looked(sooner, TODAY + timedelta(days=1))) == 1


def test_what_may_not_be_released_is_not() -> None:
    made = books(30)
    (hold,) = looked(made)
    named = replace(HOLDING, collections=CollectionPolicy(credit=replace(CREDIT, may_release=("Lea",))))
    for actor, until, desk, error in (
        ("sam", TODAY, named, NotAllowed),  # has not the right
        ("lea", None, HOLDING, NotAllowed),  # until when?
        ("lea", TODAY - timedelta(days=1), HOLDING, NotAllowed),
        ("lea", TODAY + timedelta(days=91), HOLDING, NotAllowed),
    ):
        with pytest.raises(error):
            release(made, hold, until, actor=actor, desk=desk)
    with pytest.raises(NotFound):
        release(made, "nothing", TODAY)
    release(made, hold, TODAY)
    with pytest.raises(IllegalTransition):
        release(made, hold, TODAY)


def test_a_persons_hold_needs_a_reason_and_ends_on_its_day() -> None:
    made = books(1)
    for reason, until in ((" ", None), ("asked by sales", TODAY - timedelta(days=1))):
        with pytest.raises(NotAllowed):
            hold_credit(HoldCredit("K1", reason, until, "lea"), made.uow, HOLDING, noon(TODAY))
    hold_credit(HoldCredit("K1", "asked by sales", TODAY, "lea"), made.uow, HOLDING, noon(TODAY))
    assert held(made) == [(0, "asked by sales")] and looked(made) == ()
    assert held(made, TODAY + timedelta(days=1)) == []


def test_the_standing_of_a_customer_names_all_that_holds() -> None:
    one = CreditHold("H-1", "K1", 2, "30 days overdue", "o2cbot", TODAY)
    own = CreditHold("H-2", "K1", 0, "asked by sales", "lea", TODAY, until=TODAY)
    over = replace(one, id="H-3", released_on=TODAY, released_until=TODAY)
    assert standing([one, own], TODAY).reason == "30 days overdue; asked by sales"
    assert standing([over], TODAY).released == 2 and standing([over], TODAY + timedelta(days=1)).released is None


def found_in_an_order(*holds: CreditHold, level: int = 0) -> list[str]:
    """What the rules say of credit, in words."""
    uow, desk = selling(), replace(selling_desk(), collections=CollectionPolicy(credit=CREDIT))
    day = ORDER_DAY - timedelta(days=40)
    uow.open_items.add(
        OpenItem("R-9", DocumentKind.INVOICE, "K1", "DE10", day, day, "EUR", D(500), D(500), dunning_level=level)
    )
    for hold in holds:
        uow.credit_holds.add(hold)
    order = wanted(("PUMP", "1", None))
    found = check(order, gather(order, uow.customers.get("K1"), uow, desk, ORDER_DAY))
    return [in_words(one) for one in found if one.code == "credit_hold"]


def test_an_order_of_a_held_customer_waits_with_the_holds_reason() -> None:
    hold = CreditHold("H-1", "K1", 2, "40 days overdue", "o2cbot", ORDER_DAY)
    assert found_in_an_order() == []
    assert found_in_an_order(hold) == ["The customer's credit is held: 40 days overdue."]
    assert found_in_an_order(replace(hold, until=ORDER_DAY - timedelta(days=1))) == []


def test_a_release_lets_an_order_pass_unless_the_account_is_worse_by_now() -> None:
    hold = CreditHold("H-1", "K1", 3, "dunning level 3", "o2cbot", ORDER_DAY)
    released = replace(hold, released_on=ORDER_DAY, released_by="lea", released_until=ORDER_DAY)
    assert found_in_an_order(level=3) == ["The customer's credit is held: an invoice is on dunning level 3."]
    assert found_in_an_order(released, level=3) == []
    assert found_in_an_order(replace(released, level=2), level=3) != []
    assert found_in_an_order(replace(released, released_until=ORDER_DAY - timedelta(days=1)), level=3) != []
