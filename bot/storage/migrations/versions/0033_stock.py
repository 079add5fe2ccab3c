"""What is free of articles, and when more comes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "stock",
        sa.Column("sku", KEY, nullable=False),
        sa.Column("available", sa.BigInteger(), nullable=False),
        sa.Column("counted_on", sa.Date(), nullable=False),
        sa.Column("next_arrival", sa.Date(), nullable=True),
        sa.Column("arriving", sa.BigInteger(), nullable=False),
        sa.Column("reserved", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("sku", name="pk_stock"),
    )


def downgrade() -> None:
    op.drop_table("stock")
