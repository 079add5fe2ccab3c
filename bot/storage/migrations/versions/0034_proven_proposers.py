"""Whether whoever proposed a refund had signed in; of those before nobody knows."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"


def upgrade() -> None:
    op.add_column("refunds", sa.Column("is_proven", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    op.drop_column("refunds", "is_proven")
