"""A released collection becomes the content of a file for the bank, once; what may not go or was not told stays out."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from workflows.calendar import ONE_DAY
from workflows.collections.announcing import latest_notice_on, notice_key
from workflows.collections.mandates import (
    LAST_DEBIT,
    LEFT_OUT,
    Collection,
    CollectionLine,
    CollectionStatus,
    DirectDebit,
    Mandate,
    Scheme,
)
from workflows.collections.mandates import (
    Sequence as Use,
)
from workflows.collections.standing import creditor, locked, noted, still_collectable
from workflows.collections.target import business_days_later
from workflows.customers import Customer
from workflows.errors import BadDecision, IllegalTransition, NotFound
from workflows.letters import LetterStatus
from workflows.master_data.policy import masked
from workflows.persons import must_be_a_person
from workflows.ports import Company, Desk, UnitOfWork


@dataclass(frozen=True, slots=True)
class OrderCollection:
    collection: str
    actor: str


@dataclass(frozen=True, slots=True)
class OrderedDebit:
    """One debit as the bank carries it out."""

    reference: str  # end-to-end id
    amount: Decimal
    mandate: Mandate
    debtor: Customer
    text: str


@dataclass(frozen=True, slots=True)
class DebitOrder:
    """The content of a pain.008: debits of one day by scheme and sequence. `left_out`: debit -> why."""

    id: str  # message id
    company: Company
    collected_on: date
    made_at: datetime
    groups: tuple[tuple[Scheme, Use, tuple[OrderedDebit, ...]], ...]
    left_out: tuple[tuple[str, str], ...] = ()


def order(command: OrderCollection, uow: UnitOfWork, desk: Desk, now: datetime) -> DebitOrder:
    """Puts a released collection into an order for the bank, once; what may not go any more, or was not told in time,
    is left out. Raises NotFound, IllegalTransition, BadDecision where the bank's time is over or nothing is left."""
    must_be_a_person(command.actor, "order a collection")
    collection = locked(command.collection, uow)
    if collection.state is not CollectionStatus.RELEASED:
        raise IllegalTransition(collection.state.value, "order")
    company, today = creditor(collection.company, desk), now.date()
    if business_days_later(today, desk.debit_lead_days) > collection.collected_on:
        raise BadDecision(f"it is too late for {collection.collected_on}: cancel it and propose another day")
    debits = {debit.document: debit for debit in uow.direct_debits.where(collection=collection.id, ended_on=None)}
    still, why = still_collectable(
        collection, [one for one in collection.lines if one.document in debits], uow, desk, today
    )
    why |= {line.document: late for line in still if (late := _not_told(collection, line, uow, desk))}
    going = [line for line in still if line.document not in why]
    if not going:
        raise BadDecision(f"nothing of it may be collected: {'; '.join(why.values())}")
    for number, reason in why.items():
        uow.direct_debits.put(replace(debits[number], ended_on=today, ended_how=f"{LEFT_OUT}: {reason}"))
    groups = _groups([(line, debits[line.document]) for line in going], uow)
    ordered = replace(collection, state=CollectionStatus.ORDERED, file=collection.id)
    uow.debit_collections.put(ordered)
    noted(uow, now, command.actor, "collection_ordered", ordered, left_out=why)
    left_out = tuple((debits[number].id, reason) for number, reason in why.items())
    return DebitOrder(collection.id, company, collection.collected_on, now, groups, left_out)


def _not_told(collection: Collection, line: CollectionLine, uow: UnitOfWork, desk: Desk) -> str:
    """Why a debtor does not count as told; "" where the letter left early enough and names the account."""
    letters = uow.letters.where(dedup_key=notice_key(collection.id, line.mandate))
    gone = [one for one in letters if one.state is LetterStatus.SENT]
    sent = [one.sent_at for one in gone if one.sent_at is not None]
    if not sent:
        return "its announcement has not been sent"
    mandate = uow.mandates.get(line.mandate)
    account = masked("iban", mandate.iban) if mandate is not None else ""
    if any(json.loads(one.facts)["account"] != account for one in gone):
        return "its mandate has another account by now than was announced"
    latest = latest_notice_on(collection, mandate, desk)
    return "" if min(sent).date() <= latest else f"its announcement was sent after {latest}"


def _groups(
    going: Sequence[tuple[CollectionLine, DirectDebit]], uow: UnitOfWork
) -> tuple[tuple[Scheme, Use, tuple[OrderedDebit, ...]], ...]:
    """By scheme and sequence; each debit uses its mandate, so that of several the first one alone is its first and
    the last one alone its final one."""
    found: dict[tuple[Scheme, Use], list[OrderedDebit]] = {}
    last = {line.mandate: debit.id for line, debit in going}
    for line, debit in going:
        mandate, debtor = uow.mandates.get(line.mandate), uow.customers.get(line.customer)
        if mandate is None or debtor is None:
            raise NotFound("mandate", line.mandate)
        is_final = line.final and last[line.mandate] == debit.id
        use = Use.FINAL if is_final else mandate.sequence()
        uow.direct_debits.put(replace(debit, sequence=use.value, used_before=mandate.last_used_on))
        used = replace(mandate, last_used_on=debit.collected_on)
        if is_final:
            used = replace(used, revoked_on=debit.collected_on + ONE_DAY, revoked_why=LAST_DEBIT)
        uow.mandates.put(used)
        ordered = OrderedDebit(debit.id, line.amount, mandate, debtor, line.document)
        found.setdefault((mandate.scheme, use), []).append(ordered)
    return tuple((scheme, use, tuple(found[scheme, use])) for scheme, use in sorted(found))
