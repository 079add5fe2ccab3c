"""Receipts against the books: decided by matching and advising, applied with their proof, or kept with the reason."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from workflows.audit import note
from workflows.cash.advising import announced, by_advice
from workflows.cash.amounts import Receipt
from workflows.cash.asking import A_PERSONS, ASKED
from workflows.cash.awaiting import WAITS
from workflows.cash.booking import post_between
from workflows.cash.books import Books
from workflows.cash.by_amount import BY_AMOUNT
from workflows.cash.evidence import Strength, whole_numbers
from workflows.cash.exchanging import by_advice_exchanged, paid_by
from workflows.cash.manners import counted, manners
from workflows.cash.matching import propose
from workflows.cash.model import AdviceStatus, Payment
from workflows.cash.open_book import units
from workflows.cash.payers import KnownBy, Payer, account_key
from workflows.cash.proposals import Deduction, Held, Proposal, Suggestion
from workflows.cash.question import Scope
from workflows.cash.remitted import by_remitted
from workflows.cash.teaching import teach_accounts
from workflows.cash.told import read_text
from workflows.cash.worklist import HELD, as_details
from workflows.disputes.model import Case, CaseKind, CaseStatus
from workflows.ledger.allocation import apply_payment
from workflows.ledger.money import ZERO
from workflows.ledger.numbering import CASE, next_id
from workflows.lookup import fetch
from workflows.ports import CashPolicy, Desk, Not, UnitOfWork

PAYS_FOR_OTHERS = (KnownBy.RELATED, KnownBy.SHARED)
SURE_TIER = 2  # reference and amount agree: such a payment teaches
SHORT_PAYMENT_KINDS = (CaseKind.DISPUTE, CaseKind.SHORT_PAYMENT)


@dataclass(frozen=True, slots=True)
class Arrived:
    """A payment that nothing was done with yet, and what its bank told of it."""

    payment: Payment
    receipt: Receipt


def retry(books: Books, desk: Desk, now: datetime, owners: Iterable[str]) -> tuple[str, ...]:
    """Tries again what waits of these customers, is no refund's or debit's and no person keeps; the ids applied."""
    waiting = [
        payment
        for payment in books.uow.payments.where(customer=tuple(owners), unapplied=Not(ZERO))
        if payment.unapplied == payment.amount > 0
        and not payment.held.startswith(A_PERSONS)
        and not books.is_going_back(payment.id)
    ]
    returned = {payment.reverses for payment in fetch(books.uow.payments, "reverses", [each.id for each in waiting])}
    waiting = [payment for payment in waiting if payment.id not in returned]
    waiting.sort(key=lambda each: (each.booking_date, each.id))
    arrived = [
        Arrived(
            payment,
            Receipt(
                amount=payment.amount,
                currency=payment.currency,
                value_date=payment.value_date,
                texts=tuple(payment.text.split("\n")),
                reference=payment.reference,
                instructed=payment.instructed,
                instructed_currency=payment.instructed_currency,
            ),
        )
        for payment in waiting
    ]
    return decide_all(arrived, books, desk, now, on=now.date())


def decide_all(
    arrived: Sequence[Arrived], books: Books, desk: Desk, now: datetime, *, on: date | None = None
) -> tuple[str, ...]:
    """Applies what is proven and keeps the reason of the rest; returns the ids of the payments that were applied.

    Whoever names his documents goes first, so that a receipt without a word never takes what another one names. The
    book follows each answer before the next is sought; what is written comes after, in the order of arrival. `on`:
    the day of the bookings, each payment's value date if none is given.
    """
    answers: dict[str, Proposal | Held | None] = {}
    wordless: list[Arrived] = []
    for each in arrived:
        answer = answers[each.payment.id] = _answer(each, books, desk)
        if isinstance(answer, Proposal) and answer.rule == BY_AMOUNT:
            wordless.append(each)
        else:
            _follow(answer, books)
    for each in wordless:
        if len(arrived) > 1:
            answers[each.payment.id] = _answer(each, books, desk)
        _follow(answers[each.payment.id], books)
    proposals = {name: answer for name, answer in answers.items() if isinstance(answer, Proposal)}
    books.read_ahead(line.invoice for answer in proposals.values() for line in answer.lines)
    for each in arrived:
        answer = answers[each.payment.id]
        if isinstance(answer, Held):
            _hold(each.payment, answer, books, now)
        elif answer is not None:
            _apply(each.payment, answer, books, desk, now, on or each.payment.value_date)
    _learn([(each.payment, answers[each.payment.id]) for each in arrived], books)
    _keep_manners([(each.payment, answers[each.payment.id]) for each in arrived], books)
    return tuple(proposals)


def _learn(decided: Sequence[tuple[Payment, Proposal | Held | None]], books: Books) -> None:
    """Payments that named their documents teach whose their accounts are, unless the master data says so already."""
    taught = [
        (payment, answer.customer)
        for payment, answer in decided
        if isinstance(answer, Proposal)
        and answer.tier <= SURE_TIER
        and not books.payers.is_known(account_key(payment.payer_iban))
        and books.payer(payment).known_by not in PAYS_FOR_OTHERS
    ]
    teach_accounts(taught, books.uow)


def _keep_manners(decided: Sequence[tuple[Payment, Proposal | Held | None]], books: Books) -> None:
    """How these customers pay, counted once for all payments of a run."""
    shown = [
        manner
        for payment, answer in decided
        if isinstance(answer, Proposal)
        for manner in manners(payment, answer, books.open_book)
    ]
    known = books.manners_of({manner.customer for manner in shown})
    for habit in counted(shown, known):
        books.uow.habits.put(habit)


def _follow(answer: Proposal | Held | None, books: Books) -> None:
    """Takes a proposal's amounts out of the book at once, before it is written."""
    if not isinstance(answer, Proposal):
        return
    for line in answer.lines:
        row = books.open_book.find(line.invoice)
        if row is not None:
            books.open_book.open[row] -= units(line.amount + line.discount + line.write_off)


