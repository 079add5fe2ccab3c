"""Refunds: money that goes back to customers by a file for the bank."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
STATES = "'proposed', 'released', 'ordered', 'paid', 'rejected', 'cancelled', 'returned'"


def upgrade() -> None:
    texts = ("note", "released_by", "payment", "why")
    op.create_table(
        "refunds",
        sa.Column("id", KEY, nullable=False),
        sa.Column("company", sa.Text(), nullable=False),
        sa.Column("customer", KEY, nullable=False),
        sa.Column("source", KEY, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("iban", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("reference", KEY, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("proposed_by", sa.Text(), nullable=False),
        sa.Column("proposed_on", sa.Date(), nullable=False),
        sa.Column("released_on", sa.Date(), nullable=True),
        sa.Column("file", KEY, nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in texts),
        sa.CheckConstraint(
            "reason IN ('overpayment', 'double_payment', 'on_account', 'credit_balance')",
            name=op.f("ck_refunds_reason_known"),
        ),
        sa.CheckConstraint(f"state IN ({STATES})", name=op.f("ck_refunds_state_known")),
        sa.PrimaryKeyConstraint("id", name="pk_refunds"),
        sa.UniqueConstraint("reference", name="uq_refunds_reference"),
    )
    for name in ("customer", "source", "state", "file"):
        op.create_index(f"ix_refunds_{name}", "refunds", [name])


def downgrade() -> None:
    op.drop_table("refunds")
