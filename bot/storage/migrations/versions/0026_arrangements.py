"""Arrangements: promises that were agreed together share their price; revenue that waits for a delivery."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
KNOWN = "ck_revenue_schedules_method_known"
TEXTS = {"arrangement": KEY, "source": KEY, "sku": sa.Text()}
FIGURES = ("quantity", "supplied", "stand_alone")
LOOKED_UP = ("arrangement", "source")


def upgrade() -> None:
    op.create_table(
        "arrangements",
        sa.Column("id", KEY, nullable=False),
        sa.Column("customer", KEY, nullable=False),
        sa.Column("company", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("sources", sa.Text(), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.Column("billed", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_arrangements"),
    )
    op.create_index("ix_arrangements_customer", "arrangements", ["customer"])
    for name, kind in TEXTS.items():
        op.add_column("revenue_schedules", sa.Column(name, kind, nullable=False, server_default=""))
    for name in FIGURES:
        op.add_column("revenue_schedules", sa.Column(name, sa.BigInteger(), nullable=False, server_default="0"))
    for name in LOOKED_UP:
        op.create_index(f"ix_revenue_schedules_{name}", "revenue_schedules", [name])
    _methods("'daily', 'monthly', 'supply'")


def downgrade() -> None:
    op.execute("DELETE FROM revenue_schedules WHERE method = 'supply'")
    _methods("'daily', 'monthly'")
    for name in LOOKED_UP:
        op.drop_index(f"ix_revenue_schedules_{name}", "revenue_schedules")
    for name in (*FIGURES, *TEXTS):
        op.drop_column("revenue_schedules", name)
    op.drop_table("arrangements")


def _methods(kinds: str) -> None:
    with op.batch_alter_table("revenue_schedules") as table:
        table.drop_constraint(op.f(KNOWN), type_="check")
        table.create_check_constraint(op.f(KNOWN), f"method IN ({kinds})")
