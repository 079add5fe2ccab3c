"""Statements and remittance advices: each entry booked once, applied where the proof is complete, undone in full."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from nlp.reading import DeductionReason
from workflows.audit import note
from workflows.cash.advising import total_of
from workflows.cash.amounts import Receipt
from workflows.cash.application import Arrived, decide_all, retry
from workflows.cash.awaiting import WAITS
from workflows.cash.booking import payment_of, post_other, post_receipt, statement_id
from workflows.cash.books import Books, settle
from workflows.cash.debit_booking import Collected, collect, come_back
from workflows.cash.folding import compact
from workflows.cash.kept import KeptBook
from workflows.cash.mirroring import cleared_by
from workflows.cash.model import Advice, AdviceLine, AdviceStatus, BankEntry, Statement
from workflows.cash.our_accounts import owner_of
from workflows.cash.receiving import is_receipt, is_return
from workflows.cash.recognising import unseen
from workflows.cash.refund_booking import Expected, hold_batch
from workflows.cash.refund_booking import settle as settle_refund
from workflows.cash.returns import settle_late, take_back
from workflows.cash.sourcing import Waiting
from workflows.commands import AdviseRemittance, BookStatement
from workflows.correspondence import answer_address, known_language, write
from workflows.disputes.model import CaseKind
from workflows.ledger.money import plain
from workflows.ledger.numbering import ADVICE, next_id
from workflows.letters import LetterKind
from workflows.ports import Company, Desk, UnitOfWork

SHORT_PAYMENT_KINDS = (CaseKind.DISPUTE, CaseKind.SHORT_PAYMENT)


def book_statement(command: BookStatement, uow: UnitOfWork, desk: Desk, now: datetime) -> tuple[str, ...]:
    """Books what no file told before and applies receipts; raises BadInput for an account that is no company's."""
    return _book_statement(command, Books(uow, desk, now), uow, desk, now)


def book_statements(
    commands: Iterable[BookStatement], uow: UnitOfWork, desk: Desk, now: datetime, kept: KeptBook | None = None
) -> tuple[str, ...]:
    """The statements of one file: what they are compared with is read once, or for all files of a run (`kept`)."""
    books = Books(uow, desk, now, kept)
    made = tuple(name for command in commands for name in _book_statement(command, books, uow, desk, now))
    books.keep()
    return made


def _book_statement(
    command: BookStatement, books: Books, uow: UnitOfWork, desk: Desk, now: datetime
) -> tuple[str, ...]:
    company = owner_of(command, desk)
    uow.lock(f"account:{company.code}")
    number = statement_id(command, company)
    if uow.statements.get(number) is not None:
        return ()
    waiting = Waiting(uow)
    fresh = [part for entry in unseen(command, company, uow) for part in waiting.movements(entry, company)]
    uow.statements.add(_statement(command, company, number, now))
    ids = _book_all(fresh, company, number, books, desk, now)
    settle_late(company, books, desk, now)
    touched = {payment.customer for payment in uow.payments.where(id=ids)}
    touched |= {payment.customer for payment in uow.payments.where(company=company.code, held=WAITS)}
    retry(books, desk, now, sorted(touched - {""}))
    note(uow, now, actor="o2cbot", action="statement_booked", subject=number, file=command.file, entries=len(fresh))
    return tuple(ids)


def _statement(command: BookStatement, company: Company, number: str, now: datetime) -> Statement:
    return Statement(
        id=number,
        file=command.file,
        sha256=command.sha256,
        account=command.account or company.iban,
        company=company.code,
        opening=None if command.opening is None else Decimal(command.opening),
        closing=None if command.closing is None else Decimal(command.closing),
        currency=command.currency,
        entries=len(command.entries),
        imported_at=now,
        first_on=min((entry.booking_date for entry in command.entries), default=None),
        last_on=max((entry.booking_date for entry in command.entries), default=None),
    )


def _book_all(
    entries: Sequence[BankEntry], company: Company, statement: str, books: Books, desk: Desk, now: datetime
) -> list[str]:
    """Books entries in their order; receipts between two returns are weighed together. The ids of their payments."""
    ids: list[str] = []
    arrived: list[Arrived] = []
    expected, collected = Expected(company, books.uow), Collected(company, books.uow)
    for entry in (part for told in entries for one in expected.apart(told) for part in collected.apart(one)):
        refund = expected.of(entry)
        if isinstance(doubt := expected.doubt(entry), str):
            ids.append(hold_batch(entry, doubt, company, statement, books.uow, desk))
        elif refund is not None:
            ids.append(settle_refund(refund, entry, company, statement, books.uow, desk, now))
            books.refresh([refund.source])
        elif (debit := collected.paid_by(entry)) is not None:
            ids.append(collect(debit, entry, company, statement, books.uow, desk, now))
            books.refresh([debit.document])
        elif is_return(entry) or collected.taken_back(entry):
            decide_all(arrived, books, desk, now)
            arrived = []
            ids.append(take_back(entry, company, statement, books, desk, now))
            if (debit := collected.of(entry)) is not None:
                come_back(debit, entry, books.uow, desk, now)
        elif (received := _receive(entry, company, statement, books, desk)) is not None:
            arrived.append(received)
            ids.append(received.payment.id)
    decide_all(arrived, books, desk, now)
    return ids


