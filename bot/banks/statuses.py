"""Which of our own transfers a status report refuses; what it says of collections is told as returned debits."""

from __future__ import annotations

from collections.abc import Iterable

from bot.banks.pain002 import PaymentStatus
from workflows.commands import RefuseTransfers


def transfers_refused(statuses: Iterable[PaymentStatus]) -> tuple[RefuseTransfers, ...]:
    """One for each transfer, or for the whole file where the bank refuses all of it at once.

    Our files have one batch, so one that is refused is its file.
    """
    found = []
    for status in statuses:
        if not status.refused or status.collection:
            continue
        if status.level == "transaction" and status.end_to_end_id:
            reference = status.end_to_end_id
        elif status.level in ("file", "batch") and status.original_message:
            reference = ""
        else:
            continue
        found.append(RefuseTransfers(status.original_message, reference, status.reason, status.additional))
    return tuple(found)
