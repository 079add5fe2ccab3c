"""Documents named or meant in sentences, each with what was paid of it: the book says which amount is whose.

What a sentence leaves out ("the other one waits for your credit note") is no part of the payment. An amount belongs to
the document that it is open on, then to the one it stands behind; what no document takes is the total, if it adds up.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from nlp.extract.references import References
from nlp.extract.remittance.clauses import Clause, clauses
from nlp.extract.remittance.deductions import reason_in
from nlp.extract.remittance.meant import MOST_DOCUMENTS, with_meant
from nlp.extract.remittance.named import Named, mistyped, named_in
from nlp.extract.remittance.sums import settled
from nlp.extract.sources import Context, Source, near
from nlp.notation import Amount
from nlp.reading import DeductionReason, Evidence, Problem, RemittanceLine

REACH = 60  # characters between a document and its amount


@dataclass(frozen=True, slots=True)
class Told:
    """What a text says of a payment. `total`: what was paid in all, where it says that."""

    lines: tuple[RemittanceLine, ...] = ()
    total: Decimal | None = None
    evidence: tuple[Evidence, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass
class _Teller:
    """One text on its way to lines."""

    context: Context
    source: Source
    named: tuple[Named, ...]
    money: list[Amount]
    whose: dict[str, Amount] = field(default_factory=dict)  # the amount of each document
    kept: dict[str, tuple[Amount, DeductionReason]] = field(default_factory=dict)

    @property
    def free(self) -> list[Amount]:
        taken = [*self.whose.values(), *(amount for amount, _ in self.kept.values())]
        return [amount for amount in self.money if amount not in taken]


def told_in(context: Context, source: Source, invoices: References) -> Told:
    """The payment that a text tells of; no lines where it means no document."""
    spans = clauses(context, source)
    named = named_in(context, source, invoices)
    money = _money(context, source, named, invoices)
    said = [span for span in spans if not span.left_out]
    here = tuple(each for each in named if _inside(each.start, said))
    paid = [amount for amount in money if _inside(amount.start, said)] or money
    if source is context.body:
        here = with_meant(context, source, invoices, here, paid, named)
    if not here:
        here = named
    if not here:
        return Told()
    teller = _Teller(context, source, here, paid)
    return _one(teller) if len(here) == 1 else _several(teller)


def _inside(place: int, spans: Sequence[Clause]) -> bool:
    return any(span.start <= place < span.end for span in spans)


def _money(context: Context, source: Source, named: tuple[Named, ...], invoices: References) -> list[Amount]:
    """What is money: marked as such, or a whole number that is just what a document that is meant has open."""
    spans = [(each.start, each.end) for each in named]
    due = {amount for each in named for amount in each.due}
    due |= {abs(e.open_amount) for n in context.answered if (e := context.book.document(n))}
    due |= _open_whole(context)
    pointed = {(r.start, r.end) for r in invoices.pointed if r.how == "amount" and r.source == source.name}
    return [
        replace(amount, value=abs(amount.value))
        for amount in context.amounts(source)
        if (amount.marked or abs(amount.value) in due or (amount.start, amount.end) in pointed)
        and not any(a < amount.end and amount.start < b for a, b in spans)
        and amount.value
    ]


def _sums(due: list[Decimal]) -> set[Decimal]:
    """What two or more of these come to."""
    few = due[:MOST_DOCUMENTS]
    return {sum(group, Decimal(0)) for size in range(2, len(few) + 1) for group in itertools.combinations(few, size)}


def _open_whole(context: Context) -> set[Decimal]:
    """Whole amounts, none like a year, that the customer has open."""
    if context.customer is None:
        return set()
    due = {entry.open_amount for entry in context.book.documents_of(context.customer.number)}
    return {value for value in due if value == int(value) and value >= 100 and not 1900 <= value < 2100}


def _one(teller: _Teller) -> Told:
    """One document: the amounts together say what it comes to and what was kept back of it."""
    named, source = teller.named[0], teller.source
    values = [amount.value for amount in teller.money]
    problems: tuple[Problem, ...] = ()
    if named.entry is None and values:
        meant = mistyped(teller.context, named.number, values[0])
        if meant is not None:
            problems = (Problem("mistyped_number", f"{named.number} for {meant.number}", source.name),)
            named = replace(named, number=meant.number, entry=meant)
    evidence = [_ground(source, "remittance.lines.0.invoice", named)]
    if named.is_credit:
        values = [value for value in values if named.is_for(value)]
    found = settled(teller.context, _wording(teller), values, named.due)
    if found is None:
        return Told((RemittanceLine(named.number, None),), None, tuple(evidence), problems)
    evidence += [
        source.evidence("remittance.lines.0.amount", a.start, a.end)
        for a in teller.money
        if a.value in (found.amount, found.deduction)
    ]
    line = RemittanceLine(named.number, found.amount, found.deduction, found.reason)
    if named.is_credit:
        return Told((replace(line, amount=-found.amount),), None, tuple(evidence), problems)
    return Told((line,), found.paid, tuple(evidence), problems)


def _wording(teller: _Teller) -> Callable[[Decimal], str]:
    """The sentence of what was kept back, for its reason; the whole text where that amount is not written."""
    source = teller.source

    def around(value: Decimal) -> str:
        place = next((amount.start for amount in reversed(teller.money) if amount.value == value), None)
        return "" if place is None else source.flat[slice(*source.sentence_at(place))]

    return around


def _several(teller: _Teller) -> Told:
    """Several documents: each takes the amount it is open for, then the one beside it; what is left is the total."""
    _by_book(teller)
    total = _total(teller, certain=True)
    _by_place(teller, total)
    _deductions(teller, total)
    total = total or _total(teller, certain=False)
    named = _without_unpaid(teller, total)
    lines, evidence = [], []
    for number, each in enumerate(named):
        amount, kept = teller.whose.get(each.number), teller.kept.get(each.number)
        evidence.append(_ground(teller.source, f"remittance.lines.{number}.invoice", each))
        if amount is not None:
            evidence.append(teller.source.evidence(f"remittance.lines.{number}.amount", amount.start, amount.end))
        value = None if amount is None else -amount.value if each.is_credit else amount.value
        deduction, reason = (kept[0].value, kept[1]) if kept else (None, None)
        lines.append(RemittanceLine(each.number, value, deduction, reason))
    paid = total.value if total else None
    if paid is None and len(lines) == 1 and lines[0].amount is not None:
        paid = lines[0].amount - (lines[0].deduction or Decimal(0))
    return Told(tuple(lines), paid, tuple(evidence))


def _ground(source: Source, path: str, each: Named) -> Evidence:
    if each.start < 0:
        return Evidence(path, source.name, "", -1, -1)
    return source.evidence(path, each.start, each.end)


def _by_book(teller: _Teller) -> None:
    """An amount that is just what a document has open is that one's; the nearest of equal ones."""
    for each in teller.named:
        fitting = [amount for amount in teller.free if each.is_for(amount.value)]
        if fitting:
            teller.whose[each.number] = min(
                fitting, key=lambda a: abs(a.start - each.end) if a.start >= each.start else 20 + each.start - a.end
            )


