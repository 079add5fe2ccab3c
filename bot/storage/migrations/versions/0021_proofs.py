"""What the nightly proof found; posted documents that nobody changes, one for each place, and residuals in bounds."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
RESIDUAL = "(open_amount = 0 OR (open_amount > 0) = (original > 0)) AND abs(open_amount) <= abs(original)"
POSTED = {"sqlite": "OLD.digest <> ''", "postgresql": "(OLD.digest <> '')"}


def upgrade() -> None:
    op.create_table(
        "proofs",
        sa.Column("name", KEY, nullable=False),
        sa.Column("proved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("problems", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_proofs"),
    )
    with op.batch_alter_table("open_items") as items:
        items.create_check_constraint("residual", RESIDUAL)
    op.create_index(
        "ix_invoices_posted_place",
        "invoices",
        ["series", "sequence"],
        unique=True,
        sqlite_where=sa.text("digest <> ''"),
        postgresql_where=sa.text("digest <> ''"),
    )
    dialect = op.get_bind().dialect.name
    for verb in ("UPDATE", "DELETE"):
        effect = (
            "EXECUTE FUNCTION refuse_change()"
            if dialect == "postgresql"
            else "BEGIN SELECT RAISE(ABORT, 'rows of invoices are never changed'); END"
        )
        each = f"FOR EACH ROW WHEN {POSTED[dialect]}"
        op.execute(f"CREATE TRIGGER invoices_no_{verb.lower()} BEFORE {verb} ON invoices {each} {effect}")


def downgrade() -> None:
    on = " ON invoices" if op.get_bind().dialect.name == "postgresql" else ""
    for verb in ("update", "delete"):
        op.execute(f"DROP TRIGGER invoices_no_{verb}{on}")
    op.drop_index("ix_invoices_posted_place", "invoices")
    with op.batch_alter_table("open_items") as items:
        items.drop_constraint("residual", type_="check")
    op.drop_table("proofs")
