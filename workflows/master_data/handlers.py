"""Nothing in a customer's record changes on the word of a mail: request, call-back, a second person.

Letters and their facts:
change_received: customer {number, name}, changes [{field, value}] (a bank account masked)
change_refused: customer {number, name}, change, field, value (masked), text
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from workflows.addresses import letter_address
from workflows.audit import note
from workflows.commands import DecideChange, RequestMasterDataChange
from workflows.correspondence import language_for, write
from workflows.customers import Contact, Customer
from workflows.errors import NotAllowed, NotFound
from workflows.ledger.numbering import CHANGE, next_id
from workflows.letters import LetterKind
from workflows.master_data import policy
from workflows.master_data.lifecycle import UNDECIDED, ChangeEvent, after
from workflows.master_data.model import ChangeRequest, ChangeStatus
from workflows.persons import same_person
from workflows.ports import Desk, UnitOfWork

BOT = "o2cbot"
ASKED = "change_requested"
PLACE = "delivery_address"


def request_change(command: RequestMasterDataChange, uow: UnitOfWork, desk: Desk, now: datetime) -> tuple[str, ...]:
    """Keeps one request per field: their ids. The record itself stays as it is."""
    uow.lock(f"customer:{command.customer}")
    customer = uow.customers.get(command.customer)
    if customer is None:
        raise NotFound("customer", command.customer)
    before = {request.id for request in uow.changes.where(customer=customer.number)}
    asked = [
        _asked(field, new.strip(), command, customer, uow, now)
        for field, new in command.change.changes
        if field in policy.CHANGES and new.strip() and not policy.is_unchanged(customer, field, new)
    ]
    fresh = [request for request in asked if request.id not in before]
    if fresh:
        _acknowledge(fresh, customer, command, uow, desk, now)
    return tuple(request.id for request in asked)


def suggest_place(
    customer: str, address: str, message_id: str, actor: str, call_back: str, uow: UnitOfWork, now: datetime
) -> None:
    """Whoever called back about an order's address has verified it: a second person may make it a standing one."""
    known = uow.customers.get(customer)
    if known is None or policy.is_unchanged(known, PLACE, address):
        return
    if any(request.new == address for request in uow.changes.where(customer=customer, field=PLACE)):
        return  # it waits, or somebody has refused it
    request = ChangeRequest(
        id=next_id(uow, known.company, CHANGE, now.date()),
        customer=customer,
        company=known.company,
        field=PLACE,
        old=policy.old_value(known, PLACE),
        new=address,
        state=ChangeStatus.VERIFIED,
        message_id=message_id,
        requested_on=now.date(),
        warnings=("Goods of one order went there after a call-back; approve it only if that is to be so for good.",),
        verified_by=actor,
        approved_by="",
    )
    uow.changes.add(request)
    note(uow, now, actor=actor, action=ASKED, subject=request.id, message_id=message_id, field=PLACE, text=call_back)


def decide(command: DecideChange, uow: UnitOfWork, desk: Desk, now: datetime) -> tuple[str, ...]:
    """A person verifies, applies or refuses: (the request's id). Raises NotFound, NotAllowed, IllegalTransition."""
    request = uow.changes.get(command.change)
    if request is None:
        raise NotFound("change", command.change)
    if command.action not in tuple(ChangeEvent):
        raise NotAllowed(command.actor, command.action, f"a change knows {', '.join(ChangeEvent)}")
    if not command.actor or command.actor == BOT:
        raise NotAllowed(command.actor or "nobody", command.action, "only a person decides about master data")
    uow.lock(f"customer:{request.customer}")
    event = ChangeEvent(command.action)
    moved = replace(request, state=after(request.state, event))
    if event is ChangeEvent.VERIFY:
        if not command.text.strip():
            raise NotAllowed(
                command.actor, command.action, "a call-back needs a note: whom you spoke to, on which number"
            )
        moved = replace(moved, verified_by=command.actor)
    elif event is ChangeEvent.APPLY:
        moved = _apply(replace(moved, approved_by=command.actor), command, uow)
    uow.changes.put(moved)
    note(
        uow,
        now,
        actor=command.actor,
        action=f"change_{command.action}",
        subject=request.id,
        message_id=request.message_id,
        field=request.field,
        old=policy.masked(request.field, request.old),
        new=policy.masked(request.field, moved.new),
        text=command.text,
    )
    if event is ChangeEvent.REFUSE and request.field != PLACE:  # that nobody at the customer's asked for
        _tell_refusal(moved, command, uow, desk, now)
    return (request.id,)


