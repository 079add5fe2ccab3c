"""A drafted question to a payer in the words in which it will be sent, by the letter's own templates."""

from __future__ import annotations

import json
from datetime import datetime

from bot.rendering import subject_of, text_of
from workflows.cash.asking import TEMPLATE, Draft
from workflows.customers import Customer
from workflows.letters import Letter, LetterKind, LetterStatus
from workflows.ports import Company


def shown_draft(draft: Draft, company: Company, customer: Customer, now: datetime) -> tuple[str, str]:
    """(subject, text) of the question."""
    letter = Letter(
        id="", dedup_key="", kind=LetterKind.REPLY, template=TEMPLATE, language=draft.language,
        company=draft.company, customer=draft.customer, to=draft.to, subject="", facts=json.dumps(draft.facts),
        documents=(), attach=(), case="", in_reply_to="", references=(), message_id="", state=LetterStatus.QUEUED,
        created_at=now, sent_at=None, attempts=0, why="", attachments=(),
    )  # fmt: skip
    return subject_of(letter, company=company, customer=customer), text_of(letter, company=company, customer=customer)
