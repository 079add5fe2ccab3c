"""Where a policy names accounts for it, the charges that letters claim stand in the journal, beside the receivable.

Each letter books the difference to what the letters before it booked of an invoice; a letter that never left and a
waiver are mirrored. The customer's account and the open items stay what the invoices say.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from workflows.dunning.composing import PlannedLetter
from workflows.ledger.journal import chart_of, post, reverse
from workflows.ledger.model import AccountKind, JournalEntry, JournalLine
from workflows.ledger.money import ZERO
from workflows.ports import Desk, UnitOfWork

CHARGES = "late payment charges"


def book_charges(uow: UnitOfWork, desk: Desk, planned: PlannedLetter, letter: str, today: date) -> None:
    """Nothing where the policy names no accounts: the letter's figures are then a memo."""
    chart = chart_of(desk, planned.letter.company)
    accounts = tuple(chart.number(account) for account in planned.decision.policy.charge_accounts)
    if not accounts:
        return
    for row in planned.letter.items:
        standing = _standing(uow.entries.where(document=row.document))
        booked = sum((_claimed(entry, accounts[0]) for entry in standing), ZERO)
        difference = row.interest + row.compensation - booked
        if difference:
            post(
                uow,
                company=planned.letter.company,
                on=today,
                currency=planned.letter.currency,
                document=row.document,
                text=f"{CHARGES}, letter {letter}",
                lines=_lines(accounts, difference),
            )


def take_back_charges(uow: UnitOfWork, document: str, on: date, why: str, letter: str = "") -> None:
    """Mirrors what letters (or one of them) booked of a document."""
    for entry in _standing(uow.entries.where(document=document)):
        if not letter or entry.text.endswith(f" {letter}"):
            reverse(uow, entry, on=on, why=f"{CHARGES} taken back: {why}")


def _standing(entries: Iterable[JournalEntry]) -> list[JournalEntry]:
    """The entries of charges that no other one mirrors."""
    known = list(entries)
    mirrored = {entry.reverses for entry in known if entry.reverses}
    return [
        entry for entry in known if entry.text.startswith(CHARGES) and not entry.reverses and entry.id not in mirrored
    ]


def _claimed(entry: JournalEntry, account: str) -> Decimal:
    return sum((line.debit - line.credit for line in entry.lines if line.account == account), ZERO)


def _lines(accounts: tuple[str, ...], difference: Decimal) -> list[JournalLine]:
    claimed, income = accounts
    more, less = max(difference, ZERO), max(-difference, ZERO)
    return [
        JournalLine(AccountKind.OTHER, claimed, debit=more, credit=less),
        JournalLine(AccountKind.OTHER, income, debit=less, credit=more),
    ]
