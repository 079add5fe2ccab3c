"""Money in another currency than the document that it clears: what the bank says was sent, what an allocation takes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    op.add_column("allocations", sa.Column("paid", sa.BigInteger(), nullable=True))
    op.add_column("payments", sa.Column("instructed", sa.BigInteger(), nullable=True))
    op.add_column("payments", sa.Column("instructed_currency", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("payments", "instructed_currency")
    op.drop_column("payments", "instructed")
    op.drop_column("allocations", "paid")
