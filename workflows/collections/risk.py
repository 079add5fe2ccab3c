"""How risky an account is: points for how it pays, each with the figure that it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from workflows.collections.model import CollectionPolicy, Risk, Sign
from workflows.disputes.model import PromiseStatus, PromiseToPay
from workflows.ledger.model import OpenItem, in_shares
from workflows.ledger.money import ZERO
from workflows.reporting.punctuality import Punctuality

TENTH = Decimal("0.1")


def risk(
    items: Sequence[OpenItem],
    habit: Punctuality | None,
    promises: Iterable[PromiseToPay],
    credit_limit: Decimal | None,
    today: date,
    policy: CollectionPolicy,
) -> Risk:
    """The risk of an account (its open items, all in one currency). What is not known gives no points."""
    figures = {
        Sign.DAYS_LATE: habit.days_late if habit else None,
        Sign.TREND: habit.trend_days if habit else None,
        Sign.BROKEN_PROMISES: _broken(promises),
        Sign.EXPOSURE: _share(_open(items), credit_limit),
        Sign.OVERDUE: _share(_open(item for item in in_shares(items) if item.days_overdue(today) > 0), _open(items)),
    }
    return Risk(
        {sign: (figure, _points(sign, figure, policy)) for sign, figure in figures.items() if figure is not None}
    )


def _points(sign: Sign, figure: Decimal, policy: CollectionPolicy) -> Decimal:
    full = policy.full.get(sign, ZERO)
    part = min(max(figure / full, ZERO), Decimal(1)) if full else ZERO
    return (policy.points.get(sign, ZERO) * part).quantize(TENTH, rounding=ROUND_HALF_UP)


def _broken(promises: Iterable[PromiseToPay]) -> Decimal | None:
    over = [one.state for one in promises if one.state in (PromiseStatus.KEPT, PromiseStatus.BROKEN)]
    return Decimal(over.count(PromiseStatus.BROKEN)) / len(over) if over else None


def _open(items: Iterable[OpenItem]) -> Decimal:
    return sum((item.open_amount for item in items), ZERO)


def _share(part: Decimal, whole: Decimal | None) -> Decimal | None:
    return max(part, ZERO) / whole if whole is not None and whole > ZERO else None


def explained(found: Risk) -> Mapping[str, tuple[str, str]]:
    """Sign -> (figure, points) as text, what weighs most first."""
    ordered = sorted(found.parts.items(), key=lambda part: (-part[1][1], part[0]))
    return {
        sign.value: (f"{figure.quantize(Decimal('0.01'), rounding=ROUND_HALF_UP):f}", f"{points:f}")
        for sign, (figure, points) in ordered
    }
