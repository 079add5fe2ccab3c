"""A platform with the AFNOR Flow Service, spoken to over HTTP: flows, search, tokens, and faults on demand."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

TOKEN = "token-2"


@dataclass
class Platform:
    flows: dict[str, dict[str, Any]] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    url: str = ""
    answer: int = 0  # to the next documents, in place of taking them
    most: int = 1000  # flows in one answer, the oldest first
    cut_after: bool = False  # takes the next document and says nothing
    stumbles_over: bytes = b""  # answers 500 to a document that holds this


class Handler(BaseHTTPRequestHandler):
    platform: ClassVar[Platform]
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: Any) -> None: ...

    def do_GET(self) -> None:
        if self._known():
            flow = self.path.partition("/v1/flows/")[2].partition("?")[0]
            if self.path.endswith("/v1/healthcheck"):
                self._say(200, {})
            elif flow in self.platform.files:
                self._say(200, self.platform.files[flow])
            else:
                self._say(404, {"errorCode": "NOT_FOUND", "errorMessage": "no such flow"})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if not self._known():
            return
        if self.path.endswith("/v1/flows/search"):
            self._search(json.loads(body)["where"])
        elif self.platform.answer:
            self._say(self.platform.answer, {"errorCode": "X", "errorMessage": "not this one"})
        elif self.platform.stumbles_over and self.platform.stumbles_over in body:
            self._say(500, {"errorMessage": "stumbled"})
        else:
            self._take(body)

    def _search(self, where: dict[str, Any]) -> None:
        found = [
            flow
            for flow in self.platform.flows.values()
            if where.get("trackingId") in (None, flow["trackingId"])
            and flow["updatedAt"] > where.get("updatedAfter", "")
        ]
        found = sorted(found, key=lambda flow: str(flow["updatedAt"]))[: self.platform.most]
        self._say(200, {"limit": 100, "filters": where, "results": found})

    def _take(self, body: bytes) -> None:
        head = f"Content-Type: {self.headers['Content-Type']}\r\n\r\n".encode()
        told, file = message_from_bytes(head + body).get_payload()
        flow = f"flow-{len(self.platform.flows) + 1}"
        info = json.loads(told.get_payload(decode=True))
        self.platform.files[flow] = file.get_payload(decode=True)
        self.platform.flows[flow] = {
            **info,
            "flowId": flow,
            "flowType": "CustomerInvoice",
            "updatedAt": f"2026-11-22T10:00:0{len(self.platform.flows)}Z",
            "acknowledgement": {"status": "Pending"},
        }
        if self.platform.cut_after:
            self.close_connection = True
            self.connection.close()
            return
        self._say(202, self.platform.flows[flow])

    def _known(self) -> bool:
        if self.headers["Authorization"] == f"Bearer {TOKEN}":
            return True
        self._say(401, {"errorMessage": "who are you"})
        return False

    def _say(self, status: int, content: dict[str, Any] | bytes) -> None:
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class Tokens:
    """A TokenSource whose first token has ended already."""

    def __init__(self) -> None:
        self.token = "token-1"

    def __call__(self) -> str:
        return self.token

    def renewed(self, refused: str) -> str:
        self.token = TOKEN
        return self.token

    def expires_on(self) -> None:
        return None


@contextmanager
def serving() -> Iterator[Platform]:
    platform = Platform()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Own", (Handler,), {"platform": platform}))
    platform.url = f"http://127.0.0.1:{server.server_port}/flow-service"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield platform
    finally:
        server.shutdown()
        server.server_close()
