"""Receipts against the books: decided by matching and advising, applied with their proof, or kept with the reason."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from workflows.audit import note
from workflows.cash.advising import announced, by_advice
from workflows.cash.amounts import Receipt
from workflows.cash.booking import post_between
from workflows.cash.matching import Deduction, Held, Proposal, Scope, propose
from workflows.cash.model import Advice, AdviceStatus, BankEntry, Payment
from workflows.cash.payers import Payer, Payers
from workflows.cash.references import Strength, cited, compact, mentions, pattern_of_format, variants
from workflows.disputes.model import Case, CaseKind, CaseStatus, PromiseStatus
from workflows.ledger.allocation import apply_payment
from workflows.ledger.model import OpenItem
from workflows.ledger.numbering import CASE, next_id
from workflows.ports import Desk, UnitOfWork

SHORT_PAYMENT_KINDS = (CaseKind.DISPUTE, CaseKind.SHORT_PAYMENT)


class Books:
    """What receipts are compared with, read once per run; `refresh` follows what was applied."""

    def __init__(self, uow: UnitOfWork, desk: Desk) -> None:
        self.uow = uow
        self.payers = Payers(uow.customers.where())
        self.items: dict[str, OpenItem] = {compact(item.document): item for item in uow.open_items.where()}
        self._of: dict[str, set[str]] = {}
        for folded, item in self.items.items():
            self._of.setdefault(item.customer, set()).add(folded)
        patterns = [
            pattern
            for company in desk.companies.values()
            for pattern in (
                *company.known_invoice_numbers,
                pattern_of_format(company.invoice_number),
                pattern_of_format(company.credit_note_number),
            )
        ]
        self.patterns = tuple(dict.fromkeys(patterns))

    def refresh(self, documents: Iterable[str]) -> None:
        for document in documents:
            item = self.uow.open_items.get(document)
            if item is not None:
                self.items[compact(document)] = item

    def of(self, customers: Iterable[str]) -> tuple[OpenItem, ...]:
        numbers = sorted(number for customer in customers for number in self._of.get(customer, ()))
        return tuple(self.items[number] for number in numbers)

    def names_document(self, entry: BankEntry) -> bool:
        texts = variants(entry.texts, entry.structured, entry.end_to_end_id)
        return any(compact(number) in self.items for text in texts for _, _, number in cited(text, self.patterns))

    def scope(self, payment: Payment, receipt: Receipt) -> Scope:
        payer = self.payer(payment)
        named = self.payers.named_in(" ".join((payment.payer_name, *receipt.texts)))
        promises = self.uow.promises.where(customer=payer.customer, state=PromiseStatus.OPEN) if payer.customer else []
        return Scope(payer, self.of(payer.customers), self.items, self.patterns, named, tuple(promises))

    def payer(self, payment: Payment) -> Payer:
        """The payer; with a name on the entry, the last line may be on whose behalf it was paid."""
        lines = payment.text.split("\n")
        names = (payment.payer_name, lines[-1]) if payment.payer_name else ()
        return self.payers.of(payment.payer_iban, *names, text=lines[0])


def retry(books: Books, desk: Desk, now: datetime, owners: Iterable[str]) -> tuple[str, ...]:
    waiting = [
        payment
        for owner in dict.fromkeys(owners)
        for payment in books.uow.payments.where(customer=owner)
        if payment.unapplied == payment.amount > 0 and not books.uow.payments.where(reverses=payment.id)
    ]
    done = []
    for payment in sorted(waiting, key=lambda each: (each.booking_date, each.id)):
        receipt = Receipt(
            amount=payment.amount,
            currency=payment.currency,
            value_date=payment.value_date,
            texts=tuple(payment.text.split("\n")),
            reference=payment.reference,
        )
        if decide(payment, receipt, books, desk, now, on=now.date()):
            done.append(payment.id)
    return tuple(done)


def decide(payment: Payment, receipt: Receipt, books: Books, desk: Desk, now: datetime, *, on: date) -> bool:
    """Applies what is proven and keeps the reason of the rest; True where something was applied."""
    scope = books.scope(payment, receipt)
    waiting = books.uow.advices.where(state=AdviceStatus.WAITING)
    pair = announced(receipt, scope.payer, waiting)
    if isinstance(pair, Held):
        return _hold(payment, pair, books, now)
    if pair is None and books.uow.advices.where(payment=payment.id, state=AdviceStatus.CONTRADICTING):
        return False  # money and advice disagree: a person decides, or a new advice
    if pair is not None and pair.advice.lines:
        outcome = by_advice(receipt, pair, books.items, desk.cash)
        if isinstance(outcome, Proposal) and not _text_agrees(receipt, scope, outcome):
            outcome = Held("the text names other documents than the advice", pair.advice.customer, contradiction=True)
        if isinstance(outcome, Held):
            if outcome.contradiction:
                settle(books.uow, pair.advice, payment, AdviceStatus.CONTRADICTING)
            return _hold(payment, outcome, books, now)
        settle(books.uow, pair.advice, payment, AdviceStatus.PAIRED)
    else:
        outcome = propose(receipt, scope, desk.cash)
    if isinstance(outcome, Held):
        return _hold(payment, outcome, books, now)
    _apply(payment, outcome, books, desk, now, on)
    return True


def _text_agrees(receipt: Receipt, scope: Scope, proposal: Proposal) -> bool:
    """No document that the payment text names in full is missing in the advice."""
    texts = variants(receipt.texts, receipt.structured, receipt.reference)
    named = mentions(texts, [item for item in scope.documents if item.open_amount], scope.patterns).named
    paid = {line.invoice for line in proposal.lines}
    return all(number in paid for number, strength in named.items() if strength is Strength.FULL)


def settle(uow: UnitOfWork, advice: Advice, payment: Payment, state: AdviceStatus) -> None:
    uow.advices.put(replace(advice, state=state, payment=payment.id))


def _hold(payment: Payment, held: Held, books: Books, now: datetime) -> bool:
    customer = held.customer or payment.customer
    if (payment.held, payment.customer) != (held.why, customer):
        books.uow.payments.put(replace(payment, held=held.why, customer=customer))
        note(books.uow, now, actor="o2cbot", action="payment_held", subject=payment.id, why=held.why)
    return False


def _apply(payment: Payment, proposal: Proposal, books: Books, desk: Desk, now: datetime, on: date) -> None:
    uow = books.uow
    rest = f"{proposal.rest} more than owed" if proposal.rest else ""
    uow.payments.put(replace(payment, customer=proposal.customer, held=rest))
    for line in proposal.lines:
        item = uow.open_items.get(line.invoice)
        if item is not None and item.company != payment.company:
            post_between(uow, desk, payment, item.company, line.amount, on)
        apply_payment(
            uow,
            desk,
            payment=payment.id,
            invoice=line.invoice,
            amount=line.amount,
            discount=line.discount,
            write_off=line.write_off,
            on=on,
            rule=proposal.rule,
            proof=proposal.proof,
        )
    books.refresh(line.invoice for line in proposal.lines)
    note(
        uow,
        now,
        actor="o2cbot",
        action="payment_applied",
        subject=payment.id,
        rule=proposal.rule,
        proof=proposal.proof,
        tier=proposal.tier,
        documents=[line.invoice for line in proposal.lines],
    )
    for deduction in proposal.deductions:
        _open_case(uow, desk, now, proposal.customer, deduction, payment)


def _open_case(
    uow: UnitOfWork, desk: Desk, now: datetime, customer: str, deduction: Deduction, payment: Payment
) -> None:
    """A case for what was kept back, unless one about the invoice is open already."""
    item = uow.open_items.get(deduction.invoice)
    cases = uow.cases.where(customer=customer, kind=SHORT_PAYMENT_KINDS)
    if item is None or any(deduction.invoice in case.invoices and case.state != CaseStatus.CLOSED for case in cases):
        return
    company = desk.company(item.company)
    team = desk.disputes.owners.get(deduction.reason, "default")
    case = Case(
        id=next_id(uow, company.code, CASE, now.date()),
        kind=CaseKind.SHORT_PAYMENT,
        customer=customer,
        company=company.code,
        invoices=(deduction.invoice,),
        reason=deduction.reason,
        amount=deduction.amount,
        currency=item.currency,
        state=CaseStatus.OPEN,
        owner=company.escalation.get(team) or company.escalation.get("default", ""),
        opened=now.date(),
        due=None,
        message_ids=(),
        outcome="",
        used=False,
        notes=(),
    )
    uow.cases.add(case)
    note(uow, now, actor="o2cbot", action="short_payment", subject=case.id, payment=payment.id, text=payment.text)
