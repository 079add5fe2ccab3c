"""A call on one page: whom, why, what about, what to say in the customer's language, what came of the last one."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from bot.documents.notation import notation
from bot.resources import folder
from workflows.collections.model import CallTask
from workflows.collections.risk import explained
from workflows.correspondence import known_language
from workflows.ledger.money import plain
from workflows.ports import Desk

MOST_SPOKEN = 5  # documents in a sentence


@lru_cache
def script(language: str) -> Mapping[str, str]:
    return tomllib.loads((folder("templates") / "calls" / f"{language}.toml").read_text(encoding="utf-8"))


def sheet(task: CallTask, desk: Desk, caller: str) -> dict[str, Any]:
    """The task as an object (Any: JSON); `say` is the script, line by line."""
    last = task.last
    return {
        "customer": task.customer,
        "name": task.name,
        "company": task.company,
        "currency": task.currency,
        "segment": task.segment.name,
        "points": f"{task.risk.points:f}",
        "why": {sign: {"figure": figure, "points": points} for sign, (figure, points) in explained(task.risk).items()},
        "amount": plain(task.amount, task.currency),
        "items": [
            {
                "document": item.document,
                "due_date": item.due_date.isoformat(),
                "open_amount": plain(item.open_amount, item.currency),
                "dunning_level": item.dunning_level,
            }
            for item in task.items
        ],
        "credit_notes": [
            {"document": note.document, "open_amount": plain(note.open_amount, note.currency)}
            for note in task.credit_notes
        ],
        "held": dict(task.held),
        "phones": [{"name": name, "phone": phone} for name, phone in task.phones],
        "last_call": {"on": last.on.isoformat(), "outcome": last.outcome.value, "text": last.text} if last else None,
        "say": spoken(task, desk, caller),
    }


def spoken(task: CallTask, desk: Desk, caller: str) -> list[str]:
    company, language = desk.company(task.company), known_language(task.language, desk)
    words, say = script(language), notation(language, company.country)
    documents = ", ".join(item.document for item in task.items[:MOST_SPOKEN])
    filled = {
        "caller": caller,
        "company": company.name,
        "name": task.name,
        "amount": say.money(task.amount, task.currency),
        "documents": documents + (" …" if len(task.items) > MOST_SPOKEN else ""),
    }
    lines = [words["opening"].format(**filled)]
    lines += [words["again"].format(day=say.day(task.last.on))] if task.last else []
    lines.append(words["ask"].format(**filled, day=say.day(task.items[0].due_date)))
    lines += [words["held"].format(documents=", ".join(task.held))] if task.held else []
    return [*lines, *(words[name] for name in ("promised", "disputed", "paid", "refuses")), words["closing"]]


def as_text(told: Mapping[str, Any]) -> str:
    """The sheet for a terminal."""
    why = ", ".join(f"{sign} {part['figure']}" for sign, part in told["why"].items())
    phones = ", ".join(f"{one['name']} {one['phone']}".strip() for one in told["phones"]) or "no number on record"
    head = f"{told['customer']} {told['name']} ({told['company']}): {told['amount']} {told['currency']}"
    items = [f"  {one['document']}  due {one['due_date']}  {one['open_amount']}" for one in told["items"]]
    credits = [f"  {one['document']}  {one['open_amount']}" for one in told["credit_notes"]]
    held = [f"  {document}  not to be asked for: {hold}" for document, hold in told["held"].items()]
    risk = f"  {told['segment']}, {told['points']} of 100 points: {why}"
    return "\n".join([head, f"  {phones}", risk, *items, *credits, *held, *(f"  > {line}" for line in told["say"])])
