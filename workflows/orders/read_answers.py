"""Answers about an order that waited for a person are read when that person decides about the order."""

from __future__ import annotations

from dataclasses import replace

from workflows.messages import Message, MessageStatus
from workflows.orders import asking
from workflows.orders.model import Order
from workflows.ports import UnitOfWork
from workflows.routing.answers import BESIDE, HINDERING, is_read_elsewhere
from workflows.threads import bare_subject, said


def close_answers(order: Order, actor: str, uow: UnitOfWork) -> None:
    """Ends the messages that only answered about this order; one that says more goes on waiting for a person."""
    subjects = {bare_subject(letter.subject) for letter in asking.questions_sent(order, uow)}
    for message in uow.messages.where(customer=order.customer, state=MessageStatus.REVIEW):
        if order.number in message.records and _is_mere_answer(message, subjects):
            uow.messages.put(replace(message, state=MessageStatus.DONE, owner=actor))


def _is_mere_answer(message: Message, subjects: set[str]) -> bool:
    """Whether all words of a message answer: none stands in its subject, beside it or in what it brings."""
    read = said(message)
    if not (read.get("answer") or {}).get("complete") or bare_subject(read.get("subject") or "") not in subjects:
        return False
    brings = any(is_read_elsewhere(p.get("text", ""), p.get("content_type", "")) for p in read.get("attachments") or ())
    hidden = any(problem.get("code") in HINDERING for problem in read.get("problems") or ())
    return not (brings or hidden or any(read.get(field) for field in BESIDE))
