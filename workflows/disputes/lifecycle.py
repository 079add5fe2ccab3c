"""How a case moves: open or waiting for the customer until a person closes it; a closed case stays closed."""

from __future__ import annotations

from workflows.disputes.model import CaseEvent, CaseStatus
from workflows.errors import IllegalTransition

TRANSITIONS: dict[tuple[CaseStatus, CaseEvent], CaseStatus] = {
    (CaseStatus.OPEN, CaseEvent.ASSIGNED): CaseStatus.OPEN,
    (CaseStatus.OPEN, CaseEvent.REPLIED): CaseStatus.WAITING,
    (CaseStatus.OPEN, CaseEvent.ANSWERED): CaseStatus.OPEN,
    (CaseStatus.OPEN, CaseEvent.ESCALATED): CaseStatus.OPEN,
    (CaseStatus.OPEN, CaseEvent.RESOLVED): CaseStatus.CLOSED,
    (CaseStatus.OPEN, CaseEvent.REJECTED): CaseStatus.CLOSED,
    (CaseStatus.WAITING, CaseEvent.ASSIGNED): CaseStatus.WAITING,
    (CaseStatus.WAITING, CaseEvent.REPLIED): CaseStatus.WAITING,
    (CaseStatus.WAITING, CaseEvent.ANSWERED): CaseStatus.OPEN,
    (CaseStatus.WAITING, CaseEvent.ESCALATED): CaseStatus.OPEN,
    (CaseStatus.WAITING, CaseEvent.RESOLVED): CaseStatus.CLOSED,
    (CaseStatus.WAITING, CaseEvent.REJECTED): CaseStatus.CLOSED,
}

ACTIVE = (CaseStatus.OPEN, CaseStatus.WAITING)


def after(status: CaseStatus, event: CaseEvent) -> CaseStatus:
    """The state that an event leads to; raises IllegalTransition."""
    try:
        return TRANSITIONS[status, event]
    except KeyError:
        raise IllegalTransition(status, event) from None
