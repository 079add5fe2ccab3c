"""What a dunning run would do today, worked out without changing anything: letters, releases to ask for, refusals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from workflows.customers import Customer
from workflows.disputes.model import Case
from workflows.dunning.campaigns import as_approved
from workflows.dunning.composing import PlannedLetter, letters_of
from workflows.dunning.decision import Decision, decide
from workflows.dunning.holds import facts_of, holds, undisputed
from workflows.dunning.model import DunningLetter, DunningPolicy, Refusal, Waiting
from workflows.dunning.policy import Why
from workflows.dunning.releases import Group, Releases, granted, releases_of
from workflows.ledger.model import OpenItem
from workflows.ledger.money import ZERO
from workflows.lookup import MOST, fetch
from workflows.ports import Desk, Not, UnitOfWork
from workflows.promises import settled

NO_LIMIT = 10**9


@dataclass(frozen=True, slots=True)
class Plan:
    planned: tuple[PlannedLetter, ...]
    proposals: tuple[tuple[Decision, Case | None], ...]  # with the open release case that they join, if there is one
    used: tuple[Case, ...]  # releases that this run uses up
    settled_cases: tuple[Case, ...]  # open release cases whose invoices are all paid
    refused: tuple[Refusal, ...]
    waiting: tuple[Waiting, ...] = ()  # every overdue item that is not raised, with the reason

    @property
    def letters(self) -> tuple[DunningLetter, ...]:
        return tuple(planned.letter for planned in self.planned)


@dataclass(frozen=True, slots=True)
class _Scene:
    """What a plan reads before it decides."""

    today: date
    groups: Mapping[Group, list[OpenItem]]
    customers: Mapping[str, Customer]
    releases: Mapping[Group, Releases]


def dedup_key(group: Group, day: date) -> str:
    """One letter a day per customer, company and currency."""
    return ":".join(("dunning", *group, day.isoformat()))


def plan(
    uow: UnitOfWork,
    desk: Desk,
    today: date,
    customers: tuple[str, ...] = (),
    *,
    companies: tuple[str, ...] = (),
    most_letters: int = NO_LIMIT,
    as_if_approved: bool = False,
) -> Plan:
    """The run of `today` over these customers and companies (none named: over all); no more letters than these.

    `as_if_approved`: what a campaign would say that a person is to approve.
    """
    scene = _scene(uow, today, customers, companies)
    late, policies, refused = _late(scene, desk)
    worked, written = _not_yet_written(uow, late, today)
    decisions = _decisions(uow, desk, worked, policies, scene)
    decisions = decisions if as_if_approved else list(as_approved(uow, decisions, today))
    kept_back = {number for one in decisions for number, why in one.waits.items() if why is Why.NOT_APPROVED}
    waiting = {one.group for one in decisions if not one.level and Why.NOT_APPROVED in one.waits.values()}
    granting, throttled = _within([one for one in decisions if one.group not in waiting], most_letters)
    planned, unwritten = letters_of(uow, desk, [decision for decision in granting if decision.level], today)
    refused += unwritten
    left_out = {(refusal.customer, refusal.company, refusal.currency) for refusal in refused} | throttled | waiting
    late_whys = dict.fromkeys(throttled, Why.TOO_MANY_TODAY)
    return Plan(
        planned=planned,
        proposals=tuple(
            (decision, own.open_case if (own := scene.releases.get(decision.group)) else None)
            for decision in decisions
            if decision.proposed and decision.group not in left_out
        ),
        used=granted(scene.releases, left_out | written, kept_back),
        settled_cases=tuple(own.settled for own in scene.releases.values() if own.settled),
        refused=tuple(refused),
        waiting=tuple(one for decision in decisions for one in _waiting(decision, late_whys.get(decision.group))),
    )


def _scene(uow: UnitOfWork, today: date, customers: tuple[str, ...], companies: tuple[str, ...]) -> _Scene:
    scope: dict[str, tuple[str, ...]] = {}
    if customers:
        scope["customer"] = customers
    if companies:
        scope["company"] = companies
    groups: dict[Group, list[OpenItem]] = {}
    for item in uow.open_items.where(open_amount=Not(ZERO), **scope):
        owed = item.in_arrears(today) if item.shares else item
        groups.setdefault((item.customer, item.company, item.currency), []).append(owed)
    named = {"number": customers} if customers else {}
    known = {customer.number: customer for customer in uow.customers.where(**named)}
    return _Scene(today, dict(sorted(groups.items())), known, releases_of(uow, customers, companies))


def _late(scene: _Scene, desk: Desk) -> tuple[dict[Group, list[OpenItem]], dict[Group, DunningPolicy], list[Refusal]]:
    """The open items of the groups in which something is overdue, their policies, and the groups that none covers."""
    found: dict[Group, list[OpenItem]] = {}
    policies: dict[Group, DunningPolicy] = {}
    refused: list[Refusal] = []
    for group, items in scene.groups.items():
        if not any(item.open_amount > ZERO and item.days_overdue(scene.today) >= 1 for item in items):
            continue
        policy = _policy(scene.customers.get(group[0]), group[1], desk)
        if isinstance(policy, str):
            refused.append(Refusal(*group, why=policy))
        else:
            found[group], policies[group] = items, policy
    return found, policies, refused


def _policy(customer: Customer | None, company: str, desk: Desk) -> DunningPolicy | str:
    """The customer's policy, or why nobody can be dunned by one."""
    if customer is None:
        return "there is no such customer"
    if company not in desk.companies:
        return f"there is no company {company!r}"
    return desk.dunning_policy(customer, company) or f"there is no dunning policy {customer.dunning_policy!r}"


