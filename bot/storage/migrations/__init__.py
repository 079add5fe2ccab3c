"""The tables' history, and the one way up and down it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config

from bot.storage.tables import metadata

HEAD = "head"


def migrate(url: str, revision: str = HEAD) -> None:
    """Brings the tables up to `revision` ("head": the newest); does nothing when they are there."""
    command.upgrade(_config(url), revision)


def unmigrate(url: str, revision: str) -> None:
    """Takes the tables down to `revision` ("base": none are left)."""
    command.downgrade(_config(url), revision)


def is_ours(name: str | None, kind: str, parents: Any) -> bool:
    """Whether a comparison with the code looks at this table: the durable engine's tables are none of ours."""
    return kind != "table" or name in metadata.tables


def _config(url: str) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.attributes["url"] = url
    return config
