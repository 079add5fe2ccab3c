"""The life of an order: every step that is possible, and no other."""

from __future__ import annotations

from collections.abc import Mapping

from workflows.errors import IllegalTransition
from workflows.orders.model import OrderEvent, OrderStatus

TRANSITIONS: Mapping[tuple[OrderStatus, OrderEvent], OrderStatus] = {
    (OrderStatus.ON_HOLD, OrderEvent.ASKED): OrderStatus.ASKED,
    (OrderStatus.ON_HOLD, OrderEvent.RELEASED): OrderStatus.CONFIRMED,
    (OrderStatus.ON_HOLD, OrderEvent.REJECTED): OrderStatus.REJECTED,
    (OrderStatus.ON_HOLD, OrderEvent.CANCELLED): OrderStatus.CANCELLED,
    (OrderStatus.ASKED, OrderEvent.ASKED): OrderStatus.ASKED,
    (OrderStatus.ASKED, OrderEvent.ANSWERED): OrderStatus.ON_HOLD,
    (OrderStatus.ASKED, OrderEvent.UNANSWERED): OrderStatus.ON_HOLD,
    (OrderStatus.ASKED, OrderEvent.RELEASED): OrderStatus.CONFIRMED,
    (OrderStatus.ASKED, OrderEvent.REJECTED): OrderStatus.REJECTED,
    (OrderStatus.ASKED, OrderEvent.CANCELLED): OrderStatus.CANCELLED,
    (OrderStatus.CONFIRMED, OrderEvent.CHANGED): OrderStatus.CONFIRMED,
    (OrderStatus.CONFIRMED, OrderEvent.CANCELLED): OrderStatus.CANCELLED,
    (OrderStatus.CONFIRMED, OrderEvent.PARTLY_DELIVERED): OrderStatus.PARTLY_DELIVERED,
    (OrderStatus.CONFIRMED, OrderEvent.DELIVERED): OrderStatus.DELIVERED,
    (OrderStatus.CONFIRMED, OrderEvent.INVOICED): OrderStatus.INVOICED,
    (OrderStatus.PARTLY_DELIVERED, OrderEvent.PARTLY_DELIVERED): OrderStatus.PARTLY_DELIVERED,
    (OrderStatus.PARTLY_DELIVERED, OrderEvent.DELIVERED): OrderStatus.DELIVERED,
    (OrderStatus.PARTLY_DELIVERED, OrderEvent.REST_CANCELLED): OrderStatus.DELIVERED,
    (OrderStatus.DELIVERED, OrderEvent.INVOICED): OrderStatus.INVOICED,
    # invoiced on confirmation, delivered afterwards
    (OrderStatus.INVOICED, OrderEvent.PARTLY_DELIVERED): OrderStatus.INVOICED,
    (OrderStatus.INVOICED, OrderEvent.DELIVERED): OrderStatus.INVOICED,
}

WAITING = (OrderStatus.ON_HOLD, OrderStatus.ASKED)  # for a person
ENDED = (OrderStatus.CANCELLED, OrderStatus.REJECTED)


def step(status: OrderStatus, event: OrderEvent) -> OrderStatus:
    """The state after an event; raises IllegalTransition."""
    after = TRANSITIONS.get((status, event))
    if after is None:
        raise IllegalTransition(status.value, event.value)
    return after
