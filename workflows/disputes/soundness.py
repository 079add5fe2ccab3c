"""What must be true of every case: who granted something posted it, and only once it is open anything waits in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from workflows.disputes.lifecycle import ACTIVE
from workflows.disputes.telling import ABOUT_INVOICES
from workflows.ledger.model import DocumentKind
from workflows.ledger.money import ZERO
from workflows.ports import UnitOfWork

GRANTED = frozenset({"credited", "partly_credited", "corrected"})


def cases(uow: UnitOfWork) -> Iterator[str]:
    """A case that ended with a credit has its credit note, any other has none; a closed one waits for nobody."""
    credited: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for note in uow.invoices.where(kind=DocumentKind.CREDIT_NOTE):
        if note.case:
            credited[note.case] += note.total
    for case in uow.cases.where(kind=ABOUT_INVOICES):
        granted = case.outcome in GRANTED
        if granted and credited[case.id] <= ZERO:
            yield f"case {case.id} ended as {case.outcome}, but no credit note names it"
        if credited[case.id] > ZERO and not granted:
            yield f"case {case.id} did not end with a credit, but credit notes of {credited[case.id]} name it"
        if case.state not in ACTIVE and (case.proposal is not None or case.minutes_left):
            yield f"case {case.id} is closed, but something waits in it"
