"""A drawn book: companies with dense number ranges, customers of every kind, and what they owe."""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal

from workflows.customers import Customer
from workflows.ledger.model import DocumentKind, OpenItem

TODAY = date(2026, 3, 16)
ITEMS_PER_CUSTOMER = 10
LARGEST = 60  # times the smallest customer: some have hundreds of open items
OPEN_SHARE = 1 / 3  # of all numbers of a range: a slip of a digit often hits another invoice that is open
STYLES = {
    "DE": ("RE-{year}-{serial:06d}", "RG{year}/{serial:06d}", "{year}{serial:06d}", "R{serial:07d}"),
    "FR": ("FA-{year}-{serial:06d}", "FAC{year}{serial:06d}", "F{year}/{serial:06d}"),
    "GB": ("INV-{year}-{serial:06d}", "SI{serial:07d}", "INV{serial:07d}"),
}
LANGUAGES = {"DE": "de", "FR": "fr", "GB": "en"}
CURRENCIES = {"DE": "EUR", "FR": "EUR", "GB": "GBP"}
SETTLED_SHARE = 0.1  # settled invoices that the book still has, by open one
OLD_SYSTEM = "31{serial:07d}"
CORES = (
    "Alster Anker Arden Auber Balm Bering Bexley Birk Bocage Brenner Calder Carra Chalon Clavier Corbin Dahl Dorset "
    "Drau Eder Elmau Escaut Fabre Falk Garonne Glenn Grube Halden Harwick Heide Isar Jura Kelso Kranz Lahn Lenox "
    "Lorain Lund Marne Mersey Moser Nahe Neville Norden Oise Orme Oster Pauli Penrith Pirna Quint Rance Reuss Rhein "
    "Rossell Saale Sarthe Severn Stolz Tamar Tauber Thames Ulmer Varel Vienne Wells Werra Weser Yonne Zeller Zwick"
).split()
TRADES = {
    "DE": "Maschinenbau Logistik Medizintechnik Elektro Bäckerei Möbel Kälte Druck Verpackung Großhandel Stahl".split(),
    "FR": "Mécanique Logistique Santé Électricité Boulangerie Menuiserie Froid Imprimerie Emballages Négoce".split(),
    "GB": "Engineering Logistics Medical Electrical Bakery Joinery Cooling Printing Packaging Wholesale Steel".split(),
}
FORMS = {"DE": ("GmbH", "GmbH & Co. KG", "AG", "KG", "e.K."), "FR": ("SAS", "SARL", "SA", "EURL"),
         "GB": ("Ltd", "PLC", "LLP", "Limited")}  # fmt: skip
TERMS = (("0", 0), ("0", 0), ("0", 0), ("2", 10), ("3", 14))


@dataclass(slots=True)
class Account:
    """One customer with what it owes, by due date; `paying_ibans` are those its payments come from."""

    customer: Customer
    paying_ibans: list[str]
    items: list[OpenItem] = field(default_factory=list)
    settled: list[OpenItem] = field(default_factory=list)  # paid, nothing open
    group: str = ""


@dataclass(slots=True)
class Book:
    accounts: list[Account]
    unknown: list[str]  # numbers of the ranges that are not in the book: paid long ago, or never issued
    groups: dict[str, list[Account]]

    @property
    def items(self) -> int:
        return sum(len(account.items) for account in self.accounts)


