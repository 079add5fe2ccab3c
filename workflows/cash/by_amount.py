"""A known payer, no document named: what the amount alone proves, and what it only suggests."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from workflows.cash.clearing import Clearing, clear
from workflows.cash.payers import KnownBy
from workflows.cash.promised import promised
from workflows.cash.proposals import Held, Proposal
from workflows.cash.question import Question
from workflows.cash.subsets import CHANCE, MOST_SEARCHED, chance_of_runs, few, runs, subsets
from workflows.cash.told import Kind

BY_AMOUNT = "amount_payer"  # the rule: no document was named
ROUND = 10_000  # units: without cents
RARE = CHANCE / 3  # chance hits up to which the only sum is evidence where a name alone says who pays


def by_amount(question: Question) -> Proposal | Held:
    """The one set of the payer's documents that comes to the amount, if amount and payer tell enough."""
    payer = question.payer
    if payer.likely and all(question.book.customer(row) == payer.likely for row in question.fitting):
        question.adopt(payer.likely, KnownBy.ACCOUNT)
    if payer.known_by is KnownBy.NAMESAKES and len(question.fitting) == 1:
        question.adopt(question.book.customer(question.fitting[0]))
    if not question.payer.customer:
        _suggest_some(question)
        return question.hold("several customers pay from this account, and no document is named", "")
    if question.unknown:
        _suggest_some(question)
        return question.hold(f"{', '.join(question.unknown)}: not in the books")
    kept = promised(question, question.rows)
    if kept is not None:
        return kept
    refusal = _refusal(question)
    if payer.known_by is KnownBy.ALIKE:
        refusal = refusal or "no document is named, and the payer's name is only nearly the customer's"
    if refusal:
        _suggest_some(question)
        return question.hold(refusal)
    return _singles(question) or _sets(question)


def _refusal(question: Question) -> str:
    """Why the text forbids to go by the amount; "" if it does not."""
    if question.says("part", "advance", "refund") or Kind.INVOICE in question.unread:
        return "the text speaks of something that is not in the books"
    if question.unread:
        return "the text has a number that is none of the payer's documents"
    return ""


def _singles(question: Question) -> Proposal | Held | None:
    book, fitting = question.book, question.fitting
    early = [row for row in fitting if book.issued[row] <= question.purse.day]
    if not early:
        return None
    for row in early[:3]:
        question.suggest([row], f"{book.document(row)}: the amount is what is due, {question.payer.words}")
    exact = [row for row in early if book.open[row] == question.purse.amount]
    if len(exact or early) > 1 or len(early) > 1:
        return question.hold("no document is named, and several sums fit")
    if _tells_little(question):
        return question.hold("no document is named, and the payer is known by name alone")
    if _sums_up_too(question, early[0]):
        question.suggest(question.rows, "all that is open comes to the amount")
        return question.hold("no document is named, and several sums fit")
    return _accepted(question, question.clear([early[0]], trifle=False))


def _tells_little(question: Question) -> bool:
    """A round amount of a payer who is known by name alone could be anything's."""
    return not question.payer.is_sure and question.purse.amount % ROUND == 0


def _sums_up_too(question: Question, row: int) -> bool:
    """Whether all the others together come to the same, or all with it, or what was known by some day."""
    amount = question.purse.amount
    rest = [each for each in question.rows if each != row]
    if len(rest) > 1 and amount in (question.due(rest), question.due(question.rows)):
        return True
    return any(len(known) > 1 for known in _known(question, question.rows))


def _accepted(question: Question, found: Clearing | None) -> Proposal | Held:
    if found is None:
        return question.hold("no document is named, and no amount fits")
    numbers = question.numbers(found.rows)
    proof = f"{question.payer.words}; of all open documents only {numbers} come to the amount"
    return question.accept(found, BY_AMOUNT, proof, 4)


# --- several documents ------------------------------------------------------------------------------------------------


def _sets(question: Question) -> Proposal | Held:
    """All that is open, all that is due, a month, a run of neighbours, at last any set of few."""
    rows = [row for row in question.rows if question.book.issued[row] <= question.purse.day]
    ordered = _ordered(question, rows)
    for found in ordered[:3]:
        question.suggest(found.rows, "these come to the amount")
    if len(ordered) > 1 or (ordered and _has_twins(question, ordered[0].rows)):
        return question.hold("no document is named, and several sums fit")
    if ordered and _tells_little(question):
        return question.hold("no document is named, and the payer is known by name alone")
    if ordered:
        return _accepted(question, ordered[0])
    values = [question.book.open[row] for row in rows]
    amount = question.purse.amount
    several = runs(values, amount)
    if len(rows) <= MOST_SEARCHED:
        return _searched(question, rows)
    if len(several) == 1 and chance_of_runs(values, amount) < CHANCE and question.payer.is_sure:
        first, last = several[0]
        if _has_twins(question, rows[first:last]):
            question.suggest(rows[first:last], "neighbours by due date come to the amount")
            return question.hold("no document is named, and several sums fit")
        return _accepted(question, question.clear(rows[first:last], trifle=False))
    for first, last in several[:3]:
        question.suggest(rows[first:last], "neighbours by due date come to the amount")
    for chosen in few(values, amount, 3):
        question.suggest([rows[place] for place in chosen], "these come to the amount")
    return question.hold("no document is named, and too many are open")


