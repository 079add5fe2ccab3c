"""Messages are opened in processes of their own that cannot take more time or memory than they are given.

A child is a fresh interpreter that knows only the readers of formats: it inherits no environment, no open files and no
connection but the socket on which it is asked. One that dies, hangs or runs out of memory is killed and replaced, and
the message that did it is `Unreadable`.
"""

from __future__ import annotations

import contextlib
import gc
import io
import json
import os
import pickle
import queue
import resource
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import astuple
from types import TracebackType
from typing import Any, Self

from bot.signatures import as_text, checked, from_text
from nlp.limits import LimitExceeded, Limits
from nlp.opened import OpenedMessage
from nlp.trust import Signature
from workflows.errors import O2CError

START_SECONDS = 60
MESSAGES_PER_CHILD = 1000  # then a fresh one: what leaks in the libraries does not add up
LARGEST_ANSWER = 512 * 1024 * 1024
FRAME = struct.Struct("!cQ")
READY, OPENED, SIGNED, SHOWN, REFUSED, FAILED = b"R", b"O", b"S", b"H", b"L", b"E"
CHILD = "import sys; sys.path[:] = {path!r}; from bot.sandbox import serve; serve({fileno}, {limits!r})"
# The only names that an answer may be built from: a child that was taken over cannot make us run anything.
ANSWER_MODULES = frozenset({"nlp.opened", "nlp.reading"})
ANSWER_NAMES = frozenset({("datetime", name) for name in ("datetime", "timezone", "timedelta")})


class Unreadable(O2CError):
    """A message could not be opened within the limits; `why` is what a specialist reads."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(f"the message cannot be read safely: {why}")


class BoundedReader:
    """Opens messages, `workers` at a time; may be called from many threads. Children are started when first needed."""

    def __init__(self, limits: Limits, workers: int = 1) -> None:
        self._limits = limits
        self._children = [_Child(limits) for _ in range(max(1, workers))]
        self._idle: queue.LifoQueue[_Child] = queue.LifoQueue()
        for child in reversed(self._children):
            self._idle.put(child)
        self._closed = threading.Event()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def start(self) -> None:
        """Starts a child ahead of the first message, while its caller prepares for the rest. Raises OSError."""
        child = self._idle.get()
        try:
            child.start()
        finally:
            self._idle.put(child)

    def open(self, raw: bytes) -> OpenedMessage:
        """The opened message, waiting for a free child if need be. Raises Unreadable."""
        opened = self._asked(OPENED, raw, raw)
        assert isinstance(opened, OpenedMessage)
        return opened

    def signatures(self, raw: bytes, keys: Mapping[str, bytes]) -> tuple[Signature, ...]:
        """A message's DKIM signatures, checked with these keys; one that cannot be checked in time does not hold."""
        asked = json.dumps({name: key.decode("latin-1") for name, key in keys.items()}).encode()
        try:
            found = self._asked(SIGNED, FRAME.pack(SIGNED, len(asked)) + asked + raw, raw)
        except Unreadable as error:
            return tuple(Signature(name.partition("._domainkey.")[2], False, error.why) for name in keys)
        assert isinstance(found, tuple)
        return found

    def shown(self, raw: bytes) -> str:
        """A message's HTML, cleaned, as a fragment; "" if it has none. Raises Unreadable."""
        found = self._asked(SHOWN, raw, raw)
        assert isinstance(found, str)
        return found

    def _asked(self, kind: bytes, content: bytes, raw: bytes) -> object:
        if len(raw) > self._limits.bytes:
            raise Unreadable(str(LimitExceeded("bytes", self._limits.bytes)))
        child = self._idle.get()
        try:
            if self._closed.is_set():
                raise Unreadable("the reader has been closed")
            return child.ask(kind, content)
        finally:
            self._idle.put(child)

    def close(self) -> None:
        """End all children; a message that is being read becomes Unreadable."""
        self._closed.set()
        for child in self._children:
            child.end()


