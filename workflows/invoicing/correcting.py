"""An invoice with wrong data of its buyer is taken back in full and written again, with the data as they are now."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from workflows import audit
from workflows.errors import NotFound
from workflows.invoicing import policy
from workflows.invoicing.approving import Approval, Exempt
from workflows.invoicing.crediting import issue_credit_note
from workflows.invoicing.model import Invoice
from workflows.invoicing.posting import post_document
from workflows.invoicing.sending import send_invoice
from workflows.ledger.model import DocumentKind
from workflows.payment_terms.applying import due_date
from workflows.ports import Desk, UnitOfWork
from workflows.revenue.booking import arrangement_of_line
from workflows.revenue.deferring import still_to_supply


def obstacle(invoice: Invoice | None, uow: UnitOfWork) -> str:
    """Why an invoice cannot be written again by itself, in words; "" if it can.

    Only one of ours, all of it open, nothing credited, and with other data of the buyer than its record has now. What
    tax depends on, country and VAT number, must be as it was: another treatment of the supply is a person's task.
    """
    customer = uow.customers.get(invoice.customer) if invoice is not None else None
    item = uow.open_items.get(invoice.number) if invoice is not None else None
    if invoice is None or customer is None or item is None or invoice.taken_over or invoice.buyer is None:
        return "it is no invoice of ours"
    if item.open_amount != invoice.total or uow.invoices.where(corrects=invoice.number):
        return f"something was paid or credited of {invoice.number}"
    if invoice.adjustments or invoice.prepaid:
        return f"{invoice.number} has allowances, charges or deposits"
    if any(arrangement_of_line(uow, invoice.customer, line) for line in invoice.lines):
        return f"{invoice.number} is part of an arrangement, whose price a credit note would lower"
    now = policy.buyer_party(customer)
    if (now.country, now.vat_id) != (invoice.buyer.country, invoice.buyer.vat_id):
        return "country or VAT number changed: how the supply is taxed is to be looked at"
    if replace(now, email=invoice.buyer.email) == invoice.buyer:
        return "the customer's record says what the invoice says: its change is to be applied first"
    return ""


def write_again(
    invoice: Invoice, uow: UnitOfWork, desk: Desk, now: datetime, *, case: str, reason: str, actor: str
) -> tuple[str, str]:
    """(number of the credit note, number of the new invoice); both are sent. The caller has asked `obstacle`."""
    customer = uow.customers.get(invoice.customer)
    if customer is None:
        raise NotFound("customer", invoice.customer)
    contract = customer.contract_reference or invoice.electronic.contract_reference  # BT-12
    customer = replace(customer, contract_reference=contract)
    company = desk.company(invoice.company)
    lines = tuple(replace(line, undelivered=still_to_supply(uow, invoice, line)) for line in invoice.lines)
    approval = Approval(actor, exempt=Exempt.CLAIMED_AGAIN)
    note = issue_credit_note(uow, desk, now, invoice=invoice, case=case, reason=reason, actor=actor, approval=approval)
    again = post_document(
        uow,
        desk,
        now,
        kind=DocumentKind.INVOICE,
        company=company,
        customer=customer,
        currency=invoice.currency,
        lines=lines,
        taxes=invoice.taxes,
        due_date=max(invoice.due_date, due_date(customer, now.date(), desk)),
        po_number=invoice.po_number,
        order=invoice.order,
        delivery_date=policy.supplied_on(invoice),
        ship_to=invoice.ship_to,
    )
    send_invoice(again, uow, desk, now, company=company, customer=customer, case=case)
    audit.note(
        uow,
        now,
        actor=actor,
        action="invoice.written_again",
        subject=again.number,
        instead_of=invoice.number,
        credit_note=note.number,
        case=case,
    )
    return note.number, again.number
