"""Money that arrived, what customers said about it, and statements that brought it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple


class RemittedDocument(NamedTuple):
    """A document that the payer says a payment is for, told by the bank field by field (ISO 20022 RfrdDocInf)."""

    number: str
    amount: Decimal | None  # in the entry's currency; below zero for a credit note that was taken; None if not told
    discount: Decimal | None  # taken from it, >= 0; None if not told


class BankEntry(NamedTuple):
    """One movement as a bank's file has it; the readers in `bot/banks` give these, only booked ones are ever booked.

    `amount` is signed: above zero came in. A tuple and no dataclass, because a file brings hundreds of thousands and
    a frozen dataclass of this size takes seven times as long to make.
    """

    file: str
    position: int  # 1-based, in the file
    line: int  # line of the file, 0 where a format has none
    account: str  # IBAN or the account as the file writes it
    statement: str  # the bank's id of the statement
    booking_date: date
    value_date: date
    amount: Decimal
    currency: str
    bank_reference: str  # camt AcctSvcrRef, MT940 after //, CFONB120 columns 105-120; "" if none
    end_to_end_id: str  # "" if none or NOTPROVIDED
    texts: tuple[str, ...]  # unstructured remittance information, piece by piece as delivered
    structured: tuple[str, ...]  # creditor references, referred document numbers
    payer_name: str
    payer_iban: str
    # as far as the bank's code tells: credit_transfer, direct_debit, return, charge, internal, interest, cheque,
    # card or other
    kind: str
    instructed_amount: Decimal | None  # what the payer sent, in `instructed_currency`; of a return: what was sent back
    instructed_currency: str
    charges: Decimal  # kept back by the bank, >= 0, if it says so
    reason: str  # return reason code (ISO 20022 external), "" if none
    additional: str  # the bank's own words
    ultimate_payer: str = ""  # on whose behalf the payer paid
    batch_total: Decimal | None = None  # of one transaction of several: the amount of their common booking
    # which format told it: camt.052, camt.053, camt.054, mt940, mt942, cfonb, bai2, csv, or a report of receipts
    format: str = ""
    pending: bool = False  # announced, not booked: no money yet
    remitted: tuple[RemittedDocument, ...] = ()
    exchange_rate: Decimal | None = None  # between instructed and booked currency, as the bank states it
    mandate: str = ""  # of a direct debit
    batch_name: str = ""  # of a booking of several transfers: our name of their file, if the bank tells it
    batch_count: int | None = None  # and how many they are


@dataclass(frozen=True, slots=True)
class Statement:
    """A file's statement, taken once. `opening` and `closing` None where the format has no balance."""

    id: str
    file: str
    sha256: str
    account: str
    company: str
    opening: Decimal | None
    closing: Decimal | None
    currency: str
    entries: int
    imported_at: datetime
    first_on: date | None = None  # booking days of its movements; None without any
    last_on: date | None = None


@dataclass(frozen=True, slots=True)
class Payment:
    """A customer's money, or what may be: `amount` signed (a payment taken back by the bank is negative)."""

    id: str
    company: str
    customer: str  # "" where nobody can tell
    value_date: date
    booking_date: date
    amount: Decimal
    currency: str
    unapplied: Decimal
    source: str  # "<file name>#<bank reference>"
    statement: str
    payer_name: str
    payer_iban: str
    text: str
    reference: str  # end-to-end id
    reverses: str = ""  # id of the payment that the bank took back
    held: str = ""  # why it waits for a person, "" if it does not
    instructed: Decimal | None = None  # what the payer sent, where the bank exchanged it and says so
    instructed_currency: str = ""


class AdviceStatus(StrEnum):
    WAITING = "waiting"
    PAIRED = "paired"
    CONTRADICTING = "contradicting"


@dataclass(frozen=True, slots=True)
class AdviceLine:
    invoice: str
    amount: Decimal | None
    deduction: Decimal | None
    reason: str


@dataclass(frozen=True, slots=True)
class Advice:
    """A remittance advice: evidence for a payment, never money."""

    id: str
    customer: str
    company: str
    message_id: str
    payment_date: date | None
    total: Decimal | None
    currency: str
    reference: str
    lines: tuple[AdviceLine, ...]
    state: AdviceStatus
    payment: str  # id of the payment it was paired with
