"""What contracts agree, which of their periods were billed, usage, index values, and revenue that is still deferred."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
CHECK = "ck_cases_kind_known"
CASES = ("dispute", "short_payment", "dunning_release", "registered_letter", "undelivered")


def upgrade() -> None:
    op.add_column("contracts", sa.Column("terms", sa.Text(), nullable=False, server_default="{}"))
    op.create_table(
        "billed_periods",
        sa.Column("id", KEY, nullable=False),
        sa.Column("contract", KEY, nullable=False),
        sa.Column("customer", KEY, nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("net", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("invoice", KEY, nullable=False),
        sa.Column("month", sa.Text(), nullable=False),
        sa.Column("billed_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_billed_periods"),
        sa.UniqueConstraint("contract", "first_day", name="uq_billed_periods_contract_first_day"),
    )
    for name in ("contract", "customer", "invoice"):
        op.create_index(f"ix_billed_periods_{name}", "billed_periods", [name])
    op.create_table(
        "usage",
        sa.Column("id", KEY, nullable=False),
        sa.Column("contract", KEY, nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_usage"),
    )
    op.create_index("ix_usage_contract", "usage", ["contract"])
    op.create_table(
        "index_values",
        sa.Column("id", KEY, nullable=False),
        sa.Column("name", KEY, nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_index_values"),
    )
    op.create_index("ix_index_values_name", "index_values", ["name"])
    schedules()
    allow((*CASES, "billing"))


def schedules() -> None:
    op.create_table(
        "revenue_schedules",
        sa.Column("id", KEY, nullable=False),
        sa.Column("company", sa.Text(), nullable=False),
        sa.Column("customer", KEY, nullable=False),
        sa.Column("invoice", KEY, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("recognised", sa.BigInteger(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("recognised_until", sa.Date(), nullable=True),
        sa.Column("done", sa.Boolean(), nullable=False),
        sa.CheckConstraint("method IN ('daily', 'monthly')", name=op.f("ck_revenue_schedules_method_known")),
        sa.PrimaryKeyConstraint("id", name="pk_revenue_schedules"),
    )
    op.create_index("ix_revenue_schedules_customer", "revenue_schedules", ["customer"])
    op.create_index("ix_revenue_schedules_invoice", "revenue_schedules", ["invoice"])
    op.create_index("ix_revenue_schedules_done_first_day", "revenue_schedules", ["done", "first_day"])


def downgrade() -> None:
    allow(CASES)
    for name in ("revenue_schedules", "index_values", "usage", "billed_periods"):
        op.drop_table(name)
    op.drop_column("contracts", "terms")


def allow(kinds: tuple[str, ...]) -> None:
    known = ", ".join(f"'{kind}'" for kind in kinds)
    with op.batch_alter_table("cases") as table:
        table.drop_constraint(op.f(CHECK), type_="check")
        table.create_check_constraint(op.f(CHECK), f"kind IN ({known})")