def draw_book(items: int, mix_ibans_known: float, rng: random.Random) -> Book:
    """`items` open items, one in 33 a credit note, over a tenth as many customers with a heavy tail."""
    accounts = _accounts(max(items // ITEMS_PER_CUSTOMER, 4), mix_ibans_known, rng)
    groups = _groups(accounts, rng)
    weights = [min(rng.paretovariate(1.2), LARGEST) for _ in accounts]
    owners = sorted(rng.choices(range(len(accounts)), weights, k=items), key=lambda _: rng.random())
    numbers = _Numbers(items, rng)
    subscriptions = {
        place: [int(rng.lognormvariate(5.5, 0.8) * 100) + 500 for _ in range(rng.choice((1, 1, 2)))]
        for place in range(len(accounts))
        if rng.random() < 0.2
    }
    for owner in owners:
        account = accounts[owner]
        account.items.append(_item(account, numbers, subscriptions.get(owner), rng))
        if rng.random() < SETTLED_SHARE:
            former = _item(account, numbers, subscriptions.get(owner), rng)
            account.settled.append(replace(former, open_amount=Decimal(0)))
    for account in accounts:
        account.items.sort(key=lambda item: (item.due_date, item.document))
    return Book(accounts, numbers.unknown, groups)


class _Numbers:
    """Numbers of four dense ranges and two years; `unknown` are some of those skipped."""

    def __init__(self, items: int, rng: random.Random) -> None:
        self.unknown: list[str] = []
        self._rng = rng
        self._styles = {country: rng.choice(styles) for country, styles in STYLES.items()}
        self._serials = {key: rng.randrange(1, 40_000) for key in ((c, y) for c in (*STYLES, "") for y in (2025, 2026))}
        self._jump = items

    def draw(self, country: str, year: int) -> str:
        country = country if self._rng.random() > 0.1 else ""
        style = self._styles.get(country, OLD_SYSTEM)
        key = (country, year if "{year}" in style else 2026)
        while True:
            self._serials[key] += 1
            number = style.format(year=key[1], serial=self._serials[key])
            if self._rng.random() < OPEN_SHARE:
                return number
            if self._rng.random() < 0.05:
                self.unknown.append(number)


def _accounts(count: int, ibans_known: float, rng: random.Random) -> list[Account]:
    made: list[Account] = []
    for place in range(count):
        country = rng.choice(("DE", "DE", "FR", "GB"))
        twin = made[-1].customer if made and rng.random() < 0.02 else None
        name = twin.name if twin else _name(country, rng)
        country = twin.country if twin else country
        iban = draw_iban(country, rng)
        customer = Customer(
            number=f"{rng.choice('KCD')}{100_000 + place}", company=f"{country}10", name=name, country=country,
            language=LANGUAGES[country], vat_id="", registration="", street="", postcode="", city="", emails=(),
            domains=(), ibans=(iban,) if rng.random() < ibans_known else (), payment_days=30,
            currency=CURRENCIES[country], credit_limit=None, dunning_policy="standard", aliases=(),
        )  # fmt: skip
        made.append(Account(customer, [iban]))
    return made


def _name(country: str, rng: random.Random) -> str:
    core = rng.choice(CORES)
    if rng.random() < 0.7:
        core += rng.choice(("", "-", " ")) + rng.choice(CORES) if rng.random() < 0.5 else f" {rng.choice(CORES)}"
    if rng.random() < 0.4:
        core += "".join(rng.choice("bcdfglmnprst") + rng.choice("aeiou") for _ in range(rng.choice((1, 2))))
    return f"{core} {rng.choice(TRADES[country])} {rng.choice(FORMS[country])}"


def draw_iban(country: str, rng: random.Random) -> str:
    digits = "".join(rng.choice("0123456789") for _ in range(18 if country == "DE" else 20))
    code = country + "00" + digits
    moved = "".join(str(int(each, 36)) for each in code[4:] + code[:4])
    return f"{country}{98 - int(moved) % 97:02d}{digits}"


def _groups(accounts: list[Account], rng: random.Random) -> dict[str, list[Account]]:
    """Some 6 % of customers pay through a treasury account; nine in ten masters know it."""
    groups: dict[str, list[Account]] = {}
    members = [account for account in accounts if rng.random() < 0.06]
    members.sort(key=lambda account: account.customer.country)
    place = 0
    while place < len(members) - 1:
        several = members[place : place + rng.choice((2, 3, 4))]
        country = several[0].customer.country
        several = [each for each in several if each.customer.country == country]
        place += len(several)
        if len(several) < 2:
            continue
        iban = draw_iban(country, rng)
        name = f"group-{len(groups)}"
        groups[name] = several
        for account in several:
            account.group = name
            account.paying_ibans = [iban]
            if rng.random() < 0.9:
                customer = account.customer
                account.customer = _with_ibans(customer, (*customer.ibans, iban))
    return groups


def _with_ibans(customer: Customer, ibans: tuple[str, ...]) -> Customer:
    return replace(customer, ibans=ibans)


def _item(account: Account, numbers: _Numbers, prices: list[int] | None, rng: random.Random) -> OpenItem:
    issue = TODAY - timedelta(days=min(int(rng.expovariate(1 / 40)), 330))
    credit = rng.random() < 0.03
    minor = rng.choice(prices) if prices and rng.random() < 0.8 else int(rng.lognormvariate(6.5, 1.3) * 100) + 300
    value = Decimal(minor).scaleb(-2) * (-1 if credit else 1)
    percent, days = _terms(account)
    purchase = f"{rng.choice(('45', '70', 'PO-', 'B'))}{rng.randrange(10**6, 10**8)}" if rng.random() < 0.7 else ""
    return OpenItem(
        document=numbers.draw(account.customer.country, issue.year),
        kind=DocumentKind.CREDIT_NOTE if credit else DocumentKind.INVOICE,
        customer=account.customer.number,
        company=account.customer.company,
        issue_date=issue,
        due_date=issue + timedelta(days=account.customer.payment_days),
        currency=account.customer.currency,
        original=value,
        open_amount=value,
        po_number="" if credit else purchase,
        discount_percent=Decimal(0 if credit else percent),
        discount_days=0 if credit else days,
    )


def _terms(account: Account) -> tuple[str, int]:
    """Terms belong to the customer: the same for all of its invoices."""
    return TERMS[sum(map(ord, account.customer.number)) % len(TERMS)]