class _Child:
    """One process and the socket to it. Used by one caller at a time; only `end` may come from another thread."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._process: subprocess.Popen[bytes] | None = None
        self._socket: socket.socket | None = None
        self._is_ready = False
        self._messages = 0

    def ask(self, asked: bytes, content: bytes) -> object:
        try:
            connection = self._connection()
            deadline = time.monotonic() + self._limits.seconds
            _send(connection, asked, content, deadline)
            kind, answer = _receive(connection, deadline)
        except TimeoutError:
            self.end()
            raise Unreadable(f"it took longer than {self._limits.seconds} seconds") from None
        except (OSError, EOFError):
            how = self._how_it_ended()
            self.end()
            raise Unreadable(how) from None
        self._messages += 1
        if kind == FAILED or self._messages >= MESSAGES_PER_CHILD:
            self.end()
        if kind != asked:
            raise Unreadable(answer.decode("utf-8", "replace")[:300])
        try:
            found = _understood(asked, answer)
        except Exception as error:  # whatever a broken answer leads to, the child is not to be trusted again
            self.end()
            raise Unreadable(f"the reader answered nonsense ({type(error).__name__})") from None
        if not isinstance(found, KINDS[asked]):
            self.end()
            raise Unreadable("the reader answered nonsense")
        return found

    def end(self) -> None:
        process, connection = self._process, self._socket
        self._process = self._socket = None
        self._messages = 0
        if process is not None:
            process.kill()
            process.wait()
        if connection is not None:
            connection.close()

    def start(self) -> None:
        """A process, unless there is one; it says itself when it is ready. Raises OSError."""
        if self._socket is not None:
            return
        ours, theirs = socket.socketpair()
        code = CHILD.format(path=sys.path, fileno=theirs.fileno(), limits=astuple(self._limits))
        try:
            process = subprocess.Popen(
                [sys.executable, "-c", code],
                pass_fds=(theirs.fileno(),),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env={"PATH": os.defpath, "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"},
                start_new_session=True,  # an interrupt at the terminal is ours to handle
            )
        finally:
            theirs.close()
        self._process, self._socket, self._is_ready = process, ours, False

    def _connection(self) -> socket.socket:
        self.start()
        connection = self._socket
        if connection is None:
            raise EOFError  # ended from another thread meanwhile
        if not self._is_ready:
            try:
                _receive(connection, time.monotonic() + START_SECONDS)
            except TimeoutError:
                raise EOFError from None
            self._is_ready = True
        return connection

    def _how_it_ended(self) -> str:
        process = self._process
        if process is None:
            return "the reader has been closed"
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=1)
        status = process.returncode
        why = ": it needs too much memory" if status in (-signal.SIGABRT, -signal.SIGSEGV, -signal.SIGKILL) else ""
        why = ": it takes too long" if status == -signal.SIGXCPU else why
        return f"the reading process died{why} (status {status})"


KINDS: dict[bytes, type] = {OPENED: OpenedMessage, SIGNED: tuple, SHOWN: str}  # of what is answered


def _understood(asked: bytes, answer: bytes) -> object:
    if asked == OPENED:
        return _Answer(io.BytesIO(answer)).load()
    text = answer.decode()
    return from_text(text) if asked == SIGNED else text


def _send(connection: socket.socket, kind: bytes, content: bytes, deadline: float) -> None:
    connection.settimeout(max(0.001, deadline - time.monotonic()))
    connection.sendall(FRAME.pack(kind, len(content)))
    connection.sendall(content)


def _receive(connection: socket.socket, deadline: float | None) -> tuple[bytes, bytes]:
    kind, length = FRAME.unpack(_exactly(connection, FRAME.size, deadline))
    if length > LARGEST_ANSWER:
        raise EOFError
    return kind, _exactly(connection, length, deadline)


def _exactly(connection: socket.socket, length: int, deadline: float | None) -> bytes:
    found = bytearray()
    while len(found) < length:
        if deadline is not None:
            connection.settimeout(max(0.001, deadline - time.monotonic()))
        piece = connection.recv(min(length - len(found), 1 << 20))
        if not piece:
            raise EOFError
        found += piece
    return bytes(found)


class _Answer(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if module in ANSWER_MODULES or (module, name) in ANSWER_NAMES:
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"{module}.{name} has no place in an answer")


# The child's side


def serve(fileno: int, limits: tuple[int, ...]) -> None:
    """Answer requests on a socket until it closes; runs in the child only."""
    from bot.confinement import bind, confine
    from bot.recognition import installed_program, installed_recognizer
    from bot.shown_html import sanitized
    from nlp.mime import open_message

    bounds = Limits(*limits)
    recognizer = installed_recognizer() if bounds.scanned_pages else None
    bind(bounds)
    gc.freeze()  # what is loaded stays
    connection = socket.socket(fileno=fileno)
    tried = confine(installed_program() if recognizer else "")
    connection.sendall(FRAME.pack(READY, 0))
    while True:
        try:
            asked, content = _receive(connection, None)
        except (EOFError, OSError):
            return
        _allow_seconds(bounds.seconds)
        kind, answer = asked, b""
        try:
            if asked == SIGNED:
                answer = as_text(checked(*_with_keys(content))).encode()
            elif asked == SHOWN:
                html = open_message(content, bounds).html
                answer = sanitized(html).encode("utf-8", "replace") if html else b""
            else:
                answer = pickle.dumps(open_message(content, bounds, recognizer), protocol=5)
        except LimitExceeded as error:
            kind, answer = REFUSED, str(error).encode()
        except MemoryError:
            kind, answer = FAILED, f"it needs more than {bounds.memory_mb} MB of memory".encode()
        except Exception as error:  # the message is quarantined with what went wrong, the mailbox goes on
            kind, answer = FAILED, f"{type(error).__name__}: {error}".encode("utf-8", "replace")[:300]
        if what := tried():
            kind, answer = FAILED, f"it made the reader try what no reader needs: {what}".encode()
        connection.sendall(FRAME.pack(kind, len(answer)) + answer)


def _with_keys(content: bytes) -> tuple[bytes, dict[str, bytes]]:
    """(the message, the keys of its signatures) of a request to check them."""
    _, length = FRAME.unpack_from(content)
    start = FRAME.size + length
    keys = json.loads(content[FRAME.size : start])
    return content[start:], {name: key.encode("latin-1") for name, key in keys.items()}


def _allow_seconds(seconds: int) -> None:
    """Processor time for the next message, counted from what was used before."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    used = int(usage.ru_utime + usage.ru_stime)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (used + seconds + 1, hard))
