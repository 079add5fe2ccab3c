"""No posted document can be changed, taken out or put in without being found."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fakes import FakeUnitOfWork
from tests.workflows.selling_desk import NOW, TODAY, books, company, desk, receivable
from workflows.errors import Exceeds
from workflows.integrity import problems
from workflows.invoicing.approving import Approval
from workflows.invoicing.chain import canonical, digest
from workflows.invoicing.handlers import issue, issue_credit_note, take_over, verify_chain
from workflows.invoicing.model import Invoice
from workflows.invoicing.policy import draft_of, share
from workflows.ledger.model import AccountKind, DocumentKind
from workflows.ledger.money import ZERO, is_exact

BY_TWO = Approval("anna", "ben")
QUANTITIES = st.decimals(min_value=Decimal("0.001"), max_value=10_000, places=3)
PRICES = st.decimals(min_value=ZERO, max_value=10_000, places=4)
GOODS = st.lists(st.tuples(st.sampled_from(["PUMP", "BOOK"]), QUANTITIES, PRICES), min_size=1, max_size=5)
# What to credit: of which invoice (by place), how much of what is left (in thousandths).
CREDITS = st.lists(st.tuples(st.integers(0, 4), st.integers(1, 1000)), max_size=8)


def post(uow: FakeUnitOfWork, goods: list[tuple[str, Decimal, Decimal]]) -> Invoice:
    own = desk()
    drafts = [draft_of(uow.products.get(sku), "de", quantity, price) for sku, quantity, price in goods]
    buyer = uow.customers.get("K1")
    return issue(uow, own, NOW, company=own.company("DE01"), customer=buyer, currency="EUR", drafts=drafts)


def one(uow: FakeUnitOfWork) -> Invoice:
    return post(uow, [("PUMP", Decimal(1), Decimal(100))])


@settings(max_examples=60, deadline=None)
@given(st.lists(GOODS, min_size=1, max_size=4), CREDITS)
def test_the_books_agree_after_any_invoices_and_credit_notes(
    orders: list[list[tuple[str, Decimal, Decimal]]], credits_: list[tuple[int, int]]
) -> None:
    uow = books()
    invoices = [post(uow, goods) for goods in orders]
    for place, part in credits_:
        invoice = invoices[place % len(invoices)]
        left = invoice.total - sum(note.total for note in uow.invoices.where(corrects=invoice.number))
        amount = (left * part / 1000).quantize(Decimal("0.01"))
        if amount > 0:
            issue_credit_note(
                uow,
                desk(),
                NOW,
                invoice=invoice,
                gross_amount=min(amount, left),
                reason="price",
                actor="anna",
                approval=BY_TWO,
            )
    check_documents(uow)
    assert receivable(uow, "K1") == sum((item.open_amount for item in uow.open_items.where()), ZERO)
    assert verify_chain(uow, company()) == []


def check_documents(uow: FakeUnitOfWork) -> None:
    """Lines, groups and totals of every document agree; the sum of an invoice's credit notes never passes it."""
    for document in uow.invoices.where():
        assert document.net == sum((line.net for line in document.lines), ZERO)
        assert document.tax == sum((total.tax for total in document.taxes), ZERO)
        assert document.total == document.net + document.tax and is_exact(document.total, "EUR")
        assert all(line.net >= 0 for line in document.lines) and document.lines
        for total in document.taxes:
            own = [line.net for line in document.lines if line.tax_rate == total.rate]
            assert total.base == sum(own, ZERO) and total.tax >= 0
        if document.kind is DocumentKind.INVOICE:
            assert sum(note.total for note in uow.invoices.where(corrects=document.number)) <= document.total
    tax = sum(
        (line.credit - line.debit for entry in uow.entries.where() for line in entry.lines
         if line.kind is AccountKind.TAX),
        ZERO,
    )  # fmt: skip
    signs = {DocumentKind.INVOICE: 1, DocumentKind.CREDIT_NOTE: -1}
    assert tax == sum((signs[document.kind] * document.tax for document in uow.invoices.where()), ZERO)


