"""Which amount of a text is whose: a document's, kept back of one, or the total that they come to."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field
from decimal import Decimal

from nlp.extract.remittance.clauses import pieces
from nlp.extract.remittance.deductions import is_share, names_deduction, reason_in, said_reason, why
from nlp.extract.remittance.named import Named
from nlp.extract.sources import Context, Source, near
from nlp.lang import expression
from nlp.notation import Amount
from nlp.reading import DeductionReason

REACH = 60  # characters between a document and its amount
SHORT = Decimal("0.05")  # the largest share that a discount or the bank's charges take
SMALL = Decimal("0.2")  # the largest share of a document that is kept back in passing


@dataclass
class Teller:
    """One text on its way to lines."""

    context: Context
    source: Source
    named: tuple[Named, ...]
    money: list[Amount]
    whose: dict[str, Amount] = field(default_factory=dict)  # the amount of each document
    kept: dict[str, tuple[Decimal, DeductionReason]] = field(default_factory=dict)
    owed: set[str] = field(default_factory=set)  # documents of which all is paid that is open, without its figure
    spent: list[Amount] = field(default_factory=list)  # what stands for something that was kept back

    @property
    def free(self) -> list[Amount]:
        taken = [*self.whose.values(), *self.spent]
        return [amount for amount in self.money if amount not in taken]


def by_book(teller: Teller) -> None:
    """An amount that is just what a document has open is that one's; the nearest of equal ones."""
    for each in teller.named:
        if each.number in teller.whose:
            continue
        shared = [a for a in teller.money if a.start == each.start and each.is_for(a.value)]  # "both at 640"
        fitting = shared or [amount for amount in teller.free if each.is_for(amount.value)]
        if fitting:
            teller.whose[each.number] = min(
                fitting, key=lambda a: abs(a.start - each.end) if a.start >= each.start else 20 + each.start - a.end
            )


def by_row(teller: Teller) -> None:
    """A line with a document, its amount, what was kept back and what was paid; or its amount twice."""
    source = teller.source
    heads = [source.flat[a:b] for a, b in _lines(source.text) if not any(a <= each.start < b for each in teller.named)]
    for each in teller.named:
        start, end = next(((a, b) for a, b in _lines(source.text) if a <= each.start < b), (0, 0))
        if sum(1 for other in teller.named if start <= other.start < end) != 1:
            continue
        row = [amount for amount in teller.free if each.end <= amount.start < end]
        for gross, kept, paid in itertools.combinations(row, 3):
            if near(gross.value - kept.value, paid.value) and kept.value < paid.value:
                reason = why(teller.context, (source.flat[start:end], *heads), gross.value, kept.value)
                teller.whose[each.number], teller.kept[each.number] = gross, (kept.value, reason)
                teller.spent += [kept, paid]
                break
        else:
            if len(row) == 2 and row[0].value == row[1].value:
                teller.whose[each.number] = row[0]
                teller.spent.append(row[1])


def _lines(text: str) -> list[tuple[int, int]]:
    ends = [match.end() for match in re.finditer(r"\n", text)]
    return list(itertools.pairwise([0, *ends, len(text) + 1]))


def by_instead(teller: Teller) -> None:
    """ "244 instead of 264": of a document that has 264 open 20 were kept back."""
    joint = expression(rf"\D{{0,8}}(?<!\w)(?:{teller.context.words('instead_of')})(?!\w)\D{{0,8}}")
    for each in teller.named:
        own = teller.whose.get(each.number)
        before = [a for a in teller.free if own and a.end <= own.start and a.value < own.value and not each.is_credit]
        paid = next((a for a in before if own and joint.fullmatch(teller.source.flat, a.end, own.start)), None)
        if own is not None and paid is not None:
            words = teller.source.flat[slice(*teller.source.sentence_at(own.start))]
            teller.kept[each.number] = (own.value - paid.value, reason_in(teller.context, words, False))
            teller.spent.append(paid)


