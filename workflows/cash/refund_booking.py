"""What a statement or a status report says of refunds: booked once, come back, or not carried out.

A refund is known by its end-to-end id alone, which no other transfer of ours has; an amount that looks alike proves
nothing. What does not fit to the cent is booked all the same, because the bank moved it, and waits for a person.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from functools import cached_property

from workflows.addresses import letter_address
from workflows.audit import note
from workflows.cash.booking import payment_of, post_other, post_receipt
from workflows.cash.folding import compact
from workflows.cash.model import BankEntry, Payment
from workflows.cash.refund_batches import batch_of, files, taken_apart
from workflows.cash.refunds import OF_A_REFUND, Refund, RefundReason, RefundStatus
from workflows.cash.return_reasons import explained
from workflows.commands import RefuseTransfers
from workflows.correspondence import language_for, write
from workflows.ledger.allocation import apply_payment, pay_back
from workflows.ledger.model import REFUND
from workflows.ledger.money import ZERO, plain
from workflows.letters import LetterKind
from workflows.master_data.policy import masked
from workflows.ports import Company, Desk, UnitOfWork

EXPECTED = (RefundStatus.ORDERED, RefundStatus.PAID, RefundStatus.REJECTED, RefundStatus.RETURNED)


class Expected:
    """A company's refunds that a statement may tell of, read when the first movement could be one."""

    def __init__(self, company: Company, uow: UnitOfWork) -> None:
        self._company, self._uow = company, uow

    @cached_property
    def _files(self) -> Mapping[str, Sequence[Refund]]:
        return files(self._uow.refunds.where(company=self._company.code, state=RefundStatus.ORDERED))

    def apart(self, entry: BankEntry) -> tuple[BankEntry, ...]:
        """The movements of a debit that pays a whole file of refunds; else the movement itself."""
        found = self.doubt(entry)
        return taken_apart(entry, found) if found and not isinstance(found, str) else (entry,)

    def doubt(self, entry: BankEntry) -> tuple[Refund, ...] | str:
        """What `batch_of` says of a debit that no refund's own reference tells."""
        if entry.amount >= 0 or entry.batch_total is not None or self.of(entry) is not None or not self._files:
            return ()
        return batch_of(entry, self._files)

    @cached_property
    def _by_reference(self) -> dict[str, str]:
        found = self._uow.refunds.where(company=self._company.code, state=EXPECTED)
        return {compact(refund.reference): refund.id for refund in found}

    def of(self, entry: BankEntry) -> Refund | None:
        """The refund that the movement pays, or brings back; None for all other money.

        Not every bank calls what comes back a return: then its end-to-end id alone tells it, never a text.
        """
        if entry.amount >= 0 and entry.kind != "return" and not entry.end_to_end_id:
            return None
        if not self._by_reference:
            return None
        number = self._by_reference.get(compact(entry.end_to_end_id)) if entry.end_to_end_id else self._told(entry)
        return self._uow.refunds.get(number) if number else None

    def _told(self, entry: BankEntry) -> str | None:
        """Formats without an end-to-end id may have it in the text; two of them in one text are nobody's."""
        told = compact(" ".join((*entry.texts, *entry.structured, entry.additional)))
        found = [number for reference, number in self._by_reference.items() if reference in told]
        return found[0] if len(found) == 1 else None


def settle(
    refund: Refund, entry: BankEntry, company: Company, statement: str, uow: UnitOfWork, desk: Desk, now: datetime
) -> str:
    """Books what the bank did with a refund; the id of the payment that says so."""
    uow.lock(f"customer:{refund.customer}")
    refund = uow.refunds.get(refund.id) or refund
    fee = entry.charges if -entry.amount == refund.amount + entry.charges else ZERO
    payment = payment_of(entry, company, uow, statement, amount=entry.amount + fee)
    payment = replace(payment, customer=refund.customer)
    uow.payments.add(payment)
    post_receipt(uow, desk, payment)
    if fee:
        post_other(uow, desk, company, entry, -fee)
    why = _misfit(refund, payment)
    if why:
        uow.payments.put(replace(payment, held=f"{OF_A_REFUND}{refund.id}: {why}"))
        note(uow, now, actor="o2cbot", action="refund_doubtful", subject=refund.id, payment=payment.id, why=why)
    elif payment.amount < 0:
        if missing := paid(refund, payment, uow, desk, now):
            kept = uow.payments.get(payment.id) or payment
            uow.payments.put(replace(kept, held=f"{OF_A_REFUND}{missing}"))
    else:
        _came_back(refund, payment, entry, uow, desk, now)
    return payment.id


def hold_batch(entry: BankEntry, why: str, company: Company, statement: str, uow: UnitOfWork, desk: Desk) -> str:
    """Books a debit that may be the refunds of a file, and leaves it to a person; the id of its payment."""
    payment = replace(payment_of(entry, company, uow, statement), held=f"{OF_A_REFUND}{why}")
    uow.payments.add(payment)
    post_receipt(uow, desk, payment)
    return payment.id


