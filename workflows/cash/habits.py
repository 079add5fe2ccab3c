"""What confirmed payments taught about a payer: account, references, discounts. With source, count and end.

A habit is evidence about later payments and nothing else: it changes no booking, least of all what a person matched,
and the master data's own accounts stand before it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

LEAST_CONFIDENCE = 0.8  # by the rule of succession: three payments and nothing against it
FORGOTTEN_AFTER_DAYS = 400  # a year, and a late payment


class HabitKind(StrEnum):
    ACCOUNT = "account"  # `value` is an account that the customer's payments come from
    REFERENCE = "reference"  # what the customer quotes in place of an invoice's number: order_number, no_number
    DISCOUNT = "discount"  # the percentage that the customer takes off; late: after its days


MANNERS = (HabitKind.REFERENCE, HabitKind.DISCOUNT)


@dataclass(frozen=True, slots=True)
class Habit:
    """`confirmed` and `contradicted` count payments; `source` is the last payment that confirmed it."""

    id: str  # "<customer>|<kind>|<value>"
    customer: str
    kind: HabitKind
    value: str
    confirmed: int
    contradicted: int
    source: str
    first_on: date
    last_on: date

    @property
    def forgotten_on(self) -> date:
        """The day from which it is not believed any more, unless a payment confirms it."""
        return self.last_on + timedelta(days=FORGOTTEN_AFTER_DAYS + 1)

    @property
    def confidence(self) -> float:
        """That the next payment follows it: (confirmed + 1) / (all + 2), the rule of succession (Laplace 1774)."""
        return (self.confirmed + 1) / (self.confirmed + self.contradicted + 2)

    def is_believed(self, today: date) -> bool:
        return self.confidence >= LEAST_CONFIDENCE and (today - self.last_on).days <= FORGOTTEN_AFTER_DAYS


def confirmed(known: Iterable[Habit], customer: str, account: str, payment: str, on: date) -> tuple[Habit, ...]:
    """The habits of an account after a payment of this customer came from it; `known`: all habits of the account."""
    found = {habit.customer: habit for habit in known}
    own = found.pop(customer, None)
    if own is None:
        name = f"{customer}|{HabitKind.ACCOUNT.value}|{account}"
        own = Habit(name, customer, HabitKind.ACCOUNT, account, 0, 0, payment, on, on)
    own = replace(own, confirmed=own.confirmed + 1, source=payment, last_on=max(own.last_on, on))
    return (own, *(replace(other, contradicted=other.contradicted + 1) for other in found.values()))


def believed_accounts(habits: Iterable[Habit], today: date) -> dict[str, str]:
    """Account -> the one customer it is believed to be of; an account of two is believed of neither."""
    owners: dict[str, set[str]] = {}
    for habit in habits:
        if habit.kind is HabitKind.ACCOUNT and habit.is_believed(today):
            owners.setdefault(habit.value, set()).add(habit.customer)
    return {account: customers.pop() for account, customers in owners.items() if len(customers) == 1}
