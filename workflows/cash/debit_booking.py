"""What a statement or a status report says of our direct debits: collected, come back, or not carried out.

A debit is known by its end-to-end id alone, and collected where the bank moved its very amount while it waited; all
else that comes under its id waits for a person, because the figures of our own ids are those of documents, too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any

from workflows.audit import note
from workflows.cash.booking import payment_of, post_receipt
from workflows.cash.folding import compact
from workflows.cash.model import BankEntry
from workflows.cash.proposals import CLOSED
from workflows.cash.return_reasons import Mandate as Consequence
from workflows.cash.return_reasons import explained
from workflows.collections.mandates import COLLECTED, LAST_DEBIT, REJECTED, RETURNED, DirectDebit
from workflows.collections.mandates import Sequence as Use
from workflows.errors import BadDecision, IllegalTransition, NotFound
from workflows.ledger.allocation import apply_payment
from workflows.ledger.money import ZERO, plain
from workflows.lookup import fetch
from workflows.persons import ROBOT, must_be_a_person
from workflows.ports import Company, Desk, Not, UnitOfWork

RULE = "direct_debit"
OF_A_DEBIT = "direct debit "  # how what its money waits for begins: a person alone puts it on something else


@dataclass(frozen=True, slots=True)
class RefuseDebits:
    """The bank does not carry out a debit (`reference`) of a file, or, with "", all of it."""

    file: str
    reference: str
    reason: str
    additional: str


@dataclass(frozen=True, slots=True)
class EndDebits:
    """By a person: the bank does not carry these debits of a collection out, and told it in no file that says which."""

    collection: str
    debits: tuple[str, ...]
    actor: str
    text: str  # how the person knows


class Collected:
    """A company's debits that a statement may tell of, read when the first movement could be one."""

    def __init__(self, company: Company, uow: UnitOfWork) -> None:
        self._company, self._uow = company, uow

    @cached_property
    def _by_reference(self) -> dict[str, str]:
        if not self._company.creditor_id:
            return {}
        debits = self._uow.direct_debits.where(collection=Not(""))
        return {compact(debit.id): debit.id for debit in debits if debit.collection in self._names}

    @cached_property
    def _names(self) -> dict[str, str]:
        """The company's collections -> how a text that tells one writes it."""
        own = self._uow.debit_collections.where(company=self._company.code)
        return {one.id: compact(one.id) for one in own}

    def of(self, entry: BankEntry) -> DirectDebit | None:
        """The debit that the movement is about."""
        if not entry.end_to_end_id:
            return None
        number = self._by_reference.get(compact(entry.end_to_end_id))
        return self._uow.direct_debits.get(number) if number else None

    def paid_by(self, entry: BankEntry) -> DirectDebit | None:
        """The debit whose money the movement brings, or may bring; None for all other money."""
        return self.of(entry) if entry.amount > 0 else None

    def taken_back(self, entry: BankEntry) -> bool:
        """Whether the movement takes a debit's money back to the cent, with or without a fee, whatever the bank calls
        it."""
        debit = self.of(entry) if entry.amount < 0 else None
        if debit is None or entry.currency != debit.currency:
            return False
        return -entry.amount in (debit.amount, debit.amount + entry.charges)

    def apart(self, entry: BankEntry) -> tuple[BankEntry, ...]:
        """The movements of one credit for a file of ours, or for one of its batches, that the bank names; else the
        movement itself. Banks book so although each debit was to be booked by itself (BtchBookg false)."""
        if entry.amount <= 0 or entry.batch_total is not None or not self._by_reference or self.of(entry) is not None:
            return (entry,)
        told = compact(" ".join((entry.batch_name, *entry.texts, *entry.structured, entry.additional)))
        fitting = [
            debits
            for number, name in self._names.items()
            if name in told
            for debits in self._batches(number)
            if _is_credit_of(entry, debits)
        ]
        return _taken_apart(entry, fitting[0]) if len(fitting) == 1 else (entry,)

    def _batches(self, collection: str) -> list[tuple[DirectDebit, ...]]:
        """What the bank may book at once: all that waits of a collection, and each scheme and sequence of it."""
        debits = self._uow.direct_debits.where(ended_on=None, collection=collection)
        mandates = fetch(self._uow.mandates, "reference", sorted({one.mandate for one in debits}))
        schemes = {mandate.reference: mandate.scheme.value for mandate in mandates}
        found: dict[tuple[str, str], list[DirectDebit]] = {}
        for debit in debits:
            found.setdefault((schemes.get(debit.mandate, ""), debit.sequence), []).append(debit)
        parts = [tuple(each) for each in found.values()]
        return [tuple(debits), *parts] if len(parts) > 1 else parts


