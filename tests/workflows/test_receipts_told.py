"""What is told of money received: services alone, rate by rate, to the cent however it came."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from tests.fakes import FakeUnitOfWork
from tests.workflows.selling_desk import NOW, books, company, desk, placing, product, wanted
from workflows.catalogue import RateClass, RevenueKind
from workflows.invoicing.model import Invoice
from workflows.ledger.model import Allocation
from workflows.orders.handlers import place
from workflows.receipts_told import note_told, untold, words_of

D = Decimal


def invoiced() -> tuple[FakeUnitOfWork, Invoice]:
    """100.00 of goods and 200.00 of work at 19 %, 50.00 of work at 7 %: 119.00, 238.00, 53.50 with tax."""
    uow = books()
    uow.products.put(product())
    uow.products.put(product("WORK", "200.00", revenue=RevenueKind.SERVICE))
    uow.products.put(product("TALK", "50.00", revenue=RevenueKind.SERVICE, vat_rate_class=RateClass.REDUCED))
    lines = [(sku, "1", None) for sku in ("PUMP", "WORK", "TALK")]
    place(placing(wanted(*lines)), uow, desk(company(invoice_on="confirmation")), NOW)
    (invoice,) = uow.invoices.where()
    return uow, invoice


def money(number: int, amount: str, payment: str = "P-1") -> Allocation:
    return Allocation(
        f"DE01-A-2026-{number:07d}", payment, "", "R-1", "K1", D(amount), D(0), D(0), "EUR", date(2026, 4, 1), "x", "{}"
    )


def told(invoice: Invoice, *rows: Allocation, on_debits: bool = False) -> list[dict[Decimal, Decimal]]:
    return [dict(word.amounts) for word in words_of(invoice, rows, on_debits=on_debits)]


def test_the_whole_price_tells_the_services_of_each_rate() -> None:
    _, invoice = invoiced()
    assert told(invoice, money(1, "410.50")) == [{D(7): D("53.50"), D(19): D("238.00")}]


def test_who_owes_tax_on_invoices_tells_nothing_and_says_it_once() -> None:
    uow, invoice = invoiced()
    (word,) = words_of(invoice, [money(1, "410.50")], on_debits=True)
    assert word.amounts == {}
    note_told(word, "pa", uow, NOW)
    assert untold([word], uow) == []


def test_money_taken_off_again_is_a_word_below_zero() -> None:
    _, invoice = invoiced()
    first, second = told(invoice, money(1, "410.50"), money(2, "-410.50"))
    assert second == {rate: -amount for rate, amount in first.items()}


def test_credit_notes_are_no_money() -> None:
    _, invoice = invoiced()
    assert told(invoice, replace(money(1, "100.00"), payment="", credit_note="G-1")) == []


@given(st.lists(st.integers(min_value=1, max_value=5000), min_size=1, max_size=12))
def test_parts_come_to_what_the_whole_would_have_told(cents: list[int]) -> None:
    _, invoice = invoiced()
    rows = [money(number, f"{D(value) / 100}") for number, value in enumerate(cents)]
    whole = told(invoice, money(1, f"{D(sum(cents)) / 100}"))[0]
    parts = told(invoice, *rows)
    for rate in (D(7), D(19)):
        assert sum(part.get(rate, D(0)) for part in parts) == whole.get(rate, D(0))
