"""Credit holds follow the accounts by themselves, and a person's word goes before: each with a reason and an end."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from types import MappingProxyType

from workflows.audit import note
from workflows.collections.accounts import AccountRisk, account_risks
from workflows.collections.credit import AUTOMATIC, CreditFigures, CreditHold, CreditPolicy, standing
from workflows.customers import Customer
from workflows.errors import IllegalTransition, NotAllowed, NotFound
from workflows.ledger.model import in_shares
from workflows.ledger.money import ZERO
from workflows.ledger.numbering import CREDIT_HOLD, next_id
from workflows.ports import Desk, Handler, UnitOfWork


@dataclass(frozen=True, slots=True)
class HoldCredit:
    """By a person: nothing more goes to a customer up to and including `until` (None: until it is released)."""

    customer: str
    reason: str
    until: date | None
    actor: str


@dataclass(frozen=True, slots=True)
class ReleaseCredit:
    """By a person: a hold ends. `until`: the last day on which orders pass although the figures would hold them."""

    hold: str
    reason: str
    until: date | None
    actor: str


@dataclass(frozen=True, slots=True)
class Review:
    """What the figures of a day ask for; `held`: (customer, level, why), `moved`: a hold at its new level."""

    held: tuple[tuple[Customer, int, str], ...] = ()
    moved: tuple[CreditHold, ...] = ()
    ended: tuple[CreditHold, ...] = ()

    @property
    def changes(self) -> int:
        return len(self.held) + len(self.moved) + len(self.ended)


def hold_credit(command: HoldCredit, uow: UnitOfWork, desk: Desk, now: datetime) -> tuple[str, ...]:
    """Raises NotFound, NotAllowed without a reason or for a past day."""
    customer = uow.customers.get(command.customer)
    if customer is None:
        raise NotFound("customer", command.customer)
    _reasoned(command.actor, "hold credit", command.reason)
    if command.actor == AUTOMATIC or (command.until is not None and command.until < now.date()):
        raise NotAllowed(command.actor, "hold credit", f"{command.until} is over" if command.until else "a person does")
    uow.lock(f"customer:{customer.number}")
    return (_set(uow, customer, 0, command.reason.strip(), command.actor, now, command.until).id,)


def release_credit(command: ReleaseCredit, uow: UnitOfWork, desk: Desk, now: datetime) -> tuple[str, ...]:
    """Raises NotFound, IllegalTransition where the hold is over, NotAllowed without the right, a reason or an end."""
    hold = uow.credit_holds.get(command.hold)
    if hold is None:
        raise NotFound("credit hold", command.hold)
    if not hold.holds(now.date()):
        raise IllegalTransition("over", "release")
    policy: CreditPolicy = desk.collections.credit
    if policy.may_release and command.actor not in policy.may_release:
        raise NotAllowed(command.actor, "release a credit hold", f"{', '.join(policy.may_release)} may")
    _reasoned(command.actor, "release a credit hold", command.reason)
    latest = now.date() + timedelta(days=policy.longest_release_days)
    if command.until is not None and not now.date() <= command.until <= latest:
        raise NotAllowed(command.actor, "release a credit hold", f"its last day lies between today and {latest}")
    if hold.is_automatic and command.until is None:
        raise NotAllowed(command.actor, "release a credit hold", "the last day of the release is missing")
    released = replace(
        hold,
        released_by=command.actor,
        released_on=now.date(),
        released_until=command.until,
        release_reason=command.reason.strip(),
    )
    uow.credit_holds.put(released)
    _noted(uow, now, command.actor, "credit_released", released, command.reason.strip())
    return (hold.id,)


HANDLERS: Mapping[type, Handler] = MappingProxyType({HoldCredit: hold_credit, ReleaseCredit: release_credit})


def review(uow: UnitOfWork, desk: Desk, today: date) -> Review:
    """What `keep` would write today; nothing where the policy holds nobody by itself."""
    policy: CreditPolicy = desk.collections.credit
    holds: dict[str, list[CreditHold]] = defaultdict(list)
    for hold in uow.credit_holds.where():
        holds[hold.customer].append(hold)
    if not policy.hold_from and not any(one.is_automatic and one.holds(today) for own in holds.values() for one in own):
        return Review()
    customers, figures = figures_of(account_risks(uow, desk, today), today)
    held: list[tuple[Customer, int, str]] = []
    moved, ended = [], []
    for number in sorted({*figures, *holds}):
        level, grounds = policy.level_of(figures.get(number, CreditFigures()))
        own = [hold for hold in holds[number] if hold.is_automatic and hold.holds(today)]
        reason = ", ".join(grounds)
        if not policy.hold_from or level < policy.hold_from:
            ended += own
        elif own:
            moved += [replace(hold, level=level, reason=reason) for hold in own if hold.level != level]
        elif _may_hold(holds[number], level, today) and number in customers:
            held.append((customers[number], level, reason))
    return Review(tuple(held), tuple(moved), tuple(ended))


def _may_hold(holds: Iterable[CreditHold], level: int, today: date) -> bool:
    """Whether no release of a person covers the level: a worse one than was released holds again."""
    released = standing(holds, today).released
    return released is None or level > released


def keep(found: Review, uow: UnitOfWork, now: datetime) -> tuple[str, ...]:
    """Writes what a review found: ids of the holds that it set, moved or ended."""
    made = [_set(uow, customer, level, reason, AUTOMATIC, now, None).id for customer, level, reason in found.held]
    for hold in found.moved:
        uow.credit_holds.put(hold)
        _noted(uow, now, AUTOMATIC, "credit_level_changed", hold, hold.reason)
    for hold in found.ended:
        why = "the figures are below the level"
        over = replace(hold, released_by=AUTOMATIC, released_on=now.date(), release_reason=why)
        uow.credit_holds.put(over)
        _noted(uow, now, AUTOMATIC, "credit_hold_ended", over, why)
    return (*made, *(hold.id for hold in (*found.moved, *found.ended)))


def figures_of(accounts: Iterable[AccountRisk], today: date) -> tuple[dict[str, Customer], Mapping[str, CreditFigures]]:
    """The worst of each customer's accounts, figure by figure."""
    customers: dict[str, Customer] = {}
    figures: dict[str, CreditFigures] = {}
    for one in accounts:
        late = [item for item in in_shares(one.items) if item.open_amount > ZERO and item.days_overdue(today) > 0]
        before = figures.get(one.customer.number, CreditFigures())
        customers[one.customer.number] = one.customer
        figures[one.customer.number] = CreditFigures(
            points=max(before.points, one.risk.points),
            days_overdue=max([before.days_overdue, *(item.days_overdue(today) for item in late)]),
            dunning_level=max([before.dunning_level, *(item.dunning_level for item in late)]),
            overdue=max(before.overdue, sum((item.open_amount for item in late), Decimal(0))),
        )
    return customers, figures


def _set(
    uow: UnitOfWork, customer: Customer, level: int, reason: str, actor: str, now: datetime, until: date | None
) -> CreditHold:
    hold = CreditHold(
        id=next_id(uow, customer.company, CREDIT_HOLD, now.date()),
        customer=customer.number,
        level=level,
        reason=reason,
        set_by=actor,
        set_on=now.date(),
        until=until,
    )
    uow.credit_holds.add(hold)
    _noted(uow, now, actor, "credit_held", hold, reason)
    return hold


def _noted(uow: UnitOfWork, now: datetime, actor: str, action: str, hold: CreditHold, reason: str) -> None:
    note(uow, now, actor=actor, action=action, subject=hold.id, customer=hold.customer, level=hold.level, reason=reason)


def _reasoned(actor: str, action: str, reason: str) -> None:
    if not reason.strip():
        raise NotAllowed(actor, action, "a reason is missing")
