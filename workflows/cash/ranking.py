"""What is known of how a payer pays orders the proposals for money that waits: for the eyes of a person, who decides.

A habit never makes a proposal, never takes one away, and no automatic allocation asks for it. What speaks for a
proposal is said with how many payments showed it, how sure that is and the last one that did.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from workflows.cash.folding import compact
from workflows.cash.habits import Habit, HabitKind
from workflows.cash.manners import LATE, NO_NUMBER, ORDER
from workflows.cash.model import Payment
from workflows.cash.open_book import order_key
from workflows.cash.payers import account_key
from workflows.cash.proposals import Suggestion
from workflows.ledger.model import OpenItem
from workflows.ledger.money import ZERO, rounded

Items = Mapping[str, OpenItem]
Fits = Callable[[Habit, Payment, Suggestion, Items], str]


def ranked(
    suggestions: Sequence[Suggestion], payment: Payment, habits: Iterable[Habit], items: Items, today: date
) -> tuple[Suggestion, ...]:
    """Those that most believed habits speak for first, each with their words; of equals the likelier one stays first.

    `habits`: of all their customers; `items`: the documents that they name.
    """
    believed = [habit for habit in habits if habit.is_believed(today)]
    if not believed:
        return tuple(suggestions)
    told = [_told(each, payment, believed, items) for each in suggestions]
    order = sorted(range(len(told)), key=lambda place: -sum(habit.confidence for habit, _ in told[place]))
    return tuple(_with_words(suggestions[place], told[place]) for place in order)


def _told(suggestion: Suggestion, payment: Payment, habits: Iterable[Habit], items: Items) -> list[tuple[Habit, str]]:
    own = (habit for habit in habits if habit.customer == suggestion.customer)
    return [(habit, words) for habit in own if (words := FITS[habit.kind](habit, payment, suggestion, items))]


def _with_words(suggestion: Suggestion, told: Sequence[tuple[Habit, str]]) -> Suggestion:
    usual = [
        f"{words} ({habit.confirmed} of {habit.confirmed + habit.contradicted} payments, {habit.confidence:.0%} sure, "
        f"last {habit.source} on {habit.last_on})"
        for habit, words in told
    ]
    return suggestion._replace(proof="; ".join((suggestion.proof, *usual)))


def _account(habit: Habit, payment: Payment, suggestion: Suggestion, items: Items) -> str:
    return "the customer's payments come from this account" if habit.value == account_key(payment.payer_iban) else ""


def _reference(habit: Habit, payment: Payment, suggestion: Suggestion, items: Items) -> str:
    told = compact(f"{payment.text} {payment.reference}")
    named = [item for line in suggestion.lines if (item := items.get(line.invoice)) is not None]
    by_number = any(compact(item.document) in told for item in named)
    by_order = any((key := order_key(item.po_number)) and key in told for item in named)
    if habit.value == ORDER:
        return "the customer quotes order numbers" if by_order and not by_number else ""
    return "the customer quotes no numbers" if habit.value == NO_NUMBER and not by_order and not by_number else ""


def _discount(habit: Habit, payment: Payment, suggestion: Suggestion, items: Items) -> str:
    if habit.value != LATE:
        taken = any(line.discount for line in suggestion.lines)
        return f"the customer takes {habit.value} % discount" if taken else ""
    short = any(_is_short_by_discount(line.invoice, line.amount, items) for line in suggestion.lines)
    return "the customer takes the discount too late" if short else ""


def _is_short_by_discount(document: str, amount: Decimal, items: Items) -> bool:
    item = items.get(document)
    if item is None or item.discount_percent <= ZERO:
        return False
    return item.open_amount - rounded(item.original * item.discount_percent / 100, item.currency) == amount


FITS: Mapping[HabitKind, Fits] = {
    HabitKind.ACCOUNT: _account,
    HabitKind.REFERENCE: _reference,
    HabitKind.DISCOUNT: _discount,
}
