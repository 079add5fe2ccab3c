"""What a seller tells the French platforms of money received: for services the tax falls due then, rate by rate.

CGI art. 269, 2, c and 290 A (status 212 "encaissée" of XP Z12-012): each amount of money on an invoice is one word,
tax included, in the order of the bookings; money that is taken off again is a word below zero.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from workflows.audit import note
from workflows.catalogue import RevenueKind
from workflows.invoicing.model import Invoice
from workflows.invoicing.policy import share
from workflows.ledger.model import Allocation
from workflows.ledger.money import ZERO, plain
from workflows.ports import UnitOfWork

TOLD = "einvoice.receipt_told"
Group = tuple[Decimal, bool]  # rate in percent, whether its tax falls due when the money comes


@dataclass(frozen=True, slots=True)
class ReceiptWord:
    """What of one allocation is told: amounts by rate, tax included, in the invoice's currency; {}: nothing."""

    allocation: Allocation
    amounts: Mapping[Decimal, Decimal]


def words_of(invoice: Invoice, allocations: Iterable[Allocation], *, on_debits: bool) -> list[ReceiptWord]:
    """A word for each allocation of money, oldest first. `on_debits`: the seller owes all tax when he invoices.

    Cents are shared so that the words of an invoice come to the share of all of its money, however it came in parts.
    """
    groups = _gross(invoice, on_debits)
    words, before, told = [], ZERO, dict.fromkeys(groups, ZERO)
    for row in sorted((one for one in allocations if one.payment), key=_order):
        before += row.amount
        shares = share(max(before, ZERO), list(groups.values()), invoice.currency) if groups else ()
        now = dict(zip(groups, shares, strict=True))
        amounts = {rate: now[rate, due] - told[rate, due] for rate, due in groups if due and rate}
        words.append(ReceiptWord(row, {rate: amount for rate, amount in amounts.items() if amount}))
        told = now
    return words


def untold(words: Iterable[ReceiptWord], uow: UnitOfWork) -> list[ReceiptWord]:
    """Those of which nothing was said yet."""
    return [word for word in words if not uow.audit.where(subject=word.allocation.id, action=TOLD)]


def note_told(word: ReceiptWord, platform: str, uow: UnitOfWork, now: datetime) -> None:
    """An allocation is told once; so is one of which there was nothing to tell."""
    row = word.allocation
    note(
        uow,
        now,
        actor="o2cbot",
        action=TOLD,
        subject=row.id,
        invoice=row.invoice,
        platform=platform,
        amounts={f"{rate:f}": plain(amount, row.currency) for rate, amount in word.amounts.items()},
    )


def _gross(invoice: Invoice, on_debits: bool) -> dict[Group, Decimal]:
    """What each rate comes to with its tax, apart for what the money makes due; nothing of what is taken off."""
    nets: dict[Group, Decimal] = defaultdict(lambda: ZERO)
    for line in invoice.lines:
        nets[line.tax_rate, not on_debits and line.revenue != RevenueKind.GOODS.value] += line.net
    return {group: net * (100 + group[0]) for group, net in sorted(nets.items()) if net > 0}


def _order(row: Allocation) -> tuple[object, int, str]:
    return row.date.year, len(row.id), row.id
