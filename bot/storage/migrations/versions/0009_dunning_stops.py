"""A person's word on dunning: stops of a customer or a document, and charges that were given up."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

KEY_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "stops",
        sa.Column("id", KEY_TEXT, nullable=False),
        sa.Column("customer", KEY_TEXT, nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("set_by", sa.Text(), nullable=False),
        sa.Column("set_on", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("lifted_by", sa.Text(), nullable=False),
        sa.Column("lifted_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_stops"),
        sa.CheckConstraint("kind IN ('manual', 'insolvency')", name=op.f("ck_stops_kind_known")),
    )
    op.create_index("ix_stops_customer", "stops", ["customer"])
    op.create_table(
        "waivers",
        sa.Column("id", KEY_TEXT, nullable=False),
        sa.Column("document", KEY_TEXT, nullable=False),
        sa.Column("customer", KEY_TEXT, nullable=False),
        sa.Column("waived", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("waived_by", sa.Text(), nullable=False),
        sa.Column("waived_on", sa.Date(), nullable=False),
        sa.Column("withdrawn_by", sa.Text(), nullable=False),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_waivers"),
        sa.CheckConstraint("waived IN ('interest', 'compensation', 'both')", name=op.f("ck_waivers_waived_known")),
    )
    op.create_index("ix_waivers_document", "waivers", ["document"])
    op.create_index("ix_waivers_customer", "waivers", ["customer"])


def downgrade() -> None:
    op.drop_table("waivers")
    op.drop_table("stops")
