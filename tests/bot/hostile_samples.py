"""Every hostile, broken and strange message of ours, by name; each is made when it is asked for."""

from __future__ import annotations

from tests.bot import hostile_archives, hostile_documents, hostile_messages
from tests.bot.hostile_mail import Sample

SAMPLES: dict[str, Sample] = hostile_archives.SAMPLES | hostile_documents.SAMPLES | hostile_messages.SAMPLES
SECONDS, MEMORY_MB = 10.0, 500
