"""What is being collected by direct debit, what of it came back, and when a mandate may no longer be used."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from workflows.audit import note
from workflows.collections.mandates import DirectDebit, Mandate
from workflows.errors import BadDecision, IllegalTransition, NotAllowed, NotFound
from workflows.lookup import fetch
from workflows.ports import Desk, Not, UnitOfWork


@dataclass(frozen=True, slots=True)
class RevokeMandate:
    """By a person, from a day on: the debtor withdrew it, or it must not be used any more."""

    reference: str
    on: date
    reason: str
    actor: str


def revoke_mandate(command: RevokeMandate, uow: UnitOfWork, desk: Desk, now: datetime) -> tuple[str, ...]:
    """Raises NotFound, IllegalTransition where that was done already, NotAllowed without a reason."""
    mandate = uow.mandates.get(command.reference)
    if mandate is None:
        raise NotFound("mandate", command.reference)
    if mandate.revoked_on is not None:
        raise IllegalTransition("revoked", "revoke")
    if not command.reason.strip():
        raise NotAllowed(command.actor, "revoke a mandate", "a reason is missing")
    uow.mandates.put(replace(mandate, revoked_on=command.on, revoked_why=command.reason.strip()))
    note(
        uow,
        now,
        actor=command.actor,
        action="mandate_revoked",
        subject=mandate.reference,
        customer=mandate.customer,
        on=command.on.isoformat(),
        reason=command.reason.strip(),
    )
    return (mandate.reference,)


def keep_mandate(mandate: Mandate, uow: UnitOfWork) -> None:
    """Takes a mandate over. Raises BadDecision where its reference belongs to another customer or creditor, or it is
    dead and would come to life again."""
    before = uow.mandates.get(mandate.reference)
    if before is not None and (before.customer, before.company) != (mandate.customer, mandate.company):
        raise BadDecision(f"the mandate {mandate.reference} is {before.customer}'s, for {before.company}")
    if before is not None and before.revoked_on is not None and mandate.revoked_on is None:
        raise BadDecision(f"the mandate {mandate.reference} was revoked on {before.revoked_on}: a new one is needed")
    used = max((day for day in (mandate.last_used_on, before and before.last_used_on) if day), default=None)
    agreed = mandate.notice_days or (before.notice_days if before is not None else 0)  # what is not said stays agreed
    uow.mandates.put(replace(mandate, last_used_on=used, notice_days=agreed))


def keep_debit(debit: DirectDebit, uow: UnitOfWork) -> None:
    """Takes over that a document is being collected. Raises BadDecision where the mandate or the document is not one
    that this can be collected by."""
    mandate, item = uow.mandates.get(debit.mandate), uow.open_items.get(debit.document)
    if mandate is None or item is None:
        missing = f"mandate {debit.mandate!r}" if mandate is None else f"document {debit.document!r}"
        raise BadDecision(f"there is no {missing}")
    if item.customer != mandate.customer:
        raise BadDecision(f"{debit.document} is not of the mandate's customer {mandate.customer}")
    before = uow.direct_debits.get(debit.id)
    if before is not None and (before.document, before.amount) != (debit.document, debit.amount):
        raise BadDecision(f"{debit.id} collects {before.document}")
    if before is None and debit.ended_on is None and not mandate.is_valid(debit.collected_on):
        raise BadDecision(f"the mandate {mandate.reference} may not be used on {debit.collected_on}")
    if before is not None:  # one of ours: only its end is told
        debit = replace(before, ended_on=debit.ended_on, ended_how=debit.ended_how, collected_on=debit.collected_on)
    uow.direct_debits.put(replace(debit, customer=item.customer, currency=item.currency))
    used = max(mandate.last_used_on or debit.collected_on, debit.collected_on)
    uow.mandates.put(replace(mandate, last_used_on=used))


def debits_with_the_bank(
    uow: UnitOfWork, customers: tuple[str, ...], today: date, settling_days: int
) -> tuple[DirectDebit, ...]:
    """The debits of these customers whose money may still come."""
    known = fetch(uow.direct_debits, "customer", customers, ended_on=None)
    return tuple(one for one in known if one.is_with_the_bank(today, settling_days))


def returned_documents(uow: UnitOfWork, customers: tuple[str, ...]) -> Mapping[str, date]:
    """Document -> the day on which the bank last took back money that had cleared it."""
    back = {one.id: one.booking_date for one in fetch(uow.payments, "customer", customers, reverses=Not(""))}
    found: dict[str, date] = {}
    for row in fetch(uow.allocations, "payment", sorted(back)):
        found[row.invoice] = max(back[row.payment], found.get(row.invoice, date.min))
    return found
