"""Whom somebody calls today: accounts with something to ask for, those with most risk and most money first.

What is disputed, promised, stopped or seen as paid is never asked for; an account of which nothing else is overdue is
not called. Calls are events of the audit trail.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from workflows.collections.accounts import AccountRisk, account_risks
from workflows.collections.model import Call, CallTask, Outcome
from workflows.collections.outcomes import RECORDED
from workflows.dunning.holds import holds_of
from workflows.ledger.money import ZERO
from workflows.lookup import fetch
from workflows.ports import Desk, UnitOfWork
from workflows.reporting.receivables import Account


def worklist(uow: UnitOfWork, desk: Desk, today: date, companies: Sequence[str] = ()) -> list[CallTask]:
    """The calls of a day, most urgent first; `companies` (none named: all)."""
    found = []
    held = {number: hold.value for number, hold in holds_of(uow, desk, today).items()}
    last = last_calls(uow)
    for one in account_risks(uow, desk, today, companies):
        task = call_of(one, held, last.get(one.account), today, desk)
        if task is not None and _is_due(task, today):
            found.append(task)
    phones = phones_of(uow, sorted({task.customer for task in found}))
    found = [replace(task, phones=phones[task.customer]) for task in found]
    return sorted(found, key=lambda task: (-task.segment.from_points, task.currency, -task.amount, task.customer))


def call_of(found: AccountRisk, held: Mapping[str, str], last: Call | None, today: date, desk: Desk) -> CallTask | None:
    """What a call to an account is about, whether or not it is due; None where no segment takes the account."""
    segment = desk.collections.segment(found.risk.points)
    if segment is None:
        return None
    late = (item.in_arrears(today) for item in found.items if item.days_overdue(today) > 0)
    overdue = sorted(late, key=lambda item: (item.due_date, item.document))
    return CallTask(
        customer=found.customer.number,
        name=found.customer.name,
        company=found.account[1],
        currency=found.account[2],
        language=found.customer.language,
        phones=(),
        segment=segment,
        risk=found.risk,
        items=tuple(item for item in overdue if item.open_amount > ZERO and item.document not in held),
        held={item.document: held[item.document] for item in overdue if item.document in held},
        last=last,
        credit_notes=tuple(item for item in found.items if item.open_amount < ZERO),
    )


def _is_due(task: CallTask, today: date) -> bool:
    segment, last = task.segment, task.last
    if not task.items or task.items[0].days_overdue(today) < segment.call_from_days_overdue:
        return False
    if task.amount <= ZERO or task.amount < segment.minimum:
        return False
    if last is None:
        return True
    return today >= (last.next_on or last.on + timedelta(days=segment.gap_days))


def phones_of(uow: UnitOfWork, customers: Sequence[str]) -> Mapping[str, tuple[tuple[str, str], ...]]:
    found: dict[str, tuple[tuple[str, str], ...]] = defaultdict(tuple)
    for contact in fetch(uow.contacts, "customer", list(customers)):
        if contact.phone:
            found[contact.customer] += ((contact.name, contact.phone),)
    return found


def last_calls(uow: UnitOfWork, customer: str = "") -> Mapping[Account, Call]:
    """The last call of each account; `customer` "": of all."""
    found: dict[Account, Call] = {}
    for event in uow.audit.where(action=RECORDED, **({"subject": customer} if customer else {})):  # in order of time
        told = json.loads(event.details)
        next_on = date.fromisoformat(told["next_on"]) if told["next_on"] else None
        call = Call(
            event.subject, told["company"], told["currency"], event.at.date(), Outcome(told["outcome"]), event.actor,
            told["text"], next_on,
        )  # fmt: skip
        found[call.customer, call.company, call.currency] = call
    return found
