"""What the books prove is answered at once; what they do not prove is a person's to decide."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from tests.fakes import FakeUnitOfWork
from tests.workflows.mail_desk import NOW, add_invoice, books, desk, dispute, message, source
from workflows.cash.model import Payment
from workflows.commands import CaseAction, RaiseDispute
from workflows.dispatch import act_on_case
from workflows.disputes.actions import act
from workflows.disputes.evidence import gather
from workflows.disputes.handlers import raise_dispute
from workflows.disputes.model import Case, CaseStatus
from workflows.disputes.rules import Evidence
from workflows.invoicing.accounts import DEPOSIT
from workflows.invoicing.model import InvoiceLine, TaxTotal
from workflows.ledger.model import Allocation
from workflows.orders.model import Order, OrderLine, OrderStatus

DAY = date(2026, 2, 1)


def raised(uow: FakeUnitOfWork, *invoices: str, reason: str, may_answer: bool = True) -> Case:
    command = RaiseDispute(source(may_answer=may_answer), "K1", dispute(*invoices, reason=reason))
    (case,) = raise_dispute(command, uow, desk(), NOW)
    kept = uow.cases.get(case)
    assert kept is not None
    return kept


def paid(uow: FakeUnitOfWork, invoice: str, amount: str, *, rest: str = "0.00", credit_note: str = "") -> None:
    uow.payments.put(
        Payment(
            "P-1", "DE10", "K1", DAY, DAY, Decimal(amount), "EUR", Decimal(0), "bank.xml#1", "S-1", "Delattre SAS", "",
            "", "VIR 8841",
        )
    )  # fmt: skip
    uow.allocations.put(
        Allocation(
            "A-1", "" if credit_note else "P-1", credit_note, invoice, "K1", Decimal(amount), Decimal(0), Decimal(0),
            "EUR", DAY, "reference", "",
        )
    )  # fmt: skip
    add_invoice(uow, invoice, "200.00", open_amount=rest)


def test_who_paid_already_is_shown_the_receipt_at_once() -> None:
    uow = books()
    paid(uow, "R-2", "200.00")
    case = raised(uow, "R-2", reason="already_paid")
    assert (case.state, case.outcome, case.closed_on) == (CaseStatus.CLOSED, "resolved", NOW.date())
    (letter,) = uow.letters.rows.values()
    shown = json.loads(letter.facts)["receipts"]
    assert letter.template == "dispute_settled"
    assert shown == [
        {"document": "R-2", "date": "2026-02-01", "amount": "200.00", "currency": "EUR", "text": "VIR 8841"}
    ]


def test_a_receipt_is_shown_once_however_often_its_mail_is_worked() -> None:
    uow = books()
    paid(uow, "R-2", "200.00")
    first = raised(uow, "R-2", reason="already_paid")
    uow.messages.put(message(1, records=(first.id,)))
    assert raised(uow, "R-2", reason="already_paid") == first
    assert len(uow.letters.where()) == 1 == len(uow.cases.where())


@pytest.mark.parametrize("how", ["part is open", "a credit note", "another reason", "two invoices", "may not answer"])
def test_without_the_whole_proof_a_person_decides(how: str) -> None:
    uow = books()
    paid(
        uow, "R-2", "200.00", rest="1.00" if how == "part is open" else "0.00",
        credit_note="G-1" if how == "a credit note" else "",
    )  # fmt: skip
    case = raised(
        uow, *(("R-2", "R-1") if how == "two invoices" else ("R-2",)),
        reason="price" if how == "another reason" else "already_paid", may_answer=how != "may not answer",
    )  # fmt: skip
    assert case.state is CaseStatus.OPEN
    assert "escalation" in {letter.template for letter in uow.letters.rows.values()}


def invoiced_twice(uow: FakeUnitOfWork, ordered: str = "10") -> None:
    """Order O-1 of `ordered` pieces; R-3 and R-4 of ours each bill ten of them."""
    line = OrderLine(1, "A", "Filter", Decimal(ordered), "C62", Decimal("10.00"), Decimal("100.00"))
    uow.orders.put(
        Order(
            "O-1", "K1", "DE10", "4500", DAY, None, "EUR", Decimal("100.00"), OrderStatus.INVOICED, (line,), (), "", ""
        )
    )
    billed = InvoiceLine(
        1, "A", "Filter", Decimal(10), "C62", Decimal("10.00"), Decimal("100.00"), "S", Decimal(19), "goods"
    )
    for sequence, number in enumerate(("R-3", "R-4"), start=3):
        add_invoice(uow, number, "119.00")
        invoice = uow.invoices.get(number)
        assert invoice is not None
        tax = TaxTotal("S", Decimal(19), Decimal("100.00"), Decimal("19.00"))
        uow.invoices.put(replace(invoice, order="O-1", lines=(billed,), taxes=(tax,), sequence=sequence))


def test_an_invoice_proven_to_be_written_twice_is_proposed_for_credit_and_waits_for_one_word() -> None:
    uow = books()
    invoiced_twice(uow)
    case = raised(uow, "R-3", reason="duplicate")
    assert case.proposal is not None and case.proposal.shares == (("R-4", Decimal("119.00")),)
    assert set(case.invoices) == {"R-3", "R-4"}  # nobody duns either
    assert uow.invoices.where(case=case.id) == []
    (told,) = uow.letters.where(template="escalation")
    assert json.loads(told.facts)["proposed"] == "119.00"
    act(CaseAction(case.id, "approve", "ada"), uow, desk(), NOW, credit=lambda *_: "G-1")
    assert uow.cases.get(case.id).outcome == "credited"  # the other one stands: that is no part of the claim


def test_two_invoices_of_an_order_for_both_are_no_proof() -> None:
    uow = books()
    invoiced_twice(uow, ordered="20")
    assert raised(uow, "R-3", reason="duplicate").proposal is None


def test_two_deposits_on_an_order_are_no_proof() -> None:
    uow = books()
    invoiced_twice(uow)
    for number in ("R-3", "R-4"):
        invoice = uow.invoices.get(number)
        (line,) = invoice.lines
        uow.invoices.put(replace(invoice, lines=(replace(line, sku="", quantity=Decimal(1), revenue=DEPOSIT),)))
    assert raised(uow, "R-3", reason="duplicate").proposal is None


def test_the_file_of_a_case_holds_what_its_reason_asks_for_and_names_what_is_missing() -> None:
    uow = books()
    invoiced_twice(uow)
    file = gather(raised(uow, "R-3", reason="quantity"), uow, desk())
    assert {piece.kind for piece in file.pieces} == {Evidence.INVOICE, Evidence.ORDER}
    assert file.missing == (Evidence.DELIVERY, Evidence.MAIL)
    assert "A: 10 × 10" in {piece.text for piece in file.pieces}


def test_a_corrected_invoice_needs_a_changed_record() -> None:
    uow = books()
    invoiced_twice(uow)
    case = raised(uow, "R-3", reason="invoice_form")
    with pytest.raises(Exception, match=r"invoice of ours|record says"):
        act_on_case(CaseAction(case.id, "correct", "ada"), uow, desk(), NOW)
