"""The use cases of orders: place, release, ask, reject, change, deliver; and the questions before acting alone."""

from workflows.orders.amending import place, release, review_reasons
from workflows.orders.changing import change, change_obstacles
from workflows.orders.delivering import deliver, deliver_all
from workflows.orders.placing import ask, reject

__all__ = [
    "ask",
    "change",
    "change_obstacles",
    "deliver",
    "deliver_all",
    "place",
    "reject",
    "release",
    "review_reasons",
]
