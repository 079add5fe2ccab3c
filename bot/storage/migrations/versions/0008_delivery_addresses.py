"""Where a customer's goods may go besides its own address, and where an order's goods are to go."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.add_column("customers", sa.Column("delivery_addresses", sa.Text(), nullable=False, server_default="[]"))
    op.add_column("orders", sa.Column("delivery_address", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("orders", "delivery_address")
    op.drop_column("customers", "delivery_addresses")
