"""The tables' history, and the one way up and down it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from bot.storage.tables import metadata

if TYPE_CHECKING:
    from alembic.config import Config

    from bot.storage.database import Database

HEAD = "head"
ON_EXPRESSIONS = frozenset({"ix_invoices_folded"})
VERSIONS = Path(__file__).parent / "versions"


def newest() -> str:
    """The last revision; files begin with theirs."""
    return max(file.name.partition("_")[0] for file in VERSIONS.glob("[0-9]*.py"))


def is_current(database: Database) -> bool:
    """Whether the tables are those of this program: one question, and no need to load Alembic."""
    try:
        with database.read() as snapshot:
            found = snapshot.connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalars().all()
    except sa.exc.DBAPIError:  # no such table: a new database
        return False
    return list(found) == [newest()]


def migrate(url: str, revision: str = HEAD) -> None:
    """Brings the tables up to `revision` ("head": the newest); does nothing when they are there."""
    from alembic import command

    command.upgrade(_config(url), revision)


def unmigrate(url: str, revision: str) -> None:
    """Takes the tables down to `revision` ("base": none are left)."""
    from alembic import command

    command.downgrade(_config(url), revision)


def is_ours(name: str | None, kind: str, parents: Any) -> bool:
    """Whether a comparison with the code looks at this table or index: the durable engine's tables are none of ours.

    Nor does it look at indexes on expressions: only the migrations know them.
    """
    return name in metadata.tables if kind == "table" else name not in ON_EXPRESSIONS


def _config(url: str) -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.attributes["url"] = url
    return config
