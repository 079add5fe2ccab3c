"""Which addresses have written before, told from the messages that are there; what signatures proved at intake."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
EMAIL = {
    "sqlite": "json_extract(reading, '$.sender.email')",
    "postgresql": "reading::json #>> '{sender,email}'",
}


def upgrade() -> None:
    op.create_table(
        "senders",
        sa.Column("address", KEY, nullable=False),
        sa.Column("first_message", sa.Text(), nullable=False),
        sa.Column("first_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("address", name="pk_senders"),
    )
    op.create_table(
        "signature_verdicts",
        sa.Column("sha256", KEY, nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("signatures", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_signature_verdicts"),
    )
    email = f"lower({EMAIL[op.get_bind().dialect.name]})"
    op.execute(
        f"INSERT INTO senders (address, first_message, first_seen_at) SELECT {email}, min(id), min(received_at)"
        f" FROM messages WHERE reading <> '' AND {email} <> '' GROUP BY {email}"
    )


def downgrade() -> None:
    op.drop_table("signature_verdicts")
    op.drop_table("senders")
