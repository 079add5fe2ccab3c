"""What is to be written to whom: facts for a template, never the words themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class LetterKind(StrEnum):
    """The kinds of the outbox (contract)."""

    ORDER_CONFIRMATION = "order_confirmation"
    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"
    DUNNING = "dunning"
    RECEIPT = "receipt"
    REPLY = "reply"
    STATEMENT = "statement"
    ESCALATION = "escalation"


# Letters that a person wrote are no automatic answers.
BY_PERSONS = frozenset(
    "ask_payer free_reply case_reply dispute_question dispute_resolved dispute_partly dispute_rejected "
    "change_refused debit_notice".split()
)
# Confirmations of orders are none either: each has an order behind it.
ANSWERS = frozenset({LetterKind.REPLY, LetterKind.STATEMENT, LetterKind.RECEIPT})


class LetterStatus(StrEnum):
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    UNCERTAIN = "uncertain"  # a crash in mid-send: settled by evidence or a person
    FAILED = "failed"
    BOUNCED = "bounced"
    CANCELLED = "cancelled"  # not needed any more when its turn came (dunning rechecked at sending)


@dataclass(frozen=True, slots=True)
class Letter:
    """A row of the outbox. Rendered once after the commit that wrote it, then sent with a fixed Message-ID.

    `template` names a folder under templates/mail/<language>/; `facts` is the JSON object that the templates see.
    `documents` are numbers of invoices and credit notes that the letter is about, `about` what else it is about: ids of
    orders, returns, payments, refunds, promises, collections and changes of data; `attach` lists what to render and
    attach: "invoice:<number>" (PDF/A-3 with its e-invoice; also for credit notes), "dunning" (the letter itself as
    PDF from `facts`), "statement" and "statement-xlsx" (from `facts`), "raw:<sha256>" (an original message).
    `dedup_key` is unique: the same key is never written twice ("dunning:K107:DE10:EUR:2026-02-16").
    """

    id: str
    dedup_key: str
    kind: LetterKind
    template: str
    language: str
    company: str
    customer: str
    to: tuple[str, ...]
    subject: str  # "" until rendered
    facts: str
    documents: tuple[str, ...]
    attach: tuple[str, ...]
    case: str
    in_reply_to: str
    references: tuple[str, ...]
    message_id: str
    state: LetterStatus
    created_at: datetime
    sent_at: datetime | None
    attempts: int
    why: str  # of failed, uncertain, bounced, cancelled
    attachments: tuple[str, ...]  # file names, once rendered
    not_before: datetime | None = None  # business time: a letter that is written again waits for its address
    released_by: str = ""  # the person who let it go although its address complained
    about: tuple[str, ...] = ()

    @property
    def is_automatic_answer(self) -> bool:
        """Whether a program answers a mail with it: what two programs could send each other for ever."""
        return bool(self.in_reply_to) and self.kind in ANSWERS and self.template not in BY_PERSONS