def _is_credit_of(entry: BankEntry, debits: Sequence[DirectDebit]) -> bool:
    total = sum((debit.amount for debit in debits), ZERO)
    return total == entry.amount and debits[0].currency == entry.currency and entry.batch_count in (None, len(debits))


def _taken_apart(entry: BankEntry, debits: Sequence[DirectDebit]) -> tuple[BankEntry, ...]:
    return tuple(
        entry._replace(
            amount=debit.amount,
            end_to_end_id=debit.id,
            bank_reference=entry.bank_reference or debit.collection,
            batch_total=entry.amount,
            batch_name=debit.collection,
            mandate=debit.mandate,
        )
        for debit in debits
    )


def collect(
    debit: DirectDebit, entry: BankEntry, company: Company, statement: str, uow: UnitOfWork, desk: Desk, now: datetime
) -> str:
    """Books a debit's money on its invoice; what was paid meanwhile, or is no money of a debit that waits, stays on
    account. The payment's id."""
    uow.lock(f"customer:{debit.customer}")
    doubt = _doubt(debit, entry)
    held = f"{OF_A_DEBIT}{debit.id}: {doubt}" if doubt else ""
    payment = replace(payment_of(entry, company, uow, statement), customer=debit.customer, held=held)
    uow.payments.add(payment)
    post_receipt(uow, desk, payment)
    if doubt:
        note(uow, now, actor=ROBOT, action="debit_doubtful", subject=debit.id, payment=payment.id, why=doubt)
        return payment.id
    item = uow.open_items.get(debit.document)
    amount = min(debit.amount, max(item.open_amount, ZERO)) if item is not None else ZERO
    if amount:
        proof = f"direct debit {debit.id} under mandate {debit.mandate}, its end-to-end id and amount"
        apply_payment(
            uow, desk, payment=payment.id, invoice=debit.document, amount=amount, on=entry.value_date, rule=RULE,
            proof=proof,
        )  # fmt: skip
    kept = uow.payments.get(payment.id) or payment
    if kept.unapplied:  # it was taken for this document alone: another one of the same amount has no claim to it
        uow.payments.put(replace(kept, held=f"{OF_A_DEBIT}{debit.id}: {debit.document}{CLOSED}"))
    _end(debit, COLLECTED, "", entry.booking_date, uow, now, payment=payment.id, amount=plain(amount, debit.currency))
    return payment.id


def _doubt(debit: DirectDebit, entry: BankEntry) -> str:
    """Why money under a debit's id is not simply the debit's; "" if it is."""
    if debit.ended_on is not None:
        return f"the bank moved {entry.amount} {entry.currency}, but it is over ({debit.ended_how})"
    if (entry.amount, entry.currency) != (debit.amount, debit.currency):
        return f"the bank moved {entry.amount} {entry.currency}, {debit.amount} {debit.currency} was ordered"
    return ""


