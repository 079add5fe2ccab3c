"""Files of refunds for the bank: ordered, written and kept in one transaction, so that none is ever made twice.

The bytes lie in the database under the message id. Whoever lost the file asks for the same bytes again; a bank that
gets them twice refuses the second one by its message id.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.banks.pain001 import write_pain001
from bot.storage.files import File
from bot.storage.unit_of_work import SqlUnitOfWork
from workflows.cash.refunding import PaymentOrder, order
from workflows.commands import OrderRefunds
from workflows.errors import NotFound
from workflows.ports import Desk

KEY = "pain001:"


@dataclass(frozen=True, slots=True)
class Made:
    """A file, and what it orders."""

    file: File
    order: PaymentOrder


def order_files(
    command: OrderRefunds, version: str, uow: SqlUnitOfWork, desk: Desk, now: datetime
) -> tuple[tuple[Made, ...], tuple[tuple[str, str], ...]]:
    """A file for each currency, and (refund, why) of those that wait. Raises O2CError; then nothing was ordered."""
    ordered = order(command, uow, desk, now)
    made = [Made(_kept(each, version, uow), each) for each in ordered.orders]
    return tuple(made), ordered.left_out


def _kept(each: PaymentOrder, version: str, uow: SqlUnitOfWork) -> File:
    data = write_pain001(each, version)
    return uow.files.add_once(File(f"{KEY}{each.id}", f"{each.id}.xml", "application/xml", data))


def file_of(number: str, uow: SqlUnitOfWork) -> File:
    """A file that was made before, the same bytes. Raises NotFound."""
    found = uow.files.get(f"{KEY}{number}")
    if found is None:
        raise NotFound("file for the bank", number)
    return found
