"""A wrong address on an invoice: the record changes by two persons, then one word writes the invoice again."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from bot.settings.disputes import dispute_policy
from bot.settings.section import Section
from nlp.reading import CaseDecision, Dispute, DisputeReason, MasterDataChange, Verdict
from tests.fakes import FakeUnitOfWork
from tests.workflows import selling_desk as selling
from workflows.commands import CaseAction, DecideCase, DecideChange, RaiseDispute, RequestMasterDataChange
from workflows.dispatch import act_on_case, decide_case, decide_change, handle
from workflows.errors import NotAllowed
from workflows.integrity import problems
from workflows.invoicing import policy
from workflows.invoicing.correcting import write_again
from workflows.invoicing.issuing import issue
from workflows.letters import LetterKind
from workflows.ports import Desk

NOW = datetime(2026, 3, 16, 9, 0, tzinfo=UTC)
NEW = "Neuer Platz 9, 10117 Berlin"
LEAD = "lead@muster.example"


def told() -> tuple[FakeUnitOfWork, Desk, str, str]:
    """(books, desk, case, change): an invoice of 119.00 whose address the customer contests and asks to change."""
    uow, desk = selling.books(), replace(selling.desk(), disputes=dispute_policy(Section({}, "disputes", [])))
    draft = policy.draft_of(selling.product(), "de", Decimal(1), Decimal("100.00"))
    customer = selling.customer()
    invoice = issue(
        uow, desk, NOW, company=selling.company(), customer=customer, currency="EUR", drafts=[draft]
    )  # fmt: skip
    said = Dispute((invoice.number,), DisputeReason.INVOICE_FORM, None, None)
    (case,) = handle(RaiseDispute(selling.source(), "K1", said), uow, desk, NOW)
    asked = RequestMasterDataChange(selling.source(), "K1", MasterDataChange((("address", NEW),)), ())
    (change,) = handle(asked, uow, desk, NOW)
    return uow, desk, case, change


def test_the_invoice_is_written_again_with_the_new_address() -> None:
    uow, desk, case, change = told()
    decide_change(DecideChange(change, "verify", "ann", "Frau Huber, 030 1"), uow, desk, NOW)
    decide_change(DecideChange(change, "apply", "ben"), uow, desk, NOW)
    ready = [
        letter
        for letter in uow.letters.where(case=case, kind=LetterKind.ESCALATION)
        if json.loads(letter.facts)["occasion"] == "changed"
    ]
    assert [letter.to for letter in ready] == [(LEAD,)]
    source = replace(selling.source(), sender=LEAD, message_id="<r@muster.example>")
    command = DecideCase(source, case, ready[0].id, CaseDecision(Verdict.ACCEPT))
    _, note, again = decide_case(command, uow, desk, NOW + timedelta(days=9))
    written = uow.invoices.get(again)
    assert written.buyer.street == "Neuer Platz 9" and written.total == Decimal("119.00")
    assert written.delivery_date == NOW.date()  # as the first invoice says, whenever it is written again
    assert uow.invoices.get(note).corrects == uow.cases.get(case).invoices[0]
    assert [item.open_amount for item in uow.open_items.where(customer="K1")].count(Decimal("119.00")) == 1
    assert uow.cases.get(case).outcome == "corrected"
    assert selling.receivable(uow, "K1") == Decimal("119.00")
    assert problems(uow, desk) == []


def test_before_the_record_is_changed_nothing_is_written() -> None:
    uow, desk, case, _ = told()
    with pytest.raises(NotAllowed, match="its change is to be applied first"):
        act_on_case(CaseAction(case, "correct", "ann"), uow, desk, NOW)
    (letter,) = uow.letters.where(case=case, kind=LetterKind.ESCALATION)
    source = replace(selling.source(), sender=LEAD, message_id="<r@muster.example>")
    decide_case(DecideCase(source, case, letter.id, CaseDecision(Verdict.ACCEPT)), uow, desk, NOW)
    (form,) = uow.letters.where(template="case_form")
    assert json.loads(form.facts)["why"] == "nothing_to_correct"
    assert uow.invoices.where(case=case) == []


def test_another_vat_number_is_a_persons_task() -> None:
    uow, desk, case, _ = told()
    uow.customers.put(replace(uow.customers.get("K1"), vat_id="DE111111111"))
    with pytest.raises(NotAllowed, match="how the supply is taxed"):
        act_on_case(CaseAction(case, "correct", "ann"), uow, desk, NOW)


def test_the_invoice_of_a_contract_names_it_when_it_is_written_again() -> None:
    uow, desk = selling.books(), selling.desk()
    customer, draft = selling.customer(), policy.draft_of(selling.product(), "de", Decimal(1), Decimal("100.00"))
    under_contract = replace(customer, contract_reference="V-1")
    invoice = issue(
        uow, desk, NOW, company=selling.company(), customer=under_contract, currency="EUR", drafts=[draft]
    )  # fmt: skip
    uow.customers.put(replace(customer, street="Neuer Platz 9"))
    _, again = write_again(invoice, uow, desk, NOW, case="", reason="address", actor="ann")
    assert uow.invoices.get(again).electronic.contract_reference == "V-1"
