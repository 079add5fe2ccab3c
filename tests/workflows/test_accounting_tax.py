"""Tax of an invoice in a foreign currency is posted in that of the books too, and nothing is written without a rate."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fakes import FakeUnitOfWork
from tests.workflows.selling_desk import NOW, books, company, customer, desk, product
from workflows.catalogue import ExchangeRate
from workflows.errors import BadInput
from workflows.invoicing import policy
from workflows.invoicing.approving import Approval
from workflows.invoicing.chain import canonical, digest
from workflows.invoicing.crediting import issue_credit_note
from workflows.invoicing.issuing import issue
from workflows.invoicing.model import Invoice
from workflows.ledger.model import DocumentKind

D = Decimal
BY_TWO = Approval("anna", "ben")


def rated(uow: FakeUnitOfWork, *rates: tuple[str, str, str]) -> FakeUnitOfWork:
    for currency, day, rate in rates:
        uow.rates.add(ExchangeRate(f"{currency}|{day}", currency, date.fromisoformat(day), D(rate)))
    return uow


def sold(uow: FakeUnitOfWork, net: str = "100.00", currency: str = "USD", country: str = "DE") -> Invoice:
    own = company("X01", country)
    buyer = customer("K1", company="X01", country=country)
    uow.customers.put(buyer)
    draft = policy.draft_of(product(), "de", D(1), D(net))
    return issue(uow, desk(own), NOW, company=own, customer=buyer, currency=currency, drafts=[draft])


def test_the_rate_of_the_day_or_the_last_before_it_is_taken() -> None:
    uow = rated(books(), ("USD", "2026-03-01", "1.2500"), ("USD", "2026-03-17", "2.0000"))
    (total,) = sold(uow).taxes
    assert (total.tax, total.accounting_tax) == (D("19.00"), D("15.20"))


def test_between_two_currencies_that_are_not_the_euro_both_rates_count() -> None:
    uow = rated(books(), ("USD", "2026-03-01", "1.2500"), ("GBP", "2026-03-01", "0.8000"))
    (total,) = sold(uow, country="GB").taxes
    assert (total.tax, total.accounting_tax) == (D("20.00"), D("12.80"))


def test_without_a_rate_no_invoice_is_written_and_no_number_drawn() -> None:
    uow = rated(books(), ("USD", "2026-03-17", "1.2500"))
    with pytest.raises(BadInput, match="no rate of USD on or before 2026-03-16"):
        sold(uow)
    assert uow.invoices.where() == [] and not any(name.startswith("X01-invoice") for name in uow.series)


@pytest.mark.parametrize(("currency", "net"), [("EUR", "100.00"), ("USD", "0.00")])
def test_where_there_is_nothing_to_state_no_rate_is_needed(currency: str, net: str) -> None:
    invoice = sold(books(), net, currency)
    assert [total.accounting_tax for total in invoice.taxes] == [None]
    assert "accounting_tax" not in canonical(invoice) and digest(invoice) == invoice.digest


@settings(max_examples=60)
@given(st.integers(1, 10**7), st.integers(1, 99), st.integers(1, 10**6))
def test_credit_notes_take_the_rate_of_their_invoice(cents: int, percent: int, rate: int) -> None:
    uow = rated(books(), ("USD", "2026-03-01", f"{D(rate) / 1000}"))
    invoice = sold(uow, f"{D(cents) / 100}")
    uow.rates.rows.clear()
    later, own = NOW + timedelta(days=30), desk(company("X01"))
    part = (invoice.total * percent / 100).quantize(D("0.01"))
    parts = [part] if part else []
    for gross in [*parts, None] if part < invoice.total else parts:
        issue_credit_note(
            uow, own, later, invoice=invoice, gross_amount=gross, reason="price", actor="anna", approval=BY_TWO
        )
    notes = uow.invoices.where(kind=DocumentKind.CREDIT_NOTE)
    back = sum(total.accounting_tax or 0 for note in notes for total in note.taxes)
    stated = sum(total.accounting_tax or 0 for total in invoice.taxes)
    assert back == stated
    if len(notes) == 1:
        assert notes[0].taxes == invoice.taxes
