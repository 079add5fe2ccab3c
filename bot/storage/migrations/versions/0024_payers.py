"""Who pays for whom, and more kinds of habits of payers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
KNOWN = "ck_habits_kind_known"


def upgrade() -> None:
    op.create_table(
        "payer_relations",
        sa.Column("id", KEY, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("payer", sa.Text(), nullable=False),
        sa.Column("iban", sa.Text(), nullable=False),
        sa.Column("customer", KEY, nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.CheckConstraint("kind IN ('factor', 'group', 'sold')", name=op.f("ck_payer_relations_kind_known")),
        sa.PrimaryKeyConstraint("id", name="pk_payer_relations"),
    )
    op.create_index("ix_payer_relations_customer", "payer_relations", ["customer"])
    _habits("'account', 'reference', 'discount'")


def downgrade() -> None:
    op.execute("DELETE FROM habits WHERE kind <> 'account'")
    _habits("'account'")
    op.drop_table("payer_relations")


def _habits(kinds: str) -> None:
    with op.batch_alter_table("habits") as table:
        table.drop_constraint(op.f(KNOWN), type_="check")
        table.create_check_constraint(op.f(KNOWN), f"kind IN ({kinds})")
