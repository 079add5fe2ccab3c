"""The requests of EWS that we make, as small as they can be: ids, dates, sizes and MIME, of whatever kind an item is.

exchangelib's own answers build an object of each item and stop at a kind that they do not know (reports of
undelivered mail among them); ours take what we need from any.
"""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, TypeAlias

from exchangelib import Account, ExtendedProperty, Mailbox, Message  # type: ignore[import-untyped]
from exchangelib import errors as ews
from exchangelib.fields import FieldPath  # type: ignore[import-untyped]
from exchangelib.items import (  # type: ignore[import-untyped]
    ALL_OCCURRENCES,
    HARD_DELETE,
    ID_ONLY,
    NEVER_OVERWRITE,
    SAVE_ONLY,
    SEND_TO_NONE,
)
from exchangelib.properties import DistinguishedFolderId, FolderId, ItemId  # type: ignore[import-untyped]
from exchangelib.services import (  # type: ignore[import-untyped]
    CreateFolder,
    CreateItem,
    DeleteItem,
    FindFolder,
    FindItem,
    GetFolder,
    GetItem,
    MoveItem,
    SendItem,
    SyncFolderItems,
    UpdateItem,
)
from exchangelib.services.common import EWSAccountService  # type: ignore[import-untyped]
from exchangelib.util import MNS, TNS, add_xml_child, create_element  # type: ignore[import-untyped]

CHANGES_AT_ONCE = 512  # the most that EWS gives
OUR_SET = "6d2c1f0e-5a7b-4a52-9c57-3f1b0c9d8e21"  # of the names that we give to properties of our own
OUR_ID, OUR_STATE = "o2cbot-message-id", "o2cbot-state"
Folder: TypeAlias = Any  # exchangelib's FolderId


@dataclass(frozen=True, slots=True)
class Item:
    id: str
    change_key: str
    received_at: datetime | None = None
    size: int = 0
    mime: bytes | None = None
    subject: str = ""
    draft: bool = False
    submitted: bool = False


@dataclass(frozen=True, slots=True)
class Changes:
    """What happened in a folder since a sync state: what came, and what is not there any more."""

    came: tuple[Item, ...]
    gone: tuple[str, ...]
    count: int
    state: str
    complete: bool


class OurId(ExtendedProperty):  # type: ignore[misc]
    """The Message-ID of a letter beside its MIME: stays findable if the server writes another into the headers."""

    property_set_id, property_name, property_type = OUR_SET, OUR_ID, "String"


class OurState(ExtendedProperty):  # type: ignore[misc]
    property_set_id, property_name, property_type = OUR_SET, OUR_STATE, "String"


Message.register("o2cbot_message_id", OurId)
Message.register("o2cbot_state", OurState)


def distinguished(account: Account, name: str) -> Folder:
    """A folder that every mailbox has: "inbox", "msgfolderroot", "drafts", "outbox", "sentitems"."""
    return DistinguishedFolderId(id=name, mailbox=Mailbox(email_address=account.primary_smtp_address))


def folder(account: Account, folder_id: Folder) -> Folder:
    """The folder with its real id."""
    return _one(_Get(account=account).call([folder_id], additional_fields=None, shape=ID_ONLY))


def child(account: Account, parent: Folder, name: str) -> Folder | None:
    found = _raised(_Find(account=account).call(parent, _Equal((("folder:DisplayName", name),))))
    return found[0] if found else None


def make_child(account: Account, parent: Folder, name: str) -> Folder:
    """Raises ErrorFolderExists where somebody was quicker."""
    return _one(_Create(account=account).call(parent, [name]))


def changes(account: Account, folder_id: Folder, state: str) -> Changes:
    service = _Sync(account=account)
    found = _raised(
        service.call(folder_id, ID_ONLY, _fields("datetime_received", "size"), state or None, None, CHANGES_AT_ONCE,
                     "NormalItems")
    )  # fmt: skip
    came = tuple(item for kind, item in found if kind == SyncFolderItems.CREATE)
    gone = tuple(item.id for kind, item in found if kind == SyncFolderItems.DELETE)
    return Changes(came, gone, len(found), service.sync_state, bool(service.includes_last_item_in_range))


def mimes(account: Account, ids: Sequence[str]) -> list[Item | Exception]:
    """Of each id its item with MIME, or why that cannot be had, in the order of the ids."""
    return list(_Items(account=account).call([ItemId(id=id) for id in ids], _fields("mime_content"), ID_ONLY))