def by_credit(teller: Teller) -> None:
    """ "520 less credit 41: 1,249.50" on one line, of others on theirs: what an invoice and its credit come to."""
    bare = [each for each in teller.named if each.number not in teller.whose and each.entry and each.start >= 0]
    if len(teller.named) < 3 or not any(each.is_credit for each in bare):
        return
    for start, end in _lines(teller.source.text):
        here = [each for each in bare if start <= each.start < end]
        due = sum((each.entry.open_amount for each in here if each.entry), Decimal(0))
        amount = next((a for a in teller.free if start <= a.start < end and near(a.value, due)), None)
        if amount is not None and 1 < len(here) < len(teller.named) and any(each.is_credit for each in here):
            teller.owed |= {each.number for each in here}
            teller.spent.append(amount)


def by_less(teller: Teller) -> None:
    """ "10441 with 2 % off, 5,703.60": behind a document what was paid of it, short of a discount or a charge."""
    starts = [each.start for each in teller.named]
    for each in teller.named:
        if each.number in teller.whose or each.is_credit or each.start < 0:
            continue
        high = min([*(start for start in starts if start > each.start), each.end + REACH])
        words = teller.source.flat[each.end : high]
        for amount in (a for a in teller.free if each.end <= a.start < high):
            short = [due - amount.value for due in each.due if 0 < due - amount.value <= SHORT * due]
            reason = said_reason(teller.context, words)
            if short and is_share(words, amount.value + short[0], short[0]):
                reason = DeductionReason.DISCOUNT
            if short and reason in (DeductionReason.DISCOUNT, DeductionReason.BANK_CHARGE):
                teller.kept[each.number] = (short[0], reason)
                teller.spent.append(amount)
                break


def by_place(teller: Teller, total: Amount | None) -> None:
    """The amount that stands behind a document and before the next one, on its line."""
    text = teller.source.text
    starts = sorted(each.start for each in teller.named)
    for each in teller.named:
        if each.number in teller.whose or each.start < 0:
            continue
        low = max([each.end, *(a.end for a in teller.whose.values() if a.start < each.start)])
        high = min([*(start for start in starts if start > each.start), low + REACH])
        high = min([high, *(m.start() + low for m in re.finditer(r"\n", text[low:high]))])
        behind = [a for a in teller.free if low <= a.start < high and a is not total and _may_be(each, a)]
        if behind and _is_kept(teller, each, behind[0]):
            words = teller.source.flat[low : behind[0].end + REACH].partition("\n")[0]
            teller.kept[each.number] = (behind[0].value, reason_in(teller.context, words, False))
            teller.spent.append(behind[0])
        elif behind:
            teller.whose[each.number] = behind[0]


def _is_kept(teller: Teller, each: Named, amount: Amount) -> bool:
    """ "12 € less", "en gardant 15,50": a small part of a document with a word beside it for keeping it back."""
    if each.entry is None or each.is_credit or amount.value > SMALL * abs(each.entry.total):
        return False
    start, end = next(((a, b) for a, b in pieces(teller.source) if a <= amount.start < b), (amount.start, amount.end))
    words = teller.source.flat[start:end]
    less = expression(rf"(?<!\w)(?:{teller.context.words('reductions')})(?!\w)")
    return names_deduction(teller.context, words) or less.search(words) is not None


def _may_be(each: Named, amount: Amount) -> bool:
    """Nobody pays more of a document than it comes to."""
    return each.entry is None or amount.value <= abs(each.entry.total)


def by_words(teller: Teller, total: Amount | None) -> None:
    """An amount behind a document's own, on the same line and with a word for why: kept back of it."""
    text, flat = teller.source.text, teller.source.flat
    for each in teller.named:
        own = teller.whose.get(each.number)
        if own is None or each.is_credit or each.number in teller.kept:
            continue
        nexts = [other.start for other in teller.named if other.start > own.end]
        high = min([len(text), own.end + 2 * REACH, *nexts])
        end = text.find("\n", own.end)
        high = min(high, end) if end >= 0 else high
        for amount in teller.free:
            if own.end <= amount.start < high and amount is not total and amount.value < own.value / 2:
                reason = reason_in(teller.context, flat[own.end : amount.end + 25], False)
                if reason not in (DeductionReason.OTHER, DeductionReason.CREDIT_NOTE):
                    teller.kept[each.number] = (amount.value, reason)
                    teller.spent.append(amount)
                    break