def _answer(arrived: Arrived, books: Books, desk: Desk) -> Proposal | Held | None:
    """By its advice, else by matching; None where money and advice disagree already: a person decides, or an advice."""
    payment, receipt = arrived.payment, arrived.receipt
    scope = books.scope(payment)
    pair = announced(receipt, scope.payer, books.waiting(), books.payers.likeness)
    if isinstance(pair, Held):
        return pair
    if pair is None and books.is_contradicted(payment):
        return None
    if pair is None or not pair.advice.lines:
        told = by_remitted(receipt, scope.payer, books, desk.cash)
        answer = told if told and _text_agrees(receipt, scope, told) else propose(receipt, scope, desk.cash)
        answer = _not_sold(answer, scope.payer, books)
        return _waited_for(answer, payment, books, desk.cash) if pair is None else answer
    exchanged = by_advice_exchanged(receipt, pair, books, desk.cash)
    outcome = exchanged or by_advice(receipt, pair, books, desk.cash)
    if isinstance(outcome, Proposal) and not _text_agrees(receipt, scope, outcome):
        outcome = Held("the text names other documents than the advice", pair.advice.customer, contradiction=True)
    if isinstance(outcome, Proposal):
        books.settle(pair.advice, payment, AdviceStatus.PAIRED)
    elif outcome.contradiction:
        books.settle(pair.advice, payment, AdviceStatus.CONTRADICTING)
    return outcome


def _not_sold(answer: Proposal | Held, payer: Payer, books: Books) -> Proposal | Held:
    """The answer; held where a customer pays us what was sold to a factor: the money is the factor's."""
    owner = books.sold.get(answer.customer) if isinstance(answer, Proposal) else None
    if not isinstance(answer, Proposal) or owner is None or payer.known_by in PAYS_FOR_OTHERS:
        return answer
    why = f"the debts of {answer.customer} are sold to {owner}, and the customer pays us"
    return Held(why, answer.customer, suggestions=(Suggestion(answer.customer, answer.lines, answer.proof),))


def _waited_for(answer: Proposal | Held, payment: Payment, books: Books, policy: CashPolicy) -> Proposal | Held:
    """The answer; a wait instead where money without whole numbers comes from one who always says what it is for."""
    if isinstance(answer, Held) or answer.tier <= SURE_TIER:
        return answer
    if not books.awaits_advice(answer.customer, payment, policy.advice_wait_of(answer.customer)):
        return answer
    return Held(WAITS, answer.customer, suggestions=(Suggestion(answer.customer, answer.lines, answer.proof),))


def _text_agrees(receipt: Receipt, scope: Scope, proposal: Proposal) -> bool:
    """No open document that the payment text names in full is missing in the advice."""
    told = read_text(receipt.texts, receipt.structured, receipt.reference)
    named = whole_numbers(told, scope.book).named
    paid = {line.invoice for line in proposal.lines}
    return all(
        scope.book.document(row) in paid
        for row, strength in named.items()
        if strength is Strength.FULL and scope.book.open[row] and scope.book.customer(row) in scope.payer.customers
    )


def _hold(payment: Payment, held: Held, books: Books, now: datetime) -> None:
    """Keeps why it waits; while the payer is asked, only a contradiction is news."""
    if payment.held == ASKED and not held.contradiction:
        return
    customer = held.customer or payment.customer
    if (payment.held, payment.customer) != (held.why, customer):
        books.uow.payments.put(replace(payment, held=held.why, customer=customer))
        note(
            books.uow, now, actor="o2cbot", action=HELD, subject=payment.id, why=held.why,
            suggestions=as_details(held.suggestions),
        )  # fmt: skip


def _apply(payment: Payment, proposal: Proposal, books: Books, desk: Desk, now: datetime, on: date) -> None:
    """Writes what `_follow` has taken out of the book already."""
    uow = books.uow
    rest = f"{proposal.rest} more than owed" if proposal.rest else ""
    uow.payments.put(replace(payment, customer=proposal.customer, held=rest))
    for line in proposal.lines:
        item = uow.open_items.get(line.invoice)
        if item is not None and item.company != payment.company:
            post_between(uow, desk, payment, item.company, paid_by(line), on)
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
            paid=line.paid,
        )
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