def _asked(
    field: str, new: str, command: RequestMasterDataChange, customer: Customer, uow: UnitOfWork, now: datetime
) -> ChangeRequest:
    """The request for one field; the one before where the same is undecided yet, or was asked by this very mail: what
    was decided of it is not asked again when a person approves the mail."""
    mail = command.source.message_id
    before = uow.changes.where(customer=customer.number, field=field)
    known = (each for each in before if each.state in UNDECIDED or (mail and each.message_id == mail))
    same = next((request for request in known if request.new == new), None)
    if same is not None:
        return same
    request = ChangeRequest(
        id=next_id(uow, customer.company, CHANGE, now.date()),
        customer=customer.number,
        company=customer.company,
        field=field,
        old=policy.old_value(customer, field),
        new=new,
        state=ChangeStatus.REQUESTED,
        message_id=command.source.message_id,
        requested_on=now.date(),
        warnings=tuple(
            dict.fromkeys((*command.warnings, *policy.warnings(field, new, customer, command.source.sender)))
        ),
        verified_by="",
        approved_by="",
    )
    uow.changes.add(request)
    note(
        uow,
        now,
        actor=command.source.actor,
        action=ASKED,
        subject=request.id,
        message_id=command.source.message_id,
        field=field,
        warnings=request.warnings,
    )
    return request


def _apply(request: ChangeRequest, command: DecideChange, uow: UnitOfWork) -> ChangeRequest:
    """Writes the record; a text given with the command corrects how the value is written."""
    askers = {event.actor for event in uow.audit.where(subject=request.id, action=ASKED)}
    if any(same_person(command.actor, one) for one in (request.verified_by, *askers)):
        raise NotAllowed(command.actor, "apply the change", "a second person must do that")
    customer = uow.customers.get(request.customer)
    if customer is None:
        raise NotFound("customer", request.customer)
    if policy.old_value(customer, request.field) != request.old:
        raise NotAllowed(command.actor, "apply the change", "the record was changed since it was asked for")
    wanted = command.text.strip() if request.field != "iban" else ""
    if wanted and not policy.is_same_written_anew(request.field, request.new, wanted):
        raise NotAllowed(command.actor, "apply the change", "that is not what was asked for and called back on")
    wanted = wanted or request.new
    changed = policy.applied(customer, request.field, wanted)
    if isinstance(changed, str):
        raise NotAllowed(command.actor, "apply the change", changed)
    if isinstance(changed, Contact):
        uow.contacts.put(changed)
    else:
        uow.customers.put(changed)
    return replace(request, new=wanted)


def _acknowledge(
    asked: list[ChangeRequest],
    customer: Customer,
    command: RequestMasterDataChange,
    uow: UnitOfWork,
    desk: Desk,
    now: datetime,
) -> None:
    """The address that we knew before hears of it in any case: a customer whose mailbox was stolen, or in whose name
    somebody else writes, learns it there."""
    to_sender = (command.source.sender,) if command.source.may_answer else ()
    told = {address.casefold() for address in to_sender}
    to_record = tuple(e for e in letter_address(customer, uow) if e.casefold() not in told)
    for address in (*to_sender, *to_record):
        write(
            uow,
            now,
            kind=LetterKind.REPLY,
            template="change_received",
            language=command.source.language,
            company=desk.company(customer.company),
            customer=customer.number,
            to=(address,),
            facts={
                "customer": {"number": customer.number, "name": customer.name},
                "changes": [
                    {"field": request.field, "value": policy.masked(request.field, request.new)} for request in asked
                ],
            },
            about=tuple(request.id for request in asked),
            source=command.source,
            dedup_key=f"change_received:{asked[0].id}:{address}",
        )


def _tell_refusal(request: ChangeRequest, command: DecideChange, uow: UnitOfWork, desk: Desk, now: datetime) -> None:
    """Only to the address that we knew before: the one that asked may be a stranger's."""
    customer = uow.customers.get(request.customer)
    if customer is None:
        return
    write(
        uow,
        now,
        kind=LetterKind.REPLY,
        template="change_refused",
        language=language_for(customer, desk),
        company=desk.company(request.company),
        customer=customer.number,
        to=letter_address(customer, uow),
        facts={
            "customer": {"number": customer.number, "name": customer.name},
            "change": request.id,
            "field": request.field,
            "value": policy.masked(request.field, request.new),
            "text": command.text,
        },
        about=(request.id,),
        source=None,
        dedup_key=f"change_refused:{request.id}",
    )
