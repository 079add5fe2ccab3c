"""Who wrote a kept message and how it is answered, told from what was kept of its reading."""

from __future__ import annotations

import json
from typing import Any

from workflows.commands import Source
from workflows.correspondence import known_language
from workflows.messages import Message
from workflows.ports import Desk


def said(message: Message) -> dict[str, Any]:
    """The kept Reading as its JSON object; {} where the message was never read. Any: a JSON object of many types."""
    try:
        read = json.loads(message.reading or "{}")
    except json.JSONDecodeError:
        return {}
    return read if isinstance(read, dict) else {}


def answer_to(message: Message, desk: Desk, *, actor: str) -> Source | None:
    """The source of an answer that a person writes to a kept message; None where nobody knows who wrote it.

    A person's answer may go to a program's address too: only automatic answers to automatic mail are forbidden.
    """
    read = said(message)
    sender = str((read.get("sender") or {}).get("email") or "")
    if not sender:
        return None
    thread = (*(read.get("references") or ()), *filter(None, (read.get("in_reply_to"),)))
    return Source(
        message=message.id,
        message_id=message.message_id,
        sender=sender,
        subject=str(read.get("subject") or ""),
        references=tuple(dict.fromkeys(str(name) for name in thread)),
        language=known_language(message.language, desk),
        may_answer=True,
        actor=actor,
    )
