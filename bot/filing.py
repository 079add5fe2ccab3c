"""A file from outside is taken as a whole or refused as a whole, with the reason in words."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from workflows.errors import BadInput, O2CError

if TYPE_CHECKING:
    from bot.app import App
    from workflows.cash.kept import KeptBook

OPEN_ITEM_KINDS = ("invoices", "deliveries")  # money that arrived before them is tried again


def import_file(app: App, kind: str, file: Path) -> tuple[int, str]:
    """Imports a file, all or nothing: (rows, "") or (0, why it was refused)."""
    from bot.exchange import imports
    from workflows.dispatch import settle_all_waiting_money

    try:
        with app.database.begin() as uow:
            rows = imports.import_file(kind, file, uow, app.desk, app.now())
            if kind in OPEN_ITEM_KINDS:
                settle_all_waiting_money(uow, app.desk, app.now())
    except O2CError as refusal:
        return 0, str(refusal)
    return rows, ""


def bank_file(app: App, file: Path, run: KeptBook | None = None) -> tuple[str, str]:
    """Takes a bank's file, all or nothing: (what it held, "") or ("", why it was refused).

    `run`: what the files of one run share.
    """
    from bot.banks.debit_files import debits_of_batch
    from bot.banks.detect import read_contents
    from bot.banks.statuses import debits_refused, transfers_refused
    from bot.banks.summary import summary_of
    from bot.collector import collector_paused
    from bot.storage.gathering import gathered
    from workflows.cash.debit_booking import refuse_debits
    from workflows.cash.handlers import book_statements
    from workflows.cash.refund_booking import refuse
    from workflows.cash.sourcing import keep_sources

    try:
        contents = read_contents(file.name, read_bytes(file))
    except O2CError as refusal:
        return "", str(refusal)
    try:
        with collector_paused(), app.database.begin() as plain, gathered(plain) as uow:
            kept = keep_sources(contents.sources, uow, app.now())
            made = book_statements(contents.statements, uow, app.desk, app.now(), run)
            for each in transfers_refused(contents.statuses):
                refuse(each, uow, app.desk, app.now())
            for debits in debits_refused(contents.statuses, lambda file, batch: debits_of_batch(file, batch, plain)):
                refuse_debits(debits, uow, app.desk, app.now())
    except O2CError as refusal:
        if run is not None:
            run.drop()
        return "", str(refusal)
    return summary_of(contents, new=len(made), kept=len(kept)), ""


def read_bytes(file: Path) -> bytes:
    """A file's bytes; raises BadInput where it cannot be read."""
    try:
        return file.read_bytes()
    except OSError as error:
        raise BadInput(str(file), f"cannot be read: {os.strerror(error.errno or 0)}") from error
