"""How a case moves: open or waiting for the customer until a person, or the books, closes it; closed it stays."""

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
    (CaseStatus.OPEN, CaseEvent.PROPOSED): CaseStatus.OPEN,
    (CaseStatus.OPEN, CaseEvent.DECLINED): CaseStatus.OPEN,
    (CaseStatus.OPEN, CaseEvent.REMINDED): CaseStatus.OPEN,
    (CaseStatus.OPEN, CaseEvent.SOLVED): CaseStatus.CLOSED,
    (CaseStatus.WAITING, CaseEvent.ASSIGNED): CaseStatus.WAITING,
    (CaseStatus.WAITING, CaseEvent.REPLIED): CaseStatus.WAITING,
    (CaseStatus.WAITING, CaseEvent.ANSWERED): CaseStatus.OPEN,
    (CaseStatus.WAITING, CaseEvent.ESCALATED): CaseStatus.OPEN,
    (CaseStatus.WAITING, CaseEvent.RESOLVED): CaseStatus.CLOSED,
    (CaseStatus.WAITING, CaseEvent.REJECTED): CaseStatus.CLOSED,
    (CaseStatus.WAITING, CaseEvent.PROPOSED): CaseStatus.WAITING,
    (CaseStatus.WAITING, CaseEvent.DECLINED): CaseStatus.WAITING,
}

ACTIVE = (CaseStatus.OPEN, CaseStatus.WAITING)


def after(status: CaseStatus, event: CaseEvent) -> CaseStatus:
    """The state that an event leads to; raises IllegalTransition."""
    try:
        return TRANSITIONS[status, event]
    except KeyError:
        raise IllegalTransition(status, event) from None
