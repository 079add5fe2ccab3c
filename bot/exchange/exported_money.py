"""Money as rows with the fields that others rely on: payments, what they cleared, what is open, and the journal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bot.exchange.lines import Row
from workflows.dunning.holds import holds_of
from workflows.ledger.money import plain
from workflows.ports import Desk, UnitOfWork


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
