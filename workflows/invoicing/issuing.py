"""An invoice says what was agreed and supplied, once, with the tax that its parties' countries ask for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from workflows import audit, correspondence
from workflows.commands import Source
from workflows.customers import Customer
from workflows.errors import Contradicts, Exceeds, NotFound
from workflows.invoicing import policy
from workflows.invoicing.deposited import deposits_of, left_of
from workflows.invoicing.deposits import bases_of, deductions, withdraw_unpaid
from workflows.invoicing.model import Adjustment, Invoice, Party
from workflows.invoicing.posting import post_document
from workflows.invoicing.prepaying import prepaid_for, take
from workflows.invoicing.sending import send_invoice
from workflows.ledger.model import DocumentKind
from workflows.ledger.money import ZERO, plain
from workflows.orders.model import Order, OrderLine
from workflows.payment_terms.applying import due_date
from workflows.places import is_same, parts_of
from workflows.ports import Company, Desk, UnitOfWork
from workflows.revenue.booking import arrangements_of
from workflows.revenue.model import GoodsEarned, source_of_line


def issue_invoice(
    uow: UnitOfWork,
    desk: Desk,
    now: datetime,
    *,
    order: Order,
    lines: Iterable[tuple[int, Decimal]],
    delivery_date: date | None = None,
    source: Source | None = None,
) -> Invoice:
    """Invoices quantities of an order's lines (position, quantity), notes them on the order and sends the invoice.

    `order` is as it stands in the books. Raises Exceeds where more is invoiced than was ordered.
    """
    customer = _customer(uow, order.customer)
    wanted = [(_line(order, position), quantity) for position, quantity in lines]
    for line, quantity in wanted:
        if line.invoiced + quantity > line.quantity:
            left = line.quantity - line.invoiced
            raise Exceeds(f"invoice of {order.number} line {line.position}", f"{quantity:f}", f"{left:f}")
    language = correspondence.language_for(customer, desk)
    agreed = arrangements_of(uow, order.customer)
    drafts = []
    for line, quantity in wanted:
        product = uow.products.get(line.sku)
        if product is None:
            raise NotFound("product", line.sku)
        draft = policy.draft_of(product, language, quantity, line.unit_price)
        drafts.append(_earned_by(desk, order, line, draft, agreed))
    company = desk.company(order.company)
    added = {line.position: quantity for line, quantity in wanted}
    is_last = all(line.invoiced + added.get(line.position, ZERO) == line.quantity for line in order.lines)
    drafts += _less_deposits(uow, desk, now, order, company, customer, drafts, delivery_date, is_last)
    invoice = issue(
        uow,
        desk,
        now,
        company=company,
        customer=customer,
        currency=order.currency,
        drafts=drafts,
        po_number=order.po_number,
        order=order.number,
        delivery_date=delivery_date,
        source=source,
        ship_to=_ship_to(order, customer),
    )
    uow.orders.put(
        replace(
            order,
            lines=tuple(
                replace(line, invoiced=line.invoiced + added.get(line.position, Decimal(0))) for line in order.lines
            ),
        )
    )
    return invoice


def _earned_by(
    desk: Desk, order: Order, line: OrderLine, draft: policy.Draft, agreed: Mapping[str, str]
) -> policy.Draft:
    """The line of an order with what earns its revenue, where that is not the invoice."""
    source = source_of_line(order.number, line.position)
    if source in agreed:
        return replace(draft, source=source, arrangement=agreed[source])
    undelivered = min(max(line.invoiced + draft.quantity - line.delivered, ZERO), draft.quantity)
    if desk.revenue.goods is GoodsEarned.ON_INVOICE or not undelivered:
        return draft
    return replace(draft, source=source, undelivered=undelivered)


def _ship_to(order: Order, customer: Customer) -> Party | None:
    """Where an order's goods went, if that is another place than the buyer's (EN 16931, BG-13 and BT-80)."""
    if not order.delivery_address or is_same(order.delivery_address, customer.street, customer.postcode, customer.city):
        return None
    street, postcode, city = parts_of(order.delivery_address)
    country = order.delivery_country or customer.country
    return Party(customer.name, street, postcode, city, country, vat_id="", registration="")


def _less_deposits(
    uow: UnitOfWork,
    desk: Desk,
    now: datetime,
    order: Order,
    company: Company,
    customer: Customer,
    drafts: Sequence[policy.Draft],
    delivery_date: date | None,
    is_last: bool,
) -> list[policy.Draft]:
    """The lines that take an order's deposits off an invoice of it.

    Raises Contradicts where the last one cannot take all of them off: at another rate of tax, or for less than was
    paid. A person credits the deposit first; nobody is asked for the whole price beside it.
    """
    if not deposits_of(uow, order.number):
        return []
    withdraw_unpaid(uow, desk, now, order.number)
    on = delivery_date or now.date()
    goods_to = order.delivery_country
    lines, _ = policy.taxed_lines(drafts, company, customer, order.currency, desk.countries, on, goods_to)
    bases = bases_of([((line.tax_category, line.tax_rate), line.net) for line in lines])
    taken = deductions(uow, order.number, bases, correspondence.language_for(customer, desk))
    for deposit in deposits_of(uow, order.number) if is_last else ():
        left = sum(left_of(uow, deposit).values(), ZERO)
        now_taken = sum((draft.unit_price for draft in taken if draft.sku == deposit.number), ZERO)
        if left != now_taken:
            shown = plain(left, order.currency), plain(now_taken, order.currency)
            raise Contradicts("deposit", deposit.number, "amount to be taken off", *shown)
    return taken


def issue(
    uow: UnitOfWork,
    desk: Desk,
    now: datetime,
    *,
    company: Company,
    customer: Customer,
    currency: str,
    drafts: Sequence[policy.Draft],
    po_number: str = "",
    order: str = "",
    delivery_date: date | None = None,
    source: Source | None = None,
    adjustments: Sequence[Adjustment] = (),
    ship_to: Party | None = None,
    contracts: Sequence[str] = (),
) -> Invoice:
    """Posts and sends an invoice of any lines; due as the customer's terms say.

    `adjustments` bear tax by their own category and rate. What was set aside for `order`, or for `contracts`, is
    stated as paid before, and put on the invoice.
    """
    today = now.date()
    goods_to = ship_to.country if ship_to is not None else ""
    on = delivery_date or today
    lines, treated = policy.taxed_lines(drafts, company, customer, currency, desk.countries, on, goods_to)
    exemptions = policy.exemptions(treated)
    rounding = policy.rounding_of(company, desk.countries)
    taxes = policy.tax_totals(lines, exemptions, currency, adjustments, rounding)
    total = sum((group.base + group.tax for group in taxes), ZERO)
    meant_for = (order,) if order else contracts
    taken = prepaid_for(
        uow, meant_for, company=company.code, customer=customer.number, currency=currency, total=total
    )  # fmt: skip
    invoice = post_document(
        uow,
        desk,
        now,
        kind=DocumentKind.INVOICE,
        company=company,
        customer=customer,
        currency=currency,
        lines=lines,
        taxes=taxes,
        due_date=due_date(customer, today, desk),
        po_number=po_number or customer.order_reference,
        order=order,
        delivery_date=delivery_date,
        adjustments=tuple(adjustments),
        prepaid=sum((one.amount for one in taken), ZERO),
        prepaid_on=max((one.paid_on for one in taken), default=None),
        ship_to=ship_to,
    )
    take(uow, desk, invoice, taken)
    send_invoice(invoice, uow, desk, now, company=company, customer=customer, source=source)
    audit.note(
        uow,
        now,
        actor=source.actor if source is not None else "o2cbot",
        action="invoice.issued",
        subject=invoice.number,
        message_id=source.message_id if source is not None else "",
        order=order,
        total=plain(invoice.total, currency),
        currency=currency,
        tax=[tax.problem or tax.category for tax in treated],
    )
    return invoice


def _customer(uow: UnitOfWork, number: str) -> Customer:
    customer = uow.customers.get(number)
    if customer is None:
        raise NotFound("customer", number)
    return customer


def _line(order: Order, position: int) -> OrderLine:
    for line in order.lines:
        if line.position == position:
            return line
    raise NotFound("order line", f"{order.number}/{position}")
