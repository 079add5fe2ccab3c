"""What is known of addresses, the brake of answers, the secret of reply tokens, and letters that wait."""

from __future__ import annotations

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
SECRET_BYTES = 32


def moment(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=True)


def upgrade() -> None:
    kept = op.create_table(
        "secrets",
        sa.Column("name", KEY, nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_secrets"),
    )
    op.bulk_insert(kept, [{"name": "reply", "value": secrets.token_hex(SECRET_BYTES)}])
    op.create_table(
        "addresses",
        sa.Column("email", KEY, nullable=False),
        sa.Column("customer", KEY, nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        *(moment(name) for name in ("failing_since", "failed_at", "dead_since", "complained_at")),
        sa.Column("absent_until", sa.Date(), nullable=True),
        moment("absence_said_at"),
        sa.Column("why", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("email", name="pk_addresses"),
    )
    op.create_index("ix_addresses_customer", "addresses", ["customer"])
    op.create_table(
        "brakes",
        sa.Column("name", KEY, nullable=False),
        moment("stopped_at"),
        sa.Column("why", sa.Text(), nullable=False),
        moment("released_at"),
        sa.Column("released_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_brakes"),
    )
    op.add_column("letters", moment("not_before"))
    op.add_column("letters", sa.Column("released_by", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("letters", "released_by")
    op.drop_column("letters", "not_before")
    for table in ("brakes", "addresses", "secrets"):
        op.drop_table(table)
