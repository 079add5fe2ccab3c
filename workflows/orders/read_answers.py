"""Answers about an order that waited for a person are read when that person decides about the order."""

from __future__ import annotations

import json
from dataclasses import replace

from workflows.messages import Message, MessageStatus
from workflows.orders.model import Order
from workflows.ports import UnitOfWork


def close_answers(order: Order, actor: str, uow: UnitOfWork) -> None:
    """Ends the messages that only answered about this order; one that says more goes on waiting for a person."""
    for message in uow.messages.where(customer=order.customer, state=MessageStatus.REVIEW):
        if order.number in message.records and _is_mere_answer(message):
            uow.messages.put(replace(message, state=MessageStatus.DONE, owner=actor))


def _is_mere_answer(message: Message) -> bool:
    said = json.loads(message.reading or "{}").get("answer") or {}
    return bool(said.get("complete"))
