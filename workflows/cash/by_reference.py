"""A payer's own documents named in another way than ours, confirmed by the amount."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import product

from workflows.cash.clearing import Clearing
from workflows.cash.distortion import pieces_of, shape_of, strength_in
from workflows.cash.evidence import SHORTEST_SERIAL, UNMISTAKABLE, Strength
from workflows.cash.folding import compact
from workflows.cash.open_book import digits_of
from workflows.cash.payers import KnownBy
from workflows.cash.proposals import Held, Proposal
from workflows.cash.question import Question
from workflows.cash.slips import one_slip_apart

MOST_ATTEMPTS = 96
LETTERS = re.compile("[A-Z]*")
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
        if len(piece.text) >= UNMISTAKABLE and not piece.is_id and not piece.is_record
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
    if strength is Strength.SERIAL and any(_is_torn(question, row) for row in slips):
        return "a number is torn, and its pieces fit other documents"
    if strength is Strength.SLIP and payer.known_by is KnownBy.ALIKE and len(question.fitting) > 1:
        return "the number has a slip, the name as well, and several documents have this amount"
    if strength <= Strength.SERIAL and len(found.rows) == 1 and (doubt := _repeated(question, found.rows[0])):
        return doubt
    if payer.is_one_of_several and strength is Strength.SERIAL and len(found.rows) == 1:
        return "several customers pay from this account, and the number is not whole"
    return ""


def _is_torn(question: Question, row: int) -> bool:
    """Whether the end of a document's number was read out of a longer one that a blank tore: "806 8" is no 806."""
    figures, places = question.told.figures, question.weak.places.get(row, ())
    explained = question.weak.taken | question.hits.used
    if not places or sum(len(figures[place].text) for place in places) > SHORTEST_SERIAL:
        return False
    before, after = places[0] - 1, places[-1] + 1
    pairs = ((before, places[0]), (places[-1], after))
    return any(
        left >= 0 and right < len(figures) and figures[right].start == figures[left].end + 1
        for left, right in pairs
        if not {left, right} & (explained - set(places))
    )


def _explains(question: Question, rows: Iterable[int], number: str) -> bool:
    """Whether an unknown number is one of the documents, distorted."""
    written, letters = digits_of(number), _letters(number)
    for row in rows:
        document = question.book.document(row)
        own, theirs = digits_of(document), _letters(document)
        if written != own and letters and theirs and letters != theirs:
            continue  # of another of our series
        if written == own or one_slip_apart(written, own) or own.endswith(written) or written.endswith(own):
            return True
    return False


def _letters(number: str) -> str:
    """What a number of ours begins with before its figures."""
    return LETTERS.match(compact(number))[0]  # type: ignore[index]  # matches nothing as well


def _repeated(question: Question, row: int) -> str:
    """Which of several documents of one amount a torn or mistaken number means is not guessed; closed ones count."""
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
    return "the number is not whole, and several documents that it may be have this amount" if near else ""
