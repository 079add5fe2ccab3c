"""Credit holds, campaigns that are approved as a whole, SEPA mandates and the debits that rest on them."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def text(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def keys(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, KEY, nullable=False) for name in names]


def day(name: str, *, optional: bool = True) -> sa.Column[Any]:
    return sa.Column(name, sa.Date(), nullable=optional)


def moment(name: str, *, optional: bool = True) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=optional)


def number(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer(), nullable=False)


def amount(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.BigInteger(), nullable=False)


def known(table: str, column: str, *values: str) -> sa.CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return sa.CheckConstraint(f"{column} IN ({listed})", name=op.f(f"ck_{table}_{column}_known"))


def upgrade() -> None:
    op.create_table(
        "credit_holds",
        *keys("id", "customer"),
        number("level"),
        *text("reason", "set_by", "released_by", "release_reason"),
        day("set_on", optional=False),
        day("until"),
        day("released_on"),
        day("released_until"),
        sa.PrimaryKeyConstraint("id", name="pk_credit_holds"),
    )
    op.create_table(
        "dunning_campaigns",
        *keys("id", "state"),
        *text("companies", "proposed_by", "digest", "approval", "decided_by", "reason"),
        number("letters"),
        moment("proposed_at", optional=False),
        moment("decided_at"),
        day("until"),
        known("dunning_campaigns", "state", "proposed", "approved", "rejected"),
        known("dunning_campaigns", "approval", "none", "one", "two"),
        sa.PrimaryKeyConstraint("id", name="pk_dunning_campaigns"),
    )
    op.create_table(
        "campaign_letters",
        *keys("id", "campaign", "customer"),
        *text("company", "currency", "digest"),
        number("level"),
        number("items"),
        amount("amount"),
        sa.PrimaryKeyConstraint("id", name="pk_campaign_letters"),
    )
    op.create_table(
        "mandates",
        *keys("reference", "customer"),
        *text("company", "scheme", "iban", "revoked_why"),
        sa.Column("one_off", sa.Boolean(), nullable=False),
        day("signed_on", optional=False),
        day("last_used_on"),
        day("revoked_on"),
        known("mandates", "scheme", "core", "b2b"),
        sa.PrimaryKeyConstraint("reference", name="pk_mandates"),
    )
    op.create_table(
        "direct_debits",
        *keys("id", "mandate", "document", "customer"),
        *text("currency", "ended_how"),
        amount("amount"),
        day("collected_on", optional=False),
        day("ended_on"),
        sa.PrimaryKeyConstraint("id", name="pk_direct_debits"),
    )
    for table, columns in INDEXED.items():
        for column in columns:
            op.create_index(f"ix_{table}_{column}", table, [column])


def downgrade() -> None:
    for table in reversed(INDEXED):
        op.drop_table(table)


INDEXED = {
    "credit_holds": ("customer",),
    "dunning_campaigns": ("state",),
    "campaign_letters": ("campaign", "customer"),
    "mandates": ("customer",),
    "direct_debits": ("mandate", "document", "customer"),
}
