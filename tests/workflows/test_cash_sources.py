"""One line of the bank, many receipts: a report says which, and the line alone brings the money."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workflows.cash_builders import DAY, NOW, World, entry, item
from workflows.cash.sources import ReceiptSource, Share, SourceKind, WhyWhole, receipt_source, source_of, taken_apart
from workflows.cash.sourcing import keep_sources

A, B = item("DE-2026-00314", "K1", "500.00"), item("DE-2026-00390", "K2", "120.00")


def share(amount: str, *texts: str, kind: str = "card", name: str = "", **changes: Any) -> Share:
    values: dict[str, Any] = {"reference": "", "payer_account": "", "line": 1, "on": DAY}
    return Share(amount=Decimal(amount), kind=kind, payer_name=name, texts=texts, **{**values, **changes})


def payout(*shares: Share, reference: str = "po_7788991", on: date = DAY, name: str = "stripe") -> ReceiptSource:
    return receipt_source(
        kind=SourceKind.PAYOUT, name=name, file="p.csv", sha256="", reference=reference, currency="EUR", on=on,
        shares=shares,
    )  # fmt: skip


SHARES = (
    share("500.00", "DE-2026-00314", name="Anker Werft GmbH"),
    share("-7.50", kind="charge"),
    share("120.00", "DE-2026-00390", name="Birke Möbel KG"),
    share("-2.50", kind="charge"),
)
LINE = entry("610.00", "STRIPE PO_7788991", payer_name="Stripe Payments", bank_reference="B1")


def test_a_payout_pays_each_customers_invoice_in_full_and_its_fee_is_the_banks() -> None:
    world = World(A, B)
    keep_sources([payout(*SHARES)], world.uow, NOW)
    made = world.pay(LINE)
    assert [(each.amount, each.customer, each.unapplied) for each in made] == [(500, "K1", 0), (120, "K2", 0)]
    assert (world.open("DE-2026-00314"), world.open("DE-2026-00390")) == (0, 0)


def test_the_same_line_from_another_file_is_no_second_money() -> None:
    world = World(A, B)
    keep_sources([payout(*SHARES)], world.uow, NOW)
    world.pay(LINE)
    assert world.pay(LINE._replace(format="mt940", bank_reference="", end_to_end_id=""), number="2") == []


def test_a_customers_own_money_of_that_sum_from_another_file_is_no_payout_told_again() -> None:
    world = World(A, B, item("DE-2026-00500", "K1", "610.00"))
    keep_sources([payout(*SHARES)], world.uow, NOW)
    world.pay(LINE)
    money = entry("610.00", "DE-2026-00500", payer_name="Anker Werft GmbH", payer_iban="DE11", format="mt940")
    assert len(world.pay(money, number="2")) == 1
    assert world.open("DE-2026-00500") == 0


def test_a_report_that_comes_twice_is_one() -> None:
    world = World(A)
    assert len(keep_sources([payout(*SHARES), payout(*SHARES)], world.uow, NOW)) == 1


def test_a_report_alone_moves_nothing() -> None:
    world = World(A, B)
    keep_sources([payout(*SHARES)], world.uow, NOW)
    assert world.open("DE-2026-00314") == 500
    assert world.uow.payments.where() == []


@pytest.mark.parametrize(
    ("line", "sources", "why"),
    [
        (LINE._replace(amount=Decimal("610.01")), [payout(*SHARES)], WhyWhole.NONE),
        (entry("610.00", "RE 7", payer_name="Anker Werft"), [payout(*SHARES)], WhyWhole.UNSIGNED),
        (LINE, [payout(*SHARES, on=date(2026, 1, 2))], WhyWhole.DAYS),
        (
            entry("610.00", "STRIPE", payer_name="Stripe"),
            [payout(*SHARES), payout(*SHARES, reference="po_1234567")],
            WhyWhole.SEVERAL,
        ),
        (entry("610.00", "STRIPE PO_999999X"), [payout(*SHARES)], WhyWhole.REFERENCE),
    ],
)
def test_a_line_stays_whole_where_it_is_not_certain(line: Any, sources: list[ReceiptSource], why: WhyWhole) -> None:
    assert source_of(line, sources) is why


def test_of_two_equal_payouts_the_one_that_is_named_counts() -> None:
    first, second = payout(*SHARES), payout(*SHARES, reference="po_1234567")
    assert source_of(LINE, [first, second]) is first


@given(st.lists(st.tuples(st.integers(-10_000, 10_000), st.sampled_from(["card", "charge", "other"])), max_size=9))
def test_the_parts_are_the_line(amounts: list[tuple[int, str]]) -> None:
    shares = [share(str(Decimal(cents) / 100), kind=kind) for cents, kind in amounts]
    source = payout(*shares)
    line = LINE._replace(amount=source.total)
    parts = taken_apart(line, source)
    assert sum((part.amount for part in parts), Decimal(0)) == line.amount
    assert all(part.batch_total == line.amount and part.booking_date == line.booking_date for part in parts)


def test_another_sum_is_never_taken_apart() -> None:
    with pytest.raises(ValueError, match=r"610\.00"):
        taken_apart(LINE._replace(amount=Decimal(5)), payout(*SHARES))