def _ordered(question: Question, rows: Sequence[int]) -> list[Clearing]:
    """The sets that people pay at once and that come to the amount: the balance, what was due, a month."""
    found: list[Clearing] = []
    for kind in (_balance, _due, _known, _month):
        for candidate in kind(question, rows):
            cleared = clear(question.book, candidate, question.purse, trifle=False) if len(candidate) > 1 else None
            if cleared is not None and all(set(cleared.rows) != set(each.rows) for each in found):
                found.append(cleared)
    return found


def _has_twins(question: Question, chosen: Sequence[int]) -> bool:
    """Whether nobody can tell which were meant: one left out has the amount of one taken, or two taken make nothing."""
    taken = {question.book.open[row] for row in chosen}
    if any(-value in taken for value in taken):
        return True
    return any(question.book.open[row] in taken for row in question.rows if row not in chosen)


def _balance(question: Question, rows: Sequence[int]) -> list[list[int]]:
    return [list(question.rows), list(rows), [row for row in rows if question.book.open[row] > 0]]


def _due(question: Question, rows: Sequence[int]) -> list[list[int]]:
    """All that was due by a day: beginnings of the rows, which come in order of due date."""
    due, amount, total = question.book.due, question.purse.amount, 0
    found = []
    invoices = [row for row in rows if question.book.open[row] > 0]
    for place, row in enumerate(invoices[:-1], 1):
        total += question.book.open[row]
        if total >= amount and due[invoices[place]] != due[row]:
            found.append(invoices[:place])
    with_credits = [row for row in rows if due[row] <= question.purse.day]
    return [*found, with_credits]


def _known(question: Question, rows: Sequence[int]) -> list[list[int]]:
    """All that was issued, or due, by a day, credit notes as well: a balance as the payer knew it."""
    book, amount = question.book, question.purse.amount
    found = []
    for days in (book.issued, book.due):
        ordered, total = sorted(rows, key=days.__getitem__), 0
        for place, row in enumerate(ordered[:-1], 1):
            total += book.open[row]
            if total == amount and days[ordered[place]] != days[row]:
                found.append(ordered[:place])
    return found


def _month(question: Question, rows: Sequence[int]) -> list[list[int]]:
    """The invoices of one month, by issue or by due date."""
    found = []
    for days in (question.book.issued, question.book.due):
        months: dict[tuple[int, int], list[int]] = {}
        for row in rows:
            day = date.fromordinal(days[row])
            months.setdefault((day.year, day.month), []).append(row)
        for month in months.values():
            found += [month, [row for row in month if question.book.open[row] > 0]]
    return found


def _searched(question: Question, rows: Sequence[int]) -> Proposal | Held:
    """Every set of few documents: accepted if it is the only one and a chance hit is unlikely."""
    book = question.book
    values = [book.open[row] for row in rows]
    found, density = subsets(values, question.purse.amount)
    for chosen in found:
        question.suggest([rows[place] for place in chosen], "these come to the amount")
    if not found:
        cleared = _discounted(question, rows)
        if cleared is not None:
            return _accepted(question, cleared)
        return question.hold("no document is named, and no amount fits")
    if len(found) > 1 or density >= CHANCE:
        return question.hold("no document is named, and several sums fit")
    if not question.payer.is_sure and (density >= RARE or _tells_little(question)):
        return question.hold("no document is named, and the payer is known by name alone")
    return _accepted(question, question.clear([rows[place] for place in found[0]], trifle=False))


def _discounted(question: Question, rows: Sequence[int]) -> Clearing | None:
    """All that is open or was due, each with its discount in time."""
    for candidate in (*_balance(question, rows), *_due(question, rows)):
        if len(candidate) > 1 and (found := question.clear(candidate, trifle=False)) is not None:
            return found
    return None


def _suggest_some(question: Question) -> None:
    for row in question.fitting[:3]:
        question.suggest([row], f"{question.book.document(row)}: the amount is what is due")
    if not question.fitting and len(question.rows) > 1:
        question.suggest(question.rows, "all that is open")
