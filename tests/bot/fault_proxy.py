"""A proxy on loopback that does to IMAP and SMTP what networks and servers do: at the command that a test names."""

from __future__ import annotations

import re
import selectors
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

TAGGED = re.compile(rb"([A-Za-z0-9]{1,40}) (?:UID )?([A-Za-z-]{2,40})")
LAST_REPLY = re.compile(rb"[0-9]{3}(?: .*)?\r\n")
LITERAL = re.compile(rb"\{([0-9]{1,12})\+?\}\r\n\Z")
PATIENCE_SECONDS = 30


class How(StrEnum):
    CUT_BEFORE = "cut before"  # the server never gets the command
    CUT_AFTER = "cut after"  # the server does it, nobody hears so
    CUT_WITHIN = "cut within"  # so many `bytes` of the answer come
    ANSWER = "answer"  # `words` come in place of the server's answer, which never got the command
    GARBAGE = "garbage"  # `words` come as they are before the server's answer
    SILENCE = "silence"  # no answer for `seconds`, then the line is cut
    MEANWHILE = "meanwhile"  # while the server answers, `meanwhile` happens


@dataclass(slots=True)
class Fault:
    """At the `at`-th command (of this verb, if one is named; that holds this pattern), and `times` - 1 more.

    `words`: "{tag}" is the command's tag.
    """

    how: How
    at: int = 1
    verb: str = ""
    holds: bytes = b""
    times: int = 1
    words: bytes = b""
    bytes: int = 20
    seconds: float = 0.0
    meanwhile: Callable[[], None] = lambda: None
    seen: int = 0

    def strikes(self, verb: str, line: bytes) -> bool:
        if self.verb not in ("", verb) or not re.search(self.holds, line):
            return False
        self.seen += 1
        return self.at <= self.seen < self.at + self.times


class Speech(Protocol):
    """What is to be known of a protocol. One of each connection."""

    def command(self, line: bytes) -> tuple[bytes, str] | None:
        """(tag, verb) of a line of the client; None for what is no command."""
        ...

    def answered(self, tag: bytes, line: bytes) -> bool:
        """Whether this line of the server ends the answer."""
        ...

    def undone(self, line: bytes) -> bool:
        """The server never gets this command; True if the connection cannot go on after that."""
        ...


class Imap:
    def command(self, line: bytes) -> tuple[bytes, str] | None:
        found = TAGGED.match(line)
        return (found[1], found[2].decode().upper()) if found else None

    def answered(self, tag: bytes, line: bytes) -> bool:
        return line.startswith(tag + b" ")

    def undone(self, line: bytes) -> bool:
        return False


class Smtp:
    """The last dot is a command of its own: "."."""

    def __init__(self) -> None:
        self._in_data = False

    def command(self, line: bytes) -> tuple[bytes, str] | None:
        if self._in_data:
            self._in_data = line != b".\r\n"
            return None if self._in_data else (b"", ".")
        verb = line.split()[0].decode("ascii", "replace").upper() if line.split() else ""
        self._in_data = verb == "DATA"
        return b"", verb

    def answered(self, tag: bytes, line: bytes) -> bool:
        return LAST_REPLY.fullmatch(line) is not None

    def undone(self, line: bytes) -> bool:
        self._in_data = False
        return line == b".\r\n"


@dataclass
class FaultProxy:
    """`commands`: the verbs that came, over all connections."""

    target: int
    speech: Callable[[], Speech]
    faults: list[Fault] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)
    connections: int = 0
    refusing: bool = False  # every connection is closed at once

    def __post_init__(self) -> None:
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._server.getsockname()[1]
        self._lock, self._lines = threading.Lock(), set[_Line]()
        threading.Thread(target=self._accept, name="fault-proxy", daemon=True).start()

    def close(self) -> None:
        self._server.close()
        self.cut_all()

    def cut_all(self) -> None:
        """Every connection is lost now."""
        with self._lock:
            lines, self._lines = self._lines, set()
        for line in lines:
            line.cut()

    def strike(self, verb: str, line: bytes) -> Fault | None:
        with self._lock:
            self.commands.append(verb)
            return next((fault for fault in self.faults if fault.strikes(verb, line)), None)

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._server.accept()
            except OSError:
                return
            self.connections += 1
            if self.refusing:
                client.close()
                continue
            try:
                line = _Line(self, client, socket.create_connection(("127.0.0.1", self.target)))
            except OSError:
                client.close()
                continue
            with self._lock:
                self._lines.add(line)
            threading.Thread(target=line.run, name="fault-proxy-line", daemon=True).start()


