"""What EWS answers, taken from items and folders of any kind: ids, dates, sizes and MIME.

exchangelib's own services build an object of each item and stop at a kind that they do not know (reports of undelivered
mail among them); and they wait for folders that were looked up before.
"""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, TypeAlias

from exchangelib import ExtendedProperty, Message  # type: ignore[import-untyped]
from exchangelib import errors as ews
from exchangelib.items import ID_ONLY, SAVE_ONLY, SEND_TO_NONE  # type: ignore[import-untyped]
from exchangelib.properties import FolderId  # type: ignore[import-untyped]
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
    headers: tuple[tuple[str, str], ...] = ()
    draft: bool = False
    submitted: bool = False


class OurId(ExtendedProperty):  # type: ignore[misc]
    """The Message-ID of a letter beside its MIME: stays findable if the server writes another into the headers."""

    property_set_id, property_name, property_type = OUR_SET, OUR_ID, "String"


class OurState(ExtendedProperty):  # type: ignore[misc]
    property_set_id, property_name, property_type = OUR_SET, OUR_STATE, "String"


Message.register("o2cbot_message_id", OurId)
Message.register("o2cbot_state", OurState)


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


class OpenFolder(_Folders, GetFolder):  # type: ignore[misc]
    pass


class FindChild(_Folders, FindFolder):  # type: ignore[misc]
    def call(self, parent: Folder, restriction: AnyOf) -> Iterator[Any]:
        options = {"additional_fields": None, "restriction": restriction, "shape": ID_ONLY, "depth": "Shallow"}
        paging = {"page_size": self.page_size, "offset": 0}
        yield from self._elems_to_objs(self._paged_call(self.get_payload, 1, [parent], **options, **paging))


class MakeChild(_Folders, CreateFolder):  # type: ignore[misc]
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


class Sync(_Whole, SyncFolderItems):  # type: ignore[misc]
    def _get_element_container(self, message: Any, name: str | None = None) -> Any:
        if message.get("ResponseClass") == "Error":  # it need not hold a sync state then
            return EWSAccountService._get_element_container(self, message=message, name=name)
        return super()._get_element_container(message=message, name=name)

    def _elem_to_obj(self, element: Any) -> tuple[str, Item]:
        kind = self.change_types_map.get(element.tag, self.UPDATE)
        holds_id = element.find(f"{{{TNS}}}ItemId") is not None
        return kind, _item(element if holds_id else element[0])


class Fetch(_ItemAnswers, GetItem):  # type: ignore[misc]
    ERRORS_TO_CATCH_IN_RESPONSE = (
        *GetItem.ERRORS_TO_CATCH_IN_RESPONSE,
        ews.ErrorContentConversionFailed,
        ews.ErrorInternalServerError,
    )


class FindLetters(_ItemAnswers, FindItem):  # type: ignore[misc]
    pass


class SaveDraft(_ItemAnswers, CreateItem):  # type: ignore[misc]
    def call(self, drafts: Sequence[Message], folder_id: Folder) -> Iterator[Any]:
        options = {"message_disposition": SAVE_ONLY, "send_meeting_invitations": SEND_TO_NONE}
        yield from self._elems_to_objs(
            self._chunked_get_elements(self.get_payload, items=drafts, folder=folder_id, **options)
        )


class ChangeDraft(_ItemAnswers, UpdateItem):  # type: ignore[misc]
    pass


class Move(_Whole, MoveItem):  # type: ignore[misc]
    ERRORS_TO_CATCH_IN_RESPONSE = (
        *MoveItem.ERRORS_TO_CATCH_IN_RESPONSE,
        ews.ErrorMoveCopyFailed,
        ews.ErrorInvalidId,
        ews.ErrorIrresolvableConflict,
    )

    def _elem_to_obj(self, element: Any) -> bool:
        return True  # the new id of what was moved is nothing to us


class Delete(_Whole, DeleteItem):  # type: ignore[misc]
    pass


class Send(_Whole, SendItem):  # type: ignore[misc]
    pass


@dataclass(frozen=True, slots=True)
class AnyOf:
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


@dataclass(frozen=True, slots=True)
class Since:
    """A Restriction: what arrived at that moment or later."""

    moment: datetime

    def to_xml(self, version: Any) -> Any:
        restriction, least = create_element("m:Restriction"), create_element("t:IsGreaterThanOrEqualTo")
        constant = create_element("t:FieldURIOrConstant")
        constant.append(create_element("t:Constant", attrs={"Value": f"{self.moment:%Y-%m-%dT%H:%M:%SZ}"}))
        least.append(_field_element("item:DateTimeReceived"))
        least.append(constant)
        restriction.append(least)
        return restriction


def _field_element(name: str) -> Any:
    if name == OUR_ID:
        attributes = {"PropertySetId": OUR_SET, "PropertyName": name, "PropertyType": "String"}
        return create_element("t:ExtendedFieldURI", attrs=attributes)
    return create_element("t:FieldURI", attrs={"FieldURI": name})


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
        headers=_headers(element),
        draft=text("IsDraft") == "true",
        submitted=text("IsSubmitted") == "true",
    )


def _headers(element: Any) -> tuple[tuple[str, str], ...]:
    """Of a mail that came by SMTP its header fields, in their order."""
    fields = element.iterfind(f"{{{TNS}}}InternetMessageHeaders/{{{TNS}}}InternetMessageHeader")
    return tuple((field.get("HeaderName") or "", field.text or "") for field in fields)


def _folder_id(element: Any) -> Folder:
    key = element.find(f"{{{TNS}}}FolderId")
    return FolderId(id=key.get("Id"))
