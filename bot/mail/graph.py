"""A folder of Microsoft 365 as mailbox: changes since a delta link, raw MIME, ids that survive a move.

Graph lists changes newest first and gives the link for the next time on the last page alone. So the list is taken whole
before the first mail, mails come in order of arrival, and the link goes with the last batch: whoever stops before it
asks for the same changes again. What is then delivered again is known by its id.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial
from typing import Any
from urllib.parse import quote

from bot.mail.graph_service import CONCURRENT, NO_MAILBOX, GraphService, Refused
from bot.mail.ports import Arrived, Batch, Cursor, MailError

BATCH_BYTES, BATCH_MAILS = 20_000_000, 50
PAGE = "odata.maxpagesize=200"
MAX_PAGES = 20_000
AHEAD = CONCURRENT * 2  # mails asked for before their sizes are known
# Names that mean a folder in every language (Graph, "mailFolder resource type").
WELL_KNOWN = ("inbox", "archive", "deleteditems", "drafts", "junkemail", "outbox", "sentitems", "msgfolderroot")
GONE, EXPIRED, EXISTS = 404, 410, 409
OF_THE_WHOLE = (401, 403, 404, 429, 503, 504)  # refusals that the next mail would get as well
NOT_YET_KNOWN = datetime.max.replace(tzinfo=UTC)


class GraphMailbox:
    """A folder of `user`'s mailbox, which may be a shared one. Folders in folders are written "Done/2026"."""

    def __init__(self, service: GraphService, user: str, folder: str = "INBOX") -> None:
        self._service, self._user, self._folder = service, user, folder
        self._folder_id = ""
        self._given: set[str] = set()  # given, kept by whoever fetched, and not yet moved away
        self._ahead = ("", "")  # (link that was asked for, link after changes in which there was nothing to fetch)

    def fetch(self, after: Cursor | None) -> Iterator[Batch]:
        folder = self._source()
        generation = generation_of(folder)
        known = after is not None and after.generation == generation
        link = after.uid if after is not None and known else ""
        changes, following = self._changes_or_all(folder, link)
        if changes is None:
            link, known = "", False
            changes, following = self._changes(folder, "")
        if not known:
            self._given.clear()
        listed = [(id, at) for id, at in changes.items() if id not in self._given]
        # A whole list comes newest first; of mails of the same second, then, the last one listed came first.
        left = sorted(listed if link else reversed(listed), key=lambda one: one[1])
        stuck: list[Refused] = []
        while left:
            mails, left = self._next_batch(left, stuck)
            if mails:
                cursor = Cursor(generation, link if left or stuck else following)
                yield Batch(generation, tuple(mails), cursor)
                self._given.update(mail.uid for mail in mails)  # not reached if they could not be kept
        if stuck:
            raise MailError(self._where, f"{len(stuck)} mails cannot be fetched, all others were: {stuck[0].what}")
        self._ahead = (link, following)

    def move(self, generation: str, uids: Sequence[str], folder: str) -> None:
        source = self._source()
        if generation != generation_of(source) or not uids:
            return  # these ids are of a folder that is no more; the full fetch finds ours by their content
        target = self._found(folder, make=True)
        with ThreadPoolExecutor(CONCURRENT, thread_name_prefix="o2cbot-graph") as pool:
            for _ in pool.map(partial(self._move_one, source=source, target=target), uids):
                pass
        self._given.difference_update(uids)

    def check(self) -> None:
        self._folder_id = ""
        self._source()

    def close(self) -> None:
        self._service.close()

    def _changes_or_all(self, folder: str, link: str) -> tuple[dict[str, datetime] | None, str]:
        """(None, "") where the link has expired: then everything must be asked for."""
        asked, newer = self._ahead
        try:
            return self._changes(folder, newer if link and asked == link else link)
        except Refused as refused:
            if link and (refused.status == EXPIRED or "syncstate" in refused.code.lower()):
                return None, ""
            if refused.status == GONE:
                self._folder_id = ""  # the folder was made anew, perhaps
            raise

    def _changes(self, folder: str, link: str) -> tuple[dict[str, datetime], str]:
        """(id -> time of arrival of what is in the folder or changed in it, the link for the next time)."""
        found: dict[str, datetime] = {}
        path = link or f"/mailFolders/{quote(folder, safe='')}/messages/delta?$select=receivedDateTime,isDraft"
        for _ in range(MAX_PAGES):
            page = self._service.read(self._user, "GET", path, prefer=PAGE)
            for item in _items(page):
                if "@removed" in item or item.get("isDraft"):
                    found.pop(str(item["id"]), None)
                else:
                    found[str(item["id"])] = _moment(item.get("receivedDateTime"))
            if following := page.get("@odata.deltaLink"):
                return found, str(following)
            path = str(page.get("@odata.nextLink") or "")
            if not path:
                break
        raise MailError(self._where, "the list of changes of Microsoft Graph does not end")

    def _next_batch(
        self, left: list[tuple[str, datetime]], stuck: list[Refused]
    ) -> tuple[list[Arrived], list[tuple[str, datetime]]]:
        """The next mails up to a batch's size, and what comes after them; what Graph cannot give goes to `stuck`."""
        mails: list[Arrived] = []
        size = 0
        with ThreadPoolExecutor(CONCURRENT, thread_name_prefix="o2cbot-graph") as pool:
            while left and len(mails) < BATCH_MAILS and size < BATCH_BYTES:
                count = min(AHEAD, BATCH_MAILS - len(mails))
                chosen, left = left[:count], left[count:]
                for mail in pool.map(self._mail, chosen):
                    if isinstance(mail, Refused):
                        stuck.append(mail)
                    elif mail is not None:
                        mails.append(mail)
                        size += len(mail.raw)
        return mails, left

    def _mail(self, wanted: tuple[str, datetime]) -> Arrived | Refused | None:
        """A mail; None if it is gone meanwhile; the refusal if Graph cannot give this one."""
        id, at = wanted
        path = f"/messages/{quote(id, safe='')}"
        try:
            if at == NOT_YET_KNOWN:  # a change of a mail that names only what changed
                known = self._service.read(self._user, "GET", f"{path}?$select=receivedDateTime")
                at = min(_moment(known.get("receivedDateTime")), datetime.now(UTC))
            raw = self._service.ask(self._user, "GET", f"{path}/$value").content
            return Arrived(id, raw, at, lasting_uid=True)  # Exchange writes the MIME anew each time that it is asked
        except Refused as refused:
            if gone(refused):
                return None
            if refused.status in OF_THE_WHOLE:
                raise
            return refused

    def _move_one(self, uid: str, source: str, target: str) -> None:
        """Moves a mail that still lies in our folder; where a person put it elsewhere, that counts."""
        path = f"/messages/{quote(uid, safe='')}"
        try:
            found = self._service.read(self._user, "GET", f"{path}?$select=parentFolderId")
            if found.get("parentFolderId") == source:
                self._service.ask(self._user, "POST", f"{path}/move", json={"destinationId": target})
        except Refused as refused:
            if not gone(refused):
                raise

    def _source(self) -> str:
        if not self._folder_id:
            self._folder_id = self._found(self._folder, make=False)
        return self._folder_id

    def _found(self, folder: str, *, make: bool) -> str:
        """The id of a folder by its path, made where it is not there if `make`."""
        first, *rest = [name for name in folder.split("/") if name] or ["inbox"]
        if first.lower() in WELL_KNOWN:
            above = str(self._service.read(self._user, "GET", f"/mailFolders/{first.lower()}?$select=id").get("id"))
        else:
            above, rest = "", [first, *rest]
        for name in rest:
            above = self._child(above, name, make)
        return above

    def _child(self, above: str, name: str, make: bool) -> str:
        path = f"/mailFolders/{quote(above, safe='')}/childFolders" if above else "/mailFolders"
        if found := self._look(path, name):
            return found
        if not make:
            raise MailError(self._where, f"there is no folder {name!r}")
        try:
            return str(self._service.read(self._user, "POST", path, json={"displayName": name}).get("id"))
        except Refused as refused:
            if refused.status == EXISTS and (found := self._look(path, name)):
                return found  # made by somebody else a moment ago
            raise

    def _look(self, path: str, name: str) -> str:
        quoted = name.replace("'", "''")
        wanted = {"$filter": f"displayName eq '{quoted}'", "$select": "id"}
        for item in _items(self._service.read(self._user, "GET", path, params=wanted)):
            return str(item["id"])
        return ""

    @property
    def _where(self) -> str:
        return f"{self._user}/{self._folder}"


def gone(refused: Refused) -> bool:
    """Whether this one thing is not there any more; where the whole mailbox is not there, nobody knows."""
    return refused.status == GONE and refused.code not in NO_MAILBOX


def generation_of(folder_id: str) -> str:
    """A folder that was made anew has another id; this is short enough to be part of a message's id."""
    return hashlib.sha256(folder_id.encode()).hexdigest()[:12]


def _items(page: dict[str, Any]) -> list[dict[str, Any]]:
    items = page.get("value")
    return [item for item in items if isinstance(item, dict) and item.get("id")] if isinstance(items, list) else []


def _moment(text: Any) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except (TypeError, ValueError):
        return NOT_YET_KNOWN
    return at if at.tzinfo else at.replace(tzinfo=UTC)
