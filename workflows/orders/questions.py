"""Which questions about an order an answer settles, and what is agreed by it; anything else is a person's to decide."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from nlp import reading
from nlp.reading import AnswerKind, AnswerPart, OrderAnswer
from workflows.orders.findings import Finding
from workflows.orders.model import Deviation, Order, OrderLine


class Agreed(StrEnum):
    """What was agreed by an answer: codes of deviations that stand against nothing any more."""

    PRICE = "agreed_price"
    REPLACEMENT = "agreed_replacement"
    DAY = "agreed_day"
    TOTAL = "agreed_total"
    ARTICLE = "agreed_article"
    QUANTITY = "agreed_quantity"
    LEFT_OUT = "agreed_left_out"
    PO_NUMBER = "agreed_po_number"
    REST = "agreed_rest"


# What a plain yes means, by the question that our letter puts: ours holds.
BY_YES = {
    Finding.PRICE_LOWER: Agreed.PRICE,
    Finding.PRICE_TOLERATED: Agreed.PRICE,
    Finding.PRICE_BREAK: Agreed.PRICE,
    Finding.PRICE_OUTDATED: Agreed.PRICE,
    Finding.PRICE_HIGHER: Agreed.PRICE,
    Finding.REPLACED_ARTICLE: Agreed.REPLACEMENT,
    Finding.TOTAL: Agreed.TOTAL,
    Finding.NO_WORKING_DAY: Agreed.DAY,
    Finding.LEAD_TIME: Agreed.DAY,
    Finding.ARTICLE_ENDED: Agreed.LEFT_OUT,
    Finding.NO_STOCK: Agreed.REST,
    Finding.BACK_ORDER: Agreed.REST,
}
BY_QUANTITY = frozenset({Finding.BAD_QUANTITY, Finding.PACK_SIZE, Finding.LEAST_QUANTITY, Finding.UNIT_OTHER})
BY_ARTICLE = frozenset({Finding.UNKNOWN_ARTICLE, Finding.ARTICLE_ENDED})
BY_NUMBER = frozenset({Finding.PO_REQUIRED, Finding.NO_PO_NUMBER})
# What our letter asks about a deviation, in words of its own (templates/mail/*/words.toml, [question]).
QUESTIONS = frozenset(BY_YES) | BY_QUANTITY | BY_ARTICLE | BY_NUMBER
# The matter that an agreement names -> what it can be about.
MATTERS = {
    "price": {Agreed.PRICE},
    "article": {Agreed.REPLACEMENT},
    "day": {Agreed.DAY, Agreed.REST},
    "total": {Agreed.TOTAL},
    "order": set(Agreed),
    "": set(Agreed),
}


@dataclass(frozen=True, slots=True)
class Settlement:
    """What an order becomes by an answer. `lines`: (position before, line as it is to be judged)."""

    lines: tuple[tuple[int, reading.OrderLine], ...]
    po_number: str
    agreed: tuple[Deviation, ...]  # positions as before
    is_cancelled: bool = False


class NotSettled(Exception):
    """Why an answer does not settle an order, in words."""


def settled(order: Order, answer: OrderAnswer) -> Settlement | str:
    """What is agreed, where the answer settles every question that stands against the order; else why not, in words."""
    asked = [found for found in order.deviations if found.blocking]
    try:
        if any(part.kind is AnswerKind.CANCEL for part in answer.parts):
            return _cancelled(order, answer.parts)
        return _agreed(order, asked, answer.parts)
    except NotSettled as reason:
        return str(reason)


def _cancelled(order: Order, parts: Sequence[AnswerPart]) -> Settlement:
    if any(part.kind not in (AnswerKind.CANCEL, AnswerKind.DECLINE) for part in parts):
        raise NotSettled("It cancels the order and says something else besides.")
    if len(order.lines) > 1 and not any(part.matter == "order" for part in parts):
        raise NotSettled("It is not clear whether the order or only a line of it is cancelled.")
    return Settlement((), order.po_number, (), is_cancelled=True)


def _agreed(order: Order, asked: Sequence[Deviation], parts: Sequence[AnswerPart]) -> Settlement:
    if _says_no(parts):
        raise NotSettled("It says no to what was asked.")
    lines: dict[int, OrderLine | None] = {line.position: line for line in order.lines}
    left, agreed, po_number = list(asked), [], order.po_number
    for part in sorted(parts, key=lambda part: part.kind is AnswerKind.AGREE and not part.position):
        answers = [found for found in asked if _fits(part, found)]
        position = _position(part, answers)
        answers = [found for found in answers if position is None or found.position == position]
        if part.kind is AnswerKind.AGREE:
            for found in (found for found in answers if found in left):
                agreed.append(_by_yes(found, lines, order))
                left.remove(found)
        elif part.kind is AnswerKind.PO_NUMBER:
            if po_number not in (order.po_number, part.value):
                raise NotSettled("It names two order numbers.")
            po_number = part.value
            agreed.append(Deviation(Agreed.PO_NUMBER.value, 0, order.po_number, part.value, blocking=False))
        elif part.kind is not AnswerKind.DECLINE and position is not None:
            agreed.append(_changed(part, position, lines, order))
        gone = {place for place, line in lines.items() if line is None}
        left = [found for found in left if not (_is_answered(part, found, answers) or found.position in gone)]
    if left:
        raise NotSettled(f"It does not answer all that was asked: {', '.join(found.code for found in left)}.")
    kept = [(position, line) for position, line in lines.items() if line is not None]
    if not kept:
        raise NotSettled("Nothing of the order would be left.")
    read = tuple((position, _as_read(line)) for position, line in kept)
    return Settlement(read, po_number, tuple(dict.fromkeys(agreed)))


def _says_no(parts: Sequence[AnswerPart]) -> bool:
    """Whether a no is more than the first word of leaving something out ("no, leave it out"): beside a plain yes it is,
    and where it is said of a matter or of a line that stays."""
    out = [part.position for part in parts if part.kind is AnswerKind.LEAVE_OUT]
    plain_yes = any(part.kind is AnswerKind.AGREE and not part.matter and part.position is None for part in parts)
    return any(
        not out or plain_yes or part.matter or (part.position is not None and part.position not in out)
        for part in parts
        if part.kind is AnswerKind.DECLINE
    )


def _fits(part: AnswerPart, found: Deviation) -> bool:
    """Whether a part can be an answer to this question at all."""
    if part.position is not None and part.position != found.position:
        return False
    match part.kind:
        case AnswerKind.AGREE:
            return BY_YES.get(Finding(found.code)) in MATTERS[part.matter]
        case AnswerKind.QUANTITY:
            return found.code in BY_QUANTITY
        case AnswerKind.ARTICLE:
            return found.code in BY_ARTICLE
        case AnswerKind.PO_NUMBER:
            return found.code in BY_NUMBER
        case AnswerKind.LEAVE_OUT:
            return found.position > 0
        case _:
            return False


def _position(part: AnswerPart, answers: Iterable[Deviation]) -> int | None:
    """The one line that a part is about; None for what is said of the order or of all lines. Raises NotSettled."""
    if part.kind in (AnswerKind.AGREE, AnswerKind.DECLINE):
        return part.position
    places = {found.position for found in answers}
    if not places:
        raise NotSettled(f"Nobody asked for what it says: {part.words}")
    if len(places) > 1:
        raise NotSettled(f"It is not clear which line it means: {part.words}")
    return places.pop() or None


def _is_answered(part: AnswerPart, found: Deviation, answers: Sequence[Deviation]) -> bool:
    return part.kind not in (AnswerKind.AGREE, AnswerKind.DECLINE) and found in answers


def _by_yes(found: Deviation, lines: dict[int, OrderLine | None], order: Order) -> Deviation:
    code = BY_YES[Finding(found.code)]
    line = lines.get(found.position)
    if code is Agreed.LEFT_OUT:
        lines[found.position] = None
        return Deviation(code.value, 0, line.description if line else found.asked, "", blocking=False)
    return replace(found, code=code.value, blocking=False)


def _changed(part: AnswerPart, position: int, lines: dict[int, OrderLine | None], order: Order) -> Deviation:
    """Puts what a part says into its line. Raises NotSettled where an earlier part said something else of it."""
    before = next(line for line in order.lines if line.position == position)
    line = lines[position]
    if line is None:
        raise NotSettled(f"It says two things of line {position}.")
    match part.kind:
        case AnswerKind.LEAVE_OUT:
            if line != before:
                raise NotSettled(f"It says two things of line {position}.")
            lines[position] = None
            return Deviation(Agreed.LEFT_OUT.value, 0, before.description, "", blocking=False)
        case AnswerKind.ARTICLE:
            if line.sku not in (before.sku, part.value):
                raise NotSettled(f"It names two articles for line {position}.")
            lines[position] = replace(line, sku=part.value)
            return Deviation(Agreed.ARTICLE.value, position, before.description, part.value, blocking=False)
        case _:
            quantity = part.quantity if part.quantity is not None else Decimal(0)
            if line.quantity not in (before.quantity, quantity):
                raise NotSettled(f"It names two quantities for line {position}.")
            lines[position] = replace(line, quantity=quantity)
            return Deviation(
                Agreed.QUANTITY.value, position, f"{before.quantity.normalize():f}", f"{quantity:f}", blocking=False
            )


def _as_read(line: OrderLine) -> reading.OrderLine:
    return reading.OrderLine(line.sku or None, line.description, line.quantity)
