"""Every document of the books in compact arrays, found by number, order and customer: built once a run.

A million documents take some 100 MB, so a document is a row (an int) until somebody wants to see it. Amounts are whole
ten-thousandths ("units"), days are proleptic ordinals. Numbers lie under the hash of their digits alone, because
letters and separators are what payers change first; a hit is compared with the document's own number before it counts.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import Any

from workflows.cash.columns import Codes, Lookup, Texts
from workflows.cash.folding import FIGURES, Only, compact
from workflows.ledger.model import DiscountStep, OpenItem
from workflows.ledger.money import digits

UNITS = 10_000
MILLIONTHS = 1_000_000
COLUMNS = (
    "document", "customer", "company", "issue_date", "due_date", "currency", "original", "open_amount", "po_number",
    "discount_percent", "discount_days", "shares", "later_discounts",
)  # fmt: skip
Portion = Sequence[Sequence[Any]]  # the columns of several documents, as `COLUMNS`, in units and millionths
Steps = tuple[tuple[Decimal, int], ...]
"""(percent, days after issue) of each discount, the largest first."""
SHORTEST_ORDER = 5  # digits of a customer's order number that proves anything
PORTION = 10_000  # documents taken in at once
MOST_FIGURES = 18  # of a number that fits a column of integers
NO_INTEGER = -1
_FIGURES, _FIGURES_AND_BREAKS = Only(FIGURES), Only(FIGURES + "\n")


def units(amount: Decimal) -> int:
    """An amount in ten-thousandths; exact for every currency."""
    return int(amount * UNITS)


def money(value: int, currency: str) -> Decimal:
    """Units as an amount with the currency's digits."""
    places = digits(currency)
    return Decimal(value // 100).scaleb(-2) if places == 2 else Decimal(value // 10 ** (4 - places)).scaleb(-places)


def order_key(po_number: str) -> str:
    """What an order number is looked up by: its figures, where it has enough of them; else "" (it proves nothing)."""
    found = po_number.translate(_FIGURES)
    return found if len(found) >= SHORTEST_ORDER else ""


class OpenBook:
    """The documents as columns. Read the arrays freely; only `refresh` changes them."""

    def __init__(self, portions: Iterable[Portion] = ()) -> None:
        """`portions`: the fields of `COLUMNS` as a repository's `portions` gives them (Any: as there)."""
        self._documents, self._orders = Texts(), Texts()
        self._customers, self._companies, self._currencies = Codes(), Codes(), Codes()
        self._customer, self._company, self._currency = array("I"), array("H"), array("H")
        self.open, self.original = array("q"), array("q")
        self.issued, self.due = array("i"), array("i")
        self.numbers = array("q")  # the digits of each document as one integer; NO_INTEGER where they are none
        self._terms: list[Steps] = [()]
        self._term_codes: dict[tuple[int, int, tuple[DiscountStep, ...]], int] = {}
        self._shares: dict[int, tuple[int, ...]] = {}  # row -> units of its shares, the last one first
        self._term = array("H")
        self._by_digits, self._by_order = Lookup(), Lookup()
        self._later_of: dict[int, list[int]] | None = None
        for portion in portions:
            self._extend(portion)
        self._documents.close()
        self._orders.close()
        self._by_digits.close()
        self._by_order.close()
        self._group_customers()
        self._by_amount = array("I", sorted(range(len(self.open)), key=self.open.__getitem__))
        self._amounts = array("q", map(self.open.__getitem__, self._by_amount))  # what was open then

    def __len__(self) -> int:
        return len(self.open)

    def _extend(self, portion: Portion) -> None:
        documents, owners, companies, issued, due, currencies, original, left, orders, *terms = portion
        first = len(self.open)
        places = range(first, first + len(documents))
        self._documents.extend(documents)
        self._orders.extend(orders)
        codes = self._customers.of(owners)
        self._customer.extend(codes)
        self._company.extend(self._companies.of(companies))
        self._currency.extend(self._currencies.of(currencies))
        self.original.extend(original)
        self.open.extend(left)
        self.issued.extend(map(date.toordinal, issued))
        self.due.extend(map(date.toordinal, due))
        percents, days, shares, later_discounts = terms
        steps = zip(percents, days, later_discounts, strict=True)
        self._term.extend([self._code_of_terms(*each) if each[0] else 0 for each in steps])
        for place, of_document in enumerate(shares, first):
            if of_document:
                self._shares[place] = tuple(units(share.amount) for share in reversed(of_document))
        keys = [key or compact(document) for key, document in zip(figures_of(documents), documents, strict=True)]
        self._by_digits.extend(keys, places)
        self.numbers.extend(map(_integer, keys))
        ordered = [
            (key, row) for key, row in zip(figures_of(orders), places, strict=True) if len(key) >= SHORTEST_ORDER
        ]
        if ordered:
            self._by_order.extend(*zip(*ordered, strict=True))
        if self._later_of is not None:
            for code, row in zip(codes, places, strict=True):
                self._later_of.setdefault(code, []).append(row)

    def _code_of_terms(self, percent: int, days: int, later: tuple[DiscountStep, ...]) -> int:
        key = (percent, days, later)
        code = self._term_codes.get(key)
        if code is None:
            code = self._term_codes[key] = len(self._terms)
            first = (Decimal(percent) / MILLIONTHS, days)
            self._terms.append((first, *((step.percent, step.days) for step in later)))
        return code

    def _group_customers(self) -> None:
        self._sorted = array("I", sorted(range(len(self._customer)), key=self._customer.__getitem__))
        counts = [0] * (len(self._customers.texts) + 1)
        for code in self._customer:
            counts[code + 1] += 1
        self._starts = array("I", counts)
        for place in range(1, len(self._starts)):
            self._starts[place] += self._starts[place - 1]
        self._later_of = {}

    # --- finding ----------------------------------------------------------------------------------------------------

    def with_digits(self, key: str) -> list[int]:
        """Rows of the documents whose number has exactly these digits, whatever its letters."""
        return [row for row in self._by_digits.rows(key) if digits_of(self._documents[row]) == key]

    def with_amount(self, value: int) -> list[int]:
        """Rows of the documents of which exactly this is open, and was from the beginning."""
        first, last = bisect_left(self._amounts, value), bisect_right(self._amounts, value)
        known = self._by_amount[first:last]
        later = range(len(self._amounts), len(self.open))
        return [row for row in (*known, *later) if self.open[row] == value]

    def with_order(self, key: str) -> list[int]:
        """Rows of the documents of an order number with exactly these digits."""
        return [row for row in self._by_order.rows(key) if order_key(self._orders[row]) == key]

    def find(self, number: str) -> int | None:
        """The row of a document by its number, however its letters and separators are written."""
        rows = self._by_digits.rows(digits_of(number))
        for row in rows:
            if self._documents[row] == number:
                return row
        folded = compact(number) if rows else ""
        return next((row for row in rows if compact(self._documents[row]) == folded), None)

    def of(self, customers: Iterable[str]) -> list[int]:
        """Rows of these customers' documents, closed ones too."""
        found: list[int] = []
        for customer in customers:
            code = self._customers.known(customer)
            if code is not None and code + 1 < len(self._starts):
                found += self._sorted[self._starts[code] : self._starts[code + 1]]
            if code is not None and self._later_of:
                found += self._later_of.get(code, ())
        return found

    # --- seeing -----------------------------------------------------------------------------------------------------

    def document(self, row: int) -> str:
        return self._documents[row]

    def order(self, row: int) -> str:
        return self._orders[row]

    def customer(self, row: int) -> str:
        return self._customers.texts[self._customer[row]]

    def company(self, row: int) -> str:
        return self._companies.texts[self._company[row]]

    def currency(self, row: int) -> str:
        return self._currencies.texts[self._currency[row]]

    def terms(self, row: int) -> Steps:
        """The discounts of a document; () without one."""
        return self._terms[self._term[row]]

    def largest_discount(self, row: int) -> Decimal:
        """Percent of the discount for paying soonest; 0 without one."""
        steps = self._terms[self._term[row]]
        return steps[0][0] if steps else Decimal(0)

    def ends_of_shares(self, row: int) -> tuple[int, ...]:
        """The units that pay a document up to the end of each of its shares, the whole last; () without shares."""
        later, ends = 0, [self.open[row]]
        for share in self._shares.get(row, ())[:-1]:
            later += share
            ends.append(self.open[row] - later)
        return tuple(sorted(end for end in ends if end > 0)) if len(ends) > 1 else ()

    def payable(self, customers: Sequence[str], currency: str) -> list[int]:
        """Rows with something open in a currency, by due date, then number of row."""
        wanted = self._currencies.known(currency)
        left, currencies, due = self.open, self._currency, self.due
        found = [row for row in self.of(customers) if left[row] and currencies[row] == wanted]
        found.sort(key=due.__getitem__)
        return found

    def refresh(self, item: OpenItem) -> None:
        """Follows a booking; a document that was not there before is added."""
        row = self.find(item.document)
        if row is None:
            self._extend(next(portions_of([item])))
        else:
            self.open[row] = units(item.open_amount)


def figures_of(texts: Sequence[str]) -> list[str]:
    """The figures 0 to 9 of each text, of thousands at once; "" of a text that has none."""
    found = "\n".join(texts).translate(_FIGURES_AND_BREAKS).split("\n")
    return found if len(found) == len(texts) else [text.translate(_FIGURES) for text in texts]


def digits_of(number: str) -> str:
    """All figures of a number; what has none is found by its letters."""
    return number.translate(_FIGURES) or compact(number)


def _integer(key: str) -> int:
    return int(key) if len(key) <= MOST_FIGURES and key.isdecimal() else NO_INTEGER


def portions_of(items: Iterable[OpenItem]) -> Iterator[Portion]:
    """Documents as a repository gives them."""
    several = iter(items)
    while portion := list(islice(several, PORTION)):
        yield list(zip(*map(_values, portion), strict=True))


def _values(item: OpenItem) -> tuple[Any, ...]:
    return (
        item.document, item.customer, item.company, item.issue_date, item.due_date, item.currency,
        units(item.original), units(item.open_amount), item.po_number,
        int(item.discount_percent * MILLIONTHS), item.discount_days, item.shares, item.later_discounts,
    )  # fmt: skip
