"""Orders: what deviates from the books and on what grounds, what is delivered, open and returned, and the decisions."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from starlette.responses import Response

from bot.console.books import find, message_ids, names, standing
from bot.console.correction import NUMBER, BadEntry
from bot.console.order_questions import sentences
from bot.console.web import Ask, decided, unchanged
from bot.documents.spelling import spelled_in
from bot.storage.tables import Role, orders
from bot.storage.unit_of_work import SqlUnitOfWork
from nlp import reading
from nlp.reading import DisputeReason
from workflows.correspondence import language_for
from workflows.customers import Customer
from workflows.deviation_words import in_words
from workflows.dispatch import release_order
from workflows.disputes.lifecycle import ACTIVE
from workflows.errors import NotFound
from workflows.letters import Letter, LetterKind
from workflows.orders import back_orders, handlers, returning
from workflows.orders.answering import ANSWERED
from workflows.orders.back_orders import OPEN
from workflows.orders.facts import exposure_of, gather
from workflows.orders.known import OrderFacts
from workflows.orders.lifecycle import WAITING
from workflows.orders.model import Order, OrderStatus
from workflows.orders.placing import as_read
from workflows.orders.returns import ReturnStatus

WAITS = "waiting"
# What a person looks for, beside single states.
GROUPS = {
    WAITS: tuple(status.value for status in WAITING),
    "back_orders": (OrderStatus.PARTLY_DELIVERED.value,),
}


def listing(ask: Ask) -> Response:
    state = ask.query("state") or WAITS
    conditions = [] if state == "all" else [orders.c.state.in_(GROUPS.get(state, (state,)))]
    with ask.console.database.read() as uow:
        oldest_first = orders.c.order_date if state in GROUPS else orders.c.order_date.desc()
        rows = find(uow, "orders", *conditions, order=(oldest_first,))
        asked_back = uow.returns.where(state=ReturnStatus.REQUESTED)
        known = names(uow, (row.customer for row in (*rows, *asked_back)))
        mails = message_ids(uow, [held.message_id for held in asked_back])
    return ask.page(
        "orders.html.j2",
        rows=rows,
        names=known,
        asked_back=asked_back,
        mails=mails,
        state=state,
        states=[*GROUPS, *(status.value for status in OrderStatus), "all"],
        in_words=in_words,
    )


def show(ask: Ask) -> Response:
    console, today = ask.console, ask.console.now().date()
    with console.database.read() as uow:
        order = _order(ask, uow)
        held = order.state in WAITING
        customer = uow.customers.get(order.customer)
        return ask.page(
            "order.html.j2",
            order=order,
            in_words=in_words,
            held=held,
            grounds=_grounds(ask, uow, order) if held else None,
            questions=_questions(ask, order, customer) if held and customer else [],
            books=standing(uow, console.desk, order.customer, today),
            exposure=exposure_of(customer, uow, console.desk, today) if customer else None,
            deliveries=uow.deliveries.where(order=order.number),
            returns=uow.returns.where(order=order.number),
            returnable={line.position: returning.returnable(line) for line in order.lines},
            reasons=[reason.value for reason in DisputeReason],
            cases=uow.cases.where(customer=order.customer, state=ACTIVE),
            may_date=order.state in OPEN and any(line.open > 0 for line in order.lines),
            may_end=order.state is OrderStatus.PARTLY_DELIVERED,
            lead=ask.person.may(Role.LEAD.value),
            mails=message_ids(uow, [order.message_id]),
            letters=_letters(uow, order),
            answers=_answers(uow, order),
            invoices=uow.invoices.where(order=order.number),
            trail=uow.audit.where(subject=order.number),
            today=today,
        )


def _grounds(ask: Ask, uow: SqlUnitOfWork, order: Order) -> OrderFacts | None:
    """What the order is judged by, as the books stand now."""
    customer = uow.customers.get(order.customer)
    if customer is None:
        return None
    lines = tuple(reading.OrderLine(line.sku or None, line.description, line.quantity) for line in order.lines)
    today = ask.console.now().date()
    return gather(
        as_read(order, lines),
        customer,
        uow,
        ask.console.desk,
        today,
        apart_from=order.number,
        delivery_address=order.delivery_address,
        delivery_country=order.delivery_country,
    )


def _questions(ask: Ask, order: Order, customer: Customer) -> list[str]:
    desk = ask.console.desk
    language = spelled_in(language_for(customer, desk), customer.country)
    return sentences(order, language, desk.company(order.company).country)


def _letters(uow: SqlUnitOfWork, order: Order) -> list[Letter]:
    """What was written about the order, oldest first."""
    kinds = (LetterKind.ORDER_CONFIRMATION, LetterKind.REPLY)
    written = uow.letters.where(customer=order.customer, kind=kinds)
    own = [letter for letter in written if order.number in letter.dedup_key.split(":")]
    return sorted(own, key=lambda letter: letter.created_at)


def _answers(uow: SqlUnitOfWork, order: Order) -> list[dict[str, Any]]:
    """What the customer answered to our questions, the newest first, with what was made of it (Any: JSON)."""
    heard = uow.audit.where(subject=order.number, action=ANSWERED)
    mails = message_ids(uow, [event.message_id for event in heard])
    rows = [json.loads(event.details) | {"at": event.at, "mail": mails.get(event.message_id)} for event in heard]
    return sorted(rows, key=lambda row: row["at"], reverse=True)


def ask_customer(ask: Ask) -> Response:
    def change(uow: SqlUnitOfWork) -> str:
        order = _order(ask, uow)
        unchanged(ask, order)
        console = ask.console
        handlers.ask(uow, console.desk, console.now(), order=order.number, actor=ask.person.name, text=_text(ask))
        return "asked"

    return decided(ask, change, f"/orders/{ask.path('id')}")


def confirm_dates(ask: Ask) -> Response:
    def change(uow: SqlUnitOfWork) -> str:
        order = _order(ask, uow)
        unchanged(ask, order)
        console = ask.console
        days = entered_days(order, ask.form)
        back_orders.confirm_dates(
            uow, console.desk, console.now(), order=order.number, days=days, actor=ask.person.name
        )
        return "acted"

    return decided(ask, change, f"/orders/{ask.path('id')}")


def end_rest(ask: Ask) -> Response:
    def change(uow: SqlUnitOfWork) -> str:
        order = _order(ask, uow)
        unchanged(ask, order)
        console = ask.console
        back_orders.cancel_rest(uow, console.desk, console.now(), order=order.number, actor=ask.person.name)
        return "acted"

    return decided(ask, change, f"/orders/{ask.path('id')}")


def entered_days(order: Order, form: Mapping[str, str]) -> dict[int, date | None]:
    """ "date.POSITION" of a form, of open lines, where it differs from what is confirmed. Raises BadEntry."""
    found: dict[int, date | None] = {}
    for line in order.lines:
        written = form.get(f"date.{line.position}")
        if written is None or line.open <= 0:
            continue
        try:
            day = date.fromisoformat(written) if written.strip() else None
        except ValueError:
            raise BadEntry({f"line {line.position}": "write the day like 2026-03-16"}) from None
        if day != line.confirmed_date:
            found[line.position] = day
    return found


def release(ask: Ask) -> Response:
    def change(uow: SqlUnitOfWork) -> str:
        order = _order(ask, uow)
        unchanged(ask, order)
        console = ask.console
        release_order(
            order.number,
            ask.person.name,
            uow,
            console.desk,
            console.now(),
            lines=corrected_lines(order, ask.form),
            call_back=ask.form.get("call_back", "").strip(),
            delivery_country=_country(ask),
        )
        return "released"

    return decided(ask, change, "/orders")


def reject(ask: Ask) -> Response:
    def change(uow: SqlUnitOfWork) -> str:
        order = _order(ask, uow)
        unchanged(ask, order)
        console = ask.console
        handlers.reject(uow, console.desk, console.now(), order=order.number, actor=ask.person.name, text=_text(ask))
        return "rejected"

    return decided(ask, change, "/orders")


def corrected_lines(order: Order, form: Mapping[str, str]) -> tuple[reading.OrderLine, ...]:
    """The lines as the form has them; () where nothing was changed. Raises BadEntry."""
    lines, faults, changed = [], {}, False
    for line in order.lines:
        sku = form.get(f"sku.{line.position}", line.sku).strip()
        written = form.get(f"quantity.{line.position}", "").strip() or f"{line.quantity:f}"
        if not NUMBER.fullmatch(written):
            faults[f"line {line.position}"] = "write the quantity like 12 or 2.5"
            continue
        quantity = Decimal(written.replace(",", "."))
        changed = changed or sku != line.sku or quantity != line.quantity
        price = line.unit_price if line.unit_price and sku == line.sku else None
        lines.append(reading.OrderLine(sku or None, line.description, quantity, price))
    if faults:
        raise BadEntry(faults)
    return tuple(lines) if changed else ()


def _country(ask: Ask) -> str:
    """A country of the form as ISO code; "" where none is entered. Raises BadEntry."""
    written = ask.form.get("delivery_country", "").strip().upper()
    if written and not (len(written) == 2 and written.isascii() and written.isalpha()):
        raise BadEntry({"country": "write the country like FR"})
    return written


def _text(ask: Ask) -> str:
    return ask.form.get("text", "").replace("\r\n", "\n").strip()


def _order(ask: Ask, uow: SqlUnitOfWork) -> Order:
    order = uow.orders.get(ask.path("id"))
    if order is None:
        raise NotFound("order", ask.path("id"))
    return order
