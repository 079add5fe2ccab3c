"""Hashes of what was sent, legal holds, and what a person let go of after its years."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.add_column("files", sa.Column("sha256", sa.Text(), nullable=False, server_default=""))
    op.create_table(
        "archive_holds",
        sa.Column("id", KEY, nullable=False),
        sa.Column("customer", KEY, nullable=False),
        sa.Column("document", KEY, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("set_by", sa.Text(), nullable=False),
        sa.Column("set_on", sa.Date(), nullable=False),
        sa.Column("lifted_by", sa.Text(), nullable=False),
        sa.Column("lifted_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_archive_holds"),
    )
    for name in ("customer", "document"):
        op.create_index(f"ix_archive_holds_{name}", "archive_holds", [name])
    op.create_table(
        "archive_released",
        sa.Column("key", KEY, nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("released_on", sa.Date(), nullable=False),
        sa.Column("released_by", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_archive_released"),
    )


def downgrade() -> None:
    op.drop_table("archive_released")
    op.drop_table("archive_holds")
    op.drop_column("files", "sha256")
