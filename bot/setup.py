"""`o2cbot init`: a commented configuration, an empty database and the mail folders; nothing is ever overwritten."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from bot.app import built
from bot.mail.maildir import make_maildir
from bot.resources import folder
from bot.settings import load


def initialise(directory: Path) -> Iterator[str]:
    """Says what it made and what was there already."""
    directory.mkdir(parents=True, exist_ok=True)
    config = directory / "bot.toml"
    if config.exists():
        yield f"{config}: there already, left as it is"
    else:
        shutil.copyfile(Path(str(folder("config") / "bot.example.toml")), config)
        yield f"{config}: written; put your company and your mailboxes into it"
    settings = load(config)
    with built(settings):
        yield f"{settings.database.partition('///')[2] or settings.database}: the database is up to date"
    for mailbox in settings.mailboxes:
        if mailbox.path is not None and not mailbox.path.exists():
            make_maildir(mailbox.path)
            yield f"{mailbox.path}: mail folder of {mailbox.name}"
    outgoing = settings.outgoing
    if outgoing is not None and outgoing.path is not None and not outgoing.path.exists():
        make_maildir(outgoing.path)
        yield f"{outgoing.path}: folder of outgoing mail"
