"""Deposits: invoiced with their tax as a liability, taken off once by what follows, and never asked for twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.reading import ChangeAction, OrderChange
from tests.fakes import FakeUnitOfWork
from tests.workflows.selling_desk import (
    NOW,
    TODAY,
    books,
    changing,
    company,
    desk,
    only_order,
    placing,
    product,
    receivable,
    wanted,
)
from workflows.billing.deposits import invoice_deposit
from workflows.commands import DeliverGoods
from workflows.errors import AlreadyExists, Contradicts, Exceeds, NotAllowed
from workflows.invoicing.approving import Approval
from workflows.invoicing.crediting import issue_credit_note
from workflows.invoicing.deposited import left_of
from workflows.invoicing.model import Invoice
from workflows.ledger.model import AccountKind, DocumentKind
from workflows.ledger.money import ZERO
from workflows.orders.handlers import change, deliver_all, place
from workflows.orders.model import OrderStatus

BY_TWO = Approval("anna", "ben")
D = Decimal
ORDER = "DE01-O-2026-00001"
NEXT = NOW + timedelta(days=3)


def ordered(*lines: tuple[str | None, str, str | None], price: str = "100.00") -> FakeUnitOfWork:
    uow = books()
    uow.products.put(product(price=price))
    place(placing(wanted(*(lines or (("PUMP", "10", None),)))), uow, desk(company()), NOW)
    return uow


def asked(uow: FakeUnitOfWork, percent: str = "30", now: datetime = NOW) -> Invoice:
    return invoice_deposit(uow, desk(), now, order=ORDER, percent=D(percent))


def paid(uow: FakeUnitOfWork, deposit: Invoice, rest: str = "0") -> None:
    uow.open_items.put(replace(uow.open_items.get(deposit.number), open_amount=D(rest)))


def delivered(uow: FakeUnitOfWork, *goods: tuple[str, str]) -> Invoice:
    """The invoice of a further day's delivery."""
    day = TODAY + timedelta(days=len(uow.deliveries.where()))
    rows = [DeliverGoods(ORDER, day, sku, quantity) for sku, quantity in goods]
    return uow.invoices.get(deliver_all(rows, uow, desk(), NOW + timedelta(days=60))[-1])


def balance(uow: FakeUnitOfWork, kind: AccountKind) -> Decimal:
    return sum(
        (line.debit - line.credit for one in uow.entries.where() for line in one.lines if line.kind is kind), ZERO
    )


def test_a_deposit_is_invoiced_with_its_tax_and_owed_to_the_customer() -> None:
    uow = ordered()
    deposit = asked(uow)
    assert (deposit.net, deposit.tax, deposit.total) == (D("300.00"), D("57.00"), D("357.00"))
    (entry,) = uow.entries.where()
    assert [(line.kind, line.account) for line in entry.lines] == [
        (AccountKind.RECEIVABLE, "1400"), (AccountKind.DEFERRED_REVENUE, "1718"), (AccountKind.TAX, "1776"),
    ]  # fmt: skip


def test_the_final_invoice_takes_the_deposit_off_and_earns_the_whole_price() -> None:
    uow = ordered()
    deposit = asked(uow)
    paid(uow, deposit)
    final = delivered(uow, ("PUMP", "10"))
    assert [(line.sku, line.net) for line in final.lines] == [("PUMP", D("1000.00")), (deposit.number, D("-300.00"))]
    assert (final.net, final.tax, final.total) == (D("700.00"), D("133.00"), D("833.00"))
    assert balance(uow, AccountKind.REVENUE) == -1000
    assert balance(uow, AccountKind.DEFERRED_REVENUE) == 0
    assert balance(uow, AccountKind.TAX) == -190


def test_a_deposit_of_two_rates_is_taken_off_rate_by_rate_over_part_deliveries() -> None:
    uow = ordered(("PUMP", "10", None), ("BOOK", "10", None))
    deposit = asked(uow, "50")
    paid(uow, deposit)
    assert [(total.rate, total.base) for total in deposit.taxes] == [(D(7), D("50.00")), (D(19), D("500.00"))]
    first = delivered(uow, ("PUMP", "2"))
    assert (first.net, left_of(uow, deposit)) == (D("0.00"), {("S", D(7)): D("50.00"), ("S", D(19)): D("300.00")})
    last = delivered(uow, ("PUMP", "8"), ("BOOK", "10"))
    assert last.net == D("550.00") and not any(left_of(uow, deposit).values())


