"""What two desks that worked the same mails must agree in, whatever happened to one of them on the way."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from datetime import date
from email import message_from_bytes
from pathlib import Path
from typing import Any

from bot import filing
from bot.app import App, build
from bot.demo.player import IMPORTS, demo_folder
from bot.exchange.exports import KINDS
from bot.exchange.lines import as_json_lines
from bot.settings import load

COMPARED = ("orders", "invoices", "payments", "allocations", "open-items", "cases", "promises", "changes", "journal")
FOLDERS = {"commandes": "FR01", "auftrag": "DE01", "orders": "GB01"}


class Sink:
    """The world that a relay hands everything to: counts each Message-ID, taking up to `slowness` seconds a mail."""

    def __init__(self, slowness: float = 0.0, seed: int = 0) -> None:
        self.received: Counter[str] = Counter()
        self._slowness, self._random = slowness, random.Random(seed)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # Any: aiosmtpd's own types
        await asyncio.sleep(self._random.random() * self._slowness / 2)
        self.received[str(message_from_bytes(envelope.content)["Message-ID"]).strip()] += 1
        await asyncio.sleep(self._random.random() * self._slowness / 2)
        return "250 taken"


def config(folder: Path, database: str, mailbox: str, outgoing: str, more: str = "") -> Path:
    """The demo's companies on other servers; "@NAME@" in `mailbox` is the name of the mailbox."""
    companies = (demo_folder() / "bot.toml").read_text(encoding="utf-8").partition("[mailboxes.")[0]
    companies = companies.replace('"sqlite:///o2cbot.db"', f'"{database}"')
    boxes = "".join(
        f'[mailboxes.{name}]\ncompany = "{code}"\n{mailbox.replace("@NAME@", name)}' for name, code in FOLDERS.items()
    )
    file = folder / "bot.toml"
    file.write_text(f"{companies}\n{boxes}\n[outgoing]\n{outgoing}\n{more}", encoding="utf-8")
    return file


def prepared(file: Path, day: date) -> App:
    """The desk with the demo's master data and open items."""
    app = build(load(file), as_of=day)
    for kind in IMPORTS:
        assert filing.import_file(app, kind, demo_folder() / f"{kind}.csv")[1] == ""
    return app


def records(app: App, day: date) -> dict[str, list[str]]:
    """What was booked and written, without the ids that come from where a mailbox keeps a mail."""
    with app.database.read() as uow:
        found = {kind: sorted(as_json_lines(KINDS[kind](uow, app.desk, day))) for kind in COMPARED}
        outbox = [(one.kind, one.template, one.to, one.documents, one.language) for one in uow.letters.where()]
        ends = [(one.message_id, one.state, one.intents, one.why, len(one.records)) for one in uow.messages.where()]
    plain = {kind: [row.partition('"message_id"')[0] for row in rows] for kind, rows in found.items()}
    return plain | {"outbox": sorted(map(str, outbox)), "messages": sorted(map(str, ends))}
