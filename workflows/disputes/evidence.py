"""What the books and the mailbox know about a dispute, gathered into one file; and what of it is missing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from workflows.disputes.model import Case
from workflows.disputes.rules import Evidence
from workflows.invoicing.model import Invoice
from workflows.ledger.model import DocumentKind
from workflows.ledger.money import ZERO, plain
from workflows.ports import Desk, UnitOfWork
from workflows.threads import said

ADDRESSED = frozenset({"name", "address", "vat_id", "contact"})  # fields of a customer that stand on an invoice
LONGEST_SUBJECT = 200


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing to look at. `text` says it without words of a language: articles, quantities, prices, subjects."""

    kind: Evidence
    document: str
    on: date | None = None
    text: str = ""
    amount: Decimal | None = None
    currency: str = ""


@dataclass(frozen=True, slots=True)
class CaseFile:
    pieces: tuple[Piece, ...]
    missing: tuple[Evidence, ...]  # of what its reason asks for


def gather(case: Case, uow: UnitOfWork, desk: Desk) -> CaseFile:
    """The file of a case: what its reason asks for, and payments and credit notes in any case."""
    wanted = desk.disputes.of(case.reason).evidence
    invoices = [invoice for number in case.invoices if (invoice := uow.invoices.get(number)) is not None]
    looked = dict.fromkeys((*wanted, Evidence.PAYMENT, Evidence.CREDIT_NOTE))
    found = {kind: tuple(dict.fromkeys(SOURCES[kind](case, invoices, uow))) for kind in looked}
    return CaseFile(
        pieces=tuple(piece for pieces in found.values() for piece in pieces),
        missing=tuple(kind for kind in wanted if not found[kind]),
    )


def file_facts(file: CaseFile) -> dict[str, Any]:
    """The file as letters and pages show it (Any: plain JSON values)."""
    return {
        "evidence": [
            {
                "kind": piece.kind.value,
                "document": piece.document,
                "date": piece.on.isoformat() if piece.on else "",
                "text": piece.text,
                "amount": plain(piece.amount, piece.currency) if piece.amount is not None else "",
                "currency": piece.currency,
            }
            for piece in file.pieces
        ],
        "missing": [{"kind": kind.value} for kind in file.missing],
    }


def twins(invoice: Invoice, uow: UnitOfWork) -> list[Invoice]:
    """Other invoices of this customer for the same goods: the same total, and the same lines or the same order."""
    others = uow.invoices.where(customer=invoice.customer, kind=DocumentKind.INVOICE)
    return [
        other
        for other in others
        if other.number != invoice.number
        and (other.currency, other.total) == (invoice.currency, invoice.total)
        and (_same_goods(other, invoice) or (bool(invoice.po_number) and other.po_number == invoice.po_number))
    ]


def _same_goods(one: Invoice, other: Invoice) -> bool:
    return bool(one.lines) and _goods(one) == _goods(other)


def _goods(invoice: Invoice) -> list[tuple[str, Decimal, Decimal]]:
    return sorted((line.sku, line.quantity, line.unit_price) for line in invoice.lines)


def _invoices(case: Case, invoices: list[Invoice], uow: UnitOfWork) -> Iterator[Piece]:
    for invoice in invoices:
        lines = ((line.sku or line.description, line.quantity, line.unit_price) for line in invoice.lines)
        text = _lines(lines)
        yield Piece(Evidence.INVOICE, invoice.number, invoice.issue_date, text, invoice.total, invoice.currency)


def _orders(case: Case, invoices: list[Invoice], uow: UnitOfWork) -> Iterator[Piece]:
    for invoice in invoices:
        order = uow.orders.get(invoice.order) if invoice.order else None
        if order is not None:
            text = _lines((line.sku or line.description, line.quantity, line.unit_price) for line in order.lines)
            name = f"{order.number} / {order.po_number}" if order.po_number else order.number
            yield Piece(Evidence.ORDER, name, order.order_date, text, order.total, order.currency)


