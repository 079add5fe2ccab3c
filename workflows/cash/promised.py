"""A receipt that is an instalment which the customer promised for these days."""

from __future__ import annotations

from collections.abc import Sequence

from workflows.cash.amounts import Line
from workflows.cash.open_book import units
from workflows.cash.proposals import Proposal
from workflows.cash.question import Question

WINDOW_DAYS = 5


def promised(question: Question, rows: Sequence[int]) -> Proposal | None:
    """The promise of one invoice among `rows` that fits amount and day; None if there is none or more than one."""
    receipt, book = question.receipt, question.book
    by_number = {book.document(row): row for row in rows} if question.scope.promises else {}
    fitting = [
        promise
        for promise in question.scope.promises
        if promise.amount == receipt.amount
        and promise.currency == receipt.currency
        and abs((promise.pays_on - receipt.value_date).days) <= WINDOW_DAYS
        and len(promise.invoices) == 1
        and promise.invoices[0] in by_number
        and book.open[by_number[promise.invoices[0]]] >= units(receipt.amount)
    ]
    if len(fitting) != 1:
        return None
    promise = fitting[0]
    proof = f"promised for {promise.pays_on} on {promise.invoices[0]}: payer and amount agree"
    lines = (Line(promise.invoices[0], receipt.amount),)
    return Proposal(promise.customer, lines, "promised_instalment", proof, 4)
