"""The use cases of orders: place, release, reject, change, deliver; and the questions to ask before acting alone."""

from workflows.orders.changing import change, change_obstacles
from workflows.orders.delivering import deliver, deliver_all
from workflows.orders.placing import place, reject, release, review_reasons

__all__ = ["change", "change_obstacles", "deliver", "deliver_all", "place", "reject", "release", "review_reasons"]
