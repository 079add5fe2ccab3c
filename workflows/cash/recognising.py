"""Which entries of a file no earlier file told: the same movement comes in several formats, as a sum and in detail."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from workflows.cash.booking import entry_key, words_of
from workflows.cash.folding import compact
from workflows.cash.model import BankEntry, Payment
from workflows.cash.our_accounts import is_account
from workflows.cash.sourcing import taken_apart_before
from workflows.cash.told import UNEXPLAINED, read_text
from workflows.commands import BookStatement
from workflows.ledger.model import JournalEntry
from workflows.ledger.money import ZERO
from workflows.lookup import PORTION
from workflows.ports import Company, UnitOfWork

SHORTEST_NUMBER = 4  # figures of a number that tells one entry from another
COMPARED_LETTERS = 18  # of two texts of one entry: formats cut and fill them differently


@dataclass(frozen=True, slots=True)
class Known:
    """What the books hold of an entry, to recognise it in another file."""

    form: str
    bank_reference: str
    end_to_end: str
    account: str
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Batch:
    """What payments of a day under one reference of the bank come to: another file may tell them as this sum."""

    amount: Decimal
    form: str
    bank_reference: str


class _Books:
    """What is booked on the company's account, each day read once."""

    def __init__(self, uow: UnitOfWork, company: Company) -> None:
        self.uow, self.company = uow, company
        self._days: dict[tuple[date, str], dict[Decimal, list[Payment]]] = {}
        self._batches: dict[tuple[date, str], list[Batch]] = {}
        self._entries: dict[str, list[JournalEntry]] = {}

    def payments(self, day: date, currency: str) -> dict[Decimal, list[Payment]]:
        """The payments of a day by their amount."""
        if (day, currency) not in self._days:
            self.read_days([day], currency)
        return self._days[day, currency]

    def read_days(self, days: Iterable[date], currency: str) -> None:
        """The payments of these days in one question."""
        wanted = tuple(sorted({day for day in days if (day, currency) not in self._days}))
        self._days |= {(day, currency): {} for day in wanted}
        for payment in self.uow.payments.where(company=self.company.code, booking_date=wanted, currency=currency):
            self._days[payment.booking_date, currency].setdefault(payment.amount, []).append(payment)

    def batches(self, day: date, currency: str) -> list[Batch]:
        """The payments of a day that came under one reference of the bank, two or more of them."""
        if (day, currency) not in self._batches:
            parts: dict[tuple[str, str], list[Decimal]] = {}
            for payments in self.payments(day, currency).values():
                for payment in payments:
                    if payment.source.rpartition("#")[2]:
                        form = payment.statement.partition(":")[0]
                        parts.setdefault((payment.source, form), []).append(payment.amount)
            self._batches[day, currency] = [
                Batch(sum(amounts, ZERO), form, source.rpartition("#")[2])
                for (source, form), amounts in parts.items()
                if len(amounts) > 1
            ]
        return self._batches[day, currency]

    def read_ahead(self, documents: Iterable[str]) -> None:
        """The entries of these documents in few questions."""
        self._entries = {document: [] for document in documents}
        keys = sorted(self._entries)
        for start in range(0, len(keys), PORTION):  # never the whole journal, which grows for years
            for entry in self.uow.entries.where(document=tuple(keys[start : start + PORTION])):
                self._entries[entry.document].append(entry)

    def entries(self, document: str) -> list[JournalEntry]:
        return self._entries[document] if document in self._entries else self.uow.entries.where(document=document)


def _known(books: _Books, day: date, amount: Decimal, currency: str) -> list[Known]:
    found = []
    for payment in books.payments(day, currency).get(amount, ()):
        reference = payment.source.rpartition("#")[2]
        text = f"{payment.payer_name} {payment.text}"
        form = payment.statement.partition(":")[0]
        found.append(Known(form, reference, payment.reference, payment.payer_iban, payment.payer_name, text))
    for entry in books.entries("BANK-" + entry_key(books.company, day, amount, currency)):
        told = re.fullmatch(r"(.*) \[([\w.]*) ([^\]]*)\]", entry.text, re.S)
        if told:
            found.append(Known(told[2], told[3], "", "", "", told[1]))
    return found


def same_entry(entry: BankEntry, known: Known) -> bool:
    """Whether two tellings of equal amount and day are one movement: whatever both state must not differ.

    Within one format a bank tells a movement in the same words each time; formats cut and fill them differently.
    """
    if entry.end_to_end_id and known.end_to_end and compact(entry.end_to_end_id) != compact(known.end_to_end):
        return False
    if entry.bank_reference and known.bank_reference:
        ours, theirs = compact(entry.bank_reference), compact(known.bank_reference)
        if ours == theirs:
            return True
        if entry.format == known.form:
            return False
    if entry.format == known.form and _tells_another(entry, known):
        return False
    if entry.payer_iban and known.account:
        return entry.payer_iban == known.account
    ours, theirs = compact(words_of(entry)), compact(known.text)
    if not ours or not theirs:
        return True
    return _overlap(ours, theirs)


