"""How the browser's answer to a sign-in reaches us: at a port of this machine for a few minutes, or pasted by hand."""

from __future__ import annotations

import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, HTTPServer
from types import TracebackType
from typing import ClassVar, Self
from urllib.parse import parse_qs, urlsplit

from bot.mail.tokens import TokenError

PATIENCE_SECONDS = 600.0
REQUEST_SECONDS = 10.0
LONGEST = 8_000  # characters of an address
PAGE = b"<!doctype html><title>o2cbot</title><p>That is all: go back to where you started. You may close this page.</p>"


class LoopbackAnswer:
    """Listens on loopback alone, from its making to `answer` (or the end of a `with`)."""

    def __init__(self, port: int = 0, patience_seconds: float = PATIENCE_SECONDS) -> None:
        self._patience = patience_seconds
        self._answers: list[str] = []
        self._server = HTTPServer(("127.0.0.1", port), type("Bound", (_Handler,), {"answers": self._answers}))

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    def answer(self) -> str:
        """The first request that holds an answer of an authorization (RFC 6749, 4.1.2); others are passed over."""
        end = time.monotonic() + self._patience
        with self:
            while not self._answers and (left := end - time.monotonic()) > 0:
                self._server.timeout = left
                self._server.handle_request()
        if not self._answers:
            raise TokenError("sign-in", f"nobody signed in within {self._patience / 60:.0f} minutes")
        return self._answers[0]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._server.server_close()


class PastedAnswer:
    """`ask` gives the address at which the person's browser ended. No port of this machine is used."""

    def __init__(self, ask: Callable[[], str], port: int = 8021) -> None:
        self._ask, self.port = ask, port

    def answer(self) -> str:
        return self._ask().strip()[:LONGEST]


class _Handler(BaseHTTPRequestHandler):
    answers: ClassVar[list[str]]
    timeout = REQUEST_SECONDS

    def do_GET(self) -> None:
        query = parse_qs(urlsplit(self.path).query) if len(self.path) <= LONGEST else {}
        ours = "state" in query and ("code" in query or "error" in query)
        if ours:
            self.answers.append(self.path)
        self.send_response(200 if ours else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(PAGE) if ours else 0))
        self.send_header("Cache-Control", "no-store")
        self.send_header("Referrer-Policy", "no-referrer")
        self.end_headers()
        self.wfile.write(PAGE if ours else b"")

    def log_message(self, format: str, *arguments: object) -> None:
        """The address holds the code: it is never logged."""
