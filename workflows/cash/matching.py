"""What a receipt pays: proposed alone only when reference, amount and payer agree; everything else says why it waits.

Pure: a receipt, the documents that may be meant and the policy in; a `Proposal` or `Held` out. Nothing is ever put on
an invoice because it is the oldest. Cash discount counts by value date (contract, "Cash application"). Hypotheses are
tried in order of what speaks for them: whole numbers anywhere in the books, distorted numbers among the payer's
documents, a promise, and last the amount alone.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from workflows.cash.amounts import Receipt
from workflows.cash.by_amount import by_amount
from workflows.cash.by_likeness import adopt_alike, slipped_from, suggest_alike
from workflows.cash.by_reference import by_order_alone, distorted
from workflows.cash.evidence import Strength
from workflows.cash.exchanging import in_other_currency
from workflows.cash.not_exact import not_exact
from workflows.cash.payers import KnownBy
from workflows.cash.promised import promised
from workflows.cash.proposals import CLOSED, Deduction, Held, Proposal, Suggestion
from workflows.cash.question import Question, Scope
from workflows.ports import CashPolicy

__all__ = ["Deduction", "Held", "Proposal", "Scope", "Suggestion", "propose"]


def propose(receipt: Receipt, scope: Scope, policy: CashPolicy) -> Proposal | Held:
    """The one thing to do with a receipt, or why it stays unapplied."""
    question = Question(receipt, scope, policy)
    book, named = question.book, question.whole
    unknown_payer = question.payer.known_by is KnownBy.NOBODY
    foreign = [
        row for row in named if book.currency(row) != receipt.currency and (unknown_payer or question.is_mine(row))
    ]
    if foreign:
        return in_other_currency(question, foreign)
    open_rows = sorted(row for row in named if book.open[row] and book.currency(row) == receipt.currency)
    if open_rows:
        answer = _whole(question, open_rows)
        if answer is not None:
            return answer
    if question.payer.known_by is KnownBy.NOBODY:
        owners = {book.customer(row) for row in open_rows}
        if len(owners) == 1 and owners <= question.named_in_text:
            question.adopt(owners.pop())
        else:
            return _alike(question, open_rows) or _nobody(question, open_rows)
    elsewhere = sorted(row for row in named if book.open[row] and book.currency(row) != receipt.currency)
    return _known_payer(question, open_rows, elsewhere)


def _whole(question: Question, rows: Sequence[int]) -> Proposal | Held | None:
    """Whole numbers that come to the amount; None where they do not."""
    book, payer, named = question.book, question.payer, question.whole
    owners = {book.customer(row) for row in rows}
    if len(owners) != 1:
        return _of_sisters(question, rows, owners)
    owner = next(iter(owners))
    mine = owner in payer.customers
    found = question.clear(rows, trifle=mine or payer.known_by is KnownBy.NOBODY)
    if found is None:
        return None
    if mine and found.write_off and question.unread:
        better = distorted(question, rows, ())  # the rest of the text may explain what would be written off
        if better is not None:
            return better
    numbers = question.numbers(rows)
    full = all(named[row] is Strength.FULL for row in rows)
    if mine:
        proof = f"{numbers} named in the text, the amount is what is due, {payer.words}"
        return question.accept(found, "reference_amount_payer", proof, 1)
    if payer.known_by is KnownBy.NOBODY:
        if found.write_off and (slipped := slipped_from(question, rows)):
            question.suggest(slipped, f"{question.numbers(slipped)} one slip from what is written, the amount is due")
            return question.hold(f"{numbers} named, {question.numbers(slipped)} has the very amount", owner)
        who = "payer unknown"
        if not full and owner not in question.named_in_text:
            if not question.is_called_nearly(owner):
                question.suggest(rows, f"{numbers} named in the text, the amount is what is due, payer unknown")
                return question.hold(f"{numbers} would fit, but the payer is unknown", owner)
            who = "the payer's name is nearly the customer's"
        proof = f"{numbers} named in the text, the amount is what is due, {who}"
        return question.accept(found, "reference_amount", proof, 2)
    question.suggest(rows, f"{numbers} named in the text, the amount is what is due, another customer pays")
    if any(not book.open[row] for row in named):
        return question.hold(f"{numbers} and a closed document are named")
    if question.fitting:
        return question.hold(f"{numbers} belongs to {owner}, the amount fits the payer's own")
    if not full:
        return question.hold(f"{numbers} belongs to {owner}, the money comes from another customer")
    return question.accept(found, "reference_amount", f"{numbers} written in full, the amount is what is due", 2)


def _of_sisters(question: Question, rows: Sequence[int], owners: Collection[str]) -> Proposal | None:
    """Documents of several customers, each written in full, that come to the money of an account they share."""
    found = question.clear(rows, trifle=False)
    if found is None:
        return None
    numbers = question.numbers(rows)
    shared = question.payer.known_by is KnownBy.SHARED and set(owners) <= set(question.payer.customers)
    is_all = all(question.whole[row] is Strength.FULL and question.book.open[row] for row in question.whole)
    if shared and is_all and not question.unknown:
        proof = f"{numbers} written in full, together they are what is paid, {question.payer.words}"
        return question.accept(found, "reference_amount_payer", proof, 2)
    question.suggest(rows, f"{numbers} of several customers named in the text, together they are what is paid")
    return None


def _alike(question: Question, open_rows: Sequence[int]) -> Proposal | None:
    """A document of the amount whose number is distorted, of a customer with nearly the payer's name."""
    unknown = question.payer
    if not adopt_alike(question):
        return None
    mine = [row for row in open_rows if question.is_mine(row)]
    answer = distorted(question, mine, [row for row in open_rows if not question.is_mine(row)])
    if isinstance(answer, Proposal):
        return answer
    question.become(unknown)
    return None


