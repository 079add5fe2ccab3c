"""What customers ask of their e-invoices, what documents say of it, and three more classes of tax rates."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

CLASSES = ("standard", "reduced", "super_reduced", "zero", "exempt")
MORE_CLASSES = (*CLASSES, "intermediate", "reverse_charge", "out_of_scope")
CHECK = "ck_products_vat_rate_class_known"
CUSTOMER_TEXTS = (
    "e_invoice", "endpoint_id", "endpoint_scheme", "buyer_reference", "contract_reference", "order_reference",
)  # fmt: skip
WHOLE = ("discount_percent", "discount_days")
NO_TERMS = '{"profile":"","endpoint_id":"","endpoint_scheme":"","buyer_reference":"","contract_reference":""}'


def upgrade() -> None:
    for name in CUSTOMER_TEXTS:
        op.add_column("customers", sa.Column(name, sa.Text(), nullable=False, server_default=""))
    op.add_column("customers", sa.Column("discount_percent", sa.BigInteger(), nullable=False, server_default="0"))
    op.add_column("customers", sa.Column("discount_days", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("invoices", sa.Column("adjustments", sa.Text(), nullable=False, server_default="[]"))
    op.add_column("invoices", sa.Column("prepaid", sa.BigInteger(), nullable=False, server_default="0"))
    op.add_column("invoices", sa.Column("electronic", sa.Text(), nullable=False, server_default=NO_TERMS))
    op.add_column("invoices", sa.Column("ship_to", sa.Text(), nullable=False, server_default="null"))
    allow(MORE_CLASSES)


def downgrade() -> None:
    allow(CLASSES)
    for name in ("ship_to", "electronic", "prepaid", "adjustments"):
        op.drop_column("invoices", name)
    for name in (*WHOLE, *reversed(CUSTOMER_TEXTS)):
        op.drop_column("customers", name)


def allow(classes: tuple[str, ...]) -> None:
    known = ", ".join(f"'{name}'" for name in classes)
    with op.batch_alter_table("products") as table:
        table.drop_constraint(op.f(CHECK), type_="check")
        table.create_check_constraint(op.f(CHECK), f"vat_rate_class IN ({known})")
