"""What the drawers of situations share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from decimal import Decimal

from evaluation.payments.lines import Draw, Line

CENT = Decimal("0.01")
GRACE_DAYS = 3
LATE_OR_NOT = timedelta(days=GRACE_DAYS)
Words = Mapping[str, tuple[str, ...]]
Situation = Callable[[Draw], list[Line]]