def _price_agreements(case: Case, invoices: list[Invoice], uow: UnitOfWork) -> Iterator[Piece]:
    """The customer's own prices and contracts on the day of the order; the list price where there are none."""
    for invoice in invoices:
        order = uow.orders.get(invoice.order) if invoice.order else None
        day = order.order_date if order else invoice.issue_date
        for sku in dict.fromkeys(line.sku for line in invoice.lines if line.sku):
            prices = [
                price
                for price in uow.prices.where(sku=sku, currency=invoice.currency)
                if price.customer in ("", case.customer)
                and (price.valid_from is None or price.valid_from <= day)
                and (price.valid_to is None or day <= price.valid_to)
            ]
            own = [price for price in prices if price.customer] or prices
            for price in own:
                text = f"{sku}: {_number(price.price)} ≥ {_number(price.min_quantity)}"
                yield Piece(Evidence.PRICE_AGREEMENT, price.customer, price.valid_from, text)
            for contract in uow.contracts.where(customer=case.customer, sku=sku):
                if contract.start <= day and (contract.end is None or day <= contract.end):
                    text = f"{sku}: {_number(contract.quantity)} × {_number(contract.price)} {contract.currency}"
                    yield Piece(Evidence.PRICE_AGREEMENT, contract.number, contract.start, text)


def _deliveries(case: Case, invoices: list[Invoice], uow: UnitOfWork) -> Iterator[Piece]:
    for invoice in invoices:
        for delivery in uow.deliveries.where(order=invoice.order) if invoice.order else ():
            yield Piece(
                Evidence.DELIVERY, delivery.order, delivery.date, f"{delivery.sku}: {_number(delivery.quantity)}"
            )


def _payments(case: Case, invoices: list[Invoice], uow: UnitOfWork) -> Iterator[Piece]:
    for number in case.invoices:
        for row in uow.allocations.where(invoice=number):
            payment = uow.payments.get(row.payment) if row.payment else None
            if payment is not None:
                text = payment.reference or payment.source
                yield Piece(Evidence.PAYMENT, number, payment.value_date, text, row.amount, row.currency)


def _credit_notes(case: Case, invoices: list[Invoice], uow: UnitOfWork) -> Iterator[Piece]:
    for number in case.invoices:
        for note in uow.invoices.where(corrects=number):
            yield Piece(Evidence.CREDIT_NOTE, note.number, note.issue_date, number, note.total, note.currency)


def _twins(case: Case, invoices: list[Invoice], uow: UnitOfWork) -> Iterator[Piece]:
    for invoice in invoices:
        for twin in twins(invoice, uow):
            text = " / ".join(part for part in (twin.order, twin.po_number) if part)
            yield Piece(Evidence.TWIN, twin.number, twin.issue_date, text, twin.total, twin.currency)


def _changes(case: Case, invoices: list[Invoice], uow: UnitOfWork) -> Iterator[Piece]:
    for change in uow.changes.where(customer=case.customer):
        if change.field in ADDRESSED:
            yield Piece(Evidence.CHANGE, change.id, change.requested_on, f"{change.old} → {change.new}")


def _mails(case: Case, invoices: list[Invoice], uow: UnitOfWork) -> Iterator[Piece]:
    for message in uow.messages.where(message_id=case.message_ids) if case.message_ids else ():
        if not message.duplicate_of:
            day = message.received_at.date()
            read = said(message)
            sender = str((read.get("sender") or {}).get("email") or "")
            yield Piece(Evidence.MAIL, sender, day, str(read.get("subject") or "")[:LONGEST_SUBJECT])


def _lines(lines: Iterator[tuple[str, Decimal, Decimal]]) -> str:
    return "; ".join(f"{name}: {_number(quantity)} × {_number(price)}" for name, quantity, price in lines)


def _number(value: Decimal) -> str:
    """As many digits as it has, two at least where it has any behind the point."""
    short = value.normalize() if value else ZERO
    return f"{short:f}" if short == short.to_integral_value() else f"{short:f}".ljust(len(str(int(short))) + 3, "0")


SOURCES: dict[Evidence, Callable[[Case, list[Invoice], UnitOfWork], Iterator[Piece]]] = {
    Evidence.INVOICE: _invoices,
    Evidence.ORDER: _orders,
    Evidence.PRICE_AGREEMENT: _price_agreements,
    Evidence.DELIVERY: _deliveries,
    Evidence.PAYMENT: _payments,
    Evidence.CREDIT_NOTE: _credit_notes,
    Evidence.TWIN: _twins,
    Evidence.CHANGE: _changes,
    Evidence.MAIL: _mails,
}
