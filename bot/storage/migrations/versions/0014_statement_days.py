"""First and last day of a bank statement's movements, for the daily reconciliation."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.add_column("statements", sa.Column("first_on", sa.Date(), nullable=True))
    op.add_column("statements", sa.Column("last_on", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column("statements", "last_on")
    op.drop_column("statements", "first_on")
