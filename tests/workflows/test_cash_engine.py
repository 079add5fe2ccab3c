"""What the matcher concludes where payers distort, list, cut, net and settle; and what it leaves to a person."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from tests.workflows.cash_builders import World, entry, item

A = item("RE-2026-009314", "K1", "512.37", po_number="4500077123")
B = item("RE-2026-009390", "K1", "120.49")
C = item("RE-2026-011741", "K1", "77.77")
OTHER = item("RE-2026-009391", "K2", "999.99")
CREDIT = item("GS-2026-000007", "K1", "-50.10")


def from_anker(amount: str, *texts: str, **changes: object):  # type: ignore[no-untyped-def]
    return entry(amount, *texts, **{"payer_name": "Anker Werft GmbH", "payer_iban": "DE11", **changes})


@pytest.mark.parametrize(
    "text",
    [
        "RE-2026-009341", "RE-2026-09314", "RE-2026-0093144", "RE-2O26-OO93I4", "RE 2026 00 93 14", "RG 9314", "009314",
        "2026/9314", "BEST.-NR. 4500077123", "N/REF RE-2026-777123 V/REF RE-2026-009314", "RE-2026-009314 LS 99812",
    ],
)  # fmt: skip
def test_a_distorted_number_is_confirmed_by_account_and_amount(text: str) -> None:
    world = World(A, B, OTHER)
    (payment,) = world.pay(from_anker("512.37", text))
    assert world.rows(payment) == [("RE-2026-009314", "512.37", "0", "0")]


def test_a_slip_that_hits_anothers_invoice_is_seen_by_the_amount() -> None:
    world = World(A, B, OTHER)
    (payment,) = world.pay(from_anker("120.49", "RE-2026-009391"))
    assert world.rows(payment) == [("RE-2026-009390", "120.49", "0", "0")]


def test_later_numbers_of_a_list_may_be_their_last_figures() -> None:
    world = World(A, B, C)
    (payment,) = world.pay(from_anker("710.63", "RE RE-2026-009314, 9390, 1741"))
    assert payment.unapplied == 0


def test_a_number_that_nobody_can_read_keeps_the_rest_from_being_more_than_owed() -> None:
    world = World(A, B)
    (payment,) = world.pay(from_anker("900.00", "RE RE-2026-009314, 5555"))
    assert payment.unapplied == 900


def test_the_whole_balance_is_known_without_a_number() -> None:
    world = World(A, B, CREDIT)
    (payment,) = world.pay(from_anker("582.76", "KONTOAUSGLEICH"))
    assert payment.unapplied == 0
    assert world.open("GS-2026-000007") == 0


def test_what_was_due_is_known_without_a_number_and_twins_are_not() -> None:
    late = [replace(A, due_date=date(2026, 3, 1)), replace(B, due_date=date(2026, 3, 5))]
    world = World(*late, C)
    (payment,) = world.pay(from_anker("632.86", "ZAHLUNG"))
    assert payment.unapplied == 0
    twins = World(*late, replace(C, document="RE-2026-020000", open_amount=B.open_amount, original=B.original))
    (payment,) = twins.pay(from_anker("632.86", "ZAHLUNG"))
    assert payment.unapplied == payment.amount


def test_who_names_his_document_goes_before_who_does_not() -> None:
    world = World(B)
    wordless, named = world.pay(from_anker("120.49", "DANKE"), from_anker("120.49", "RE-2026-009390", position=2))
    assert (wordless.unapplied, named.unapplied) == (wordless.amount, 0)


def test_a_name_and_an_odd_amount_are_enough_and_a_round_one_is_not() -> None:
    for amount, left in (("512.37", 0), ("512.00", 512)):
        world = World(replace(A, open_amount=entry(amount).amount, original=entry(amount).amount), B)
        (payment,) = world.pay(entry(amount, "DANKE", payer_name="ANKER WERFT"))
        assert payment.unapplied == left


def test_an_unknown_payer_is_believed_with_a_long_order_number_and_the_amount() -> None:
    world = World(A, B)
    (payment,) = world.pay(entry("512.37", "BESTELLUNG 4500077123", payer_name="Treuhand Nord"))
    assert (payment.customer, payment.unapplied) == ("K1", 0)


def test_a_shared_account_with_the_members_own_name_is_the_members() -> None:
    world = World(item("RE-2026-000501", "K4", "90.51"))
    (payment,) = world.pay(entry("90.51", "DANKE", payer_iban="FR99", payer_name="CEDRE NORD SARL"))
    assert payment.unapplied == 0


def test_a_cut_list_goes_on_where_its_last_number_stands() -> None:
    items = [
        item(
            f"RE-2026-{9000 + 37 * place:06d}",
            "K1",
            f"{101 + 13 * place}.{place:02d}",
            due_date=date(2026, 2, 1 + place),
        )
        for place in range(12)
    ]
    total = sum((each.open_amount for each in items[:11]), start=items[0].open_amount * 0)
    text = "RECHNUNGEN " + ", ".join(each.document for each in items[:11])
    world = World(*items)
    (payment,) = world.pay(from_anker(str(total), text[:140]))
    assert payment.unapplied == 0
    assert world.open(items[11].document) == items[11].open_amount


def test_what_else_is_named_explains_a_difference_before_it_is_written_off() -> None:
    terms = {"discount_percent": Decimal(3), "discount_days": 60}
    large, small = item("RE-2026-006310", "K1", "815.79", **terms), item("RE-2026-066853", "K1", "25.08", **terms)
    world = World(large, small)
    (payment,) = world.pay(from_anker("815.65", "RE RE-2026-006310 + 6853 ABZGL 3% SKONTO"))
    assert [row[0] for row in world.rows(payment)] == ["RE-2026-006310", "RE-2026-066853"]
