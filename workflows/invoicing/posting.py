"""A document is posted in one stroke: number, digest, open item and balanced entry, or nothing of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from workflows.customers import Customer
from workflows.invoicing import policy
from workflows.invoicing.accounting_tax import stated
from workflows.invoicing.accounts import account_of
from workflows.invoicing.chain import digest, last_digest
from workflows.invoicing.electronic import electronic_terms
from workflows.invoicing.model import Adjustment, Invoice, InvoiceLine, Party, TaxTotal
from workflows.ledger.chart import tax_key
from workflows.ledger.journal import leg, post
from workflows.ledger.model import AccountKind, DocumentKind, OpenItem, unpaid
from workflows.ledger.money import ZERO, plain
from workflows.ledger.numbering import next_document_number
from workflows.payment_terms.applying import cash_discounts, due_shares
from workflows.ports import Company, Desk, UnitOfWork
from workflows.revenue.deferring import defer
from workflows.revenue.model import Credited

SIGN = {DocumentKind.INVOICE: Decimal(1), DocumentKind.CREDIT_NOTE: Decimal(-1)}


def post_document(
    uow: UnitOfWork,
    desk: Desk,
    now: datetime,
    *,
    kind: DocumentKind,
    company: Company,
    customer: Customer,
    currency: str,
    lines: tuple[InvoiceLine, ...],
    taxes: tuple[TaxTotal, ...],
    due_date: date,
    po_number: str = "",
    order: str = "",
    delivery_date: date | None = None,
    corrects: str = "",
    case: str = "",
    adjustments: tuple[Adjustment, ...] = (),
    prepaid: Decimal = ZERO,
    prepaid_on: date | None = None,
    ship_to: Party | None = None,
    credited: Credited = Credited.PRICE,
) -> Invoice:
    """Numbers, chains and books a document of ours; its sums are those of `lines`, `adjustments` and `taxes`.

    `due_date`: of the whole, or of the first share where the customer's terms have several. `prepaid` is what the
    document says was paid before (BT-113): the whole total is booked and open, and the caller puts the money that lies
    on account on it. Raises BadInput for tax in a foreign currency without a rate.
    """
    today = now.date()
    taxes = stated(uow, desk, company, currency, today, taxes, corrects)
    pattern = company.invoice_number if kind is DocumentKind.INVOICE else company.credit_note_number
    number, series, sequence = next_document_number(uow, pattern, company.code, kind.value, today)
    net = sum((line.net for line in lines), ZERO) + sum((part.signed for part in adjustments), ZERO)
    tax = sum((total.tax for total in taxes), ZERO)
    is_invoice = kind is DocumentKind.INVOICE
    granted = cash_discounts(customer, today) if is_invoice and not ZERO < net + tax <= prepaid else ()
    shares = due_shares(customer, today, net + tax, currency, desk, not_before=due_date) if is_invoice else ()
    unsealed = Invoice(
        number=number,
        kind=kind,
        company=company.code,
        customer=customer.number,
        issue_date=today,
        due_date=due_date,
        currency=currency,
        net=net,
        tax=tax,
        total=net + tax,
        po_number=po_number,
        order=order,
        delivery_date=delivery_date,
        lines=lines,
        taxes=taxes,
        seller=policy.seller_party(company),
        buyer=policy.buyer_party(customer),
        discount_percent=granted[0].percent if granted else ZERO,
        discount_days=granted[0].days if granted else 0,
        corrects=corrects,
        case=case,
        taken_over=False,
        sequence=sequence,
        series=series,
        previous_digest=last_digest(uow, series, sequence),
        digest="",
        adjustments=adjustments,
        prepaid=prepaid,
        prepaid_on=prepaid_on,
        electronic=electronic_terms(customer),
        ship_to=ship_to,
        shares=shares,
        later_discounts=granted[1:],
    )
    document = replace(unsealed, digest=digest(unsealed))
    uow.invoices.add(document)
    uow.open_items.add(_open_item(document))
    _book(uow, desk, document)
    defer(uow, desk, document, credited)
    return document


def letter_facts(document: Invoice, company: Company, customer: Customer) -> dict[str, object]:
    """What the letters around a document may say; amounts with the currency's digits."""
    amounts = {
        name: plain(amount, document.currency)
        for name, amount in (("net", document.net), ("tax", document.tax), ("total", document.total))
        if amount is not None
    }
    if document.prepaid:
        amounts["prepaid"] = plain(document.prepaid, document.currency)
    if ZERO < document.prepaid < document.total:
        amounts["still_due"] = plain(document.total - document.prepaid, document.currency)
    return {
        "number": document.number,
        "issue_date": document.issue_date,
        "due_date": document.due_date,
        "shares": [
            {"due_on": share.due_on, "amount": plain(share.amount, document.currency)}
            for share in unpaid(document.shares, document.total - document.prepaid)
        ],
        "delivery_date": document.delivery_date,
        "currency": document.currency,
        "po_number": document.po_number,
        "order": document.order,
        "nothing_due": document.is_paid_before,
        "invoice": document.corrects,
        "customer_name": customer.name,
        "company_name": company.name,
        "iban": company.iban,
        "bic": company.bic,
        **amounts,
    }


def _open_item(document: Invoice) -> OpenItem:
    signed = SIGN[document.kind] * document.total
    return OpenItem(
        document=document.number,
        kind=document.kind,
        customer=document.customer,
        company=document.company,
        issue_date=document.issue_date,
        due_date=document.due_date,
        currency=document.currency,
        original=signed,
        open_amount=signed,
        po_number=document.po_number,
        discount_percent=document.discount_percent,
        discount_days=document.discount_days,
        shares=document.shares,
        later_discounts=document.later_discounts,
    )


def _book(uow: UnitOfWork, desk: Desk, document: Invoice) -> None:
    """Receivable against revenue by kind and tax by rate; a credit note the other way round; nothing for nothing."""
    sign, company = SIGN[document.kind], document.company
    revenue: dict[tuple[AccountKind, str], Decimal] = {}
    for part, net in _revenues(document):
        key = account_of(desk, company, part)
        revenue[key] = revenue.get(key, ZERO) + net
    sides = [(AccountKind.RECEIVABLE, "", sign * document.total)]
    sides += [(kind, key, -sign * net) for (kind, key), net in revenue.items()]
    sides += [(AccountKind.TAX, tax_key(total.rate), -sign * total.tax) for total in document.taxes]
    legs = [
        leg(
            desk,
            company,
            kind,
            amount,
            account=account,
            customer=document.customer if kind is AccountKind.RECEIVABLE else "",
        )
        for kind, account, amount in sides
        if amount
    ]
    if legs:
        post(
            uow,
            company=company,
            on=document.issue_date,
            currency=document.currency,
            document=document.number,
            text=f"{document.number} {document.po_number}".strip(),
            lines=legs,
        )


def _revenues(document: Invoice) -> Iterator[tuple[InvoiceLine | Adjustment, Decimal]]:
    """What earns or lessens revenue, with its net."""
    for line in document.lines:
        yield line, line.net
    for part in document.adjustments:
        yield part, part.signed
