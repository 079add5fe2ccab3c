"""What a person's decision about a message teaches the reader: the intents it has, and whether it was read right.

A lesson holds no word of the message: what is learned from lies in the message's own row (`Reading.impression`), and
both go together.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Lesson:
    """`intents`: main one first, () where nothing was said of them; `right`: whether all that was read was right."""

    message: str  # the row's id
    decided_at: datetime
    actor: str
    intents: tuple[str, ...]
    right: bool
