"""A posted invoice goes to its customer in one letter of its own, once."""

from __future__ import annotations

from datetime import datetime

from workflows import correspondence
from workflows.addresses import letter_address
from workflows.commands import Source
from workflows.customers import Customer
from workflows.invoicing.model import Invoice
from workflows.invoicing.posting import letter_facts
from workflows.letters import LetterKind
from workflows.ports import Company, Desk, UnitOfWork


def send_invoice(
    invoice: Invoice,
    uow: UnitOfWork,
    desk: Desk,
    now: datetime,
    *,
    company: Company,
    customer: Customer,
    source: Source | None = None,
    case: str = "",
) -> None:
    """Queues the letter with the invoice. `source`: the mail that it answers; `case`: the one that it belongs to."""
    correspondence.write(
        uow,
        now,
        kind=LetterKind.INVOICE,
        template="invoice",
        language=correspondence.language_for(customer, desk),
        company=company,
        customer=customer.number,
        to=letter_address(customer, uow),
        facts=letter_facts(invoice, company, customer),
        documents=(invoice.number,),
        about=(invoice.order,),
        attach=(f"invoice:{invoice.number}",),
        case=case,
        source=source,
        dedup_key=f"invoice:{company.code}:{invoice.number}",
    )
