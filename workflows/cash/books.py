"""What receipts are compared with: documents, payers, promises, advices, each read once when it is first asked for."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from functools import cached_property

from workflows.cash.awaiting import always_advises, is_waited_for
from workflows.cash.distortion import weak_numbers
from workflows.cash.evidence import Strength, whole_numbers
from workflows.cash.exchanging import PublishedRates
from workflows.cash.habits import MANNERS, Habit, HabitKind, believed_accounts
from workflows.cash.kept import NOTHING, Indexes, KeptBook
from workflows.cash.model import Advice, AdviceStatus, BankEntry, Payment
from workflows.cash.open_book import COLUMNS, OpenBook, money, units
from workflows.cash.payers import Named, Payer, Payers
from workflows.cash.question import Scope, pattern_of_format
from workflows.cash.receiving import OwnSide
from workflows.cash.refundable import under_way
from workflows.cash.refunds import reserved
from workflows.cash.relations import PayerRelation, RelationKind
from workflows.cash.told import read_text
from workflows.disputes.model import PromiseStatus, PromiseToPay
from workflows.ledger.model import OpenItem
from workflows.lookup import fetch
from workflows.ports import Desk, UnitOfWork

WORTH_READING_AHEAD = 20


class Books:
    """What receipts are compared with, read once per run when it is first asked for.

    `refresh` and `settle` follow what the run does.
    """

    def __init__(self, uow: UnitOfWork, desk: Desk, now: datetime, kept: KeptBook | None = None) -> None:
        self.uow, self._now, self._kept = uow, now, kept
        self._known = kept.of(uow, self._reserved) if kept is not None else NOTHING  # before this run draws a number
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
        self.own_side = OwnSide(desk)

    @cached_property
    def _customers(self) -> Payers:
        """The customers of the master data as payers."""
        found = self._known.payers or Payers()
        if self._known.payers is None:
            for portion in self.uow.customers.portions("number", "ibans", "name", "aliases"):
                for number, ibans, name, aliases in zip(*portion, strict=True):
                    found.add(Named(number, ibans, (name, *aliases)))
        return found

    @cached_property
    def payers(self) -> Payers:
        found = self._customers
        found.forget()
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
        if self._known.book is not None:
            return self._known.book
        book = OpenBook(self.uow.open_items.portions(*COLUMNS))
        self._set_aside(book, self._reserved)
        return book

    @cached_property
    def _reserved(self) -> Mapping[str, Decimal]:
        """Payment or credit note -> what refunds under way will take: nothing else may use it."""
        return reserved(under_way(self.uow))

    def keep(self) -> None:
        """At the end of a transaction: the indexes stand for the next file of the run."""
        if self._kept is None:
            return
        before, self._reserved = self._reserved, reserved(under_way(self.uow))
        read = self.__dict__
        if "open_book" in read:
            self.refresh({*before, *self._reserved})
        self._kept.keep(Indexes(read.get("open_book"), read.get("_customers")), self.uow, self._reserved)

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
        return item.with_open(money(self.open_book.open[row], item.currency))

    def like(self, number: str, customer: str, currency: str, amount: Decimal) -> OpenItem | None:
        """The customer's only document of which this amount is open that a number names in part or with a slip."""
        book, wanted = self.open_book, units(amount)
        rows = [row for row in book.payable((customer,), currency) if book.open[row] == wanted]
        named = weak_numbers(read_text((number,)), (), rows, book).strength if rows else {}
        found = [row for row, strength in named.items() if strength > Strength.NONE]
        return self.get(book.document(found[0])) if len(found) == 1 else None

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


def settle(uow: UnitOfWork, advice: Advice, payment: Payment, state: AdviceStatus) -> Advice:
    settled = replace(advice, state=state, payment=payment.id)
    uow.advices.put(settled)
    return settled
