"""What a desk is configured to watch."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import sqlalchemy as sa

from bot.settings.values import WatchSettings
from bot.storage.unit_of_work import SqlUnitOfWork
from bot.watch import CredentialSight


@dataclass(frozen=True, slots=True)
class Watched:
    """What this desk is configured to watch. `mailboxes`: name -> time between polls; `senders`: company -> address.

    `may_leave`: conditions on the table of letters: which of the queued ones may leave now.
    """

    mailboxes: Mapping[str, timedelta] = field(default_factory=dict)
    senders: Mapping[str, str] = field(default_factory=dict)
    credentials: Callable[[], tuple[CredentialSight, ...]] = tuple
    limits: WatchSettings = field(default_factory=WatchSettings)
    may_leave: Callable[[SqlUnitOfWork, datetime], list[sa.ColumnElement[bool]]] | None = None
