"""Every account with something open, and how risky it is; read in bulk, for calls and for credit holds alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from workflows.collections.model import Risk
from workflows.collections.risk import risk
from workflows.customers import Customer
from workflows.disputes.model import PromiseToPay
from workflows.ledger.model import OpenItem
from workflows.ledger.money import ZERO
from workflows.lookup import fetch
from workflows.ports import Desk, Not, UnitOfWork
from workflows.reporting.punctuality import by_account, paid_items
from workflows.reporting.receivables import Account, Receivables, receivables
from workflows.reporting.window import Window

YEAR_DAYS = 365


@dataclass(frozen=True, slots=True)
class AccountRisk:
    """`account`: (customer, company, currency); `items`: all that is open, credit notes too."""

    account: Account
    customer: Customer
    items: tuple[OpenItem, ...]
    risk: Risk


def account_risks(
    uow: UnitOfWork, desk: Desk, today: date, companies: Sequence[str] = (), customer: str = ""
) -> Iterator[AccountRisk]:
    """The accounts of customers that there are; of these companies (none named: all) and this customer ("": of all)."""
    scope = {"company": tuple(companies)} if companies else {}
    scope |= {"customer": (customer,)} if customer else {}
    accounts: dict[Account, list[OpenItem]] = defaultdict(list)
    for item in uow.open_items.where(open_amount=Not(ZERO), **scope):
        accounts[item.customer, item.company, item.currency].append(item)
    numbers = sorted({customer for customer, _, _ in accounts})
    customers = {one.number: one for one in fetch(uow.customers, "number", numbers)}
    promises: dict[str, list[PromiseToPay]] = defaultdict(list)
    for promise in fetch(uow.promises, "customer", numbers):
        promises[promise.customer].append(promise)
    year = Window(today - timedelta(days=YEAR_DAYS), today)
    habits = by_account(paid_items(_books_of(uow, customer)), year)
    for account, items in accounts.items():
        debtor = customers.get(account[0])
        if debtor is not None:
            limit = debtor.credit_limit if debtor.currency == account[2] else None
            found = risk(items, habits.get(account), promises[account[0]], limit, today, desk.collections)
            yield AccountRisk(account, debtor, tuple(items), found)


def _books_of(uow: UnitOfWork, customer: str) -> Receivables:
    if not customer:
        return receivables(uow, with_journal=False)
    items = tuple(uow.open_items.where(customer=customer))
    return Receivables(
        items=items,
        allocations=tuple(uow.allocations.where(customer=customer)),
        payments=tuple(uow.payments.where(customer=customer)),
        bookings={},
        entered_on={item.document: item.issue_date for item in items},
        booked_on={},
    )
