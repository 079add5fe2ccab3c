"""How mailboxes fare, when mails were kept, alarms, and who looked last; indexes for what is counted at each look."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
INDEXES = {
    "ix_messages_counted": ("messages", ["mailbox", "state", "intents", "route"]),
    "ix_letters_company_state": ("letters", ["company", "state"]),
    "ix_raw_messages_kept_at": ("raw_messages", ["kept_at"]),
    "ix_send_attempts_account_outcome_started_at": ("send_attempts", ["account", "outcome", "started_at"]),
}


def moment(name: str, *, optional: bool = True) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=optional)


def number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


def text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def upgrade() -> None:
    op.create_table(
        "mailbox_notes",
        sa.Column("mailbox", KEY, nullable=False),
        moment("since", optional=False),
        *(moment(name) for name in ("tried_at", "good_at")),
        number("failures"),
        text("error"),
        *(moment(name) for name in ("error_at", "wait_until", "newest_kept", "newest_on_server", "server_told_at")),
        *(number(name) for name in ("poll_ms", "polls_total", "failures_total", "mails_total")),
        moment("reconciled_at"),
        number("missed"),
        sa.PrimaryKeyConstraint("mailbox", name="pk_mailbox_notes"),
    )
    op.create_table(
        "alarms",
        sa.Column("id", KEY, nullable=False),
        *(text(name) for name in ("kind", "subject")),
        number("figure"),
        text("words"),
        moment("seen_at", optional=False),
        *(moment(name) for name in ("begun_at", "clear_since", "ended_at", "begin_told_at", "end_told_at")),
        sa.PrimaryKeyConstraint("id", name="pk_alarms"),
    )
    op.create_index("ix_alarms_ended_at", "alarms", ["ended_at"])
    op.create_table(
        "watch_looks",
        sa.Column("place", KEY, nullable=False),
        moment("at", optional=False),
        text("disks"),
        sa.PrimaryKeyConstraint("place", name="pk_watch_looks"),
    )
    op.add_column("raw_messages", moment("kept_at"))
    for name, (table, columns) in INDEXES.items():
        op.create_index(name, table, columns)


def downgrade() -> None:
    for name, (table, _) in INDEXES.items():
        op.drop_index(name, table)
    op.drop_column("raw_messages", "kept_at")
    for table in ("watch_looks", "alarms", "mailbox_notes"):
        op.drop_table(table)