@pytest.mark.parametrize(("rest", "total"), [("357.00", "1190.00"), ("119.00", "952.00")])
def test_what_was_not_paid_of_a_deposit_is_credited_and_invoiced_once(rest: str, total: str) -> None:
    uow = ordered()
    deposit = asked(uow)
    paid(uow, deposit, rest)
    final = delivered(uow, ("PUMP", "10"))
    assert final.total == D(total)
    assert uow.open_items.get(deposit.number).open_amount == 0
    assert sum(item.open_amount for item in uow.open_items.where()) == D(total)


def test_a_credited_deposit_is_not_taken_off() -> None:
    uow = ordered()
    deposit = asked(uow)
    issue_credit_note(uow, desk(), NOW, invoice=deposit, reason="withdrawn", actor="anna", approval=BY_TWO)
    assert delivered(uow, ("PUMP", "10")).total == D("1190.00")
    assert receivable(uow, "K1") == D("1190.00")


def test_a_credited_final_invoice_gives_the_deposit_back() -> None:
    uow = ordered()
    deposit = asked(uow)
    paid(uow, deposit)
    final = delivered(uow, ("PUMP", "10"))
    issue_credit_note(uow, desk(), NEXT, invoice=final, reason="all came back", actor="anna", approval=BY_TWO)
    assert sum(left_of(uow, deposit).values()) == D("300.00")
    assert balance(uow, AccountKind.DEFERRED_REVENUE) == -300


def test_deposits_never_come_to_more_than_is_left_to_invoice_nor_twice_on_a_day() -> None:
    uow = ordered()
    asked(uow, "60")
    with pytest.raises(AlreadyExists):
        asked(uow, "10")
    with pytest.raises(Exceeds):
        asked(uow, "50", NEXT)
    assert asked(uow, "40", NEXT).net == D("400.00")


def test_an_order_that_was_delivered_takes_no_deposit() -> None:
    uow = ordered()
    delivered(uow, ("PUMP", "10"))
    with pytest.raises(Contradicts):
        asked(uow)


def test_an_order_that_became_smaller_than_its_deposit_waits_for_a_person() -> None:
    uow = ordered()
    paid(uow, asked(uow, "80"))
    order = only_order(uow)
    uow.orders.put(replace(order, lines=tuple(replace(line, quantity=D(5)) for line in order.lines)))
    with pytest.raises(Contradicts):
        delivered(uow, ("PUMP", "5"))


@settings(deadline=None, max_examples=40)
@given(percent=st.decimals("0.5", "100", places=1), parts=st.lists(st.integers(1, 6), min_size=1, max_size=5))
def test_however_it_is_delivered_the_customer_pays_the_price_once(percent: Decimal, parts: list[int]) -> None:
    uow = ordered(("PUMP", str(sum(parts)), None), price="33.37")
    deposit = asked(uow, str(percent))
    paid(uow, deposit)
    finals = [delivered(uow, ("PUMP", str(part))) for part in parts]
    goods = [line.net for one in finals for line in one.lines if line.revenue != "deposit"]
    assert deposit.net + sum(one.net for one in finals) == sum(goods)
    assert balance(uow, AccountKind.DEFERRED_REVENUE) == 0
    assert all(one.total >= 0 and one.kind is DocumentKind.INVOICE for one in finals)


def test_a_credit_of_part_of_an_invoice_gives_nothing_of_the_deposit_back() -> None:
    uow = ordered()
    deposit = asked(uow)
    paid(uow, deposit)
    first = delivered(uow, ("PUMP", "5"))
    issue_credit_note(
        uow,
        desk(),
        NOW + timedelta(days=61),
        invoice=first,
        gross_amount=D("23.80"),
        reason="goodwill",
        actor="anna",
        approval=BY_TWO,
    )
    assert not any(left_of(uow, deposit).values())
    assert delivered(uow, ("PUMP", "5")).net == D("500.00")


def test_an_order_is_cancelled_once_its_deposit_is_credited() -> None:
    uow = ordered()
    deposit = asked(uow)
    cancel = changing(OrderChange("PO-1", ChangeAction.CANCEL), release=True)
    with pytest.raises(NotAllowed, match=f"deposit_invoiced  {deposit.number}"):
        change(cancel, uow, desk(), NOW)
    issue_credit_note(uow, desk(), NOW, invoice=deposit, reason="cancelled", actor="anna", approval=BY_TWO)
    change(cancel, uow, desk(), NOW)
    assert uow.orders.get(ORDER).state is OrderStatus.CANCELLED


def test_a_deposit_says_what_it_is_for() -> None:
    uow = ordered()
    assert [(line.revenue, line.supply) for line in asked(uow).lines] == [("deposit", "goods")]


