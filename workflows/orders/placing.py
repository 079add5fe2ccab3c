"""An order is confirmed at our prices, held for a person who releases, corrects or rejects it, or asked about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from nlp import reading
from workflows import audit, correspondence
from workflows.calendar import add_business_days
from workflows.commands import PlaceOrder, Source
from workflows.customers import Customer
from workflows.errors import NotAllowed, NotFound
from workflows.invoicing.issuing import issue_invoice
from workflows.ledger.money import ZERO, rounded
from workflows.ledger.numbering import ORDER, next_id
from workflows.orders import answers, asking, policy
from workflows.orders.facts import gather
from workflows.orders.findings import Finding, Outcome, as_configured
from workflows.orders.known import LineFacts, OrderFacts
from workflows.orders.lifecycle import ENDED, step
from workflows.orders.model import Deviation, Order, OrderEvent, OrderLine, OrderStatus
from workflows.orders.order_rules import earliest_day
from workflows.orders.read_answers import close_answers
from workflows.orders.stock import reserve
from workflows.orders.units import weighed
from workflows.ports import Desk, UnitOfWork

ON_CONFIRMATION = "confirmation"  # of Company.invoice_on


def review_reasons(command: PlaceOrder, uow: UnitOfWork, desk: Desk, now: datetime) -> tuple[Deviation, ...]:
    """Why a person must see the order first; () if it may be confirmed as it is. Changes nothing."""
    customer = find_customer(uow, command.customer)
    if placed_before(command, uow) is not None:
        return ()
    _, _, found = _judged(command, customer, uow, desk, now)
    if policy.outcome(found, desk.orders.outcomes) is not Outcome.SPECIALIST:
        return ()
    return tuple(deviation for deviation in found if deviation.blocking)


def deviations_of(command: PlaceOrder, uow: UnitOfWork, desk: Desk, now: datetime) -> tuple[Deviation, ...]:
    """Every difference of an order that is not placed yet. Changes nothing."""
    return _judged(command, find_customer(uow, command.customer), uow, desk, now)[2]


def place(command: PlaceOrder, uow: UnitOfWork, desk: Desk, now: datetime) -> tuple[str, ...]:
    """Books the order: confirmed, with letter and, where the company does so, invoice; or on hold, with neither.

    Where nothing but questions to the customer stands against it, and the desk wants them put, they are written.
    A release accepts what a person may accept; what nobody can (`policy.NEEDS_CORRECTION`) stays on hold. The same
    message places the same order once. Raises NotAllowed for a release of goods to an unknown address without a note
    about the call-back.
    """
    uow.lock(f"customer:{command.customer}")
    customer = find_customer(uow, command.customer)
    before = placed_before(command, uow)
    if before is not None:
        return (before.number,)
    wanted, facts, deviations = _judged(command, customer, uow, desk, now)
    if command.release:
        require_call_back(deviations, command.source.actor, command.call_back)
    decides = Outcome.AUTO if command.release else policy.outcome(deviations, desk.orders.outcomes)
    held = decides is not Outcome.AUTO or bool(policy.needs_correction(deviations))
    order = Order(
        number=next_id(uow, customer.company, ORDER, now.date()),
        customer=customer.number,
        company=customer.company,
        po_number=command.order.po_number or "",
        order_date=command.order.order_date or now.date(),
        requested_date=command.order.requested_date,
        currency=facts.currency,
        total=ZERO,
        state=OrderStatus.ON_HOLD if held else OrderStatus.CONFIRMED,
        lines=(),
        deviations=deviations,
        message_id=command.source.message_id,
        ordered_by=command.source.sender if command.source.may_answer else "",
        delivery_address=command.delivery_address,
        delivery_country=abroad(facts),
    )
    order = priced(order, wanted, facts, correspondence.language_for(customer, desk))
    uow.orders.add(order)
    _note(uow, now, command.source, "order.held" if held else "order.confirmed", order, command.call_back)
    if held and decides is Outcome.ASK:
        _question(uow, desk, now, order, customer, command.source, "")
    return (order.number,) if held else confirm_and_invoice(uow, desk, now, order, customer, command.source)


def release(
    uow: UnitOfWork,
    desk: Desk,
    now: datetime,
    *,
    order: str,
    actor: str,
    lines: tuple[reading.OrderLine, ...] = (),
    call_back: str = "",
    delivery_country: str = "",
) -> tuple[str, ...]:
    """A person accepts a held order, corrected by `lines` where they replace what was read; it is priced anew.

    `delivery_country`: where its goods go, if nobody could tell that from the address.

    Raises NotAllowed while an article, a quantity or a price is still missing, or where its goods go to an address
    that the record does not have and `call_back` does not say who confirmed it; IllegalTransition if it is not held.
    """
    held, customer = locked(uow, order)
    state = step(held.state, OrderEvent.RELEASED)
    wanted = as_read(held, lines or lines_as_read(held))
    address = held.delivery_address
    country = delivery_country.strip().upper() or held.delivery_country
    facts = gather(
        wanted,
        customer,
        uow,
        desk,
        now.date(),
        apart_from=held.number,
        delivery_address=address,
        delivery_country=country,
    )
    deviations = policy.check(wanted, facts)
    require_call_back(deviations, actor, call_back)
    missing = policy.needs_correction(deviations)
    if missing:
        told = ", ".join(f"{deviation.code} {deviation.position} {deviation.asked}".strip() for deviation in missing)
        raise NotAllowed(actor, f"release {order}", told)
    # The letter names what the customer asked for: the differences found when the order was read, where it stands.
    named = deviations if lines else held.deviations
    language = correspondence.language_for(customer, desk)
    after = replace(held, state=state, deviations=named, delivery_country=abroad(facts))
    released = priced(after, wanted, facts, language)
    uow.orders.put(released)
    source = answers.source_of(released, customer, desk, actor)
    _note(uow, now, source, "order.released", released, call_back)
    close_answers(released, actor, uow)
    return confirm_and_invoice(uow, desk, now, released, customer, source)


def ask(uow: UnitOfWork, desk: Desk, now: datetime, *, order: str, actor: str, text: str = "") -> tuple[str, ...]:
    """A person asks the customer about a held order, in the person's words where there are any; it goes on waiting.

    The same question is not asked twice a day while it waits for its answer. Raises NotAllowed where there is neither
    a question of ours nor a word, or nobody to ask.
    """
    held, customer = locked(uow, order)
    step(held.state, OrderEvent.ASKED)
    source = answers.source_of(held, customer, desk, actor)
    if not text.strip() and not asking.about_customer(held.deviations):
        raise NotAllowed(actor, f"ask about {order}", "nothing in it is a question to the customer: write one")
    if asking.is_asked(held, text, uow, now):
        return (order,)
    if not _question(uow, desk, now, held, customer, source, text):
        raise NotAllowed(actor, f"ask about {order}", "there is no address to ask")
    close_answers(held, actor, uow)
    return (order,)


def _question(
    uow: UnitOfWork, desk: Desk, now: datetime, held: Order, customer: Customer, source: Source, text: str
) -> bool:
    """Asks, and says whether there was anybody to ask: an order that nobody was asked about stays a person's."""
    asked = replace(held, state=step(held.state, OrderEvent.ASKED))
    if not asking.ask(uow, desk, now, asked, customer, source, text):
        return False
    uow.orders.put(asked)
    _note(uow, now, source, "order.asked", asked)
    return True


