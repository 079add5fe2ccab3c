"""Letters sent by Exchange over EWS: a draft, sent once, its copy in Sent Items; doubt is settled by looking.

A draft can be sent once, for it is gone then. So whether a letter was handed over shows in the mailbox: it lies in
Sent Items, or is on its way; or it is still a draft, which is changed at once (a request to send it that is still on
its way is void then) and deleted: then nobody got it and nobody will. Where neither is there, nobody can know.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from email import policy
from email.parser import BytesHeaderParser
from email.utils import getaddresses
from functools import partial

from exchangelib import Account  # type: ignore[import-untyped]

from bot.mail import ews_services as service
from bot.mail.ews_wire import Connection, EwsError
from bot.mail.ports import MailError, Marks, Sending, Sent, unnoticed

LOOKS = 4  # at a mailbox that cannot be reached, before a person has to
DRAFTS, PLACES = "drafts", ("drafts", "outbox", "sentitems")  # the way that a letter goes, so that it is met on it
ADDRESSED = ("To", "Cc", "Bcc")
# What sending again does not mend.
REFUSED = (
    "ErrorInvalidRecipients",
    "ErrorMessageSizeExceeded",
    "ErrorMimeContentInvalid",
    "ErrorMimeContentInvalidBase64String",
)
CHANGED_MEANWHILE = (
    "ErrorIrresolvableConflict",
    "ErrorStaleObject",
    "ErrorItemNotFound",
    "ErrorItemSave",
    "ErrorInvalidPropertyUpdateSentMessage",
)


class EwsOutgoing:
    """Each sender's letters go out from the mailbox of its address, or from the first where that is none of these.

    Safe to use from several threads, one mail at a time.
    """

    def __init__(self, *mailboxes: Connection) -> None:
        self._marks = Marks()
        self._boxes = {one.account.mailbox.lower(): Sender(one, self._marks) for one in mailboxes}
        self._lock = threading.Lock()

    def attempt(self, message_id: str, number: int) -> None:
        with self._lock:
            self._marks.note(message_id, number)

    def send(
        self,
        raw: bytes,
        message_id: str,
        sender: str,
        recipients: Sequence[str],
        handing_over: Callable[[], None] = unnoticed,
    ) -> Sent:
        strangers = {address.lower() for address in recipients} ^ _addressed(raw)
        if strangers or not recipients:
            return Sent(Sending.REFUSED, "Exchange writes to those whom the mail names, and they are others")
        with self._lock:
            box = self._boxes.get(sender.lower()) or next(iter(self._boxes.values()))
            return box.send(raw, message_id, handing_over)

    def find(self, message_id: str) -> bool | None:
        """A draft of it that is found is withdrawn: "no" stays true."""
        with self._lock:
            found = [box.looked(message_id) for box in self._boxes.values()]
        return True if True in found else False if False in found else None

    def check(self) -> None:
        for box in self._boxes.values():
            box.check()

    def close(self) -> None:
        for box in self._boxes.values():
            box.connection.close()


class Sender:
    """The drafts and the sent mail of one mailbox. An attempt's evidence is what bears its own mark."""

    def __init__(self, connection: Connection, marks: Marks) -> None:
        self.connection, self._marks = connection, marks
        self._void: set[str] = set()  # marks whose drafts were withdrawn: where nothing is found, nothing was sent

    def send(self, raw: bytes, message_id: str, handing_over: Callable[[], None]) -> Sent:
        try:
            left = self._withdraw_drafts(message_id)
            if left is not False:
                return Sent(Sending.SENT, "was there already") if left else _doubt("a draft of it is gone")
            mark = self._marks.of(message_id)
            self._void.discard(mark)
            # Asked once: a second draft would lie there for ever.
            draft = self.connection.run(lambda account: service.save_draft(account, raw, mark), once=True)
        except MailError as error:
            return _not_taken(error)
        try:
            handing_over()
        except Exception:  # where the program ends, the draft stays as proof
            with suppress(MailError):
                self.evidence(message_id)
            raise
        try:
            self.connection.run(lambda account: service.send(account, draft), once=True)
        except MailError as error:
            return self._settled(error, message_id)
        return Sent(Sending.SENT)

    def looked(self, message_id: str) -> bool | None:
        """As `evidence`, for a mailbox that may be hard to reach; raises MailError."""
        for look in range(LOOKS - 1):
            try:
                return self.evidence(message_id)
            except MailError:
                self.connection.pause(look)
        return self.evidence(message_id)

    def evidence(self, message_id: str) -> bool | None:
        """Whether the letter was handed over; drafts of it that prove that it was not are withdrawn."""
        for _ in range(LOOKS):
            found = self._letters(message_id, *PLACES)
            if not found:
                return False if self._marks.of(message_id) in self._void else None
            if any(_left(place, item) for place, item in found):
                return True
            if all([self._withdrawn(item, message_id) for _, item in found]):
                return False
            # It changed under our hands: perhaps it was sent in this moment, or this was our own change.
        return None

    def check(self) -> None:
        for name in PLACES:
            self.connection.run(partial(_opened, name=name))

    def _letters(self, message_id: str, *places: str) -> list[tuple[str, service.Item]]:
        mark = self._marks.of(message_id)
        named = message_id if mark == message_id else ""  # by its header an earlier attempt's copy would be found
        return self.connection.run(lambda account: service.letters(account, named, mark, *places))

    def _settled(self, error: MailError, message_id: str) -> Sent:
        """How a letter stands whose sending failed; the error is no proof, for proxies make errors too."""
        try:
            found = self.looked(message_id)
        except MailError:
            found = None
        if found is None:
            return _doubt(error.what)
        return Sent(Sending.SENT, error.what) if found else _not_taken(error)

    def _withdraw_drafts(self, message_id: str) -> bool | None:
        """False: no draft of it is left. Sent Items are searched only if one was and slipped away: they are many."""
        if self._marks.of(message_id) != message_id:
            self._withdraw_earlier(message_id)
        return self.evidence(message_id) if self._letters(message_id, DRAFTS) else False

    def _withdraw_earlier(self, message_id: str) -> None:
        """Drafts of attempts before this one: a person has decided about what became of those."""
        for _, draft in self.connection.run(lambda account: service.letters(account, message_id, message_id, DRAFTS)):
            self._withdrawn(draft, message_id)

    def _withdrawn(self, draft: service.Item, message_id: str) -> bool:
        """Whether the draft is deleted and was never sent; False where it changed since it was found."""
        try:
            marked = self.connection.run(lambda account: service.mark_withdrawn(account, draft))
        except EwsError as error:
            if error.code in CHANGED_MEANWHILE:
                return False
            raise
        self._void.add(self._marks.of(message_id))
        try:
            self.connection.run(lambda account: service.delete(account, marked))
        except EwsError as error:
            if error.code != "ErrorItemNotFound":  # an answer was lost: it is deleted
                raise
        return True


def _doubt(words: str) -> Sent:
    return Sent(Sending.UNCERTAIN, f"nobody can tell whether it was sent: {words}")


def _opened(account: Account, name: str) -> service.Folder:
    return service.folder(account, service.distinguished(account, name))


def _left(place: str, item: service.Item) -> bool:
    """Whether an item is a letter on its way or there: Exchange may leave what is submitted in Drafts for a moment."""
    return place == "sentitems" or item.submitted or not item.draft


def _not_taken(error: MailError) -> Sent:
    refused = isinstance(error, EwsError) and error.code in REFUSED
    return Sent(Sending.REFUSED if refused else Sending.DEFERRED, error.what)


def _addressed(raw: bytes) -> set[str]:
    """The addresses that the mail names, which are those that Exchange writes to."""
    head = BytesHeaderParser(policy=policy.compat32).parsebytes(raw)
    named = [value for header in ADDRESSED for value in head.get_all(header, [])]
    return {address.lower() for _, address in getaddresses(map(str, named)) if address}
