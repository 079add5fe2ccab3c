"""Letters of dunning: facts in, letters out; figures of policy and law are data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from workflows.dunning.approval import Approval
from workflows.ledger.model import DueShare
from workflows.ledger.money import ZERO


class Hold(StrEnum):
    """Why nobody may dun an item."""

    DISPUTE = "dispute"
    PROMISE = "promise"
    PAYMENT_SEEN = "payment_seen"
    MANUAL = "manual"
    INSOLVENCY = "insolvency"  # proceedings stop every single creditor
    DIRECT_DEBIT = "direct_debit"  # it is being collected: the bank has it in hand
    RETURNED = "returned"  # its debit came back lately; only where the policy asks for it
    UNREAD_MAIL = "unread_mail"  # the customer wrote, and nobody has read it; only where the policy asks for it


class DisputeHold(StrEnum):
    ITEM = "item"  # whoever contests a part is not dunned for the rest either
    PART = "part"  # only for the contested amount


class Tone(StrEnum):
    """What a letter says beside its figures; none of it changes what is asked for."""

    USUAL = "usual"
    GENTLE = "gentle"  # a good customer: an oversight, settled together
    FIRM = "firm"  # says what may follow for further deliveries


@dataclass(frozen=True, slots=True)
class DunningPolicy:
    """A table `[dunning.NAME]`. `days[n-1]` days overdue make level n due; amounts in the item's currency."""

    name: str
    days: tuple[int, ...]
    gap_days: int
    minimum: Decimal
    release_from: int
    interest_from: int
    registered_letter: int
    # What goes beyond three levels in one way; every tuple is by level, () for the same at all of them.
    gaps: tuple[int, ...] = ()  # least days since the letter before, instead of `gap_days`
    level_minimums: tuple[Decimal, ...] = ()  # least open amount to reach the level
    fees: tuple[Decimal, ...] = ()  # agreed reminder fee of a letter, in the company's currency
    wordings: tuple[int, ...] = ()  # 1 reminder, 2 formal reminder, 3 last notice
    charge_accounts: tuple[str, ...] = ()  # of charges: (claimed, income), numbers or keys of the chart; (): a memo
    contract_percent: Decimal | None = None  # a year, agreed instead of the law's rate; never below the legal floor
    dispute_holds: DisputeHold = DisputeHold.ITEM
    unread_mail_holds: bool = False
    return_hold_days: int = 0  # nobody duns an item for so many days after its money came back
    tone: Tone = Tone.USUAL
    approval: Approval = Approval.NONE  # of a whole campaign, before a letter of this policy goes out

    def gap_before(self, level: int) -> int:
        """Least days between the letter before and the one of this level."""
        return self.gaps[level - 1] if self.gaps else self.gap_days

    def minimum_of(self, level: int) -> Decimal:
        return self.level_minimums[level - 1] if self.level_minimums else self.minimum

    def wording_of(self, level: int) -> int:
        return self.wordings[level - 1] if self.wordings else level

    def fee_of(self, level: int) -> Decimal:
        return self.fees[level - 1] if self.fees else ZERO


@dataclass(frozen=True, slots=True)
class DunnedItem:
    document: str
    due_date: date
    days_overdue: int
    open_amount: Decimal
    level: int  # after the letter
    interest: Decimal
    compensation: Decimal
    shares: tuple[DueShare, ...] = ()  # what `open_amount` is made of, where the terms have shares


@dataclass(frozen=True, slots=True)
class DunnedCredit:
    document: str
    open_amount: Decimal


@dataclass(frozen=True, slots=True)
class DunningLetter:
    customer: str
    company: str
    currency: str
    date: date
    level: int
    language: str
    items: tuple[DunnedItem, ...]
    credit_notes: tuple[DunnedCredit, ...]
    interest: Decimal
    compensation: Decimal
    total: Decimal
    fee: Decimal = ZERO  # agreed with the customer for a reminder, part of the total


@dataclass(frozen=True, slots=True)
class Waiting:
    """An overdue item that no letter of today raises, and the reason: a hold, or what the policy says."""

    document: str
    customer: str
    company: str
    currency: str
    why: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """A letter that cannot be written: nothing is sent and nothing changes for this customer and currency."""

    customer: str
    company: str
    currency: str
    why: str

    def __str__(self) -> str:
        return f"{self.customer} {self.company} {self.currency}: {self.why}"