def _tells_another(entry: BankEntry, known: Known) -> bool:
    """Whether the two name different payers, or each a number that the other does not have."""
    ours, theirs = compact(entry.payer_name), compact(known.name)
    if ours and theirs and ours not in theirs and theirs not in ours:
        return True
    words = words_of(entry)
    return _has_more(words, known.text) and _has_more(known.text, words)


def _has_more(left: str, right: str) -> bool:
    there = compact(right)
    return any(number not in there for number in _numbers(left))


@lru_cache(maxsize=4096)
def _numbers(text: str) -> tuple[str, ...]:
    """The runs of figures that may be of a document's number; no dates and amounts, which formats write differently."""
    figures = read_text((text,)).figures
    return tuple(each.text for each in figures if each.kind in UNEXPLAINED and len(each.text) >= SHORTEST_NUMBER)


def _overlap(left: str, right: str) -> bool:
    short, long = sorted((left, right), key=len)
    step = COMPARED_LETTERS // 2
    pieces = [short[start : start + step] for start in range(0, max(1, len(short) - step + 1), step)]
    return sum(piece in long for piece in pieces) * 2 >= len(pieces)


def unseen(statement: BookStatement, company: Company, uow: UnitOfWork) -> list[BankEntry]:
    """The entries that no earlier file told; a batch and its transactions are one booking, told in either way."""
    groups: dict[tuple[date, Decimal, str], list[BankEntry]] = {}
    for entry in sorted(statement.entries, key=lambda each: (each.booking_date, each.position)):
        groups.setdefault((entry.booking_date, entry.amount, entry.currency), []).append(entry)
    fresh: list[BankEntry] = []
    books = _Books(uow, company)
    keys = [entry_key(company, *group) for group in groups]
    books.read_ahead(f"BANK-{key}" for key in keys)
    for currency in {currency for _, _, currency in groups}:
        books.read_days((day for day, _, unit in groups if unit == currency), currency)
    uow.payments.where(id=[f"PM-{key}-1" for key in keys])  # a unit of work that remembers answers from it
    for (day, amount, currency), entries in groups.items():
        left = _unknown(entries, _known(books, day, amount, currency))
        left = [entry for entry in left if not _told_as_batch(entry, books)]
        batches = [batch for batch in books.batches(day, currency) if batch.amount == amount]
        fresh += _not_in_detail(left, batches, company)
    told = {entry.position for entry in taken_apart_before(fresh, company, uow)}
    fresh = [entry for entry in fresh if entry.position not in told]
    return sorted(fresh, key=lambda each: (each.booking_date, each.position))


def _unknown(entries: Iterable[BankEntry], known: list[Known]) -> list[BankEntry]:
    """The entries that are none of the known; those that tell the same numbers find each other first."""
    left = list(entries)
    for alike in (True, False) if known else ():
        for entry in tuple(left):
            fitting = (each for each in known if same_entry(entry, each))
            match = next((each for each in fitting if not (alike and _tells_another(entry, each))), None)
            if match is not None:
                known.remove(match)
                left.remove(entry)
    return left


def _told_as_batch(entry: BankEntry, books: _Books) -> bool:
    """A transaction of a batch whose sum was booked from another file."""
    if entry.batch_total is None:
        return False
    return any(
        known.form != entry.format or known.bank_reference == entry.bank_reference
        for known in _known(books, entry.booking_date, entry.batch_total, entry.currency)
    )


def _not_in_detail(entries: Iterable[BankEntry], batches: Iterable[Batch], company: Company) -> list[BankEntry]:
    """Those that are no sum of transactions which another file told one by one; each such batch is one entry."""
    left = list(entries)
    for batch in batches:
        fitting = [entry for entry in left if _may_be(entry, batch, company)]
        if fitting:
            left.remove(min(fitting, key=lambda each: (each.bank_reference != batch.bank_reference, each.payer_name)))
    return left


def _may_be(entry: BankEntry, batch: Batch, company: Company) -> bool:
    """A movement of one other account is no batch; of two batches of one format, the bank's reference tells which."""
    if entry.batch_total is not None or (entry.payer_iban and not is_account(entry.payer_iban, company.iban)):
        return False
    told = entry.bank_reference and entry.format == batch.form
    return not told or entry.bank_reference == batch.bank_reference
