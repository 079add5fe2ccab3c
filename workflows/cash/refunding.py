"""Who may let a refund go: one person proposes it, a second one releases it, and the bank's file orders it.

Everything is asked anew at each step, because days lie between them: the money is still there, the account is one of
the customer's record (never one of a mail), and nobody is asking to change it.

Letters and their facts:
refund_paid: amount, currency, paid_on, account (masked), reference, document?, value_date?
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from workflows.audit import note
from workflows.cash.refundable import left_of, reason_of
from workflows.cash.refunds import LET_GO, Refund, RefundReason, RefundStatus
from workflows.cash.words import WORDS
from workflows.commands import CancelRefund, OrderRefunds, ProposeRefund, ReleaseRefund, TakeOnRefund
from workflows.correspondence import language_for
from workflows.customers import Customer
from workflows.errors import BadDecision, IllegalTransition, NotAllowed, NotFound
from workflows.ledger.money import ZERO, is_exact, plain
from workflows.ledger.numbering import PAYMENT_ORDER, REFUND, next_id
from workflows.limits import keep_within
from workflows.lookup import fetch
from workflows.master_data.lifecycle import UNDECIDED
from workflows.master_data.policy import compact, iban_is_sound, masked
from workflows.persons import Matter, must_be_a_person, same_person
from workflows.ports import Company, Desk, UnitOfWork

ACCOUNT = "iban"  # the field of a change request
LONGEST_REFERENCE = 35  # ISO 20022 Max35Text
# Countries and territories whose accounts SEPA transfers reach, by the IBAN's first letters (EPC409-09, 2025).
SEPA = frozenset(
    "AD AL AT BE BG CH CY CZ DE DK EE ES FI FR GB GI GR HR HU IE IS IT LI LT LU LV MC MD ME MK MT NL NO PL PT RO RS SE "
    "SI SK SM VA".split()
)


@dataclass(frozen=True, slots=True)
class PaymentOrder:
    """What the bank is asked to transfer from one account in one currency and way: the content of a pain.001."""

    id: str  # message id
    company: Company
    currency: str
    sepa: bool
    made_at: datetime
    transfers: tuple[Transfer, ...]

    @property
    def total(self) -> Decimal:
        return sum((transfer.amount for transfer in self.transfers), ZERO)


@dataclass(frozen=True, slots=True)
class Transfer:
    """One refund as the bank carries it out."""

    reference: str
    amount: Decimal
    name: str
    iban: str
    text: str


@dataclass(frozen=True, slots=True)
class Ordered:
    """What became of the released refunds of a company; `left_out`: refund -> why it waits."""

    orders: tuple[PaymentOrder, ...]
    left_out: tuple[tuple[str, str], ...]


def propose(command: ProposeRefund, uow: UnitOfWork, desk: Desk, now: datetime) -> tuple[str, ...]:
    """Keeps a proposal, which moves nothing: its id. Raises NotFound, NotAllowed, BadDecision."""
    must_be_a_person(command.actor, "propose a refund")
    company, owner, currency, reason = _owner(command.source, uow)
    uow.lock(f"customer:{owner}")
    customer = uow.customers.get(owner)
    if customer is None:
        raise BadDecision("whose money is it? name its customer first")
    left = left_of(command.source, uow)
    amount = left if command.amount is None else command.amount
    if not ZERO < amount <= left or not is_exact(amount, currency):
        raise BadDecision(f"{amount} {currency} is asked for, {left} may go back of {command.source}")
    payment = uow.payments.get(command.source)
    number = next_id(uow, company, REFUND, now.date())
    refund = Refund(
        id=number,
        company=company,
        customer=customer.number,
        source=command.source,
        reason=reason,
        amount=amount,
        currency=currency,
        iban=_account(command.iban, payment.payer_iban if payment else "", customer),
        name=customer.name,
        reference=re.sub(r"[^A-Za-z0-9-]", "-", number)[-LONGEST_REFERENCE:],
        state=RefundStatus.PROPOSED,
        proposed_by=command.actor,
        proposed_on=now.date(),
        note=command.text,
        is_proven=command.signed_in,
    )
    _refuse(obstacles(refund, uow), command.actor)
    uow.refunds.add(refund)
    note(
        uow, now, actor=command.actor, action="refund_proposed", subject=number, source=refund.source,
        amount=plain(amount, currency), currency=currency, account=masked(ACCOUNT, refund.iban), text=command.text,
        signed_in=command.signed_in,
    )  # fmt: skip
    return (number,)


def take_on(command: TakeOnRefund, uow: UnitOfWork, now: datetime) -> tuple[str, ...]:
    """A person who signed in makes a script's proposal their own; somebody else may release it then. Raises NotFound,
    IllegalTransition, NotAllowed."""
    must_be_a_person(command.actor, "propose a refund")
    refund = _locked(command.refund, uow)
    if refund.state is not RefundStatus.PROPOSED or refund.is_proven:
        raise IllegalTransition(refund.state.value, "take on")
    uow.refunds.put(replace(refund, proposed_by=command.actor, proposed_on=now.date(), is_proven=True))
    note(uow, now, actor=command.actor, action="refund_taken_on", subject=refund.id, before=refund.proposed_by)
    return (refund.id,)


def _owner(source: str, uow: UnitOfWork) -> tuple[str, str, str, RefundReason]:
    """(company, customer, currency, reason) of a payment or a credit note."""
    payment = uow.payments.get(source)
    if payment is not None:
        return payment.company, payment.customer, payment.currency, reason_of(payment)
    item = uow.open_items.get(source)
    if item is None or item.original > 0:
        raise NotFound("payment or credit note", source)
    return item.company, item.customer, item.currency, RefundReason.CREDIT_BALANCE


def _account(wished: str, paid_from: str, customer: Customer) -> str:
    """One account of the customer's record: the wished one, else the one that the money came from, else the only one.

    Raises BadDecision: an account that only a payment or a mail names is never paid to.
    """
    known = {compact(iban): compact(iban) for iban in customer.ibans}
    for told in filter(None, (compact(wished), compact(paid_from))):
        if told in known:
            return told
        if wished:
            raise BadDecision(f"{masked(ACCOUNT, told)} is no account of {customer.number}'s record")
    if len(known) != 1:
        count = "no account" if not known else "several accounts; name one"
        raise BadDecision(f"{customer.number}'s record has {count}")
    return next(iter(known))


def obstacles(refund: Refund, uow: UnitOfWork) -> tuple[str, ...]:
    """Why a refund may not go on, in words; () if it may."""
    found = []
    customer = uow.customers.get(refund.customer)
    if customer is None or refund.iban not in {compact(iban) for iban in customer.ibans}:
        found.append("the account is not in the customer's record (any more)")
    if not iban_is_sound(refund.iban):
        found.append("the account's check digits do not agree")
    if uow.changes.where(customer=refund.customer, field=ACCOUNT, state=UNDECIDED):
        found.append("a change of the customer's bank account is being decided")
    payment = uow.payments.get(refund.source)
    if payment is not None and (payment.customer != refund.customer or uow.payments.where(reverses=payment.id)):
        found.append("the payment was taken back, or is another customer's by now")
    elif left_of(refund.source, uow, besides=refund.id) < refund.amount:
        found.append("the money was used for something else")
    return tuple(found)


def _refuse(why: Sequence[str], actor: str) -> None:
    if why:
        raise NotAllowed(actor, "pay this back", "; ".join(why))


def release(command: ReleaseRefund, uow: UnitOfWork, desk: Desk, now: datetime) -> tuple[str, ...]:
    """A second person agrees. Raises NotFound, IllegalTransition, NotAllowed (same person, limit, an obstacle)."""
    must_be_a_person(command.actor, "release a refund")
    refund = _locked(command.refund, uow)
    if refund.state is not RefundStatus.PROPOSED:
        raise IllegalTransition(refund.state.value, "release")
    if not refund.is_proven:
        why = "a command line proposed it, where a name proves nobody: a person takes it on first, another one releases"
        raise NotAllowed(command.actor, "release the refund", why)
    if same_person(command.actor, refund.proposed_by):
        raise NotAllowed(command.actor, "release the refund", "a second person must do that")
    parts = uow.refunds.where(source=refund.source, state=LET_GO)  # of what is one sum: they count together
    own = [one for one in parts if same_person(one.released_by, command.actor)]
    sums = [(one.company, one.currency, one.amount) for one in (refund, *own)]
    limit = keep_within(command.actor, Matter.REFUND, sums, uow, desk, now.date())
    _refuse(obstacles(refund, uow), command.actor)
    uow.refunds.put(
        replace(refund, state=RefundStatus.RELEASED, released_by=command.actor, released_on=now.date())
    )  # fmt: skip
    note(
        uow, now, actor=command.actor, action="refund_released", subject=refund.id, limit=str(limit or ""),
        amount=plain(refund.amount, refund.currency), proposed_by=refund.proposed_by,
    )  # fmt: skip
    return (refund.id,)


def cancel(command: CancelRefund, uow: UnitOfWork, desk: Desk, now: datetime) -> tuple[str, ...]:
    """Gives a refund up before it is in a file; afterwards only the bank can. Raises NotFound, IllegalTransition."""
    must_be_a_person(command.actor, "cancel a refund")
    refund = _locked(command.refund, uow)
    if refund.state not in (RefundStatus.PROPOSED, RefundStatus.RELEASED):
        raise IllegalTransition(refund.state.value, "cancel")
    if not command.text:
        raise BadDecision("say why, in a few words")
    uow.refunds.put(replace(refund, state=RefundStatus.CANCELLED, why=f"{command.actor}: {command.text}"))
    note(uow, now, actor=command.actor, action="refund_cancelled", subject=refund.id, text=command.text)
    return (refund.id,)


def order(command: OrderRefunds, uow: UnitOfWork, desk: Desk, now: datetime) -> Ordered:
    """Puts each released refund of a company into an order, one for each currency and way of payment; those with an
    obstacle wait."""
    if command.company not in desk.companies:
        raise NotFound("company", command.company)
    company = desk.company(command.company)
    uow.lock(f"account:{company.code}")
    released = uow.refunds.where(company=company.code, state=RefundStatus.RELEASED)
    for number in sorted({refund.customer for refund in released}):
        uow.lock(f"customer:{number}")
    ready: dict[tuple[str, bool], list[Refund]] = {}
    left_out = []
    for found in fetch(uow.refunds, "id", [refund.id for refund in released]):
        why = obstacles(found, uow) if found.state is RefundStatus.RELEASED else ("somebody else was faster",)
        if why:
            left_out.append((found.id, "; ".join(why)))
        else:
            ready.setdefault((found.currency, _is_sepa(found, company)), []).append(found)
    orders = tuple(_order(ready[way], way[1], company, command.actor, uow, desk, now) for way in sorted(ready))
    return Ordered(orders, tuple(left_out))


def _order(
    refunds: Sequence[Refund], sepa: bool, company: Company, actor: str, uow: UnitOfWork, desk: Desk, now: datetime
) -> PaymentOrder:
    number = next_id(uow, company.code, PAYMENT_ORDER, now.date())
    transfers = []
    for refund in refunds:
        uow.refunds.put(replace(refund, state=RefundStatus.ORDERED, file=number))
        note(uow, now, actor=actor, action="refund_ordered", subject=refund.id, file=number)
        transfers.append(
            Transfer(refund.reference, refund.amount, refund.name, refund.iban, _purpose(refund, uow, desk))
        )  # fmt: skip
    return PaymentOrder(number, company, refunds[0].currency, sepa, now, tuple(transfers))


def _is_sepa(refund: Refund, company: Company) -> bool:
    return refund.currency == "EUR" and {refund.iban[:2], compact(company.iban)[:2]} <= SEPA


def _purpose(refund: Refund, uow: UnitOfWork, desk: Desk) -> str:
    """The text that the customer's bank shows: the word in their language, our number, what is paid back."""
    customer = uow.customers.get(refund.customer)
    language = language_for(customer, desk) if customer is not None else desk.languages[0]
    payment = uow.payments.get(refund.source)
    told = payment.reference if payment is not None else refund.source
    return " ".join(filter(None, (WORDS[language].refund[0], refund.reference, told)))


def _locked(number: str, uow: UnitOfWork) -> Refund:
    refund = uow.refunds.get(number)
    if refund is None:
        raise NotFound("refund", number)
    uow.lock(f"account:{refund.company}")
    uow.lock(f"customer:{refund.customer}")
    return uow.refunds.get(number) or refund
