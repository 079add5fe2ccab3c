"""What is configured about disputes, as values: config/disputes.toml, and what a bot.toml changes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from workflows.business_hours import BusinessHours

DEFAULT = "default"
OWNER = "owner"


class Acceptance(StrEnum):
    """What follows where the customer is right."""

    CREDIT = "credit"  # what is contested
    CORRECT = "correct"  # the invoice, with the customer's data as they are now
    RESOLVE = "resolve"  # nothing more


class Evidence(StrEnum):
    """What a decision about a dispute is looked up in."""

    INVOICE = "invoice"
    ORDER = "order"
    PRICE_AGREEMENT = "price_agreement"
    DELIVERY = "delivery"
    PAYMENT = "payment"
    CREDIT_NOTE = "credit_note"
    TWIN = "twin"  # another invoice of the same goods
    CHANGE = "change"  # of the customer's data
    MAIL = "mail"


@dataclass(frozen=True, slots=True)
class ReasonRules:
    """What holds for disputes of one reason. `owner` is a key of the company's escalation addresses."""

    owner: str = DEFAULT
    hours: int = 40  # business hours until a decision is due
    evidence: tuple[Evidence, ...] = (Evidence.INVOICE, Evidence.MAIL)
    accept: Acceptance = Acceptance.CREDIT
    ask: tuple[str, ...] = ()  # what a customer is asked for, words of letters
    credit_limit: Decimal | None = None  # None: the one of all reasons


@dataclass(frozen=True, slots=True)
class Step:
    """So many business hours after the deadline the case goes to "owner", or to a key of the escalation addresses."""

    after_hours: int
    to: str


@dataclass(frozen=True, slots=True)
class DisputePolicy:
    """`owners`: by reason, what `reasons` say of it, for stages that only need to know who owns what."""

    reasons: Mapping[str, ReasonRules] = field(default_factory=dict)
    steps: tuple[Step, ...] = ()  # ascending
    hours: BusinessHours = field(default_factory=BusinessHours)
    credit_limit: Decimal = Decimal("250.00")  # of the invoice's currency: above it a second person approves
    reply_days: int = 30
    forms_a_day: int = 5
    scripts_need_two: bool = False  # `o2cbot case ID credit` above a limit is a proposal as well

    def of(self, reason: str) -> ReasonRules:
        return self.reasons.get(reason) or self.reasons.get(DEFAULT) or ReasonRules()

    def limit(self, reason: str) -> Decimal:
        """The gross amount up to which one person alone credits."""
        own = self.of(reason).credit_limit
        return self.credit_limit if own is None else own

    @property
    def owners(self) -> Mapping[str, str]:
        return {reason: rules.owner for reason, rules in self.reasons.items()}
