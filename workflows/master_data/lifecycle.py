"""How a change of master data moves: asked for, called back on, applied by a second person; or refused."""

from __future__ import annotations

from enum import StrEnum

from workflows.errors import IllegalTransition
from workflows.master_data.model import ChangeStatus


class ChangeEvent(StrEnum):
    """The names are those of the actions of `DecideChange`."""

    VERIFY = "verify"
    APPLY = "apply"
    REFUSE = "refuse"


TRANSITIONS: dict[tuple[ChangeStatus, ChangeEvent], ChangeStatus] = {
    (ChangeStatus.REQUESTED, ChangeEvent.VERIFY): ChangeStatus.VERIFIED,
    (ChangeStatus.REQUESTED, ChangeEvent.REFUSE): ChangeStatus.REFUSED,
    (ChangeStatus.VERIFIED, ChangeEvent.APPLY): ChangeStatus.APPLIED,
    (ChangeStatus.VERIFIED, ChangeEvent.REFUSE): ChangeStatus.REFUSED,
}

UNDECIDED = (ChangeStatus.REQUESTED, ChangeStatus.VERIFIED)


def after(status: ChangeStatus, event: ChangeEvent) -> ChangeStatus:
    """The state that an event leads to; raises IllegalTransition."""
    try:
        return TRANSITIONS[status, event]
    except KeyError:
        raise IllegalTransition(status, event) from None
