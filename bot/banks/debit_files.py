"""Files of direct debits for the bank: ordered, written and kept in one transaction, so that none is made twice."""

from __future__ import annotations

from datetime import datetime

from lxml import etree

from bot.banks.pain008 import write_pain008
from bot.storage.files import File
from bot.storage.unit_of_work import SqlUnitOfWork
from workflows.collections.ordering import DebitOrder, OrderCollection, order
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


def debits_of_batch(number: str, batch: str, uow: SqlUnitOfWork) -> tuple[str, ...]:
    """The end-to-end ids of one batch of a file that was made before, last one first, for each debit under a mandate
    keeps what was before it; () for a file or batch that is none of ours."""
    found = uow.files.get(f"{KEY}{number}") if number and batch else None
    if found is None:
        return ()
    root = etree.fromstring(found.bytes, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    return tuple(
        reference.text or ""
        for block in root.iter("{*}PmtInf")
        if block.findtext("{*}PmtInfId") == batch
        for reference in reversed(list(block.iter("{*}EndToEndId")))
    )