def _misfit(refund: Refund, payment: Payment) -> str:
    """Why the movement is not simply this refund; "" if it is."""
    if (abs(payment.amount), payment.currency) != (refund.amount, refund.currency):
        return f"the bank moved {payment.amount} {payment.currency}, {refund.amount} {refund.currency} was ordered"
    wanted = RefundStatus.ORDERED if payment.amount < 0 else RefundStatus.PAID
    return "" if refund.state is wanted else f"the bank moved money, but the refund is {refund.state.value}"


def paid(refund: Refund, payment: Payment, uow: UnitOfWork, desk: Desk, now: datetime, *, by: str = "") -> str:
    """A debit pays a refund: its money is taken where it lay, its customer is told. `by`: what proves it besides the
    end-to-end id. What of it is missing by now, in words; "" if nothing is."""
    uow.refunds.put(replace(refund, state=RefundStatus.PAID, payment=payment.id))
    left = refund.amount - _take(refund, payment, uow, desk, by)
    note(
        uow, now, actor="o2cbot", action="refund_paid", subject=refund.id, payment=payment.id,
        amount=plain(refund.amount, refund.currency), source=refund.source,
    )  # fmt: skip
    _tell(refund, payment, uow, desk, now)
    missing = f"{plain(left, refund.currency)} of what was to go back had been used before it went"
    return f"{refund.id}: {missing}" if left else ""


def _take(refund: Refund, payment: Payment, uow: UnitOfWork, desk: Desk, by: str) -> Decimal:
    """Takes what went back off its payment or credit note, as far as it is still there: how much."""
    told = by or f"end-to-end id {refund.reference}"
    proof = f"{told}, proposed by {refund.proposed_by}, released by {refund.released_by}"
    if refund.reason is not RefundReason.CREDIT_BALANCE:
        source = uow.payments.get(refund.source)
        amount = min(refund.amount, max(source.unapplied, ZERO)) if source is not None else ZERO
        if amount:
            pay_back(uow, payment=refund.source, by=payment.id, refund=refund.id, amount=amount,
                     on=payment.booking_date, proof=proof)  # fmt: skip
        return amount
    item = uow.open_items.get(refund.source)
    amount = min(refund.amount, max(-item.open_amount, ZERO)) if item is not None else ZERO
    if amount:
        apply_payment(uow, desk, payment=payment.id, invoice=refund.source, amount=-amount, on=payment.booking_date,
                      rule=REFUND, proof=proof)  # fmt: skip
    return amount


def _tell(refund: Refund, payment: Payment, uow: UnitOfWork, desk: Desk, now: datetime) -> None:
    customer = uow.customers.get(refund.customer)
    if customer is None:
        return
    source = uow.payments.get(refund.source)
    write(
        uow,
        now,
        kind=LetterKind.RECEIPT,
        template="refund_paid",
        language=language_for(customer, desk),
        company=desk.company(refund.company),
        customer=customer.number,
        to=letter_address(customer, uow),
        facts={
            "amount": plain(refund.amount, refund.currency),
            "currency": refund.currency,
            "paid_on": payment.booking_date,
            "account": masked("iban", refund.iban),
            "reference": refund.reference,
            "document": "" if source is not None else refund.source,
            "value_date": source.value_date if source is not None else "",
        },
        documents=() if source is not None else (refund.source,),
        about=(refund.id, refund.source if source is not None else ""),
        source=None,
        dedup_key=f"refund_paid:{refund.id}",
    )


def _came_back(refund: Refund, payment: Payment, entry: BankEntry, uow: UnitOfWork, desk: Desk, now: datetime) -> None:
    """The customer's bank sent it back: the money is the customer's again, on account, and a person looks at it."""
    why = explained(entry.reason, desk.return_reasons) or "no reason given"
    uow.refunds.put(replace(refund, state=RefundStatus.RETURNED, why=why))
    uow.payments.put(replace(payment, held=f"{OF_A_REFUND}{refund.id} came back: {why}"))
    note(uow, now, actor="o2cbot", action="refund_returned", subject=refund.id, payment=payment.id, reason=why)


def refuse(command: RefuseTransfers, uow: UnitOfWork, desk: Desk, now: datetime) -> tuple[str, ...]:
    """Transfers that the bank does not carry out are given up, their money is free again: the refunds' ids.

    What was booked already stays as it is: a booked transfer comes back with a statement, if at all.
    """
    ordered = uow.refunds.where(state=RefundStatus.ORDERED)
    wanted = compact(command.reference)
    found = [
        refund
        for refund in ordered
        if (compact(refund.reference) == wanted if wanted else bool(refund.file) and refund.file == command.file)
    ]
    why = " ".join(filter(None, (explained(command.reason, desk.return_reasons) or command.reason, command.additional)))
    for refund in found:
        uow.lock(f"customer:{refund.customer}")
        uow.refunds.put(replace(refund, state=RefundStatus.REJECTED, why=why or "refused by the bank"))
        note(uow, now, actor="o2cbot", action="refund_rejected", subject=refund.id, reason=why, file=refund.file)
    return tuple(refund.id for refund in found)
