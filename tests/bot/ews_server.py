"""Exchange Web Services on loopback: what exchangelib sends is answered as Exchange answers it, and fails as told.

Mailboxes with folders and items, sync states, change keys, drafts that can be sent once, delegation and impersonation.
"""

from __future__ import annotations

import base64
import re
import ssl
import threading
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import spnego
from lxml import etree

SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
T = "{http://schemas.microsoft.com/exchange/services/2006/types}"
M = "{http://schemas.microsoft.com/exchange/services/2006/messages}"
NAMES = (
    'xmlns:m="http://schemas.microsoft.com/exchange/services/2006/messages" '
    'xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types"'
)
BEGAN = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
STANDARD = {"msgfolderroot": "Top", "inbox": "Inbox", "drafts": "Drafts", "outbox": "Outbox", "sentitems": "Sent Items"}


class Refusal(Exception):
    """An answer of ResponseClass "Error"."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


@dataclass
class Item:
    id: str
    folder: str
    mime: bytes
    at: datetime
    number: int
    change: int = 1
    kind: str = "Message"
    read: bool = False
    draft: bool = False
    submitted: bool = False
    unreadable: str = ""  # the code that GetItem answers for its MIME
    properties: dict[str, str] = field(default_factory=dict)

    @property
    def change_key(self) -> str:
        return base64.b64encode(f"{self.id[-8:]}#{self.change}".encode()).decode()


@dataclass
class Store:
    """One mailbox."""

    address: str
    folders: dict[str, tuple[str, str]] = field(default_factory=dict)  # id -> (id of the parent, name)
    known: dict[str, str] = field(default_factory=dict)  # distinguished name -> id
    items: dict[str, Item] = field(default_factory=dict)
    log: list[tuple[str, str, str]] = field(default_factory=list)  # (what, folder, item)

    def path(self, folder: str) -> str:
        parent, name = self.folders[folder]
        return name if parent == self.known["msgfolderroot"] or not parent else f"{self.path(parent)}/{name}"


class EwsServer:
    """`fail` makes the next calls of an operation go wrong; `before` runs when one arrives, `after` when it is done."""

    def __init__(self, certificate: str = "") -> None:
        self.logins = {"desk": "secret"}
        self.tokens: set[str] = set()
        self.by_ntlm = False  # users from the file that NTLM_USER_FILE names
        self.full_access: set[tuple[str, str]] = set()
        self.impersonators: set[str] = set()
        self.stores: dict[str, Store] = {}
        self.calls: list[str] = []
        self.refused_logins = 0
        self.sent: list[bytes] = []
        self.faults: dict[str, deque[str]] = {}
        self.before: dict[str, Callable[[], None]] = {}
        self.after: dict[str, Callable[[], None]] = {}
        self.trouble: Callable[[str], str] = lambda operation: ""  # a fault for any request
        self.states_forgotten = False
        self.writes_anew = False  # each answer has other bytes
        self.renames_letters = False  # a Message-ID of its own for what is sent
        self.at_once = 512
        self.count = 0
        self.lock = threading.RLock()
        handler = type("Handler", (_Handler,), {"ews": self})
        self.http = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.http.daemon_threads = True
        scheme = "http"
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            self.http.socket = context.wrap_socket(self.http.socket, server_side=True)
            scheme = "https"
        self.endpoint = f"{scheme}://127.0.0.1:{self.http.server_address[1]}/EWS/Exchange.asmx"
        self.thread = threading.Thread(target=self.http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self.thread.start()

    def stop(self) -> None:
        self.http.shutdown()
        self.http.server_close()
        self.thread.join(5)

    def add(self, address: str, owner: str = "desk") -> Store:
        store = self.stores[address] = Store(address)
        for name, shown in STANDARD.items():
            store.known[name] = self.new_id(address)
            parent = store.known["msgfolderroot"] if name != "msgfolderroot" else ""
            store.folders[store.known[name]] = (parent, shown)
        if owner:
            self.full_access.add((owner, address))
        return store

    def new_id(self, address: str) -> str:
        """Standard base64 with all its signs, as Exchange's ids are."""
        self.count += 1
        return base64.b64encode(b"\xfb\xef\xbe\xff\xff\xff" + f"{address}:{self.count:08d}".encode()).decode()

    def put(self, store: Store, folder: str, mime: bytes, **values: Any) -> Item:
        with self.lock:
            id = self.new_id(store.address)
            made = Item(id, folder, mime, BEGAN + timedelta(seconds=self.count), self.count, **values)
            store.items[id] = made
            store.log.append(("create", folder, id))
            return made

    def deliver(self, address: str, *mimes: bytes, **values: Any) -> list[Item]:
        store = self.stores[address]
        return [self.put(store, store.known["inbox"], mime, **values) for mime in mimes]

    def remove(self, store: Store, item: Item) -> None:
        with self.lock:
            store.items.pop(item.id, None)
            store.log.append(("delete", item.folder, item.id))

    def mimes(self, address: str, path: str) -> list[bytes]:
        store = self.stores[address]
        chosen = [item for item in store.items.values() if store.path(item.folder) == path]
        return [item.mime for item in sorted(chosen, key=lambda item: item.number)]

    def fail(self, operation: str, *kinds: str) -> None:
        """Kinds: a status ("503"), "busy:MILLISECONDS", "cut" (half an answer), "half" (and nobody said
        how long it is), "lost" (done, no answer), "dropped" (not
        done, no answer), "nonsense", or a code of EWS ("ErrorAccessDenied")."""
        self.faults.setdefault(operation, deque()).extend(kinds)

    # What is asked for

    def answer(self, request: Any, user: str) -> str:
        operation = etree.QName(request.find(f"{{{SOAP}}}Body")[0]).localname
        body = request.find(f"{{{SOAP}}}Body")[0]
        as_whom = request.findtext(f".//{T}ExchangeImpersonation/{T}ConnectingSID/{T}PrimarySmtpAddress") or ""
        with self.lock:
            asked = _Asked(self, user, as_whom)
            answers = getattr(asked, operation)(body)
        return "".join(
            f'<m:{operation}ResponseMessage ResponseClass="{"Error" if code != "NoError" else "Success"}">'
            f"{'<m:MessageText>No.</m:MessageText>' if code != 'NoError' else ''}"
            f"<m:ResponseCode>{code}</m:ResponseCode>{inner}</m:{operation}ResponseMessage>"
            for code, inner in answers
        )


