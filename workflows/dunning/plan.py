"""What a dunning run would do today, worked out without changing anything: letters, releases to ask for, refusals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from workflows.customers import Customer
from workflows.disputes.model import Case
from workflows.dunning.composing import PlannedLetter, letters_of
from workflows.dunning.decision import Decision, decide
from workflows.dunning.holds import facts_of, holds
from workflows.dunning.model import DunningLetter, DunningPolicy, Refusal
from workflows.dunning.policy import NeedsRelease, Notify, next_step
from workflows.dunning.releases import Group, Releases, granted, releases_of
from workflows.ledger.model import OpenItem
from workflows.ledger.money import ZERO
from workflows.lookup import fetch
from workflows.ports import Desk, UnitOfWork
from workflows.promises import settled


@dataclass(frozen=True, slots=True)
class Plan:
    planned: tuple[PlannedLetter, ...]
    proposals: tuple[tuple[Decision, Case | None], ...]  # with the open release case that they join, if there is one
    used: tuple[Case, ...]  # releases that this run uses up
    settled_cases: tuple[Case, ...]  # open release cases whose invoices are all paid
    refused: tuple[Refusal, ...]

    @property
    def letters(self) -> tuple[DunningLetter, ...]:
        return tuple(planned.letter for planned in self.planned)


def dedup_key(group: Group, day: date) -> str:
    """One letter a day per customer, company and currency."""
    return ":".join(("dunning", *group, day.isoformat()))


def plan(uow: UnitOfWork, desk: Desk, today: date, customers: tuple[str, ...] = ()) -> Plan:
    """The run of `today` over these customers (none named: over all)."""
    scope = {"customer": customers} if customers else {}
    items = uow.open_items.where(**scope)
    known = {customer.number: customer for customer in _customers(uow, customers)}
    releases = releases_of(uow, {item.document: item for item in items}, customers)
    worked, refused = _candidates(items, known, desk, today)
    worked, written = _not_yet_written(uow, worked, today)
    decisions = _decisions(uow, desk, worked, known, releases, today)
    planned, unwritten = letters_of(uow, desk, [decision for decision in decisions if decision.level], today)
    refused += unwritten
    left_out = {(refusal.customer, refusal.company, refusal.currency) for refusal in refused}
    return Plan(
        planned=planned,
        proposals=tuple(
            (decision, own.open_case if (own := releases.get(decision.group)) else None)
            for decision in decisions
            if decision.proposed and decision.group not in left_out
        ),
        used=granted(releases, left_out | written),
        settled_cases=tuple(own.settled for own in releases.values() if own.settled),
        refused=tuple(refused),
    )


def _customers(uow: UnitOfWork, customers: tuple[str, ...]) -> list[Customer]:
    return uow.customers.where(number=customers) if customers else uow.customers.where()


def _candidates(
    items: Iterable[OpenItem], known: Mapping[str, Customer], desk: Desk, today: date
) -> tuple[dict[Group, list[OpenItem]], list[Refusal]]:
    """The open items of the groups in which a step would be due if nothing were held, in order of their groups."""
    groups: dict[Group, list[OpenItem]] = {}
    for item in items:
        if item.open_amount:
            groups.setdefault((item.customer, item.company, item.currency), []).append(item)
    found: dict[Group, list[OpenItem]] = {}
    refused: list[Refusal] = []
    for group in sorted(groups):
        policy = _policy(known.get(group[0]), group[1], desk)
        if isinstance(policy, str):
            if any(item.open_amount > ZERO and item.days_overdue(today) >= 1 for item in groups[group]):
                refused.append(Refusal(*group, why=policy))
        elif any(not _waits(item, policy, today) for item in groups[group]):
            found[group] = groups[group]
    return found, refused


def _policy(customer: Customer | None, company: str, desk: Desk) -> DunningPolicy | str:
    """The customer's policy, or why nobody can be dunned by one."""
    if customer is None:
        return "there is no such customer"
    if company not in desk.companies:
        return f"there is no company {company!r}"
    name = customer.dunning_policy
    return desk.dunning.get(name) or f"there is no dunning policy {name!r}"


def _waits(item: OpenItem, policy: DunningPolicy, today: date) -> bool:
    return not isinstance(next_step(item, policy, today), (Notify, NeedsRelease))


def _not_yet_written(
    uow: UnitOfWork, groups: Mapping[Group, list[OpenItem]], today: date
) -> tuple[dict[Group, list[OpenItem]], set[Group]]:
    """The groups that have had no letter today, and those that have."""
    keys = [dedup_key(group, today) for group in groups]
    have = {letter.dedup_key for letter in fetch(uow.letters, "dedup_key", keys)}
    written = {group for group in groups if dedup_key(group, today) in have}
    return {group: items for group, items in groups.items() if group not in written}, written


def _decisions(
    uow: UnitOfWork,
    desk: Desk,
    groups: Mapping[Group, list[OpenItem]],
    known: Mapping[str, Customer],
    releases: Mapping[Group, Releases],
    today: date,
) -> list[Decision]:
    customers = tuple(sorted({group[0] for group in groups}))
    if not customers:
        return []
    over = settled(uow, desk.promise_grace_days, today, customers if len(customers) < len(known) else ())
    facts = facts_of(uow, desk.promise_grace_days, customers, over)
    found = []
    for group, items in groups.items():
        customer = known[group[0]]
        policy = desk.dunning[customer.dunning_policy]
        own = releases.get(group, Releases())
        found.append(decide(group, customer, policy, items, holds(items, facts, today), own, today))
    return found
