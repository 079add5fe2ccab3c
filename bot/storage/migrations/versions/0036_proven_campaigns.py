"""Campaigns: whether who proposed one, and who decided on it, had signed in; of those before nobody knows."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
COLUMNS = ("is_proven", "is_decision_proven")


def upgrade() -> None:
    for name in COLUMNS:
        op.add_column("dunning_campaigns", sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    for name in COLUMNS:
        op.drop_column("dunning_campaigns", name)