@settings(max_examples=40, deadline=None)
@given(GOODS, st.lists(st.integers(1, 999), min_size=1, max_size=6))
def test_an_invoice_credited_in_pieces_is_credited_to_the_cent(
    goods: list[tuple[str, Decimal, Decimal]], parts: list[int]
) -> None:
    uow, own = books(), desk()
    invoice = post(uow, goods)
    for part in parts:
        amount = (invoice.total * part / 10_000).quantize(Decimal("0.01"))
        if amount > 0:
            issue_credit_note(
                uow, own, NOW, invoice=invoice, gross_amount=amount, reason="price", actor="anna", approval=BY_TWO
            )
    if invoice.total:
        issue_credit_note(uow, own, NOW, invoice=invoice, reason="price", actor="anna", approval=BY_TWO)
    notes = uow.invoices.where(corrects=invoice.number)
    for total in invoice.taxes:
        own_parts = [group for note in notes for group in note.taxes if group.rate == total.rate]
        assert sum((group.base for group in own_parts), ZERO) == total.base
        assert sum((group.tax for group in own_parts), ZERO) == total.tax
    assert receivable(uow, "K1") == 0


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=8).filter(any), st.integers(0, 1000))
def test_shares_sum_to_the_whole_and_none_passes_its_weight(cents: list[int], part: int) -> None:
    weights = [Decimal(value) / 100 for value in cents]
    amount = (sum(weights, ZERO) * part / 1000).quantize(Decimal("0.01"), rounding="ROUND_DOWN")
    parts = share(amount, weights, "EUR")
    assert sum(parts, ZERO) == amount
    assert all(ZERO <= value <= weight for value, weight in zip(parts, weights, strict=True))


def test_numbers_follow_each_other_and_each_document_seals_the_one_before() -> None:
    uow = books()
    first, second = one(uow), one(uow)
    assert [first.number, second.number] == ["R-2026-00001", "R-2026-00002"]
    assert (first.previous_digest, second.previous_digest) == ("", first.digest)


@pytest.mark.parametrize(
    "forged",
    [{"total": Decimal("119.01")}, {"customer": "K2"}, {"issue_date": TODAY.replace(day=1)}, {"lines": ()}],
)
def test_a_changed_document_is_found(forged: dict[str, Any]) -> None:
    uow = books()
    one(uow)
    second = one(uow)
    uow.invoices.put(replace(second, **forged))
    assert [problem.code for problem in verify_chain(uow, company())] == ["changed"]


def test_a_forger_who_seals_his_change_breaks_the_link_that_follows() -> None:
    uow = books()
    first, _ = one(uow), one(uow)
    forged = replace(first, total=Decimal("1.00"))
    uow.invoices.put(replace(forged, digest=digest(forged)))
    assert [problem.code for problem in verify_chain(uow, company())] == ["broken_link"]


def test_a_document_that_was_taken_out_is_missed() -> None:
    uow = books()
    first, _ = one(uow), one(uow)
    del uow.invoices.rows[first.number]
    codes = {problem.code for problem in verify_chain(uow, company())}
    assert codes == {"missing_number", "broken_link"}


def test_numbers_of_the_earlier_system_are_no_gap() -> None:
    uow, own = books(), desk()
    take_over(
        uow, own, NOW, number="R-2026-00001", customer="K1", company="DE01", issue_date=TODAY, due_date=TODAY,
        total=Decimal(10), open_amount=Decimal(10), currency="EUR",
    )  # fmt: skip
    assert one(uow).number == "R-2026-00002" and one(uow).number == "R-2026-00003"
    assert verify_chain(uow, company()) == []


def test_the_canonical_text_does_not_depend_on_how_amounts_are_stored() -> None:
    uow = books()
    invoice = one(uow)
    other = replace(invoice, total=Decimal("1.19E+2"), net=Decimal("100.0000"))
    assert canonical(other) == canonical(invoice) and digest(other) == invoice.digest


def test_what_is_refused_leaves_no_trace() -> None:
    uow = books()
    invoice = one(uow)
    with pytest.raises(Exceeds):
        issue_credit_note(
            uow, desk(), NOW, invoice=invoice, gross_amount=Decimal(500), reason="price", actor="anna", approval=BY_TWO
        )
    assert len(uow.invoices.where()) == 1 and "DE01-credit_note-2026" not in uow.series


def sealed(document: Invoice, **forged: Any) -> Invoice:
    changed = replace(document, **forged)
    return replace(changed, digest=digest(changed))


def test_a_document_dated_before_the_one_before_it_is_found() -> None:
    uow = books()
    _, second = one(uow), one(uow)
    uow.invoices.put(sealed(second, issue_date=TODAY.replace(day=1)))
    assert [problem.code for problem in verify_chain(uow, company())] == ["date_order"]


def test_a_document_put_in_between_is_found() -> None:
    uow = books()
    first, second = one(uow), one(uow)
    uow.invoices.put(sealed(second, number="R-2026-00001a", sequence=1, previous_digest=first.digest))
    assert {problem.code for problem in verify_chain(uow, company())} >= {"double_number", "broken_link"}


def test_a_document_without_a_booking_and_a_booking_without_a_document_are_found() -> None:
    uow, own = books(), desk()
    first, second = one(uow), one(uow)
    uow.invoices.put(sealed(second, number="R-2026-00003", sequence=3, previous_digest=second.digest))
    del uow.invoices.rows[first.number]
    found = problems(uow, own)
    assert f"{first.number}: the journal has it, and there is no such document" in found
    assert any(each.startswith("R-2026-00003: receivable is 0 in the journal and 119") for each in found)
