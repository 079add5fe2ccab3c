"""Collections by direct debit: proposed, released, ordered by a file."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
STATES = "'proposed', 'released', 'ordered', 'cancelled'"


def upgrade() -> None:
    op.create_table(
        "debit_collections",
        sa.Column("id", KEY, nullable=False),
        sa.Column("company", sa.Text(), nullable=False),
        sa.Column("collected_on", sa.Date(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("lines", sa.Text(), nullable=False),
        sa.Column("proposed_by", sa.Text(), nullable=False),
        sa.Column("proposed_on", sa.Date(), nullable=False),
        sa.Column("released_by", sa.Text(), nullable=False),
        sa.Column("released_on", sa.Date(), nullable=True),
        sa.Column("file", KEY, nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.CheckConstraint(f"state IN ({STATES})", name=op.f("ck_debit_collections_state_known")),
        sa.PrimaryKeyConstraint("id", name="pk_debit_collections"),
    )
    op.create_index("ix_debit_collections_state", "debit_collections", ["state"])
    op.create_index("ix_debit_collections_file", "debit_collections", ["file"])
    op.add_column("direct_debits", sa.Column("collection", KEY, nullable=False, server_default=""))
    op.add_column("direct_debits", sa.Column("sequence", sa.Text(), nullable=False, server_default=""))
    op.add_column("direct_debits", sa.Column("used_before", sa.Date(), nullable=True))
    op.create_index("ix_direct_debits_collection", "direct_debits", ["collection"])


def downgrade() -> None:
    op.drop_index("ix_direct_debits_collection", "direct_debits")
    for column in ("used_before", "sequence", "collection"):
        op.drop_column("direct_debits", column)
    op.drop_table("debit_collections")
