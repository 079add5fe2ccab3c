"""A company's chart of accounts: each thing that is booked has one, found by the finest key that the chart has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

NEEDED = tuple(
    "receivable bank on_account deferred_revenue deferred_revenue.asset deferred_revenue.deposit revenue.goods "
    "revenue.service revenue.subscription discount write_off fx.gain fx.loss charges.claimed charges.income "
    "other other.opening other.charge other.interest_paid other.interest_received other.between".split()
)
"""What every company books sooner or later; a tax account for each rate of its country comes with it."""

OF_A_YEAR = tuple(
    "revenue discount write_off fx charges.income other.charge other.interest_paid other.interest_received".split()
)
"""Whose accounts, and all finer ones, end with the year: its result. All others are carried into the next."""


@dataclass(frozen=True, slots=True)
class Account:
    """`automatic`: the percentage of VAT that an accounting program reckons on bookings of it by itself; None: none."""

    number: str
    label: str
    automatic: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Chart:
    """Keys of what is booked ("revenue.goods.S.7", "tax.19", "bank") and their accounts."""

    name: str = ""
    title: str = ""
    accounts: Mapping[str, Account] = field(default_factory=dict)
    datev: str = ""  # the number of the chart at DATEV

    def finest(self, base: str, *finer: str) -> str:
        """`base` with as many of `finer` behind it, from the first on, as the chart has a key for."""
        parts = [base, *finer]
        keys = (".".join(parts[:length]) for length in range(len(parts), 1, -1))
        return next((key for key in keys if key in self.accounts), base)

    def number(self, key: str) -> str:
        """The account of a key, else of its first word; that word itself where the chart has neither."""
        first = key.partition(".")[0]
        found = self.accounts.get(key) or self.accounts.get(first)
        return found.number if found is not None else first

    def by_number(self) -> dict[str, Account]:
        """Account number -> account; of several keys on one account the first one names it."""
        found: dict[str, Account] = {}
        for account in self.accounts.values():
            found.setdefault(account.number, account)
        return found

    def of_a_year(self) -> frozenset[str]:
        """Numbers of the accounts of income and expense."""
        return frozenset(
            account.number
            for key, account in self.accounts.items()
            if any(key == one or key.startswith(f"{one}.") for one in OF_A_YEAR)
        )

    def changed(self, own: Mapping[str, Account]) -> Chart:
        """The chart with a company's own accounts."""
        return replace(self, accounts={**self.accounts, **own})

    def lacking(self, rates: Iterable[Decimal]) -> tuple[str, ...]:
        """Keys that a company needs and the chart has no account for; `rates` are the percentages of its VAT."""
        taxes = [tax_key(rate) for rate in sorted(set(rates)) if rate]
        return tuple(key for key in (*NEEDED, *taxes) if key not in self.accounts)


def tax_key(rate: Decimal) -> str:
    """The key of the account of VAT at a percentage: "tax.5.5"."""
    return f"tax.{rate_text(rate)}"


def rate_text(rate: Decimal) -> str:
    """A percentage as keys have it: "19", "5.5"."""
    return f"{rate.normalize():f}"


@dataclass(frozen=True, slots=True)
class Books:
    """How a company keeps its books. `year_starts`: the first month of its financial year.

    `consultant` and `client` are the numbers under which a DATEV adviser knows the company; 1001 and 1 are what is
    taken where none is agreed. `chart` None: its country's.
    """

    chart: Chart | None = None
    year_starts: int = 1
    consultant: str = "1001"
    client: str = "1"
