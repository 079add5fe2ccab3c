"""Contracts, usage and index values are taken over by their key; what is billed stays what it was billed on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from workflows.billing.model import IndexValue, Usage
from workflows.catalogue import Contract
from workflows.errors import Contradicts, Exceeds, NotFound
from workflows.ledger.money import ZERO
from workflows.ports import UnitOfWork


def keep_contract(contract: Contract, uow: UnitOfWork) -> None:
    """A new contract, or the new wording of a known one; what another system billed of it is not forgotten.

    Raises Contradicts where a contract of which periods are billed is another customer's, or in another currency.
    """
    before = uow.contracts.get(contract.number)
    if before is not None and uow.billed_periods.where(contract=contract.number):
        for name in ("customer", "currency"):
            kept, given = getattr(before, name), getattr(contract, name)
            if kept != given:
                raise Contradicts("contract", contract.number, name, kept, given)
    if before is not None and contract.terms.billed_until is None:
        contract = replace(contract, terms=replace(contract.terms, billed_until=before.terms.billed_until))
    uow.contracts.put(contract)


def keep_usage(number: str, day: date, quantity: Decimal, uow: UnitOfWork) -> None:
    """What a metered contract used on a day; given again it replaces, until the day's period is billed.

    Raises NotFound, Exceeds for a contract that is not metered or less than nothing, Contradicts for a billed day.
    """
    contract = uow.contracts.get(number)
    if contract is None:
        raise NotFound("contract", number)
    if not contract.terms.metered or quantity < 0:
        raise Exceeds(f"usage of {number}", f"{quantity:f}", "a metered contract and a quantity of zero or more")
    kept = uow.usage.get(f"{number}|{day.isoformat()}")
    was = kept.quantity if kept is not None else ZERO
    for period in uow.billed_periods.where(contract=number):
        if period.first_day <= day <= period.last_day and was != quantity:
            raise Contradicts("usage of billed day", f"{number} {day}", "quantity", f"{was:f}", f"{quantity:f}")
    uow.usage.put(Usage(f"{number}|{day.isoformat()}", number, day, quantity))


def keep_index_value(name: str, day: date, value: Decimal, uow: UnitOfWork) -> None:
    """A published value; a corrected one replaces it for what is billed from now on."""
    uow.index_values.put(IndexValue(f"{name}|{day.isoformat()}", name, day, value))
