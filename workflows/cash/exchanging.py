"""Money in another currency than the documents that it names: by what the bank says was sent, or by the day's rate.

No rate is guessed: the bank's own amount in the document's currency counts as it is, else a published rate of the day
(or of the last one on which rates were published). Only money whose text names the documents in full, all of the payer,
is put on them without a person; what the rate leaves between the two is an exchange difference (IAS 21.28).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from workflows.cash.advising import Documents, Pair, by_advice
from workflows.cash.amounts import Line, Receipt
from workflows.cash.evidence import Strength
from workflows.cash.open_book import money
from workflows.cash.payers import KnownBy
from workflows.cash.proposals import Held, Proposal
from workflows.cash.question import Question
from workflows.ledger.money import ZERO, rounded
from workflows.ports import CashPolicy, UnitOfWork

EURO = "EUR"
OLDEST_DAYS = 5  # a rate of Maundy Thursday is the last one until Easter Tuesday


class PublishedRates:
    """The imported table as `DayRates`, read when it is first needed."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow
        self._known: dict[str, list[tuple[date, Decimal]]] | None = None

    def between(self, currency: str, other: str, on: date) -> Decimal | None:
        ours, theirs = self._per_euro(currency, on), self._per_euro(other, on)
        return None if ours is None or theirs is None else theirs / ours

    def _per_euro(self, currency: str, on: date) -> Decimal | None:
        if currency == EURO:
            return Decimal(1)
        if self._known is None:
            self._known = defaultdict(list)
            for row in self._uow.rates.where():
                self._known[row.currency].append((row.date, row.rate))
        past = [(day, rate) for day, rate in self._known.get(currency, ()) if 0 <= (on - day).days < OLDEST_DAYS]
        return max(past)[1] if past else None


def in_other_currency(question: Question, rows: Sequence[int]) -> Proposal | Held:
    """What money pays that names documents (`rows`) in another currency; held where anything is unclear."""
    book, receipt = question.book, question.receipt
    told = f"{book.document(rows[0])} is in {book.currency(rows[0])}, the money in {receipt.currency}"
    named = sorted(question.whole)
    currency = book.currency(rows[0])
    alone = {book.currency(row) for row in named} == {currency} and all(book.open[row] > 0 for row in named)
    if not alone or question.payer.known_by is KnownBy.NOBODY or not all(map(question.is_mine, named)):
        return question.hold(told)
    if any(strength is not Strength.FULL for strength in question.whole.values()):
        return question.hold(told)
    due = money(question.due(named), currency)
    found = _sent(question, currency, due) or _by_day_rate(question, currency, due)
    if isinstance(found, str):
        return question.hold(f"{told}; {found}")
    lines, how, exact = found[0], found[1], found[2]
    numbers = question.numbers(named)
    whole = _shared(question, named, receipt.amount) if exact else ()
    if whole and not (question.fitting or question.unknown or question.unread):
        proof = f"{numbers} named in the text, {question.payer.words}, {how}"
        return Proposal(book.customer(named[0]), whole, "reference_exchanged", proof, 1)
    if whole or (len(named) == 1 and lines < due):
        suggested = whole or (Line(book.document(named[0]), lines, paid=receipt.amount),)
        question.suggest_lines(book.customer(named[0]), suggested, f"{numbers} named in the text, {how}")
    return question.hold(f"{told}; {how}, {due:f} {currency} due")


def _sent(question: Question, currency: str, due: Decimal) -> tuple[Decimal, str, bool] | None:
    """By the bank's word: (what it is in the documents' currency, words, whether that is what is due)."""
    receipt = question.receipt
    if receipt.instructed is None or receipt.instructed_currency != currency:
        return None
    return receipt.instructed, f"{receipt.instructed:f} {currency} sent, as the bank says", receipt.instructed == due


def _by_day_rate(question: Question, currency: str, due: Decimal) -> tuple[Decimal, str, bool] | str:
    """By the published rate of the value date, within the tolerance of the policy; a text: why not."""
    receipt, rates = question.receipt, question.scope.rates
    rate = rates.between(receipt.currency, currency, receipt.value_date) if rates is not None else None
    if rate is None:
        return f"no rate of {receipt.currency} to {currency} was published for {receipt.value_date}"
    worth = rounded(receipt.amount * rate, currency)
    near = abs(worth - due) * 100 <= due * question.policy.exchange_tolerance_percent
    return worth, f"{worth:f} {currency} by the rate of {receipt.value_date}", near


def _shared(question: Question, rows: Sequence[int], paid: Decimal) -> tuple[Line, ...]:
    """The documents cleared in full, the money shared by their amounts; the last one takes what rounding leaves."""
    book, left, due = question.book, paid, question.due(rows)
    lines = []
    for place, row in enumerate(rows, 1):
        own = left if place == len(rows) else rounded(paid * book.open[row] / due, question.receipt.currency)
        left -= own
        lines.append(Line(book.document(row), money(book.open[row], book.currency(row)), paid=own))
    return tuple(sorted(lines, key=lambda line: line.invoice)) if all(line.paid for line in lines) else ()


def by_advice_exchanged(
    receipt: Receipt, pair: Pair, documents: Documents, policy: CashPolicy
) -> Proposal | Held | None:
    """What an advice in another currency pays, where the bank says what was sent in it; None for all other advices."""
    currency = pair.advice.currency
    if not receipt.instructed or currency in ("", receipt.currency) or receipt.instructed_currency != currency:
        return None
    sent = receipt._replace(amount=receipt.instructed, currency=currency, charges=ZERO)
    found = by_advice(sent, pair, documents, policy)
    if isinstance(found, Held):
        return found
    lines, left = [], receipt.amount
    for place, line in enumerate(found.lines, 1):
        share = rounded(receipt.amount * line.amount / receipt.instructed, receipt.currency)
        own = left if place == len(found.lines) else share
        left -= own
        lines.append(replace(line, paid=own))
    if any(paid_by(line) * line.amount <= 0 for line in lines):
        return Held("the money is too little to be shared among the documents", found.customer)
    proof = f"{found.proof}; {receipt.instructed:f} {currency} sent, as the bank says"
    return found._replace(lines=tuple(lines), rule="advice_exchanged", proof=proof)


def paid_by(line: Line) -> Decimal:
    """The money of a line in the payment's own currency."""
    return line.amount if line.paid is None else line.paid


def total_paid(lines: Sequence[Line]) -> Decimal:
    return sum(map(paid_by, lines), ZERO)
