"""Whether the customer may owe us what an order adds."""

from __future__ import annotations

from collections.abc import Iterator

from nlp import reading
from workflows.ledger.money import plain
from workflows.orders.findings import Finding, found
from workflows.orders.known import OrderFacts
from workflows.orders.model import Deviation
from workflows.orders.order_rules import own_value


def hold(order: reading.Order, facts: OrderFacts) -> Iterator[Deviation]:
    """Nothing more goes to who is insolvent or held, far in dunning or, where a desk says so, long overdue; a person's
    release of the hold lets the last two pass until its day."""
    policy = facts.policy
    if facts.insolvent:
        yield found(Finding.INSOLVENCY)
    late = bool(policy.hold_days_overdue) and facts.days_overdue >= policy.hold_days_overdue
    far = facts.dunning_level >= policy.hold_level
    if facts.credit_hold or ((far or late) and not facts.credit_released):
        by_itself = (
            f"an invoice is on dunning level {facts.dunning_level}" if far else f"{facts.days_overdue} days overdue"
        )
        why = facts.credit_hold or by_itself
        yield found(Finding.CREDIT_HOLD, 0, str(facts.dunning_level), why, str(facts.days_overdue))


def limit(order: reading.Order, facts: OrderFacts) -> Iterator[Deviation]:
    """Exposure: open items, overdue ones among them, confirmed orders not yet invoiced and this order, all with tax,
    less what is insured."""
    if facts.credit_limit is None:
        return
    if facts.exposure is None:
        yield found(Finding.CREDIT_UNKNOWN, 0, "", plain(facts.credit_limit, facts.currency))
        return
    after = facts.exposure.after(own_value(order, facts.lines, with_tax=True))
    if after > facts.credit_limit:
        texts = plain(after, facts.currency), plain(facts.credit_limit, facts.currency)
        yield found(Finding.CREDIT_LIMIT, 0, *texts)
