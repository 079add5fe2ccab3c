"""The few facts of the books that the decision about one message needs, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from workflows.disputes.replies import TeamReply


@dataclass(frozen=True, slots=True)
class DocumentFact:
    """An invoice or credit note that the message names; amounts of a credit note are negative."""

    number: str
    customer: str
    total: Decimal
    open_amount: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class AskedOrder:
    """Our question about an order that a message answers. `was_asked`: the letter went to this sender."""

    order: str
    letter: str  # id
    customer: str
    subject: str  # as it was sent; "" before that
    was_asked: bool


@dataclass(frozen=True, slots=True)
class Known:
    """What the books say about a message and its sender. Empty strings mean: nobody, nothing."""

    message: str  # id of the message's row
    customer: str  # number, "" if unknown
    language: str  # the customer's, else that of the mailbox's company
    documents: Mapping[str, DocumentFact] = field(default_factory=dict)  # those named, by number as named
    own_sender: bool = False  # sent from an address or a domain of ours
    is_our_letter: bool = False  # its Message-ID is that of a letter of ours
    same_mail: str = ""  # id of a message with the same Message-ID and the same words
    same_message_id: str = ""  # id of a message with the same Message-ID and other words
    bounced_letter: str = ""  # id of our letter that a delivery report is about
    bounced_customer: str = ""  # customer whose address the report names, to which we wrote before
    robot_letter: str = ""  # id of our letter that an automatic answer is about
    thread_case: str = ""  # id of this customer's open case in whose thread it was written
    others_case: str = ""  # id of a case whose thread it is written in, but that is another customer's
    suggested_case: str = ""  # id of a case that may be meant: only its number, or a closed one's thread, says so
    question: AskedOrder | None = None  # it answers a question of ours about an order
    team_reply: TeamReply | None = None  # one of our own people answers a letter about a case
    record_has_sender: bool = False  # the sender's address stands in the customer's record or contacts
    answers_in_thread: int = 0  # automatic answers in this thread today
    answers_to_sender: int = 0  # automatic answers to this address in the last three hours
    answers_to_sender_today: int = 0
    answers_to_customer: int = 0  # to all of the customer's addresses, in the last three hours
