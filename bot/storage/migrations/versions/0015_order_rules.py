"""How articles are sold, what is insured of a customer's debts, and orders about which the customer was asked."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

CHECK = "ck_orders_state_known"
STATES = ("on_hold", "confirmed", "partly_delivered", "delivered", "invoiced", "cancelled", "rejected")


def upgrade() -> None:
    op.add_column("products", sa.Column("terms", sa.Text(), nullable=False, server_default="{}"))
    op.add_column("customers", sa.Column("insured", sa.BigInteger(), nullable=False, server_default="0"))
    allow(("on_hold", "asked", *STATES[1:]))


def downgrade() -> None:
    op.execute("UPDATE orders SET state = 'on_hold' WHERE state = 'asked'")
    allow(STATES)
    op.drop_column("customers", "insured")
    op.drop_column("products", "terms")


def allow(states: tuple[str, ...]) -> None:
    known = ", ".join(f"'{state}'" for state in states)
    with op.batch_alter_table("orders") as table:
        table.drop_constraint(op.f(CHECK), type_="check")
        table.create_check_constraint(op.f(CHECK), f"state IN ({known})")