Answer = tuple[str, str]  # (code, XML)


@dataclass
class _Asked:
    """One request by a user, perhaps in the name of another."""

    ews: EwsServer
    user: str
    as_whom: str

    def ConvertId(self, body: Any) -> Iterator[Answer]:
        yield "ErrorInvalidIdMalformed", ""

    def GetFolder(self, body: Any) -> Iterator[Answer]:
        for element in body.find(f"{M}FolderIds"):
            yield _folder_answer(self._folder(element)[1])

    def CreateFolder(self, body: Any) -> Iterator[Answer]:
        store, parent = self._folder(body.find(f"{M}ParentFolderId")[0])
        for element in body.find(f"{M}Folders"):
            name = element.findtext(f"{T}DisplayName")
            if (parent, name) in store.folders.values():
                yield "ErrorFolderExists", ""
                continue
            id = self.ews.new_id(store.address)
            store.folders[id] = (parent, name)
            yield _folder_answer(id)

    def FindFolder(self, body: Any) -> Iterator[Answer]:
        for element in body.find(f"{M}ParentFolderIds"):
            store, parent = self._folder(element)
            wanted = body.find(f".//{T}Constant").get("Value")
            found = [id for id, (above, name) in store.folders.items() if above == parent and name == wanted]
            inner = "".join(f"<t:Folder><t:FolderId Id={quoteattr(id)}/></t:Folder>" for id in found)
            yield "NoError", _page("Folders", inner, len(found))

    def SyncFolderItems(self, body: Any) -> Iterator[Answer]:
        store, folder = self._folder(body.find(f"{M}SyncFolderId")[0])
        state = body.findtext(f"{M}SyncState") or ""
        try:
            begin, listed = _read_state(state, folder)
            if state and self.ews.states_forgotten:
                raise ValueError("forgotten")
        except ValueError:
            self.ews.states_forgotten = False
            yield "ErrorInvalidSyncStateData", ""
            return
        most = min(int(body.findtext(f"{M}MaxChangesReturned")), self.ews.at_once)
        if listed >= 0:  # the first pass, over what lies there; not in order of arrival
            there = sorted(
                (item for item in store.items.values() if item.folder == folder), key=lambda one: -one.number
            )
            chosen = [("create", item.id) for item in there[listed : listed + most]]
            complete = listed + most >= len(there)
            after = f"{folder}|{begin}|{-1 if complete else listed + most}"
        else:
            there_now = [
                (at, what, id) for at, (what, where, id) in enumerate(store.log) if where == folder and at >= begin
            ]
            part = there_now[:most]
            complete, end = len(there_now) <= most, part[-1][0] + 1 if part else begin
            chosen, after = [(what, id) for _, what, id in part], f"{folder}|{end}|-1"
        if not state:
            after = after.replace(f"|{begin}|", f"|{len(store.log)}|")
        inner = "".join(self._change(store, what, id) for what, id in chosen)
        yield (
            "NoError",
            (
                f"<m:SyncState>{base64.b64encode(after.encode()).decode()}</m:SyncState>"
                f"<m:IncludesLastItemInRange>{str(complete).lower()}</m:IncludesLastItemInRange>"
                f"<m:Changes>{inner}</m:Changes>"
            ),
        )

    def GetItem(self, body: Any) -> Iterator[Answer]:
        asked = {element.get("FieldURI") for element in body.iter(f"{T}FieldURI")}
        for element in body.find(f"{M}ItemIds"):
            try:
                _, item = self._item(element)
                if item.unreadable and "item:MimeContent" in asked:
                    raise Refusal(item.unreadable)
                yield "NoError", f"<m:Items>{self._shown(item, asked)}</m:Items>"
            except Refusal as refusal:
                yield refusal.code, "<m:Items/>"

    def MoveItem(self, body: Any) -> Iterator[Answer]:
        store, folder = self._folder(body.find(f"{M}ToFolderId")[0])
        for element in body.find(f"{M}ItemIds"):
            try:
                _, item = self._item(element)
            except Refusal as refusal:
                yield refusal.code, "<m:Items/>"
                continue
            self.ews.remove(store, item)
            moved = self.ews.put(store, folder, item.mime, read=item.read, kind=item.kind)
            yield "NoError", f"<m:Items>{self._shown(moved, set())}</m:Items>"

    def CreateItem(self, body: Any) -> Iterator[Answer]:
        assert body.get("MessageDisposition") == "SaveOnly"
        store, folder = self._folder(body.find(f"{M}SavedItemFolderId")[0])
        for element in body.find(f"{M}Items"):
            mime = base64.b64decode(element.findtext(f"{T}MimeContent"))
            made = self.ews.put(store, folder, mime, draft=True, properties=_properties(element))
            yield "NoError", f"<m:Items>{self._shown(made, set())}</m:Items>"

    def FindItem(self, body: Any) -> Iterator[Answer]:
        asked = {element.get("FieldURI") for element in body.find(f"{M}ItemShape").iter(f"{T}FieldURI")}
        view, order = body.find(f"{M}IndexedPageItemView"), body.find(f"{M}SortOrder/{T}FieldOrder")
        first, most = int(view.get("Offset")), min(int(view.get("MaxEntriesReturned")), self.ews.at_once)
        for element in body.find(f"{M}ParentFolderIds"):
            store, folder = self._folder(element)
            found = [item for item in store.items.values() if item.folder == folder and _meets(item, body)]
            if order is not None:
                found.sort(key=lambda item: item.at, reverse=order.get("Order") == "Descending")
            inner = "".join(self._shown(item, asked) for item in found[first : first + most])
            yield "NoError", _page("Items", inner, len(found), first + most)

    def UpdateItem(self, body: Any) -> Iterator[Answer]:
        assert body.get("ConflictResolution") == "NeverOverwrite"
        for change in body.find(f"{M}ItemChanges"):
            try:
                _, item = self._item(change[0])
                if change[0].get("ChangeKey") != item.change_key:
                    raise Refusal("ErrorIrresolvableConflict")
            except Refusal as refusal:
                yield refusal.code, "<m:Items/>"
                continue
            item.properties |= _properties(change)
            item.change += 1
            yield "NoError", f"<m:Items>{self._shown(item, set())}</m:Items>"

    def DeleteItem(self, body: Any) -> Iterator[Answer]:
        for element in body.find(f"{M}ItemIds"):
            try:
                store, item = self._item(element)
                self.ews.remove(store, item)
                yield "NoError", ""
            except Refusal as refusal:
                yield refusal.code, ""

    def SendItem(self, body: Any) -> Iterator[Answer]:
        for element in body.find(f"{M}ItemIds"):
            try:
                store, item = self._item(element)
                if element.get("ChangeKey") != item.change_key:
                    raise Refusal("ErrorStaleObject")
                if not item.draft:
                    raise Refusal("ErrorInvalidOperation")
            except Refusal as refusal:
                yield refusal.code, ""
                continue
            self.ews.remove(store, item)
            self.ews.sent.append(item.mime)
            mime = re.sub(rb"(?im)^message-id:.*\r\n", b"", item.mime) if self.ews.renames_letters else item.mime
            _, folder = self._folder(body.find(f"{M}SavedItemFolderId")[0])
            self.ews.put(store, folder, mime, properties=item.properties)
            yield "NoError", ""

    def _folder(self, element: Any) -> tuple[Store, str]:
        name = etree.QName(element).localname
        if name == "DistinguishedFolderId":
            store = self._allowed(element.findtext(f".//{T}EmailAddress") or self.as_whom or self.user)
            return store, store.known[element.get("Id")]
        for store in self.ews.stores.values():
            if element.get("Id") in store.folders:
                return self._allowed(store.address), element.get("Id")
        raise Refusal("ErrorFolderNotFound")

    def _item(self, element: Any) -> tuple[Store, Item]:
        if not re.fullmatch(r"[A-Za-z0-9+/]{8,}={0,2}", element.get("Id")):
            raise Refusal("ErrorInvalidIdMalformed")
        for store in self.ews.stores.values():
            if element.get("Id") in store.items:
                return self._allowed(store.address), store.items[element.get("Id")]
        raise Refusal("ErrorItemNotFound")

    def _allowed(self, address: str) -> Store:
        if address not in self.ews.stores:
            raise Refusal("ErrorNonExistentMailbox")
        if self.as_whom and self.user not in self.ews.impersonators:
            raise Refusal("ErrorImpersonateUserDenied")
        if self.as_whom != address and (self.user, address) not in self.ews.full_access:
            raise Refusal("ErrorAccessDenied")
        return self.ews.stores[address]

    def _change(self, store: Store, what: str, id: str) -> str:
        item = store.items.get(id)
        if what == "delete" or item is None:
            return f"<t:Delete><t:ItemId Id={quoteattr(id)}/></t:Delete>"
        if what == "read":
            return f"<t:ReadFlagChange><t:ItemId Id={quoteattr(id)}/><t:IsRead>true</t:IsRead></t:ReadFlagChange>"
        return f"<t:Create>{self._shown(item, {'item:DateTimeReceived', 'item:Size'})}</t:Create>"

    def _shown(self, item: Item, asked: set[str]) -> str:
        mime = item.mime
        if self.ews.writes_anew:
            self.ews.count += 1
            mime = b"X-Written: %d\r\n" % self.ews.count + mime
        subject = str(message_from_bytes(item.mime)["Subject"])
        shown = {
            "item:MimeContent": f"<t:MimeContent>{base64.b64encode(mime).decode()}</t:MimeContent>",
            "": f"<t:ItemId Id={quoteattr(item.id)} ChangeKey={quoteattr(item.change_key)}/>",
            "item:Subject": f"<t:Subject>{escape(subject)}</t:Subject>",
            "item:InternetMessageHeaders": _header_fields(item),
            "item:DateTimeReceived": f"<t:DateTimeReceived>{item.at:%Y-%m-%dT%H:%M:%SZ}</t:DateTimeReceived>",
            "item:Size": f"<t:Size>{len(item.mime)}</t:Size>",
            "item:IsDraft": f"<t:IsDraft>{str(item.draft).lower()}</t:IsDraft>",
            "item:IsSubmitted": f"<t:IsSubmitted>{str(item.submitted).lower()}</t:IsSubmitted>",
        }
        inner = "".join(text for name, text in shown.items() if not name or name in asked)
        return f"<t:{item.kind}>{inner}</t:{item.kind}>"


