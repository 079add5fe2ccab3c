"""A return: goods of an order that the customer sends back, from the request to the credit note or the refusal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from nlp.reading import DisputeReason
from workflows.errors import IllegalTransition
from workflows.orders.model import Deviation

# Why goods may come back at any time: the fault is ours, or nobody ordered them.
OUR_FAULT = frozenset(
    {
        DisputeReason.DAMAGED,
        DisputeReason.WRONG_ITEM,
        DisputeReason.QUANTITY,
        DisputeReason.NOT_ORDERED,
        DisputeReason.DUPLICATE,
    }
)


class ReturnStatus(StrEnum):
    REQUESTED = "requested"  # the customer asks by mail; a person decides
    ANNOUNCED = "announced"
    RECEIVED = "received"  # the goods are back, counted and looked at
    PROPOSED = "proposed"  # a credit that a second person has to approve
    CREDITED = "credited"
    REFUSED = "refused"


class ReturnEvent(StrEnum):
    ACCEPTED = "accepted"
    RECEIVED = "received"
    PROPOSED = "proposed"
    DECLINED = "declined"
    CREDITED = "credited"
    REFUSED = "refused"


TRANSITIONS: Mapping[tuple[ReturnStatus, ReturnEvent], ReturnStatus] = {
    (ReturnStatus.REQUESTED, ReturnEvent.ACCEPTED): ReturnStatus.ANNOUNCED,
    (ReturnStatus.REQUESTED, ReturnEvent.REFUSED): ReturnStatus.REFUSED,
    (ReturnStatus.ANNOUNCED, ReturnEvent.RECEIVED): ReturnStatus.RECEIVED,
    (ReturnStatus.ANNOUNCED, ReturnEvent.REFUSED): ReturnStatus.REFUSED,
    (ReturnStatus.RECEIVED, ReturnEvent.PROPOSED): ReturnStatus.PROPOSED,
    (ReturnStatus.RECEIVED, ReturnEvent.CREDITED): ReturnStatus.CREDITED,
    (ReturnStatus.RECEIVED, ReturnEvent.REFUSED): ReturnStatus.REFUSED,
    (ReturnStatus.PROPOSED, ReturnEvent.CREDITED): ReturnStatus.CREDITED,
    (ReturnStatus.PROPOSED, ReturnEvent.DECLINED): ReturnStatus.RECEIVED,
}


@dataclass(frozen=True, slots=True)
class ReturnLine:
    position: int  # of the order
    sku: str
    quantity: Decimal  # asked for or announced, then what was received; 0: nobody said how many


@dataclass(frozen=True, slots=True)
class Return:
    id: str  # "<company>-T-<year>-<number>"
    order: str  # "" of a request that names no order that we could find
    customer: str
    company: str
    state: ReturnStatus
    reason: str  # of reading.DisputeReason, as of disputes
    lines: tuple[ReturnLine, ...]
    announced_on: date
    announced_by: str
    message_id: str = ""  # the mail that announced it
    case: str = ""  # the dispute that it belongs to
    received_on: date | None = None
    proposed_by: str = ""
    decided_by: str = ""
    credit_notes: tuple[str, ...] = ()
    words: str = ""  # of a request: the sender's own
    findings: tuple[Deviation, ...] = ()  # of a request: what a person should know before deciding


def step(status: ReturnStatus, event: ReturnEvent) -> ReturnStatus:
    """The state after an event; raises IllegalTransition."""
    after = TRANSITIONS.get((status, event))
    if after is None:
        raise IllegalTransition(status.value, event.value)
    return after
