"""What stands behind one amount that the bank books as a whole: evidence of many receipts, never money itself.

A payment provider's payout report, a list of deposited cheques, a lockbox file, a list of returned direct debits: each
says who paid which share of a sum, and for what. The bank's line brings the money; only when exactly one source has
its sum, its currency, its days and, where both tell one, its reference, is the line taken apart.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from workflows.cash.model import BankEntry
from workflows.ledger.money import ZERO

DAYS_BEFORE, DAYS_AFTER = 1, 10  # a bank books a payout from the day before its report's date to ten days later
SHORTEST_REFERENCE = 6


class SourceKind(StrEnum):
    PAYOUT = "payout"
    CHEQUES = "cheques"
    LOCKBOX = "lockbox"
    RETURNS = "returns"


# How the bank itself calls a line that such a source makes up.
KINDS = {SourceKind.CHEQUES: "cheque", SourceKind.LOCKBOX: "cheque", SourceKind.RETURNS: "return"}


@dataclass(frozen=True, slots=True)
class Share:
    """One part of the sum, signed like the sum: above zero a customer's money, below zero a fee, refund or return."""

    line: int
    on: date
    amount: Decimal
    kind: str  # as BankEntry.kind
    payer_name: str
    payer_account: str
    reference: str  # the payer's or the provider's own reference of this payment
    texts: tuple[str, ...]
    structured: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ReceiptSource:
    """A sum that the bank books in one line, and the shares that make it up; `total` is their sum.

    It waits until a line of the bank brings the money; then `company`, `booked_on` and `told_by` (format and
    reference of that line) say which, so that the same line from another file is known.
    """

    id: str  # follows from its content: a report that comes twice is one
    kind: SourceKind
    name: str  # who made the report: paypal, stripe, adyen, the layout's name
    file: str
    sha256: str
    reference: str  # payout, deposit or batch number; "" if none
    currency: str
    total: Decimal
    reported_on: date
    shares: tuple[Share, ...]
    company: str = ""
    booked_on: date | None = None
    told_by: str = ""


def source_id(
    kind: SourceKind, name: str, reference: str, currency: str, total: Decimal, on: date, shares: tuple[Share, ...]
) -> str:
    """The same for the same content, whatever the file is called."""
    content = [(str(share.on), str(share.amount), share.reference, share.payer_name) for share in shares]
    told = repr((kind.value, name, reference, currency, str(total), str(on), content))
    return "RS-" + hashlib.sha256(told.encode()).hexdigest()[:24]


def receipt_source(
    *, kind: SourceKind, name: str, file: str, sha256: str, reference: str, currency: str, on: date,
    shares: tuple[Share, ...],
) -> ReceiptSource:  # fmt: skip
    """A source of these shares that waits for its line of the bank."""
    total = sum((share.amount for share in shares), ZERO)
    return ReceiptSource(
        source_id(kind, name, reference, currency, total, on, shares),
        kind, name, file, sha256, reference, currency, total, on, shares,
    )  # fmt: skip


class WhyWhole(StrEnum):
    """Why a line of the bank is not taken apart."""

    NONE = "no report has this sum"
    UNSIGNED = "a report has this sum, but nothing in the line says that it comes from there"
    SEVERAL = "several reports have this sum"
    DAYS = "the report's days do not fit"
    REFERENCE = "the report has another reference"


def source_of(entry: BankEntry, sources: Iterable[ReceiptSource]) -> ReceiptSource | WhyWhole:
    """The one report that the line pays out; a wrong guess puts money on strangers' invoices: in doubt, none."""
    fitting = [each for each in sources if each.total == entry.amount and each.currency == entry.currency]
    if not fitting:
        return WhyWhole.NONE
    fitting = [each for each in fitting if could_be(entry, each)]
    if not fitting:
        return WhyWhole.UNSIGNED
    timely = [each for each in fitting if -DAYS_BEFORE <= (entry.booking_date - each.reported_on).days <= DAYS_AFTER]
    if not timely:
        return WhyWhole.DAYS
    named = [each for each in timely if _names(entry, each)]
    if len(named) == 1:
        return named[0]
    if len(timely) > 1:
        return WhyWhole.SEVERAL
    return WhyWhole.REFERENCE if _names_another(entry, timely[0]) else timely[0]


def taken_apart(entry: BankEntry, source: ReceiptSource) -> tuple[BankEntry, ...]:
    """The line's movements, one a share and all fees in one; together they are its amount, on its days.

    Raises ValueError if the source is not the line's.
    """
    if source.total != entry.amount or source.currency != entry.currency:
        raise ValueError(f"{source.file} is {source.total} {source.currency}, the line {entry.amount} {entry.currency}")
    fees = sum((share.amount for share in source.shares if share.kind == "charge"), ZERO)
    parts = [_part(entry, source, share) for share in source.shares if share.kind != "charge" and share.amount]
    if fees:
        parts.append(
            entry._replace(
                amount=fees, kind="charge", batch_total=entry.amount, payer_name=source.name, payer_iban="",
                end_to_end_id="", structured=(), additional=f"{source.kind.value} {source.reference}".strip(),
            )
        )  # fmt: skip
    return tuple(parts)


def _part(entry: BankEntry, source: ReceiptSource, share: Share) -> BankEntry:
    return entry._replace(
        amount=share.amount,
        kind=share.kind,
        payer_name=share.payer_name,
        payer_iban=share.payer_account,
        end_to_end_id=share.reference,
        texts=share.texts,
        structured=share.structured,
        reason=share.reason,
        additional=f"{source.kind.value} {source.reference}".strip(),
        ultimate_payer="",
        batch_total=entry.amount,
        instructed_amount=None,
        instructed_currency="",
        charges=ZERO,
        remitted=(),
        mandate="",
    )


def _compact(text: str) -> str:
    return re.sub(r"[^A-Z0-9]", "", text.upper())


def _told(entry: BankEntry) -> str:
    return _compact(" ".join((*entry.texts, *entry.structured, entry.end_to_end_id, entry.additional)))


def could_be(entry: BankEntry, source: ReceiptSource) -> bool:
    """An equal sum alone proves nothing: the line must be of the source's kind, or name it."""
    if entry.kind == KINDS.get(source.kind) or _names(entry, source):
        return True
    return source.kind is SourceKind.PAYOUT and _compact(source.name) in _compact(entry.payer_name) + _told(entry)


def _names(entry: BankEntry, source: ReceiptSource) -> bool:
    reference = _compact(source.reference)
    return len(reference) >= SHORTEST_REFERENCE and reference in _told(entry)


def _names_another(entry: BankEntry, source: ReceiptSource) -> bool:
    """Whether the line quotes another reference of the same make: the same letters before its figures."""
    made = re.match(r"([A-Z]{2,}[_-]?)[A-Z0-9]{4,}$", source.reference.upper())
    if made is None or _names(entry, source):
        return False
    return bool(
        re.search(rf"\b{re.escape(made[1])}[A-Z0-9]{{4,}}", " ".join((*entry.texts, entry.end_to_end_id)).upper())
    )
