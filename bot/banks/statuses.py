"""Which of our own transfers and direct debits a status report refuses."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from bot.banks.pain002 import PaymentStatus
from workflows.cash.debit_booking import RefuseDebits
from workflows.commands import RefuseTransfers


def transfers_refused(statuses: Iterable[PaymentStatus]) -> tuple[RefuseTransfers, ...]:
    """One for each transfer, or for the whole file where the bank refuses all of it at once.

    Our files have one batch, so one that is refused is its file.
    """
    refused = ((status, _reference(status)) for status in statuses if status.refused and not status.collection)
    return tuple(
        RefuseTransfers(status.original_message, reference, status.reason, status.additional)
        for status, reference in refused
        if reference is not None
    )


Batch = Callable[[str, str], Iterable[str]]
"""(message id, batch id) -> the end-to-end ids of the batch in the file that we made; none of one that is not ours."""


def debits_refused(statuses: Iterable[PaymentStatus], batch: Batch) -> tuple[RefuseDebits, ...]:
    """One for each direct debit, or for a whole file. Our files have a batch for each scheme and sequence: what is in
    one that is refused is read in the file itself; where it is not there, a person ends its debits."""
    return tuple(
        RefuseDebits(status.original_message, reference, status.reason, status.additional)
        for status in statuses
        if status.refused and status.collection
        for reference in _debits(status, batch)
    )


def _debits(status: PaymentStatus, batch: Batch) -> Iterable[str]:
    if status.level == "batch":
        return batch(status.original_message, status.original_batch)
    reference = _reference(status)
    return () if reference is None else (reference,)


def _reference(status: PaymentStatus) -> str | None:
    """What is refused: an end-to-end id, or "" for the whole file; None where the report does not say."""
    if status.level == "transaction":
        return status.end_to_end_id or None
    return "" if status.original_message else None
