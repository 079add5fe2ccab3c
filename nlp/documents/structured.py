"""What every reader of a data format gives: an order, payments or the name of another paper, and what was wrong."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from nlp.opened import Paper, StructuredOrder, StructuredPaid, StructuredRemittance
from nlp.reading import Problem

MAX_LINES = 10_000
LONGEST_ADDRESS = 300
TOLERANCE = Decimal("0.02")


@dataclass(frozen=True, slots=True)
class Structured:
    """At most one of `order` and `advices` is filled; neither for a paper of another kind or a file that is refused."""

    order: StructuredOrder | None = None
    advices: tuple[StructuredRemittance, ...] = ()
    paper: Paper = Paper.UNKNOWN
    issuer: str = ""
    problems: tuple[Problem, ...] = ()


def of_order(order: StructuredOrder, problems: tuple[Problem, ...] = ()) -> Structured:
    return Structured(order=order, paper=Paper.ORDER, problems=problems)


def of_advices(advices: tuple[StructuredRemittance, ...], problems: tuple[Problem, ...] = ()) -> Structured:
    """Payments; each whose lines do not come to its own total is named."""
    wrong = tuple(p for advice in advices for p in _sums(advice))
    return Structured(advices=advices, paper=Paper.ADVICE, problems=(*problems, *wrong))


def one_line(street: Iterable[str | None], postcode: str | None, town: str | None) -> str:
    """A postal address as "street, postcode town"; "" where street or town are missing."""
    road = " ".join(part.strip() for part in street if part and part.strip())
    place = " ".join(part.strip() for part in (postcode, town) if part and part.strip())
    return f"{road}, {place}"[:LONGEST_ADDRESS] if road and place else ""


def charged(format_name: str, where: str) -> Problem:
    """Discounts or charges beside the prices: no line of ours can say them, a person decides."""
    return Problem("allowance_or_charge", f"{format_name}: a discount or a charge {where}")


def refused(format_name: str, why: str) -> Structured:
    """A file that is malformed: the format by its name, and where it breaks; nothing of it is used."""
    return Structured(problems=(Problem("malformed", f"{format_name}: {why}"[:200]),))


def paid_in_all(lines: tuple[StructuredPaid, ...]) -> str | None:
    """What the lines come to after deductions; None where one has no amount, or there is none."""
    if not lines or any(line.amount is None for line in lines):
        return None
    return format(sum((Decimal(x.amount or 0) - Decimal(x.deduction or 0) for x in lines), Decimal(0)), "f")


def _sums(advice: StructuredRemittance) -> tuple[Problem, ...]:
    paid = paid_in_all(advice.lines)
    if advice.total is None or paid is None or abs(Decimal(paid) - Decimal(advice.total)) <= TOLERANCE:
        return ()
    return (Problem("total_mismatch", f"{advice.format}: lines come to {paid}, stated are {advice.total}"),)
