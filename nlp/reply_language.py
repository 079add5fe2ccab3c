"""The words that one language needs for telling new text from quotes; every language has the same fields."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReplyWords:
    from_field: tuple[str, ...]
    sent_field: tuple[str, ...]
    to_field: tuple[str, ...]
    subject_field: tuple[str, ...]
    original: tuple[str, ...]  # inside a divider "----- … -----"
    forwarded: tuple[str, ...]
    leads: tuple[str, ...]
    wrote: tuple[str, ...]
    device: tuple[str, ...]  # "Sent from my iPhone"
    greetings: tuple[str, ...]
    closings: tuple[str, ...]
    passing_on: tuple[str, ...]  # all that a person writes who only passes a mail on
    disclaimers: tuple[str, ...]
