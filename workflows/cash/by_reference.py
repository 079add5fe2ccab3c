"""A payer's own documents named in a text: distorted numbers that the amount confirms, whole ones that it does not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from itertools import combinations, product

from workflows.cash.amounts import Line
from workflows.cash.clearing import Clearing
from workflows.cash.evidence import UNMISTAKABLE, Strength, one_slip_apart, pieces_of, shape_of, strength_in
from workflows.cash.open_book import digits_of, money
from workflows.cash.proposals import Deduction, Held, Proposal
from workflows.cash.question import Question
from workflows.cash.subsets import chance_of_runs, few, runs
from workflows.ledger.money import digits

MOST_ATTEMPTS = 96
MOST_CREDITS = 24  # of which pairs are tried
CUT_LENGTH = 130  # SEPA carries 140 characters: the last numbers of a longer list are lost
LEVELS = (Strength.SLIP, Strength.SERIAL, Strength.PARTIAL)
RULES = {
    Strength.SLIP: ("reference_slip", "one slip from what is written"),
    Strength.SERIAL: ("reference_amount_payer", "named by the end of its number"),
    Strength.PARTIAL: ("reference_amount_payer", "named in part"),
    Strength.ORDER: ("order_amount_payer", "named by the customer's order number"),
    Strength.DIGITS: ("reference_amount_payer", "named in the text"),
    Strength.FULL: ("reference_amount_payer", "named in the text"),
}


def distorted(question: Question, mine: Sequence[int], strangers: Sequence[int]) -> Proposal | Held | None:
    """Numbers written in another way than ours, confirmed by the amount; None where nothing comes to it."""
    solutions = _solutions(question, mine)
    if not solutions:
        return None
    if len(solutions) > 1:
        solutions = _likeliest(question, solutions)
    for found, strength in solutions:
        question.suggest(found.rows, f"{question.numbers(found.rows)} {RULES[strength][1]}, the amount is what is due")
    if len(solutions) > 1:
        return question.hold("the text fits several documents")
    found, strength = solutions[0]
    why = _contradiction(question, found, strength, strangers)
    if why:
        return question.hold(why)
    owners = {question.book.customer(row) for row in found.rows}
    if len(owners) != 1:
        return question.hold("documents of several customers are named")
    rule, how = RULES[strength]
    numbers = question.numbers(found.rows)
    told = f"{numbers} {how}, the amount is what is due, {question.payer.words}"
    return question.accept(found, rule, told, 1 if strength > Strength.SLIP else 4)


def _solutions(question: Question, mine: Sequence[int]) -> list[tuple[Clearing, Strength]]:
    """Each set of documents that the text may name and the money clears, with its weakest evidence."""
    if not mine and not question.hits.used and question.fitting:
        plain = _plain(question)
        if plain:
            return plain
    weak = question.weak
    found: list[tuple[Clearing, Strength]] = []
    for least in LEVELS:
        pieces = [(strength, rows) for strength, rows in weak.by_piece if strength >= least]
        if not pieces:
            continue
        for chosen in _choices(question, pieces):
            rows = sorted({*mine, *chosen})
            weakest = min((strength for strength, group in pieces if set(group) & set(chosen)), default=Strength.FULL)
            cleared = question.clear(rows, trifle=weakest > Strength.SERIAL) if chosen else None
            if cleared is not None:
                found = [each for each in found if set(each[0].rows) != set(cleared.rows)]
                found.append((cleared, weakest))
    if not found:
        found = _single(question, mine)
    return found


def _plain(question: Question) -> list[tuple[Clearing, Strength]]:
    """The one document of the right amount that is named in part or by its order: the usual case, and the quick one."""
    named = [(strength, rows) for strength, rows in question.weak_fitting.by_piece if strength >= Strength.PARTIAL]
    if len(named) != 1 or len(named[0][1]) != 1:
        return []
    cleared = question.clear(named[0][1], trifle=False)
    return [(cleared, named[0][0])] if cleared is not None else []


def _choices(question: Question, pieces: Sequence[tuple[Strength, tuple[int, ...]]]) -> Iterable[tuple[int, ...]]:
    """One document of each piece; of an order's several invoices also all together."""
    options: list[list[tuple[int, ...]]] = []
    attempts = 1
    for strength, rows in pieces:
        choices: list[tuple[int, ...]] = [(row,) for row in rows]
        if strength is Strength.ORDER and len(rows) > 1:
            choices.append(rows)
        if attempts * len(choices) > MOST_ATTEMPTS:
            choices = [(row,) for row in rows if row in question.fitting]
            if not choices or attempts * len(choices) > MOST_ATTEMPTS:
                continue
        attempts *= len(choices)
        options.append(choices)
    for chosen in product(*options):
        yield tuple(row for rows in chosen for row in rows)


