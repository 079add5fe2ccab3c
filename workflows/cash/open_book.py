"""Every document of the books in compact arrays, found by number, order and customer: built once a run.

A million documents take some 100 MB, so a document is a row (an int) until somebody wants to see it. Amounts are whole
ten-thousandths ("units"), days are proleptic ordinals. Numbers lie under the hash of their digits alone, because
letters and separators are what payers change first; a hit is compared with the document's own number before it counts.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from workflows.cash.folding import compact
from workflows.ledger.model import DiscountStep, DueShare, OpenItem
from workflows.ledger.money import digits

UNITS = 10_000
PORTION = 50_000
COLUMNS = (
    "document", "customer", "company", "issue_date", "due_date", "currency", "original", "open_amount", "po_number",
    "discount_percent", "discount_days", "shares", "later_discounts",
)  # fmt: skip
Steps = tuple[tuple[Decimal, int], ...]
"""(percent, days after issue) of each discount, the largest first."""
Row = tuple[
    str, str, str, date, date, str, Decimal, Decimal, str, Decimal, int, tuple[DueShare, ...], tuple[DiscountStep, ...]
]
SHORTEST_ORDER = 5  # digits of a customer's order number that proves anything


def units(amount: Decimal) -> int:
    """An amount in ten-thousandths; exact for every currency."""
    return int(amount * UNITS)


def money(value: int, currency: str) -> Decimal:
    """Units as an amount with the currency's digits."""
    places = digits(currency)
    return Decimal(value // 10 ** (4 - places)).scaleb(-places)


def order_key(po_number: str) -> str:
    """What an order number is looked up by: its digits, where it has enough of them; else "" (it proves nothing)."""
    found = "".join(filter(str.isdigit, po_number))
    return found if len(found) >= SHORTEST_ORDER else ""


class _Texts:
    """Many short texts in one long one, out of which they are cut; later ones in a list."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._whole, self._end = "", 0
        self._ends = array("I", [0])
        self._later: list[str] | None = None

    def append(self, text: str) -> None:
        if self._later is not None:
            self._later.append(text)
            return
        self._pieces.append(text)
        self._end += len(text)
        self._ends.append(self._end)
        if len(self._pieces) > PORTION:
            self._pieces = ["".join(self._pieces)]  # a million texts are not held twice

    def close(self) -> None:
        self._whole, self._pieces, self._later = "".join(self._pieces), [], []

    def __getitem__(self, row: int) -> str:
        ends = self._ends
        if row + 1 < len(ends):
            return self._whole[ends[row] : ends[row + 1]]
        return (self._later or [])[row - len(ends) + 1]


class _Lookup:
    """Rows under the hashes of keys: sorted once, later ones in a dict."""

    def __init__(self) -> None:
        self._hashes = array("q")
        self._rows = array("I")
        self._later: dict[int, list[int]] | None = None

    def add(self, key: str, row: int) -> None:
        if self._later is None:
            self._hashes.append(hash(key))
            self._rows.append(row)
        else:
            self._later.setdefault(hash(key), []).append(row)

    def close(self) -> None:
        order = sorted(range(len(self._hashes)), key=self._hashes.__getitem__)
        self._hashes = array("q", map(self._hashes.__getitem__, order))
        self._rows = array("I", map(self._rows.__getitem__, order))
        self._later = {}

    def rows(self, key: str) -> list[int]:
        """Rows that may have the key: those of another with the same hash, too."""
        wanted = hash(key)
        hashes = self._hashes
        place = bisect_left(hashes, wanted)
        found = []
        while place < len(hashes) and hashes[place] == wanted:
            found.append(self._rows[place])
            place += 1
        return found + self._later.get(wanted, []) if self._later else found


class _Codes:
    """Few texts many times: each text once, a small number in its place."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._codes: dict[str, int] = {}

    def code(self, text: str) -> int:
        found = self._codes.get(text)
        if found is None:
            found = self._codes[text] = len(self.texts)
            self.texts.append(text)
        return found

    def known(self, text: str) -> int | None:
        return self._codes.get(text)


class OpenBook:
    """The documents as columns. Read the arrays freely; only `refresh` changes them."""

    def __init__(self, rows: Iterable[tuple[Any, ...]] = ()) -> None:
        """`rows`: the fields of `COLUMNS` of each document (Any: as a repository gives columns)."""
        self._documents, self._orders = _Texts(), _Texts()
        self._customers, self._companies, self._currencies = _Codes(), _Codes(), _Codes()
        self._customer, self._company, self._currency = array("I"), array("H"), array("H")
        self.open, self.original = array("q"), array("q")
        self.issued, self.due = array("i"), array("i")
        self._terms: list[Steps] = [()]
        self._term_codes: dict[Steps, int] = {(): 0}
        self._shares: dict[int, tuple[int, ...]] = {}  # row -> units of its shares, the last one first
        self._term = array("H")
        self._by_digits, self._by_order = _Lookup(), _Lookup()
        self._later_of: dict[int, list[int]] | None = None
        for row in rows:
            self._append(row)
        self._documents.close()
        self._orders.close()
        self._by_digits.close()
        self._by_order.close()
        self._group_customers()

    def __len__(self) -> int:
        return len(self.open)

    def _append(self, values: tuple[Any, ...]) -> None:
        document, customer, company, issued, due, currency, original, left, order, percent, days, shares, more = values
        row = len(self.open)
        self._documents.append(document)
        self._orders.append(order)
        code = self._customers.code(customer)
        self._customer.append(code)
        self._company.append(self._companies.code(company))
        self._currency.append(self._currencies.code(currency))
        self.original.append(units(original))
        self.open.append(units(left))
        self.issued.append(issued.toordinal())
        self.due.append(due.toordinal())
        self._term.append(self._code_of_terms(percent, days, more) if percent else 0)
        if shares:
            self._shares[row] = tuple(units(share.amount) for share in reversed(shares))
        self._by_digits.add(digits_of(document), row)
        if order and (key := order_key(order)):
            self._by_order.add(key, row)
        if self._later_of is not None:
            self._later_of.setdefault(code, []).append(row)

    def _code_of_terms(self, percent: Decimal, days: int, more: tuple[DiscountStep, ...]) -> int:
        steps = ((percent, days), *((step.percent, step.days) for step in more))
        code = self._term_codes.get(steps)
        if code is None:
            code = self._term_codes[steps] = len(self._terms)
            self._terms.append(steps)
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

    def with_order(self, key: str) -> list[int]:
        """Rows of the documents of an order number with exactly these digits."""
        return [row for row in self._by_order.rows(key) if order_key(self._orders[row]) == key]

    def find(self, number: str) -> int | None:
        """The row of a document by its number, however its letters and separators are written."""
        folded = compact(number)
        for row in self._by_digits.rows(digits_of(number)):
            if compact(self._documents[row]) == folded:
                return row
        return None

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
            self._append(values_of(item))
        else:
            self.open[row] = units(item.open_amount)


def digits_of(number: str) -> str:
    """All digits of a number; what has none is found by its letters."""
    found = "".join(filter(str.isdigit, number))
    return found or compact(number)


def values_of(item: OpenItem) -> Row:
    return (
        item.document, item.customer, item.company, item.issue_date, item.due_date, item.currency, item.original,
        item.open_amount, item.po_number, item.discount_percent, item.discount_days, item.shares, item.later_discounts,
    )  # fmt: skip


def rows_of(items: Iterable[OpenItem]) -> Iterator[Row]:
    return map(values_of, items)
