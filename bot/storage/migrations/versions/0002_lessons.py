"""What specialists' decisions teach: a row for each decided message, gone with the message."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "lessons",
        sa.Column("message", KEY, nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("intents", sa.Text(), nullable=False),
        sa.Column("right", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["message"], ["messages.id"], name="fk_lessons_message_messages", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("message", name="pk_lessons"),
    )


def downgrade() -> None:
    op.drop_table("lessons")
