"""The day on which an invoice's money came before it was issued."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"


def upgrade() -> None:
    op.add_column("invoices", sa.Column("prepaid_on", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column("invoices", "prepaid_on")
