"""A folder of Microsoft 365 as mailbox: changes since a delta link, raw MIME, ids that survive a move.

Graph lists changes newest first and gives the link for the next time on the last page alone. So the list is taken whole
before the first mail, mails come in order of arrival, and the link goes with the last batch: whoever stops before it
asks for the same changes again. What is then delivered again is known by its id.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from typing import Any
from urllib.parse import quote

from bot.mail.graph_folders import GraphFolders, items_of
from bot.mail.graph_service import CONCURRENT, NO_MAILBOX, GraphService, Refused, is_cut
from bot.mail.heads import LARGEST_BYTES, head_of
from bot.mail.ports import Arrived, Batch, Cursor, MailError

BATCH_BYTES, BATCH_MAILS = 20_000_000, 50
PAGE = "odata.maxpagesize=200"
MAX_PAGES = 20_000
AHEAD = CONCURRENT * 2  # mails asked for before their sizes are known
LIGHT_BYTES = BATCH_BYTES // AHEAD  # what is bigger is fetched by itself
GONE, EXPIRED = 404, 410
OF_THE_WHOLE = (401, 403, 404, 429, 503, 504)  # refusals that the next mail would get as well
NOT_YET_KNOWN = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Stuck:
    """A mail that Graph cannot give, and why."""

    uid: str
    what: str


class GraphMailbox:
    """A folder of `user`'s mailbox, which may be a shared one. Folders in folders are written "Done/2026".

    `largest_bytes`: of a mail beyond it only the head is kept, and no more than this is loaded.
    """

    def __init__(
        self, service: GraphService, user: str, folder: str = "INBOX", largest_bytes: int = LARGEST_BYTES
    ) -> None:
        self._service, self._user, self._folder, self._largest = service, user, folder, largest_bytes
        self._folders, self._folder_id = GraphFolders(service, user), ""
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
        stuck: list[Stuck] = []
        for mails, more in self._in_batches(left, stuck):
            yield Batch(generation, mails, Cursor(generation, link if more or stuck else following))
            self._given.update(mail.uid for mail in mails)  # not reached if they could not be kept
        if stuck:
            raise MailError(self._where, f"{len(stuck)} mails cannot be fetched, all others were: {stuck[0].what}")
        self._ahead = (link, following)

    def listed(self, since: date) -> tuple[str, list[str]]:
        """(generation, uids) of the mails that came on that day or later."""
        folder = self._source()
        path = f"/mailFolders/{quote(folder, safe='')}/messages"
        wanted = {"$filter": f"receivedDateTime ge {since.isoformat()}T00:00:00Z", "$select": "id,isDraft"}
        page = self._service.read(self._user, "GET", path, params={**wanted, "$top": "1000"})
        uids = []
        for _ in range(MAX_PAGES):
            uids += [str(item["id"]) for item in items_of(page) if not item.get("isDraft")]
            following = str(page.get("@odata.nextLink") or "")
            if not following:
                return generation_of(folder), list(dict.fromkeys(uids))
            page = self._service.read(self._user, "GET", following)
        raise MailError(self._where, "the list of mails of Microsoft Graph does not end")

    def pick(self, generation: str, uids: Sequence[str]) -> Iterator[Batch]:
        """These mails; what is not there any more is left out, what Graph cannot give is named."""
        if generation != generation_of(self._source()):
            return
        stuck: list[Stuck] = []
        for mails, _ in self._in_batches([(uid, NOT_YET_KNOWN) for uid in uids], stuck):
            yield Batch(generation, mails, Cursor(generation, ""))
        if stuck:
            yield Batch(generation, (), Cursor(generation, ""), not_given=tuple(one.uid for one in stuck))

    def newest(self) -> datetime | None:
        """When the newest mail of the folder arrived; None where it is empty."""
        path = f"/mailFolders/{quote(self._source(), safe='')}/messages"
        wanted = {"$orderby": "receivedDateTime desc", "$select": "receivedDateTime", "$top": "1"}
        moments = [
            _moment(item.get("receivedDateTime"))
            for item in items_of(self._service.read(self._user, "GET", path, params=wanted))
        ]
        return max((at for at in moments if at != NOT_YET_KNOWN), default=None)

    def move(self, generation: str, uids: Sequence[str], folder: str) -> None:
        source = self._source()
        if generation != generation_of(source) or not uids:
            return  # these ids are of a folder that is no more; the full fetch finds ours by their content
        target = self._folders.found(folder, make=True)
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
            for item in items_of(page):
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

    def _in_batches(
        self, left: Sequence[tuple[str, datetime]], stuck: list[Stuck]
    ) -> Iterator[tuple[tuple[Arrived, ...], bool]]:
        """(mails up to a batch's size, whether more may come); what Graph cannot give goes to `stuck`."""
        heavy: set[str] = set()
        while left:
            mails, left = self._next_batch(left, stuck, heavy)
            if mails:
                yield tuple(mails), bool(left)

    def _next_batch(
        self, left: Sequence[tuple[str, datetime]], stuck: list[Stuck], heavy: set[str]
    ) -> tuple[list[Arrived], Sequence[tuple[str, datetime]]]:
        """The next mails, and what comes after them. One that turns out `heavy` ends a batch and is the next one."""
        mails: list[Arrived] = []
        if left[0][0] in heavy:
            self._sort_in(left[0], self._mail(left[0], self._largest), mails, stuck)
            return mails, left[1:]
        size = 0
        with ThreadPoolExecutor(CONCURRENT, thread_name_prefix="o2cbot-graph") as pool:
            while left and len(mails) < BATCH_MAILS and size < BATCH_BYTES:
                chosen = left[: min(AHEAD, BATCH_MAILS - len(mails))]
                light = partial(self._mail, most_bytes=min(LIGHT_BYTES, self._largest))
                for one, mail in zip(chosen, pool.map(light, chosen), strict=True):
                    if isinstance(mail, Arrived) and mail.whole_bytes:
                        heavy.add(one[0])
                        return mails, left
                    self._sort_in(one, mail, mails, stuck)
                    size += len(mail.raw) if isinstance(mail, Arrived) else 0
                    left = left[1:]
        return mails, left

    @staticmethod
    def _sort_in(
        one: tuple[str, datetime], mail: Arrived | Refused | None, mails: list[Arrived], stuck: list[Stuck]
    ) -> None:
        if isinstance(mail, Refused):
            stuck.append(Stuck(one[0], mail.what))
        elif mail is not None:
            mails.append(mail)

    def _mail(self, wanted: tuple[str, datetime], most_bytes: int) -> Arrived | Refused | None:
        """A mail, or its head if it is bigger; None if it is gone meanwhile; the refusal if Graph cannot give it."""
        id, at = wanted
        path = f"/messages/{quote(id, safe='')}"
        try:
            if at == NOT_YET_KNOWN:  # a change of a mail that names only what changed
                known = self._service.read(self._user, "GET", f"{path}?$select=receivedDateTime,parentFolderId")
                if known.get("parentFolderId") != self._source():
                    return None  # its id is the same wherever somebody moved it
                at = min(_moment(known.get("receivedDateTime")), datetime.now(UTC))
            answer = self._service.ask(self._user, "GET", f"{path}/$value", most_bytes=most_bytes)
            raw = head_of(answer.content) if is_cut(answer) else answer.content
            # Exchange writes the MIME anew each time that it is asked.
            return Arrived(id, raw, at, lasting_uid=True, whole_bytes=is_cut(answer))
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
            self._folder_id = self._folders.found(self._folder)
        return self._folder_id

    @property
    def _where(self) -> str:
        return f"{self._user}/{self._folder}"


def gone(refused: Refused) -> bool:
    """Whether this one thing is not there any more; where the whole mailbox is not there, nobody knows."""
    return refused.status == GONE and refused.code not in NO_MAILBOX


def generation_of(folder_id: str) -> str:
    """A folder that was made anew has another id; this is short enough to be part of a message's id."""
    return hashlib.sha256(folder_id.encode()).hexdigest()[:12]


def _moment(text: Any) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except (TypeError, ValueError):
        return NOT_YET_KNOWN
    return at if at.tzinfo else at.replace(tzinfo=UTC)
