"""Which amount of a text is whose: a document's, kept back of one, or the total that they come to."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field
from decimal import Decimal

from nlp.extract.remittance.clauses import pieces
from nlp.extract.remittance.deductions import is_share, names_deduction, reason_in, said_reason, shares_in, why
from nlp.extract.remittance.meant import MOST_DOCUMENTS
from nlp.extract.remittance.named import Named
from nlp.extract.sources import Context, Source, near
from nlp.lang import expression
from nlp.notation import Amount
from nlp.reading import DeductionReason

REACH = 60  # characters between a document and its amount
CENT = Decimal("0.01")
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
    spent: list[Amount] = field(default_factory=list)  # what stands for something that was kept back

    @property
    def free(self) -> list[Amount]:
        taken = [*self.whose.values(), *self.spent]
        return [amount for amount in self.money if amount not in taken]


def _sums(due: list[Decimal]) -> set[Decimal]:
    """What two or more of these come to."""
    few = due[:MOST_DOCUMENTS]
    return {sum(group, Decimal(0)) for size in range(2, len(few) + 1) for group in itertools.combinations(few, size)}


def by_book(teller: Teller) -> None:
    """An amount that is just what a document has open is that one's; the nearest of equal ones."""
    for each in teller.named:
        if each.number in teller.whose:
            continue
        fitting = [amount for amount in teller.free if each.is_for(amount.value)]
        if fitting:
            teller.whose[each.number] = min(
                fitting, key=lambda a: abs(a.start - each.end) if a.start >= each.start else 20 + each.start - a.end
            )


def _due(teller: Teller, each: Named) -> Decimal | None:
    """What is paid of a document as far as it is known: with its sign, less what was kept back."""
    amount, kept = teller.whose.get(each.number), teller.kept.get(each.number)
    value = amount.value if amount else abs(each.entry.open_amount) if each.entry else None
    if value is None:
        return None
    return -value if each.is_credit else value - (kept[0] if kept else Decimal(0))


def total_of(teller: Teller, *, certain: bool) -> Amount | None:
    """The free amount that all documents, or all that are written with one, come to; else the only free one."""
    whole = [_due(teller, each) for each in teller.named]
    written = [_due(teller, each) for each in teller.named if each.number in teller.whose]
    for due in (whole, written):
        if len(due) < 2 or None in due:
            continue
        for amount in teller.free:
            if near(amount.value, sum((value for value in due if value is not None), Decimal(0))):
                return amount
    if certain:
        subsets = _sums([value for value in whole if value is not None])
        return next((amount for amount in teller.free if any(near(amount.value, s) for s in subsets)), None)
    left = [amount for amount in teller.free if amount.value not in {a.value for a in teller.whose.values()}]
    bare = [each for each in teller.named if each.number not in teller.whose and not each.is_credit]
    if len({amount.value for amount in left}) != 1:
        return None
    listed = sum((value for value in written if value is not None), Decimal(0))
    near_sum = not bare and abs(left[0].value - listed) < SMALL * abs(listed)  # a total that does not add up
    return left[0] if bare or not teller.whose or near_sum else None


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


def _proven(teller: Teller, total: Amount) -> tuple[Named, ...]:
    """The only ones of the documents that come to the total, if not all of them do."""
    named = [each for each in teller.named if _due(teller, each) is not None][:MOST_DOCUMENTS]
    groups = [
        group
        for size in range(1, len(named) + 1)
        for group in itertools.combinations(named, size)
        if near(sum((_due(teller, each) or Decimal(0) for each in group), Decimal(0)), total.value)
    ]
    return groups[0] if len(groups) == 1 and len(named) == len(teller.named) else ()


def without_unpaid(teller: Teller, total: Amount | None) -> tuple[Named, ...]:
    """Without documents that are named beside the payment: those written with an amount are all that was paid."""
    if total is not None and (proven := _proven(teller, total)):
        return proven
    paid = [each for each in teller.named if each.number in teller.whose or each.number in teller.kept]
    if not teller.whose or len(paid) == len(teller.named):
        return teller.named
    values = [_due(teller, each) or Decimal(0) for each in paid]
    if total is None or near(total.value, sum(values, Decimal(0))):
        alone = total is not None or len(paid) == 1
        return tuple(paid) if alone else teller.named
    return teller.named


def by_total(teller: Teller) -> Amount | None:
    """A percentage of every document that the total lacks, or one amount for all: kept back of the whole payment."""
    due = {each.number: _due(teller, each) for each in teller.named}
    if None in due.values() or teller.kept:
        return None  # what was kept back is said already
    whole = sum((value for value in due.values() if value is not None), Decimal(0))
    for share in shares_in(teller.source.flat):
        parts = {n: (value * share / 100).quantize(CENT) for n, value in due.items() if value is not None and value > 0}
        paid = whole - sum(parts.values(), Decimal(0))
        amount = next((a for a in teller.free if near(a.value, paid, CENT * len(parts))), None)
        if amount is not None and parts:
            teller.kept |= {number: (value, DeductionReason.DISCOUNT) for number, value in parts.items()}
            return amount
    for kept, rest in itertools.permutations(teller.free, 2):
        if near(whole - kept.value, rest.value) and kept.value < rest.value:
            _keep_of_nearest(teller, kept)
            return rest
    return None


def _keep_of_nearest(teller: Teller, kept: Amount) -> None:
    """One amount for all is kept back of the document named last before it."""
    invoices = [each for each in teller.named if not each.is_credit]
    before = [each for each in invoices if each.start < kept.start] or invoices
    if before:
        words = teller.source.flat[slice(*teller.source.sentence_at(kept.start))]
        teller.kept[before[-1].number] = (kept.value, reason_in(teller.context, words, False))
        teller.spent.append(kept)
