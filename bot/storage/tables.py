"""Every table: one per record of the unit of work, its columns named as the record's fields, and the desk's own."""

from __future__ import annotations

from enum import StrEnum

import sqlalchemy as sa

from bot.storage.columns import amount, choice, day, fine, flag, key, moment, number, structure, text
from workflows.cash.habits import HabitKind
from workflows.cash.model import AdviceStatus
from workflows.cash.refunds import RefundReason, RefundStatus
from workflows.cash.relations import RelationKind
from workflows.cash.settlements import Rest, SettlementStatus
from workflows.cash.sources import SourceKind
from workflows.catalogue import Billing, RateClass, RevenueKind
from workflows.collections.mandates import CollectionStatus, Scheme
from workflows.disputes.model import CaseKind, CaseStatus, PromiseStatus
from workflows.dunning.approval import Approval, CampaignState
from workflows.dunning.stops import StopKind, Waived
from workflows.ledger.model import AccountKind, DocumentKind
from workflows.letters import LetterKind, LetterStatus
from workflows.master_data.model import ChangeStatus
from workflows.messages import MessageStatus
from workflows.orders.model import OrderStatus
from workflows.orders.returns import ReturnStatus
from workflows.revenue.model import Method

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Role(StrEnum):
    """What a person may do in the console; each role may do what those before it may."""

    VIEWER = "viewer"
    SPECIALIST = "specialist"
    LEAD = "lead"
    ADMIN = "admin"


