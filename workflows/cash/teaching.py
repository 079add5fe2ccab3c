"""A payment whose documents are certain teaches whose its account is."""

from __future__ import annotations

from collections.abc import Sequence

from workflows.cash.habits import Habit, HabitKind, confirmed
from workflows.cash.model import Payment
from workflows.cash.payers import account_key
from workflows.lookup import fetch
from workflows.ports import UnitOfWork


def teach_accounts(taught: Sequence[tuple[Payment, str]], uow: UnitOfWork) -> None:
    """The same for many payments and their customers, in few questions."""
    told = [
        (account, payment, customer) for payment, customer in taught if (account := account_key(payment.payer_iban))
    ]
    known: dict[str, dict[str, Habit]] = {account: {} for account, _, _ in told}
    for habit in fetch(uow.habits, "value", sorted(known), kind=HabitKind.ACCOUNT):
        known[habit.value][habit.id] = habit
    for account, payment, customer in told:
        changed = confirmed(known[account].values(), customer, account, payment.id, payment.value_date)
        known[account] |= {habit.id: habit for habit in changed}
    for account in known:
        for habit in known[account].values():
            uow.habits.put(habit)


def teach_account(payment: Payment, customer: str, uow: UnitOfWork) -> None:
    """Counts the payment for this customer and against others that the account was taken for."""
    teach_accounts([(payment, customer)], uow)
