"""A Microsoft Graph in memory, spoken to over HTTP: folders, deltas, drafts, sending, tokens, and faults on demand."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import socket
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar
from urllib.parse import parse_qs, quote, unquote, urlsplit

import httpx

TENANT, CLIENT, SECRET = "tenant.example", "11111111-2222-3333-4444-555555555555", "the secret"
LARGEST_REQUEST = 4 * 1024 * 1024
HEADERS = "{00020386-0000-0000-C000-000000000046}"
EPOCH = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
CONDITION = re.compile(r"(\w+) eq '((?:[^']|'')*)'$")
SINCE, BY_WHAT = re.compile(r"receivedDateTime ge (\S+)$"), ("internetMessageId", "singleValue", "displayName")
PROPERTY = re.compile(r"singleValueExtendedProperties/Any\(ep: ep/id eq '([^']*)' and ep/value eq '((?:[^']|'')*)'\)$")


@dataclass
class Item:
    id: str
    folder: str
    raw: bytes
    received: datetime
    message_id: str
    draft: bool = False
    seen: bool = False
    properties: dict[str, str] = field(default_factory=dict)
    attachments: list[tuple[str, str, bytes]] = field(default_factory=list)
    shown_after: int = 0  # how many searches do not find it yet


@dataclass
class Fault:
    """What happens to the next `times` requests that match, after the first `passed` of them: an answer, or the
    connection cut at `cut`.

    `cut`: "before" anything is done, "after" it, or in the middle of the "body" of the answer.
    """

    method: str
    path: str
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    code: str = "Fault"
    cut: str = ""
    times: int = 1
    passed: int = 0
    done: bool = False  # the answer of `status` comes although it was done
    meanwhile: Callable[[], object] = int  # what else happens just before the connection is cut

    def hits(self, method: str, path: str) -> bool:
        if not self.times or not re.fullmatch(self.method, method) or not re.search(self.path, path):
            return False
        self.passed -= 1
        self.times -= self.passed < 0
        return self.passed < 0


class Box:
    """One user's mailbox."""

    def __init__(self) -> None:
        self.folders: dict[str, tuple[str, str]] = {}  # id -> (folder above, name)
        self.items: dict[str, Item] = {}
        self.changes: list[tuple[str, str]] = []  # (folder, id of an item that came, changed or left)
        self.number = 0
        for name in ("inbox", "sentitems", "drafts", "archive", "deleteditems"):
            self.folders[name + "-id"] = ("", name)

    def new_id(self, kind: str) -> str:
        self.number += 1
        return f"AAMk{kind}{self.number:06d}=="

    def put(self, raw: bytes, folder: str = "inbox-id", *, draft: bool = False) -> Item:
        mail = message_from_bytes(raw)
        item = Item(
            id=self.new_id("I"),
            folder=folder,
            raw=raw,
            received=EPOCH + timedelta(seconds=self.number),
            message_id=str(mail.get("Message-ID", "")),
            draft=draft,
            properties={
                f"String {HEADERS} Name {name}": str(value) for name, value in mail.items() if name[:2] == "X-"
            },
        )
        self.items[item.id] = item
        self.changes.append((folder, item.id))
        return item

    def move(self, item: Item, folder: str) -> None:
        self.changes.append((item.folder, item.id))
        item.folder = folder
        self.changes.append((folder, item.id))

    def remove(self, item: Item) -> None:
        del self.items[item.id]
        self.changes.append((item.folder, item.id))

    def folder_id(self, name: str) -> str:
        """By id or well-known name; "" if there is none."""
        return name if name in self.folders else f"{name}-id" if f"{name}-id" in self.folders else ""

    def by_path(self, path: str) -> str:
        above = ""
        for name in path.split("/"):
            above = next((id for id, found in self.folders.items() if found == (above, name)), "missing")
        return above

    def inside(self, folder: str) -> list[Item]:
        return [item for item in self.items.values() if item.folder == folder]


