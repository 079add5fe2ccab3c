"""`[promises]`: which promises to pay and plans of instalments the desk accepts alone."""

from __future__ import annotations

from bot.settings.section import Section
from workflows.promises_policy import PromisePolicy


def promise_policy(section: Section) -> PromisePolicy:
    """Without the table every promise is accepted."""
    found = PromisePolicy(
        instalments=section.whole("instalments", 0),
        days=section.whole("days", 0),
        amount=section.decimal("amount", "0"),
        broken=section.whole("broken", 0),
        missed_breaks_plan=section.flag("missed_breaks_plan", False),
    )
    section.done()
    if min(found.instalments, found.days, found.broken) < 0 or found.amount < 0:
        section.fault("limits must not be below zero; 0 is no limit")
    return found
