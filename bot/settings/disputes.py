"""The rules of disputes: config/disputes.toml, with what `[disputes]` of a bot.toml changes."""

from __future__ import annotations

from datetime import time
from pathlib import Path
from typing import Any

from bot.resources import folder
from bot.settings.section import Section, load_toml
from workflows.business_hours import BusinessHours
from workflows.disputes.rules import Acceptance, DisputePolicy, Evidence, ReasonRules, Step
from workflows.ledger.money import ZERO


def dispute_policy(own: Section) -> DisputePolicy:
    """`own` is the table `[disputes]`: credit_limit, reply_days, forms_a_day,
    scripts_need_two, opens, closes, and by reason
    `[disputes.price]` with owner, hours, credit_limit, accept; all optional."""
    shipped = shipped_table()
    limits, hours = shipped["limits"], shipped["hours"]
    opens, closes = (_time(own, name, hours[name]) for name in ("opens", "closes"))
    if opens >= closes:
        own.fault("opens must be before closes")
    limit = own.decimal("credit_limit", limits["credit_limit"])
    if limit < ZERO:
        own.fault("credit_limit must not be below 0")
    found = DisputePolicy(
        reasons={name: _reason(own, name, row) for name, row in shipped["reasons"].items()},
        steps=tuple(Step(row["after_hours"], row["to"]) for row in shipped["steps"]),
        hours=BusinessHours(opens, closes) if opens < closes else BusinessHours(),
        credit_limit=limit,
        reply_days=own.whole("reply_days", limits["reply_days"], least=1),
        forms_a_day=own.whole("forms_a_day", limits["forms_a_day"]),
        scripts_need_two=own.flag("scripts_need_two", limits["scripts_need_two"]),
    )
    own.done()
    return found


def shipped_table() -> dict[str, Any]:
    """config/disputes.toml (Any: TOML)."""
    return load_toml(Path(str(folder("config") / "disputes.toml")))


def _reason(own: Section, name: str, row: dict[str, Any]) -> ReasonRules:
    section = own.section(name)
    limit = section.text("credit_limit", "")
    rules = ReasonRules(
        owner=section.text("owner", row["owner"]),
        hours=section.whole("hours", row["hours"], least=1),
        evidence=tuple(Evidence(kind) for kind in row["evidence"]),
        accept=Acceptance(section.text("accept", row["accept"], one_of=tuple(Acceptance))),
        ask=tuple(row["ask"]),
        credit_limit=section.decimal("credit_limit", limit) if limit else None,
    )
    section.done()
    return rules


def _time(own: Section, name: str, default: str) -> time:
    said = own.text(name, default)
    try:
        return time.fromisoformat(said)
    except ValueError:
        own.fault(f"{name}: {said!r} is no time like 09:00")
        return time.fromisoformat(default)
