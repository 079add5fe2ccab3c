"""Letters sent by Exchange over EWS: a draft, sent once, its copy in Sent Items; doubt is settled by looking.

A draft can be sent once, for it is gone then. So whether a letter was handed over shows in the mailbox: it lies in
Sent Items, or is on its way; or it is still a draft, which is changed at once (a request to send it that is still on
its way is void then) and deleted: then nobody got it and nobody will. Where neither is there, nobody can know.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from email import policy
from email.parser import BytesHeaderParser
from email.utils import getaddresses
from functools import partial

from exchangelib import Account  # type: ignore[import-untyped]
from exchangelib import errors as ews

from bot.mail import ews_services as service
from bot.mail.ews_wire import Connection, EwsError
from bot.mail.ports import MailError, Sending, Sent, unnoticed

LOOKS = 3  # at a mailbox that cannot be reached, before a person has to
DRAFTS, PLACES = "drafts", ("sentitems", "outbox", "drafts")
ADDRESSED = ("To", "Cc", "Bcc")
# What sending again does not mend.
REFUSED = (
    "ErrorInvalidRecipients",
    "ErrorMessageSizeExceeded",
    "ErrorMimeContentInvalid",
    "ErrorMimeContentInvalidBase64String",
)
CHANGED_MEANWHILE = (
    ews.ErrorIrresolvableConflict,
    ews.ErrorStaleObject,
    ews.ErrorItemNotFound,
    ews.ErrorItemSave,
    ews.ErrorInvalidPropertyUpdateSentMessage,
)


class EwsOutgoing:
    """Sends from the drafts of one mailbox; safe to use from several threads, one mail at a time."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._lock = threading.Lock()

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
            return Sent(
                Sending.REFUSED, f"Exchange writes to whom the mail names, and to nobody else: {len(strangers)}"
            )
        with self._lock:
            try:
                left = self._withdraw_drafts(message_id)
                if left is not False:
                    return Sent(Sending.SENT, "was there already") if left else self._doubt("a draft of it is gone")
                # Asked once: a second draft would lie there for ever.
                draft = self._connection.run(lambda account: service.save_draft(account, raw, message_id), once=True)
            except MailError as error:
                return _not_taken(error)
            try:
                handing_over()
            except BaseException:
                self._looked(message_id)
                raise
            try:
                self._connection.run(lambda account: service.send(account, draft), once=True)
            except MailError as error:
                return self._after(error, message_id)
            return Sent(Sending.SENT)

    def find(self, message_id: str) -> bool | None:
        """A draft of it that is found is withdrawn: "no" stays true."""
        with self._lock:
            return self._evidence(message_id)

    def check(self) -> None:
        for name in PLACES:
            self._connection.run(partial(_opened, name=name))

    def close(self) -> None:
        self._connection.close()

    def _after(self, error: MailError, message_id: str) -> Sent:
        """How a letter stands whose sending was not acknowledged; an error is no proof, for proxies make errors too."""
        found = self._looked(message_id)
        if found is None:
            return self._doubt(error.what)
        return Sent(Sending.SENT, error.what) if found else _not_taken(error)

    def _looked(self, message_id: str) -> bool | None:
        for look in range(LOOKS):
            try:
                return self._evidence(message_id)
            except MailError:
                if look + 1 < LOOKS:
                    self._connection.pause(look)
        return None

    def _evidence(self, message_id: str) -> bool | None:
        found = self._connection.run(lambda account: service.letters(account, message_id, *PLACES))
        if any(_left(place, item) for place, item in found):
            return True
        withdrawn = [self._withdrawn(item) for _, item in found]
        if withdrawn and all(withdrawn):
            return False
        if withdrawn:  # it changed under our hands: perhaps it was sent in this moment
            found = self._connection.run(lambda account: service.letters(account, message_id, *PLACES))
        return True if any(_left(place, item) for place, item in found) else None

    def _withdraw_drafts(self, message_id: str) -> bool | None:
        """False: no draft of it is left. Sent Items are searched only if one was and slipped away: they are many."""
        found = self._connection.run(lambda account: service.letters(account, message_id, DRAFTS))
        return self._evidence(message_id) if found else False

    def _withdrawn(self, draft: service.Item) -> bool:
        """Whether the draft is deleted and was never sent; False where it changed since it was found."""
        try:
            marked = self._connection.run(lambda account: service.mark_withdrawn(account, draft))
        except EwsError as error:
            if error.code in {kind.__name__ for kind in CHANGED_MEANWHILE}:
                return False
            raise
        self._connection.run(lambda account: service.delete(account, marked))
        return True

    @staticmethod
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
