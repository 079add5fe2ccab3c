"""A payer's own documents named, and another amount: what explains the difference, what stays open or on account."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from itertools import combinations

from workflows.cash.amounts import Line
from workflows.cash.clearing import Clearing, discounts_of
from workflows.cash.evidence import Strength
from workflows.cash.folding import compact
from workflows.cash.open_book import digits_of, money
from workflows.cash.payers import KnownBy
from workflows.cash.proposals import Deduction, Held, Proposal
from workflows.cash.question import Question
from workflows.cash.subsets import chance_of_runs, few, runs
from workflows.cash.told import CERTAINLY_NONE
from workflows.ledger.money import digits

MOST_CREDITS = 24  # of which pairs are tried
CUT_LENGTH = 130  # SEPA carries 140 characters: the last numbers of a longer list are lost


def not_exact(question: Question, named: Sequence[int], closed: Sequence[int]) -> Proposal | Held:
    """Payer and reference agree, the amount does not."""
    book, amount = question.book, question.purse.amount
    owners = {book.customer(row) for row in named}
    if len(owners) != 1:
        return question.hold(f"documents of several customers are named ({question.numbers(named)})")
    owner = owners.pop()
    whole = all(question.whole.get(row, Strength.NONE) >= Strength.DIGITS for row in named)
    if question.payer.is_one_of_several and not whole:
        return question.hold("several customers pay from this account, and the number is not whole", "")
    own = [row for row in question.rows if book.customer(row) == owner]
    others = [row for row in own if row not in named]
    explained = _with_others(question, named, others, closed)
    if explained is not None and len(named) == 1 and amount in book.ends_of_shares(named[0]):
        return question.hold("a share of the terms and other documents explain the amount", owner)
    if explained is not None:
        return explained
    due = question.due(named)
    numbers = question.numbers(named)
    another = [row for row in question.fitting if row not in named]
    if len(named) == 1 and due - amount == _full_discount(question, named[0]) and due > amount:
        another = [row for row in another if book.open[row] == amount]  # a discount taken too late explains it as well
    if another:
        for row in another:
            question.suggest([row], f"{book.document(row)}: the amount is what is due")
        question.suggest(named, f"{numbers} named by the payer")
        return question.hold("the amount is exactly that of another invoice than the one named", owner)
    question.suggest(named, f"{numbers} named by the payer")
    if question.payer.known_by is KnownBy.ALIKE:
        why = f"{numbers} named, {question.written(due)} due, {question.written(amount)} paid"
        return question.hold(f"{why}, and the payer's name is only nearly the customer's", owner)
    positive = all(book.open[row] > 0 for row in named)
    if amount > due > 0 and positive:
        return _more(question, owner, named, numbers, closed)
    if question.unknown or closed or not positive or due < amount:
        return question.hold(f"{numbers} named, {question.written(due)} due, {question.written(amount)} paid", owner)
    if len(named) == 1:
        return _part(question, owner, named[0])
    return _late_discounts(question, owner, named) or question.hold(
        f"{numbers} named, {question.written(due)} due, {question.written(amount)} paid", owner
    )


def _with_others(
    question: Question, named: Sequence[int], others: Sequence[int], closed: Sequence[int]
) -> Proposal | Held | None:
    """Credit notes that the payer took, or the numbers that did not find room in the text."""
    book = question.book
    owner = book.customer(named[0])
    found: list[Clearing] = []
    credits = [row for row in others if book.open[row] < 0]
    for size, most in ((1, len(credits)), (2, MOST_CREDITS)):
        for chosen in combinations(credits[:most], size):
            cleared = question.clear((*named, *chosen), trifle=False)
            if cleared is not None:
                found.append(cleared)
    if not found and question.told.own_id >= CUT_LENGTH and not closed:
        positive = [row for row in others if book.open[row] > 0]
        following = begun(question, positive)
        found = [each for each in _cut(question, named, positive) if set(each.rows) & following]
        found = [each for each in found if _is_consistent(question, each)]
        alone = len(found) == 1 and len(found[0].rows) == len(named) + 1
        if len(found) == 1 and _has_twins(question, found[0].rows, named, sorted(following) if alone else positive):
            question.suggest(found[0].rows, "what is named and its neighbours come to the amount")
            return question.hold("several documents would explain the difference", owner)
    if not found:
        return None
    for each in found[:3]:
        question.suggest(each.rows, f"{question.numbers(each.rows)}: what is named and more come to the amount")
    if len(found) > 1:
        return question.hold("several documents would explain the difference", owner)
    numbers = question.numbers(found[0].rows)
    proof = f"{numbers}: what is named and the rest come to the amount exactly"
    return question.accept(found[0], "reference_and_rest", proof, 1)


def begun(question: Question, others: Sequence[int]) -> frozenset[int]:
    """The documents that a cut list may go on with: those whose number begins as its last, torn one does."""
    told, book = question.told, question.book
    read = question.hits.used | question.weak.taken
    ends = (each.end for each in told.figures if each.place in read or each.kind in CERTAINLY_NONE)
    end = max((each for each in ends if each <= told.own_id), default=0)
    fragment = compact(told.text[end : told.own_id])
    figures = "".join(sign for sign in fragment if sign.isdigit())
    found = frozenset(
        row
        for row in others
        if compact(book.document(row)).startswith(fragment)
        or (figures and fragment == figures and digits_of(book.document(row)).startswith(figures))
    )
    return found if found or figures else frozenset(others)


def _is_consistent(question: Question, found: Clearing) -> bool:
    """Whether all documents take their discount or none does: of many, some of them explain any amount by chance."""
    could = {row for row in found.rows if discounts_of(question.book, row, question.purse)}
    taken = {row for row, discount in zip(found.rows, found.discounts, strict=True) if discount}
    return not taken or taken == could


def _has_twins(question: Question, rows: Sequence[int], named: Sequence[int], others: Sequence[int]) -> bool:
    """Whether a document that was left out has the amount of one that was added: either may have been meant."""
    added = {question.book.open[row] for row in rows if row not in named}
    return any(question.book.open[row] in added for row in others if row not in rows)


def _cut(question: Question, named: Sequence[int], others: Sequence[int]) -> list[Clearing]:
    """What is missing of a list that was cut: one more document, or a run of neighbours, by due date or by number."""
    book = question.book
    rest = question.purse.amount - question.due(named)
    found = [each for row in others if (each := question.clear((*named, row), trifle=False)) is not None]
    if found or rest <= 0:
        return found
    by_number = sorted((*named, *others), key=lambda row: digits_of(book.document(row)))
    by_day = sorted((*named, *others), key=lambda row: (book.due[row], book.document(row)))
    found = _continued(question, named, by_day, rest) or _continued(question, named, by_number, rest)
    if found:
        return found
    for order in (list(others), sorted(others, key=lambda row: digits_of(book.document(row)))):
        values = [book.open[row] for row in order]
        if chance_of_runs(values, rest) > 0.05:
            continue
        for first, last in runs(values, rest):
            cleared = question.clear((*named, *order[first:last]), trifle=False)
            if cleared is not None and all(set(cleared.rows) != set(each.rows) for each in found):
                found.append(cleared)
    if not found:
        values = [book.open[row] for row in others]
        for chosen in few(values, rest, 3):
            question.suggest((*named, *(others[place] for place in chosen)), "these come to the amount")
    return found


def _continued(question: Question, named: Sequence[int], order: Sequence[int], rest: int) -> list[Clearing]:
    """The list goes on in its order, where its last number stands: the next ones come to the rest."""
    known = set(named)
    last = max(place for place, row in enumerate(order) if row in known)
    gaps = [row for row in order[:last] if row not in known]
    following = list(order[last + 1 :])
    total = 0
    for count, row in enumerate(following, 1):
        total += question.book.open[row]
        if total == rest:
            cleared = question.clear((*named, *following[:count]), trifle=False)
            return [cleared] if cleared is not None else []
        if total > rest:
            break
    total = sum(question.book.open[row] for row in gaps)
    if gaps and total == rest:
        cleared = question.clear((*named, *gaps), trifle=False)
        return [cleared] if cleared is not None else []
    return []


def _more(question: Question, owner: str, named: Sequence[int], numbers: str, closed: Sequence[int]) -> Proposal | Held:
    """More than is owed: the named documents are paid, the rest stays with the customer."""
    rest = question.purse.amount - question.due(named)
    book = question.book
    text = f"{numbers} named, {question.written(rest)} more than owed"
    others = [row for row in question.rows if row not in named and book.open[row] > 0]
    alone = [row for row in others if question.clear((*named, row), trifle=False) is not None]
    for row in alone[:2]:
        question.suggest((*named, row), f"{numbers} named, {book.document(row)} is the rest")
    if alone:
        return question.hold(f"{text}: exactly another document", owner)
    together = few([book.open[row] for row in others], rest, 3)
    for chosen in together:
        question.suggest((*named, *(others[place] for place in chosen)), f"{numbers} named, these are the rest")
    if together:
        return question.hold(f"{text}: exactly other documents", owner)
    cut = question.told.own_id >= CUT_LENGTH
    more = question.other_amounts(named) or question.unknown or question.unread or question.unread_years
    if more or closed or cut or question.says("balance"):
        return question.hold(f"{text}, and something else is named", owner)
    lines = tuple(
        sorted(
            (Line(book.document(row), money(book.open[row], question.receipt.currency)) for row in named),
            key=lambda line: line.invoice,
        )
    )
    proof = f"{numbers} named by the payer and paid in full, {question.written(rest)} more than owed"
    rest_money = money(rest, question.receipt.currency)
    return Proposal(owner, lines, "reference_payer_more", proof, 3, rest=rest_money)


def _part(question: Question, customer: str, row: int) -> Proposal:
    book, receipt = question.book, question.receipt
    number = book.document(row)
    short = book.open[row] - question.purse.amount
    if question.purse.amount in book.ends_of_shares(row):
        proof = f"{number} named by the payer, the amount is what is due of it by a share of its terms"
        return Proposal(customer, (Line(number, receipt.amount),), "share", proof, 1)
    intended = question.says("part", "advance")
    reason = "contract_terms" if short <= _full_discount(question, row) or question.says("discount") else "other"
    return Proposal(
        customer,
        (Line(number, receipt.amount),),
        "part_payment" if intended else "short_payment",
        f"{number} named by the payer, {question.written(short)} of it stays open",
        3,
        deductions=() if intended else (Deduction(number, money(short, receipt.currency), reason),),
    )


def _full_discount(question: Question, row: int) -> int:
    """The largest discount of the terms, whether still in time or not, in units."""
    percent = question.book.largest_discount(row)
    step: int = 10 ** (4 - digits(question.receipt.currency))
    exact: Decimal = question.book.original[row] * percent / 100 / step
    return int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP)) * int(step)


def _late_discounts(question: Question, customer: str, rows: Sequence[int]) -> Proposal | None:
    """Several invoices, each short by its discount and too late: each stays open by it."""
    book, currency = question.book, question.receipt.currency
    taken = {row: _full_discount(question, row) for row in rows}
    if question.due(rows) - question.purse.amount != sum(taken.values()):
        return None
    lines = tuple(
        sorted((Line(book.document(row), money(book.open[row] - taken[row], currency)) for row in rows),
               key=lambda line: line.invoice)
    )  # fmt: skip
    deductions = tuple(
        Deduction(book.document(row), money(taken[row], currency), "contract_terms") for row in rows if taken[row]
    )
    proof = f"{question.numbers(rows)} named by the payer, each short by a discount that is too late"
    return Proposal(customer, lines, "short_payment", proof, 3, deductions=deductions)