class GraphServer:
    """`url` is its Graph; `connect` gives the client that msal gets, for msal insists on https."""

    def __init__(self) -> None:
        self.boxes: dict[str, Box] = {}
        self.wire: list[tuple[str, bytes]] = []  # (user, mail) that was sent, with attachments added later behind it
        self.uploads: dict[str, tuple[str, str, dict[str, Any], bytearray]] = {}
        self.faults: list[Fault] = []
        self.tokens: list[str] = []  # that hold
        self.issued = 0
        self.refresh_token = "refresh-0"
        self.grants: list[dict[str, str]] = []
        self.refuse_grants: dict[str, Any] | None = None
        self.before_grants: list[Callable[[], object]] = []  # each happens once, before a grant is looked at
        self.undecided = 0  # so often a person has not yet signed in
        self.challenge = ""  # of the authorization request
        self.gives_refresh_tokens = True
        self.expired_links = False
        self.keeps_message_ids = True
        self.takes_message_ids = True  # in a PATCH
        self.sent_copy_keeps_id = True
        self.sent_copy_after = 0  # searches
        self.has_permanent_delete = True
        self.page = 0  # items on a page whatever the client wants; 0: what it wants
        self.requests: list[tuple[str, str, dict[str, str]]] = []
        self.busy: Counter[str] = Counter()
        self.busiest = 0
        self.gate: threading.Barrier | None = None  # that requests for MIME wait at
        self.lock = threading.RLock()
        handler = type("Bound", (Handler,), {"graph": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]
        self.base = f"http://127.0.0.1:{self.port}"
        self.url = f"{self.base}/v1.0"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self._thread.start()

    def box(self, user: str) -> Box:
        return self.boxes.setdefault(user.lower(), Box())

    def fail(self, method: str, path: str, status: int = 0, **about: Any) -> None:
        self.faults.append(Fault(method, path, status, **about))

    def asked(self, method: str, path: str) -> int:
        return sum(one == method and re.search(path, there) is not None for one, there, _ in self.requests)

    def connect(self) -> httpx.Client:
        return httpx.Client(transport=Rerouted(self.base), timeout=10)

    def issue(self) -> str:
        self.issued += 1
        self.tokens = [f"token-{self.issued}"]
        return self.tokens[0]

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()


class Rerouted(httpx.BaseTransport):
    """Whatever leads to a server on the internet leads to ours."""

    def __init__(self, base: str) -> None:
        self._base, self._inner = httpx.URL(base), httpx.HTTPTransport()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url.copy_with(scheme="http", host=self._base.host, port=self._base.port)
        return self._inner.handle_request(
            httpx.Request(request.method, url, headers=request.headers, stream=request.stream)
        )

    def close(self) -> None:
        self._inner.close()


class Answer(Exception):
    def __init__(self, status: int, body: Any = None, headers: dict[str, str] | None = None) -> None:
        self.status, self.body, self.headers = status, body, headers or {}


def error(status: int, code: str) -> Answer:
    return Answer(status, {"error": {"code": code, "message": "of the fake"}})


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    graph: ClassVar[GraphServer]

    def log_message(self, *arguments: Any) -> None:
        pass

    def do_any(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length)
        method, there = self.command, unquote(self.path)
        graph = self.graph
        with graph.lock:
            graph.requests.append((method, there, dict(self.headers.items())))
            fault = next((one for one in graph.faults if one.hits(method, there)), None)
        if fault is not None and fault.cut == "before":
            fault.meanwhile()
            return self.cut()
        if fault is not None and fault.status and not fault.done:
            return self.give(Answer(fault.status, {"error": {"code": fault.code}}, fault.headers))
        try:
            with self.counted(there):
                answer = self.route(method, there, body)
        except Answer as raised:
            answer = raised
        if fault is not None and fault.cut == "after":
            fault.meanwhile()
            return self.cut()
        if fault is not None and fault.done:
            answer = Answer(fault.status, {"error": {"code": fault.code}}, fault.headers)
        self.give(answer, half=fault is not None and fault.cut == "body")

    do_GET = do_POST = do_PATCH = do_DELETE = do_PUT = do_any

    @contextmanager
    def counted(self, there: str) -> Iterator[None]:
        graph, user = self.graph, there.split("/")[3] if there.startswith("/v1.0/users/") else ""
        with graph.lock:
            graph.busy[user] += 1
            graph.busiest = max(graph.busiest, graph.busy[user] if user else 0)
        try:
            yield
        finally:
            with graph.lock:
                graph.busy[user] -= 1

    def cut(self) -> None:
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    def give(self, answer: Answer, *, half: bool = False) -> None:
        body = answer.body if isinstance(answer.body, bytes) else b"" if answer.body is None else (
            json.dumps(answer.body).encode()
        )  # fmt: skip
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[: len(body) // 2] if half else body)
        if half:
            self.wfile.flush()
            self.cut()

    def route(self, method: str, there: str, body: bytes) -> Answer:
        parts = urlsplit(there)
        query = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
        if parts.path.endswith("/.well-known/openid-configuration"):
            return self.discovery()
        if parts.path.endswith("/devicecode"):
            return self.device_code()
        if parts.path.endswith("/token"):
            with self.graph.lock:
                return self.grant({name: values[0] for name, values in parse_qs(body.decode()).items()})
        if parts.path.startswith("/upload/"):
            with self.graph.lock:
                return self.uploaded(parts.path.rpartition("/")[2], body)
        if self.headers.get("Authorization", "").removeprefix("Bearer ") not in self.graph.tokens:
            return error(401, "InvalidAuthenticationToken")
        if length_over(body):
            return error(413, "RequestTooLarge")
        if self.graph.gate is not None and parts.path.endswith("/$value"):
            self.graph.gate.wait(10)
        user, _, path = parts.path.removeprefix("/v1.0/users/").partition("/")
        with self.graph.lock:
            if user.lower() not in self.graph.boxes:
                return error(404, "ErrorInvalidUser")
            return self.in_box(self.graph.box(user), user, method, path.split("/"), query, body)

    def discovery(self) -> Answer:
        host = f"https://login.microsoftonline.com/{TENANT}"
        if TENANT not in self.path:
            return Answer(400, {"error": "invalid_tenant", "error_description": "AADSTS90002: Tenant not found."})
        endpoints = {"authorization_endpoint": f"{host}/oauth2/v2.0/authorize", "issuer": f"{host}/v2.0"}
        endpoints |= {"device_authorization_endpoint": f"{host}/oauth2/v2.0/devicecode"}
        return Answer(200, {**endpoints, "token_endpoint": f"{host}/oauth2/v2.0/token"})

    def device_code(self) -> Answer:
        page = {"verification_uri": "https://login.example/device", "interval": 0, "expires_in": 600}
        return Answer(200, {"device_code": "device-1", "user_code": "ABCD-1234", **page})

    def signed_in(self, form: dict[str, str]) -> Answer:
        """What a person's sign-in gives: of an application without secret, by device code or authorization code."""
        if self.graph.undecided:
            self.graph.undecided -= 1
            return Answer(400, {"error": "authorization_pending", "error_description": "not yet"})
        challenge = base64.urlsafe_b64encode(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
        proven = form.get("device_code") == "device-1" or challenge.decode().rstrip("=") == self.graph.challenge
        if not proven:
            return Answer(400, {"error": "invalid_grant", "error_description": "not the one who asked"})
        more = {"refresh_token": self.graph.refresh_token} if self.graph.gives_refresh_tokens else {}
        return Answer(200, {"token_type": "Bearer", "expires_in": 3600, "access_token": self.graph.issue(), **more})

    def grant(self, form: dict[str, str]) -> Answer:
        graph = self.graph
        graph.grants.append(form)
        if graph.before_grants:
            graph.before_grants.pop()()
        if graph.refuse_grants is not None:
            return Answer(400, graph.refuse_grants)
        if form["grant_type"].endswith((":device_code", "authorization_code")):
            return self.signed_in(form)
        assertion = form.get("client_assertion", "").count(".") == 2
        if form["client_id"] != CLIENT or not (assertion or form.get("client_secret") == SECRET):
            described = "AADSTS7000215: Invalid client secret provided."
            return Answer(401, {"error": "invalid_client", "error_description": described})
        more = {}
        if form["grant_type"] == "refresh_token":
            if form["refresh_token"] != graph.refresh_token:
                described = "AADSTS700082: The refresh token has expired."
                return Answer(400, {"error": "invalid_grant", "error_description": described})
            graph.refresh_token = f"refresh-{graph.issued + 1}"
            more = {"refresh_token": graph.refresh_token}
        return Answer(200, {"token_type": "Bearer", "expires_in": 3600, "access_token": graph.issue(), **more})

    def uploaded(self, name: str, body: bytes) -> Answer:
        if "Authorization" in self.headers:
            return error(400, "TokenWhereNoneBelongs")
        user, item, about, data = self.graph.uploads[name]
        first, last, size = map(int, re.findall(r"\d+", self.headers["Content-Range"]))
        if first != len(data) or last - first + 1 != len(body) or size != about["size"]:
            return error(416, "InvalidRange")
        data += body
        if len(data) < size:
            return Answer(200, {"nextExpectedRanges": [f"{len(data)}-"]})
        attachment = (about["name"], about["contentType"], bytes(data))
        self.graph.box(user).items[item].attachments.append(attachment)
        return Answer(201)

    def in_box(self, box: Box, user: str, method: str, path: list[str], query: dict[str, str], body: bytes) -> Answer:
        match method, path:
            case "GET", ["mailFolders"] | ["mailFolders", _, "childFolders"]:
                above = path[1] if len(path) > 1 else ""
                found = [{"id": id} for id, one in box.folders.items() if one == (above, wanted(query)[1])]
                return Answer(200, {"value": found})
            case "POST", ["mailFolders"] | ["mailFolders", _, "childFolders"]:
                above, name = path[1] if len(path) > 1 else "", json.loads(body)["displayName"]
                if (above, name) in box.folders.values():
                    return error(409, "ErrorFolderExists")
                id = box.new_id("F")
                box.folders[id] = (above, name)
                return Answer(201, {"id": id})
            case "GET", ["mailFolders", name]:
                id = box.folder_id(name)
                return Answer(200, {"id": id}) if id else error(404, "ErrorItemNotFound")
            case "GET", ["mailFolders", name, "messages", "delta"]:
                return self.delta(box, user, name, query)
            case "GET", ["mailFolders", name, "messages"] if not query.get("$filter", "").startswith(BY_WHAT):
                return self.lying_there(box, user, box.folder_id(name), query)
            case "GET", ["mailFolders", name, "messages"]:
                return Answer(200, {"value": [{"id": one.id} for one in search(box, box.folder_id(name), query)]})
            case "POST", ["messages"]:
                return self.create(box, body)
            case _, ["messages", id, *rest] if id in box.items:
                return self.of_item(box, user, box.items[id], method, rest, body)
        return error(404, "ErrorItemNotFound")

    def delta(self, box: Box, user: str, folder: str, query: dict[str, str]) -> Answer:
        if folder not in box.folders:
            return error(404, "ErrorItemNotFound")
        token = query.get("$deltatoken") or query.get("$skiptoken") or ""
        if token and self.graph.expired_links:
            self.graph.expired_links = False
            return error(410, "SyncStateNotFound")
        start, end, skip = (int(one) for one in (token or f"-1.{len(box.changes)}.0").split("."))
        end = min(end, len(box.changes))
        if start < 0:
            ids = [item.id for item in sorted(box.inside(folder), key=lambda one: (one.received, one.id), reverse=True)]
        else:
            ids = list(dict.fromkeys(id for there, id in box.changes[start:end] if there == folder))
        wish = re.search(r"odata.maxpagesize=(\d+)", self.headers.get("Prefer", ""))
        size = self.graph.page or int(wish[1] if wish else 10)
        shown = [described(box, folder, id) for id in ids[skip : skip + size]]
        link = f"{self.graph.url}/users/{user}/mailFolders/{folder}/messages/delta"
        if skip + size < len(ids):
            return Answer(200, {"value": shown, "@odata.nextLink": f"{link}?$skiptoken={start}.{end}.{skip + size}"})
        following = f"{link}?$deltatoken={end}.{2**40}.0"
        return Answer(200, {"value": shown, "@odata.deltaLink": following})

    def lying_there(self, box: Box, user: str, folder: str, query: dict[str, str]) -> Answer:
        """Mails of a folder, newest first, those since a moment where one is named; page by page."""
        if not folder:
            return error(404, "ErrorItemNotFound")
        since = SINCE.match(query.get("$filter", ""))
        found = sorted(box.inside(folder), key=lambda one: (one.received, one.id), reverse=True)
        found = [one for one in found if since is None or shown_time(one) >= since[1]]
        skip, size = int(query.get("$skip", 0)), min(int(query.get("$top", 10)), self.graph.page or 1000)
        about = [{"id": one.id, "receivedDateTime": shown_time(one), "isDraft": one.draft} for one in found]
        more = {}
        if skip + size < len(about) and query.get("$top") != "1":
            kept = "&".join(f"{name}={quote(value)}" for name, value in query.items() if name != "$skip")
            link = f"{self.graph.url}/users/{user}/mailFolders/{folder}/messages?{kept}&$skip={skip + size}"
            more = {"@odata.nextLink": link}
        return Answer(200, {"value": about[skip : skip + size], **more})

    def create(self, box: Box, body: bytes) -> Answer:
        if not self.headers["Content-Type"].startswith("text/plain"):
            return error(400, "OnlyMimeIsSpokenHere")
        item = box.put(base64.b64decode(body, validate=True), "drafts-id", draft=True)
        if not self.graph.keeps_message_ids:
            item.message_id = f"<{item.id}@exchange.example>"
        return Answer(201, {"id": item.id, "internetMessageId": item.message_id, "isDraft": True})

    def of_item(self, box: Box, user: str, item: Item, method: str, rest: list[str], body: bytes) -> Answer:
        match method, rest:
            case "GET", ["$value"]:
                return Answer(200, item.raw)
            case "GET", []:
                about = {"id": item.id, "parentFolderId": item.folder, "isDraft": item.draft}
                return Answer(200, {**about, "receivedDateTime": shown_time(item)})
            case "PATCH", []:
                return self.change(item, json.loads(body))
            case "POST", ["move"]:
                target = box.folder_id(json.loads(body)["destinationId"])
                if not target:
                    return error(404, "ErrorFolderNotFound")
                box.move(item, target)
                return Answer(201, {"id": item.id})
            case "POST", ["attachments"]:
                about = json.loads(body)
                data = base64.b64decode(about["contentBytes"])
                item.attachments.append((about["name"], about["contentType"], data))
                return Answer(201, {})
            case "POST", ["attachments", "createUploadSession"]:
                about = json.loads(body)["AttachmentItem"]
                if about["size"] < 3 * 1000 * 1000:
                    return error(400, "ErrorAttachmentSizeShouldNotBeLessThanMinimumSize")
                name = f"session{len(self.graph.uploads)}"
                self.graph.uploads[name] = (user, item.id, about, bytearray())
                return Answer(201, {"uploadUrl": f"{self.graph.base}/upload/{name}"})
            case "POST", ["send"]:
                return self.send(box, user, item)
            case ("POST", ["permanentDelete"]) if not self.graph.has_permanent_delete:
                return error(400, "BadRequest")
            case ("POST", ["permanentDelete"]) | ("DELETE", []):
                box.remove(item)
                return Answer(204)
        return error(405, "MethodNotAllowed")

    def change(self, item: Item, changes: dict[str, Any]) -> Answer:
        if "internetMessageId" in changes:
            if not self.graph.takes_message_ids:
                return error(400, "ErrorInvalidPropertySet")
            item.message_id = changes["internetMessageId"]
        for one in changes.get("singleValueExtendedProperties", []):
            item.properties[one["id"]] = one["value"]
        return Answer(200, {"id": item.id, "internetMessageId": item.message_id})

    def send(self, box: Box, user: str, item: Item) -> Answer:
        if not item.draft:
            return error(404, "ErrorItemNotFound")
        self.graph.wire.append((user, item.raw))
        box.remove(item)
        id = item.id if self.graph.sent_copy_keeps_id else box.new_id("S")
        copy = replace(item, id=id, folder="sentitems-id", draft=False, shown_after=self.graph.sent_copy_after)
        box.items[id] = copy
        box.changes.append(("sentitems-id", id))
        return Answer(202)


def named_by_headers(raw: bytes) -> dict[str, str]:
    mail = message_from_bytes(raw)
    return {f"String {HEADERS} Name {name}": str(value) for name, value in mail.items() if name.startswith("X-")}


def length_over(body: bytes) -> bool:
    return len(body) > LARGEST_REQUEST


def wanted(query: dict[str, str]) -> tuple[str, str]:
    found = CONDITION.match(query["$filter"])
    assert found, query
    return found[1], found[2].replace("''", "'")


def search(box: Box, folder: str, query: dict[str, str]) -> list[Item]:
    by_property = PROPERTY.match(query["$filter"])
    found = []
    for item in box.inside(folder):
        if by_property is not None:
            hit = item.properties.get(by_property[1], "").lower() == by_property[2].replace("''", "'").lower()
        else:
            hit = wanted(query) == ("internetMessageId", item.message_id)
        if hit and item.shown_after > 0:
            item.shown_after -= 1
        elif hit:
            found.append(item)
    return found


def shown_time(item: Item) -> str:
    return item.received.strftime("%Y-%m-%dT%H:%M:%SZ")


def described(box: Box, folder: str, id: str) -> dict[str, Any]:
    item = box.items.get(id)
    if item is None or item.folder != folder:
        return {"@removed": {"reason": "deleted"}, "id": id}
    return {"@odata.etag": "x", "id": id, "receivedDateTime": shown_time(item), "isDraft": item.draft}
