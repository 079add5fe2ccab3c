"""What platforms say of our e-invoices is asked for on a schedule, and heard once, in the order of its saying."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from bot.documents.einvoice.lifecycle import read
from bot.platforms.flow import MOST_FLOWS, Flow, FlowPlatform, NoContent, tracking_id
from bot.storage import tables
from bot.storage.database import Database
from bot.storage.repositories import upsert
from bot.storage.unit_of_work import SqlUnitOfWork
from workflows.letters import LetterKind
from workflows.platform_words import PlatformStatus, hear, is_stray
from workflows.ports import Desk

log = logging.getLogger(__name__)
STATUSES, INVOICES = "CustomerInvoiceLC", "CustomerInvoice"
FAILED = "Error"
CARRYING = (LetterKind.INVOICE.value, LetterKind.CREDIT_NOTE.value)
FIRST_LOOK = timedelta(days=30)  # back, before anything is known of a platform
OVERLAP = timedelta(minutes=1)  # what was being written while we looked
SECOND = timedelta(seconds=1)  # the precision of a search
WRITTEN_WITHIN = timedelta(days=1)  # a message that a platform lists and does not give may still be on its way
MOST_PAGES = 100


@dataclass(frozen=True, slots=True)
class PlatformEars:
    """`platforms`: by the name of their table `[platforms.NAME]`."""

    database: Database
    desk: Desk
    platforms: Mapping[str, FlowPlatform]

    def listen(self, name: str, now: datetime) -> int:
        """Hears what a platform said since the last time; how many cases followed. Raises MailError.

        Each message and the place reached are one commit. A message that cannot be read, or that the platform does not
        give for a day, is passed over in the log: it would stop all that come after it, and the platform keeps it.
        """
        platform, cases = self.platforms[name], 0
        since = (self._reached(name) or now - FIRST_LOOK) - OVERLAP
        for _ in range(MOST_PAGES):
            found = platform.changed_since(since, STATUSES, INVOICES)
            for flow in found:
                said = self._said(name, platform, flow, now)
                with self.database.begin() as uow:
                    if said is not None and is_stray(said, uow):
                        log.error("%s: no invoice of ours is %r of %s", said.words, said.invoice, said.invoiced_on)
                    cases += len(hear(said, uow, self.desk, now)) if said is not None else 0
                    _keep(uow, name, flow.updated_at, now)
            last = max((moment for flow in found if (moment := _moment(flow.updated_at))), default=since)
            if len(found) < MOST_FLOWS or last <= since:
                break
            since = max(last - SECOND, since + SECOND)  # more may have happened in the last second of a full page
        return cases

    def _said(self, name: str, platform: FlowPlatform, flow: Flow, now: datetime) -> PlatformStatus | None:
        """A status of an invoice, or an invoice that the platform did not take; None for anything else."""
        if flow.kind == INVOICES:
            invoice = self._invoice_of(flow.tracking_id) if flow.acknowledged == FAILED else ""
            reasons = tuple(("", reason) for reason in flow.reasons)
            return PlatformStatus(name, flow.id, invoice, None, "", reasons) if invoice else None
        if flow.acknowledged == FAILED:  # most likely our own, of money received: nobody else would ever notice
            log.error("platform %s does not take %s: %s", name, flow.tracking_id or flow.id, "; ".join(flow.reasons))
        try:
            message = read(platform.content(flow.id))
        except (ValueError, NoContent) as error:
            changed = _moment(flow.updated_at)
            if isinstance(error, NoContent) and changed is not None and now - changed < WRITTEN_WITHIN:
                raise
            log.warning("platform %s: the message %s cannot be read: %s", name, flow.id, error)
            return None
        reasons = tuple((reason.code, reason.text) for reason in message.reasons)
        return PlatformStatus(name, flow.id, message.invoice, message.invoiced_on, message.status, reasons)

    def _invoice_of(self, tracking: str) -> str:
        """The document whose letter was handed over under a tracking id; "" if none was."""
        table = tables.letters
        wanted = sa.select(table.c.id, table.c.message_id).where(table.c.kind.in_(CARRYING))
        with self.database.read() as snapshot:
            for id, message_id in snapshot.connection.execute(wanted):
                if tracking_id(message_id) == tracking:
                    letter = snapshot.letters.get(id)
                    return letter.documents[0] if letter is not None and letter.documents else ""
        return ""

    def _reached(self, name: str) -> datetime | None:
        table = tables.cursors
        with self.database.read() as snapshot:
            wanted = sa.select(table.c.uid).where(table.c.mailbox == _key(name))
            said = snapshot.connection.execute(wanted).scalar()
        return _moment(said) if said else None


def _keep(uow: SqlUnitOfWork, name: str, updated_at: str, now: datetime) -> None:
    """The latest moment heard of; a platform that gives none is asked for the same span again."""
    moment = _moment(updated_at)
    if moment is None:
        return
    row = {"generation": "", "uid": moment.isoformat(), "polled_at": now}
    insert = upsert(uow.connection, tables.cursors).values(mailbox=_key(name), **row)
    uow.connection.execute(insert.on_conflict_do_update(index_elements=["mailbox"], set_=row))


def _moment(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _key(name: str) -> str:
    return f"platform:{name}"
