"""Reports of what stands behind one line of the bank: payouts, cheques, lockboxes, returned direct debits."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "receipt_sources",
        sa.Column("id", KEY, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("reported_on", sa.Date(), nullable=False),
        sa.Column("shares", sa.Text(), nullable=False),
        sa.Column("company", KEY, nullable=False),
        sa.Column("booked_on", sa.Date(), nullable=True),
        sa.Column("told_by", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('payout', 'cheques', 'lockbox', 'returns')", name=op.f("ck_receipt_sources_kind_known")
        ),
        sa.PrimaryKeyConstraint("id", name="pk_receipt_sources"),
    )
    op.create_index("ix_receipt_sources_company", "receipt_sources", ["company"])


def downgrade() -> None:
    op.drop_table("receipt_sources")
