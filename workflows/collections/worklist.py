"""Whom somebody calls today: accounts with something to ask for, those with most risk and most money first.

What is disputed, promised, stopped or seen as paid is never asked for; an account of which nothing else is overdue is
not called. Calls are events of the audit trail.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from workflows.collections.model import Call, CallTask, CollectionPolicy, Outcome
from workflows.collections.outcomes import RECORDED
from workflows.collections.risk import risk
from workflows.customers import Customer
from workflows.disputes.model import PromiseToPay
from workflows.dunning.holds import holds_of
from workflows.ledger.model import OpenItem
from workflows.ledger.money import ZERO
from workflows.lookup import fetch
from workflows.ports import Desk, Not, UnitOfWork
from workflows.reporting.punctuality import Punctuality, by_account, paid_items
from workflows.reporting.receivables import Account, receivables
from workflows.reporting.window import Window

YEAR_DAYS = 365


def worklist(uow: UnitOfWork, desk: Desk, today: date, companies: Sequence[str] = ()) -> list[CallTask]:
    """The calls of a day, most urgent first; `companies` (none named: all)."""
    scope = {"company": tuple(companies)} if companies else {}
    accounts: dict[Account, list[OpenItem]] = defaultdict(list)
    for item in uow.open_items.where(open_amount=Not(ZERO), **scope):
        accounts[item.customer, item.company, item.currency].append(item)
    numbers = sorted({customer for customer, _, _ in accounts})
    customers = {one.number: one for one in fetch(uow.customers, "number", numbers)}
    promises: dict[str, list[PromiseToPay]] = defaultdict(list)
    for promise in fetch(uow.promises, "customer", numbers):
        promises[promise.customer].append(promise)
    habits = by_account(
        paid_items(receivables(uow, with_journal=False)), Window(today - timedelta(days=YEAR_DAYS), today)
    )
    held = {number: hold.value for number, hold in holds_of(uow, desk, today).items()}
    last, phones = _last_calls(uow), _phones(uow, numbers)
    found = []
    for account, items in accounts.items():
        customer = customers.get(account[0])
        if customer is not None:
            habit, before = habits.get(account), last.get(account)
            task = _task(account, items, customer, habit, promises[account[0]], held, before, today, desk)
            if task is not None:
                found.append(replace(task, phones=phones[account[0]]))
    return sorted(found, key=lambda task: (-task.segment.from_points, task.currency, -task.amount, task.customer))


def _task(
    account: Account,
    items: Sequence[OpenItem],
    customer: Customer,
    habit: Punctuality | None,
    promises: Iterable[PromiseToPay],
    held: Mapping[str, str],
    last: Call | None,
    today: date,
    desk: Desk,
) -> CallTask | None:
    """The call of an account; None where nobody calls it today."""
    policy: CollectionPolicy = desk.collections
    limit = customer.credit_limit if customer.currency == account[2] else None
    found = risk(items, habit, promises, limit, today, policy)
    segment = policy.segment(found.points)
    late = (item for item in items if item.days_overdue(today) > 0)
    overdue = sorted(late, key=lambda item: (item.due_date, item.document))
    asked = tuple(item for item in overdue if item.open_amount > ZERO and item.document not in held)
    if segment is None:
        return None
    task = CallTask(
        customer=customer.number,
        name=customer.name,
        company=account[1],
        currency=account[2],
        language=customer.language,
        phones=(),
        segment=segment,
        risk=found,
        items=asked,
        held={item.document: held[item.document] for item in overdue if item.document in held},
        last=last,
        credit_notes=tuple(item for item in items if item.open_amount < ZERO),
    )
    return task if _is_due(task, today) else None


def _is_due(task: CallTask, today: date) -> bool:
    segment, last = task.segment, task.last
    if not task.items or task.items[0].days_overdue(today) < segment.call_from_days_overdue:
        return False
    if task.amount <= ZERO or task.amount < segment.minimum:
        return False
    if last is None:
        return True
    return today >= (last.next_on or last.on + timedelta(days=segment.gap_days))


def _phones(uow: UnitOfWork, customers: Sequence[str]) -> Mapping[str, tuple[tuple[str, str], ...]]:
    found: dict[str, tuple[tuple[str, str], ...]] = defaultdict(tuple)
    for contact in fetch(uow.contacts, "customer", list(customers)):
        if contact.phone:
            found[contact.customer] += ((contact.name, contact.phone),)
    return found


def _last_calls(uow: UnitOfWork) -> Mapping[Account, Call]:
    found: dict[Account, Call] = {}
    for event in uow.audit.where(action=RECORDED):  # in order of time
        told = json.loads(event.details)
        next_on = date.fromisoformat(told["next_on"]) if told["next_on"] else None
        call = Call(
            event.subject, told["company"], told["currency"], event.at.date(), Outcome(told["outcome"]), event.actor,
            told["text"], next_on,
        )  # fmt: skip
        found[call.customer, call.company, call.currency] = call
    return found
