"""Rows of SEPA mandates and of direct debits in the bank's hands, for `o2cbot import`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.exchange.cells import BadCell, choice, day, ibans, needed, or_default, positive, text, whole, yes_or_no
from workflows.collections.debits import keep_debit, keep_mandate
from workflows.collections.mandates import DirectDebit, Mandate, Scheme
from workflows.ports import Desk, UnitOfWork

MOST_NOTICE_DAYS = 90


def one_iban(value: str) -> str:
    found = ibans(needed(value))
    if len(found) != 1:
        raise BadCell("a mandate is for one account")
    return found[0]


def _days(value: str) -> int:
    days = whole(value)
    if not 1 <= days <= MOST_NOTICE_DAYS:
        raise BadCell(f"a debtor is told 1 to {MOST_NOTICE_DAYS} days before a debit, not {days}")
    return days


MANDATE_COLUMNS = {
    "reference": needed,
    "customer": needed,
    "company": text,
    "scheme": or_default(choice(Scheme), Scheme.CORE),
    "one_off": yes_or_no,
    "signed_on": day,
    "iban": one_iban,
    "last_used_on": or_default(day, None),
    "revoked_on": or_default(day, None),
    "revoked_why": text,
    "notice_days": or_default(_days, 0),
}
MANDATE_OPTIONAL = ("company", "scheme", "one_off", "last_used_on", "revoked_on", "revoked_why", "notice_days")
DEBIT_COLUMNS = {
    "id": needed,
    "mandate": needed,
    "document": needed,
    "amount": positive,
    "collected_on": day,
    "ended_on": or_default(day, None),
    "ended_how": text,
}
DEBIT_OPTIONAL = ("ended_on", "ended_how")


def store_mandate(cells: Mapping[str, Any], uow: UnitOfWork, desk: Desk, now: datetime) -> None:
    customer = uow.customers.get(cells["customer"])
    if customer is None:
        raise BadCell(f"there is no customer {cells['customer']!r}; import it first")
    company = cells["company"] or customer.company
    if company not in desk.companies:
        raise BadCell(f"there is no company {company!r} in the configuration")
    if cells["signed_on"] > now.date():
        raise BadCell(f"signed_on {cells['signed_on']} is still to come")
    keep_mandate(Mandate(**{**cells, "company": company}), uow)


def store_debit(cells: Mapping[str, Any], uow: UnitOfWork, desk: Desk, now: datetime) -> None:
    keep_debit(DirectDebit(**cells, customer="", currency=""), uow)
