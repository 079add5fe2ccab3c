"""What confirmed payments taught about payers: whose an account is."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "habits",
        sa.Column("id", KEY, nullable=False),
        sa.Column("customer", KEY, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("value", KEY, nullable=False),
        sa.Column("confirmed", sa.Integer(), nullable=False),
        sa.Column("contradicted", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.CheckConstraint("kind IN ('account')", name=op.f("ck_habits_kind_known")),
        sa.PrimaryKeyConstraint("id", name="pk_habits"),
    )
    op.create_index("ix_habits_customer", "habits", ["customer"])
    op.create_index("ix_habits_value", "habits", ["value"])


def downgrade() -> None:
    op.drop_table("habits")
