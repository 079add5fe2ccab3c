"""Journal entries: posted balanced, corrected by their mirror image, never edited."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from workflows.ledger.chart import Chart
from workflows.ledger.model import AccountKind, JournalEntry, JournalLine
from workflows.ledger.money import ZERO
from workflows.ledger.numbering import ENTRY, next_id
from workflows.ports import Desk, UnitOfWork


def chart_of(desk: Desk, company: str) -> Chart:
    """The company's chart of accounts: its own, else that of its country; an empty one where neither is known."""
    seller = desk.company(company)
    country = desk.country(seller.country)
    return seller.books.chart or (country.chart if country else Chart())


def leg(
    desk: Desk, company: str, kind: AccountKind, amount: Decimal, *, customer: str = "", account: str = ""
) -> JournalLine:
    """One leg of an entry: a debit if `amount` is above zero, a credit if below.

    `account` names a finer key of the chart ("revenue.goods.S.7", "tax.19"); without it, or where the
    chart has no such key, the kind's own account is taken.
    """
    return JournalLine(
        kind=kind,
        account=chart_of(desk, company).number(account or kind.value),
        debit=amount if amount > 0 else ZERO,
        credit=-amount if amount < 0 else ZERO,
        customer=customer,
    )


def post(
    uow: UnitOfWork,
    *,
    company: str,
    on: date,
    currency: str,
    document: str,
    text: str,
    lines: list[JournalLine],
    reverses: str = "",
) -> JournalEntry:
    """Posts an entry; raises UnbalancedEntry."""
    entry = JournalEntry(
        id=next_id(uow, company, ENTRY, on, width=7),
        date=on,
        company=company,
        currency=currency,
        document=document,
        text=text,
        lines=tuple(lines),
        reverses=reverses,
    )
    uow.entries.add(entry)
    return entry


def reverse(uow: UnitOfWork, entry: JournalEntry, *, on: date, why: str) -> JournalEntry:
    """Posts the mirror image of an entry."""
    mirrored = [replace(line, debit=line.credit, credit=line.debit) for line in entry.lines]
    return post(
        uow,
        company=entry.company,
        on=on,
        currency=entry.currency,
        document=entry.document,
        text=why,
        lines=mirrored,
        reverses=entry.id,
    )