def _nobody(question: Question, open_rows: Sequence[int]) -> Proposal | Held:
    suggest_alike(question)
    closed = [row for row in question.whole if not question.book.open[row]]
    if open_rows:
        numbers = question.numbers(open_rows)
        owners = {question.book.customer(row) for row in open_rows}
        if len(owners) == 1:
            question.suggest(open_rows, f"{numbers} named in the text")
            return question.hold("the number is ours, but payer and amount do not prove it", owners.pop())
        return question.hold(f"documents of several customers are named ({numbers})")
    if closed:
        return question.hold(question.numbers(closed) + CLOSED, question.book.customer(closed[0]))
    return by_order_alone(question) or question.hold("neither payer nor document is known")


def _known_payer(question: Question, open_rows: Sequence[int], elsewhere: Sequence[int]) -> Proposal | Held:
    """`elsewhere`: documents of others in another currency that are named, too: they speak against a guess."""
    book = question.book
    mine = [row for row in open_rows if question.is_mine(row)]
    strangers = [*(row for row in open_rows if not question.is_mine(row)), *elsewhere]
    strangers += [row for row in question.undecided if not question.is_mine(row)]
    answer = distorted(question, mine, strangers)
    if answer is not None:
        return answer
    if strangers:
        return _of_others(question, mine, strangers)
    closed = [row for row in question.whole if not book.open[row]]
    named = sorted({*mine, *question.weak.certain(question.is_mine)})
    if named:
        kept = promised(question, named) if not closed and not question.unknown else None
        return kept or not_exact(question, named, closed)
    if closed:
        return question.hold(question.numbers(closed) + CLOSED)
    return by_amount(question)


def _of_others(question: Question, mine: Sequence[int], strangers: Sequence[int]) -> Held:
    """Whole numbers of a customer who is not the payer, and an amount that is not theirs."""
    numbers = question.numbers(strangers)
    owners = {question.book.customer(row) for row in strangers}
    for row in question.fitting:
        question.suggest([row], f"{question.book.document(row)}: the payer's own, the amount is what is due")
    if mine or len(owners) > 1:
        return question.hold(f"documents of several customers are named ({numbers})")
    if question.fitting:
        return question.hold(f"{numbers} belongs to {owners.pop()}, the amount fits the payer's own")
    return question.hold(f"{numbers} belongs to {owners.pop()}, the money comes from another customer")
