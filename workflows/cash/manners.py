"""How a customer pays, as confirmed payments show it: which numbers are quoted, which cash discount is taken.

Only what is out of the ordinary is kept (a payer who quotes whole invoice numbers and takes no discount has no manner);
the ordinary counts against a manner that is known. A manner is shown to people and moves no money.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from workflows.cash.folding import compact
from workflows.cash.habits import Habit, HabitKind
from workflows.cash.model import Payment
from workflows.cash.open_book import OpenBook, order_key
from workflows.cash.proposals import Proposal

ORDER, NO_NUMBER = "order_number", "no_number"
LATE = "late"
ORDINARY = ""


@dataclass(frozen=True, slots=True)
class Manner:
    """One payment's way of one kind; `value` ORDINARY if it is the usual one."""

    customer: str
    kind: HabitKind
    value: str
    payment: str
    on: date


def manners(payment: Payment, proposal: Proposal, book: OpenBook) -> tuple[Manner, ...]:
    """What a payment shows that was put on its documents with proof."""
    rows = [row for line in proposal.lines if (row := book.find(line.invoice)) is not None]
    found = [Manner(proposal.customer, HabitKind.REFERENCE, _reference(payment, rows, book), payment.id,
                    payment.value_date)]  # fmt: skip
    taken = _discount(proposal, rows, book)
    if taken is not None:
        found.append(Manner(proposal.customer, HabitKind.DISCOUNT, taken, payment.id, payment.value_date))
    return tuple(found)


def _reference(payment: Payment, rows: Iterable[int], book: OpenBook) -> str:
    told = compact(f"{payment.text} {payment.reference}")
    if any(compact(book.document(row)) in told for row in rows):
        return ORDINARY
    return ORDER if any((key := order_key(book.order(row))) and key in told for row in rows) else NO_NUMBER


def _discount(proposal: Proposal, rows: Iterable[int], book: OpenBook) -> str | None:
    """The percentage that was taken, LATE where it was too late; None where the terms have none."""
    terms = {book.largest_discount(row) for row in rows} - {0}
    if any(deduction.reason == "contract_terms" for deduction in proposal.deductions):
        return LATE
    if not terms:
        return None
    return f"{max(terms).normalize():f}" if any(line.discount for line in proposal.lines) else ORDINARY


def counted(shown: Iterable[Manner], known: Mapping[str, Iterable[Habit]]) -> list[Habit]:
    """The habits that change by what was shown; `known`: customer -> all its habits."""
    own: dict[tuple[str, HabitKind], dict[str, Habit]] = {}
    changed: dict[str, Habit] = {}
    for manner in shown:
        key = (manner.customer, manner.kind)
        if key not in own:
            own[key] = {each.id: each for each in known.get(manner.customer, ()) if each.kind is manner.kind}
        for habit in tuple(_after(manner, own[key])):
            own[key][habit.id] = changed[habit.id] = habit
    return list(changed.values())


def _after(manner: Manner, own: Mapping[str, Habit]) -> Iterator[Habit]:
    """The habits of one customer and kind that one payment changes."""
    name = f"{manner.customer}|{manner.kind.value}|{manner.value}"
    for other in own.values():
        if other.id != name:
            yield replace(other, contradicted=other.contradicted + 1)
    if manner.value != ORDINARY:
        before = own.get(name) or Habit(
            name, manner.customer, manner.kind, manner.value, 0, 0, manner.payment, manner.on, manner.on
        )  # fmt: skip
        yield replace(
            before, confirmed=before.confirmed + 1, source=manner.payment, last_on=max(before.last_on, manner.on)
        )