def come_back(debit: DirectDebit, entry: BankEntry, uow: UnitOfWork, desk: Desk, now: datetime) -> None:
    """After its money was taken back: the debit is over, and a mandate that the reason stops is not used again."""
    told = desk.return_reasons.get(entry.reason)
    why = explained(entry.reason, desk.return_reasons) or "no reason given"
    _end(debit, RETURNED, why, entry.booking_date, uow, now)
    if told is not None and told.mandate is Consequence.STOP:
        _stop_mandate(debit, why, entry.booking_date, uow, now)


def _stop_mandate(debit: DirectDebit, why: str, on: date, uow: UnitOfWork, now: datetime) -> None:
    mandate = uow.mandates.get(debit.mandate)
    if mandate is None or mandate.revoked_on is not None:
        return
    uow.mandates.put(replace(mandate, revoked_on=on, revoked_why=f"{debit.id} came back: {why}"))
    note(uow, now, actor=ROBOT, action="mandate_stopped", subject=mandate.reference, customer=mandate.customer, why=why)


def refuse_debits(command: RefuseDebits, uow: UnitOfWork, desk: Desk, now: datetime) -> tuple[str, ...]:
    """Debits that the bank refuses before it moves anything are over, and their mandates as little used as before."""
    ours = [one for one in uow.debit_collections.where(file=command.file)] if command.file else []
    debits = [debit for one in ours for debit in uow.direct_debits.where(collection=one.id, ended_on=None)]
    wanted = compact(command.reference)
    found = [debit for debit in debits if not wanted or compact(debit.id) == wanted]
    said = explained(command.reason, desk.return_reasons) or command.reason
    why = " ".join(filter(None, (said, command.additional))) or "refused by the bank"
    return _not_carried_out(found, why, ROBOT, uow, now)


def end_debits(command: EndDebits, uow: UnitOfWork, now: datetime) -> tuple[str, ...]:
    """The same where a person knows it: their ids. What was collected or came back is over already, and is refused.

    Raises NotAllowed, NotFound, IllegalTransition, BadDecision.
    """
    must_be_a_person(command.actor, "end direct debits")
    if not command.text or not command.debits:
        raise BadDecision("name the debits, and say in a few words how you know")
    collection = uow.debit_collections.get(command.collection)
    if collection is None:
        raise NotFound("collection", command.collection)
    uow.lock(f"account:{collection.company}")
    named = set(command.debits)
    found = [debit for debit in uow.direct_debits.where(collection=collection.id) if debit.id in named]
    if len(found) != len(named):
        raise NotFound("direct debit", min(named - {debit.id for debit in found}))
    ended = next((debit for debit in found if debit.ended_on is not None), None)
    if ended is not None:
        raise IllegalTransition(ended.ended_how, "end")
    return _not_carried_out(found, f"{command.actor}: {command.text}", command.actor, uow, now)


def _not_carried_out(
    debits: Sequence[DirectDebit], why: str, actor: str, uow: UnitOfWork, now: datetime
) -> tuple[str, ...]:
    for debit in reversed(debits):  # of one mandate's debits the last one first: each kept what was before it
        uow.lock(f"customer:{debit.customer}")
        mandate = uow.mandates.get(debit.mandate)
        if mandate is not None and mandate.last_used_on == debit.collected_on:
            unused = replace(mandate, last_used_on=debit.used_before)
            if debit.sequence == Use.FINAL and mandate.revoked_why == LAST_DEBIT:
                unused = replace(unused, revoked_on=None, revoked_why="")
            uow.mandates.put(unused)
        _end(debit, REJECTED, why, now.date(), uow, now, actor=actor)
    return tuple(debit.id for debit in debits)


# Any: what the audit trail keeps as JSON.
def _end(
    debit: DirectDebit, how: str, why: str, on: date, uow: UnitOfWork, now: datetime, *, actor: str = ROBOT, **more: Any
) -> None:
    uow.direct_debits.put(replace(debit, ended_on=on, ended_how=f"{how}: {why}" if why else how))
    note(uow, now, actor=actor, action=f"debit_{how}", subject=debit.id, document=debit.document, why=why, **more)