def described(account: Account, id: str) -> Item:
    """An item without its MIME."""
    return _one_item(_Items(account=account).call([ItemId(id=id)], _fields("subject"), ID_ONLY))


def move(account: Account, ids: Sequence[str], target: Folder) -> list[Exception]:
    """Moves what can be moved; returns why the rest cannot."""
    answers = _Move(account=account).call([ItemId(id=id) for id in ids], to_folder=target)
    return [answer for answer in answers if isinstance(answer, Exception)]


def save_draft(account: Account, raw: bytes, message_id: str) -> Item:
    draft = Message(account=account, mime_content=raw, is_read=True, o2cbot_message_id=message_id)
    return _one_item(_Save(account=account).call([draft], distinguished(account, "drafts")))


def letters(account: Account, message_id: str, *folders: str) -> list[tuple[str, Item]]:
    """(folder, item) of everything in the folders that is the letter."""
    places = [distinguished(account, name) for name in folders]
    wanted = _Equal((("message:InternetMessageId", message_id), (OUR_ID, message_id)))
    found = []
    for name, place in zip(folders, places, strict=True):
        items = _Letters(account=account).call([place], _fields("is_draft", "is_submitted"), wanted, None, ID_ONLY,
                                               None, "Shallow", None, 20, 0)  # fmt: skip
        found += [(name, item) for item in _raised(items)]
    return found


def mark_withdrawn(account: Account, draft: Item) -> Item:
    """Changes a draft if nobody changed or sent it since; a request to send it that is still on its way is void then.

    Raises what EWS says if somebody did.
    """
    changed = Message(account=account, id=draft.id, changekey=draft.change_key, o2cbot_state="withdrawn")
    call = _Update(account=account).call([(changed, ["o2cbot_state"])], NEVER_OVERWRITE, SAVE_ONLY, SEND_TO_NONE, True)
    return _one_item(call)


def delete(account: Account, item: Item) -> None:
    gone = _Delete(account=account).call([ItemId(id=item.id, changekey=item.change_key)], HARD_DELETE, SEND_TO_NONE,
                                            ALL_OCCURRENCES, True)  # fmt: skip
    _raised(gone)


def send(account: Account, draft: Item) -> None:
    sent = _Send(account=account).call([ItemId(id=draft.id, changekey=draft.change_key)],
                                          distinguished(account, "sentitems"))  # fmt: skip
    _raised(sent)


class _Whole:
    """Takes whole answers alone: exchangelib's parser would mend half of one, and a mail would end in the middle."""

    @classmethod
    def _get_soap_parts(cls, response: Any) -> Any:
        content: bytes = response.content
        if not content.rstrip().endswith(b"Envelope>"):
            raise (ews.ErrorTimeoutExpired if b"Envelope" in content[:1000] else ews.SOAPError)(
                "half an answer, or none"
            )
        # As one piece: the library's way, byte after byte, takes a second for 4 MB.
        return super()._get_soap_parts(SimpleNamespace(iter_content=lambda: content))  # type: ignore[misc]


class _Folders(_Whole):
    def _elems_to_objs(self, elements: Any) -> Iterator[Any]:
        for element in elements:
            yield element if isinstance(element, Exception) else _folder_id(element)


class _Get(_Folders, GetFolder):  # type: ignore[misc]
    pass


class _Find(_Folders, FindFolder):  # type: ignore[misc]
    def call(self, parent: Folder, restriction: _Equal) -> Iterator[Any]:
        options = {"additional_fields": None, "restriction": restriction, "shape": ID_ONLY, "depth": "Shallow"}
        paging = {"page_size": self.page_size, "offset": 0}
        yield from self._elems_to_objs(self._paged_call(self.get_payload, 1, [parent], **options, **paging))


class _Create(_Folders, CreateFolder):  # type: ignore[misc]
    ERRORS_TO_CATCH_IN_RESPONSE = (ews.ErrorFolderExists,)

    def get_payload(self, folders: Sequence[str], parent_folder: Folder) -> Any:
        payload = super().get_payload([], parent_folder)
        for name in folders:
            made = create_element("t:Folder")
            add_xml_child(made, "t:FolderClass", "IPF.Note")
            add_xml_child(made, "t:DisplayName", name)
            payload.find(f"{{{MNS}}}Folders").append(made)
        return payload


class _ItemAnswers(_Whole):
    def _elem_to_obj(self, element: Any) -> Item:
        return _item(element)


