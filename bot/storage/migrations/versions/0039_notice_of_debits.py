"""How many days before a debit a debtor is told at the latest, where that was agreed with this one; 0: as with all."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"


def upgrade() -> None:
    op.add_column("mandates", sa.Column("notice_days", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    op.drop_column("mandates", "notice_days")