class _Line:
    """One connection, both ways; ended by a fault or by either side."""

    def __init__(self, proxy: FaultProxy, client: socket.socket, server: socket.socket) -> None:
        self._proxy, self._client, self._server = proxy, client, server
        for end in (client, server):
            end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._speech = proxy.speech()
        self._from_client = b""
        self._raw_left = 0  # bytes of a literal, which hold no commands
        self._ended = threading.Event()

    def cut(self) -> None:
        self._ended.set()
        for end in (self._client, self._server):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def run(self) -> None:
        try:
            with selectors.DefaultSelector() as ready:
                for end in (self._client, self._server):
                    ready.register(end, selectors.EVENT_READ)
                while not self._ended.is_set():
                    for key, _ in ready.select(1):
                        data = self._received(key.fileobj)
                        if not data:
                            return
                        if key.fileobj is self._server:
                            self._client.sendall(data)
                        elif not self._heard(data):
                            return
        except OSError:
            return
        finally:
            self.cut()
            self._client.close()
            self._server.close()

    def _received(self, end: Any) -> bytes:  # Any: what a selector gives back is a socket here
        """Acknowledged at once: a server that writes in pieces would wait 40 ms between them."""
        data: bytes = end.recv(65536)
        if hasattr(socket, "TCP_QUICKACK"):
            end.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
        return data

    def _heard(self, data: bytes) -> bool:
        """Passes on what the client says; False if that was the end of the line."""
        self._from_client += data
        while self._from_client:
            if self._raw_left:
                part, self._from_client = self._from_client[: self._raw_left], self._from_client[self._raw_left :]
                self._raw_left -= len(part)
                self._server.sendall(part)
                continue
            line, end, rest = self._from_client.partition(b"\r\n")
            if not end:
                return True
            self._from_client = rest
            if not self._passed_on(line + end):
                return False
        return True

    def _passed_on(self, line: bytes) -> bool:
        literal = LITERAL.search(line)
        self._raw_left = int(literal[1]) if literal else 0
        command = self._speech.command(line)
        fault = self._proxy.strike(command[1], line) if command else None
        if command is None or fault is None:
            self._server.sendall(line)
            return True
        return self._struck(fault, command[0], line)

    def _struck(self, fault: Fault, tag: bytes, line: bytes) -> bool:
        words = fault.words.replace(b"{tag}", tag)
        if fault.how is How.ANSWER:
            self._client.sendall(words)
            return not self._speech.undone(line)
        if fault.how in (How.GARBAGE, How.MEANWHILE):
            self._client.sendall(words)
            self._server.sendall(line)
            fault.meanwhile()
            return True
        if fault.how is How.SILENCE:
            self._ended.wait(fault.seconds)
        elif fault.how is How.CUT_AFTER:
            self._server.sendall(line)
            self._answer(tag)
        elif fault.how is How.CUT_WITHIN:
            self._server.sendall(line)
            self._client.sendall(self._answer(tag)[: fault.bytes])
        return False

    def _answer(self, tag: bytes) -> bytes:
        """All that the server says to this command."""
        self._server.settimeout(PATIENCE_SECONDS)
        said, line = b"", b""
        with self._server.makefile("rb") as lines:
            while line := lines.readline():
                said += line
                literal = LITERAL.search(line)
                if literal:
                    said += lines.read(int(literal[1]))
                elif self._speech.answered(tag, line):
                    break
        return said


@contextmanager
def fault_proxy(target: int, speech: Callable[[], Speech], *faults: Fault) -> Iterator[FaultProxy]:
    proxy = FaultProxy(target, speech, list(faults))
    try:
        yield proxy
    finally:
        proxy.close()
