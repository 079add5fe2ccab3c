"""A dunning letter goes out only if everything it says is still true when its turn comes; else it never happened."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from workflows import audit
from workflows.disputes.model import CaseKind, CaseNote, CaseStatus
from workflows.dunning.booking import take_back_charges
from workflows.dunning.holds import facts_of, holds_of, undisputed
from workflows.dunning.model import DisputeHold
from workflows.ledger.model import OpenItem
from workflows.ledger.money import plain
from workflows.letters import Letter
from workflows.ports import Desk, UnitOfWork

ACTOR = "o2cbot"
WITHDRAWN = "withdrawn"


def recheck(letter: Letter, uow: UnitOfWork, desk: Desk, now: datetime) -> str | None:
    """None if a queued dunning letter may go, else why it must not: paid, changed, held, or too old."""
    facts = json.loads(letter.facts)
    if now.date() > date.fromisoformat(facts["deadline"]):
        return f"its deadline of {facts['deadline']} is over"
    rows: list[dict[str, Any]] = [*facts["items"], *facts["credit_notes"]]
    items = {
        number: _as_dunned(_as_due(uow.open_items.get(number), facts), letter, uow, desk, now)
        for number in (row["document"] for row in rows)
    }
    for row in rows:
        why = _changed(row, items[row["document"]], date.fromisoformat(facts["date"]))
        if why:
            return why
    known = [item for row in rows if (item := uow.open_items.get(row["document"])) is not None]
    held = holds_of(uow, desk, now.date(), known)
    return next((f"{number} is held: {hold.value}" for number, hold in held.items()), None)


def _as_due(item: OpenItem | None, facts: dict[str, Any]) -> OpenItem | None:
    """What was overdue of the item on the letter's day."""
    return item.in_arrears(date.fromisoformat(facts["date"])) if item is not None else None


def _as_dunned(item: OpenItem | None, letter: Letter, uow: UnitOfWork, desk: Desk, now: datetime) -> OpenItem | None:
    """The item without what is contested of it, where its policy lets the rest go on."""
    customer = uow.customers.get(letter.customer)
    policy = desk.dunning_policy(customer, letter.company) if customer else None
    if item is None or policy is None or policy.dispute_holds is DisputeHold.ITEM:
        return item
    return undisputed(item, facts_of(uow, desk, (item.customer,), now.date()), policy)


def _changed(row: dict[str, Any], item: OpenItem | None, written_on: date) -> str:
    number = row["document"]
    if item is None or not item.open_amount:
        return f"{number} is settled"
    if plain(item.open_amount, item.currency) != row["open_amount"]:
        return f"{number} has {plain(item.open_amount, item.currency)} open, the letter says {row['open_amount']}"
    if item.due_date.isoformat() != row.get("due_date", item.due_date.isoformat()):
        return f"{number} is due on {item.due_date} by now: the share that the letter is about is paid"
    if item.dunning_level != row.get("level", item.dunning_level):
        return f"{number} is on level {item.dunning_level} by now"
    if row.get("raised") and item.level_raised_on != written_on:
        return f"{number} was raised by another letter"
    return ""


def withdraw(letter: Letter, uow: UnitOfWork, now: datetime, why: str) -> tuple[str, ...]:
    """Takes back what a letter that was never sent had raised; returns the documents.

    A level is what the customer has been told: without the letter the items stand where they stood before, so that
    the next run takes the same step, and the task of a registered letter falls away.
    """
    facts = json.loads(letter.facts)
    taken_back = []
    for row in facts["items"]:
        item = uow.open_items.get(row["document"])
        take_back_charges(uow, row["document"], now.date(), why, letter.id)
        if item is None or not row["raised"] or item.dunning_level != row["level"]:
            continue
        if item.level_raised_on != date.fromisoformat(facts["date"]):  # another letter raised it since
            continue
        before_on = date.fromisoformat(row["level_before_on"]) if row["level_before_on"] else None
        uow.open_items.put(replace(item, dunning_level=row["level_before"], level_raised_on=before_on))
        taken_back.append(item.document)
    _close_registered(letter, uow, now, why)
    audit.note(
        uow, now, actor=ACTOR, action="dunning_withdrawn", subject=letter.id, documents=tuple(taken_back), why=why
    )
    return tuple(taken_back)


def _close_registered(letter: Letter, uow: UnitOfWork, now: datetime, why: str) -> None:
    case = uow.cases.get(letter.case) if letter.case else None
    if case is None or case.kind is not CaseKind.REGISTERED_LETTER or case.state is CaseStatus.CLOSED:
        return
    note = CaseNote(at=now, actor=ACTOR, event=WITHDRAWN, text=why)
    uow.cases.put(replace(case, state=CaseStatus.CLOSED, outcome=WITHDRAWN, notes=(*case.notes, note)))
