"""Remittance advices: evidence for money, in either order of arrival, never money themselves."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from tests.workflows.cash_builders import NOW, World, entry, item
from workflows.cash.handlers import reapply
from workflows.cash.model import AdviceStatus
from workflows.ledger.creditor_reference import creditor_reference, qr_reference

A = item("DE-2026-00314", "K1", "500.00")
B = item("DE-2026-00390", "K1", "120.00")
BOTH = (("DE-2026-00314", "500.00", "", ""), ("DE-2026-00390", "120.00", "", ""))
MONEY = entry("620.00", "LT. AVIS ZA-77", end_to_end_id="ZA-77-0001", payer_name="Anker Werft")


@pytest.mark.parametrize("advice_first", [True, False])
@pytest.mark.parametrize("reference", ["ZA-77", ""])
def test_advice_and_money_meet_in_either_order(advice_first: bool, reference: str) -> None:
    world = World(A, B)
    if advice_first:
        world.advise(*BOTH, total="620.00", reference=reference)
        assert world.open("DE-2026-00314") == 500
    (payment,) = world.pay(MONEY)
    if not advice_first:
        world.advise(*BOTH, total="620.00", reference=reference)
    assert [row[:2] for row in world.rows(payment)] == [("DE-2026-00314", "500.00"), ("DE-2026-00390", "120.00")]
    assert world.uow.advices.where()[0].state is AdviceStatus.PAIRED


def test_a_disputed_deduction_stays_open() -> None:
    world = World(A, B)
    lines = (("DE-2026-00314", "500.00", "80.00", "dispute"), ("DE-2026-00390", "120.00", "", ""))
    world.advise(*lines, total="540.00", reference="ZA-77")
    world.pay(MONEY._replace(amount=Decimal("540.00")))
    assert (world.open("DE-2026-00314"), world.open("DE-2026-00390")) == (80, 0)
    assert [case.amount for case in world.uow.cases.where()] == [80]


@pytest.mark.parametrize(("percent", "left"), [("2", "0"), ("0", "10.00")])
def test_a_discount_is_granted_by_the_terms_alone(percent: str, left: str) -> None:
    world = World(replace(A, discount_percent=Decimal(percent), discount_days=30))
    world.advise(("DE-2026-00314", "500.00", "10.00", "discount"), total="490.00", reference="ZA-77")
    world.pay(MONEY._replace(amount=Decimal("490.00")))
    assert world.open("DE-2026-00314") == Decimal(left)


def test_a_credit_note_taken_by_the_advice_is_used_up() -> None:
    world = World(A, item("GDE-2026-00007", "K1", "-50.00"))
    lines = (("DE-2026-00314", "500.00", "", ""), ("GDE-2026-00007", "-50.00", "", "credit_note"))
    world.advise(*lines, total="450.00", reference="ZA-77")
    (payment,) = world.pay(MONEY._replace(amount=Decimal("450.00")))
    assert (payment.unapplied, world.open("GDE-2026-00007"), world.open("DE-2026-00314")) == (0, 0, 0)


def test_a_credit_note_that_nobody_knows_leaves_the_invoice_open_by_it() -> None:
    world = World(A)
    lines = (("DE-2026-00314", "500.00", "", ""), ("GS-4711", "-50.00", "", ""))
    world.advise(*lines, total="450.00", reference="ZA-77")
    world.pay(MONEY._replace(amount=Decimal("450.00")))
    assert world.open("DE-2026-00314") == 50


def test_an_advice_that_contradicts_the_money_moves_nothing() -> None:
    world = World(A, B)
    world.advise(*BOTH, total="620.00", reference="ZA-77")
    (payment,) = world.pay(MONEY._replace(amount=Decimal("600.00")))
    assert (payment.unapplied, payment.held) == (600, "the advice says 620.00, the bank 600.00")
    assert world.uow.advices.where()[0].state is AdviceStatus.CONTRADICTING


def test_an_advice_that_one_payment_contradicts_is_no_proof_for_the_next_of_the_same_statement() -> None:
    world = World(A, B)
    world.advise(*BOTH, total="620.00", reference="ZA-77")
    first, second = world.pay(MONEY._replace(amount=Decimal("600.00")), MONEY._replace(position=2))
    assert (first.unapplied, second.unapplied) == (600, 620)


def test_a_text_that_names_another_invoice_than_the_advice_moves_nothing() -> None:
    world = World(A, B)
    world.advise(("DE-2026-00314", "500.00", "", ""), total="500.00", reference="ZA-77")
    (payment,) = world.pay(MONEY._replace(amount=Decimal("500.00"), texts=("ZA-77 DE-2026-00390",)))
    assert payment.unapplied == 500


def test_an_advice_that_names_a_document_twice_moves_nothing_and_stops_no_other_receipt() -> None:
    world = World(A, B, item("GDE-2026-00007", "K1", "-50.00"))
    world.advise(("DE-2026-00314", "500.00", "", ""), ("DE-2026-00314", "500.00", "", ""), total="1000.00",
                 reference="ZA-77")  # fmt: skip
    other = entry("120.00", "DE-2026-00390", payer_iban="DE11", position=2)
    waits, paid = world.pay(MONEY._replace(amount=Decimal("1000.00")), other)
    assert (waits.unapplied, waits.held) == (1000, "the advice names DE-2026-00314 twice, together more than is open")
    assert (paid.unapplied, world.open("DE-2026-00390")) == (0, 0)


def test_a_strangers_money_that_has_the_references_signs_in_its_text_contradicts_no_advice() -> None:
    world = World(A, B)
    world.advise(*BOTH, total="620.00", reference="2026")
    stranger, money = world.pay(
        entry("99.00", "MIETE MAERZ 2026", payer_name="Fremd"), MONEY._replace(texts=("2026",), position=2)
    )
    assert (stranger.customer, stranger.unapplied, money.unapplied) == ("", 99, 0)
    assert world.uow.advices.where()[0].payment == money.id


@pytest.mark.parametrize(("charges", "left"), [("25.00", 0), ("25.01", 500)])
def test_the_banks_charges_are_written_off_up_to_their_limit(charges: str, left: int) -> None:
    world = World(A)
    world.advise(("DE-2026-00314", "500.00", "", ""), total="500.00", reference="ZA-77")
    world.pay(MONEY._replace(amount=500 - Decimal(charges), charges=Decimal(charges)))
    assert world.open("DE-2026-00314") == left


def test_an_advice_may_pay_an_invoice_in_two_lines() -> None:
    world = World(A)
    world.advise(("DE-2026-00314", "300.00", "", ""), ("DE-2026-00314", "200.00", "", ""), total="500.00",
                 reference="ZA-77")  # fmt: skip
    world.pay(MONEY._replace(amount=Decimal("500.00")))
    assert world.open("DE-2026-00314") == 0


def test_an_invoice_that_two_advices_announce_is_paid_once() -> None:
    world = World(A)
    for reference in ("ZA-77", "ZA-78"):
        world.advise(("DE-2026-00314", "500.00", "", ""), total="500.00", reference=reference)
    both = [
        MONEY._replace(amount=Decimal("500.00"), texts=(name,), end_to_end_id=name, position=place)
        for place, name in enumerate(("ZA-77", "ZA-78"), 1)
    ]
    first, second = world.pay(*both)
    assert (first.unapplied, second.unapplied, world.open("DE-2026-00314")) == (0, 500, 0)


def test_an_advice_about_another_customers_invoice_moves_nothing() -> None:
    world = World(item("DE-2026-00400", "K2", "620.00"))
    world.advise(("DE-2026-00400", "620.00", "", ""), total="620.00", reference="ZA-77")
    (payment,) = world.pay(MONEY)
    assert payment.unapplied == 620


def test_the_same_advice_twice_is_one() -> None:
    world = World(A, B)
    assert len(world.advise(*BOTH, total="620.00")) == 1
    assert world.advise(*BOTH, total="620.00") == ()
    assert len(world.uow.letters.where(template="remittance_received")) == 1


def test_an_advice_for_money_already_applied_confirms_it() -> None:
    world = World(A, B)
    (payment,) = world.pay(MONEY._replace(texts=("DE-2026-00314 DE-2026-00390",), end_to_end_id=""))
    world.advise(*BOTH, total="620.00")
    (advice,) = world.uow.advices.where()
    assert (advice.state, advice.payment) == (AdviceStatus.PAIRED, payment.id)


def test_an_advice_that_comes_after_the_bank_took_its_money_back_waits_for_the_next() -> None:
    world = World(A)
    money = entry("500.00", "DE-2026-00314", payer_iban="DE11", end_to_end_id="E1")
    world.pay(money)
    world.pay(money._replace(amount=Decimal("-500.00"), kind="return", booking_date=date(2026, 3, 12)), number="2")
    world.advise(("DE-2026-00314", "500.00", "", ""), total="500.00", reference="ZA-77")
    assert world.uow.advices.where()[0].state is AdviceStatus.WAITING
    (again,) = world.pay(MONEY._replace(amount=Decimal("500.00"), booking_date=date(2026, 3, 14)), number="3")
    assert world.uow.advices.where()[0].payment == again.id


def test_money_for_an_invoice_not_yet_here_is_applied_when_it_comes() -> None:
    world = World()
    (payment,) = world.pay(entry("500.00", "DE-2026-00314", payer_iban="DE11"))
    assert payment.unapplied == 500
    world.uow.open_items.add(A)
    assert reapply(world.uow, world.desk, NOW, "K1") == (payment.id,)
    assert reapply(world.uow, world.desk, NOW, "K1") == ()
    assert world.open("DE-2026-00314") == 0


@pytest.mark.parametrize("reference", [qr_reference("DE-2026-00314"), creditor_reference("DE-2026-00314")])
def test_a_structured_reference_is_understood_again_when_its_invoice_comes(reference: str) -> None:
    world = World(B)
    (payment,) = world.pay(entry("500.00", structured=(reference,), payer_iban="DE11"))
    world.uow.open_items.add(A)
    assert reapply(world.uow, world.desk, NOW, "K1") == (payment.id,)


def test_an_advice_names_a_document_in_part_if_its_amount_says_which() -> None:
    same, other = item("DE-2026-004711", "K1", "538.17"), item("DE-2026-004799", "K1", "99.10")
    world = World(same, other)
    world.advise(("4711", "538.17", "", ""), ("4799", "99.10", "", ""), total="637.27")
    (payment,) = world.pay(entry("637.27", "DANKE", payer_iban="DE11", payer_name="Anker Werft"))
    assert [row[0] for row in world.rows(payment)] == ["DE-2026-004711", "DE-2026-004799"]
    world = World(same, other)
    world.advise(("4711", "538.00", "", ""), ("4799", "99.10", "", ""), total="637.10")
    (payment,) = world.pay(entry("637.10", "DANKE", payer_iban="DE11", payer_name="Anker Werft"))
    assert world.rows(payment) == []


@pytest.mark.parametrize(("name", "is_applied"), [("ANKFR WERFT", True), ("Stahlhandel Nord AG", False), ("", False)])
def test_an_unknown_account_needs_nearly_the_name_of_whose_advice_it_is(name: str, is_applied: bool) -> None:
    world = World(item("DE-2026-004711", "K1", "538.17"), item("DE-2026-004799", "K1", "99.10"))
    world.advise(("DE-2026-004711", "538.17", "", ""), ("DE-2026-004799", "99.10", "", ""), total="637.27")
    (payment,) = world.pay(entry("637.27", "DANKE", payer_iban="AT611904300234573201", payer_name=name))
    assert (payment.unapplied == 0) is is_applied
