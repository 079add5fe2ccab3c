"""`o2cbot export KIND`: records as rows with the contract's fields, in a stable order."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from workflows.disputes.model import CaseStatus, PromiseStatus
from workflows.dunning.holds import holds_of
from workflows.invoicing.model import Invoice
from workflows.ledger.model import DocumentKind, OpenItem
from workflows.ledger.money import ZERO, plain
from workflows.letters import LetterStatus
from workflows.orders.model import OrderStatus
from workflows.ports import Desk, UnitOfWork

Row = dict[str, Any]

# The contract knows three states of the outbox; ours are finer.
OUTBOX_STATES = {
    LetterStatus.QUEUED: "queued",
    LetterStatus.SENDING: "queued",
    LetterStatus.SENT: "sent",
    LetterStatus.UNCERTAIN: "failed",
    LetterStatus.FAILED: "failed",
    LetterStatus.BOUNCED: "failed",
    LetterStatus.CANCELLED: "failed",
}

# A promise that a later one took the place of counts no more and is not told.
CONTRACT_PROMISES = (PromiseStatus.OPEN, PromiseStatus.KEPT, PromiseStatus.BROKEN)

COMING = (OrderStatus.CONFIRMED, OrderStatus.PARTLY_DELIVERED)  # what is open of these is still to be delivered


def messages(uow: UnitOfWork, desk: Desk, today: date) -> Iterator[Row]:
    for message in uow.messages.where():
        yield {
            "message_id": message.message_id,
            "mailbox": message.mailbox,
            "received": message.received_at.isoformat(),
            "language": message.language or None,
            "customer": message.customer or None,
            "intents": list(message.intents),
            "route": message.route or None,
            "state": message.state.value,
            "records": list(message.records),
            "why": message.why,
            "id": message.id,
        }


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


def payments(uow: UnitOfWork, desk: Desk, today: date) -> Iterator[Row]:
    for payment in uow.payments.where():
        yield {
            "id": payment.id,
            "customer": payment.customer or None,
            "value_date": payment.value_date.isoformat(),
            "amount": plain(payment.amount, payment.currency),
            "currency": payment.currency,
            "unapplied": plain(payment.unapplied, payment.currency),
            "source": payment.source,
        }


def allocations(uow: UnitOfWork, desk: Desk, today: date) -> Iterator[Row]:
    exchanged = [row.payment for row in uow.allocations.where() if row.paid is not None]
    currencies = {payment.id: payment.currency for payment in uow.payments.where(id=tuple(exchanged))}
    for row in uow.allocations.where():
        source = {"payment": row.payment} if row.payment else {"credit_note": row.credit_note}
        yield source | {
            "invoice": row.invoice,
            "amount": plain(row.money, row.currency if row.paid is None else currencies[row.payment]),
            "discount": plain(row.discount, row.currency),
            "write_off": plain(row.write_off, row.currency),
            "date": row.date.isoformat(),
            "rule": row.rule,
            "proof": row.proof,
            "cleared": None if row.paid is None else f"{plain(row.amount, row.currency)} {row.currency}",
        }


def refunds(uow: UnitOfWork, desk: Desk, today: date) -> Iterator[Row]:
    for refund in uow.refunds.where():
        yield {
            "id": refund.id,
            "company": refund.company,
            "customer": refund.customer,
            "source": refund.source,
            "reason": refund.reason.value,
            "amount": plain(refund.amount, refund.currency),
            "currency": refund.currency,
            "state": refund.state.value,
            "reference": refund.reference,
            "proposed_by": refund.proposed_by,
            "proposed_on": refund.proposed_on.isoformat(),
            "released_by": refund.released_by or None,
            "released_on": refund.released_on.isoformat() if refund.released_on else None,
            "file": refund.file or None,
            "payment": refund.payment or None,
            "why": refund.why,
        }


def open_items(uow: UnitOfWork, desk: Desk, today: date) -> Iterator[Row]:
    held = holds_of(uow, desk, today)
    for item in uow.open_items.where():
        if item.open_amount == 0:
            continue
        hold = held.get(item.document)
        yield {
            "customer": item.customer,
            "company": item.company,
            "document": item.document,
            "due_date": item.due_date.isoformat(),
            "currency": item.currency,
            "open_amount": plain(item.open_amount, item.currency),
            "days_overdue": item.days_overdue(today),
            "dunning_level": item.dunning_level,
            "on_hold": hold.value if hold else None,
        }


def cases(uow: UnitOfWork, desk: Desk, today: date) -> Iterator[Row]:
    for case in uow.cases.where():
        yield {
            "id": case.id,
            "kind": case.kind.value,
            "customer": case.customer,
            "invoices": list(case.invoices),
            "reason": case.reason or None,
            "amount": None if case.amount is None else plain(case.amount, case.currency),
            "currency": case.currency or None,
            "state": case.state.value,
            "owner": case.owner or None,
            "opened": case.opened.isoformat(),
            "due": case.due.isoformat() if case.due else None,
            "message_ids": list(case.message_ids),
            "outcome": (case.outcome or None) if case.state is CaseStatus.CLOSED else None,
        }


def promises(uow: UnitOfWork, desk: Desk, today: date) -> Iterator[Row]:
    for promise in uow.promises.where(state=CONTRACT_PROMISES):
        yield {
            "customer": promise.customer,
            "invoices": list(promise.invoices),
            "date": promise.pays_on.isoformat(),
            "amount": None if promise.amount is None else plain(promise.amount, promise.currency),
            "state": promise.state.value,
            "id": promise.id,
        }


def changes(uow: UnitOfWork, desk: Desk, today: date) -> Iterator[Row]:
    for change in uow.changes.where():
        yield {
            "id": change.id,
            "customer": change.customer,
            "field": change.field,
            "old": change.old,
            "new": change.new,
            "state": change.state.value,
            "message_id": change.message_id,
            "requested_on": change.requested_on.isoformat(),
            "warnings": list(change.warnings),
            "verified_by": change.verified_by or None,
            "approved_by": change.approved_by or None,
        }


def outbox(uow: UnitOfWork, desk: Desk, today: date) -> Iterator[Row]:
    for letter in uow.letters.where():
        yield {
            "id": letter.id,
            "to": list(letter.to),
            "subject": letter.subject,
            "kind": letter.kind.value,
            "language": letter.language,
            "state": OUTBOX_STATES[letter.state],
            "message_id": letter.message_id,
            "in_reply_to": letter.in_reply_to or None,
            "documents": list(letter.documents),
            "about": list(letter.about),
            "attachments": list(letter.attachments),
            "detail": letter.state.value,
            "why": letter.why,
            "company": letter.company,
            "customer": letter.customer or None,
        }


def journal(uow: UnitOfWork, desk: Desk, today: date) -> Iterator[Row]:
    for entry in uow.entries.where():
        for line in entry.lines:
            yield {
                "entry": entry.id,
                "date": entry.date.isoformat(),
                "company": entry.company,
                "account": line.account,
                "kind": line.kind.value,
                "debit": plain(line.debit, entry.currency),
                "credit": plain(line.credit, entry.currency),
                "currency": entry.currency,
                "document": entry.document,
                "text": entry.text,
                "customer": line.customer or None,
            }


def audit(uow: UnitOfWork, desk: Desk, today: date) -> Iterator[Row]:
    for event in uow.audit.where():
        yield {
            "id": event.id,
            "at": event.at.isoformat(),
            "actor": event.actor,
            "action": event.action,
            "subject": event.subject,
            "message_id": event.message_id or None,
            "details": json.loads(event.details),
        }


KINDS: dict[str, Callable[[UnitOfWork, Desk, date], Iterator[Row]]] = {
    "messages": messages,
    "orders": orders,
    "returns": returns,
    "invoices": documents(DocumentKind.INVOICE),
    "credit-notes": documents(DocumentKind.CREDIT_NOTE),
    "payments": payments,
    "allocations": allocations,
    "refunds": refunds,
    "open-items": open_items,
    "cases": cases,
    "promises": promises,
    "changes": changes,
    "outbox": outbox,
    "journal": journal,
    "audit": audit,
}


def as_json_lines(rows: Iterator[Row]) -> Iterator[str]:
    for row in rows:
        yield json.dumps(row, ensure_ascii=False)


# A cell that starts like this would be run as a formula by a spreadsheet program.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
# Where ";" parts the cells, or a line ends, another cell begins within the text.
FORMULA_WITHIN = re.compile(r"([;\t\r\n]\s{0,20})(?=[=@\uff1d\uff20]|[+-][^\d\s])")


def as_csv_lines(rows: Iterator[Row]) -> Iterator[str]:
    """CSV with a header; lists joined by "|", objects as JSON, texts safe against formula injection."""
    header: list[str] = []
    for row in rows:
        if not header:
            header = list(row)
            yield csv_line(header)
        yield csv_line([cell(row.get(name)) for name in header])


def cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        value = "|".join(value)
    elif isinstance(value, (list, dict)):
        value = json.dumps(value, ensure_ascii=False)
    text = FORMULA_WITHIN.sub(r"\1'", str(value))
    if text.lstrip(" \u00a0").startswith(FORMULA_STARTS) and not is_number(text):
        return "'" + text
    return text


def is_number(value: str) -> bool:
    try:
        float(value)
    except ValueError:
        return False
    return True


def csv_line(cells: list[str]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="").writerow(cells)
    return buffer.getvalue()
