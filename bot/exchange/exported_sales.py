"""What was ordered, came back and was invoiced, as rows with the fields that others rely on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal

from bot.exchange.lines import Row
from workflows.invoicing.model import Invoice
from workflows.ledger.model import DocumentKind, OpenItem
from workflows.ledger.money import ZERO, plain
from workflows.letters import LetterStatus
from workflows.orders.model import OrderStatus
from workflows.ports import Desk, UnitOfWork

COMING = (OrderStatus.CONFIRMED, OrderStatus.PARTLY_DELIVERED)  # what is open of these is still to be delivered


def orders(uow: UnitOfWork, desk: Desk, today: date) -> Iterator[Row]:
    for order in uow.orders.where():
        yield {
            "number": order.number,
            "customer": order.customer,
            "company": order.company,
            "po_number": order.po_number or None,
            "order_date": order.order_date.isoformat(),
            "currency": order.currency,
            "total": plain(order.total, order.currency),
            "state": order.state.value,
            "lines": [
                {
                    "position": line.position,
                    "sku": line.sku,
                    "description": line.description,
                    "quantity": number(line.quantity),
                    "unit_price": price(line.unit_price, order.currency),
                    "net": plain(line.net, order.currency),
                }
                for line in order.lines
            ],
            "message_id": order.message_id or None,
            "requested_date": order.requested_date.isoformat() if order.requested_date else None,
            "deviations": [
                {
                    "code": found.code,
                    "position": found.position,
                    "asked": found.asked,
                    "ours": found.ours,
                    "blocking": found.blocking,
                }
                for found in order.deviations
            ],
            "open": [
                {
                    "position": line.position,
                    "sku": line.sku,
                    "quantity": number(line.open),
                    "confirmed_date": line.confirmed_date.isoformat() if line.confirmed_date else None,
                }
                for line in order.lines
                if line.open and order.state in COMING
            ],
        }


def returns(uow: UnitOfWork, desk: Desk, today: date) -> Iterator[Row]:
    for held in uow.returns.where():
        yield {
            "id": held.id,
            "order": held.order,
            "customer": held.customer,
            "company": held.company,
            "state": held.state.value,
            "reason": held.reason,
            "lines": [
                {"position": line.position, "sku": line.sku, "quantity": number(line.quantity)} for line in held.lines
            ],
            "announced": held.announced_on.isoformat(),
            "received": held.received_on.isoformat() if held.received_on else None,
            "credit_notes": list(held.credit_notes),
            "case": held.case or None,
            "message_id": held.message_id or None,
            "findings": [
                {"code": found.code, "asked": found.asked, "ours": found.ours, "about": found.about}
                for found in held.findings
            ],
        }


def number(value: Decimal) -> str:
    """A quantity without needless zeros, never with an exponent."""
    return f"{value.normalize():f}" if value else "0"


def price(value: Decimal, currency: str) -> str:
    """A unit price: the currency's digits, more only where it has more."""
    exact = plain(value, currency)
    return exact if Decimal(exact) == value else f"{value.normalize():f}"


def documents(kind: DocumentKind) -> Callable[[UnitOfWork, Desk, date], Iterator[Row]]:
    def export(uow: UnitOfWork, desk: Desk, today: date) -> Iterator[Row]:
        items = {item.document: item for item in uow.open_items.where(kind=kind)}
        sent = {
            document
            for letter in uow.letters.where(kind=kind.value, state=LetterStatus.SENT)
            for document in letter.documents
        }
        for invoice in uow.invoices.where(kind=kind):
            yield document_row(invoice, items.get(invoice.number), invoice.number in sent)

    return export


def document_row(invoice: Invoice, item: OpenItem | None, sent: bool) -> Row:
    rest = item.open_amount if item else ZERO
    row: Row = {
        "number": invoice.number,
        "company": invoice.company,
        "customer": invoice.customer,
        "issue_date": invoice.issue_date.isoformat(),
        "due_date": invoice.due_date.isoformat(),
        "currency": invoice.currency,
        "net": None if invoice.net is None else plain(invoice.net, invoice.currency),
        "tax": None if invoice.tax is None else plain(invoice.tax, invoice.currency),
        "total": plain(invoice.total, invoice.currency),
        "open_amount": plain(rest, invoice.currency),
        "state": document_state(invoice, item),
        "po_number": invoice.po_number or None,
        "order": invoice.order or None,
        "sent": sent,
    }
    if invoice.kind is DocumentKind.CREDIT_NOTE:
        row |= {"invoice": invoice.corrects or None, "case": invoice.case or None}
    return row


def document_state(invoice: Invoice, item: OpenItem | None) -> str:
    """open, part_paid or paid, derived from what is left."""
    if item is None or item.open_amount == 0:
        return "paid"
    return "open" if abs(item.open_amount) == abs(invoice.total) else "part_paid"
