"""A campaign approved as a whole: letters as they were shown, so that a run sends what was approved, or nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from workflows.ledger.model import OpenItem


class Approval(StrEnum):
    """Who says yes before a policy's letters go out."""

    NONE = "none"
    ONE = "one"  # anybody who may
    TWO = "two"  # somebody else than who proposed the campaign, both of them signed in


class CampaignState(StrEnum):
    PROPOSED = "proposed"
    APPROVED = "approved"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class DunningCampaign:
    """`digest`: of all its letters; who approves says it, so that nobody approves another list than they saw.

    `until`: the last day on which a run may act on it. `approval`: the strictest of the policies that it concerns.
    Of two persons only those count who had signed in (`is_proven`: who proposed it; `is_decision_proven`: who decided).
    """

    id: str  # "<company>-D-<year>-<number>"
    companies: tuple[str, ...]  # (): all
    proposed_by: str
    proposed_at: datetime
    letters: int
    digest: str
    state: CampaignState
    approval: Approval
    until: date | None = None
    decided_by: str = ""
    decided_at: datetime | None = None
    reason: str = ""
    is_proven: bool = False
    is_decision_proven: bool = False


@dataclass(frozen=True, slots=True)
class ApprovedItem:
    """What a letter asks for of one document; `level` after it."""

    document: str
    amount: Decimal
    level: int


@dataclass(frozen=True, slots=True)
class CampaignLetter:
    """One letter of it: what it raises and lists, and its digest, which does not change from one day to the next."""

    id: str  # "<campaign>|<customer>|<company>|<currency>"
    campaign: str
    customer: str
    company: str
    currency: str
    level: int
    items: int
    amount: Decimal  # of the items and credit notes
    digest: str
    asked: tuple[ApprovedItem, ...] = ()  # its items, as they were shown


def letter_digest(
    group: tuple[str, str, str], level: int, levels: Iterable[tuple[OpenItem, int]], credit_notes: Iterable[OpenItem]
) -> str:
    """What a letter says beside figures that grow by the day: level, items with amounts and levels, credit notes."""
    rows = [f"{one.document} {one.open_amount.normalize():f} {after}" for one, after in levels]
    rows += [f"{one.document} {one.open_amount.normalize():f}" for one in credit_notes]
    return _sha256("\n".join([*group, str(level), *sorted(rows)]))


def campaign_digest(letters: Iterable[CampaignLetter]) -> str:
    return _sha256("\n".join(sorted(f"{one.customer}|{one.company}|{one.currency} {one.digest}" for one in letters)))


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
