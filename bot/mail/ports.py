"""What the desk needs of a mail system: mails fetched without a trace, mails moved after the work, mails sent once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol, runtime_checkable

from workflows.errors import O2CError


class MailError(O2CError):
    """A mail system cannot be reached, refuses us, or answers nonsense; tried again at the next slot."""

    def __init__(self, where: str, what: str) -> None:
        self.where, self.what = where, what
        super().__init__(f"{where}: {what}")


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far a mailbox is fetched. Another `generation` (IMAP UIDVALIDITY): the uids mean other mails now."""

    generation: str
    uid: str


@dataclass(frozen=True, slots=True)
class Arrived:
    """`lasting_uid`: within its generation the uid is never given to another mail, and the server may write the mail
    with other bytes each time: the uid alone says that it is the same. `whole_bytes`: of a mail beyond the limit, of
    which `raw` is the head alone, the size or the least that it can be; 0: `raw` is all of it."""

    uid: str
    raw: bytes
    received_at: datetime
    lasting_uid: bool = False
    whole_bytes: int = 0


@dataclass(frozen=True, slots=True)
class Batch:
    """Mails in order of arrival, to be kept together with `cursor` in one commit.

    `not_given`: uids before the cursor that the server has and does not give, however often it is asked.
    """

    generation: str
    mails: tuple[Arrived, ...]
    cursor: Cursor
    not_given: tuple[str, ...] = ()


class Mailbox(Protocol):
    """One folder of incoming mail. Every method raises MailError."""

    def fetch(self, after: Cursor | None) -> Iterator[Batch]:
        """Mails after the cursor, batch by batch; flags stay as they are. A mail may be delivered again."""
        ...

    def move(self, generation: str, uids: Sequence[str], folder: str) -> None:
        """Moves mails to a folder, made if there is none; mails that are not there any more are passed over."""
        ...

    def check(self) -> None:
        """Reaches the folder, changing nothing."""
        ...

    def close(self) -> None: ...


@runtime_checkable
class Listing(Protocol):
    """A Mailbox that can say what lies in its folder without giving the mails. Both methods raise MailError."""

    def listed(self, since: date) -> tuple[str, list[str]]:
        """(generation, uids) of the mails that came on that day or later."""
        ...

    def pick(self, generation: str, uids: Sequence[str]) -> Iterator[Batch]:
        """These mails; what is not there any more is left out. The batches' cursors say nothing."""
        ...


class Sending(StrEnum):
    SENT = "sent"
    REFUSED = "refused"  # for good: nobody took it
    DEFERRED = "deferred"  # nobody took it, later somebody may
    UNCERTAIN = "uncertain"  # it was handed over, but no answer came


@dataclass(frozen=True, slots=True)
class Sent:
    outcome: Sending
    words: str = ""  # of the server, for a person


NOBODY = ""  # as sender: the null return path (MAIL FROM:<>), to which nothing is ever reported; SMTP knows it


def unnoticed() -> None:
    """Nobody wants to know the moment of handing over."""


def is_plain_address(address: str) -> bool:
    """One ASCII mailbox without anything that could end a command line or a header."""
    return (
        address.isascii()
        and address.isprintable()
        and address.count("@") == 1
        and not any(sign in address for sign in ' <>",')
    )


@runtime_checkable
class ByAttempt(Protocol):
    """An Outgoing that keeps the evidence of attempts apart: a copy that an earlier one left in the sent mail proves
    nothing of the next one, which a person asked for."""

    def attempt(self, message_id: str, number: int) -> None:
        """Which attempt (from 1) the next `send` or `find` of this mail is about."""
        ...


class Marks:
    """What each mail's present attempt is known by: the first one by its Message-ID alone."""

    def __init__(self) -> None:
        self._later: dict[str, str] = {}

    def note(self, message_id: str, number: int) -> None:
        if number > 1:
            self._later[message_id] = f"{message_id} {number}"
        else:
            self._later.pop(message_id, None)

    def of(self, message_id: str) -> str:
        return self._later.get(message_id, message_id)


class Outgoing(Protocol):
    def send(
        self,
        raw: bytes,
        message_id: str,
        sender: str,
        recipients: Sequence[str],
        handing_over: Callable[[], None] = unnoticed,
    ) -> Sent:
        """Hands a mail over once; never raises for what the mail system says or does.

        `handing_over` is called just before the step that cannot be taken back: whoever finds later that it was not
        called knows that nobody got the mail.
        """
        ...

    def find(self, message_id: str) -> bool | None:
        """Whether the mail was handed over; None where nobody can know."""
        ...

    def check(self) -> None:
        """Reaches the mail system, sending nothing; raises MailError."""
        ...

    def close(self) -> None: ...
