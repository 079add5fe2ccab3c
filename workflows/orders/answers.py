"""What we write about an order: confirmed with every difference named, changed, cancelled, or politely refused."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from workflows import correspondence
from workflows.commands import Source
from workflows.customers import Customer
from workflows.invoicing.policy import draft_of, gross_estimate
from workflows.ledger.money import plain
from workflows.letters import LetterKind
from workflows.orders.findings import DOUBLES, INTERNAL
from workflows.orders.model import Deviation, Order, OrderLine, OrderStatus
from workflows.orders.questions import Agreed
from workflows.orders.returns import Return
from workflows.ports import Desk, UnitOfWork

# Not named by a confirmation: what is ours alone, and doubts that it settles by being written.
SETTLED = INTERNAL | DOUBLES

REPLIES = (
    "order_rejected",
    "order_question",
    "order_reminder",
    "order_dates",
    "return_expected",
    "return_refused",
)  # letters that bind us to nothing
ON_PAPER = ("order_confirmation", "order_changed")  # letters that also exist as a page


def source_of(order: Order, customer: Customer, desk: Desk, actor: str) -> Source:
    """The message that ordered, as far as the order remembers it: a person's later decision answers it."""
    return Source(
        message="",
        message_id=order.message_id,
        sender=order.ordered_by,
        subject="",
        references=(),
        language=correspondence.language_for(customer, desk),
        may_answer=bool(order.ordered_by),
        actor=actor,
    )


def confirm(uow: UnitOfWork, desk: Desk, now: datetime, order: Order, customer: Customer, source: Source) -> None:
    """The order confirmation; the law of sales lets silence accept what it names, so it names every difference."""
    told = [found for found in order.deviations if found.code not in SETTLED and found.code not in set(Agreed)]
    agreed = rows_of((found for found in order.deviations if found.code in set(Agreed)), order)
    facts = _deviations(told, order) | {"agreed": agreed}
    write_about(uow, desk, now, order, customer, source, "order_confirmation", facts, once="")


def tell_change(
    uow: UnitOfWork,
    desk: Desk,
    now: datetime,
    before: Order,
    after: Order,
    customer: Customer,
    source: Source,
    deviations: tuple[Deviation, ...],
) -> None:
    """What the order is now, line by line, and what it was before."""
    old = {line.position: line for line in before.lines}
    new = {line.position: line for line in after.lines}
    changes = [
        {
            "position": position,
            "description": (new.get(position) or old[position]).description,
            "before": _quantity(old.get(position)),
            "after": _quantity(new.get(position)),
        }
        for position in sorted(old | new)
        if _quantity(old.get(position)) != _quantity(new.get(position))
    ]
    facts = {
        "changes": changes,
        "requested_date_before": before.requested_date,
        "rest_cancelled": before.state is OrderStatus.PARTLY_DELIVERED,
    } | _deviations(deviations, after)
    write_about(uow, desk, now, after, customer, source, "order_changed", facts, once=_once(source, now))


def changed_by(order: Order, source: Source, uow: UnitOfWork) -> bool:
    """Whether the customer was told of a change of this order as the answer to this message."""
    key = f"order_changed:{order.number}:{source.message_id}"
    return uow.letters.get(correspondence.letter_id(key)) is not None


def tell_dates(uow: UnitOfWork, desk: Desk, now: datetime, order: Order, customer: Customer, actor: str) -> None:
    """What of the order is still open, and when each line of it is to come."""
    source = source_of(order, customer, desk, actor)
    rows = [
        {
            "position": line.position,
            "description": line.description,
            "unit": line.unit,
            "quantity": _quantity(line),
            "delivered": _plain(line.delivered),
            "open": _plain(line.open),
            "confirmed_date": line.confirmed_date,
        }
        for line in order.lines
        if line.open > 0
    ]
    write_about(uow, desk, now, order, customer, source, "order_dates", {"lines": rows}, once=now.isoformat())


def tell_return(
    uow: UnitOfWork,
    desk: Desk,
    now: datetime,
    order: Order,
    customer: Customer,
    held: Return,
    actor: str,
    template: str,
    text: str,
) -> None:
    """That goods are expected back, or not taken back and why."""
    source = source_of(order, customer, desk, actor)
    articles = {line.position: line for line in order.lines}
    rows = [
        {
            "position": line.position,
            "description": articles[line.position].description,
            "unit": articles[line.position].unit,
            "quantity": _plain(line.quantity),
        }
        for line in held.lines
        if line.position in articles
    ]
    facts = {"return": held.id, "lines": rows, "text": text}
    write_about(uow, desk, now, order, customer, source, template, facts, once=held.id, about=(held.id,))


