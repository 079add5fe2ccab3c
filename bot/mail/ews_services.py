"""The requests of EWS that we make, each as small as it can be. Every one raises what exchangelib raises."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from exchangelib import Account, Mailbox, Message  # type: ignore[import-untyped]
from exchangelib.fields import FieldOrder, FieldPath  # type: ignore[import-untyped]
from exchangelib.items import (  # type: ignore[import-untyped]
    ALL_OCCURRENCES,
    HARD_DELETE,
    ID_ONLY,
    NEVER_OVERWRITE,
    SAVE_ONLY,
    SEND_TO_NONE,
)
from exchangelib.properties import DistinguishedFolderId, ItemId  # type: ignore[import-untyped]

from bot.mail import ews_answers as answer
from bot.mail.ews_answers import OUR_ID, Folder, Item

__all__ = ["Changes", "Folder", "Item"]
CHANGES_AT_ONCE = 512  # the most that EWS gives
MOST_LETTERS = 20  # copies of one in a folder


@dataclass(frozen=True, slots=True)
class Changes:
    """What happened in a folder since a sync state: what came, and what is not there any more."""

    came: tuple[Item, ...]
    gone: tuple[str, ...]
    count: int
    state: str
    complete: bool


def distinguished(account: Account, name: str) -> Folder:
    """A folder that every mailbox has: "inbox", "msgfolderroot", "drafts", "outbox", "sentitems"."""
    return DistinguishedFolderId(id=name, mailbox=Mailbox(email_address=account.primary_smtp_address))


def folder(account: Account, folder_id: Folder) -> Folder:
    """The folder with its real id."""
    return _one(answer.OpenFolder(account=account).call([folder_id], additional_fields=None, shape=ID_ONLY))


def child(account: Account, parent: Folder, name: str) -> Folder | None:
    found = _raised(answer.FindChild(account=account).call(parent, answer.AnyOf((("folder:DisplayName", name),))))
    return found[0] if found else None


def make_child(account: Account, parent: Folder, name: str) -> Folder:
    """Raises ErrorFolderExists where somebody was quicker."""
    return _one(answer.MakeChild(account=account).call(parent, [name]))


def changes(account: Account, folder_id: Folder, state: str) -> Changes:
    service, shown = answer.Sync(account=account), _fields("datetime_received", "size")
    found = _raised(service.call(folder_id, ID_ONLY, shown, state or None, None, CHANGES_AT_ONCE, "NormalItems"))
    came = tuple(item for kind, item in found if kind == answer.Sync.CREATE)
    gone = tuple(item.id for kind, item in found if kind == answer.Sync.DELETE)
    return Changes(came, gone, len(found), service.sync_state, bool(service.includes_last_item_in_range))


def mimes(account: Account, ids: Sequence[str]) -> list[Item | Exception]:
    """Of each id its item with MIME, or why that cannot be had, in the order of the ids."""
    return list(answer.Fetch(account=account).call([ItemId(id=id) for id in ids], _fields("mime_content"), ID_ONLY))


def sized(account: Account, ids: Sequence[str]) -> list[Item | Exception]:
    """Of each id its item with its size and its time of arrival, or why that cannot be had."""
    shown = _fields("datetime_received", "size")
    return list(answer.Fetch(account=account).call([ItemId(id=id) for id in ids], shown, ID_ONLY))


def described(account: Account, id: str) -> Item:
    """An item without its MIME: its subject, and its header fields where it has any."""
    return _one_item(answer.Fetch(account=account).call([ItemId(id=id)], _fields("subject", "headers"), ID_ONLY))


def listed(account: Account, folder_id: Folder, since: datetime) -> list[Item]:
    """Everything in a folder that arrived at that moment or later."""
    service = answer.FindLetters(account=account)
    found = service.call([folder_id], _received(), answer.Since(since), None, ID_ONLY, None, "Shallow", None, None, 0)
    return _raised(found)


def newest(account: Account, folder_id: Folder) -> Item | None:
    """What arrived last in a folder."""
    order = [FieldOrder(_received()[0], reverse=True)]
    service = answer.FindLetters(account=account, page_size=1)
    found = _raised(service.call([folder_id], _received(), None, order, ID_ONLY, None, "Shallow", None, 1, 0))
    return found[0] if found else None


def move(account: Account, ids: Sequence[str], target: Folder) -> list[Exception]:
    """Moves what can be moved; returns why the rest cannot."""
    answers = answer.Move(account=account).call([ItemId(id=id) for id in ids], to_folder=target)
    return [one for one in answers if isinstance(one, Exception)]


def save_draft(account: Account, raw: bytes, mark: str) -> Item:
    draft = Message(account=account, mime_content=raw, is_read=True, o2cbot_message_id=mark)
    return _one_item(answer.SaveDraft(account=account).call([draft], distinguished(account, "drafts")))


def letters(account: Account, message_id: str, mark: str, *folders: str) -> list[tuple[str, Item]]:
    """(folder, item) of everything in the folders that bears the mark or, unless this is "", the Message-ID."""
    places = [distinguished(account, name) for name in folders]
    header = (("message:InternetMessageId", message_id),) if message_id else ()
    wanted = answer.AnyOf((*header, (OUR_ID, mark)))
    shown = _fields("is_draft", "is_submitted")
    found = []
    for name, place in zip(folders, places, strict=True):
        service = answer.FindLetters(account=account)
        items = service.call([place], shown, wanted, None, ID_ONLY, None, "Shallow", None, MOST_LETTERS, 0)
        found += [(name, item) for item in _raised(items)]
    return found


def mark_withdrawn(account: Account, draft: Item) -> Item:
    """Changes a draft if nobody changed or sent it since; a request to send it that is still on its way is void then.

    Raises what EWS says if somebody did.
    """
    changed = Message(account=account, id=draft.id, changekey=draft.change_key, o2cbot_state="withdrawn")
    call = answer.ChangeDraft(account=account).call(
        [(changed, ["o2cbot_state"])], NEVER_OVERWRITE, SAVE_ONLY, SEND_TO_NONE, True
    )
    return _one_item(call)


def delete(account: Account, item: Item) -> None:
    ids = [ItemId(id=item.id, changekey=item.change_key)]
    _raised(answer.Delete(account=account).call(ids, HARD_DELETE, SEND_TO_NONE, ALL_OCCURRENCES, True))


def send(account: Account, draft: Item) -> None:
    ids = [ItemId(id=draft.id, changekey=draft.change_key)]
    _raised(answer.Send(account=account).call(ids, distinguished(account, "sentitems")))


def _received() -> list[Any]:
    return _fields("datetime_received")


def _fields(*names: str) -> list[Any]:
    return [FieldPath(field=Message.get_field_by_fieldname(name)) for name in names]


def _raised(answers: Iterable[Any]) -> list[Any]:
    found = list(answers)
    for one in found:
        if isinstance(one, Exception):
            raise one
    return found


def _one(answers: Iterable[Any]) -> Any:
    (found,) = _raised(answers)
    return found


def _one_item(answers: Iterable[Any]) -> Item:
    found: Item = _one(answers)
    return found