class _Sync(_Whole, SyncFolderItems):  # type: ignore[misc]
    def _get_element_container(self, message: Any, name: str | None = None) -> Any:
        if message.get("ResponseClass") == "Error":  # it need not hold a sync state then
            return EWSAccountService._get_element_container(self, message=message, name=name)
        return super()._get_element_container(message=message, name=name)

    def _elem_to_obj(self, element: Any) -> tuple[str, Item]:
        kind = self.change_types_map.get(element.tag, self.UPDATE)
        holds_id = element.find(f"{{{TNS}}}ItemId") is not None
        return kind, _item(element if holds_id else element[0])


class _Items(_ItemAnswers, GetItem):  # type: ignore[misc]
    ERRORS_TO_CATCH_IN_RESPONSE = (
        *GetItem.ERRORS_TO_CATCH_IN_RESPONSE,
        ews.ErrorContentConversionFailed,
        ews.ErrorInternalServerError,
    )


class _Letters(_ItemAnswers, FindItem):  # type: ignore[misc]
    pass


class _Save(_ItemAnswers, CreateItem):  # type: ignore[misc]
    def call(self, drafts: Sequence[Message], folder_id: Folder) -> Iterator[Any]:
        options = {"message_disposition": SAVE_ONLY, "send_meeting_invitations": SEND_TO_NONE}
        yield from self._elems_to_objs(
            self._chunked_get_elements(self.get_payload, items=drafts, folder=folder_id, **options)
        )


class _Update(_ItemAnswers, UpdateItem):  # type: ignore[misc]
    pass


class _Move(_Whole, MoveItem):  # type: ignore[misc]
    ERRORS_TO_CATCH_IN_RESPONSE = (
        *MoveItem.ERRORS_TO_CATCH_IN_RESPONSE,
        ews.ErrorMoveCopyFailed,
        ews.ErrorInvalidId,
        ews.ErrorIrresolvableConflict,
    )

    def _elem_to_obj(self, element: Any) -> bool:
        return True  # the new id of what was moved is nothing to us


class _Delete(_Whole, DeleteItem):  # type: ignore[misc]
    pass


class _Send(_Whole, SendItem):  # type: ignore[misc]
    pass


@dataclass(frozen=True, slots=True)
class _Equal:
    """A Restriction: any of the fields has its value."""

    pairs: tuple[tuple[str, str], ...]  # (name of the field, value)

    def to_xml(self, version: Any) -> Any:
        restriction = create_element("m:Restriction")
        parent = restriction
        if len(self.pairs) > 1:
            parent = create_element("t:Or")
            restriction.append(parent)
        for field, value in self.pairs:
            equal, constant = create_element("t:IsEqualTo"), create_element("t:FieldURIOrConstant")
            constant.append(create_element("t:Constant", attrs={"Value": value}))
            equal.append(_field_element(field))
            equal.append(constant)
            parent.append(equal)
        return restriction


def _field_element(name: str) -> Any:
    if name == OUR_ID:
        attributes = {"PropertySetId": OUR_SET, "PropertyName": name, "PropertyType": "String"}
        return create_element("t:ExtendedFieldURI", attrs=attributes)
    return create_element("t:FieldURI", attrs={"FieldURI": name})


def _fields(*names: str) -> list[Any]:
    return [FieldPath(field=Message.get_field_by_fieldname(name)) for name in names]


def _item(element: Any) -> Item:
    """What there is of an item, whatever its kind."""
    key = element.find(f"{{{TNS}}}ItemId")

    def text(name: str) -> str:
        return element.findtext(f"{{{TNS}}}{name}") or ""

    mime, received = text("MimeContent"), text("DateTimeReceived")
    return Item(
        id=key.get("Id"),
        change_key=key.get("ChangeKey") or "",
        received_at=datetime.fromisoformat(received).astimezone(UTC) if received else None,
        size=int(text("Size") or 0),
        mime=b64decode(mime) if mime else None,
        subject=text("Subject"),
        draft=text("IsDraft") == "true",
        submitted=text("IsSubmitted") == "true",
    )


def _folder_id(element: Any) -> Folder:
    key = element.find(f"{{{TNS}}}FolderId")
    return FolderId(id=key.get("Id"))


def _raised(answers: Iterable[Any]) -> list[Any]:
    found = list(answers)
    for answer in found:
        if isinstance(answer, Exception):
            raise answer
    return found


def _one(answers: Iterable[Any]) -> Any:
    (found,) = _raised(answers)
    return found


def _one_item(answers: Iterable[Any]) -> Item:
    found: Item = _one(answers)
    return found
