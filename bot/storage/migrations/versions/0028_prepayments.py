"""Money on account that is set aside for the invoices of an order."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "prepayments",
        sa.Column("id", KEY, nullable=False),
        sa.Column("payment", KEY, nullable=False),
        sa.Column("order", KEY, nullable=False),
        sa.Column("customer", sa.Text(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("set_by", sa.Text(), nullable=False),
        sa.Column("set_on", sa.Date(), nullable=False),
        sa.Column("applied", sa.BigInteger(), nullable=False),
        sa.Column("withdrawn_by", sa.Text(), nullable=False),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_prepayments"),
    )
    for name in ("order", "payment"):
        op.create_index(f"ix_prepayments_{name}", "prepayments", [name])


def downgrade() -> None:
    op.drop_table("prepayments")
