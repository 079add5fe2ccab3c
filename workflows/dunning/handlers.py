"""What a person may decide about dunning beside cases: stop it, let it go on, give up charges; each with a reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType

from workflows import audit
from workflows.commands import ResumeDunning, StopDunning, WaiveCharges
from workflows.dunning.booking import take_back_charges
from workflows.dunning.stops import ChargeWaiver, DunningStop, StopKind, Waived
from workflows.errors import IllegalTransition, NotAllowed, NotFound
from workflows.ledger.model import OpenItem
from workflows.ledger.numbering import STOP, WAIVER, next_id
from workflows.ports import Desk, Handler, UnitOfWork


def stop_dunning(command: StopDunning, uow: UnitOfWork, desk: Desk, now: datetime) -> tuple[str, ...]:
    """Raises NotFound for a customer or document that is not there, NotAllowed without a reason or for a past day."""
    customer = uow.customers.get(command.customer)
    if customer is None:
        raise NotFound("customer", command.customer)
    company = _item(uow, command.document, customer.number).company if command.document else customer.company
    _reasoned(command.actor, "stop dunning", command.reason)
    if command.until is not None and command.until < now.date():
        raise NotAllowed(command.actor, "stop dunning", f"{command.until} is over")
    stop = DunningStop(
        id=next_id(uow, company, STOP, now.date()),
        customer=customer.number,
        document=command.document,
        kind=StopKind(command.kind),
        reason=command.reason.strip(),
        set_by=command.actor,
        set_on=now.date(),
        until=command.until,
    )
    uow.stops.add(stop)
    _noted(uow, now, command.actor, "dunning_stopped", stop.id, customer.number, stop.document, stop.reason)
    return (stop.id,)


def resume_dunning(command: ResumeDunning, uow: UnitOfWork, desk: Desk, now: datetime) -> tuple[str, ...]:
    """Lifts a stop. Raises NotFound, IllegalTransition where that was done already, NotAllowed without a reason."""
    stop = uow.stops.get(command.stop)
    if stop is None:
        raise NotFound("stop", command.stop)
    if stop.lifted_on is not None:
        raise IllegalTransition("lifted", "resume")
    _reasoned(command.actor, "resume dunning", command.reason)
    uow.stops.put(replace(stop, lifted_by=command.actor, lifted_on=now.date()))
    _noted(uow, now, command.actor, "dunning_resumed", stop.id, stop.customer, stop.document, command.reason)
    return (stop.id,)


def waive_charges(command: WaiveCharges, uow: UnitOfWork, desk: Desk, now: datetime) -> tuple[str, ...]:
    """Later letters claim nothing of it. Raises NotFound for an unknown document, NotAllowed without a reason."""
    item = _item(uow, command.document)
    _reasoned(command.actor, "waive charges", command.reason)
    waiver = ChargeWaiver(
        id=next_id(uow, item.company, WAIVER, now.date()),
        document=item.document,
        customer=item.customer,
        waived=Waived(command.waived),
        reason=command.reason.strip(),
        waived_by=command.actor,
        waived_on=now.date(),
    )
    uow.waivers.add(waiver)
    take_back_charges(uow, item.document, now.date(), waiver.reason)  # the next letter books what is left
    _noted(uow, now, command.actor, "charges_waived", waiver.id, item.customer, item.document, waiver.reason)
    return (waiver.id,)


HANDLERS: Mapping[type, Handler] = MappingProxyType(
    {StopDunning: stop_dunning, ResumeDunning: resume_dunning, WaiveCharges: waive_charges}
)


def _item(uow: UnitOfWork, document: str, customer: str = "") -> OpenItem:
    item = uow.open_items.get(document)
    if item is None or customer not in ("", item.customer):
        raise NotFound(f"document of customer {customer}" if customer else "document", document)
    return item


def _reasoned(actor: str, action: str, reason: str) -> None:
    if not reason.strip():
        raise NotAllowed(actor, action, "a reason is missing")


def _noted(
    uow: UnitOfWork, now: datetime, actor: str, action: str, subject: str, customer: str, document: str, reason: str
) -> None:
    audit.note(
        uow, now, actor=actor, action=action, subject=subject, customer=customer, document=document, reason=reason
    )
