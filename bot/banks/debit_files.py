"""Files of direct debits for the bank: ordered, written and kept in one transaction, so that none is made twice."""

from __future__ import annotations

from datetime import datetime

from bot.banks.pain008 import write_pain008
from bot.storage.files import File
from bot.storage.unit_of_work import SqlUnitOfWork
from workflows.collections.collecting import DebitOrder, OrderCollection, order
from workflows.errors import NotFound
from workflows.ports import Desk

KEY = "pain008:"


def order_debits(
    command: OrderCollection, version: str, uow: SqlUnitOfWork, desk: Desk, now: datetime
) -> tuple[File, DebitOrder]:
    """The file and what it orders. Raises O2CError; then nothing was ordered."""
    ordered = order(command, uow, desk, now)
    data = write_pain008(ordered, version)
    return uow.files.add_once(File(f"{KEY}{ordered.id}", f"{ordered.id}.xml", "application/xml", data)), ordered


def debit_file(number: str, uow: SqlUnitOfWork) -> File:
    """A file that was made before, the same bytes. Raises NotFound."""
    found = uow.files.get(f"{KEY}{number}")
    if found is None:
        raise NotFound("file for the bank", number)
    return found
