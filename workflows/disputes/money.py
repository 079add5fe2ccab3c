"""The money of a case at any moment: what is contested and what is not make up all that is open on its invoices."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from workflows.disputes.lifecycle import ACTIVE
from workflows.disputes.model import Case
from workflows.ledger.model import OpenItem
from workflows.ledger.money import ZERO
from workflows.ports import UnitOfWork


@dataclass(frozen=True, slots=True)
class CaseMoney:
    """In `currency`. `credited`: gross, by credit notes of this case."""

    currency: str
    residual: Decimal
    disputed: Decimal
    credited: Decimal

    @property
    def undisputed(self) -> Decimal:
        return self.residual - self.disputed


def money_of(case: Case, items: Iterable[OpenItem], credited: Decimal) -> CaseMoney:
    """What was paid meanwhile is contested no more; a closed case contests nothing."""
    residual = sum((max(item.open_amount, ZERO) for item in items), ZERO)
    contested = residual if case.amount is None else min(case.amount, residual)
    return CaseMoney(case.currency, residual, contested if case.state in ACTIVE else ZERO, credited)


def items_of(case: Case, uow: UnitOfWork) -> list[OpenItem]:
    """The open items of a case's invoices, those that the books have."""
    return [item for number in case.invoices if (item := uow.open_items.get(number)) is not None]


def money(case: Case, uow: UnitOfWork) -> CaseMoney:
    """The money of a case as the books stand now."""
    notes = uow.invoices.where(case=case.id)
    return money_of(case, items_of(case, uow), sum((note.total for note in notes), ZERO))
