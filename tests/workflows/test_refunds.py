"""Money goes back once, to an account of the record, by two persons' word, and is booked when the bank says so."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.workflows.cash_builders import IBANS, NOW, World, customer, entry, item
from workflows.cash.amounts import Line
from workflows.cash.asking import draft
from workflows.cash.deciding import decide_payment
from workflows.cash.handlers import reapply
from workflows.cash.model import Payment
from workflows.cash.refund_booking import refuse
from workflows.cash.refundable import refundable
from workflows.cash.refunding import Ordered, cancel, order, propose, release, take_on
from workflows.cash.refunds import Refund, RefundReason, RefundStatus
from workflows.commands import (
    CancelRefund,
    DecidePayment,
    OrderRefunds,
    ProposeRefund,
    RefuseTransfers,
    ReleaseRefund,
    TakeOnRefund,
)
from workflows.errors import BadDecision, IllegalTransition, NotAllowed, O2CError
from workflows.integrity import on_account, open_items, payments
from workflows.ledger.model import AccountKind
from workflows.master_data.model import ChangeRequest, ChangeStatus
from workflows.persons import Limits, Matter

D = Decimal
ONE, CREDIT = "DE-2026-00301", "GDE-2026-00007"
THEIRS, SECOND = "DE89370400440532013000", "FR1420041010050500013M02606"
NEXT = date(2026, 3, 17)


def world(*items: Any, ibans: tuple[str, ...] = (THEIRS,)) -> World:
    made = World(*items)
    made.uow.customers.put(replace(customer("K1", "Anker Werft GmbH"), ibans=ibans))
    return made


def overpaid() -> tuple[World, Payment]:
    made = world(item(ONE, "K1", "500.00"))
    (payment,) = made.pay(entry("560.00", ONE, payer_iban=THEIRS, payer_name="Anker Werft"))
    assert payment.unapplied == 60
    return made, payment


def proposed(made: World, source: str, **more: Any) -> Refund:
    (number,) = propose(ProposeRefund(source, "sam", signed_in=True, **more), made.uow, made.desk, NOW)
    return refund(made, number)


def refund(made: World, number: str) -> Refund:
    found = made.uow.refunds.get(number)
    assert found is not None
    return found


def let_go(made: World, number: str, actor: str = "lea") -> Refund:
    release(ReleaseRefund(number, actor), made.uow, made.desk, NOW)
    return refund(made, number)


def ordered(made: World) -> Ordered:
    return order(OrderRefunds("DE10", "lea"), made.uow, made.desk, NOW)


def under_order() -> tuple[World, Payment, Refund]:
    made, payment = overpaid()
    kept = let_go(made, proposed(made, payment.id).id)
    ordered(made)
    return made, payment, refund(made, kept.id)


def debit(kept: Refund, amount: str = "-60.00", **more: Any) -> Any:
    values = {"end_to_end_id": kept.reference, "booking_date": NEXT, "value_date": NEXT} | more
    return entry(amount, "SEPA", **values)


def sound(made: World) -> bool:
    rows = made.uow.allocations.where()
    return not [*on_account(made.uow), *payments(made.uow, rows), *open_items(made.uow, rows)]


def test_an_overpayment_goes_back_and_is_booked_when_the_statement_shows_it() -> None:
    made, payment, kept = under_order()
    assert (made.payment(payment.id).unapplied, kept.state) == (60, RefundStatus.ORDERED)
    (paid,) = made.pay(debit(kept), number="2")
    assert (made.payment(payment.id).unapplied, paid.unapplied, paid.customer) == (0, 0, "K1")
    assert (refund(made, kept.id).state, refund(made, kept.id).payment) == (RefundStatus.PAID, paid.id)
    assert (made.balance(AccountKind.ON_ACCOUNT), made.balance(AccountKind.BANK)) == (0, 500)
    assert sound(made)


def test_the_customer_is_told_in_their_language_when_it_was_paid() -> None:
    made, _, kept = under_order()
    assert not made.uow.letters.where(template="refund_paid")
    made.pay(debit(kept), number="2")
    (letter,) = made.uow.letters.where(template="refund_paid")
    assert (letter.language, letter.to) == ("de", ("ap@k1.example",))
    assert THEIRS not in letter.facts and "3000" in letter.facts


def test_a_credit_balance_goes_back_and_its_credit_note_is_closed() -> None:
    made = world(item(CREDIT, "K1", "-80.00"))
    kept = let_go(made, proposed(made, CREDIT).id)
    (made_order,) = ordered(made).orders
    assert (made_order.total, made_order.sepa) == (80, True)
    (paid,) = made.pay(debit(kept, "-80.00"), number="2")
    assert (kept.reason, made.open(CREDIT), paid.unapplied) == (RefundReason.CREDIT_BALANCE, 0, 0)
    assert made.balance(AccountKind.RECEIVABLE) == 80
    assert sound(made)


def test_the_reason_is_what_the_money_itself_tells() -> None:
    made = world(item(ONE, "K1", "500.00"))
    made.pay(entry("500.00", ONE, payer_iban=THEIRS), number="1")
    made.pay(entry("500.00", ONE, payer_iban=THEIRS, booking_date=NEXT), number="2")
    made.pay(entry("70.00", "DANKE", payer_iban=THEIRS), number="3")
    found = {one.amount: one.reason for one in refundable(made.uow)}
    assert found == {500: RefundReason.DOUBLE_PAYMENT, 70: RefundReason.ON_ACCOUNT}


def test_the_list_says_what_could_go_back_and_what_is_owed_besides() -> None:
    made, payment = overpaid()
    made.uow.open_items.add(item("DE-2026-00302", "K1", "12.00"))
    made.uow.open_items.add(item(CREDIT, "K1", "-80.00"))
    found = {one.source: (one.amount, one.owed) for one in refundable(made.uow)}
    assert found == {payment.id: (60, 12), CREDIT: (80, 12)}
    proposed(made, payment.id, amount=D("20.00"))
    assert next(one.amount for one in refundable(made.uow) if one.source == payment.id) == 40


@pytest.mark.parametrize("actor", ["sam", "Sam", " sam", "sam@muster.example", "o2cbot", ""])
def test_whoever_proposes_or_is_no_person_releases_nothing(actor: str) -> None:
    made, payment = overpaid()
    kept = proposed(made, payment.id)
    with pytest.raises(NotAllowed):
        let_go(made, kept.id, actor)
    assert refund(made, kept.id).state is RefundStatus.PROPOSED


def test_parts_of_one_payment_count_together_towards_a_limit() -> None:
    made, payment = overpaid()
    made.desk = replace(made.desk, limits=Limits({Matter.REFUND: D(50)}))
    first, second = (proposed(made, payment.id, amount=D(30)) for _ in range(2))
    let_go(made, first.id)
    with pytest.raises(NotAllowed, match="above the limit of 50"):
        let_go(made, second.id)
    assert let_go(made, second.id, "cfo").state is RefundStatus.RELEASED


def test_nobody_releases_above_the_own_limit() -> None:
    made, payment = overpaid()
    limits = Limits({Matter.REFUND: D("50")}, {"cfo": {Matter.REFUND: D("9999")}})
    made.desk = replace(made.desk, limits=limits)
    kept = proposed(made, payment.id)
    with pytest.raises(NotAllowed, match="limit of 50"):
        let_go(made, kept.id)
    assert let_go(made, kept.id, "cfo").state is RefundStatus.RELEASED


@pytest.mark.parametrize(
    ("wished", "record", "goes_to"),
    [
        ("", (THEIRS, SECOND), THEIRS),  # where the money came from
        (SECOND, (THEIRS, SECOND), SECOND),
        ("", (SECOND,), SECOND),  # it came from an account that nobody confirmed
        (SECOND, (THEIRS,), ""),
        ("", (), ""),
        ("", (SECOND, "FR7630006000011234567890189"), ""),
    ],
)
def test_it_goes_to_an_account_of_the_record_alone(wished: str, record: tuple[str, ...], goes_to: str) -> None:
    made, payment = overpaid()
    made.uow.customers.put(replace(customer("K1", "Anker Werft GmbH"), ibans=record))
    if goes_to:
        assert proposed(made, payment.id, iban=wished).iban == goes_to
    else:
        with pytest.raises(BadDecision):
            proposed(made, payment.id, iban=wished)


def test_while_a_change_of_the_account_is_asked_for_nothing_leaves() -> None:
    made, payment = overpaid()
    kept = proposed(made, payment.id)
    made.uow.changes.add(
        ChangeRequest("M1", "K1", "DE10", "iban", THEIRS, SECOND, ChangeStatus.REQUESTED, "<m>", NEXT, (), "", "")
    )
    with pytest.raises(NotAllowed, match="being decided"):
        let_go(made, kept.id)


def test_an_account_that_left_the_record_stops_a_released_refund() -> None:
    made, payment = overpaid()
    kept = let_go(made, proposed(made, payment.id).id)
    made.uow.customers.put(replace(customer("K1", "Anker Werft GmbH"), ibans=(SECOND,)))
    found = ordered(made)
    assert (found.orders, found.left_out[0][0]) == ((), kept.id)
    assert refund(made, kept.id).state is RefundStatus.RELEASED


def test_what_is_to_go_back_is_used_by_nothing_else() -> None:
    made, payment = overpaid()
    proposed(made, payment.id)
    made.uow.open_items.add(item("DE-2026-00302", "K1", "60.00"))
    assert reapply(made.uow, made.desk, NOW, "K1") == ()
    with pytest.raises(BadDecision, match="to be paid back"):
        decide_payment(
            DecidePayment(payment.id, "apply", "eva", (Line("DE-2026-00302", D("60.00")),)), made.uow, made.desk, NOW
        )
    with pytest.raises(BadDecision):
        proposed(made, payment.id)


def test_a_credit_note_that_goes_back_is_taken_by_no_payment() -> None:
    made = world(item(ONE, "K1", "500.00"), item(CREDIT, "K1", "-80.00"))
    proposed(made, CREDIT)
    (payment,) = made.pay(entry("420.00", f"{ONE} ./. {CREDIT}", payer_iban=THEIRS))
    assert CREDIT not in {row[0] for row in made.rows(payment)}
    assert made.open(CREDIT) == -80


def test_a_refund_is_ordered_once() -> None:
    made, _, kept = under_order()
    assert ordered(made) == Ordered((), ())
    with pytest.raises(IllegalTransition):
        let_go(made, kept.id, "eva")
    with pytest.raises(IllegalTransition):
        cancel(CancelRefund(kept.id, "lea", "no"), made.uow, made.desk, NOW)


def test_a_cancelled_refund_leaves_the_money_free() -> None:
    made, payment = overpaid()
    kept = let_go(made, proposed(made, payment.id).id)
    cancel(CancelRefund(kept.id, "lea", "they want it set off"), made.uow, made.desk, NOW)
    assert refund(made, kept.id).state is RefundStatus.CANCELLED
    assert ordered(made).orders == ()
    assert proposed(made, payment.id).amount == 60


@pytest.mark.parametrize(("reference", "file"), [(True, False), (False, True)])
def test_a_transfer_that_the_bank_refuses_is_free_again(reference: bool, file: bool) -> None:
    made, payment, kept = under_order()
    command = RefuseTransfers(kept.file if file else "", kept.reference if reference else "", "AC01", "account closed")
    assert refuse(command, made.uow, made.desk, NOW) == (kept.id,)
    assert refund(made, kept.id).state is RefundStatus.REJECTED
    again = proposed(made, payment.id)
    assert again.amount == 60 and again.reference != kept.reference
    assert refuse(command, made.uow, made.desk, NOW) == ()


def test_a_refusal_of_somebody_elses_transfer_changes_nothing() -> None:
    made, _, kept = under_order()
    assert refuse(RefuseTransfers("", "", "AC01", ""), made.uow, made.desk, NOW) == ()
    assert refuse(RefuseTransfers("OTHER", "", "AC01", ""), made.uow, made.desk, NOW) == ()
    assert refund(made, kept.id).state is RefundStatus.ORDERED


def test_the_debit_told_twice_is_booked_once_and_a_second_debit_waits() -> None:
    made, _payment, kept = under_order()
    made.pay(debit(kept, bank_reference="B1"), number="2")
    assert made.pay(debit(kept, format="mt940"), number="3") == []
    (second,) = made.pay(debit(kept, bank_reference="B2"), number="4")
    assert second.unapplied == -60 and "already" not in second.held and kept.id in second.held
    assert len(made.uow.letters.where(template="refund_paid")) == 1
    assert sound(made)


@pytest.mark.parametrize("amount", ["-59.00", "-61.00"])
def test_another_amount_than_ordered_waits_for_a_person(amount: str) -> None:
    made, payment, kept = under_order()
    (odd,) = made.pay(debit(kept, amount), number="2")
    assert (odd.unapplied, made.payment(payment.id).unapplied) == (D(amount), 60)
    assert refund(made, kept.id).state is RefundStatus.ORDERED and kept.id in odd.held


def test_a_fee_that_the_bank_adds_is_booked_apart() -> None:
    made, payment, kept = under_order()
    made.pay(debit(kept, "-60.35", charges=D("0.35")), number="2")
    assert made.payment(payment.id).unapplied == 0
    assert (made.balance(AccountKind.OTHER), made.balance(AccountKind.BANK)) == (D("0.35"), D("499.65"))


def test_an_equal_debit_without_our_reference_is_no_refund() -> None:
    made, payment, kept = under_order()
    made.pay(entry("-60.00", "MIETE", booking_date=NEXT), number="2")
    assert refund(made, kept.id).state is RefundStatus.ORDERED
    assert made.payment(payment.id).unapplied == 60


def test_a_format_without_end_to_end_ids_tells_it_in_the_text() -> None:
    made, _, kept = under_order()
    made.pay(entry("-60.00", f"VIR {kept.reference} ANKER", booking_date=NEXT, format="cfonb"), number="2")
    assert refund(made, kept.id).state is RefundStatus.PAID


def test_a_refund_that_comes_back_is_on_account_again() -> None:
    made, _payment, kept = under_order()
    made.pay(debit(kept), number="2")
    (back,) = made.pay(debit(kept, "60.00", kind="return", reason="AC04", booking_date=date(2026, 3, 15)), number="3")
    assert (back.unapplied, back.customer, refund(made, kept.id).state) == (60, "K1", RefundStatus.RETURNED)
    assert sound(made)


@pytest.mark.parametrize("amount", ["60.00", "59.00"])
def test_a_refund_that_comes_back_is_put_on_no_invoice_without_a_person(amount: str) -> None:
    made, _payment, kept = under_order()
    made.pay(debit(kept), number="2")
    made.uow.open_items.put(item("DE-2026-00777", "K1", amount))
    told = entry(amount, "", kind="return", end_to_end_id=kept.reference, payer_iban=THEIRS, booking_date=NEXT)
    (back,) = made.pay(told, number="3")
    reapply(made.uow, made.desk, NOW, "K1")
    assert made.open("DE-2026-00777") == D(amount)
    assert kept.id in made.payment(back.id).held
    assert sound(made)


@pytest.mark.parametrize(
    ("text", "end_to_end_id", "between"), [("", "{}", "-"), ("", "{}", " "), ("RETOURE {}", "", "-")]
)
def test_a_question_to_the_payer_is_no_word_to_put_a_refund_that_came_back_on_an_invoice(
    text: str, end_to_end_id: str, between: str
) -> None:
    made, _payment, kept = under_order()
    made.pay(debit(kept), number="2")
    made.uow.open_items.put(item("DE-2026-00777", "K1", "60.00"))
    own = kept.reference.replace("-", between)
    told = entry("60.00", text.format(own), kind="return", end_to_end_id=end_to_end_id.format(own), booking_date=NEXT)
    (back,) = made.pay(told._replace(payer_iban=THEIRS), number="3")
    shown = draft(back, made.uow.customers.get("K1"), "", made.uow, made.desk, NOW.date())
    decide_payment(DecidePayment(back.id, "ask", "lea", read=shown.digest), made.uow, made.desk, NOW)
    reapply(made.uow, made.desk, NOW, "K1")
    assert (made.open("DE-2026-00777"), made.payment(back.id).unapplied) == (60, 60)


def test_a_refund_comes_back_by_its_end_to_end_id_where_the_bank_does_not_call_it_a_return() -> None:
    made, _payment, kept = under_order()
    made.pay(debit(kept), number="2")
    made.uow.open_items.put(item("DE-2026-00777", "K1", "60.00"))
    made.pay(entry("60.00", "", end_to_end_id=kept.reference, payer_iban=THEIRS, booking_date=NEXT), number="3")
    assert refund(made, kept.id).state is RefundStatus.RETURNED
    again = entry("60.00", "", end_to_end_id=kept.reference, payer_iban=THEIRS, booking_date=date(2026, 3, 20))
    (second,) = made.pay(again, number="4")
    assert kept.id in second.held and made.open("DE-2026-00777") == 60
    assert sound(made)


def test_a_payment_that_the_bank_takes_back_after_its_refund_leaves_a_debt_to_see() -> None:
    made, _payment, kept = under_order()
    made.pay(debit(kept), number="2")
    (taken,) = made.pay(entry("-560.00", ONE, kind="return", payer_iban=THEIRS, booking_date=NEXT), number="3")
    assert (made.open(ONE), taken.unapplied) == (500, -60)
    assert sound(made)


def test_a_payment_taken_back_before_the_release_is_not_paid_back() -> None:
    made, payment = overpaid()
    kept = proposed(made, payment.id)
    made.pay(entry("-560.00", ONE, kind="return", payer_iban=THEIRS, booking_date=NEXT), number="2")
    with pytest.raises(O2CError, match="taken back"):
        let_go(made, kept.id)


def test_a_foreign_currency_needs_a_rate_and_goes_into_a_file_of_its_own() -> None:
    made = world(item(CREDIT, "K1", "-80.00", currency="USD"), item("GDE-2026-00008", "K1", "-9.00"))
    kept = proposed(made, CREDIT)
    with pytest.raises(NotAllowed, match="no rate of USD"):
        let_go(made, kept.id)
    assert IBANS["DE10"] == made.desk.company("DE10").iban


def two_ordered() -> tuple[World, list[Refund]]:
    """60.00 and 40.00 in one file for the bank."""
    made = world(item(ONE, "K1", "500.00"))
    paid = made.pay(
        entry("560.00", ONE, payer_iban=THEIRS, payer_name="Anker Werft"),
        entry("40.00", "DANKE", payer_iban=THEIRS, payer_name="Anker Werft", position=2),
    )
    kept = [let_go(made, proposed(made, payment.id).id) for payment in paid]
    ordered(made)
    return made, [refund(made, each.id) for each in kept]


def whole(amount: str = "-100.00", **told: Any) -> Any:
    return entry(amount, "SAMMLER", **({"booking_date": NEXT, "value_date": NEXT} | told))


@pytest.mark.parametrize("told", ["name", "text", "count"])
def test_one_debit_for_a_file_of_refunds_pays_each_of_them(told: str) -> None:
    made, kept = two_ordered()
    by = {
        "name": {"batch_name": kept[0].file},
        "text": {"additional": f"SAMMLER {kept[0].file}"},
        "count": {"batch_count": 2},
    }
    paid = made.pay(whole(**by[told]), number="2")
    assert [(each.amount, each.unapplied, each.customer) for each in paid] == [(-60, 0, "K1"), (-40, 0, "K1")]
    assert {refund(made, each.id).state for each in kept} == {RefundStatus.PAID}
    assert sound(made) and made.balance(AccountKind.BANK) == 500
    assert not made.pay(whole(**by[told], bank_reference=kept[0].file), number="3", file="again")


@pytest.mark.parametrize(
    ("amount", "told"),
    [
        ("-100.00", {}),
        ("-99.00", {"batch_name": "DE10-X-2026-00001"}),
        ("-100.00", {"batch_name": "SALARIES-03", "batch_count": 2}),
    ],
)
def test_a_debit_that_fits_a_file_half_waits_for_a_person(amount: str, told: dict[str, Any]) -> None:
    made, kept = two_ordered()
    (held,) = made.pay(whole(amount, **told), number="2")
    assert kept[0].file == "DE10-X-2026-00001"
    assert held.held.startswith(f"refund {kept[0].file}: ") and held.unapplied == D(amount)
    assert {refund(made, each.id).state for each in kept} == {RefundStatus.ORDERED}


@pytest.mark.parametrize(
    "told",
    [
        {"batch_count": 3},
        {"payer_name": "Stahlhandel Nord AG"},
        {"payer_iban": SECOND, "batch_count": 2},
        {"booking_date": NOW.date() - timedelta(days=1), "batch_count": 2},
    ],
)
def test_another_payee_number_of_transfers_or_earlier_day_is_no_batch_of_refunds(told: dict[str, Any]) -> None:
    made, kept = two_ordered()
    assert made.pay(whole(**told), number="2") == []
    assert {refund(made, each.id).state for each in kept} == {RefundStatus.ORDERED}


def test_of_two_files_of_one_total_and_number_none_is_guessed() -> None:
    made, _ = two_ordered()
    paid = made.pay(
        entry("60.00", "A", payer_iban=THEIRS, position=1, booking_date=NEXT),
        entry("40.00", "B", payer_iban=THEIRS, position=2, booking_date=NEXT),
        number="2",
    )
    for payment in paid:
        let_go(made, proposed(made, payment.id).id)
    ordered(made)
    (held,) = made.pay(whole(batch_count=2), number="3")
    assert held.unapplied == -100 and "neither name nor number" in held.held


def test_what_a_command_line_proposed_counts_for_nobody_until_a_person_takes_it_on() -> None:
    made, payment = overpaid()
    (number,) = propose(ProposeRefund(payment.id, "ben"), made.uow, made.desk, NOW)
    with pytest.raises(NotAllowed, match="proves nobody"):
        let_go(made, number, "lea")
    take_on(TakeOnRefund(number, "lea"), made.uow, NOW)
    with pytest.raises(NotAllowed, match="a second person"):
        let_go(made, number, "lea")
    with pytest.raises(IllegalTransition):
        take_on(TakeOnRefund(number, "ada"), made.uow, NOW)
    assert let_go(made, number, "ada").state is RefundStatus.RELEASED
