"""Who may let invoices be collected by direct debit: one person proposes, a second one releases, a file orders it.

Everything is asked anew at each step, because days lie between them: the invoice is still open and held by nobody, the
mandate may be used on the day, and the debtor was told in time (SEPA Core and B2B rulebooks, 4.3.4: 14 calendar days
before, unless agreed otherwise, with all or with one debtor).

Letters and their facts:
debit_notice: collected_on, amount, currency, mandate, creditor_id, account (masked), items [{document, amount}]
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from workflows.addresses import letter_address
from workflows.collections.announcing import NOTICE, notice_key
from workflows.collections.candidates import EURO, Candidate, candidates
from workflows.collections.mandates import (
    LEFT_OUT,
    Collection,
    CollectionLine,
    CollectionStatus,
    DirectDebit,
)
from workflows.collections.standing import creditor, locked, noted, still_collectable
from workflows.collections.target import business_day_from, business_days_later, is_target_day
from workflows.correspondence import language_for, write
from workflows.customers import Customer
from workflows.errors import BadDecision, IllegalTransition, NotAllowed, NotFound
from workflows.ledger.money import ZERO, plain
from workflows.ledger.numbering import COLLECTION, next_id
from workflows.letters import LetterKind
from workflows.limits import keep_within
from workflows.lookup import fetch
from workflows.master_data.policy import masked
from workflows.persons import Matter, must_be_a_person, same_person
from workflows.ports import Desk, UnitOfWork

SLACK_DAYS = 2  # for the second person, where nobody names a day


@dataclass(frozen=True, slots=True)
class ProposeCollection:
    """`collected_on` None: the first day that is possible, with the usual notice or, for documents that are named, with
    that of their debtors. `documents` (): all that are due by then; one whose debit
    came back is collected again only where it is named. `final`: mandates that end with this debit."""

    company: str
    actor: str
    collected_on: date | None = None
    documents: tuple[str, ...] = ()
    final: tuple[str, ...] = ()
    signed_in: bool = False  # the console knows who it is; a name on a command line proves nobody


@dataclass(frozen=True, slots=True)
class TakeOnCollection:
    """By a person who signed in: what a script proposed is this person's proposal."""

    collection: str
    actor: str


@dataclass(frozen=True, slots=True)
class ReleaseCollection:
    collection: str
    actor: str


@dataclass(frozen=True, slots=True)
class CancelCollection:
    collection: str
    reason: str
    actor: str


def propose(command: ProposeCollection, uow: UnitOfWork, desk: Desk, now: datetime) -> tuple[str, ...]:
    """Keeps what would be collected, which moves nothing: its id. Raises NotFound, NotAllowed, BadDecision."""
    must_be_a_person(command.actor, "propose a collection")
    company = creditor(command.company, desk)
    uow.lock(f"account:{company.code}")
    day = command.collected_on or _first_day(command, uow, desk, now.date())
    _check_day(day, desk, now.date())
    found = candidates(uow, desk, company.code, day, now.date(), wanted=command.documents, to_be_told=True)
    refused = {number: why for number, why in found.left_out.items() if number in command.documents}
    if refused or not found.candidates:
        why = "; ".join(f"{number}: {reason}" for number, reason in sorted((refused or found.left_out).items())[:5])
        raise BadDecision(f"nothing may be collected on {day}{f' ({why})' if why else ''}")
    lines = tuple(_line(one, command.final) for one in found.candidates.values())
    unknown = sorted(set(command.final) - {line.mandate for line in lines})
    if unknown:
        raise BadDecision(f"nothing is collected under the mandate {unknown[0]}")
    collection = Collection(
        id=next_id(uow, company.code, COLLECTION, now.date()),
        company=company.code,
        collected_on=day,
        state=CollectionStatus.PROPOSED,
        lines=lines,
        proposed_by=command.actor,
        proposed_on=now.date(),
        is_proven=command.signed_in,
    )
    uow.debit_collections.add(collection)
    noted(uow, now, command.actor, "collection_proposed", collection, left_out=dict(found.left_out))
    return (collection.id,)


def _line(found: Candidate, final: Sequence[str]) -> CollectionLine:
    item, mandate = found.item, found.mandate
    return CollectionLine(item.document, mandate.reference, item.customer, found.amount, mandate.reference in final)


def _first_day(command: ProposeCollection, uow: UnitOfWork, desk: Desk, today: date) -> date:
    """The first day that leaves the second person, the debtors and the bank their days."""
    named = {item.customer for item in fetch(uow.open_items, "document", command.documents)}
    own = fetch(uow.mandates, "customer", sorted(named), company=command.company)
    days = max((one.told_before(desk.debit_notice_days) for one in own), default=desk.debit_notice_days)
    earliest = max(business_day_from(today + timedelta(days=days)), business_days_later(today, desk.debit_lead_days))
    return business_day_from(earliest + timedelta(days=SLACK_DAYS))


def _check_day(day: date, desk: Desk, today: date) -> None:
    """Whether the bank can do it; whether a debtor can be told in time depends on the mandate."""
    if not is_target_day(day):
        raise BadDecision(f"no money settles on {day}")
    if day < business_days_later(today, desk.debit_lead_days):
        raise BadDecision(f"{day} is too soon: the bank needs {desk.debit_lead_days} days")


def take_on(command: TakeOnCollection, uow: UnitOfWork, now: datetime) -> tuple[str, ...]:
    """A person who signed in makes a script's proposal their own; somebody else may release it then. Raises NotFound,
    NotAllowed, IllegalTransition where it is somebody's already."""
    must_be_a_person(command.actor, "take on a collection")
    collection = locked(command.collection, uow)
    if collection.state is not CollectionStatus.PROPOSED or collection.is_proven:
        raise IllegalTransition(collection.state.value, "take on")
    taken = replace(collection, proposed_by=command.actor, proposed_on=now.date(), is_proven=True)
    uow.debit_collections.put(taken)
    noted(uow, now, command.actor, "collection_taken_on", taken, before=collection.proposed_by)
    return (collection.id,)


