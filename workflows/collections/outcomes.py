"""What follows from a call: which command another stage carries out, and when somebody may call again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from nlp.reading import Dispute, DisputeReason, Instalment, Promise
from workflows.audit import note
from workflows.collections.model import Outcome
from workflows.commands import PromisePayment, RaiseDispute, Source, StopDunning
from workflows.errors import BadInput
from workflows.ports import UnitOfWork

PAID_WAITS_DAYS = 5  # business or not: money within the Union takes one day, a cheque some more
Consequence = PromisePayment | RaiseDispute | StopDunning


@dataclass(frozen=True, slots=True)
class RecordCall:
    """`documents`: what was talked about. `day` and `amount`: of a promise. `reason`: of a dispute."""

    customer: str
    company: str
    currency: str
    outcome: Outcome
    documents: tuple[str, ...]
    actor: str
    text: str = ""
    day: date | None = None
    amount: Decimal | None = None
    reason: str = ""


def consequences(call: RecordCall, source: Source, today: date) -> tuple[Consequence, ...]:
    """The commands of a call, in order. Raises BadInput where the outcome needs what the call does not say."""
    if call.outcome in NEEDS_DOCUMENTS and not call.documents:
        raise BadInput(call.outcome, "names no document", todo="say which invoices were talked about")
    match call.outcome:
        case Outcome.PROMISED:
            if call.day is None:
                raise BadInput(call.outcome, "names no day", todo="say when the customer pays")
            promise = Promise(call.documents, (Instalment(call.day, call.amount),))
            return (PromisePayment(source, call.customer, promise, today),)
        case Outcome.DISPUTED:
            if call.reason not in set(DisputeReason):
                raise BadInput(call.outcome, "has no reason", todo=f"one of {', '.join(DisputeReason)}")
            dispute = Dispute(call.documents, DisputeReason(call.reason), call.amount, call.currency)
            return (RaiseDispute(source, call.customer, dispute),)
        case Outcome.PAID:
            until = today + timedelta(days=PAID_WAITS_DAYS)
            why = call.text or "the customer says that it is paid"
            return tuple(StopDunning(call.customer, one, "manual", why, until, call.actor) for one in call.documents)
        case Outcome.INSOLVENT:
            why = call.text or "insolvency, as told on the phone"
            return (StopDunning(call.customer, "", "insolvency", why, None, call.actor),)
        case _:
            return ()


NEEDS_DOCUMENTS = frozenset({Outcome.PROMISED, Outcome.DISPUTED, Outcome.PAID})
AGAIN_AFTER_DAYS = {Outcome.NO_ANSWER: 1, Outcome.WRONG_NUMBER: 1}
"""Of the others the segment's gap, or the hold that follows, says when."""


def next_on(call: RecordCall, today: date) -> date | None:
    """The day from which somebody may call again; None where the segment's gap counts."""
    days = AGAIN_AFTER_DAYS.get(call.outcome)
    return today + timedelta(days=days) if days else None


RECORDED = "call_recorded"


def keep(call: RecordCall, uow: UnitOfWork, now: datetime, made: tuple[str, ...]) -> None:
    """The call as an event of the audit trail, with what was made of it."""
    again = next_on(call, now.date())
    note(
        uow,
        now,
        actor=call.actor,
        action=RECORDED,
        subject=call.customer,
        company=call.company,
        currency=call.currency,
        outcome=call.outcome,
        documents=call.documents,
        text=call.text,
        next_on=again.isoformat() if again else "",
        records=made,
    )
