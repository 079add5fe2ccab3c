"""What a person has to let go again after the desk stopped it by itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

ANSWERS = "answers"  # the brake of all automatic answers


@dataclass(frozen=True, slots=True)
class Brake:
    """`stopped_at`: since when nothing of it goes out, None: it goes. `released_at`: what was before does not count."""

    name: str
    stopped_at: datetime | None
    why: str
    released_at: datetime | None = None
    released_by: str = ""
