"""An accepted message and what became of it: one end state each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class MessageStatus(StrEnum):
    RECEIVED = "received"  # accepted, not yet worked
    DONE = "done"
    REVIEW = "review"
    IGNORED = "ignored"
    QUARANTINED = "quarantined"


END_STATES = frozenset(MessageStatus) - {MessageStatus.RECEIVED}


@dataclass(frozen=True, slots=True)
class Message:
    """A row of the intake. The raw bytes lie beside it in `raw_messages` under `sha256`.

    `id` is "<mailbox>:<generation>:<uid, ten digits>", so that ids sort in order of arrival.
    """

    id: str
    mailbox: str
    company: str
    generation: str  # UIDVALIDITY; "0" for a Maildir
    uid: str
    sha256: str
    received_at: datetime
    message_id: str  # "" until read
    state: MessageStatus
    language: str
    customer: str
    intents: tuple[str, ...]
    route: str
    reading: str  # JSON of the Reading, "" until read
    records: tuple[str, ...]  # ids of what was created
    why: str  # why a specialist is asked, or why it was ignored or quarantined
    owner: str
    attempts: int
    duplicate_of: str = ""  # id of the message with the same bytes from another mailbox
    whole_bytes: int = 0  # size of a mail beyond the limit, of which the header lines alone are kept; 0: all of it is


def received(
    *, id: str, mailbox: str, company: str, generation: str, uid: str, sha256: str, received_at: datetime
) -> Message:
    """The row of a mail that has just been kept: nothing of it is read yet."""
    return Message(
        id=id,
        mailbox=mailbox,
        company=company,
        generation=generation,
        uid=uid,
        sha256=sha256,
        received_at=received_at,
        message_id="",
        state=MessageStatus.RECEIVED,
        language="",
        customer="",
        intents=(),
        route="",
        reading="",
        records=(),
        why="",
        owner="",
        attempts=0,
    )