def test_a_deposit_that_an_invoice_took_off_is_not_credited_too() -> None:
    uow = ordered()
    deposit = asked(uow)
    paid(uow, deposit)
    final = delivered(uow, ("PUMP", "10"))
    with pytest.raises(Exceeds, match=f"credit of deposit {deposit.number}, taken off by {final.number}: 300.00"):
        issue_credit_note(uow, desk(), NEXT, invoice=deposit, reason="again", actor="anna", approval=BY_TWO)
    issue_credit_note(uow, desk(), NEXT, invoice=final, reason="all came back", actor="anna", approval=BY_TWO)
    issue_credit_note(uow, desk(), NEXT, invoice=deposit, reason="given back", actor="anna", approval=BY_TWO)
    assert receivable(uow, "K1") == balance(uow, AccountKind.DEFERRED_REVENUE) == balance(uow, AccountKind.TAX) == 0


@pytest.mark.parametrize(("first", "second", "open_then"), [("5", "595.00", "357.00"), ("2", "952.00", "238.00")])
def test_a_deposit_whose_payment_was_taken_back_stays_claimed_as_far_as_it_was_taken_off(
    first: str, second: str, open_then: str
) -> None:
    uow = ordered()
    deposit = asked(uow)
    paid(uow, deposit)
    delivered(uow, ("PUMP", first))
    paid(uow, deposit, "357.00")  # the bank took it back
    invoice = delivered(uow, ("PUMP", str(10 - int(first))))
    assert (invoice.total, uow.open_items.get(deposit.number).open_amount) == (D(second), D(open_then))
    assert sum((one.open_amount for one in uow.open_items.where()), ZERO) == D("1190.00")


def test_a_deposit_of_two_rates_whose_payment_was_taken_back_stops_no_delivery() -> None:
    uow = ordered(("PUMP", "10", None), ("BOOK", "10", None))
    deposit = asked(uow, "50")
    paid(uow, deposit)
    first = delivered(uow, ("PUMP", "2"))
    paid(uow, deposit, "648.50")  # the bank took it back: 200.00 at 19 % stay claimed by it
    last = delivered(uow, ("PUMP", "8"), ("BOOK", "10"))
    (note,) = uow.invoices.where(corrects=deposit.number)
    assert [(total.rate, total.base) for total in note.taxes] == [(D(7), D("50.00")), (D(19), D("300.00"))]
    assert (first.total, uow.open_items.get(deposit.number).open_amount) == (D("0.00"), D("238.00"))
    assert last.total == D("1059.00")  # 800.00 at 19 %, 100.00 at 7 %, nothing taken off
    assert balance(uow, AccountKind.DEFERRED_REVENUE) == 0
    assert receivable(uow, "K1") == D("1297.00")


@settings(deadline=None, max_examples=60)
@given(
    percent=st.decimals("1", "100", places=1),
    days=st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)).filter(any), min_size=1, max_size=5),
    back=st.integers(0, 4),
    share=st.decimals("0", "1", places=2),
)
def test_whenever_the_bank_takes_a_deposit_back_what_is_owed_is_the_price(
    percent: Decimal, days: list[tuple[int, int]], back: int, share: Decimal
) -> None:
    pumps, books_ = (sum(day[place] for day in days) for place in (0, 1))
    goods = [(sku, str(count), None) for sku, count in (("PUMP", pumps), ("BOOK", books_)) if count]
    uow = ordered(*goods, price="33.37")
    deposit = asked(uow, str(percent))
    paid(uow, deposit)
    for number, day in enumerate(days):
        if number == back:
            paid(uow, deposit, str((deposit.total * share).quantize(D("0.01"))))
        delivered(uow, *((sku, str(count)) for sku, count in zip(("PUMP", "BOOK"), day, strict=True) if count))
    every = uow.invoices.where()
    sign = {DocumentKind.INVOICE: 1, DocumentKind.CREDIT_NOTE: -1}
    sold = [line.net for one in every for line in one.lines if line.revenue != "deposit"]
    assert sum(sign[one.kind] * one.net for one in every) == sum(sold)
    assert balance(uow, AccountKind.DEFERRED_REVENUE) == 0
    assert not any(left_of(uow, deposit).values())


def test_what_is_left_of_a_deposit_can_be_credited() -> None:
    uow = ordered(("PUMP", "10", None), ("BOOK", "10", None))
    deposit = asked(uow, "50")
    paid(uow, deposit)
    delivered(uow, ("BOOK", "10"))
    with pytest.raises(Exceeds):
        issue_credit_note(
            uow, desk(), NEXT, invoice=deposit, gross_amount=D("600.00"), reason="x", actor="anna", approval=BY_TWO
        )
    part = issue_credit_note(
        uow, desk(), NEXT, invoice=deposit, lines=((1, D(1)),), reason="x", actor="anna", approval=BY_TWO
    )
    assert part.net == D("500.00")