def reject(uow: UnitOfWork, desk: Desk, now: datetime, *, order: str, actor: str, text: str = "") -> tuple[str, ...]:
    """A person declines a held order; the customer is told, in the person's words where there are any."""
    held, customer = locked(uow, order)
    rejected = replace(held, state=step(held.state, OrderEvent.REJECTED))
    uow.orders.put(rejected)
    source = answers.source_of(rejected, customer, desk, actor)
    answers.tell_rejection(uow, desk, now, rejected, customer, source, text)
    _note(uow, now, source, "order.rejected", rejected)
    close_answers(rejected, actor, uow)
    return (order,)


def priced(order: Order, wanted: reading.Order, facts: OrderFacts, language: str) -> Order:
    """The order with the wanted lines at our prices; a line that cannot be resolved keeps the customer's words."""
    lines = []
    for position, (line, known) in enumerate(zip(wanted.lines, facts.lines, strict=True), start=1):
        product = known.product
        price = known.quote.unit_price if known.quote is not None else line.unit_price or ZERO
        quantity = _countable(line)
        lines.append(
            OrderLine(
                position=position,
                sku=product.sku if product else line.sku or "",
                description=product.name(language) if product else line.description,
                quantity=quantity,
                unit=product.unit if product else "",
                unit_price=price,
                net=rounded(quantity * price, order.currency),
                confirmed_date=confirmed_day(known, order.requested_date, facts),
            )
        )
    return replace(order, lines=tuple(lines), total=sum((line.net for line in lines), ZERO))


def confirmed_day(known: LineFacts, requested: date | None, facts: OrderFacts) -> date | None:
    """The first working day of the customer on which a line can be there and is wanted; None where nobody knows."""
    earliest = earliest_day(known, facts)
    if earliest is None:
        return None
    wanted = max(earliest, requested) if requested is not None else earliest
    return add_business_days(wanted, 0, facts.goods_to, facts.holidays)


def abroad(facts: OrderFacts) -> str:
    """The country of delivery as an order keeps it: "" where it is the customer's."""
    return facts.delivery_country if facts.delivery_country != facts.customer.country else ""


