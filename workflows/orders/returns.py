"""A return: goods of an order that the customer sends back, from its announcement to the credit note or the refusal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from workflows.errors import IllegalTransition


class ReturnStatus(StrEnum):
    ANNOUNCED = "announced"
    RECEIVED = "received"  # the goods are back, counted and looked at
    PROPOSED = "proposed"  # a credit that a second person has to approve
    CREDITED = "credited"
    REFUSED = "refused"


class ReturnEvent(StrEnum):
    RECEIVED = "received"
    PROPOSED = "proposed"
    DECLINED = "declined"
    CREDITED = "credited"
    REFUSED = "refused"


TRANSITIONS: Mapping[tuple[ReturnStatus, ReturnEvent], ReturnStatus] = {
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
    quantity: Decimal  # announced, then what was received


@dataclass(frozen=True, slots=True)
class Return:
    id: str  # "<company>-T-<year>-<number>"
    order: str
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


def step(status: ReturnStatus, event: ReturnEvent) -> ReturnStatus:
    """The state after an event; raises IllegalTransition."""
    after = TRANSITIONS.get((status, event))
    if after is None:
        raise IllegalTransition(status.value, event.value)
    return after
