"""What an approved letter asks for, so that it can go out as it was shown."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"


def upgrade() -> None:
    op.add_column("campaign_letters", sa.Column("asked", sa.Text(), nullable=False, server_default="[]"))


def downgrade() -> None:
    op.drop_column("campaign_letters", "asked")
