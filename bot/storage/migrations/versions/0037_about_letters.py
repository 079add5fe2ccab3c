"""What letters are about besides documents; of those before, what their facts and their keys hold."""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"

AT_ONCE = 1_000
OF_FACTS = ("order", "return", "change", "mandate")
# Templates whose key is the name of the template, then the id of what the letter is about.
OF_KEYS = ("ask_payer", "refund_paid", "change_received", "change_refused", "promise_received", "debit_notice")


def upgrade() -> None:
    op.add_column("letters", sa.Column("about", sa.Text(), nullable=False, server_default="[]"))
    letters = sa.table("letters", *(sa.column(name) for name in ("id", "dedup_key", "template", "facts", "about")))
    connection, last = op.get_bind(), ""
    while True:
        page = sa.select(letters).where(letters.c.id > last).order_by(letters.c.id).limit(AT_ONCE)
        rows = connection.execute(page).all()
        if not rows:
            return
        last = rows[-1].id
        found = [{"key": row.id, "known": json.dumps(known)} for row in rows if (known := about(row))]
        if found:
            change = sa.update(letters).where(letters.c.id == sa.bindparam("key")).values(about=sa.bindparam("known"))
            connection.execute(change, found)


def downgrade() -> None:
    op.drop_column("letters", "about")


def about(row: Any) -> list[str]:
    """Of a row of letters (Any: as the query has it)."""
    try:
        facts = json.loads(row.facts)
    except ValueError:
        facts = {}
    told = [facts.get(name) for name in OF_FACTS] if isinstance(facts, dict) else []
    named, _, rest = row.dedup_key.partition(":")
    if named in OF_KEYS:
        told.append(rest.partition(":")[0])
    return list(dict.fromkeys(one for one in told if isinstance(one, str) and one))
