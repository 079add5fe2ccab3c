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
from workflows.reporting.receivables import Account, receivables
from workflows.reporting.window import Window

YEAR_DAYS = 365


@dataclass(frozen=True, slots=True)
class AccountRisk:
    """`account`: (customer, company, currency); `items`: all that is open, credit notes too."""

    account: Account
    customer: Customer
    items: tuple[OpenItem, ...]
    risk: Risk


def account_risks(uow: UnitOfWork, desk: Desk, today: date, companies: Sequence[str] = ()) -> Iterator[AccountRisk]:
    """The accounts of customers that there are; `companies` (none named: all)."""
    scope = {"company": tuple(companies)} if companies else {}
    accounts: dict[Account, list[OpenItem]] = defaultdict(list)
    for item in uow.open_items.where(open_amount=Not(ZERO), **scope):
        accounts[item.customer, item.company, item.currency].append(item)
    numbers = sorted({customer for customer, _, _ in accounts})
    customers = {one.number: one for one in fetch(uow.customers, "number", numbers)}
    promises: dict[str, list[PromiseToPay]] = defaultdict(list)
    for promise in fetch(uow.promises, "customer", numbers):
        promises[promise.customer].append(promise)
    year = Window(today - timedelta(days=YEAR_DAYS), today)
    habits = by_account(paid_items(receivables(uow, with_journal=False)), year)
    for account, items in accounts.items():
        customer = customers.get(account[0])
        if customer is not None:
            limit = customer.credit_limit if customer.currency == account[2] else None
            found = risk(items, habits.get(account), promises[account[0]], limit, today, desk.collections)
            yield AccountRisk(account, customer, tuple(items), found)
