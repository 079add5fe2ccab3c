"""A credit above the limit of its reason takes two persons, whichever way it comes and however it is cut."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from tests.fakes import FakeUnitOfWork
from tests.workflows import mail_desk
from tests.workflows.selling_desk import NOW, books, company, desk, product
from workflows.commands import CaseAction, RaiseDispute
from workflows.dispatch import act_on_case
from workflows.disputes.handlers import raise_dispute
from workflows.disputes.rules import DisputePolicy, ReasonRules
from workflows.errors import NotAllowed
from workflows.invoicing import policy
from workflows.invoicing.approving import Approval, Exempt
from workflows.invoicing.crediting import issue_credit_note
from workflows.invoicing.issuing import issue
from workflows.invoicing.model import Invoice
from workflows.ports import Desk

D = Decimal
PRICE, LOST = Approval("anna", reason="price"), Approval("anna", reason="lost")


def own() -> Desk:
    rules = {"price": ReasonRules(credit_limit=D("100.00")), "lost": ReasonRules()}
    return replace(desk(company()), disputes=DisputePolicy(rules, credit_limit=D("250.00")))


def sold(uow: FakeUnitOfWork) -> Invoice:
    buyer = uow.customers.get("K1")
    draft = policy.draft_of(product(), "de", D(10), D(100))
    return issue(uow, own(), NOW, company=company(), customer=buyer, currency="EUR", drafts=[draft])


def credit(uow: FakeUnitOfWork, invoice: Invoice, gross: str, approval: Approval | None) -> Invoice:
    return issue_credit_note(
        uow, own(), NOW, invoice=invoice, gross_amount=D(gross), reason="words", actor="anna", approval=approval
    )


@pytest.mark.parametrize(
    ("approval", "gross", "allowed"),
    [
        (PRICE, "100.00", True),
        (PRICE, "100.01", False),
        (LOST, "250.00", True),
        (LOST, "250.01", False),
        (None, "250.01", False),
        (Approval("anna", "ben", "price"), "1190.00", True),
        (Approval("anna", "anna", "price"), "100.01", False),
        (Approval("anna@muster.example", "Anna", "price"), "100.01", False),
        (Approval("o2cbot", exempt=Exempt.CLAIMED_AGAIN), "1190.00", True),
        (Approval("script", exempt=Exempt.OPERATOR), "1190.00", True),
    ],
)
def test_above_the_limit_of_the_reason_another_person_must_agree(
    approval: Approval | None, gross: str, allowed: bool
) -> None:
    uow = books()
    invoice = sold(uow)
    if allowed:
        assert credit(uow, invoice, gross, approval).total == D(gross)
    else:
        with pytest.raises(NotAllowed):
            credit(uow, invoice, gross, approval)
        assert uow.invoices.where(corrects=invoice.number) == []
        assert uow.open_items.get(invoice.number).open_amount == invoice.total


def test_a_limit_is_not_passed_by_crediting_in_parts() -> None:
    uow = books()
    invoice = sold(uow)
    credit(uow, invoice, "60.00", PRICE)
    with pytest.raises(NotAllowed, match="takes a second person"):
        credit(uow, invoice, "40.01", PRICE)
    assert credit(uow, invoice, "40.00", PRICE).total == D("40.00")


def test_the_trail_says_whose_word_it_was() -> None:
    uow = books()
    note = credit(uow, sold(uow), "500.00", Approval("anna", "ben", "price"))
    (event,) = uow.audit.where(subject=note.number)
    assert '"approved_by": "ben"' in event.details and '"created_by": "anna"' in event.details


@pytest.mark.parametrize("need_two", [False, True])
def test_scripts_ask_a_second_person_where_the_desk_says_so(need_two: bool) -> None:
    whole = mail_desk.desk()
    whole = replace(whole, disputes=replace(whole.disputes, scripts_need_two=need_two, credit_limit=D("100.00")))
    uow = mail_desk.books()
    asked = RaiseDispute(mail_desk.source(may_answer=False), "K1", mail_desk.dispute("R-2", amount="150.00"))
    (case,) = raise_dispute(asked, uow, whole, mail_desk.NOW)
    act_on_case(CaseAction(case, "credit", "sam"), uow, whole, mail_desk.NOW)
    assert (uow.cases.get(case).proposal is not None, len(uow.invoices.where(case=case))) == (need_two, 1 - need_two)
    if need_two:
        act_on_case(CaseAction(case, "approve", "lea"), uow, whole, mail_desk.NOW)
        (note,) = uow.invoices.where(case=case)
        (event,) = uow.audit.where(subject=note.number)
        assert '"created_by": "sam"' in event.details and '"approved_by": "lea"' in event.details


def test_two_names_on_a_command_line_are_no_two_persons_for_a_credit() -> None:
    whole = mail_desk.desk()
    whole = replace(whole, disputes=replace(whole.disputes, scripts_need_two=True, credit_limit=D("100.00")))
    uow = mail_desk.books()
    asked = RaiseDispute(mail_desk.source(may_answer=False), "K1", mail_desk.dispute("R-2", amount="150.00"))
    (case,) = raise_dispute(asked, uow, whole, mail_desk.NOW)

    def act(action: str, actor: str, *, signed_in: bool) -> None:
        act_on_case(CaseAction(case, action, actor, signed_in=signed_in), uow, whole, mail_desk.NOW)

    act("credit", "sam", signed_in=False)
    with pytest.raises(NotAllowed, match="proves nobody"):
        act("approve", "lea", signed_in=False)
    act("approve", "sam", signed_in=True)  # takes it on: who typed the name may have been this very person
    assert uow.invoices.where(case=case) == [] and uow.cases.get(case).proposal.is_proven
    with pytest.raises(NotAllowed, match="does not approve"):
        act("approve", "sam", signed_in=True)
    act("approve", "lea", signed_in=True)
    (note,) = uow.invoices.where(case=case)
    (event,) = uow.audit.where(subject=note.number)
    assert '"created_by": "sam"' in event.details and '"approved_by": "lea"' in event.details
