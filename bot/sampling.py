"""`o2cbot read`: messages from files, mboxes, Maildirs and folders, read and routed without a trace."""

from __future__ import annotations

import hashlib
import mailbox
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.sandbox import BoundedReader, Unreadable
from nlp.wire import reading_as_json
from workflows.messages import Message, received
from workflows.routing.deciding import route_of
from workflows.triage import preview

if TYPE_CHECKING:
    from bot.app import App

MBOX_START = b"From "


def readings(app: App, paths: list[Path], refusals: list[str]) -> Iterator[dict[str, Any]]:
    """The contract's Reading of each message, in order of path; what cannot be read is refused by name."""
    with BoundedReader(app.settings.limits) as reader:
        reader.start()
        app.load()  # while the reader's process starts
        for name, raw in messages(paths, refusals):
            yield one(app, reader, name, raw, refusals)


def one(app: App, reader: BoundedReader, name: str, raw: bytes, refusals: list[str]) -> dict[str, Any]:
    try:
        opened = reader.open(raw)
    except Unreadable as error:
        refusals.append(f"{name}: {error}")
        return unreadable(name, error.why)
    with app.database.read() as snapshot:
        reading = app.reading(opened, snapshot)
        decision = preview(row(app, raw, app.now()), reading, snapshot, app.desk, app.now())
    return reading_as_json(reading, file=name, route=route_of(decision))


def row(app: App, raw: bytes, now: datetime) -> Message:
    """The row that the message would have if it had arrived in the first mailbox."""
    company = next(iter(app.desk.companies))
    sha256 = hashlib.sha256(raw).hexdigest()
    return received(
        id=f"read:0:{sha256[:10]}",
        mailbox="read",
        company=company,
        generation="0",
        uid=sha256[:10],
        sha256=sha256,
        received_at=now,
    )


def unreadable(name: str, why: str) -> dict[str, Any]:
    """The Reading of a message that could not be opened within the limits."""
    facts = ("order", "order_change", "remittance", "dispute", "promise", "query", "master_data")
    return {
        "file": name,
        "message_id": None,
        "language": "und",
        "customer": None,
        "intents": [],
        "route": "quarantine",
        **dict.fromkeys(facts),
        "problems": [why],
    }


def messages(paths: list[Path], refusals: list[str]) -> Iterator[tuple[str, bytes]]:
    for path in paths:
        if not path.exists():
            refusals.append(f"{path}: there is no such file or folder")
        elif path.is_dir():
            yield from folder(path)
        else:
            yield from file(path)


def folder(path: Path) -> Iterator[tuple[str, bytes]]:
    if (path / "cur").is_dir() and (path / "new").is_dir():
        for part in ("new", "cur"):
            for mail in sorted((path / part).iterdir()):
                yield mail.name, mail.read_bytes()
        return
    for child in sorted(path.iterdir()):
        if child.is_dir():
            yield from folder(child)
        elif child.suffix in (".eml", ".mbox"):
            yield from file(child)


def file(path: Path) -> Iterator[tuple[str, bytes]]:
    raw = path.read_bytes()
    if not raw.startswith(MBOX_START):
        yield path.name, raw
        return
    box = mailbox.mbox(path, create=False)
    try:
        for number, key in enumerate(box.keys(), 1):
            yield f"{path.name}#{number}", box.get_bytes(key)
    finally:
        box.close()
