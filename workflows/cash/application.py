"""Receipts against the books: decided by matching and advising, applied with their proof, or kept with the reason."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property

from workflows.audit import note
from workflows.cash.advising import announced, by_advice
from workflows.cash.amounts import Receipt
from workflows.cash.awaiting import WAITS, always_advises, is_waited_for
from workflows.cash.booking import post_between
from workflows.cash.by_amount import BY_AMOUNT
from workflows.cash.deciding import ASKED, KEPT
from workflows.cash.evidence import Strength, whole_numbers
from workflows.cash.exchanging import PublishedRates, by_advice_exchanged, paid_by
from workflows.cash.habits import MANNERS, Habit, HabitKind, believed_accounts
from workflows.cash.kept import KeptBook
from workflows.cash.manners import counted, manners
from workflows.cash.matching import propose
from workflows.cash.model import Advice, AdviceStatus, BankEntry, Payment
from workflows.cash.open_book import COLUMNS, OpenBook, money, units
from workflows.cash.payers import KnownBy, Named, Payer, Payers, account_key
from workflows.cash.proposals import Deduction, Held, Proposal, Suggestion
from workflows.cash.question import Scope, pattern_of_format
from workflows.cash.refundable import under_way
from workflows.cash.refunds import reserved
from workflows.cash.relations import PayerRelation, RelationKind
from workflows.cash.remitted import by_remitted
from workflows.cash.teaching import teach_accounts
from workflows.cash.told import read_text
from workflows.cash.worklist import HELD, as_details
from workflows.disputes.model import Case, CaseKind, CaseStatus, PromiseStatus, PromiseToPay
from workflows.ledger.allocation import apply_payment
from workflows.ledger.model import OpenItem
from workflows.ledger.numbering import CASE, next_id
from workflows.lookup import fetch
from workflows.ports import CashPolicy, Desk, UnitOfWork

WORTH_READING_AHEAD = 20
PAYS_FOR_OTHERS = (KnownBy.RELATED, KnownBy.SHARED)
SURE_TIER = 2  # reference and amount agree: such a payment teaches
SHORT_PAYMENT_KINDS = (CaseKind.DISPUTE, CaseKind.SHORT_PAYMENT)


class Books:
    """What receipts are compared with, read once per run when it is first asked for.

    `refresh` and `settle` follow what the run does.
    """

    def __init__(self, uow: UnitOfWork, desk: Desk, now: datetime, kept: KeptBook | None = None) -> None:
        self.uow, self._now, self._kept = uow, now, kept
        self._known = kept.of(uow, self._reserved) if kept is not None else None  # before this run draws a number
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

    @cached_property
    def payers(self) -> Payers:
        found = Payers()
        for number, ibans, name, aliases in self.uow.customers.columns("number", "ibans", "name", "aliases"):
            found.add(Named(number, ibans, (name, *aliases)))
        habits = self.uow.habits.where(kind=HabitKind.ACCOUNT)
        for account, customer in believed_accounts(habits, self._now.date()).items():
            found.learn(account, customer)
        for relation in self._relations:
            if relation.kind is not RelationKind.SOLD:
                found.relate(relation.iban, relation.payer, relation.customer)
        return found

    @cached_property
    def _relations(self) -> list[PayerRelation]:
        return [each for each in self.uow.payer_relations.where() if each.holds(self._now.date())]

    @cached_property
    def sold(self) -> Mapping[str, str]:
        """Customer -> to whom its debts are sold."""
        return {each.customer: each.payer or each.iban for each in self._relations if each.kind is RelationKind.SOLD}

    @cached_property
    def open_book(self) -> OpenBook:
        if self._known is not None:
            return self._known
        book = OpenBook(self.uow.open_items.columns(*COLUMNS))
        self._set_aside(book, self._reserved)
        return book

    @cached_property
    def _reserved(self) -> Mapping[str, Decimal]:
        """Payment or credit note -> what refunds under way will take: nothing else may use it."""
        return reserved(under_way(self.uow))

    def keep(self) -> None:
        """At the end of a transaction: the index stands for the next file of the run."""
        if self._kept is None or "open_book" not in self.__dict__:
            return
        before, self._reserved = self._reserved, reserved(under_way(self.uow))
        self.refresh({*before, *self._reserved})
        self._kept.keep(self.open_book, self.uow, self._reserved)

    def _set_aside(self, book: OpenBook, documents: Iterable[str]) -> None:
        for document in documents:
            row = book.find(document) if document in self._reserved else None
            if row is not None:
                book.open[row] = min(book.open[row] + units(self._reserved[document]), 0)

    def is_going_back(self, payment: str) -> bool:
        """Whether a refund under way takes money of the payment."""
        return payment in self._reserved

    @cached_property
    def _rates(self) -> PublishedRates:
        return PublishedRates(self.uow)

    def manners_of(self, customers: Collection[str]) -> Mapping[str, list[Habit]]:
        """The habits of these customers but for their accounts."""
        found: dict[str, list[Habit]] = {}
        for habit in fetch(self.uow.habits, "customer", sorted(customers), kind=MANNERS):
            found.setdefault(habit.customer, []).append(habit)
        return found

    @cached_property
    def _promises(self) -> dict[str, list[PromiseToPay]]:
        found: dict[str, list[PromiseToPay]] = {}
        for promise in self.uow.promises.where(state=PromiseStatus.OPEN):
            found.setdefault(promise.customer, []).append(promise)
        return found

    @cached_property
    def _advices(self) -> dict[str, Advice]:
        states = (AdviceStatus.WAITING, AdviceStatus.CONTRADICTING)
        return {advice.id: advice for advice in self.uow.advices.where(state=states)}

    @cached_property
    def _advised(self) -> dict[str, set[str]]:
        """Customer -> payments that an advice of theirs announced."""
        found: dict[str, set[str]] = {}
        for customer, payment in self.uow.advices.columns("customer", "payment", state=AdviceStatus.PAIRED):
            found.setdefault(customer, set()).add(payment)
        return found

    def awaits_advice(self, customer: str, payment: Payment, wait_days: int) -> bool:
        """Whether this customer announces whatever they pay, and may still do so for this payment."""
        today = self._now.date()
        if customer not in self._advised or not is_waited_for(payment.booking_date, today, wait_days):
            return False
        paid = [
            (each.id, each.value_date)
            for each in self.uow.payments.where(customer=customer)
            if each.amount > 0 and each.unapplied < each.amount
        ]
        return always_advises(paid, self._advised[customer], today)

    def waiting(self) -> list[Advice]:
        return [advice for advice in self._advices.values() if advice.state is AdviceStatus.WAITING]

    def is_contradicted(self, payment: Payment) -> bool:
        return any(
            advice.payment == payment.id and advice.state is AdviceStatus.CONTRADICTING
            for advice in self._advices.values()
        )

    def settle(self, advice: Advice, payment: Payment, state: AdviceStatus) -> None:
        self._advices[advice.id] = settle(self.uow, advice, payment, state)

    def get(self, number: str) -> OpenItem | None:
        """The document with this number, however its letters and separators are written.

        What is open of it is what receipts of the same run, decided and not yet written, have left.
        """
        row = self.open_book.find(number)
        item = None if row is None else self.uow.open_items.get(self.open_book.document(row))
        if row is None or item is None:
            return None
        return replace(item, open_amount=money(self.open_book.open[row], item.currency))

    def read_ahead(self, documents: Iterable[str]) -> None:
        """Reads what will be booked in few questions; a unit of work that remembers answers from it."""
        wanted = sorted(set(documents))
        if len(wanted) >= WORTH_READING_AHEAD:
            self.uow.open_items.where(document=wanted)

    def refresh(self, documents: Iterable[str]) -> None:
        for document in documents:
            item = self.uow.open_items.get(document)
            if item is not None:
                self.open_book.refresh(item)
                self._set_aside(self.open_book, (item.document,))

    def names_document(self, entry: BankEntry) -> bool:
        told = read_text(entry.texts, entry.structured, entry.end_to_end_id)
        return bool(whole_numbers(told, self.open_book).named)

    def scope(self, payment: Payment) -> Scope:
        payer = self.payer(payment)
        promises = self._promises.get(payer.customer, []) if payer.customer else []
        return Scope(payer, self.open_book, self.patterns, self.payers, tuple(promises), self._rates)

    def payer(self, payment: Payment) -> Payer:
        """The payer; with a name on the entry, the last line may be on whose behalf it was paid."""
        lines = payment.text.split("\n")
        names = (payment.payer_name, lines[-1]) if payment.payer_name else ()
        return self.payers.of(payment.payer_iban, *names, text=lines[0])


@dataclass(frozen=True, slots=True)
class Arrived:
    """A payment that nothing was done with yet, and what its bank told of it."""

    payment: Payment
    receipt: Receipt


def retry(books: Books, desk: Desk, now: datetime, owners: Iterable[str]) -> tuple[str, ...]:
    """Tries again what waits of these customers and no person keeps; returns the ids of what was applied."""
    waiting = [
        payment
        for payment in books.uow.payments.where(customer=tuple(owners))
        if payment.unapplied == payment.amount > 0 and payment.held != KEPT and not books.is_going_back(payment.id)
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
    pair = announced(receipt, scope.payer, books.waiting())
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


def settle(uow: UnitOfWork, advice: Advice, payment: Payment, state: AdviceStatus) -> Advice:
    settled = replace(advice, state=state, payment=payment.id)
    uow.advices.put(settled)
    return settled


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
    uow = books.uow
    rest = f"{proposal.rest} more than owed" if proposal.rest else ""
    uow.payments.put(replace(payment, customer=proposal.customer, held=rest))
    for line in proposal.lines:
        item = books.get(line.invoice)
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