def tell_cancellation(
    uow: UnitOfWork, desk: Desk, now: datetime, order: Order, customer: Customer, source: Source
) -> None:
    write_about(uow, desk, now, order, customer, source, "order_cancelled", {"text": ""}, once="")


def tell_rejection(
    uow: UnitOfWork, desk: Desk, now: datetime, order: Order, customer: Customer, source: Source, text: str
) -> None:
    """`text` is what the specialist writes to the customer beside the points in question."""
    facts = {"text": text} | _deviations(order.deviations, order)
    write_about(uow, desk, now, order, customer, source, "order_rejected", facts, once="")


def write_about(
    uow: UnitOfWork,
    desk: Desk,
    now: datetime,
    order: Order,
    customer: Customer,
    source: Source,
    template: str,
    facts: Mapping[str, Any],
    *,
    once: str,
    to: tuple[str, ...] = (),
    about: tuple[str, ...] = (),
) -> None:
    """Queues a letter about an order, one for each `once`, to `to`, or else to whom `source` asks to answer; `about`:
    what else it is about."""
    to, company = to or correspondence.answer_address(source, customer, uow), desk.company(order.company)
    if not to:
        return  # only the program that wrote could be answered, and programs are not
    correspondence.write(
        uow,
        now,
        kind=LetterKind.REPLY if template in REPLIES else LetterKind.ORDER_CONFIRMATION,
        template=template,
        language=correspondence.known_language(source.language, desk),
        company=company,
        customer=customer.number,
        to=to,
        about=(order.number, *about),
        attach=("order",) if company.confirmation_pdf and template in ON_PAPER else (),
        facts=_facts(uow, desk, order, customer) | dict(facts),
        source=source,
        dedup_key=":".join(part for part in (template, order.number, once) if part),
    )


def _once(source: Source, now: datetime) -> str:
    return source.message_id or now.isoformat()


def _facts(uow: UnitOfWork, desk: Desk, order: Order, customer: Customer) -> dict[str, Any]:
    """The order as its letters see it; `gross` is what the invoice comes to at today's rates."""
    company = desk.company(order.company)
    products = [(line, uow.products.get(line.sku)) for line in order.lines]
    drafts = [
        draft_of(product, "", line.quantity, line.unit_price, line.description) for line, product in products if product
    ]
    return {
        "order": order.number,
        "po_number": order.po_number,
        "order_date": order.order_date,
        "requested_date": order.requested_date,
        "confirmed_date": _confirmed_date(order),
        "currency": order.currency,
        "total": plain(order.total, order.currency),
        "gross": plain(
            gross_estimate(drafts, company, customer, order.currency, desk.countries, order.delivery_country),
            order.currency,
        ),
        "lines": [
            {
                "position": line.position,
                "sku": line.sku,
                "description": line.description,
                "quantity": _quantity(line),
                "unit": line.unit,
                "unit_price": f"{line.unit_price:f}",
                "net": plain(line.net, order.currency),
                "confirmed_date": line.confirmed_date if _confirmed_date(order) is None else None,
            }
            for line in order.lines
        ],
        "customer_name": customer.name,
        "company_name": company.name,
    }


def _confirmed_date(order: Order) -> date | None:
    """The day on which all of it comes; None where a line has none (then nothing is promised) or another one."""
    days = {line.confirmed_date for line in order.lines}
    return next(iter(days)) if len(days) == 1 else None


def _deviations(deviations: Iterable[Deviation], order: Order) -> dict[str, Any]:
    return {"deviations": rows_of((found for found in deviations if found.code not in INTERNAL), order)}


def rows_of(deviations: Iterable[Deviation], order: Order | None) -> list[dict[str, Any]]:
    """Differences as letters word them (Any: JSON); `order` names the articles of its lines."""
    articles = {line.position: line.description for line in order.lines} if order is not None else {}
    return [
        {
            "code": deviation.code,
            "position": deviation.position,
            "article": articles.get(deviation.position, ""),
            "asked": deviation.asked,
            "ours": deviation.ours,
            "about": deviation.about,
        }
        for deviation in deviations
    ]


def _quantity(line: OrderLine | None) -> str:
    """Without an exponent and without zeros that say nothing; "0" for a line that is not there."""
    if line is None:
        return "0"
    return _plain(line.quantity)


def _plain(quantity: Decimal) -> str:
    return f"{quantity.normalize():f}" if quantity else "0"
