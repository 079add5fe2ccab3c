"""One receipt while its documents are sought: its text is read once, its payer's documents when first asked for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import NamedTuple, Protocol

from workflows.cash.amounts import Line, Receipt
from workflows.cash.clearing import Clearing, clear, discounts_of, lines_of, purse_of
from workflows.cash.distortion import Weak, weak_numbers
from workflows.cash.evidence import SHORTEST_SERIAL, Hits, Strength, whole_numbers
from workflows.cash.folding import compact
from workflows.cash.likeness import ALIKE
from workflows.cash.open_book import OpenBook, money
from workflows.cash.payers import KnownBy, Payer, Payers
from workflows.cash.proposals import MOST_SUGGESTED, Held, Proposal, Suggestion
from workflows.cash.told import FOR_A_DOCUMENT, UNEXPLAINED, Kind, Told, amounts_in, read_text
from workflows.cash.words import says
from workflows.disputes.model import PromiseToPay
from workflows.ports import CashPolicy

CENT = 100  # units
MANY = 200  # documents of a payer: from here on distorted numbers are sought among those of the right amount alone
YEARS = re.compile(r"20\d\d")


class DayRates(Protocol):
    def between(self, currency: str, other: str, on: date) -> Decimal | None:
        """What one unit of `currency` is in `other` on a day; None where no rate of that day was published."""
        ...


class Scope(NamedTuple):
    """What a receipt may be about: who pays, and the books. `patterns` are the shapes of our numbers."""

    payer: Payer
    book: OpenBook
    patterns: tuple[str, ...] = ()
    payers: Payers | None = None
    promises: tuple[PromiseToPay, ...] = ()
    rates: DayRates | None = None  # without any, money in another currency than its document waits


class Question:
    """What matching works with; `suggest` collects what a person may choose from if nothing is proven."""

    def __init__(self, receipt: Receipt, scope: Scope, policy: CashPolicy, told: Told | None = None) -> None:
        self.receipt, self.scope, self.policy = receipt, scope, policy
        self.book, self.payer = scope.book, scope.payer
        self.purse = purse_of(receipt, policy)
        self.told = told or read_text(receipt.texts, receipt.structured, receipt.reference)
        self.hits: Hits = whole_numbers(self.told, self.book)
        self._suggestions: list[Suggestion] = []
        self._narrow()

    def _narrow(self) -> None:
        """Our number of the customer in the text says which of several it is, or who an unknown payer is."""
        payers = self.scope.payers
        if payers is None or self.payer.is_sure:
            return
        numbered = {
            payers.numbered(each.letters + each.text) or payers.numbered(each.text)
            for each in self.told.figures
            if each.kind is Kind.CUSTOMER
        } - {""}
        if len(numbered) == 1 and (not self.payer.customers or numbered <= set(self.payer.customers)):
            known = KnownBy.NUMBER if self.payer.customers else KnownBy.NAME
            self.payer = Payer(known, tuple(numbered))

    def adopt(self, customer: str, known_by: KnownBy = KnownBy.NAME) -> None:
        """Something besides account and name says that this customer is the payer."""
        self.become(Payer(known_by, (customer,)))

    def become(self, payer: Payer) -> None:
        """Another payer than before: all that follows from who it is is asked anew."""
        self.payer = payer
        self.__dict__.pop("whole", None)
        self.__dict__.pop("undecided", None)
        self.__dict__.pop("rows", None)
        self.__dict__.pop("weak", None)
        self.__dict__.pop("weak_fitting", None)
        self.__dict__.pop("fitting", None)

    @cached_property
    def named_in_text(self) -> frozenset[str]:
        payers = self.scope.payers
        return payers.named_in(self.told.text) if payers is not None else frozenset()

    def likeness(self, customer: str) -> float:
        """How much of a customer's name the unknown payer's name has, 0 to 1."""
        payers, called = self.scope.payers, self.payer.called
        return payers.likeness(called, customer) if payers is not None and called else 0.0

    def is_called_nearly(self, customer: str) -> bool:
        """Whether the unknown payer's name is nearly this customer's, and no other customer's is nearer to it."""
        payers = self.scope.payers
        if payers is None or self.likeness(customer) < ALIKE:
            return False
        return not payers.has_likelier(self.payer.called, customer)

    # --- documents --------------------------------------------------------------------------------------------------

    @cached_property
    def rows(self) -> list[int]:
        """The payer's documents with something open in this currency, by due date."""
        return self.book.payable(self.payer.customers, self.receipt.currency)

    @cached_property
    def fitting(self) -> list[int]:
        """Those of them that the money clears alone, nothing written off."""
        amount, purse, book = self.purse.amount, self.purse, self.book
        found = []
        for row in self.rows:
            left = book.open[row]
            if (
                left == amount
                or (purse.charges and left - purse.charges == amount)
                or (
                    left > amount
                    and any(0 <= amount - (left - each) <= CENT for each in discounts_of(book, row, purse))
                )
            ):
                found.append(row)
        return found

    @cached_property
    def weak_fitting(self) -> Weak:
        """Evidence for the documents of the right amount alone: most lines need no more."""
        return weak_numbers(self.told, self.hits.used, self.fitting, self.book)

    @cached_property
    def weak(self) -> Weak:
        rows = self.fitting if len(self.rows) > MANY and self.fitting else self.rows
        mine = {place for row, places in self.hits.places.items() if self.is_mine(row) for place in places}
        return weak_numbers(self.told, mine, rows, self.book)

    @cached_property
    def whole(self) -> dict[int, Strength]:
        """Documents named by whole numbers; of several with the same figures the payer's, else the one that fits."""
        named = dict(self.hits.named)
        for group in self.hits.ambiguous:
            mine = [row for row in group if self.book.customer(row) in self.payer.customers]
            fits = [row for row in mine or group if self.book.open[row] == self.purse.amount]
            chosen = mine if len(mine) == 1 else fits
            if len(chosen) == 1:
                named.setdefault(chosen[0], Strength.DIGITS)
        return named

    @cached_property
    def undecided(self) -> list[int]:
        """Documents that share the figures which name them, where nothing says which is meant: none of the payer's."""
        return [row for group in self.hits.ambiguous if not set(group) & set(self.whole) for row in group]

    def is_mine(self, row: int) -> bool:
        return self.book.customer(row) in self.payer.customers

    # --- what the text speaks of besides ----------------------------------------------------------------------------

    @cached_property
    def unknown(self) -> tuple[str, ...]:
        """Numbers of our shape in the text that no book has."""
        found = []
        taken = [(self.told.figures[place].start, self.told.figures[place].end) for place in self.hits.used]
        foreign = [(each.start, each.end) for each in self.told.figures if each.kind not in FOR_A_DOCUMENT]
        for pattern in self.scope.patterns:
            for match in loosened(pattern).finditer(self.told.text):
                inside = any(match.start() <= start < match.end() for start, _ in (*taken, *foreign))
                inside = inside or match.start() >= self.told.own_id
                if not inside and self.book.find(match[0]) is None:
                    found.append(match[0].strip())
        return tuple(dict.fromkeys(found))

    @cached_property
    def unread(self) -> tuple[Kind, ...]:
        """Kinds of the runs of figures that are long enough to be a number and that nothing explains."""
        explained = self.hits.used
        numbers = {compact(customer) for customer in self.payer.customers}
        found = []
        for each in self.told.figures:
            if each.place in explained or each.kind not in UNEXPLAINED or each.start >= self.told.own_id:
                continue
            alone = not each.near and not self._followed(each.place)
            if (alone and len(each.text) < SHORTEST_SERIAL) or YEARS.fullmatch(each.text):
                continue
            if compact(each.letters + each.text) not in numbers and each.text not in numbers:
                found.append(each.kind)
        return tuple(found)

    def _followed(self, place: int) -> bool:
        figures = self.told.figures
        return place + 1 < len(figures) and figures[place + 1].near and len(figures[place + 1].text) >= 3

    @cached_property
    def unread_years(self) -> bool:
        """Whether figures like a year's, read as nothing, end the number of a document of the payer's."""
        read = self.hits.used | self.weak.taken
        years = {
            each.text
            for each in self.told.figures
            if each.place not in read and each.start < self.told.own_id and YEARS.fullmatch(each.text)
        }
        return any(self.book.document(row).endswith(year) for year in years for row in self.rows)

    def other_amounts(self, rows: Iterable[int]) -> tuple[int, ...]:
        """Amounts in the text, in units, that are neither the payment's nor these documents': perhaps numbers."""
        known = {self.purse.amount, *(each for row in rows for each in (self.book.open[row], self.book.original[row]))}
        return tuple(each for each in amounts_in(self.told) if each not in known)

    def says(self, *kinds: str) -> bool:
        return any(says(self.told.text, kind) for kind in kinds)

    # --- answers ----------------------------------------------------------------------------------------------------

    def clear(self, rows: Sequence[int], *, trifle: bool = True) -> Clearing | None:
        return clear(self.book, rows, self.purse, trifle=trifle)

    def lines(self, found: Clearing) -> tuple[Line, ...]:
        return lines_of(self.book, found, self.receipt.currency)

    def numbers(self, rows: Iterable[int]) -> str:
        return ", ".join(sorted(self.book.document(row) for row in rows))

    def due(self, rows: Iterable[int]) -> int:
        return sum(self.book.open[row] for row in rows)

    def written(self, value: int) -> str:
        return f"{money(value, self.receipt.currency):f}"

    def accept(self, found: Clearing, rule: str, proof: str, tier: int) -> Proposal:
        given = [f"discount {self.written(sum(found.discounts))} within its time"] if any(found.discounts) else []
        given += [f"{self.written(found.write_off)} written off"] if found.write_off else []
        owner = self.book.customer(found.rows[0])
        return Proposal(owner, self.lines(found), rule, "; ".join((proof, *given)), tier)

    def suggest(self, rows: Sequence[int], proof: str) -> None:
        """Adds a choice for a person: exact where the money clears the documents, else as far as it reaches."""
        found = self.clear(rows)
        lines = self.lines(found) if found else self._as_far_as_it_reaches(rows)
        if lines:
            self.suggest_lines(self.book.customer(rows[0]), lines, proof)

    def suggest_lines(self, customer: str, lines: tuple[Line, ...], proof: str) -> None:
        chosen = {(line.invoice, line.amount) for line in lines}
        if all({(line.invoice, line.amount) for line in each.lines} != chosen for each in self._suggestions):
            self._suggestions.append(Suggestion(customer, lines, proof))

    def _as_far_as_it_reaches(self, rows: Sequence[int]) -> tuple[Line, ...]:
        left = self.purse.amount - sum(self.book.open[row] for row in rows if self.book.open[row] < 0)
        lines = []
        for row in sorted(rows, key=lambda each: (self.book.open[each] > 0, self.book.due[each])):
            part = self.book.open[row] if self.book.open[row] < 0 else min(self.book.open[row], left)
            left -= max(part, 0)
            if part:
                lines.append(Line(self.book.document(row), money(part, self.receipt.currency)))
        return tuple(sorted(lines, key=lambda line: (line.amount < 0, line.invoice)))

    def hold(self, why: str, customer: str | None = None) -> Held:
        owner = self.payer.customer if customer is None else customer
        return Held(why, owner, suggestions=tuple(self._suggestions[:MOST_SUGGESTED]))


SEPARATOR = r"[\s./_#:-]{0,3}"


@lru_cache(maxsize=256)
def loosened(pattern: str) -> re.Pattern[str]:
    """A configured pattern whose separators may be any, and which stands by itself."""
    body = re.sub(
        r"\[[^\]]*\]|\\?[-/ ]",
        lambda part: part[0] if part[0].startswith("[") else SEPARATOR,
        re.sub(r"(?<!\\)[a-z]", lambda letter: letter[0].upper(), pattern),
    )
    return re.compile(rf"(?<![A-Z0-9])(?:{body})(?!\d)")


def pattern_of_format(number_format: str) -> str:
    """The pattern of numbers drawn with a format such as "R-{year}-{number:05d}"."""
    parts = re.split(r"(\{year[^}]{0,8}\}|\{number[^}]{0,8}\})", number_format)
    out = []
    for part in parts:
        width = re.search(r"number:0?(\d)", part)
        out.append(
            r"\d{4}" if part.startswith("{year") else rf"\d{{{width[1]},9}}" if width else
            r"\d{1,9}" if part.startswith("{number") else re.sub(r"([^\w\s/-])", r"\\\1", part)
        )  # fmt: skip
    return "".join(out)