def _due(teller: _Teller, each: Named) -> Decimal | None:
    """What is paid of a document as far as it is known: with its sign, less what was kept back."""
    amount, kept = teller.whose.get(each.number), teller.kept.get(each.number)
    value = amount.value if amount else abs(each.entry.open_amount) if each.entry else None
    if value is None:
        return None
    return -value if each.is_credit else value - (kept[0].value if kept else Decimal(0))


def _total(teller: _Teller, *, certain: bool) -> Amount | None:
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
    return left[0] if len({amount.value for amount in left}) == 1 and (bare or not teller.whose) else None


def _by_place(teller: _Teller, total: Amount | None) -> None:
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
        if behind:
            teller.whose[each.number] = behind[0]


def _may_be(each: Named, amount: Amount) -> bool:
    """Nobody pays more of a document than it comes to."""
    return each.entry is None or amount.value <= abs(each.entry.total)


def _deductions(teller: _Teller, total: Amount | None) -> None:
    """An amount behind a document's own, on the same line and with a word for why: kept back of it."""
    text, flat = teller.source.text, teller.source.flat
    for each in teller.named:
        own = teller.whose.get(each.number)
        if own is None or each.is_credit:
            continue
        nexts = [other.start for other in teller.named if other.start > own.end]
        high = min([len(text), own.end + 2 * REACH, *nexts])
        end = text.find("\n", own.end)
        high = min(high, end) if end >= 0 else high
        for amount in teller.free:
            if own.end <= amount.start < high and amount is not total and amount.value < own.value / 2:
                reason = reason_in(teller.context, flat[own.end : amount.end + 25], False)
                if reason not in (DeductionReason.OTHER, DeductionReason.CREDIT_NOTE):
                    teller.kept[each.number] = (amount, reason)
                    break


def _proven(teller: _Teller, total: Amount) -> tuple[Named, ...]:
    """The only ones of the documents that come to the total, if not all of them do."""
    named = [each for each in teller.named if _due(teller, each) is not None][:MOST_DOCUMENTS]
    groups = [
        group
        for size in range(1, len(named) + 1)
        for group in itertools.combinations(named, size)
        if near(sum((_due(teller, each) or Decimal(0) for each in group), Decimal(0)), total.value)
    ]
    return groups[0] if len(groups) == 1 and len(named) == len(teller.named) else ()


def _without_unpaid(teller: _Teller, total: Amount | None) -> tuple[Named, ...]:
    """Without documents that are named beside the payment: those written with an amount are all that was paid."""
    if total is not None and (proven := _proven(teller, total)):
        return proven
    paid = [each for each in teller.named if each.number in teller.whose]
    if not paid or len(paid) == len(teller.named):
        return teller.named
    values = [_due(teller, each) or Decimal(0) for each in paid]
    if total is None or near(total.value, sum(values, Decimal(0))):
        alone = total is not None or len(paid) == 1
        return tuple(paid) if alone else teller.named
    return teller.named
