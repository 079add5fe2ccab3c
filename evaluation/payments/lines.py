"""One drawn bank line with its truth, and the state of the drawing."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from evaluation.payments import wording
from evaluation.payments.book import TODAY, Account, Book, draw_iban
from workflows.cash.model import BankEntry
from workflows.ledger.model import OpenItem

ZERO = Decimal(0)
NEWEST = TODAY - timedelta(days=10)  # lines come from the last ten days; nobody pays what he has not got
OUR_ACCOUNTS = {
    "DE10": "DE02120300000000202051", "FR10": "FR7630006000011234567890189", "GB10": "GB29NWBK60161331926819",
}  # fmt: skip
EURO = ("DE10", "FR10")
FORMATS = ("camt.053", "camt.053", "mt940", "cfonb")


@dataclass(frozen=True, slots=True)
class Put:
    """What the truth puts on one document: money (below zero takes a credit note), and what else clears it."""

    document: str
    amount: Decimal
    discount: Decimal = ZERO
    write_off: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class Line:
    entry: BankEntry
    category: str
    truth: tuple[Put, ...]  # () where nothing may be applied
    customer: str  # "" where it is no customer's money


@dataclass(frozen=True, slots=True)
class Manners:
    """How payers of a mix identify themselves."""

    ibans_known: float
    new_iban: float
    no_iban: float
    odd_name: float  # paid under a name that the master does not have


@dataclass(slots=True)
class Draw:
    """Draws lines one after the other; an item is paid by one line only unless the situation says otherwise."""

    book: Book
    manners: Manners
    rng: random.Random
    taken: set[str] = field(default_factory=set)
    _weights: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        total = 0.0
        for account in self.book.accounts:
            total += len(account.items) ** 0.7
            self._weights.append(total)

    def account(self, least: int = 1) -> tuple[Account, list[OpenItem]] | None:
        """A payer and its invoices that no line pays yet, at least so many; None after 30 vain attempts."""
        for _ in range(30):
            account = self.rng.choices(self.book.accounts, cum_weights=self._weights)[0]
            free = [item for item in account.items if self.payable(item)]
            if len(free) >= least:
                return account, free
        return None

    def payable(self, item: OpenItem) -> bool:
        return item.open_amount > 0 and item.issue_date <= NEWEST and item.document not in self.taken

    def one(self, least_amount: int = 0) -> tuple[Account, OpenItem] | None:
        for _ in range(30):
            found = self.account()
            if found is None:
                return None
            account, free = found
            item = free[min(int(self.rng.expovariate(0.25)), len(free) - 1)]
            if item.open_amount >= least_amount:
                self.taken.add(item.document)
                return account, item
        return None

    def several(self, least: int = 2, most: int = 6) -> tuple[Account, list[OpenItem]] | None:
        """Invoices paid together: mostly neighbours by due date, else picked out."""
        found = self.account(least)
        if found is None:
            return None
        account, free = found
        size = self.rng.randint(least, min(most, len(free)))
        if self.rng.random() < 0.6:
            start = self.rng.randrange(len(free) - size + 1)
            items = free[start : start + size]
        else:
            items = self.rng.sample(free[: size * 4], size)
        self.taken.update(item.document for item in items)
        return account, items

    def fill(self, template: str, account: Account, amount: Decimal, when: date, **values: str) -> str:
        rng, customer = self.rng, account.customer
        return template.format(
            date=wording.day(when, rng), customer=customer.number, own=self.own_reference(),
            delivery=str(rng.randrange(10**5, 10**8)), amount=wording.money(f"{amount:.2f}", customer.language, rng),
            **values,
        )  # fmt: skip

    def own_reference(self) -> str:
        """The payer's own number, often in a shape that our numbers have, too."""
        rng = self.rng
        if rng.random() < 0.3 and self.book.unknown:
            return rng.choice(self.book.unknown)
        return f"{rng.choice(('ZL', 'PAY', 'FA-2026-', 'OP', 'RE-2026-', 'V'))}{rng.randrange(10**3, 10**7)}"

    def entry(self, account: Account, amount: Decimal, text: str, **changes: object) -> BankEntry:
        """The line of a customer's payment, with payer and account as its mix has them."""
        rng, customer = self.rng, account.customer
        chance = rng.random()
        iban = rng.choice(account.paying_ibans)
        if chance < self.manners.new_iban:
            iban = draw_iban(customer.country, rng)
        elif chance < self.manners.new_iban + self.manners.no_iban:
            iban = ""
        name = wording.as_bank_name(customer.name, rng)
        if rng.random() < self.manners.odd_name:
            name = f"{rng.choice(wording.HOLDERS)} {rng.choice(('GmbH', 'SAS', 'Ltd'))}"
        given: dict[str, object] = {
            "texts": wording.as_text(text, rng), "payer_name": name, "payer_iban": iban,
            "end_to_end_id": rng.choice(("", f"{rng.choice(('E2E', 'ZA', ''))}{rng.randrange(10**6, 10**10)}")),
        }  # fmt: skip
        company = customer.company
        if company in EURO and rng.random() < 0.01:  # to the account of another of our companies
            company = rng.choice(EURO)
        return self.raw(company, amount, customer.currency, **{**given, **changes})

    def raw(self, company: str, amount: Decimal, currency: str, **changes: object) -> BankEntry:
        rng = self.rng
        when = changes.pop("when", None) or TODAY - timedelta(days=rng.randrange(0, 10))
        values: dict[str, object] = {
            "file": "bank", "position": 0, "line": 0, "account": OUR_ACCOUNTS[company], "statement": "1",
            "booking_date": when, "value_date": when, "amount": amount, "currency": currency,
            "bank_reference": f"B{rng.randrange(10**12)}", "end_to_end_id": "", "texts": (), "structured": (),
            "payer_name": "", "payer_iban": "", "kind": "credit_transfer", "instructed_amount": None,
            "instructed_currency": "", "charges": ZERO, "reason": "", "additional": "", "format": rng.choice(FORMATS),
        }  # fmt: skip
        return BankEntry(**{**values, **changes})  # type: ignore[arg-type]


def full(item: OpenItem) -> Put:
    return Put(item.document, item.open_amount)


def discount_of(item: OpenItem) -> Decimal:
    return (item.open_amount * item.discount_percent / 100).quantize(Decimal("0.01"))


def last_discount_day(item: OpenItem) -> date:
    return item.issue_date + timedelta(days=item.discount_days)
