"""Microsoft 365 as outgoing mail: our MIME becomes a draft, the draft is sent, what is unclear is settled by looking.

A draft that still lies there was not sent; a copy in the sent items was. Each draft bears a mark of ours besides, which
the copy keeps whatever Exchange does to the header: the Message-ID, and from the second attempt on that attempt, for a
copy that an earlier one left proves nothing. A draft that will not be sent is removed for good, so that nobody sends it
by hand.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from contextlib import suppress
from email import message_from_bytes, policy
from email.utils import getaddresses
from typing import Any
from urllib.parse import quote

from bot.mail.graph_parts import Loose, lightened
from bot.mail.graph_service import GraphService, Refused, Unanswered
from bot.mail.ports import MailError, Marks, Sending, Sent, is_plain_address, unnoticed

# A name of ours in a set of names of ours (MAPI named properties); it is never part of the mail that travels.
MARK = "String {5f0a6c1e-4d0b-4f6e-9a53-6f3b1d1c7e42} Name o2cbot-message-id"
KEY_HEADER = "X-O2cbot-Key"
KEY = f"String {{00020386-0000-0000-C000-000000000046}} Name {KEY_HEADER}"  # PS_INTERNET_HEADERS: what a header says
LOOKS_SECONDS = (0.0, 2.0, 4.0, 8.0)  # a copy comes into the sent items some seconds after the mail left
FOR_GOOD = (400, 413, 422)
GONE = 404
SMALL_BYTES = 3_000_000  # an attachment up to here is one request
CHUNK_BYTES = 10 * 327_680
LARGEST_BYTES = 150_000_000


class GraphOutgoing:
    """Sends from `users`' mailboxes: that of the sender, or the first where the sender has none of these."""

    def __init__(self, service: GraphService, users: Sequence[str]) -> None:
        self._service, self._users, self._marks = service, tuple(users), Marks()

    def attempt(self, message_id: str, number: int) -> None:
        self._marks.note(message_id, number)

    def send(
        self,
        raw: bytes,
        message_id: str,
        sender: str,
        recipients: Sequence[str],
        handing_over: Callable[[], None] = unnoticed,
    ) -> Sent:
        user = next((one for one in self._users if one.lower() == sender.lower()), self._users[0])
        if why := _unsendable(raw, message_id, sender, recipients):
            return Sent(Sending.REFUSED, why)
        try:
            draft, words = self._draft(user, raw, message_id)
        except ValueError as error:
            return Sent(Sending.REFUSED, f"too big for Microsoft Graph: {error}")
        except MailError as error:
            return Sent(_outcome(error), str(error))
        try:
            handing_over()
        except BaseException:
            self._discard(user, draft)
            raise
        try:
            self._service.ask(user, "POST", f"/messages/{draft}/send", repeat=False)
        except MailError as error:
            return self._after_failure(user, draft, message_id, error)
        return Sent(Sending.SENT, words)

    def find(self, message_id: str) -> bool | None:
        """True: a copy is in the sent items. False: it was still a draft, which is now removed. Raises MailError."""
        return self._settled(self._users, message_id)

    def check(self) -> None:
        for user in self._users:
            self._service.read(user, "GET", "/mailFolders/sentitems?$select=id")

    def close(self) -> None:
        self._service.close()

    def _draft(self, user: str, raw: bytes, message_id: str) -> tuple[str, str]:
        """(id of the complete draft, what a person should know); no draft stays after a failure."""
        rest, loose = lightened(raw)
        if any(len(one.bytes) > LARGEST_BYTES for one in loose):
            raise ValueError(f"an attachment has more than {LARGEST_BYTES} bytes")
        self._forget_drafts(user, raw, message_id)
        headers = {"Content-Type": "text/plain"}
        made = self._service.read(
            user, "POST", "/messages", repeat=False, content=base64.b64encode(rest), headers=headers
        )
        draft = quote(str(made.get("id")), safe="")
        try:
            named = self._mark(user, draft, message_id, str(made.get("internetMessageId")))
            for attachment in loose:
                self._attach(user, draft, attachment)
        except BaseException:
            self._discard(user, draft)
            raise
        return draft, "" if named == message_id else f"Exchange gave it the Message-ID {named}"

    def _mark(self, user: str, draft: str, message_id: str, named: str) -> str:
        """Gives the draft our mark and, where Exchange took another, our Message-ID; returns the one that it has."""
        mark = self._marks.of(message_id)
        changes: dict[str, Any] = {"singleValueExtendedProperties": [{"id": MARK, "value": mark}]}
        if named != message_id:
            with suppress(Refused):  # an Exchange that keeps its own: the mark alone must do
                both = {**changes, "internetMessageId": message_id}
                changed = self._service.read(user, "PATCH", f"/messages/{draft}", json=both)
                return str(changed.get("internetMessageId") or named)
        self._service.ask(user, "PATCH", f"/messages/{draft}", json=changes)
        return named

    def _attach(self, user: str, draft: str, attachment: Loose) -> None:
        about = {"name": attachment.name, "contentType": attachment.content_type}
        size = len(attachment.bytes)
        if size <= SMALL_BYTES:
            content = base64.b64encode(attachment.bytes).decode()
            file = {"@odata.type": "#microsoft.graph.fileAttachment", **about, "contentBytes": content}
            self._service.ask(user, "POST", f"/messages/{draft}/attachments", repeat=False, json=file)
            return
        item = {"AttachmentItem": {"attachmentType": "file", "size": size, **about}}
        path = f"/messages/{draft}/attachments/createUploadSession"
        session = self._service.read(user, "POST", path, repeat=False, json=item)
        for first in range(0, size, CHUNK_BYTES):
            chunk = attachment.bytes[first : first + CHUNK_BYTES]
            self._service.upload(user, str(session.get("uploadUrl")), chunk, first, size)

    def _after_failure(self, user: str, draft: str, message_id: str, error: MailError) -> Sent:
        """Sending failed or gave no answer. What Graph refused nobody has; what is unclear is looked for."""
        unclear = isinstance(error, Unanswered) or (
            isinstance(error, Refused) and (error.status >= 500 or error.status == GONE)
        )
        if not unclear:
            self._discard(user, draft)
            return Sent(_outcome(error), str(error))
        try:
            found = self._settled((user,), message_id)
        except MailError:
            found = None
        outcome = {True: Sending.SENT, False: Sending.DEFERRED, None: Sending.UNCERTAIN}[found]
        return Sent(outcome, "" if found else str(error))

    def _settled(self, users: Sequence[str], message_id: str) -> bool | None:
        """Whether it was sent, by what lies in the sent items and the drafts. A draft must lie there twice, then it is
        removed: a request that is still under way somewhere finds nothing to send any more."""
        before: set[tuple[str, str]] = set()
        for seconds in LOOKS_SECONDS:
            if seconds:
                self._service.pause(seconds)
            if self._sent(users, message_id):
                return True
            drafts = {(user, draft) for user in users for draft in self._ids(user, "drafts", message_id)}
            if drafts & before and all([self._discard(user, draft) for user, draft in sorted(drafts)]):
                return self._sent(users, message_id)
            before = drafts
        return None

    def _sent(self, users: Sequence[str], message_id: str) -> bool:
        """Whether a copy of this attempt lies in the sent items; what the header says is enough for the first one."""
        mark = self._marks.of(message_id)
        if mark == message_id:
            return any(self._ids(user, "sentitems", message_id) for user in users)
        return any(self._query(user, "sentitems", _property(MARK, mark)) for user in users)

    def _forget_drafts(self, user: str, raw: bytes, message_id: str) -> None:
        """Removes what an attempt before this one left: the program may have ended before it could mark its draft."""
        key = str(message_from_bytes(raw).get(KEY_HEADER, "")).strip()
        left = self._query(user, "drafts", _property(KEY, key)) if key else self._ids(user, "drafts", message_id)
        for draft in left:
            self._discard(user, draft)

    def _ids(self, user: str, folder: str, message_id: str) -> set[str]:
        by_header = self._query(user, folder, f"internetMessageId eq '{_quoted(message_id)}'")
        return by_header or self._query(user, folder, _property(MARK, self._marks.of(message_id)))

    def _query(self, user: str, folder: str, condition: str) -> set[str]:
        wanted = {"$filter": condition, "$select": "id", "$top": "10"}
        page = self._service.read(user, "GET", f"/mailFolders/{folder}/messages", params=wanted)
        items = page.get("value")
        return {quote(str(one["id"]), safe="") for one in items if one.get("id")} if isinstance(items, list) else set()

    def _discard(self, user: str, draft: str) -> bool:
        """Removes a draft for good; False if it could not be, or was not there any more."""
        for method, path in (("POST", f"/messages/{draft}/permanentDelete"), ("DELETE", f"/messages/{draft}")):
            try:  # the second for national clouds, which do not have the first
                self._service.ask(user, method, path)
                return True
            except MailError:
                continue
        return False


def _unsendable(raw: bytes, message_id: str, sender: str, recipients: Sequence[str]) -> str:
    """Why this cannot be sent as it is; "" if it can. Graph has no envelope: who gets it stands in the headers."""
    bad = [address for address in (sender, *recipients) if not is_plain_address(address)]
    if bad or not recipients:
        return f"not an address that can be written to: {bad or 'none'}"
    mail = message_from_bytes(raw, policy=policy.compat32)
    named = getaddresses([str(value) for header in ("To", "Cc", "Bcc") for value in mail.get_all(header, [])])
    if {address.lower() for _, address in named} != {address.lower() for address in recipients}:
        return "the recipients are not those in the mail's headers, and Microsoft Graph knows no others"
    return ""


def _outcome(error: MailError) -> Sending:
    return Sending.REFUSED if isinstance(error, Refused) and error.status in FOR_GOOD else Sending.DEFERRED


def _quoted(text: str) -> str:
    return text.replace("'", "''")


def _property(name: str, value: str) -> str:
    return f"singleValueExtendedProperties/Any(ep: ep/id eq '{name}' and ep/value eq '{_quoted(value)}')"