customers = sa.Table(
    "customers", metadata,
    key("number"), text("company", indexed=True), text("name"), text("country"), text("language"),
    text("vat_id", indexed=True), text("registration"), text("street"), text("postcode"), text("city"),
    structure("emails"), structure("domains"), structure("ibans"), number("payment_days"), text("currency"),
    amount("credit_limit", optional=True), text("dunning_policy"), structure("aliases"), text("e_invoice"),
    text("endpoint_id"), text("endpoint_scheme"), text("buyer_reference"), text("contract_reference"),
    text("order_reference"), fine("discount_percent"), number("discount_days"),
    structure("delivery_addresses"), amount("insured"), text("segment"), text("payment_terms"),
)  # fmt: skip
contacts = sa.Table(
    "contacts", metadata,
    key("id"), text("customer", indexed=True), text("name"), text("email", indexed=True), text("role"),
    text("language"), text("phone"),
)  # fmt: skip
products = sa.Table(
    "products", metadata,
    key("sku"), structure("names"), text("unit"), fine("price"), text("currency"),
    choice("vat_rate_class", RateClass), structure("aliases"), choice("revenue", RevenueKind),
    structure("terms"),
)  # fmt: skip
prices = sa.Table(
    "prices", metadata,
    key("id"), text("customer", indexed=True), text("sku", indexed=True), fine("price"), text("currency"),
    fine("min_quantity"), day("valid_from", optional=True), day("valid_to", optional=True),
)  # fmt: skip
contracts = sa.Table(
    "contracts", metadata,
    key("number"), text("customer", indexed=True), text("sku"), fine("quantity"), fine("price"), text("currency"),
    day("start"), day("end", optional=True), choice("billing", Billing),
    structure("terms"),
)  # fmt: skip
rates = sa.Table("rates", metadata, key("id"), text("currency", indexed=True), day("date"), fine("rate"))
billed_periods = sa.Table(
    "billed_periods", metadata,
    key("id"), text("contract", indexed=True), text("customer", indexed=True), day("first_day"), day("last_day"),
    amount("net"), text("currency"), text("invoice", indexed=True), text("month"), day("billed_on"),
    sa.UniqueConstraint("contract", "first_day"),
)  # fmt: skip
usage = sa.Table("usage", metadata, key("id"), text("contract", indexed=True), day("date"), fine("quantity"))
index_values = sa.Table("index_values", metadata, key("id"), text("name", indexed=True), day("date"), fine("value"))
revenue_schedules = sa.Table(
    "revenue_schedules", metadata,
    key("id"), text("company"), text("customer", indexed=True), text("invoice", indexed=True), number("position"),
    text("currency"), text("account"), choice("method", Method), amount("amount"), amount("recognised"),
    day("first_day"), day("last_day"), day("recognised_until", optional=True), flag("done"),
    text("arrangement", indexed=True), text("source", indexed=True), text("sku"), fine("quantity"), fine("supplied"),
    amount("stand_alone"),
    sa.Index("ix_revenue_schedules_done_first_day", "done", "first_day"),
)  # fmt: skip
arrangements = sa.Table(
    "arrangements", metadata,
    key("id"), text("customer", indexed=True), text("company"), text("currency"), day("made_on"), text("made_by"),
    structure("sources"), amount("price"), amount("billed"),
)  # fmt: skip
orders = sa.Table(
    "orders", metadata,
    key("number"), text("customer", indexed=True), text("company"), text("po_number", indexed=True),
    day("order_date"), day("requested_date", optional=True), text("currency"), amount("total"),
    choice("state", OrderStatus, indexed=True), structure("lines"), structure("deviations"),
    text("message_id", indexed=True), text("ordered_by"), text("delivery_address"), text("delivery_country"),
)  # fmt: skip
deliveries = sa.Table(
    "deliveries", metadata, key("id"), text("order", indexed=True), day("date"), text("sku"), fine("quantity")
)
stock = sa.Table(
    "stock", metadata,
    key("sku"), fine("available"), day("counted_on"), day("next_arrival", optional=True), fine("arriving"),
    fine("reserved"),
)  # fmt: skip
returns = sa.Table(
    "returns", metadata,
    key("id"), text("order", indexed=True), text("customer", indexed=True), text("company"),
    choice("state", ReturnStatus, indexed=True), text("reason"), structure("lines"), day("announced_on"),
    text("announced_by"), text("message_id"), text("case", indexed=True), day("received_on", optional=True),
    text("proposed_by"), text("decided_by"), structure("credit_notes"), text("words"), structure("findings"),
)  # fmt: skip
invoices = sa.Table(
    "invoices", metadata,
    key("number"), choice("kind", DocumentKind), text("company"), text("customer", indexed=True), day("issue_date"),
    day("due_date"), text("currency"), amount("net", optional=True), amount("tax", optional=True), amount("total"),
    text("po_number"), text("order", indexed=True), day("delivery_date", optional=True), structure("lines"),
    structure("taxes"), structure("seller"), structure("buyer"), fine("discount_percent"), number("discount_days"),
    text("corrects", indexed=True), text("case", indexed=True), flag("taken_over"), number("sequence"),
    text("series", indexed=True), text("previous_digest"), text("digest"), structure("adjustments"),
    amount("prepaid"), structure("electronic"), structure("ship_to"), structure("shares"),
    structure("later_discounts"), day("prepaid_on", optional=True),
    sa.Index("ix_invoices_company_issue_date", "company", "issue_date"),
    sa.Index("ix_invoices_series_sequence", "series", "sequence"),
    sa.Index(
        "ix_invoices_posted_place", "series", "sequence", unique=True, sqlite_where=sa.text("digest <> ''"),
        postgresql_where=sa.text("digest <> ''"),
    ),
)  # fmt: skip
prepayments = sa.Table(
    "prepayments", metadata,
    key("id"), text("payment", indexed=True), text("order", indexed=True), text("customer"), amount("amount"),
    text("currency"), text("set_by"), day("set_on"), amount("applied"), text("withdrawn_by"),
    day("withdrawn_on", optional=True),
)  # fmt: skip
open_items = sa.Table(
    "open_items", metadata,
    key("document"), choice("kind", DocumentKind), text("customer", indexed=True), text("company"),
    day("issue_date"), day("due_date", indexed=True), text("currency"), amount("original"), amount("open_amount"),
    text("po_number", indexed=True), fine("discount_percent"), number("discount_days"), number("dunning_level"),
    day("level_raised_on", optional=True), text("manual_hold"), structure("shares"), structure("later_discounts"),
    sa.CheckConstraint(
        "(open_amount = 0 OR (open_amount > 0) = (original > 0)) AND abs(open_amount) <= abs(original)", name="residual"
    ),
)  # fmt: skip
allocations = sa.Table(
    "allocations", metadata,
    key("id"), text("payment", indexed=True), text("credit_note", indexed=True), text("invoice", indexed=True),
    text("customer", indexed=True), amount("amount"), amount("discount"), amount("write_off"), text("currency"),
    day("date"), text("rule"), text("proof"), amount("paid", optional=True),
)  # fmt: skip
journal_entries = sa.Table(
    "journal_entries", metadata,
    key("id"), day("date"), text("company"), text("currency"), text("document", indexed=True), text("text"),
    text("reverses", indexed=True),
    sa.Index("ix_journal_entries_company_date", "company", "date"),
)  # fmt: skip
journal_lines = sa.Table(
    "journal_lines", metadata,
    sa.Column("entry", journal_entries.c.id.type, sa.ForeignKey("journal_entries.id"), primary_key=True),
    sa.Column("position", sa.Integer(), primary_key=True),
    choice("kind", AccountKind, indexed=True), text("account"), amount("debit"), amount("credit"),
    text("customer", indexed=True),
    sa.CheckConstraint("debit >= 0 AND credit >= 0 AND (debit = 0) <> (credit = 0)", name="one_side"),
)  # fmt: skip
statements = sa.Table(
    "statements", metadata,
    key("id"), text("file"), text("sha256", indexed=True), text("account", indexed=True), text("company"),
    amount("opening", optional=True), amount("closing", optional=True), text("currency"), number("entries"),
    moment("imported_at"), day("first_on", optional=True), day("last_on", optional=True),
)  # fmt: skip
payments = sa.Table(
    "payments", metadata,
    key("id"), text("company"), text("customer", indexed=True), day("value_date", indexed=True), day("booking_date"),
    amount("amount"), text("currency"), amount("unapplied"), text("source", indexed=True),
    text("statement", indexed=True), text("payer_name"), text("payer_iban", indexed=True), text("text"),
    text("reference", indexed=True), text("reverses", indexed=True), text("held"),
    amount("instructed", optional=True), text("instructed_currency"),
)  # fmt: skip
advices = sa.Table(
    "advices", metadata,
    key("id"), text("customer", indexed=True), text("company"), text("message_id", indexed=True),
    day("payment_date", optional=True), amount("total", optional=True), text("currency"), text("reference"),
    structure("lines"), choice("state", AdviceStatus, indexed=True), text("payment", indexed=True),
)  # fmt: skip
habits = sa.Table(
    "habits", metadata,
    key("id"), text("customer", indexed=True), choice("kind", HabitKind), text("value", indexed=True),
    number("confirmed"), number("contradicted"), text("source"), day("first_on"), day("last_on"),
)  # fmt: skip
receipt_sources = sa.Table(
    "receipt_sources", metadata,
    key("id"), choice("kind", SourceKind), text("name"), text("file"), text("sha256"), text("reference"),
    text("currency"), amount("total"), day("reported_on"), structure("shares"), text("company", indexed=True),
    day("booked_on", optional=True), text("told_by"),
)  # fmt: skip
refunds = sa.Table(
    "refunds", metadata,
    key("id"), text("company"), text("customer", indexed=True), text("source", indexed=True),
    choice("reason", RefundReason), amount("amount"), text("currency"), text("iban"), text("name"),
    text("reference", unique=True), choice("state", RefundStatus, indexed=True), text("proposed_by"),
    day("proposed_on"), text("note"), text("released_by"), day("released_on", optional=True),
    text("file", indexed=True), text("payment"), text("why"), flag("is_proven"),
)  # fmt: skip
refund_settlements = sa.Table(
    "refund_settlements", metadata,
    key("id"), text("company"), text("payment", indexed=True), structure("refunds"), amount("rest"), text("currency"),
    choice("rest_is", Rest), text("proof"), choice("state", SettlementStatus, indexed=True), text("proposed_by"),
    day("proposed_on"), text("decided_by"), day("decided_on", optional=True), text("why"),
)  # fmt: skip
payer_relations = sa.Table(
    "payer_relations", metadata,
    key("id"), choice("kind", RelationKind), text("payer"), text("iban"), text("customer", indexed=True),
    day("valid_from", optional=True), day("valid_to", optional=True),
)  # fmt: skip
cases = sa.Table(
    "cases", metadata,
    key("id"), choice("kind", CaseKind), text("customer", indexed=True), text("company"), structure("invoices"),
    text("reason"), amount("amount", optional=True), text("currency"), choice("state", CaseStatus, indexed=True),
    text("owner", indexed=True), day("opened"), day("due", optional=True), structure("message_ids"), text("outcome"),
    flag("used"), structure("notes"), moment("due_at", optional=True), number("minutes_left"), number("level"),
    day("closed_on", optional=True), structure("proposal"),
)  # fmt: skip
promises = sa.Table(
    "promises", metadata,
    key("id"), text("customer", indexed=True), text("company"), structure("invoices"), day("pays_on"),
    amount("amount", optional=True), text("currency"), choice("state", PromiseStatus, indexed=True),
    text("message_id", indexed=True), day("made_on"),
)  # fmt: skip
stops = sa.Table(
    "stops", metadata,
    key("id"), text("customer", indexed=True), text("document"), choice("kind", StopKind), text("reason"),
    text("set_by"), day("set_on"), day("until", optional=True), text("lifted_by"), day("lifted_on", optional=True),
)  # fmt: skip
waivers = sa.Table(
    "waivers", metadata,
    key("id"), text("document", indexed=True), text("customer", indexed=True), choice("waived", Waived),
    text("reason"), text("waived_by"), day("waived_on"), text("withdrawn_by"), day("withdrawn_on", optional=True),
)  # fmt: skip
credit_holds = sa.Table(
    "credit_holds", metadata,
    key("id"), text("customer", indexed=True), number("level"), text("reason"), text("set_by"), day("set_on"),
    day("until", optional=True), text("released_by"), day("released_on", optional=True),
    day("released_until", optional=True), text("release_reason"),
)  # fmt: skip
dunning_campaigns = sa.Table(
    "dunning_campaigns", metadata,
    key("id"), structure("companies"), text("proposed_by"), moment("proposed_at"), number("letters"), text("digest"),
    choice("state", CampaignState, indexed=True), choice("approval", Approval), day("until", optional=True),
    text("decided_by"), moment("decided_at", optional=True), text("reason"), flag("is_proven"),
    flag("is_decision_proven"),
)  # fmt: skip
campaign_letters = sa.Table(
    "campaign_letters", metadata,
    key("id"), text("campaign", indexed=True), text("customer", indexed=True), text("company"), text("currency"),
    number("level"), number("items"), amount("amount"), text("digest"), structure("asked"),
)  # fmt: skip
mandates = sa.Table(
    "mandates", metadata,
    key("reference"), text("customer", indexed=True), text("company"), choice("scheme", Scheme), flag("one_off"),
    day("signed_on"), text("iban"), day("last_used_on", optional=True), day("revoked_on", optional=True),
    text("revoked_why"), number("notice_days"),
)  # fmt: skip
direct_debits = sa.Table(
    "direct_debits", metadata,
    key("id"), text("mandate", indexed=True), text("document", indexed=True), text("customer", indexed=True),
    amount("amount"), text("currency"), day("collected_on"), day("ended_on", optional=True), text("ended_how"),
    text("collection", indexed=True), text("sequence"), day("used_before", optional=True),
)  # fmt: skip
debit_collections = sa.Table(
    "debit_collections", metadata,
    key("id"), text("company"), day("collected_on"), choice("state", CollectionStatus, indexed=True),
    structure("lines"), text("proposed_by"), day("proposed_on"), text("released_by"),
    day("released_on", optional=True), text("file", indexed=True), text("why"), flag("is_proven"),
)  # fmt: skip
changes = sa.Table(
    "changes", metadata,
    key("id"), text("customer", indexed=True), text("company"), text("field"), text("old"), text("new"),
    choice("state", ChangeStatus, indexed=True), text("message_id", indexed=True), day("requested_on"),
    structure("warnings"), text("verified_by"), text("approved_by"),
)  # fmt: skip
messages = sa.Table(
    "messages", metadata,
    key("id"), text("mailbox"), text("company"), text("generation"), text("uid"), text("sha256", indexed=True),
    moment("received_at", indexed=True), text("message_id", indexed=True),
    choice("state", MessageStatus, indexed=True), text("language"), text("customer", indexed=True),
    structure("intents"), text("route"), text("reading"), structure("records"), text("why"), text("owner"),
    number("attempts"), text("duplicate_of"), sa.Column("whole_bytes", sa.BigInteger(), nullable=False),
    sa.UniqueConstraint("mailbox", "sha256"),
    sa.Index("ix_messages_counted", "mailbox", "state", "intents", "route"),
)  # fmt: skip
lessons = sa.Table(
    "lessons", metadata,
    sa.Column(
        "message", messages.c.id.type, sa.ForeignKey("messages.id", ondelete="CASCADE"), primary_key=True
    ),
    moment("decided_at"), text("actor"), structure("intents"), flag("right"),
)  # fmt: skip
letters = sa.Table(
    "letters", metadata,
    key("id"), text("dedup_key", unique=True), choice("kind", LetterKind, indexed=True), text("template"),
    text("language"), text("company"), text("customer", indexed=True), structure("to"), text("subject"),
    text("facts"), structure("documents"), structure("attach"), text("case", indexed=True),
    text("in_reply_to", indexed=True), structure("references"), text("message_id", indexed=True),
    choice("state", LetterStatus, indexed=True), moment("created_at"), moment("sent_at", optional=True),
    number("attempts"), text("why"), structure("attachments"), moment("not_before", optional=True), text("released_by"),
    structure("about"),
    sa.Index("ix_letters_company_state", "company", "state"),
)  # fmt: skip
audit = sa.Table(
    "audit", metadata,
    key("id"), moment("at", indexed=True), text("actor"), text("action"), text("subject", indexed=True),
    text("message_id", indexed=True), text("details"),
)  # fmt: skip

