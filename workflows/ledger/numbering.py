"""Numbers: one series per company, kind and year, without gaps, drawn in the transaction that uses them."""

from __future__ import annotations

from datetime import date

from workflows.ports import UnitOfWork

ORDER, CASE, PROMISE, CHANGE, ENTRY, ADVICE, ALLOCATION = "O", "C", "P", "M", "J", "R", "A"
STOP, WAIVER, RETURN = "S", "W", "T"
CREDIT_HOLD, CAMPAIGN = "H", "D"
REFUND, PAYMENT_ORDER = "B", "X"
COLLECTION = "L"
TOLD_TO_CUSTOMERS = ORDER + CASE + PROMISE + CHANGE + RETURN + REFUND + COLLECTION  # in letters, or on statements


def next_id(uow: UnitOfWork, company: str, kind: str, today: date, width: int = 5) -> str:
    """The next id of a kind of record: "DE10-C-2026-00001"."""
    series = f"{company}-{kind}-{today.year}"
    return f"{series}-{uow.draw(series):0{width}d}"


def next_document_number(uow: UnitOfWork, pattern: str, company: str, kind: str, today: date) -> tuple[str, str, int]:
    """(number, series, sequence) of the next invoice or credit note.

    `pattern` is the company's format, "R-{year}-{number:05d}". Numbers that a taken-over document
    already has are passed over: the series goes on where the earlier system stopped.
    """
    series = f"{company}-{kind}-{today.year}"
    while True:
        sequence = uow.draw(series)
        number = pattern.format(year=today.year, number=sequence)
        if uow.invoices.get(number) is None:
            return number, series, sequence
