"""Deadlines of cases to the minute, their steps, the day of their end, and credits that wait for a second person."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.add_column("cases", sa.Column("due_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("cases", sa.Column("minutes_left", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("cases", sa.Column("level", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("cases", sa.Column("closed_on", sa.Date(), nullable=True))
    op.add_column("cases", sa.Column("proposal", sa.Text(), nullable=False, server_default="null"))


def downgrade() -> None:
    for name in ("proposal", "closed_on", "level", "minutes_left", "due_at"):
        op.drop_column("cases", name)
