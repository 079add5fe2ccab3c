"""The matcher over drawn lines, as a bank run would ask it: each outcome is followed in the book, nothing is stored."""

from __future__ import annotations

import gc
import time
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from math import sqrt
from pathlib import Path

from evaluation.payments.book import Book
from evaluation.payments.lines import OUR_ACCOUNTS, Line
from workflows.cash.amounts import Line as Put
from workflows.cash.amounts import Receipt
from workflows.cash.evidence import whole_numbers
from workflows.cash.matching import propose
from workflows.cash.open_book import OpenBook, portions_of, units
from workflows.cash.payers import Payers
from workflows.cash.proposals import Held, Proposal
from workflows.cash.question import Scope
from workflows.cash.receiving import OwnSide, is_receipt
from workflows.cash.told import read_text
from workflows.ports import CashPolicy, Company, Desk, DisputePolicy, RoutingPolicy

POLICY = CashPolicy(discount_grace_days=3, write_off_limit=Decimal("1.00"), bank_charges_limit=Decimal("25.00"))
PATTERNS = (r"[A-Z]{1,3}-?\d{4}[-/]?\d{6}", r"20\d{8}", r"31\d{7}", r"[A-Z]{1,3}\d{7}")
Documents = frozenset[tuple[str, Decimal, Decimal, Decimal]]


@dataclass(slots=True)
class Tally:
    """Counts of one category or of all."""

    lines: int = 0
    due: int = 0  # lines that something is to be applied of
    automatic: int = 0
    right: int = 0
    first: int = 0  # right in the first proposal, not automatic
    any: int = 0  # right in one of three proposals, not automatic
    reasons: Counter[str] = field(default_factory=Counter)

    @property
    def precision(self) -> float:
        return self.right / self.automatic if self.automatic else 1.0


@dataclass(slots=True)
class Wrong:
    category: str
    line: Line
    answer: Proposal


@dataclass(slots=True)
class Result:
    total: Tally = field(default_factory=Tally)
    by_category: dict[str, Tally] = field(default_factory=dict)
    by_rule: dict[str, Tally] = field(default_factory=dict)
    wrong: list[Wrong] = field(default_factory=list)
    held: list[tuple[Line, Held]] = field(default_factory=list)
    seconds: float = 0.0
    build_seconds: float = 0.0
    slowest: list[float] = field(default_factory=list)
    megabytes: float = 0.0


def wilson(right: int, count: int, z: float = 1.96) -> float:
    """Lower bound of the 95 % interval of a share (Wilson 1927)."""
    if not count:
        return 0.0
    share = right / count
    middle = share + z * z / (2 * count)
    spread = z * sqrt(share * (1 - share) / count + z * z / (4 * count * count))
    return (middle - spread) / (1 + z * z / count)


def resident() -> float:
    """Megabytes that this process has in memory now (Linux)."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 1e6


def desk() -> Desk:
    companies = {
        code: Company(
            code=code, name=f"Muster {code} GmbH", country=code[:2], vat_id="", registration="", street="",
            postcode="", city="", iban=iban, bic="", email="", currency="GBP" if code == "GB10" else "EUR",
            language="en", invoice_number="", credit_note_number="", known_invoice_numbers=(), escalation={},
            invoice_on="delivery", legal={},
        )
        for code, iban in OUR_ACCOUNTS.items()
    }  # fmt: skip
    return Desk(companies, {}, {}, 3, POLICY, DisputePolicy({}, {}), RoutingPolicy({}, {}), ("en", "de", "fr"))


class Matcher:
    """The book and the payers of a run."""

    def __init__(self, book: Book) -> None:
        before, start = resident(), time.process_time()
        self.open_book = OpenBook(
            portions_of(item for account in book.accounts for item in (*account.items, *account.settled))
        )
        self.payers = Payers(account.customer for account in book.accounts)
        self.build_seconds = time.process_time() - start
        self._before = before
        self._own = OwnSide(desk())

    @property
    def megabytes(self) -> float:
        return resident() - self._before

    def answer(self, line: Line) -> Proposal | Held | None:
        entry = line.entry
        if not is_receipt(entry, self._own, self.payers, lambda: self._names_document(line)):
            return None
        receipt = Receipt(
            amount=entry.amount, currency=entry.currency, value_date=entry.value_date, texts=entry.texts,
            structured=entry.structured, reference=entry.end_to_end_id, charges=entry.charges,
        )  # fmt: skip
        payer = self.payers.of(entry.payer_iban, entry.payer_name, text=entry.texts[0] if entry.texts else "")
        answer = propose(receipt, Scope(payer, self.open_book, PATTERNS, self.payers), POLICY)
        if isinstance(answer, Proposal):
            for put in answer.lines:
                row = self.open_book.find(put.invoice)
                assert row is not None
                self.open_book.open[row] -= units(put.amount + put.discount + put.write_off)
        return answer

    def _names_document(self, line: Line) -> bool:
        entry = line.entry
        return bool(whole_numbers(read_text(entry.texts, entry.structured, entry.end_to_end_id), self.open_book).named)


def _documents(lines: tuple[Put, ...]) -> Documents:
    return frozenset((each.invoice, each.amount, each.discount, each.write_off) for each in lines)


def measure(book: Book, lines: list[Line]) -> Result:
    """Strict: an automatic answer is right if its documents and every amount are those of the truth."""
    gc.collect()
    gc.freeze()  # the drawn book's objects are no part of what is measured
    matcher = Matcher(book)
    result = Result(build_seconds=matcher.build_seconds)
    for line in lines:
        start = time.process_time()
        answer = matcher.answer(line)
        took = time.process_time() - start
        result.seconds += took
        result.slowest.append(took)
        _count(result, line, answer)
    result.slowest = sorted(result.slowest, reverse=True)
    result.megabytes = matcher.megabytes
    return result


def _count(result: Result, line: Line, answer: Proposal | Held | None) -> None:
    truth = frozenset((put.document, put.amount, put.discount, put.write_off) for put in line.truth)
    tallies = [result.total, result.by_category.setdefault(line.category, Tally())]
    if isinstance(answer, Proposal):
        tallies.append(result.by_rule.setdefault(answer.rule, Tally()))
        if _documents(answer.lines) != truth:
            result.wrong.append(Wrong(line.category, line, answer))
    elif isinstance(answer, Held):
        result.held.append((line, answer))
    for tally in tallies:
        tally.lines += 1
        tally.due += bool(truth)
        if isinstance(answer, Proposal):
            tally.automatic += 1
            tally.right += _documents(answer.lines) == truth
        elif isinstance(answer, Held):
            tally.reasons[answer.why] += bool(truth)
            proposed = [_documents(each.lines) for each in answer.suggestions]
            tally.first += bool(truth) and proposed[:1] == [truth]
            tally.any += bool(truth) and truth in proposed
