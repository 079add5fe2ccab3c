"""`[statements]`: on which day of the month customers get their statement of account by itself, and which kind."""

from __future__ import annotations

from bot.settings.section import Section
from bot.settings.values import StatementSchedule
from workflows.statements.handlers import StatementKind

LAST_DAY = 28  # every month has it


def statement_schedule(section: Section) -> StatementSchedule:
    """Without `day` nothing is sent by itself."""
    day, hour = section.whole("day", 0), section.whole("hour", 8)
    kinds = tuple(kind.value for kind in StatementKind)
    kind = section.text("kind", StatementKind.OPEN.value, one_of=kinds)
    if not 0 <= day <= LAST_DAY:
        section.fault(f"day must be 1 to {LAST_DAY}, or 0: never")
    if not 0 <= hour <= 23:
        section.fault("hour must be 0 to 23")
    section.done()
    return StatementSchedule(day, hour, StatementKind(kind) if kind in kinds else StatementKind.OPEN)
