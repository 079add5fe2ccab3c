"""An order of three lines, two of one article, that is delivered in parts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from workflows.orders.model import Delivery, Order, OrderLine, OrderStatus

NUMBER, FIRST, SECOND = "DE10-O-2026-00031", date(2026, 3, 12), date(2026, 3, 16)


def order() -> Order:
    lines = tuple(
        OrderLine(position, sku, f"Artikel {sku}", Decimal(quantity), "C62", Decimal(1), Decimal(1))
        for position, sku, quantity in ((1, "A", 10), (2, "B", 5), (3, "A", 4))
    )
    state = OrderStatus.PARTLY_DELIVERED
    return Order(NUMBER, "K1007", "DE10", "4711", FIRST, None, "EUR", Decimal(3), state, lines, (), "", "")


def delivered(day: date, sku: str, quantity: int) -> Delivery:
    return Delivery(f"{NUMBER}|{day}|{sku}|1", NUMBER, day, sku, Decimal(quantity))