def _single(question: Question, mine: Sequence[int]) -> list[tuple[Clearing, Strength]]:
    """One document that fits the amount and is named somehow, whatever else is written; whole numbers speak against."""
    if mine:
        return []
    found = []
    for row in question.fitting:
        strength = question.weak.strength.get(row, Strength.NONE)
        cleared = question.clear([row], trifle=False) if strength else None
        if cleared is not None:
            found.append((cleared, strength))
    return found


def _likeliest(question: Question, solutions: list[tuple[Clearing, Strength]]) -> list[tuple[Clearing, Strength]]:
    """Of several, the only one whose weakest evidence is the strongest."""
    best = max(strength for _, strength in solutions)
    kept = [each for each in solutions if each[1] == best]
    plain = [each for each in kept if not each[0].given]
    return plain if plain else kept


def by_order_alone(question: Question) -> Proposal | None:
    """An unknown payer: the customer's long order number and the exact amount of its one open invoice."""
    book = question.book
    found = {
        row
        for piece in pieces_of(question.told, question.hits.used)
        if len(piece.text) >= UNMISTAKABLE and not piece.is_id
        for row in book.with_order(piece.text)
        if book.open[row] == question.purse.amount and book.currency(row) == question.receipt.currency
    }
    if not found or question.unknown:
        return None
    number = question.numbers(found)
    proof = f"{number} named by the customer's order number, the amount is what is due, payer unknown"
    for row in found:
        question.suggest([row], proof)
    cleared = question.clear([next(iter(found))]) if len(found) == 1 else None
    return question.accept(cleared, "order_amount", proof, 2) if cleared else None


def _contradiction(question: Question, found: Clearing, strength: Strength, strangers: Sequence[int]) -> str:
    """What speaks against a distorted number; "" if nothing does."""
    book, payer = question.book, question.payer
    closed = [row for row in question.whole if not book.open[row]]
    own_closed = [row for row in closed if question.is_mine(row)]
    if own_closed:
        return f"{question.numbers(own_closed)}: closed"
    slips = [row for row in found.rows if row not in question.whole]
    for row in (*strangers, *closed):
        number = digits_of(book.document(row))
        if not any(one_slip_apart(number, digits_of(book.document(each))) for each in slips):
            owner = book.customer(row)
            return f"{book.document(row)} belongs to {owner}, the amount fits the payer's own"
        if book.open[row] == question.purse.amount:
            return f"{book.document(row)} would fit, too"
    if strength <= Strength.SERIAL:
        unknown = [number for number in question.unknown if not _explains(question, slips, number)]
        if unknown:
            return f"{', '.join(unknown)}: not in the books"
    if strength is Strength.SLIP and len(found.rows) == 1:
        return _repeated(question, found.rows[0])
    if payer.is_one_of_several and strength is Strength.SERIAL and len(found.rows) == 1:
        return "several customers pay from this account, and the number is not whole"
    return ""


def _explains(question: Question, rows: Iterable[int], number: str) -> bool:
    """Whether an unknown number is one of the documents, distorted."""
    written = digits_of(number)
    for row in rows:
        own = digits_of(question.book.document(row))
        if written == own or one_slip_apart(written, own) or own.endswith(written) or written.endswith(own):
            return True
    return False


def _repeated(question: Question, row: int) -> str:
    """A slip between documents of equal amounts is not guessed; closed ones count as well."""
    book = question.book
    same = [
        each
        for each in book.of((book.customer(row),))
        if each != row and book.original[each] == book.original[row] and book.original[row] == question.purse.amount
    ]
    if not same:
        return ""
    pieces = pieces_of(question.told, ())
    near = [
        each
        for each in same
        if question.weak.strength.get(each, Strength.NONE)
        or any(strength_in(piece, shape_of(book.document(each), book.issued[each])) for piece in pieces)
    ]
    return "the number has a slip, and several documents have this amount" if near else ""


# --- named, but another amount ----------------------------------------------------------------------------------------


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
        found = _cut(question, named, positive)
        if len(found) == 1 and _has_twins(question, found[0].rows, named, positive):
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
    if any(book.open[row] == rest for row in question.rows if row not in named):
        row = next(row for row in question.rows if row not in named and book.open[row] == rest)
        question.suggest((*named, row), f"{numbers} named, {book.document(row)} is the rest")
        return question.hold(f"{text}: exactly another document", owner)
    cut = question.told.own_id >= CUT_LENGTH
    if question.unknown or question.unread or closed or cut or question.says("balance"):
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
