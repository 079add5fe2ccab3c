"""Documents of an earlier system enter once, with what is open of them, and are never changed by a second import."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, datetime
from decimal import Decimal

from workflows import audit
from workflows.errors import Contradicts, Exceeds, NotFound
from workflows.invoicing.model import Invoice
from workflows.ledger.journal import leg, post
from workflows.ledger.model import AccountKind, DocumentKind, DueShare, OpenItem
from workflows.ledger.money import ZERO, is_exact, plain
from workflows.ports import Desk, UnitOfWork

HIGHEST_LEVEL = 3


def take_over(
    uow: UnitOfWork,
    desk: Desk,
    now: datetime,
    *,
    number: str,
    customer: str,
    company: str,
    issue_date: date,
    due_date: date,
    total: Decimal,
    open_amount: Decimal,
    currency: str,
    po_number: str = "",
    dunning_level: int = 0,
    discount_percent: Decimal = ZERO,
    discount_days: int = 0,
    due_shares: tuple[DueShare, ...] = (),
) -> Invoice | None:
    """Books an open item of an earlier system against the opening balance; None if it is here already.

    A document with a negative total is a credit note; `due_shares` are what is open of each share. Raises Contradicts
    for a number that is here with other content, Exceeds for more open than the total, NotFound for a customer or
    company that is unknown.
    """
    if uow.customers.get(customer) is None:
        raise NotFound("customer", customer)
    if company not in desk.companies:
        raise NotFound("company", company)
    document = _document(
        number, customer, company, issue_date, due_date, total, currency, po_number, discount_percent, discount_days
    )
    _check(document, open_amount, dunning_level)
    kept = uow.invoices.get(number)
    if kept is not None:
        _same(uow, kept, document, open_amount)
        return None
    uow.invoices.add(document)
    uow.open_items.add(
        OpenItem(
            document=number,
            kind=document.kind,
            customer=customer,
            company=company,
            issue_date=issue_date,
            due_date=due_date,
            currency=currency,
            original=open_amount,
            open_amount=open_amount,
            po_number=po_number,
            discount_percent=discount_percent,
            discount_days=discount_days,
            dunning_level=dunning_level,
            level_raised_on=now.date() if dunning_level else None,
            shares=due_shares,
        )
    )
    _book(uow, desk, now, document, open_amount)
    audit.note(
        uow, now, actor="o2cbot", action="invoice.taken_over", subject=number, open_amount=plain(open_amount, currency)
    )
    return document


def _document(
    number: str,
    customer: str,
    company: str,
    issue_date: date,
    due_date: date,
    total: Decimal,
    currency: str,
    po_number: str,
    discount_percent: Decimal,
    discount_days: int,
) -> Invoice:
    return Invoice(
        number=number,
        kind=DocumentKind.CREDIT_NOTE if total < 0 else DocumentKind.INVOICE,
        company=company,
        customer=customer,
        issue_date=issue_date,
        due_date=due_date,
        currency=currency,
        net=None,
        tax=None,
        total=total,
        po_number=po_number,
        order="",
        delivery_date=None,
        lines=(),
        taxes=(),
        seller=None,
        buyer=None,
        discount_percent=discount_percent,
        discount_days=discount_days,
        corrects="",
        case="",
        taken_over=True,
        sequence=0,
        series="",
        previous_digest="",
        digest="",
    )


def _check(document: Invoice, open_amount: Decimal, dunning_level: int) -> None:
    total, currency = document.total, document.currency
    if open_amount * total < 0 or abs(open_amount) > abs(total):
        raise Exceeds(f"open amount of {document.number}", plain(open_amount, currency), plain(total, currency))
    for amount in (total, open_amount):
        if not is_exact(amount, currency):
            raise Exceeds(f"decimals of {document.number}", f"{amount:f}", plain(amount, currency))
    if not 0 <= dunning_level <= HIGHEST_LEVEL:
        raise Exceeds(f"dunning level of {document.number}", str(dunning_level), str(HIGHEST_LEVEL))


def _same(uow: UnitOfWork, kept: Invoice, given: Invoice, open_amount: Decimal) -> None:
    """Raises Contradicts unless the document is the one that was taken over; what was paid since does not matter."""
    for field in fields(Invoice):
        before, now_given = getattr(kept, field.name), getattr(given, field.name)
        if before != now_given:
            raise Contradicts("invoice", kept.number, field.name, str(before), str(now_given))
    item = uow.open_items.get(kept.number)
    opening = item.original if item is not None else ZERO
    if opening != open_amount:
        currency = kept.currency
        raise Contradicts("invoice", kept.number, "open_amount", plain(opening, currency), plain(open_amount, currency))


def _book(uow: UnitOfWork, desk: Desk, now: datetime, document: Invoice, open_amount: Decimal) -> None:
    if not open_amount:
        return
    post(
        uow,
        company=document.company,
        on=now.date(),
        currency=document.currency,
        document=document.number,
        text=f"{document.number} {document.po_number}".strip(),
        lines=[
            leg(desk, document.company, AccountKind.RECEIVABLE, open_amount, customer=document.customer),
            leg(desk, document.company, AccountKind.OTHER, -open_amount, account="other.opening"),
        ],
    )
