"""The country that an order's goods go to, where it is not the customer's."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"


def upgrade() -> None:
    op.add_column("orders", sa.Column("delivery_country", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("orders", "delivery_country")
