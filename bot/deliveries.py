"""One mail that came by several ways is one message; another mail under a known Message-ID is a new message."""

from __future__ import annotations

import hashlib
import logging
import re
from dataclasses import replace
from datetime import datetime

import sqlalchemy as sa

from bot.storage import tables
from bot.storage.unit_of_work import SqlUnitOfWork
from workflows.audit import note
from workflows.messages import Message, MessageStatus

# What its author wrote. Relays put their own headers on top, other ones for each recipient and each try.
AUTHORED = (
    "from to cc date subject message-id in-reply-to references reply-to mime-version content-type "
    "content-transfer-encoding"
).split()
HEADER_BYTES = 256_000
COMPARED = 50  # the newest mails under one Message-ID: some programs give all their mails the same
IDENTIFIER = re.compile(rb"<[^<>\s]{1,990}>")
REUSED = "Message-ID used again"  # an action of the audit
BLANK_LINE = re.compile(rb"\r?\n\r?\n|\r\r")

log = logging.getLogger(__name__)


def authored(raw: bytes) -> str:
    """A digest of what the author wrote: the same for each copy of a mail, whatever relays did to its headers.

    "" for a mail without Message-ID, or with headers beyond all measure: those are told apart by their bytes alone.
    """
    end = BLANK_LINE.search(raw, 0, HEADER_BYTES)
    if end is None:
        return ""
    headers = _headers(raw[: end.start()])
    if not IDENTIFIER.search(headers.get("message-id", b"")):
        return ""
    digest = hashlib.sha256()
    for name in AUTHORED:
        digest.update(name.encode() + b":" + headers.get(name, b"") + b"\n")
    digest.update(raw[end.end() :].replace(b"\r\n", b"\n").replace(b"\r", b"\n").rstrip(b"\n"))
    return digest.hexdigest()


def second_delivery(uow: SqlUnitOfWork, message: Message, now: datetime) -> Message | None:
    """The message, whose Message-ID is read, as a second delivery of one before it; None if it is one of its own.

    Another mail under the same Message-ID gets a remark in the message's history.
    """
    table, message_id = tables.messages.c, message.message_id
    others = sa.select(table.id, table.sha256).where(
        table.message_id == message_id, table.id != message.id, table.duplicate_of == ""
    )
    rows = uow.connection.execute(others.order_by(table.received_at.desc(), table.id.desc()).limit(COMPARED)).all()
    if not rows or not message_id:
        return None
    mine = authored(uow.raw_messages.get(message.sha256) or b"")
    for row in reversed(rows):
        if mine and authored(uow.raw_messages.get(row.sha256) or b"") == mine:
            return replace(
                message,
                state=MessageStatus.IGNORED,
                route="ignore",
                why=f"same message as {row.id}",
                duplicate_of=row.id,
            )
    if not uow.audit.where(subject=message.id, action=REUSED):
        note(uow, now, actor="o2cbot", action=REUSED, subject=message.id, message_id=message_id, other=rows[0].id)
        log.warning("message %s: its Message-ID was that of %s, which says something else", message.id, rows[0].id)
    return None


def _headers(block: bytes) -> dict[str, bytes]:
    """name -> value, folded lines joined and spaces made one; a name that comes twice counts with all its values."""
    found: dict[str, bytes] = {}
    name = ""
    for line in block.splitlines():
        if line[:1] in (b" ", b"\t"):
            value = line
        else:
            head, colon, value = line.partition(b":")
            name = head.strip().lower().decode("ascii", "replace") if colon else ""
        if name in AUTHORED:
            found[name] = b" ".join([*found.get(name, b"").split(), *value.split()])
    return found
