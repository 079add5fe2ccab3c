"""The audit trail: who did what to which record, when, and on what grounds."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from workflows.ledger.model import AuditEvent
from workflows.ports import UnitOfWork


def note(
    uow: UnitOfWork, now: datetime, *, actor: str, action: str, subject: str, message_id: str = "", **details: Any
) -> None:
    """Adds an event; `details` must be plain JSON values (Any: whatever explains the decision), amounts as strings."""
    number = uow.draw("audit")
    uow.audit.add(
        AuditEvent(
            id=f"{number:012d}",
            at=now,
            actor=actor,
            action=action,
            subject=subject,
            message_id=message_id,
            details=json.dumps(details, ensure_ascii=False, sort_keys=True, default=str),
        )
    )
