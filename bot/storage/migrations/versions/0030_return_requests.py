"""Goods that customers ask to send back, in their words and with what a person should know."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"

CHECK = "ck_returns_state_known"
STATES = ("announced", "received", "proposed", "credited", "refused")


def upgrade() -> None:
    op.add_column("returns", sa.Column("words", sa.Text(), nullable=False, server_default=""))
    op.add_column("returns", sa.Column("findings", sa.Text(), nullable=False, server_default="[]"))
    allow(("requested", *STATES))


def downgrade() -> None:
    op.execute("DELETE FROM returns WHERE state = 'requested'")
    allow(STATES)
    op.drop_column("returns", "findings")
    op.drop_column("returns", "words")


def allow(states: tuple[str, ...]) -> None:
    known = ", ".join(f"'{state}'" for state in states)
    with op.batch_alter_table("returns") as table:
        table.drop_constraint(op.f(CHECK), type_="check")
        table.create_check_constraint(op.f(CHECK), f"state IN ({known})")