def release(command: ReleaseCollection, uow: UnitOfWork, desk: Desk, now: datetime) -> tuple[str, ...]:
    """A second person agrees, the debtors are told, and nobody reminds them: the debits' ids.

    What may not be collected any more is left out. Raises NotFound, IllegalTransition, NotAllowed (the same person,
    the limit), BadDecision (the day, or nothing is left).
    """
    must_be_a_person(command.actor, "release a collection")
    collection = locked(command.collection, uow)
    if collection.state is not CollectionStatus.PROPOSED:
        raise IllegalTransition(collection.state.value, "release")
    if not collection.is_proven:
        raise NotAllowed(command.actor, "release the collection", "a person takes it on first, another one releases")
    if same_person(command.actor, collection.proposed_by):
        raise NotAllowed(command.actor, "release the collection", "a second person must do that")
    sums = [(one.company, EURO, one.total) for one in (collection, *_released_today(command.actor, uow, now.date()))]
    keep_within(command.actor, Matter.DIRECT_DEBIT, sums, uow, desk, now.date())
    _check_day(collection.collected_on, desk, now.date())
    lines, left_out = still_collectable(collection, collection.lines, uow, desk, now.date(), to_be_told=True)
    told = {line.customer: customer for line in lines if (customer := _reachable(line.customer, uow)) is not None}
    left_out |= {
        line.document: "the debtor has no address to be told at" for line in lines if line.customer not in told
    }
    lines = [line for line in lines if line.customer in told]
    if not lines:
        raise BadDecision(f"nothing of it may be collected any more: {'; '.join(left_out.values())}")
    debits = [_debit(collection, number, line) for number, line in enumerate(lines, 1)]
    for debit in debits:
        uow.direct_debits.add(debit)
    for mandate in sorted({line.mandate for line in lines}):
        _tell(collection, [line for line in lines if line.mandate == mandate], told, uow, desk, now)
    released = replace(collection, state=CollectionStatus.RELEASED, released_by=command.actor, released_on=now.date())
    uow.debit_collections.put(released)
    noted(uow, now, command.actor, "collection_released", released, left_out=left_out)
    return tuple(debit.id for debit in debits)


def _released_today(actor: str, uow: UnitOfWork, today: date) -> list[Collection]:
    """What counts towards the person's limit besides: else two collections are within it where one is not."""
    standing = (CollectionStatus.RELEASED, CollectionStatus.ORDERED)
    released = uow.debit_collections.where(released_on=today, state=standing)
    return [one for one in released if same_person(one.released_by, actor)]


def _reachable(number: str, uow: UnitOfWork) -> Customer | None:
    customer = uow.customers.get(number)
    return customer if customer is not None and letter_address(customer, uow) else None


def _debit(collection: Collection, number: int, line: CollectionLine) -> DirectDebit:
    return DirectDebit(
        id=f"{collection.id}-{number:04d}",
        mandate=line.mandate,
        document=line.document,
        customer=line.customer,
        amount=line.amount,
        currency=EURO,
        collected_on=collection.collected_on,
        collection=collection.id,
    )


def _tell(
    collection: Collection,
    lines: Sequence[CollectionLine],
    told: dict[str, Customer],
    uow: UnitOfWork,
    desk: Desk,
    now: datetime,
) -> None:
    """The pre-notification of one mandate's debits."""
    mandate, customer = uow.mandates.get(lines[0].mandate), told[lines[0].customer]
    if mandate is None:
        raise NotFound("mandate", lines[0].mandate)
    company = desk.company(collection.company)
    write(
        uow,
        now,
        kind=LetterKind.RECEIPT,
        template=NOTICE,
        language=language_for(customer, desk),
        company=company,
        customer=customer.number,
        to=letter_address(customer, uow),
        facts={
            "collected_on": collection.collected_on,
            "amount": plain(sum((line.amount for line in lines), ZERO), EURO),
            "currency": EURO,
            "mandate": mandate.reference,
            "creditor_id": company.creditor_id,
            "account": masked("iban", mandate.iban),
            "items": [{"document": line.document, "amount": plain(line.amount, EURO)} for line in lines],
        },
        documents=tuple(line.document for line in lines),
        about=(collection.id, mandate.reference),
        source=None,
        dedup_key=notice_key(collection.id, mandate.reference),
    )


def cancel(command: CancelCollection, uow: UnitOfWork, desk: Desk, now: datetime) -> tuple[str, ...]:
    """Gives a collection up that is in no file yet; afterwards only the bank can. Raises NotFound, BadDecision,
    IllegalTransition."""
    must_be_a_person(command.actor, "cancel a collection")
    collection = locked(command.collection, uow)
    if collection.state not in (CollectionStatus.PROPOSED, CollectionStatus.RELEASED):
        raise IllegalTransition(collection.state.value, "cancel")
    if not command.reason.strip():
        raise BadDecision("say why, in a few words")
    for debit in uow.direct_debits.where(collection=collection.id, ended_on=None):
        uow.direct_debits.put(replace(debit, ended_on=now.date(), ended_how=f"{LEFT_OUT}: called back"))
    why = f"{command.actor}: {command.reason.strip()}"
    uow.debit_collections.put(replace(collection, state=CollectionStatus.CANCELLED, why=why))
    noted(uow, now, command.actor, "collection_cancelled", collection, reason=command.reason.strip())
    return (collection.id,)
