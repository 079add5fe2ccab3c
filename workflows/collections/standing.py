"""What every step of a collection asks anew: who collects, what may still be collected, and under whose lock."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from workflows.audit import note
from workflows.collections.candidates import EURO, candidates
from workflows.collections.mandates import (
    Collection,
    CollectionLine,
)
from workflows.errors import BadDecision, NotFound
from workflows.ledger.money import plain
from workflows.master_data.policy import iban_is_sound
from workflows.ports import Company, Desk, UnitOfWork


def creditor(code: str, desk: Desk) -> Company:
    """The company that collects. Raises NotFound, BadDecision where it has nothing to collect by."""
    if code not in desk.companies:
        raise NotFound("company", code)
    company = desk.company(code)
    if not company.creditor_id or not iban_is_sound(company.iban):
        raise BadDecision(f"{code} has no creditor_id, or no sound iban, to collect by")
    return company


def still_collectable(
    collection: Collection,
    lines: Iterable[CollectionLine],
    uow: UnitOfWork,
    desk: Desk,
    today: date,
    *,
    to_be_told: bool = False,
) -> tuple[list[CollectionLine], dict[str, str]]:
    """The lines that may still be collected as they are, and why others may not."""
    wanted = tuple(line.document for line in lines)
    day = collection.collected_on
    found = candidates(
        uow, desk, collection.company, day, today, wanted=wanted, besides=collection.id, to_be_told=to_be_told
    )
    still, left_out = [], {}
    for line in lines:
        now_found = found.candidates.get(line.document)
        if now_found is None:
            left_out[line.document] = found.left_out[line.document]
        elif now_found.mandate.reference != line.mandate:
            left_out[line.document] = "the customer has another mandate by now"
        elif now_found.amount < line.amount:
            left_out[line.document] = f"{now_found.amount} of {line.amount} is left to collect"
        else:
            still.append(line)
    return still, left_out


def locked(number: str, uow: UnitOfWork) -> Collection:
    """A collection under the locks of its account and its debtors. Raises NotFound."""
    collection = uow.debit_collections.get(number)
    if collection is None:
        raise NotFound("collection", number)
    uow.lock(f"account:{collection.company}")
    for customer in sorted({line.customer for line in collection.lines}):
        uow.lock(f"customer:{customer}")
    return uow.debit_collections.get(number) or collection


# Any: what the audit trail keeps as JSON.
def noted(uow: UnitOfWork, now: datetime, actor: str, action: str, collection: Collection, **more: Any) -> None:
    note(
        uow, now, actor=actor, action=action, subject=collection.id, on=collection.collected_on.isoformat(),
        debits=len(collection.lines), amount=plain(collection.total, EURO), **more,
    )  # fmt: skip
