"""Which of our own transfers and direct debits a status report refuses."""

from __future__ import annotations

from collections.abc import Iterable

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


def debits_refused(statuses: Iterable[PaymentStatus]) -> tuple[RefuseDebits, ...]:
    """One for each direct debit, or for a whole file. Our files have a batch for each scheme and sequence, so one that
    is refused says nothing of the others: its debits are told one by one, or a person ends them."""
    refused = (
        (status, _reference(status))
        for status in statuses
        if status.refused and status.collection and status.level != "batch"
    )
    return tuple(
        RefuseDebits(status.original_message, reference, status.reason, status.additional)
        for status, reference in refused
        if reference is not None
    )


def _reference(status: PaymentStatus) -> str | None:
    """What is refused: an end-to-end id, or "" for the whole file; None where the report does not say."""
    if status.level == "transaction":
        return status.end_to_end_id or None
    return "" if status.original_message else None
