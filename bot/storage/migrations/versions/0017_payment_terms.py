"""Payment terms of customers, as they are written."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    op.add_column("customers", sa.Column("payment_terms", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("customers", "payment_terms")
