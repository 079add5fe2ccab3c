"""Debits that fit a file of refunds half: what persons say they are."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "refund_settlements",
        sa.Column("id", KEY, nullable=False),
        sa.Column("company", sa.Text(), nullable=False),
        sa.Column("payment", KEY, nullable=False),
        sa.Column("refunds", sa.Text(), nullable=False),
        sa.Column("rest", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("rest_is", sa.Text(), nullable=False),
        sa.Column("proof", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("proposed_by", sa.Text(), nullable=False),
        sa.Column("proposed_on", sa.Date(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.CheckConstraint("rest_is IN ('none', 'charge', 'open')", name=op.f("ck_refund_settlements_rest_is_known")),
        sa.CheckConstraint(
            "state IN ('proposed', 'settled', 'withdrawn')", name=op.f("ck_refund_settlements_state_known")
        ),
        sa.PrimaryKeyConstraint("id", name="pk_refund_settlements"),
    )
    for name in ("payment", "state"):
        op.create_index(f"ix_refund_settlements_{name}", "refund_settlements", [name])


def downgrade() -> None:
    op.drop_table("refund_settlements")