def _header_fields(item: Item) -> str:
    inner = "".join(
        f"<t:InternetMessageHeader HeaderName={quoteattr(name)}>{escape(str(value))}</t:InternetMessageHeader>"
        for name, value in message_from_bytes(item.mime).items()
    )
    return f"<t:InternetMessageHeaders>{inner}</t:InternetMessageHeaders>"


def _folder_answer(id: str) -> Answer:
    return "NoError", f"<m:Folders><t:Folder><t:FolderId Id={quoteattr(id)}/></t:Folder></m:Folders>"


def _page(name: str, inner: str, count: int, end: int = 0) -> str:
    last = not end or end >= count
    offset = "" if last else f' IndexedPagingOffset="{end}"'
    return (
        f'<m:RootFolder TotalItemsInView="{count}" IncludesLastItemInRange="{str(last).lower()}"{offset}>'
        f"<t:{name}>{inner}</t:{name}></m:RootFolder>"
    )


def _meets(item: Item, body: Any) -> bool:
    """Whether an item is what a Restriction asks for; without one everything is."""
    since = body.find(f".//{T}IsGreaterThanOrEqualTo//{T}Constant")
    if since is not None and item.at < datetime.fromisoformat(since.get("Value")):
        return False
    equal = list(body.iter(f"{T}IsEqualTo"))
    return not equal or any(_value(item, one[0]) == one.find(f".//{T}Constant").get("Value") for one in equal)