def _not_yet_written(
    uow: UnitOfWork, groups: Mapping[Group, list[OpenItem]], today: date
) -> tuple[dict[Group, list[OpenItem]], set[Group]]:
    """The groups that have had no letter today, and those that have."""
    keys = {dedup_key(group, today): group for group in groups}
    have = {letter.dedup_key for letter in fetch(uow.letters, "dedup_key", list(keys))}
    written = {group for key, group in keys.items() if key in have}
    return {group: items for group, items in groups.items() if group not in written}, written


def _decisions(
    uow: UnitOfWork,
    desk: Desk,
    groups: Mapping[Group, list[OpenItem]],
    policies: Mapping[Group, DunningPolicy],
    scene: _Scene,
) -> list[Decision]:
    debtors = tuple(sorted({group[0] for group in groups}))
    if not debtors:
        return []
    over = settled(uow, desk, scene.today, debtors if len(debtors) < MOST else ())
    facts = facts_of(uow, desk, debtors, scene.today, over)
    found = []
    for group, items in groups.items():
        customer = scene.customers[group[0]]
        policy = policies[group]
        own = scene.releases.get(group) or Releases()
        held = holds(items, facts, scene.today, policy)
        rest = [undisputed(item, facts, policy) for item in items]
        found.append(decide(group, customer, policy, rest, held, own, scene.today))
    return found


def _within(decisions: Iterable[Decision], most_letters: int) -> tuple[list[Decision], set[Group]]:
    """The decisions that still fit into the day's limit of letters, and the groups that wait for another day."""
    fitting: list[Decision] = []
    throttled: set[Group] = set()
    left = most_letters
    for decision in decisions:
        if decision.level and left <= 0:
            throttled.add(decision.group)
            continue
        left -= bool(decision.level)
        fitting.append(decision)
    return fitting, throttled


def _waiting(decision: Decision, kept_back: Why | None) -> Iterable[Waiting]:
    """`kept_back`: why the whole letter waits, where it does."""
    customer, company, currency = decision.group
    for document, why in decision.waits.items():
        yield Waiting(document, customer, company, currency, why.value)
    if kept_back is not None:
        for document in decision.raised:
            yield Waiting(document, customer, company, currency, kept_back.value)
