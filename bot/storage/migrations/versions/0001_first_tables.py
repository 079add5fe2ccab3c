"""The first tables. Amounts are BIGINT ten-thousandths, unit prices, quantities and percentages millionths.

What is posted stays: triggers refuse to change or delete journal entries, their lines, allocations and audit events.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
IMMUTABLE = ("journal_entries", "journal_lines", "allocations", "audit")
TABLES = (
    "advices",
    "allocations",
    "audit",
    "cases",
    "changes",
    "clock_slots",
    "contacts",
    "contracts",
    "cursors",
    "customers",
    "deliveries",
    "executor_heartbeat",
    "files",
    "invoices",
    "journal_entries",
    "letters",
    "mailbox_moves",
    "messages",
    "open_items",
    "orders",
    "payments",
    "prices",
    "products",
    "promises",
    "rates",
    "raw_messages",
    "send_attempts",
    "series",
    "sessions",
    "statements",
    "users",
    "journal_lines",
)


def upgrade() -> None:
    _records()
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    if on_postgresql:
        op.execute("CREATE SEQUENCE audit_number")
        op.execute(
            "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'rows of % are never changed', TG_TABLE_NAME; END $$"
        )
    for table in IMMUTABLE:
        for verb in ("UPDATE", "DELETE"):
            effect = (
                "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
                if on_postgresql
                else f"BEGIN SELECT RAISE(ABORT, 'rows of {table} are never changed'); END"
            )
            op.execute(f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} {effect}")


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_change")
        op.execute("DROP SEQUENCE audit_number")


def _records() -> None:
    op.create_table(
        "advices",
        sa.Column("id", KEY, nullable=False),
        sa.Column("customer", KEY, nullable=False),
        sa.Column("company", sa.Text(), nullable=False),
        sa.Column("message_id", KEY, nullable=False),
        sa.Column("payment_date", sa.Date(), nullable=True),
        sa.Column("total", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("lines", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("payment", KEY, nullable=False),
        sa.CheckConstraint("state IN ('waiting', 'paired', 'contradicting')", name=op.f("ck_advices_state_known")),
        sa.PrimaryKeyConstraint("id", name="pk_advices"),
    )
    op.create_index("ix_advices_customer", "advices", ["customer"])
    op.create_index("ix_advices_message_id", "advices", ["message_id"])
    op.create_index("ix_advices_payment", "advices", ["payment"])
    op.create_index("ix_advices_state", "advices", ["state"])
    op.create_table(
        "allocations",
        sa.Column("id", KEY, nullable=False),
        sa.Column("payment", KEY, nullable=False),
        sa.Column("credit_note", KEY, nullable=False),
        sa.Column("invoice", KEY, nullable=False),
        sa.Column("customer", KEY, nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("discount", sa.BigInteger(), nullable=False),
        sa.Column("write_off", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("proof", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_allocations"),
    )
    op.create_index("ix_allocations_credit_note", "allocations", ["credit_note"])
    op.create_index("ix_allocations_customer", "allocations", ["customer"])
    op.create_index("ix_allocations_invoice", "allocations", ["invoice"])
    op.create_index("ix_allocations_payment", "allocations", ["payment"])
    op.create_table(
        "audit",
        sa.Column("id", KEY, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("subject", KEY, nullable=False),
        sa.Column("message_id", KEY, nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
    )
    op.create_index("ix_audit_at", "audit", ["at"])
    op.create_index("ix_audit_message_id", "audit", ["message_id"])
    op.create_index("ix_audit_subject", "audit", ["subject"])
    op.create_table(
        "cases",
        sa.Column("id", KEY, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("customer", KEY, nullable=False),
        sa.Column("company", sa.Text(), nullable=False),
        sa.Column("invoices", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("owner", KEY, nullable=False),
        sa.Column("opened", sa.Date(), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("message_ids", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("used", sa.Boolean(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('dispute', 'short_payment', 'dunning_release', 'registered_letter', 'undelivered')",
            name=op.f("ck_cases_kind_known"),
        ),
        sa.CheckConstraint("state IN ('open', 'waiting', 'closed')", name=op.f("ck_cases_state_known")),
        sa.PrimaryKeyConstraint("id", name="pk_cases"),
    )
    op.create_index("ix_cases_customer", "cases", ["customer"])
    op.create_index("ix_cases_owner", "cases", ["owner"])
    op.create_index("ix_cases_state", "cases", ["state"])
    op.create_table(
        "changes",
        sa.Column("id", KEY, nullable=False),
        sa.Column("customer", KEY, nullable=False),
        sa.Column("company", sa.Text(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("old", sa.Text(), nullable=False),
        sa.Column("new", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("message_id", KEY, nullable=False),
        sa.Column("requested_on", sa.Date(), nullable=False),
        sa.Column("warnings", sa.Text(), nullable=False),
        sa.Column("verified_by", sa.Text(), nullable=False),
        sa.Column("approved_by", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "state IN ('requested', 'verified', 'applied', 'refused')", name=op.f("ck_changes_state_known")
        ),
        sa.PrimaryKeyConstraint("id", name="pk_changes"),
    )
    op.create_index("ix_changes_customer", "changes", ["customer"])
    op.create_index("ix_changes_message_id", "changes", ["message_id"])
    op.create_index("ix_changes_state", "changes", ["state"])
    op.create_table(
        "clock_slots",
        sa.Column("job", KEY, nullable=False),
        sa.Column("slot", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("job", name="pk_clock_slots"),
    )
    op.create_table(
        "contacts",
        sa.Column("id", KEY, nullable=False),
        sa.Column("customer", KEY, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", KEY, nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_contacts"),
    )
    op.create_index("ix_contacts_customer", "contacts", ["customer"])
    op.create_index("ix_contacts_email", "contacts", ["email"])
    op.create_table(
        "contracts",
        sa.Column("number", KEY, nullable=False),
        sa.Column("customer", KEY, nullable=False),
        sa.Column("sku", sa.Text(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("end", sa.Date(), nullable=True),
        sa.Column("billing", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "billing IN ('once', 'monthly', 'quarterly', 'yearly')", name=op.f("ck_contracts_billing_known")
        ),
        sa.PrimaryKeyConstraint("number", name="pk_contracts"),
    )
    op.create_index("ix_contracts_customer", "contracts", ["customer"])
    op.create_table(
        "cursors",
        sa.Column("mailbox", KEY, nullable=False),
        sa.Column("generation", sa.Text(), nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("polled_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("mailbox", name="pk_cursors"),
    )
    op.create_table(
        "customers",
        sa.Column("number", KEY, nullable=False),
        sa.Column("company", KEY, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("vat_id", KEY, nullable=False),
        sa.Column("registration", sa.Text(), nullable=False),
        sa.Column("street", sa.Text(), nullable=False),
        sa.Column("postcode", sa.Text(), nullable=False),
        sa.Column("city", sa.Text(), nullable=False),
        sa.Column("emails", sa.Text(), nullable=False),
        sa.Column("domains", sa.Text(), nullable=False),
        sa.Column("ibans", sa.Text(), nullable=False),
        sa.Column("payment_days", sa.Integer(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("credit_limit", sa.BigInteger(), nullable=True),
        sa.Column("dunning_policy", sa.Text(), nullable=False),
        sa.Column("aliases", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_customers"),
    )
    op.create_index("ix_customers_company", "customers", ["company"])
    op.create_index("ix_customers_vat_id", "customers", ["vat_id"])
    op.create_table(
        "deliveries",
        sa.Column("id", KEY, nullable=False),
        sa.Column("order", KEY, nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("sku", sa.Text(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_deliveries"),
    )
    op.create_index("ix_deliveries_order", "deliveries", ["order"])
    op.create_table(
        "executor_heartbeat",
        sa.Column("executor", KEY, nullable=False),
        sa.Column("beat", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("executor", name="pk_executor_heartbeat"),
    )
    op.create_index("ix_executor_heartbeat_beat", "executor_heartbeat", ["beat"])
    op.create_table(
        "files",
        sa.Column("key", KEY, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("content_type", sa.Text(), nullable=False),
        sa.Column("bytes", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_files"),
    )
    op.create_table(
        "invoices",
        sa.Column("number", KEY, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("company", sa.Text(), nullable=False),
        sa.Column("customer", KEY, nullable=False),
        sa.Column("issue_date", sa.Date(), nullable=False),
        sa.Column("due_date", sa.Date(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("net", sa.BigInteger(), nullable=True),
        sa.Column("tax", sa.BigInteger(), nullable=True),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("po_number", sa.Text(), nullable=False),
        sa.Column("order", KEY, nullable=False),
        sa.Column("delivery_date", sa.Date(), nullable=True),
        sa.Column("lines", sa.Text(), nullable=False),
        sa.Column("taxes", sa.Text(), nullable=False),
        sa.Column("seller", sa.Text(), nullable=False),
        sa.Column("buyer", sa.Text(), nullable=False),
        sa.Column("discount_percent", sa.BigInteger(), nullable=False),
        sa.Column("discount_days", sa.Integer(), nullable=False),
        sa.Column("corrects", KEY, nullable=False),
        sa.Column("case", KEY, nullable=False),
        sa.Column("taken_over", sa.Boolean(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("series", KEY, nullable=False),
        sa.Column("previous_digest", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.CheckConstraint("kind IN ('invoice', 'credit_note')", name=op.f("ck_invoices_kind_known")),
        sa.PrimaryKeyConstraint("number", name="pk_invoices"),
    )
    op.create_index("ix_invoices_case", "invoices", ["case"])
    op.create_index("ix_invoices_company_issue_date", "invoices", ["company", "issue_date"])
    op.create_index("ix_invoices_series_sequence", "invoices", ["series", "sequence"])
    # As `bot.book.folded_number` asks: a number without its separators, in capitals.
    op.execute(
        "CREATE INDEX ix_invoices_folded ON invoices "
        "(upper(replace(replace(replace(replace(replace(number, '-', ''), '/', ''), '.', ''), ' ', ''), '_', '')))"
    )
    op.create_index("ix_invoices_corrects", "invoices", ["corrects"])
    op.create_index("ix_invoices_customer", "invoices", ["customer"])
    op.create_index("ix_invoices_order", "invoices", ["order"])
    op.create_index("ix_invoices_series", "invoices", ["series"])
    op.create_table(
        "journal_entries",
        sa.Column("id", KEY, nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("company", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("document", KEY, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("reverses", KEY, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_journal_entries"),
    )
    op.create_index("ix_journal_entries_company_date", "journal_entries", ["company", "date"])
    op.create_index("ix_journal_entries_document", "journal_entries", ["document"])
    op.create_index("ix_journal_entries_reverses", "journal_entries", ["reverses"])
    op.create_table(
        "letters",
        sa.Column("id", KEY, nullable=False),
        sa.Column("dedup_key", KEY, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("template", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("company", sa.Text(), nullable=False),
        sa.Column("customer", KEY, nullable=False),
        sa.Column("to", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("documents", sa.Text(), nullable=False),
        sa.Column("attach", sa.Text(), nullable=False),
        sa.Column("case", KEY, nullable=False),
        sa.Column("in_reply_to", KEY, nullable=False),
        sa.Column("references", sa.Text(), nullable=False),
        sa.Column("message_id", KEY, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("attachments", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('order_confirmation', 'invoice', 'credit_note', 'dunning', 'receipt', "
            "'reply', 'statement', 'escalation')",
            name=op.f("ck_letters_kind_known"),
        ),
        sa.CheckConstraint(
            "state IN ('queued', 'sending', 'sent', 'uncertain', 'failed', 'bounced', 'cancelled')",
            name=op.f("ck_letters_state_known"),
        ),
        sa.PrimaryKeyConstraint("id", name="pk_letters"),
        sa.UniqueConstraint("dedup_key", name="uq_letters_dedup_key"),
    )
    op.create_index("ix_letters_case", "letters", ["case"])
    op.create_index("ix_letters_customer", "letters", ["customer"])
    op.create_index("ix_letters_in_reply_to", "letters", ["in_reply_to"])
    op.create_index("ix_letters_kind", "letters", ["kind"])
    op.create_index("ix_letters_message_id", "letters", ["message_id"])
    op.create_index("ix_letters_state", "letters", ["state"])
    op.create_table(
        "mailbox_moves",
        sa.Column("message", KEY, nullable=False),
        sa.Column("mailbox", KEY, nullable=False),
        sa.Column("generation", sa.Text(), nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("folder", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("message", name="pk_mailbox_moves"),
    )
    op.create_index("ix_mailbox_moves_mailbox", "mailbox_moves", ["mailbox"])
    op.create_index("ix_mailbox_moves_moved_at", "mailbox_moves", ["moved_at"])
    op.create_table(
        "messages",
        sa.Column("id", KEY, nullable=False),
        sa.Column("mailbox", sa.Text(), nullable=False),
        sa.Column("company", sa.Text(), nullable=False),
        sa.Column("generation", sa.Text(), nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("sha256", KEY, nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("message_id", KEY, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("customer", KEY, nullable=False),
        sa.Column("intents", sa.Text(), nullable=False),
        sa.Column("route", sa.Text(), nullable=False),
        sa.Column("reading", sa.Text(), nullable=False),
        sa.Column("records", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("duplicate_of", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "state IN ('received', 'done', 'review', 'ignored', 'quarantined')", name=op.f("ck_messages_state_known")
        ),
        sa.PrimaryKeyConstraint("id", name="pk_messages"),
        sa.UniqueConstraint("mailbox", "sha256", name="uq_messages_mailbox_sha256"),
    )
    op.create_index("ix_messages_customer", "messages", ["customer"])
    op.create_index("ix_messages_message_id", "messages", ["message_id"])
    op.create_index("ix_messages_received_at", "messages", ["received_at"])
    op.create_index("ix_messages_sha256", "messages", ["sha256"])
    op.create_index("ix_messages_state", "messages", ["state"])
    op.create_table(
        "open_items",
        sa.Column("document", KEY, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("customer", KEY, nullable=False),
        sa.Column("company", sa.Text(), nullable=False),
        sa.Column("issue_date", sa.Date(), nullable=False),
        sa.Column("due_date", sa.Date(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("original", sa.BigInteger(), nullable=False),
        sa.Column("open_amount", sa.BigInteger(), nullable=False),
        sa.Column("po_number", KEY, nullable=False),
        sa.Column("discount_percent", sa.BigInteger(), nullable=False),
        sa.Column("discount_days", sa.Integer(), nullable=False),
        sa.Column("dunning_level", sa.Integer(), nullable=False),
        sa.Column("level_raised_on", sa.Date(), nullable=True),
        sa.Column("manual_hold", sa.Text(), nullable=False),
        sa.CheckConstraint("kind IN ('invoice', 'credit_note')", name=op.f("ck_open_items_kind_known")),
        sa.PrimaryKeyConstraint("document", name="pk_open_items"),
    )
    op.create_index("ix_open_items_customer", "open_items", ["customer"])
    op.create_index("ix_open_items_due_date", "open_items", ["due_date"])
    op.create_index("ix_open_items_po_number", "open_items", ["po_number"])
    op.create_table(
        "orders",
        sa.Column("number", KEY, nullable=False),
        sa.Column("customer", KEY, nullable=False),
        sa.Column("company", sa.Text(), nullable=False),
        sa.Column("po_number", KEY, nullable=False),
        sa.Column("order_date", sa.Date(), nullable=False),
        sa.Column("requested_date", sa.Date(), nullable=True),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("lines", sa.Text(), nullable=False),
        sa.Column("deviations", sa.Text(), nullable=False),
        sa.Column("message_id", KEY, nullable=False),
        sa.Column("ordered_by", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "state IN ('on_hold', 'confirmed', 'partly_delivered', 'delivered', 'invoiced', 'cancelled', 'rejected')",
            name=op.f("ck_orders_state_known"),
        ),
        sa.PrimaryKeyConstraint("number", name="pk_orders"),
    )
    op.create_index("ix_orders_customer", "orders", ["customer"])
    op.create_index("ix_orders_message_id", "orders", ["message_id"])
    op.create_index("ix_orders_po_number", "orders", ["po_number"])
    op.create_index("ix_orders_state", "orders", ["state"])
    op.create_table(
        "payments",
        sa.Column("id", KEY, nullable=False),
        sa.Column("company", sa.Text(), nullable=False),
        sa.Column("customer", KEY, nullable=False),
        sa.Column("value_date", sa.Date(), nullable=False),
        sa.Column("booking_date", sa.Date(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("unapplied", sa.BigInteger(), nullable=False),
        sa.Column("source", KEY, nullable=False),
        sa.Column("statement", KEY, nullable=False),
        sa.Column("payer_name", sa.Text(), nullable=False),
        sa.Column("payer_iban", KEY, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("reference", KEY, nullable=False),
        sa.Column("reverses", KEY, nullable=False),
        sa.Column("held", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_payments"),
    )
    op.create_index("ix_payments_customer", "payments", ["customer"])
    op.create_index("ix_payments_payer_iban", "payments", ["payer_iban"])
    op.create_index("ix_payments_reference", "payments", ["reference"])
    op.create_index("ix_payments_reverses", "payments", ["reverses"])
    op.create_index("ix_payments_source", "payments", ["source"])
    op.create_index("ix_payments_statement", "payments", ["statement"])
    op.create_index("ix_payments_value_date", "payments", ["value_date"])
    op.create_table(
        "prices",
        sa.Column("id", KEY, nullable=False),
        sa.Column("customer", KEY, nullable=False),
        sa.Column("sku", KEY, nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("min_quantity", sa.BigInteger(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_prices"),
    )
    op.create_index("ix_prices_customer", "prices", ["customer"])
    op.create_index("ix_prices_sku", "prices", ["sku"])
    op.create_table(
        "products",
        sa.Column("sku", KEY, nullable=False),
        sa.Column("names", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("vat_rate_class", sa.Text(), nullable=False),
        sa.Column("aliases", sa.Text(), nullable=False),
        sa.Column("revenue", sa.Text(), nullable=False),
        sa.CheckConstraint("revenue IN ('goods', 'service', 'subscription')", name=op.f("ck_products_revenue_known")),
        sa.CheckConstraint(
            "vat_rate_class IN ('standard', 'reduced', 'super_reduced', 'zero', 'exempt')",
            name=op.f("ck_products_vat_rate_class_known"),
        ),
        sa.PrimaryKeyConstraint("sku", name="pk_products"),
    )
    op.create_table(
        "promises",
        sa.Column("id", KEY, nullable=False),
        sa.Column("customer", KEY, nullable=False),
        sa.Column("company", sa.Text(), nullable=False),
        sa.Column("invoices", sa.Text(), nullable=False),
        sa.Column("pays_on", sa.Date(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("message_id", KEY, nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.CheckConstraint("state IN ('open', 'kept', 'broken', 'replaced')", name=op.f("ck_promises_state_known")),
        sa.PrimaryKeyConstraint("id", name="pk_promises"),
    )
    op.create_index("ix_promises_customer", "promises", ["customer"])
    op.create_index("ix_promises_message_id", "promises", ["message_id"])
    op.create_index("ix_promises_state", "promises", ["state"])
    op.create_table(
        "rates",
        sa.Column("id", KEY, nullable=False),
        sa.Column("currency", KEY, nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("rate", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_rates"),
    )
    op.create_index("ix_rates_currency", "rates", ["currency"])
    op.create_table(
        "raw_messages",
        sa.Column("sha256", KEY, nullable=False),
        sa.Column("bytes", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_raw_messages"),
    )
    op.create_table(
        "send_attempts",
        sa.Column("letter", KEY, nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("account", KEY, nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("letter", "attempt", name="pk_send_attempts"),
    )
    op.create_index("ix_send_attempts_account", "send_attempts", ["account"])
    op.create_index("ix_send_attempts_started_at", "send_attempts", ["started_at"])
    op.create_table(
        "series",
        sa.Column("name", KEY, nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_series"),
    )
    op.create_table(
        "sessions",
        sa.Column("token", KEY, nullable=False),
        sa.Column("user", KEY, nullable=False),
        sa.Column("csrf", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("token", name="pk_sessions"),
    )
    op.create_index("ix_sessions_expires", "sessions", ["expires"])
    op.create_index("ix_sessions_user", "sessions", ["user"])
    op.create_table(
        "statements",
        sa.Column("id", KEY, nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("sha256", KEY, nullable=False),
        sa.Column("account", KEY, nullable=False),
        sa.Column("company", sa.Text(), nullable=False),
        sa.Column("opening", sa.BigInteger(), nullable=True),
        sa.Column("closing", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_statements"),
    )
    op.create_index("ix_statements_account", "statements", ["account"])
    op.create_index("ix_statements_sha256", "statements", ["sha256"])
    op.create_table(
        "users",
        sa.Column("name", KEY, nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("fails", sa.Integer(), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("role IN ('viewer', 'specialist', 'lead', 'admin')", name=op.f("ck_users_role_known")),
        sa.PrimaryKeyConstraint("name", name="pk_users"),
    )
    op.create_table(
        "journal_lines",
        sa.Column("entry", KEY, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("debit", sa.BigInteger(), nullable=False),
        sa.Column("credit", sa.BigInteger(), nullable=False),
        sa.Column("customer", KEY, nullable=False),
        sa.CheckConstraint(
            "kind IN ('receivable', 'revenue', 'tax', 'bank', 'on_account', 'discount', "
            "'write_off', 'deferred_revenue', 'fx', 'other')",
            name=op.f("ck_journal_lines_kind_known"),
        ),
        sa.CheckConstraint(
            "debit >= 0 AND credit >= 0 AND (debit = 0) <> (credit = 0)", name=op.f("ck_journal_lines_one_side")
        ),
        sa.ForeignKeyConstraint(["entry"], ["journal_entries.id"], name="fk_journal_lines_entry_journal_entries"),
        sa.PrimaryKeyConstraint("entry", "position", name="pk_journal_lines"),
    )
    op.create_index("ix_journal_lines_customer", "journal_lines", ["customer"])
    op.create_index("ix_journal_lines_kind", "journal_lines", ["kind"])
