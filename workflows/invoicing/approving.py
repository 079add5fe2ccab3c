"""A credit note above the limit of its reason stands on the word of two persons, however it came about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from workflows.errors import NotAllowed
from workflows.ledger.money import ZERO, plain
from workflows.persons import same_person
from workflows.ports import Desk, UnitOfWork


class Exempt(StrEnum):
    """Why no second person is asked."""

    CLAIMED_AGAIN = "claimed_again"  # in the same transaction, by the invoice that follows: nothing is given up
    OPERATOR = "operator"  # a script of whoever runs the desk, where `[disputes] scripts_need_two` is off


@dataclass(frozen=True, slots=True)
class Approval:
    """On whose word a credit note stands. `reason` is the key of the limit ("price"); "": that of all reasons."""

    created_by: str
    approved_by: str = ""
    reason: str = ""
    exempt: Exempt | None = None

    def obstacle(self, gross: Decimal, before: Decimal, desk: Desk) -> str:
        """Why it is not enough for `gross` after `before` was credited of the invoice; "" if it is."""
        limit = desk.disputes.limit(self.reason)
        if self.exempt is not None or gross + before <= limit:
            return ""
        if not self.approved_by:
            return f"more than {limit} of one invoice takes a second person"
        is_one = same_person(self.created_by, self.approved_by)
        return "whoever asked for a credit does not approve it" if is_one else ""


def check(uow: UnitOfWork, desk: Desk, approval: Approval, invoice: str, gross: Decimal, currency: str) -> None:
    """Raises NotAllowed."""
    why = approval.obstacle(gross, credited_of(uow, (invoice,)), desk)
    if why:
        raise NotAllowed(approval.created_by, f"credit {plain(gross, currency)} {currency} of {invoice}", why)


def credited_of(uow: UnitOfWork, invoices: Iterable[str]) -> Decimal:
    """Gross of the credit notes that these invoices have: a limit is not passed by crediting in parts."""
    notes = (note for number in invoices for note in uow.invoices.where(corrects=number))
    return sum((abs(note.total) for note in notes), ZERO)