def as_read(order: Order, lines: tuple[reading.OrderLine, ...]) -> reading.Order:
    """An order of our books in the form in which orders are judged."""
    return reading.Order(
        po_number=order.po_number or None,
        order_date=order.order_date,
        requested_date=order.requested_date,
        currency=order.currency,
        total=None,
        lines=lines,
    )


def require_call_back(deviations: Iterable[Deviation], actor: str, call_back: str) -> None:
    """Raises NotAllowed where goods go to an unknown address and nobody says who confirmed that."""
    strange = next((found for found in deviations if found.code == Finding.DELIVERY_ADDRESS and found.blocking), None)
    if strange is not None and not call_back.strip():
        why = (
            f"{strange.asked} is an unknown delivery address: it needs a note of whom you called back, on which number"
        )
        raise NotAllowed(actor, "release the order", why)


def _judged(
    command: PlaceOrder, customer: Customer, uow: UnitOfWork, desk: Desk, now: datetime
) -> tuple[reading.Order, OrderFacts, tuple[Deviation, ...]]:
    """The order in its articles' units, what is known about it, and every difference."""
    counted = weighed(command.order.lines, uow)
    order = replace(command.order, lines=counted.lines)
    facts = _facts(command, order, customer, uow, desk, now)
    told = tuple(as_configured(one, desk.orders.outcomes) for one in counted.deviations)
    return order, facts, (*told, *policy.check(order, facts))


def _facts(
    command: PlaceOrder, order: reading.Order, customer: Customer, uow: UnitOfWork, desk: Desk, now: datetime
) -> OrderFacts:
    return gather(
        order,
        customer,
        uow,
        desk,
        now.date(),
        delivery_address=command.delivery_address,
        delivery_country=command.delivery_country,
        place_is_trusted=command.place_is_trusted,
    )


def find_customer(uow: UnitOfWork, number: str) -> Customer:
    """Raises NotFound."""
    customer = uow.customers.get(number)
    if customer is None:
        raise NotFound("customer", number)
    return customer


def confirm_and_invoice(
    uow: UnitOfWork, desk: Desk, now: datetime, order: Order, customer: Customer, source: Source
) -> tuple[str, ...]:
    """Writes the confirmation, and where the company invoices confirmations the invoice: the numbers of both."""
    reserve(uow, None, order)
    answers.confirm(uow, desk, now, order, customer, source)
    if desk.company(order.company).invoice_on != ON_CONFIRMATION:
        return (order.number,)
    everything = [(line.position, line.quantity) for line in order.lines]
    invoice = issue_invoice(uow, desk, now, order=order, lines=everything, source=source)
    invoiced = uow.orders.get(order.number) or order
    uow.orders.put(replace(invoiced, state=step(invoiced.state, OrderEvent.INVOICED)))
    return (order.number, invoice.number)


def placed_before(command: PlaceOrder, uow: UnitOfWork) -> Order | None:
    """The order that this very message placed already: a replay repeats no effect."""
    if not command.source.message_id:
        return None
    wanted = [(line.sku or "", _countable(line)) for line in weighed(command.order.lines, uow).lines]
    for order in uow.orders.where(customer=command.customer, message_id=command.source.message_id):
        if order.state not in ENDED and order.po_number == (command.order.po_number or "") and _is_of(order, wanted):
            return order
    return None


def _is_of(order: Order, wanted: list[tuple[str, Decimal]]) -> bool:
    """Whether the order's lines are these, but for articles that were supplied by their successors."""
    replaced = {found.position: found.asked for found in order.deviations if found.code == Finding.REPLACED_ARTICLE}
    return [(replaced.get(line.position, line.sku), line.quantity) for line in order.lines] == wanted


def _countable(line: reading.OrderLine) -> Decimal:
    """The quantity as an order keeps it; 0 for one that cannot be."""
    return line.quantity if policy.quantity_is_possible(line.quantity, None) else ZERO


def locked(uow: UnitOfWork, number: str) -> tuple[Order, Customer]:
    order = uow.orders.get(number)
    if order is None:
        raise NotFound("order", number)
    uow.lock(f"customer:{order.customer}")
    order = uow.orders.get(number) or order  # as it stands under the lock
    return order, find_customer(uow, order.customer)


def lines_as_read(order: Order) -> tuple[reading.OrderLine, ...]:
    return tuple(reading.OrderLine(line.sku or None, line.description, line.quantity) for line in order.lines)


def _note(uow: UnitOfWork, now: datetime, source: Source, action: str, order: Order, call_back: str = "") -> None:
    audit.note(
        uow,
        now,
        actor=source.actor,
        action=action,
        subject=order.number,
        message_id=source.message_id,
        po_number=order.po_number,
        total=f"{order.total:f}",
        currency=order.currency,
        **({"delivery_address": order.delivery_address} if order.delivery_address else {}),
        **({"call_back": call_back} if call_back else {}),
        deviations=[
            {"code": found.code, "position": found.position, "asked": found.asked, "ours": found.ours}
            for found in order.deviations
        ],
    )