def _receive(entry: BankEntry, company: Company, statement: str, books: Books, desk: Desk) -> Arrived | None:
    """Books the entry; None for what is no customer's money."""
    if not is_receipt(entry, books.own_side, books.payers, lambda: books.names_document(entry)):
        post_other(books.uow, desk, company, entry)
        return None
    payment = payment_of(entry, company, books.uow, statement)
    payment = replace(payment, customer=books.payer(payment).customer)
    books.uow.payments.add(payment)
    post_receipt(books.uow, desk, payment)
    receipt = Receipt(
        amount=entry.amount,
        currency=entry.currency,
        value_date=entry.value_date,
        texts=tuple(payment.text.split("\n")),
        structured=entry.structured,
        reference=entry.end_to_end_id,
        charges=entry.charges,
        instructed=payment.instructed,
        instructed_currency=payment.instructed_currency,
        remitted=entry.remitted,
    )
    return Arrived(payment, receipt)


def reapply(uow: UnitOfWork, desk: Desk, now: datetime, *customers: str) -> tuple[str, ...]:
    """Tries these customers' untouched receipts again, and those of nobody known: after new invoices or advices.

    Returns the ids of the payments that were applied.
    """
    return retry(Books(uow, desk, now), desk, now, (*customers, ""))


def advise_remittance(command: AdviseRemittance, uow: UnitOfWork, desk: Desk, now: datetime) -> tuple[str, ...]:
    """Keeps the advice and pairs it with money that is here already; an advice never moves money by itself."""
    customer = uow.customers.get(command.customer)
    if customer is None:
        return ()
    uow.lock(f"customer:{customer.number}")
    advice = _advice(command, customer.company, uow, now)
    if any(_told_already(advice, known) for known in uow.advices.where(customer=customer.number)):
        return ()
    uow.advices.add(advice)
    if not _confirms(advice, uow):
        retry(Books(uow, desk, now), desk, now, (customer.number, ""))
    kept = uow.advices.get(advice.id) or advice
    note(
        uow, now, actor=command.source.actor, action="remittance_advised", subject=advice.id,
        message_id=command.source.message_id, state=kept.state.value, payment=kept.payment,
    )  # fmt: skip
    if command.source.may_answer and kept.state is not AdviceStatus.CONTRADICTING:
        write(
            uow,
            now,
            kind=LetterKind.RECEIPT,
            template="remittance_received",
            language=known_language(command.source.language, desk),
            company=desk.company(customer.company),
            customer=customer.number,
            to=answer_address(command.source, customer, uow),
            facts=_letter_facts(kept, kept.currency or customer.currency),
            documents=tuple(line.invoice for line in kept.lines),
            about=(kept.id, kept.payment or ""),
            source=command.source,
            dedup_key=f"remittance:{advice.id}",
        )
    return (advice.id,)


def _advice(command: AdviseRemittance, company: str, uow: UnitOfWork, now: datetime) -> Advice:
    told = command.remittance
    return Advice(
        id=next_id(uow, company, ADVICE, now.date()),
        customer=command.customer,
        company=company,
        message_id=command.source.message_id,
        payment_date=told.payment_date,
        total=told.total,
        currency=told.currency or "",
        reference=told.reference or "",
        lines=tuple(
            AdviceLine(line.invoice, line.amount, line.deduction, line.reason.value if line.reason else "")
            for line in told.lines
        ),
        state=AdviceStatus.WAITING,
        payment="",
    )


def _told_already(advice: Advice, known: Advice) -> bool:
    return (advice.payment_date, advice.total, advice.reference, advice.lines) == (
        known.payment_date, known.total, known.reference, known.lines,
    )  # fmt: skip


def _confirms(advice: Advice, uow: UnitOfWork) -> bool:
    """Whether the money was applied before its advice came; then the advice agrees with it, or contradicts.

    Money that was taken back, by the bank or by a person, is on nothing any more: the advice waits for what comes.
    """
    total = total_of(advice)
    for payment in uow.payments.where(customer=advice.customer):
        near = advice.payment_date is None or abs((advice.payment_date - payment.value_date).days) <= 10
        referred = bool(advice.reference) and compact(advice.reference) in compact(payment.reference + payment.text)
        if payment.amount != total or not (referred or near) or uow.payments.where(reverses=payment.id):
            continue
        paid = {compact(document) for document in cleared_by(payment.id, uow)}
        if not paid:
            continue
        agrees = paid <= {compact(line.invoice) for line in advice.lines}
        if agrees or referred:
            settle(uow, advice, payment, AdviceStatus.PAIRED if agrees else AdviceStatus.CONTRADICTING)
            return True
    return False


def _letter_facts(advice: Advice, currency: str) -> dict[str, object]:
    """What the letter repeats of the advice; "" where it says nothing."""

    def written(amount: Decimal | None) -> str:
        return "" if amount is None else plain(amount, currency)

    return {
        "reference": advice.reference,
        "currency": currency,
        "total": written(total_of(advice)),
        "payment_date": advice.payment_date or "",
        "lines": [
            {
                "invoice": line.invoice,
                "amount": written(line.amount),
                "deduction": written(line.deduction),
                "reason": line.reason or DeductionReason.OTHER.value,
            }
            for line in advice.lines
        ],
    }
