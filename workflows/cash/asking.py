"""The question to a payer: drafted for a person to read, sent only as read, once, to the address of the record.

Letters and their facts:
ask_payer: amount, currency, value_date, purpose?, text?, items? (document, due_date, open_amount)
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from workflows.addresses import letter_address
from workflows.audit import note
from workflows.cash.debit_booking import OF_A_DEBIT
from workflows.cash.model import Payment
from workflows.cash.proposals import KEPT
from workflows.cash.refunds import OF_A_REFUND
from workflows.correspondence import language_for, write
from workflows.customers import Customer
from workflows.errors import BadDecision, IllegalTransition
from workflows.ledger.money import plain
from workflows.letters import Letter, LetterKind, LetterStatus
from workflows.ports import Desk, UnitOfWork

TEMPLATE = "ask_payer"
ASKED = "the payer is asked what it is for"
A_PERSONS = (KEPT, OF_A_REFUND, OF_A_DEBIT)  # how it begins what money waits for that a person alone puts
AGAIN_AFTER_DAYS = 7  # a payer who does not answer may be asked once more
MOST_LISTED = 40  # open items that a question names
LONGEST_PURPOSE = 200
UNDER_WAY = (LetterStatus.QUEUED, LetterStatus.SENDING, LetterStatus.SENT, LetterStatus.UNCERTAIN)


class NotAsRead(BadDecision):
    """The question would not say what the person read, or nobody read it."""

    def __init__(self) -> None:
        super().__init__("the question would not read as it was shown: read it once more, then send it")


@dataclass(frozen=True, slots=True)
class Draft:
    """A question as it would go out now. `facts`: of its template (Any: plain values, dates and amounts as strings)."""

    payment: str
    customer: str
    company: str
    language: str
    to: tuple[str, ...]
    facts: Mapping[str, Any]
    refusal: str  # why it must not go out, "" if it may

    @property
    def digest(self) -> str:
        """What a reader has read: the addressee and every word, not what was the case behind them."""
        told = json.dumps([self.payment, self.customer, self.company, self.language, self.to, self.facts])
        return hashlib.sha256(told.encode()).hexdigest()[:32]


def draft(payment: Payment, customer: Customer, text: str, uow: UnitOfWork, desk: Desk, today: date) -> Draft:
    """The question about what of a payment is on nothing, in the customer's language; `text`: a person's words."""
    items = uow.open_items.where(customer=customer.number, currency=payment.currency)
    listed = sorted((item for item in items if item.open_amount), key=lambda item: (item.due_date, item.document))
    facts = {
        "amount": plain(payment.unapplied, payment.currency),
        "currency": payment.currency,
        "value_date": payment.value_date.isoformat(),
        "purpose": " ".join(payment.text.split())[:LONGEST_PURPOSE],
        "text": text,
        "items": [
            {
                "document": item.document,
                "due_date": item.due_date.isoformat(),
                "open_amount": plain(item.open_amount, item.currency),
            }
            for item in listed[:MOST_LISTED]
        ],
    }
    to = letter_address(customer, uow)
    why = _refusal(payment, customer, to, uow, today)
    return Draft(payment.id, customer.number, payment.company, language_for(customer, desk), to, facts, why)


def _refusal(payment: Payment, customer: Customer, to: tuple[str, ...], uow: UnitOfWork, today: date) -> str:
    if not to:
        return f"the record of {customer.number} has no address to write to"
    for letter in questions(payment, (customer.number,), uow):
        asked_on = letter.created_at.date()
        again_on = asked_on + timedelta(days=AGAIN_AFTER_DAYS)
        if letter.state in UNDER_WAY and today < again_on:
            return f"{customer.number} was asked on {asked_on}; a second question may go out from {again_on} on"
    return ""


def questions(payment: Payment, customers: tuple[str, ...], uow: UnitOfWork) -> list[Letter]:
    """The questions about a payment that these customers were sent, or were to be sent, in their order."""
    letters = uow.letters.where(customer=customers, template=TEMPLATE)
    found = [letter for letter in letters if letter.dedup_key.startswith(f"{TEMPLATE}:{payment.id}:")]
    return sorted(found, key=lambda letter: (letter.created_at, letter.dedup_key))


def ask(
    payment: Payment, customer: Customer, text: str, read: str, actor: str, uow: UnitOfWork, desk: Desk, now: datetime
) -> str:
    """Queues the question whose draft a person read (`read`: its digest), and leaves the money with the customer.

    The letter's id. Raises IllegalTransition without money to ask about, NotAsRead, and BadDecision for a customer
    without an address or who was asked a moment ago.
    """
    if payment.unapplied <= 0:
        raise IllegalTransition("applied", "ask")
    drafted = draft(payment, customer, text, uow, desk, now.date())
    if drafted.refusal:
        raise BadDecision(drafted.refusal)
    if read != drafted.digest:
        raise NotAsRead
    nth = len(questions(payment, (customer.number,), uow)) + 1
    letter = write(
        uow,
        now,
        kind=LetterKind.REPLY,
        template=TEMPLATE,
        language=drafted.language,
        company=desk.company(drafted.company),
        customer=drafted.customer,
        to=drafted.to,
        facts=drafted.facts,
        about=(payment.id,),
        source=None,
        dedup_key=f"{TEMPLATE}:{payment.id}:{customer.number}:{nth}",
    )
    if letter is None:
        raise BadDecision(f"{customer.number} was asked a moment ago")
    uow.payments.put(replace(payment, customer=customer.number, held=_asked(payment.held)))
    note(
        uow, now, actor=actor, action="payer_asked", subject=payment.id, customer=customer.number, letter=letter.id,
        read=read,
    )  # fmt: skip
    return letter.id


def _asked(held: str) -> str:
    """What money waits for once its payer is asked: what a person alone puts stays so, for asking puts nothing."""
    return f"{held.removesuffix(f'; {ASKED}')}; {ASKED}" if held.startswith(A_PERSONS) else ASKED


def answered_meanwhile(letter: Letter, uow: UnitOfWork) -> str | None:
    """Why a queued question asks about money of which the desk knows more by now; None for one that may go, and for
    any other letter."""
    if letter.template != TEMPLATE:
        return None
    number, told = letter.dedup_key.split(":")[1], json.loads(letter.facts)
    payment = uow.payments.get(number)
    if (
        payment is None
        or plain(payment.unapplied, payment.currency) != told["amount"]
        or not payment.held.endswith(ASKED)
    ):
        return f"what {number} is for was decided meanwhile"
    return None
