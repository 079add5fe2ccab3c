"""A payment whose documents are certain teaches whose its account is."""

from __future__ import annotations

from workflows.cash.habits import HabitKind, confirmed
from workflows.cash.model import Payment
from workflows.cash.payers import account_key
from workflows.ports import UnitOfWork


def teach_account(payment: Payment, customer: str, uow: UnitOfWork) -> None:
    """Counts the payment for this customer and against others that the account was taken for."""
    account = account_key(payment.payer_iban)
    if not account:
        return
    known = uow.habits.where(kind=HabitKind.ACCOUNT, value=account)
    for habit in confirmed(known, customer, account, payment.id, payment.value_date):
        uow.habits.put(habit)
