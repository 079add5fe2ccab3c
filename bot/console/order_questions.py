"""What an order lets us ask its customer, in the customer's language, as a person may begin with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from bot.documents.wording import deviation_text
from bot.storage.unit_of_work import SqlUnitOfWork
from workflows.commands import Command, PlaceOrder
from workflows.orders.answers import rows_of
from workflows.orders.asking import about_customer
from workflows.orders.model import Deviation, Order
from workflows.orders.placing import deviations_of
from workflows.ports import Desk

KEY = "order_question"  # of templates/console/drafts.toml


def sentences(order: Order, language: str, country: str) -> list[str]:
    """The questions that the letter about a held order puts."""
    return _worded(about_customer(order.deviations), order.currency, language, country, order)


def draft(
    commands: Iterable[Command], uow: SqlUnitOfWork, desk: Desk, now: datetime, language: str, country: str
) -> str:
    """The same for an order that is only proposed yet; "" where nothing in it is a question."""
    placed = next((command for command in commands if isinstance(command, PlaceOrder)), None)
    if placed is None or uow.customers.get(placed.customer) is None:
        return ""
    found = about_customer(deviations_of(placed, uow, desk, now))
    customer = uow.customers.get(placed.customer)
    currency = placed.order.currency or (customer.currency if customer else "")
    return "\n".join(f"- {said}" for said in _worded(found, currency, language, country, None))


def with_question(drafts: Mapping[str, Any], points: str) -> dict[str, Any]:
    """The drafts of a message's page: with the question where there are points to ask about (Any: TOML)."""
    found = dict(drafts)
    question = found.pop(KEY, None)
    if question is not None and points:
        found = {KEY: {**question, "text": question["text"].format(points=points)}} | found
    return found


def _worded(found: Iterable[Deviation], currency: str, language: str, country: str, order: Order | None) -> list[str]:
    return [deviation_text(row, currency, language, country) for row in rows_of(found, order)]
