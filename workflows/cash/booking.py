"""What a movement of the bank becomes in the books: a payment, and entries that say where its other side stands."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from workflows.cash.folding import compact
from workflows.cash.model import BankEntry, Payment
from workflows.commands import BookStatement
from workflows.ledger.journal import leg, post
from workflows.ledger.model import AccountKind
from workflows.ledger.money import plain
from workflows.ports import Company, Desk, UnitOfWork

OTHER_KEYS = {  # (kind of bank entry, money came in) -> key of the chart
    ("charge", True): "other.charge",
    ("charge", False): "other.charge",
    ("interest", True): "other.interest_received",
    ("interest", False): "other.interest_paid",
}
BETWEEN = "other.between"


def statement_id(statement: BookStatement, company: Company) -> str:
    """The same for the same content, whatever the file is called."""
    content = [
        (
            str(entry.booking_date), str(entry.amount), entry.bank_reference, entry.end_to_end_id, entry.texts,
            entry.structured, entry.payer_name, entry.payer_iban,
        )
        for entry in statement.entries
    ]  # fmt: skip
    told = repr((company.iban, statement.statement, statement.opening, statement.closing, content))
    return "S-" + hashlib.sha256(told.encode()).hexdigest()[:24]


def entry_key(company: Company, day: date, amount: Decimal, currency: str) -> str:
    """The same for all movements of an amount on a day of the company's account."""
    told = f"{compact(company.iban)}|{day}|{plain(amount, currency)}|{currency}"
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def words_of(entry: BankEntry) -> str:
    """All that is said of a movement."""
    return " ".join(text for text in (entry.payer_name, *entry.texts, *entry.structured, entry.additional) if text)


def payment_of(
    entry: BankEntry, company: Company, uow: UnitOfWork, statement: str, *, amount: Decimal | None = None
) -> Payment:
    """The payment of an entry, nothing applied yet; its id follows from account, day, amount and place among equals."""
    value = entry.amount if amount is None else amount
    key = entry_key(company, entry.booking_date, value, entry.currency)
    place = 1
    while uow.payments.get(f"PM-{key}-{place}") is not None:
        place += 1
    text = "\n".join(text for text in (*entry.texts, *entry.structured, entry.ultimate_payer) if text)
    return Payment(
        id=f"PM-{key}-{place}",
        company=company.code,
        customer="",
        value_date=entry.value_date,
        booking_date=entry.booking_date,
        amount=value,
        currency=entry.currency,
        unapplied=value,
        source=f"{entry.file}#{entry.bank_reference}",
        statement=f"{entry.format}:{statement}",
        payer_name=entry.payer_name,
        payer_iban=entry.payer_iban,
        text=text,
        reference=entry.end_to_end_id,
        instructed=entry.instructed_amount if _is_exchanged(entry) else None,
        instructed_currency=entry.instructed_currency if _is_exchanged(entry) else "",
    )


def _is_exchanged(entry: BankEntry) -> bool:
    return bool(entry.instructed_currency) and entry.instructed_currency != entry.currency


def post_receipt(uow: UnitOfWork, desk: Desk, payment: Payment) -> None:
    """Bank to on account, at the bank's booking date; a payment taken back the other way round."""
    post(
        uow,
        company=payment.company,
        on=payment.booking_date,
        currency=payment.currency,
        document=payment.id,
        text=f"{payment.payer_name} {payment.text}".strip()[:200] or payment.source,
        lines=[
            leg(desk, payment.company, AccountKind.BANK, payment.amount),
            leg(desk, payment.company, AccountKind.ON_ACCOUNT, -payment.amount, customer=payment.customer),
        ],
    )


def post_other(uow: UnitOfWork, desk: Desk, company: Company, entry: BankEntry, amount: Decimal | None = None) -> None:
    """Bank to other: charges, interest, suppliers, transfers of our own; its text tells the entry again if it comes."""
    value = entry.amount if amount is None else amount
    text = re.sub(r"[\[\]\n]", " ", words_of(entry))[:160] or entry.kind
    reference = re.sub(r"[\[\]\n]", " ", entry.bank_reference)
    post(
        uow,
        company=company.code,
        on=entry.booking_date,
        currency=entry.currency,
        document="BANK-" + entry_key(company, entry.booking_date, entry.amount, entry.currency),
        text=f"{text} [{entry.format} {reference}]",
        lines=[
            leg(desk, company.code, AccountKind.BANK, value),
            leg(desk, company.code, AccountKind.OTHER, -value, account=_other_key(entry.kind, value)),
        ],
    )


def _other_key(kind: str, value: Decimal) -> str:
    """On which account the other side of money is booked that is no customer's."""
    return OTHER_KEYS.get((kind, value > 0), AccountKind.OTHER.value)


def post_between(uow: UnitOfWork, desk: Desk, payment: Payment, company: str, amount: Decimal, on: date) -> None:
    """Money that one company received for another's invoice: owed between them, so that both books stay right."""
    moves: Sequence[tuple[str, Mapping[AccountKind, Decimal]]] = (
        (payment.company, {AccountKind.ON_ACCOUNT: amount, AccountKind.OTHER: -amount}),
        (company, {AccountKind.OTHER: amount, AccountKind.ON_ACCOUNT: -amount}),
    )
    for code, legs in moves:
        post(
            uow,
            company=code,
            on=on,
            currency=payment.currency,
            document=payment.id,
            text=f"{payment.id}: received by {payment.company} for {company}",
            lines=[
                leg(desk, code, kind, value, account=BETWEEN if kind is AccountKind.OTHER else "")
                for kind, value in legs.items()
            ],
        )
