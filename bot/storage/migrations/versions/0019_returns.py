"""Goods that customers send back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
STATES = "'announced', 'received', 'proposed', 'credited', 'refused'"


def upgrade() -> None:
    op.create_table(
        "returns",
        sa.Column("id", KEY, nullable=False),
        sa.Column("order", KEY, nullable=False),
        sa.Column("customer", KEY, nullable=False),
        sa.Column("company", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("lines", sa.Text(), nullable=False),
        sa.Column("announced_on", sa.Date(), nullable=False),
        sa.Column("announced_by", sa.Text(), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("case", KEY, nullable=False),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("proposed_by", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("credit_notes", sa.Text(), nullable=False),
        sa.CheckConstraint(f"state IN ({STATES})", name=op.f("ck_returns_state_known")),
        sa.PrimaryKeyConstraint("id", name="pk_returns"),
    )
    for name in ("order", "customer", "state", "case"):
        op.create_index(f"ix_returns_{name}", "returns", [name])


def downgrade() -> None:
    op.drop_table("returns")