addresses = sa.Table(
    "addresses", metadata,
    key("email"), text("customer", indexed=True), number("failures"), moment("failing_since", optional=True),
    moment("failed_at", optional=True),
    moment("dead_since", optional=True), moment("complained_at", optional=True), day("absent_until", optional=True),
    moment("absence_said_at", optional=True), text("why"),
)  # fmt: skip
brakes = sa.Table(
    "brakes", metadata,
    key("name"), moment("stopped_at", optional=True), text("why"), moment("released_at", optional=True),
    text("released_by"),
)  # fmt: skip

# The desk's own memory, no records of business.
secrets = sa.Table("secrets", metadata, key("name"), text("value"))
raw_messages = sa.Table(
    "raw_messages", metadata,
    key("sha256"), sa.Column("bytes", sa.LargeBinary(), nullable=False), moment("kept_at", optional=True, indexed=True),
)  # fmt: skip
cursors = sa.Table("cursors", metadata, key("mailbox"), text("generation"), text("uid"), moment("polled_at"))
mailbox_moves = sa.Table(
    "mailbox_moves", metadata,
    key("message"), text("mailbox", indexed=True), text("generation"), text("uid"), text("folder"), text("sha256"),
    moment("moved_at", optional=True, indexed=True),
)  # fmt: skip
send_attempts = sa.Table(
    "send_attempts", metadata,
    key("letter"), sa.Column("attempt", sa.Integer(), primary_key=True), text("account", indexed=True),
    moment("started_at", indexed=True), moment("ended_at", optional=True), text("outcome"), text("words"),
    sa.Index("ix_send_attempts_account_outcome_started_at", "account", "outcome", "started_at"),
)  # fmt: skip
series = sa.Table("series", metadata, key("name"), sa.Column("value", sa.BigInteger(), nullable=False))
files = sa.Table(
    "files", metadata,
    key("key"), text("name"), text("content_type"), sa.Column("bytes", sa.LargeBinary(), nullable=False),
    sa.Column("sha256", sa.Text(), nullable=False, server_default=""),
)  # fmt: skip
proofs = sa.Table(
    "proofs", metadata, key("name"), moment("proved_at"), number("problems"), text("words"),
)  # fmt: skip
archive_holds = sa.Table(
    "archive_holds", metadata,
    key("id"), text("customer", indexed=True), text("document", indexed=True), text("reason"), text("set_by"),
    day("set_on"), text("lifted_by"), day("lifted_on", optional=True),
)  # fmt: skip
archive_released = sa.Table(
    "archive_released", metadata,
    key("key"), text("sha256"), text("kind"), day("day"), day("released_on"), text("released_by"), text("reason"),
)  # fmt: skip
users = sa.Table(
    "users", metadata,
    key("name"), text("hash"), choice("role", Role), number("fails"), moment("locked_until", optional=True),
)  # fmt: skip
sessions = sa.Table(
    "sessions", metadata,
    key("token"), text("user", indexed=True), text("csrf"), moment("created_at"), moment("expires", indexed=True),
)  # fmt: skip
executor_heartbeat = sa.Table("executor_heartbeat", metadata, key("executor"), moment("beat", indexed=True))
senders = sa.Table("senders", metadata, key("address"), text("first_message"), moment("first_seen_at"))
signature_verdicts = sa.Table("signature_verdicts", metadata, key("sha256"), moment("checked_at"), text("signatures"))
clock_slots = sa.Table("clock_slots", metadata, key("job"), moment("slot"))
mailbox_notes = sa.Table(
    "mailbox_notes", metadata,
    key("mailbox"), moment("since"), moment("tried_at", optional=True), moment("good_at", optional=True),
    number("failures"), text("error"), moment("error_at", optional=True), moment("wait_until", optional=True),
    moment("newest_kept", optional=True), moment("newest_on_server", optional=True),
    moment("server_told_at", optional=True), number("poll_ms"), number("polls_total"), number("failures_total"),
    number("mails_total"), moment("reconciled_at", optional=True), number("missed"),
)  # fmt: skip
alarms = sa.Table(
    "alarms", metadata,
    key("id"), text("kind"), text("subject"), number("figure"), text("words"), moment("seen_at"),
    moment("begun_at", optional=True), moment("clear_since", optional=True),
    moment("ended_at", optional=True, indexed=True), moment("begin_told_at", optional=True),
    moment("end_told_at", optional=True),
)  # fmt: skip
watch_looks = sa.Table("watch_looks", metadata, key("place"), moment("at"), structure("disks"))