def _read_state(state: str, folder: str) -> tuple[int, int]:
    """(from which change on, how much of the first pass is done; -1: all of it); raises ValueError."""
    if not state:
        return 0, 0
    where, begin, listed = base64.b64decode(state, validate=True).decode().split("|")
    if where != folder:
        raise ValueError("of another folder")
    return int(begin), int(listed)


def _properties(element: Any) -> dict[str, str]:
    return {
        one.find(f"{T}ExtendedFieldURI").get("PropertyName"): one.findtext(f"{T}Value")
        for one in element.iter(f"{T}ExtendedProperty")
    }


def _value(item: Item, field: Any) -> str | None:
    if etree.QName(field).localname == "ExtendedFieldURI":
        return item.properties.get(field.get("PropertyName"))
    assert field.get("FieldURI") == "message:InternetMessageId"
    return str(message_from_bytes(item.mime)["Message-ID"])


class _Handler(BaseHTTPRequestHandler):
    ews: EwsServer
    user = ""
    ntlm: Any = None
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # an answer in one piece; two would wait for each other
    disable_nagle_algorithm = True

    def do_POST(self) -> None:
        data = self.rfile.read(int(self.headers["Content-Length"]))
        if self.ews.by_ntlm and not self._ntlm_user():
            return
        request = etree.fromstring(data)
        operation = etree.QName(request.find(f"{{{SOAP}}}Body")[0]).localname
        self.ews.calls.append(operation)
        self.ews.before.pop(operation, lambda: None)()
        user = self._user()
        waiting = self.ews.faults.get(operation)
        fault = waiting.popleft() if waiting else self.ews.trouble(operation)
        if not user:
            self.ews.refused_logins += 1
            fault = "401"
        if fault.isdecimal():
            return self._send(int(fault), b"<html>no</html>", "text/html")
        if fault == "nonsense":
            return self._send(200, b"<html>Welcome</html>", "text/html")
        if fault == "dropped":
            return self._hang_up()
        if fault.startswith("busy:"):
            return self._send(500, _busy(fault.partition(":")[2]))
        try:
            messages = _refused(operation, fault) if fault.startswith("Error") else self.ews.answer(request, user)
        except Refusal as refusal:
            messages = _refused(operation, refusal.code)
        self.ews.after.pop(operation, lambda: None)()
        response = f"m:{operation}Response"
        answer = _envelope(f"<{response}><m:ResponseMessages>{messages}</m:ResponseMessages></{response}>")
        if fault == "lost":
            return self._hang_up()
        self._send(200, answer[: len(answer) // 2] if fault == "half" else answer, cut=fault == "cut")

    def _ntlm_user(self) -> str:
        """Who this connection belongs to, once its three messages are exchanged (MS-NLMP)."""
        kind, _, value = self.headers.get("Authorization", "").partition(" ")
        if kind == "NTLM":
            self.ntlm = self.ntlm or spnego.server(protocol="ntlm", options=spnego.NegotiateOptions.use_ntlm)
            try:
                challenge = self.ntlm.step(base64.b64decode(value))
            except spnego.exceptions.SpnegoError:
                self.ntlm, challenge = None, None
            if self.ntlm is not None and self.ntlm.complete:
                self.user = str(self.ntlm.client_principal).partition("\\")[2]
                return self.user
            offer = f"NTLM {base64.b64encode(challenge).decode()}" if challenge else "NTLM"
        else:
            offer = "NTLM"
        if not self.user:
            self._send(401, b"", "text/html", offer=offer)
        return self.user

    def _user(self) -> str:
        if self.user:
            return self.user
        kind, _, value = self.headers.get("Authorization", "").partition(" ")
        if kind == "Bearer":
            return "application" if value in self.ews.tokens else ""
        if kind != "Basic":
            return ""
        user, _, password = base64.b64decode(value).decode().partition(":")
        return user if self.ews.logins.get(user) == password else ""

    def _send(
        self, status: int, data: bytes, kind: str = "text/xml; charset=utf-8", cut: bool = False, offer: str = "Basic"
    ) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        if status == 401:
            self.send_header("WWW-Authenticate", offer)
        self.end_headers()
        self.wfile.write(data[: len(data) // 2] if cut else data)
        if cut:
            self._hang_up()

    def _hang_up(self) -> None:
        self.wfile.flush()
        self.close_connection = True

    def log_message(self, format: str, *arguments: Any) -> None:
        pass


def _refused(operation: str, code: str) -> str:
    return (
        f'<m:{operation}ResponseMessage ResponseClass="Error"><m:MessageText>No.</m:MessageText>'
        f"<m:ResponseCode>{code}</m:ResponseCode></m:{operation}ResponseMessage>"
    )


def _envelope(body: str) -> bytes:
    return (
        f'<?xml version="1.0" encoding="utf-8"?><s:Envelope xmlns:s="{SOAP}" {NAMES}><s:Header><t:ServerVersionInfo '
        'MajorVersion="15" MinorVersion="1" MajorBuildNumber="2507" MinorBuildNumber="6" Version="V2017_07_11"/>'
        f"</s:Header><s:Body>{body}</s:Body></s:Envelope>"
    ).encode()


def _busy(milliseconds: str) -> bytes:
    errors = "http://schemas.microsoft.com/exchange/services/2006/errors"
    return _envelope(
        "<s:Fault><faultcode>a:ErrorServerBusy</faultcode><faultstring>busy</faultstring><detail>"
        f'<e:ResponseCode xmlns:e="{errors}">ErrorServerBusy</e:ResponseCode>'
        f'<e:Message xmlns:e="{errors}">busy</e:Message><t:MessageXml>'
        f'<t:Value Name="BackOffMilliseconds">{milliseconds}</t:Value></t:MessageXml></detail></s:Fault>'
    )
