"""The segment that a customer was in when its risk was last looked at."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    op.add_column("customers", sa.Column("segment", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("customers", "segment")
