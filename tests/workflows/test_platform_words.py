"""What a platform says of an e-invoice: kept once, and a case where the buyer will not pay it as it is."""

from __future__ import annotations

from datetime import timedelta

import pytest

from nlp.reading import DisputeReason
from tests.fakes import FakeUnitOfWork
from tests.workflows.selling_desk import NOW, books, company, desk, placing, product, wanted
from workflows.disputes.model import Case
from workflows.dunning.holds import holds_of
from workflows.invoicing.crediting import issue_credit_note
from workflows.invoicing.model import Invoice
from workflows.orders.handlers import place
from workflows.platform_words import HEARD, REASONS, UNKNOWN, PlatformStatus, hear

REFUSED, APPROVED, REJECTED = "210", "205", "213"


def invoiced() -> tuple[FakeUnitOfWork, Invoice]:
    uow = books()
    uow.products.put(product())
    place(placing(wanted(("PUMP", "1", None))), uow, desk(company(invoice_on="confirmation")), NOW)
    (invoice,) = uow.invoices.where()
    return uow, invoice


def said(invoice: Invoice, status: str, *reasons: tuple[str, str], flow: str = "flow-1") -> PlatformStatus:
    return PlatformStatus("pa", flow, invoice.number, invoice.issue_date, status, reasons)


def heard(uow: FakeUnitOfWork, *words: PlatformStatus) -> list[Case]:
    for each in words:
        hear(each, uow, desk(company(invoice_on="confirmation")), NOW + timedelta(days=3))
    return uow.cases.where()


def test_a_refused_invoice_becomes_a_case_that_says_why_and_is_not_dunned() -> None:
    uow, invoice = invoiced()
    (case,) = heard(uow, said(invoice, REFUSED, ("PU_ERR", "Prix unitaires incorrects")))
    assert (case.invoices, case.reason) == ((invoice.number,), DisputeReason.PRICE)
    assert case.notes[0].text == "pa 210: PU_ERR Prix unitaires incorrects"
    assert invoice.number in holds_of(uow, desk(), (NOW + timedelta(days=90)).date())
    assert not uow.letters.where(template="dispute_received")  # nobody wrote who could be answered


def test_the_same_message_is_heard_once() -> None:
    uow, invoice = invoiced()
    word = said(invoice, REFUSED, ("AUTRE", "voir mail"))
    assert len(heard(uow, word, word)) == 1
    assert len(uow.audit.where(action=HEARD)) == 1


def test_another_refusal_for_the_same_reason_joins_the_case() -> None:
    uow, invoice = invoiced()
    first, second = (said(invoice, status, ("QTE_ERR", ""), flow=status) for status in ("207", REFUSED))
    assert len(heard(uow, first, second)) == 1


@pytest.mark.parametrize("status", ["200", "202", "204", APPROVED, "211", "212", "224"])
def test_what_goes_well_is_only_kept(status: str) -> None:
    uow, invoice = invoiced()
    assert heard(uow, said(invoice, status)) == []
    assert len(uow.audit.where(subject=invoice.number, action=HEARD)) == 1


@pytest.mark.parametrize("status", [REJECTED, ""])
def test_a_file_that_a_platform_does_not_take_is_for_who_writes_invoices(status: str) -> None:
    uow, invoice = invoiced()
    (case,) = heard(uow, said(invoice, status, ("REJ_SEMAN", "BR-CO-10")))
    assert case.reason is DisputeReason.INVOICE_FORM


def test_a_refused_credit_note_is_seen_too() -> None:
    uow, invoice = invoiced()
    note = issue_credit_note(uow, desk(), NOW, invoice=invoice, reason="goodwill", actor="anna")
    (case,) = heard(uow, said(note, REFUSED))
    assert case.invoices == (note.number,)


def test_a_document_that_is_not_ours_or_of_another_day_changes_nothing() -> None:
    uow, invoice = invoiced()
    foreign = PlatformStatus("pa", "flow-1", "F-1", None, REFUSED, ())
    older = PlatformStatus("pa", "flow-2", invoice.number, invoice.issue_date - timedelta(days=1), REFUSED, ())
    assert heard(uow, foreign, older) == []
    assert {event.subject for event in uow.audit.where(action=UNKNOWN)} == {"pa"}


def test_every_reason_of_the_code_list_leads_to_a_team() -> None:
    uow, invoice = invoiced()
    for code, reason in REASONS.items():
        assert reason in {case.reason for case in heard(uow, said(invoice, "207", (code, ""), flow=code))}
