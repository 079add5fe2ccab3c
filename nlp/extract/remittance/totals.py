"""What the documents of a text come to: which amount is the total, and what it says of what was kept back."""

from __future__ import annotations

import itertools
from decimal import Decimal

from nlp.extract.remittance.allotment import SMALL, Teller
from nlp.extract.remittance.deductions import reason_in, shares_in
from nlp.extract.remittance.meant import MOST_DOCUMENTS
from nlp.extract.remittance.named import Named
from nlp.extract.sources import near
from nlp.notation import Amount
from nlp.reading import DeductionReason

CENT = Decimal("0.01")


def _due(teller: Teller, each: Named) -> Decimal | None:
    """What is paid of a document as far as it is known: with its sign, less what was kept back."""
    amount, kept = teller.whose.get(each.number), teller.kept.get(each.number)
    value = amount.value if amount else abs(each.entry.open_amount) if each.entry else None
    if value is None:
        return None
    return -value if each.is_credit else value - (kept[0] if kept else Decimal(0))


def _sums(due: list[Decimal]) -> set[Decimal]:
    """What two or more of these come to."""
    few = due[:MOST_DOCUMENTS]
    return {sum(group, Decimal(0)) for size in range(2, len(few) + 1) for group in itertools.combinations(few, size)}


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
    paid = [each for each in teller.named if each.number in {*teller.whose, *teller.kept, *teller.owed}]
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
            for number, value in parts.items():
                _keep_share(teller, number, value, amount)
            return amount
    for kept, rest in itertools.permutations(teller.free, 2):
        if near(whole - kept.value, rest.value) and kept.value < rest.value:
            _keep_of_nearest(teller, kept)
            return rest
    return None


def _keep_share(teller: Teller, number: str, value: Decimal, paid: Amount) -> None:
    """A discount as it is written, where the sender rounded the half cent otherwise."""
    written = next((a for a in teller.free if a is not paid and near(a.value, value, CENT)), None)
    teller.kept[number] = (value if written is None else written.value, DeductionReason.DISCOUNT)
    teller.spent += [] if written is None else [written]


def _keep_of_nearest(teller: Teller, kept: Amount) -> None:
    """One amount for all is kept back of the document named last before it."""
    invoices = [each for each in teller.named if not each.is_credit]
    before = [each for each in invoices if each.start < kept.start] or invoices
    if before:
        words = teller.source.flat[slice(*teller.source.sentence_at(kept.start))]
        teller.kept[before[-1].number] = (kept.value, reason_in(teller.context, words, False))
        teller.spent.append(kept)
