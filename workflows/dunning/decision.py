"""Today for one customer in one currency: some items rise, some need a release first, the rest wait."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from workflows.customers import Customer
from workflows.dunning.model import DunningPolicy, Hold
from workflows.dunning.policy import Notify, Wait, Why, is_listed, next_step
from workflows.dunning.releases import Group, Releases
from workflows.ledger.model import OpenItem
from workflows.ledger.money import ZERO


@dataclass(frozen=True, slots=True)
class Decision:
    """What happens to one customer's items in one currency."""

    group: Group
    customer: Customer
    policy: DunningPolicy
    raised: Mapping[str, int]  # document -> level that it reaches
    proposed: Mapping[str, int]  # document -> level that a person must release
    waits: Mapping[str, Why | Hold]  # document of every other overdue item -> why it waits
    listed: tuple[OpenItem, ...]  # as they stood before the run
    credit_notes: tuple[OpenItem, ...]

    @property
    def level(self) -> int:
        """Of the letter; 0: no item is raised, so there is none."""
        return max(self.raised.values(), default=0)

    def level_of(self, item: OpenItem) -> int:
        return self.raised.get(item.document, item.dunning_level)


def decide(
    group: Group,
    customer: Customer,
    policy: DunningPolicy,
    items: Sequence[OpenItem],
    held: Mapping[str, Hold],
    releases: Releases,
    today: date,
) -> Decision:
    """What happens to the open items of one group; nothing at all where they come to less than the minimum."""
    steps = [
        (
            item,
            next_step(
                item,
                policy,
                today,
                hold=held.get(item.document),
                released=releases.released(item),
                refused_on=releases.refused_on.get(item.document),
            ),
        )
        for item in items
        if item.open_amount > ZERO and item.days_overdue(today) >= 1
    ]
    listed = [item for item, _ in steps if is_listed(item, policy, today, held.get(item.document))]
    credit_notes = [item for item in items if item.open_amount < ZERO]
    worth_a_letter = sum((item.open_amount for item in (*listed, *credit_notes)), ZERO) >= policy.minimum
    raised: dict[str, int] = {}
    proposed: dict[str, int] = {}
    waits: dict[str, Why | Hold] = {}
    for item, step in steps:
        if isinstance(step, Wait):
            waits[item.document] = step.why
        elif not worth_a_letter:
            waits[item.document] = Why.BELOW_MINIMUM
        elif isinstance(step, Notify):
            raised[item.document] = step.level
        elif releases.proposed(item.document):
            waits[item.document] = Why.PROPOSED
        else:
            proposed[item.document] = step.level
    return Decision(group, customer, policy, raised, proposed, waits, _by_age(listed), _by_age(credit_notes))


def _by_age(items: Iterable[OpenItem]) -> tuple[OpenItem, ...]:
    return tuple(sorted(items, key=lambda item: (item.due_date, item.document)))
