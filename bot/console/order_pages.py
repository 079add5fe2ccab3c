"""Orders that wait for a person: what deviates from the books, and whether it is accepted."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from starlette.responses import Response

from bot.console.books import find, message_ids, names, standing
from bot.console.correction import NUMBER, BadEntry
from bot.console.web import Ask, decided, unchanged
from bot.storage.tables import orders
from bot.storage.unit_of_work import SqlUnitOfWork
from nlp import reading
from workflows.deviation_words import in_words
from workflows.dispatch import release_order
from workflows.errors import NotFound
from workflows.orders import handlers
from workflows.orders.model import Order, OrderStatus


def listing(ask: Ask) -> Response:
    state = ask.query("state") or OrderStatus.ON_HOLD.value
    conditions = [] if state == "all" else [orders.c.state == state]
    with ask.console.database.read() as uow:
        oldest_first = orders.c.order_date if state == OrderStatus.ON_HOLD.value else orders.c.order_date.desc()
        rows = find(uow, "orders", *conditions, order=(oldest_first,))
        known = names(uow, (order.customer for order in rows))
    return ask.page(
        "orders.html.j2",
        rows=rows,
        names=known,
        state=state,
        states=[*(status.value for status in OrderStatus), "all"],
        in_words=in_words,
    )


def show(ask: Ask) -> Response:
    with ask.console.database.read() as uow:
        order = _order(ask, uow)
        return ask.page(
            "order.html.j2",
            order=order,
            in_words=in_words,
            held=order.state is OrderStatus.ON_HOLD,
            books=standing(uow, ask.console.desk, order.customer, ask.console.now().date()),
            mails=message_ids(uow, [order.message_id]),
            invoices=uow.invoices.where(order=order.number),
            trail=uow.audit.where(subject=order.number),
        )


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
        )
        return "released"

    return decided(ask, change, "/orders")


def reject(ask: Ask) -> Response:
    def change(uow: SqlUnitOfWork) -> str:
        order = _order(ask, uow)
        unchanged(ask, order)
        text = ask.form.get("text", "").replace("\r\n", "\n").strip()
        console = ask.console
        handlers.reject(uow, console.desk, console.now(), order=order.number, actor=ask.person.name, text=text)
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


def _order(ask: Ask, uow: SqlUnitOfWork) -> Order:
    order = uow.orders.get(ask.path("id"))
    if order is None:
        raise NotFound("order", ask.path("id"))
    return order
