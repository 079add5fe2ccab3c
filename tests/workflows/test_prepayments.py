"""Money that was paid before the invoice: set aside by a person, stated and taken by the order's invoices."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.documents.einvoice.building import build
from bot.documents.einvoice.checks import sums
from bot.documents.einvoice.profiles import PROFILES
from bot.documents.invoice import InvoiceContext, invoice_facts
from tests.fakes import FakeUnitOfWork
from tests.workflows.selling_desk import NOW, TODAY, books, company, countries, desk, placing, product, wanted
from workflows.billing.deposits import invoice_deposit
from workflows.billing.handlers import run
from workflows.cash.booking import post_receipt
from workflows.cash.deciding import decide_payment
from workflows.cash.model import Payment
from workflows.cash.proposals import KEPT
from workflows.cash.refundable import left_of, refundable
from workflows.catalogue import Billing, Contract, ContractTerms, RevenueKind
from workflows.commands import DecidePayment, DeliverGoods
from workflows.errors import BadDecision, Contradicts, Exceeds, NotFound
from workflows.integrity import problems
from workflows.invoicing.model import Invoice
from workflows.invoicing.prepaying import set_aside, withdraw
from workflows.orders.handlers import deliver_all, place

D = Decimal
ORDER = "DE01-O-2026-00001"
LATER = NOW + timedelta(days=30)


def ordered(quantity: str = "10") -> FakeUnitOfWork:
    uow = books()
    place(placing(wanted(("PUMP", quantity, None))), uow, desk(), NOW)
    return uow


def received(uow: FakeUnitOfWork, amount: str = "500.00", number: str = "PM-1", **given: Any) -> Payment:
    values: dict[str, Any] = {"customer": "K1", "currency": "EUR", **given}
    payment = Payment(
        number, "DE01", values["customer"], TODAY, TODAY, D(amount), values["currency"], D(amount), "f#1", "camt:1",
        "Kunde", "", "", "", "",
    )  # fmt: skip
    uow.payments.add(payment)
    post_receipt(uow, desk(), payment)
    return payment


def kept(uow: FakeUnitOfWork, amount: str = "", payment: str = "PM-1") -> Decimal:
    share = D(amount) if amount else None
    return set_aside(uow, desk(), NOW, payment=payment, order=ORDER, amount=share, actor="anna").left


def delivered(uow: FakeUnitOfWork, quantity: str, day: date = TODAY) -> Invoice:
    """The invoice of a delivery."""
    row = DeliverGoods(ORDER, day, "PUMP", quantity)
    return uow.invoices.get(deliver_all([row], uow, desk(), LATER)[-1])


def open_of(uow: FakeUnitOfWork, invoice: Invoice) -> Decimal:
    return uow.open_items.get(invoice.number).open_amount


def test_an_invoice_states_what_was_paid_before_and_takes_it() -> None:
    uow = ordered()
    received(uow)
    assert kept(uow) == D("500.00")
    invoice = delivered(uow, "10")
    assert (invoice.total, invoice.prepaid, open_of(uow, invoice)) == (D("1190.00"), D("500.00"), D("690.00"))
    (row,) = uow.allocations.where(invoice=invoice.number)
    assert (row.payment, row.amount, row.rule) == ("PM-1", D("500.00"), "prepaid")
    assert uow.payments.get("PM-1").unapplied == 0 and problems(uow, desk()) == []


def test_the_page_and_the_e_invoice_ask_for_the_rest_alone() -> None:
    uow = ordered()
    uow.customers.put(replace(uow.customers.get("K1"), discount_percent=D(2), discount_days=10))
    received(uow)
    kept(uow)
    invoice = delivered(uow, "10")
    context = InvoiceContext(company(), countries()["DE"], "de", None, countries())
    facts = invoice_facts(invoice, context)
    assert "690,00" in facts["total"] and any("500,00" in row["value"] for row in facts["summary"])
    assert "676,20" in " ".join(facts["remarks"])  # less 2 % of what is due
    for profile in PROFILES.values():
        told = build(invoice, context, profile).totals
        assert (told.gross, told.prepaid, told.payable) == (D("1190.00"), D("500.00"), D("690.00"))
        assert list(sums(build(invoice, context, profile))) == []


def test_what_an_invoice_does_not_need_waits_for_the_next_one() -> None:
    uow = ordered()
    received(uow, "1000.00")
    kept(uow)
    first = delivered(uow, "5")
    assert (first.prepaid, open_of(uow, first)) == (D("595.00"), 0)
    second = delivered(uow, "5", TODAY + timedelta(days=1))
    assert (second.prepaid, open_of(uow, second)) == (D("405.00"), D("190.00"))
    assert problems(uow, desk()) == []


def test_a_deposit_invoice_takes_it_too_and_no_tax_is_lost() -> None:
    uow = ordered()
    received(uow, "357.00")
    kept(uow)
    deposit = invoice_deposit(uow, desk(), NOW, order=ORDER, percent=D(30))
    assert deposit.prepaid == deposit.total == D("357.00") and open_of(uow, deposit) == 0
    assert delivered(uow, "10").total == D("833.00")


def test_invoices_of_a_contract_take_what_was_paid_for_it() -> None:
    uow = books()
    uow.products.put(product("SAAS", revenue=RevenueKind.SUBSCRIPTION))
    for number in ("V1", "V2"):
        terms = ContractTerms(collective=True)
        uow.contracts.add(
            Contract(number, "K1", "SAAS", D(1), D(50), "EUR", TODAY, None, Billing.MONTHLY, terms)
        )  # fmt: skip
    received(uow, "100.00")
    for number, share in (("V1", "40.00"), ("V2", "30.00")):
        set_aside(uow, desk(), NOW, payment="PM-1", order=number, amount=D(share), actor="anna")
    (number,) = run(uow, desk(), NOW + timedelta(days=15), ("K1",)).numbers
    invoice = uow.invoices.get(number)
    assert (invoice.total, invoice.prepaid, open_of(uow, invoice)) == (D("119.00"), D("70.00"), D("49.00"))
    assert uow.payments.get("PM-1").unapplied == D("30.00") and problems(uow, desk()) == []


def test_nothing_moves_what_is_set_aside_but_a_person() -> None:
    uow = ordered()
    received(uow, customer="")
    kept(uow, "200.00")
    assert (uow.payments.get("PM-1").held, uow.payments.get("PM-1").customer) == (KEPT, "K1")
    withdraw(uow, NOW, payment="PM-1", order=ORDER, actor="ben")
    assert delivered(uow, "10").prepaid == 0
    with pytest.raises(NotFound):
        withdraw(uow, NOW, payment="PM-1", order=ORDER, actor="ben")


def test_money_that_a_person_used_elsewhere_is_not_stated() -> None:
    uow = ordered()
    received(uow)
    kept(uow)
    uow.payments.put(replace(uow.payments.get("PM-1"), unapplied=D("100.00")))
    assert delivered(uow, "10").prepaid == D("100.00")


def test_money_that_a_person_named_as_another_customers_pays_no_order_of_the_first_one() -> None:
    uow = ordered()
    uow.customers.put(replace(uow.customers.get("K1"), number="K2"))
    received(uow)
    kept(uow)
    decide_payment(DecidePayment("PM-1", "keep", "ben", customer="K2"), uow, desk(), NOW)
    invoice = delivered(uow, "10")
    assert (invoice.prepaid, open_of(uow, invoice)) == (0, D("1190.00"))
    assert uow.payments.get("PM-1").unapplied == D("500.00") and problems(uow, desk()) == []


def test_what_is_set_aside_is_neither_refunded_nor_put_elsewhere_before_it_is_given_free() -> None:
    uow = ordered()
    received(uow)
    kept(uow, "400.00")
    assert left_of("PM-1", uow) == D("100.00") and [one.amount for one in refundable(uow)] == [D("100.00")]
    withdraw(uow, NOW, payment="PM-1", order=ORDER, actor="ben")
    assert left_of("PM-1", uow) == D("500.00")


def test_what_a_wholly_invoiced_order_left_is_the_customers() -> None:
    uow = ordered("1")
    received(uow)
    kept(uow)
    assert delivered(uow, "1").prepaid == D("119.00")
    assert left_of("PM-1", uow) == D("381.00") and [one.amount for one in refundable(uow)] == [D("381.00")]


def test_more_than_lies_on_account_cannot_be_set_aside_twice() -> None:
    uow = ordered()
    place(placing(wanted(("PUMP", "1", None), po_number="PO-2"), message_id="<9@k>"), uow, desk(), NOW)
    received(uow)
    set_aside(uow, desk(), NOW, payment="PM-1", order="DE01-O-2026-00002", amount=D("400.00"), actor="anna")
    with pytest.raises(Exceeds):
        kept(uow, "200.00")
    assert kept(uow) == D("100.00")
    with pytest.raises(BadDecision):
        kept(uow, "0")


@pytest.mark.parametrize("given", [{"customer": "K2"}, {"currency": "USD"}])
def test_money_of_others_or_in_another_currency_is_refused(given: dict[str, str]) -> None:
    uow = ordered()
    received(uow, **given)
    with pytest.raises(Contradicts):
        kept(uow)


def test_what_is_unknown_or_wholly_invoiced_is_refused() -> None:
    uow = ordered()
    with pytest.raises(NotFound):
        kept(uow)
    received(uow)
    delivered(uow, "10")
    with pytest.raises(Contradicts):
        kept(uow)


@settings(deadline=None, max_examples=40)
@given(
    money=st.lists(st.decimals("0.01", "900", places=2), min_size=1, max_size=3),
    parts=st.lists(st.integers(1, 5), min_size=1, max_size=4),
)
def test_whatever_was_paid_before_is_taken_once(money: list[Decimal], parts: list[int]) -> None:
    uow = ordered(str(sum(parts)))
    for number, amount in enumerate(money):
        received(uow, f"{amount}", f"PM-{number}")
        kept(uow, payment=f"PM-{number}")
    invoices = [delivered(uow, str(part), TODAY + timedelta(days=day)) for day, part in enumerate(parts)]
    total, paid = sum(one.total for one in invoices), sum(money)
    assert sum(one.prepaid for one in invoices) == min(total, paid)
    assert sum(open_of(uow, one) for one in invoices) == max(total - paid, D(0))
    assert all(0 <= one.prepaid <= one.total for one in invoices) and problems(uow, desk()) == []
