"""Reports of receipts wait for the bank's line that brings their money, and say then what it is made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from workflows.audit import note
from workflows.cash.folding import compact
from workflows.cash.model import BankEntry
from workflows.cash.sources import ReceiptSource, WhyWhole, could_be, source_of, taken_apart
from workflows.ports import Company, UnitOfWork


def keep_sources(sources: Sequence[ReceiptSource], uow: UnitOfWork, now: datetime) -> tuple[str, ...]:
    """Keeps the reports that are new; the ids of these. They move no money."""
    kept = []
    for source in sources:
        if uow.receipt_sources.get(source.id) is None:
            uow.receipt_sources.add(source)
            kept.append(source.id)
            note(
                uow, now, actor="o2cbot", action="receipts_reported", subject=source.id, file=source.file,
                reference=source.reference, total=str(source.total), shares=len(source.shares),
            )  # fmt: skip
    return tuple(kept)


class Waiting:
    """The reports that no line of the bank has paid out yet."""

    def __init__(self, uow: UnitOfWork) -> None:
        self.uow = uow
        self.sources = uow.receipt_sources.where(company="")

    def movements(self, entry: BankEntry, company: Company) -> tuple[BankEntry, ...]:
        """What the line is made of, if one report tells; else the line itself."""
        if not self.sources:
            return (entry,)
        found = source_of(entry, self.sources)
        if isinstance(found, WhyWhole):
            return (entry,)
        self.sources.remove(found)
        told_by = f"{entry.format} {entry.bank_reference}"
        self.uow.receipt_sources.put(
            replace(found, company=company.code, booked_on=entry.booking_date, told_by=told_by)
        )
        return taken_apart(entry, found)


def taken_apart_before(entries: Sequence[BankEntry], company: Company, uow: UnitOfWork) -> list[BankEntry]:
    """The lines among these that another file told already and that were booked share by share then."""
    days = sorted({entry.booking_date for entry in entries})
    known = uow.receipt_sources.where(company=company.code, booked_on=days) if days else []
    found = []
    for entry in entries if known else ():
        source = next((each for each in known if _is_line_of(each, entry)), None)
        if source is not None:
            known.remove(source)
            found.append(entry)
    return found


def _is_line_of(source: ReceiptSource, entry: BankEntry) -> bool:
    """Whether the entry tells the source's line again; in another format it may name nobody, but nobody else."""
    form, _, reference = source.told_by.partition(" ")
    if (source.total, source.currency, source.booked_on) != (entry.amount, entry.currency, entry.booking_date):
        return False
    if form == entry.format:
        return compact(reference) == compact(entry.bank_reference)
    return not entry.payer_name or could_be(entry, source)
