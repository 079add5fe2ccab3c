"""The use cases of orders: place, release, ask, hear, reject, change, deliver; and what is asked before acting."""

from workflows.orders.amending import place, release, review_reasons
from workflows.orders.answering import answer, answer_obstacles
from workflows.orders.changing import change, change_obstacles
from workflows.orders.delivering import deliver, deliver_all
from workflows.orders.placing import ask, reject
from workflows.orders.reminding import remind_all
from workflows.orders.return_requests import request as request_return

__all__ = [
    "answer",
    "answer_obstacles",
    "ask",
    "change",
    "change_obstacles",
    "deliver",
    "deliver_all",
    "place",
    "reject",
    "release",
    "remind_all",
    "request_return",
    "review_reasons",
]
