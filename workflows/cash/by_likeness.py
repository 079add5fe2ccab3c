"""A payer whom nobody knows by account or name: whose document of the amount it is, by number and likeness of name.

Amount, document and name must agree, each in its own way: the amount to the cent, the number in part or with one slip
at least, the name mostly. Two of them alone are a proposal.
"""

from __future__ import annotations

from collections.abc import Sequence

from workflows.cash.distortion import weak_numbers
from workflows.cash.evidence import Strength
from workflows.cash.likeness import FAINT
from workflows.cash.open_book import digits_of
from workflows.cash.payers import KnownBy
from workflows.cash.question import Question
from workflows.cash.slips import one_slip_apart

MOST_LOOKED_AT = 80  # documents of one amount; more are a price, which tells nobody from another


def adopt_alike(question: Question) -> bool:
    """Takes the one customer for the payer whose name is nearly his and of whom a document of the amount is named."""
    owners = {question.book.customer(row) for row in _named(question)}
    likely = {owner for owner in owners if question.is_called_nearly(owner)}
    if len(likely) != 1:
        return False
    question.adopt(likely.pop(), KnownBy.ALIKE)
    return True


def suggest_alike(question: Question) -> None:
    """Adds what a person may think of: documents of the amount that are named somehow, then those of a like name."""
    rows, named = _of_amount(question), _named(question)
    likely = _likenesses(question, rows)
    for row in sorted(named, key=lambda row: -likely[question.book.customer(row)])[:2]:
        words = "named in part, the amount is what is due, payer unknown"
        question.suggest([row], f"{question.book.document(row)} {words}")
    alike = [row for row in rows if row not in named and likely[question.book.customer(row)] >= FAINT]
    for row in sorted(alike, key=lambda row: -likely[question.book.customer(row)])[:3]:
        words = "the amount is what is due, the payer's name is a little like the customer's"
        question.suggest([row], f"{question.book.document(row)}: {words}")


def slipped_from(question: Question, rows: Sequence[int]) -> list[int]:
    """Documents of the very amount that are one slip from one of these: rather meant, if these do not come to it."""
    written = [digits_of(question.book.document(row)) for row in rows]
    return [
        row
        for row in _of_amount(question)
        if any(one_slip_apart(digits_of(question.book.document(row)), number) for number in written)
    ]


def _of_amount(question: Question) -> list[int]:
    """Open documents of the very amount and currency, by due date; none where too many have it."""
    book, receipt = question.book, question.receipt
    found = [row for row in book.with_amount(question.purse.amount) if book.currency(row) == receipt.currency]
    return sorted(found, key=book.due.__getitem__) if len(found) <= MOST_LOOKED_AT else []


def _named(question: Question) -> list[int]:
    """Those of them whose number stands in the text, whole or distorted."""
    rows = _of_amount(question)
    weak = weak_numbers(question.told, question.hits.used, rows, question.book) if rows else None
    known = weak.strength if weak is not None else {}
    return [row for row in rows if row in question.whole or known.get(row, Strength.NONE) > Strength.NONE]


def _likenesses(question: Question, rows: Sequence[int]) -> dict[str, float]:
    """The customers of these documents with how much of their name the payer's has."""
    owners = {question.book.customer(row) for row in rows}
    return {owner: question.likeness(owner) for owner in owners}
