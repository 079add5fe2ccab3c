"""Whatever a bank sends: money is kept, residuals keep their sign, the subledger is the receivables account."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.workflows.cash_builders import World, entry, item
from workflows.cash.slips import one_slip_apart
from workflows.ledger.model import AccountKind

NUMBERS = ["DE-2026-00311", "DE-2026-00314", "DE-2026-00341", "DE-2025-00314"]
AMOUNTS = st.sampled_from(["100.00", "98.00", "250.00", "350.00", "248.00", "99.50", "50.00", "12.34", "600.00"])
TEXTS = st.lists(
    st.sampled_from([*NUMBERS, "RE 314", "341", "TEILZAHLUNG", "GDE-2026-00001", "DE-2026-00999", "SKONTO"]), max_size=4
).map(" ".join)
ENTRIES = st.lists(
    st.tuples(AMOUNTS, TEXTS, st.sampled_from(["DE11", "DE77", "FR99", ""]), st.booleans(), st.integers(1, 9)),
    min_size=1,
    max_size=6,
)


def world_of_four() -> World:
    amounts = ["100.00", "250.00", "250.00", "600.00"]
    items = [
        item(number, owner, amount, discount_percent=Decimal(2), discount_days=20)
        for number, owner, amount in zip(NUMBERS, ["K1", "K1", "K1", "K3"], amounts, strict=True)
    ]
    return World(*items, item("GDE-2026-00001", "K1", "-50.00"))


def entries_of(drawn):  # type: ignore[no-untyped-def]
    return [
        entry(
            f"-{amount}" if returned else amount,
            text,
            payer_iban=account,
            kind="return" if returned else "credit_transfer",
            position=position,
            booking_date=entry("1").booking_date.replace(day=day),
        )
        for position, (amount, text, account, returned, day) in enumerate(drawn, 1)
    ]


@settings(max_examples=150, deadline=None)
@given(ENTRIES)
def test_money_is_kept_and_residuals_keep_their_sign(drawn) -> None:  # type: ignore[no-untyped-def]
    world = world_of_four()
    entries = entries_of(drawn)
    world.pay(*entries)
    for payment in world.uow.payments.where():
        applied = sum((row.amount for row in world.uow.allocations.where(payment=payment.id)), Decimal(0))
        assert payment.amount == applied + payment.unapplied
    for each in world.uow.open_items.where():
        assert each.open_amount * each.original >= 0
        assert abs(each.open_amount) <= abs(each.original)
    cleared = sum((each.open_amount - each.original for each in world.uow.open_items.where()), Decimal(0))
    assert world.balance(AccountKind.RECEIVABLE) == cleared
    assert world.balance(AccountKind.BANK) == sum((each.amount for each in entries), Decimal(0))
    unapplied = sum((payment.unapplied for payment in world.uow.payments.where()), Decimal(0))
    assert world.balance(AccountKind.ON_ACCOUNT) == -unapplied


@settings(max_examples=60, deadline=None)
@given(ENTRIES)
def test_taking_it_again_in_another_format_or_in_parts_changes_nothing(drawn) -> None:  # type: ignore[no-untyped-def]
    world = world_of_four()
    entries = entries_of(drawn)
    world.pay(*entries)
    before = {payment.id: payment.unapplied for payment in world.uow.payments.where()}
    assert world.pay(*entries) == []
    assert world.pay(*entries, number="2") == []
    assert before == {payment.id: payment.unapplied for payment in world.uow.payments.where()}


@given(st.text("0123456789", min_size=5, max_size=9), st.data())
def test_one_slip_is_symmetric_and_never_the_number_itself(number: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(number) - 1))
    other = number[:place] + data.draw(st.sampled_from("0123456789")) + number[place + 1 :]
    assert one_slip_apart(number, other) is one_slip_apart(other, number) is (number != other)
