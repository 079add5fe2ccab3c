"""Bank entries become bookings once: whose account it is, what is known already, what is a customer's money."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from workflows.cash.folding import capitals, compact
from workflows.cash.model import BankEntry, Payment
from workflows.cash.payers import Payers, account_key, name_tokens
from workflows.cash.sourcing import taken_apart_before
from workflows.cash.told import FOR_A_DOCUMENT, read_text
from workflows.cash.words import says
from workflows.commands import BookStatement
from workflows.errors import BadInput
from workflows.ledger.journal import leg, post
from workflows.ledger.model import AccountKind, JournalEntry
from workflows.ledger.money import ZERO, plain
from workflows.lookup import fetch
from workflows.ports import Company, Desk, UnitOfWork

SHORTEST_ACCOUNT = 6
SHORTEST_NUMBER = 4  # figures of a number that tells one entry from another
COMPARED_LETTERS = 18  # of two texts of one entry: formats cut and fill them differently
OTHER_KEYS = {  # (kind of bank entry, money came in) -> key of the chart
    ("charge", True): "other.charge",
    ("charge", False): "other.charge",
    ("interest", True): "other.interest_received",
    ("interest", False): "other.interest_paid",
}
BETWEEN = "other.between"
NOT_FROM_CUSTOMERS = frozenset({"charge", "interest", "internal", "return"})


def owner_of(statement: BookStatement, desk: Desk) -> Company:
    """The company whose account it is, in whatever form the file writes it; raises BadInput if it is nobody's.

    A file without an account (many CSV) belongs to the company whose code its name begins with, else to the only
    company with its currency.
    """
    companies = list(desk.companies.values())
    if statement.account.strip():
        found = [company for company in companies if is_account(statement.account, company.iban)]
    else:
        name = statement.file.upper()
        found = [each for each in companies if re.match(rf"{re.escape(each.code.upper())}(?![A-Z0-9])", name)]
        found = found or [company for company in companies if company.currency == statement.currency]
    if len(found) == 1:
        return found[0]
    account = statement.account or "(none in the file)"
    raise BadInput(
        statement.file,
        f"account {account} is {'of several companies' if found else 'no company’s'}",
        todo="the account must be the iban of one of [companies]; begin the file's name with the company's code",
    )


def is_account(written: str, iban: str) -> bool:
    """Whether an account as a bank writes it (IBAN; bank code and number; number alone) is this IBAN."""
    wanted = compact(iban)
    if not wanted:
        return False
    whole = compact(written)
    if whole == wanted or (len(whole) > len(wanted) and whole.removesuffix(whole[-3:]) == wanted):
        return True
    position, letters = 4, 0
    for part in re.split(r"[/\s-]+", re.sub(r"(?<=\d)[A-Z]{3}$", "", written.strip().upper())):
        figures = compact(part).lstrip("0")
        if not figures:
            continue
        place = wanted.find(figures, position)
        if place < 0:
            return False
        position, letters = place + len(figures), letters + len(figures)
    return letters >= SHORTEST_ACCOUNT


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


def _key(company: Company, day: date, amount: Decimal, currency: str) -> str:
    told = f"{compact(company.iban)}|{day}|{plain(amount, currency)}|{currency}"
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def _words_of(entry: BankEntry) -> str:
    return " ".join(text for text in (entry.payer_name, *entry.texts, *entry.structured, entry.additional) if text)


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
        for entry in fetch(self.uow.entries, "document", sorted(self._entries)):
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
    for entry in books.entries("BANK-" + _key(books.company, day, amount, currency)):
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
    ours, theirs = compact(_words_of(entry)), compact(known.text)
    if not ours or not theirs:
        return True
    return _overlap(ours, theirs)


def _tells_another(entry: BankEntry, known: Known) -> bool:
    """Whether the two name different payers, or each a number that the other does not have."""
    ours, theirs = compact(entry.payer_name), compact(known.name)
    if ours and theirs and ours not in theirs and theirs not in ours:
        return True
    words = _words_of(entry)
    return _has_more(words, known.text) and _has_more(known.text, words)


def _has_more(left: str, right: str) -> bool:
    there = compact(right)
    return any(number not in there for number in _numbers(left))


@lru_cache(maxsize=4096)
def _numbers(text: str) -> tuple[str, ...]:
    """The runs of figures that may be of a document's number; no dates and amounts, which formats write differently."""
    figures = read_text((text,)).figures
    return tuple(each.text for each in figures if each.kind in FOR_A_DOCUMENT and len(each.text) >= SHORTEST_NUMBER)


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
    keys = [_key(company, *group) for group in groups]
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


def is_receipt(entry: BankEntry, desk: Desk, payers: Payers, names_document: Callable[[], bool]) -> bool:
    """Whether money that came in is or may be a customer's: not the bank's, an office's or our own."""
    if entry.amount <= 0 or entry.kind in NOT_FROM_CUSTOMERS or _is_own(entry, desk):
        return False
    text = capitals(_words_of(entry))
    is_others = says(text, "tax_office") or (entry.kind == "other" and says(text, "interest"))
    if not is_others and not _may_be_own(entry, text, desk):
        return True
    known = payers.of(entry.payer_iban, entry.payer_name, entry.ultimate_payer, text=text).customers
    return bool(known) or names_document()


def _is_own(entry: BankEntry, desk: Desk) -> bool:
    """Moved between our own accounts: our account or our name on the other side."""
    companies = desk.companies.values()
    if entry.payer_iban and account_key(entry.payer_iban) in {_own_account(company.iban) for company in companies}:
        return True
    own = {_own_name(company.name) for company in companies}
    return bool(entry.payer_name) and name_tokens(entry.payer_name) in own


def _may_be_own(entry: BankEntry, text: str, desk: Desk) -> bool:
    """A name that begins as ours does, and a word for moving money; a customer's may begin so, too."""
    told = name_tokens(entry.payer_name or _words_of(entry))
    begins = any(name[:1] == told[:1] for name in map(_own_name, (each.name for each in desk.companies.values())))
    return bool(told) and begins and says(text, "internal")


@lru_cache(maxsize=256)
def _own_account(iban: str) -> str:
    return compact(iban)


@lru_cache(maxsize=256)
def _own_name(name: str) -> tuple[str, ...]:
    return name_tokens(name)


def is_return(entry: BankEntry) -> bool:
    """Whether the bank took a customer's payment back."""
    return entry.amount < 0 and entry.kind == "return"


def payment_of(
    entry: BankEntry, company: Company, uow: UnitOfWork, statement: str, *, amount: Decimal | None = None
) -> Payment:
    """The payment of an entry, nothing applied yet; its id follows from account, day, amount and place among equals."""
    value = entry.amount if amount is None else amount
    key = _key(company, entry.booking_date, value, entry.currency)
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
    text = re.sub(r"[\[\]\n]", " ", _words_of(entry))[:160] or entry.kind
    reference = re.sub(r"[\[\]\n]", " ", entry.bank_reference)
    post(
        uow,
        company=company.code,
        on=entry.booking_date,
        currency=entry.currency,
        document="BANK-" + _key(company, entry.booking_date, entry.amount, entry.currency),
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
