"""Documents named or meant in sentences, each with what was paid of it: the book says which amount is whose.

What a sentence leaves out ("the other one waits for your credit note") is no part of the payment. An amount belongs to
the document that it is open on, then to the one it stands behind; what no document takes is the total, if it adds up.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from nlp.extract.references import References
from nlp.extract.remittance.allotment import (
    SMALL,
    Teller,
    by_book,
    by_credit,
    by_instead,
    by_less,
    by_place,
    by_row,
    by_words,
)
from nlp.extract.remittance.clauses import Clause, clauses, pieces
from nlp.extract.remittance.complaints import without_complaints
from nlp.extract.remittance.deductions import names_deduction
from nlp.extract.remittance.meant import with_meant
from nlp.extract.remittance.money import money_in
from nlp.extract.remittance.named import Named, mistyped, named_in
from nlp.extract.remittance.owed import as_owed
from nlp.extract.remittance.part_paid import part_paid
from nlp.extract.remittance.sums import settled
from nlp.extract.remittance.totals import by_total, total_of, without_unpaid
from nlp.extract.sources import Context, Source, near
from nlp.notation import Amount
from nlp.reading import DeductionReason, Evidence, Problem, RemittanceLine


@dataclass(frozen=True, slots=True)
class Told:
    """What a text says of a payment. `total`: what was paid in all, where it says that."""

    lines: tuple[RemittanceLine, ...] = ()
    total: Decimal | None = None
    evidence: tuple[Evidence, ...] = ()
    left_out: tuple[Clause, ...] = ()  # what speaks of something else
    problems: tuple[Problem, ...] = ()


def told_in(context: Context, source: Source, invoices: References) -> Told:
    """The payment that a text tells of; no lines where it means no document."""
    named = named_in(context, source, invoices)
    if not named and source is not context.body:
        return Told()
    spans = clauses(context, source)
    money = money_in(context, source, named, invoices)
    if source is context.body and len(named) + len(money) > 1:
        listed = [amount.start for amount in money if any(each.is_for(amount.value) for each in named)]
        spans = without_complaints(context, source, spans, listed)
    said = [span for span in spans if not span.left_out]
    here = tuple(each for each in named if _inside(each.start, said))
    paid = [amount for amount in money if _inside(amount.start, said)]
    if not paid and not context.remarks:
        paid = [amount for amount in money if not here or any(each.is_for(amount.value) for each in here)]
    if source is context.body:
        unpaid = [(span.start, span.end) for span in spans if span.left_out]
        here = with_meant(context, source, invoices, here, paid, named, unpaid)
    if not here:
        here = named
    if not here:
        return Told()
    left_out = tuple(span for span in spans if span.left_out)
    paid = _with_kept(context, source, here, paid, money)
    teller = Teller(context, source, here, paid)
    told = _with_answered(context, source, here, _one(teller) if len(here) == 1 else _several(teller))
    unexplained = all(line.reason in (None, DeductionReason.OTHER) for line in told.lines)
    if source is context.body and unexplained and (part := part_paid(context, source, here, spans)) is not None:
        return _in_part(source, here[0], part, left_out)
    lines = as_owed(context, source, told.lines, here, told.total)
    return replace(told, lines=lines, left_out=left_out)


def _in_part(source: Source, named: Named, part: Amount, left_out: tuple[Clause, ...]) -> Told:
    grounds = (
        _ground(source, "remittance.lines.0.invoice", named),
        source.evidence("remittance.lines.0.amount", part.start, part.end),
    )
    return Told((RemittanceLine(named.number, part.value),), part.value, grounds, left_out)


def _with_kept(
    context: Context, source: Source, here: tuple[Named, ...], paid: list[Amount], money: list[Amount]
) -> list[Amount]:
    """What a piece that is left out says was not paid of the one document, where both come to what it is.

    A larger part only where words say that it was kept back: it may have been paid before.
    """
    if len(here) != 1 or not 1 <= len(paid) <= 2:
        return paid
    most = max(amount.value for amount in paid)
    wholes = {most} if len(paid) == 2 else here[0].due
    least = min(amount.value for amount in paid)
    rest = [
        a for a in money
        if a not in paid and a.value < most and any(near(a.value + least, whole) for whole in wholes)
        and (a.value < SMALL * most or names_deduction(context, _piece_of(source, a)))
    ]  # fmt: skip
    return sorted((*paid, *rest[:1]), key=lambda amount: amount.start)


def _piece_of(source: Source, amount: Amount) -> str:
    return next((source.flat[a:b] for a, b in pieces(source) if a <= amount.start < b), "")


def _with_answered(context: Context, source: Source, here: tuple[Named, ...], told: Told) -> Told:
    """Every document that an answer stands below is paid with it; money of the quoted line is nobody's statement."""
    starts = {remark.start for remark in context.remarks} if source is context.body else set()
    known = {line.invoice for line in told.lines}
    more = tuple(
        RemittanceLine(each.number, None)
        for each in here
        if each.start == each.end and each.start in starts and each.number not in known
    )
    return replace(told, lines=(*told.lines, *more), total=None) if more else told


def _inside(place: int, spans: Sequence[Clause]) -> bool:
    return any(span.start <= place < span.end for span in spans)


def _one(teller: Teller) -> Told:
    """One document: the amounts together say what it comes to and what was kept back of it."""
    named, source = teller.named[0], teller.source
    teller.money = with_loose(teller, named)
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
        return Told((RemittanceLine(named.number, None),), None, tuple(evidence), (), problems)
    evidence += [
        source.evidence("remittance.lines.0.amount", a.start, a.end)
        for a in teller.money
        if a.value in (found.amount, found.deduction)
    ]
    line = RemittanceLine(named.number, found.amount, found.deduction, found.reason)
    if named.is_credit:
        return Told((replace(line, amount=-found.amount),), None, tuple(evidence), (), problems)
    return Told((line,), found.paid, tuple(evidence), (), problems)


def _wording(teller: Teller) -> Callable[[Decimal], str]:
    """The sentence of what was kept back, for its reason; the whole text where that amount is not written."""
    source = teller.source

    def around(value: Decimal) -> str:
        place = next((amount.start for amount in reversed(teller.money) if amount.value == value), None)
        return "" if place is None else source.flat[slice(*source.sentence_at(place))]

    return around


def _several(teller: Teller) -> Told:
    """Several documents: each takes the amount it is open for, then the one beside it; what is left is the total."""
    by_row(teller)
    by_book(teller)
    by_instead(teller)
    by_credit(teller)
    by_less(teller)
    total = total_of(teller, certain=True) or by_total(teller)
    by_place(teller, total)
    by_words(teller, total)
    total = total or by_total(teller) or total_of(teller, certain=False)
    named = without_unpaid(teller, total)
    lines, evidence = [], []
    for number, each in enumerate(named):
        amount, kept = teller.whose.get(each.number), teller.kept.get(each.number)
        evidence.append(_ground(teller.source, f"remittance.lines.{number}.invoice", each))
        if amount is not None:
            evidence.append(teller.source.evidence(f"remittance.lines.{number}.amount", amount.start, amount.end))
        value = None if amount is None else -amount.value if each.is_credit else amount.value
        deduction, reason = kept or (None, None)
        value = abs(each.entry.open_amount) if kept and value is None and each.entry else value
        value = each.entry.open_amount if each.number in teller.owed and each.entry else value
        value = (
            value + kept[0] if kept and value and each.is_for(value + kept[0]) else value
        )  # written is what was paid
        lines.append(RemittanceLine(each.number, value, deduction, reason))
    paid = total.value if total else None
    if paid is None and len(lines) == 1 and lines[0].amount is not None:
        paid = lines[0].amount - (lines[0].deduction or Decimal(0))
    return Told(tuple(lines), paid, tuple(evidence))


def _ground(source: Source, path: str, each: Named) -> Evidence:
    if each.start < 0:
        return Evidence(path, source.name, "", -1, -1)
    return source.evidence(path, each.start, each.end)


def with_loose(teller: Teller, named: Named) -> list[Amount]:
    """The money with whole numbers not marked as such, where two together are just what the document has open."""
    money = teller.money
    places = [(named.start, named.end), *((amount.start, amount.end) for amount in money)]
    places += [(mention.start, mention.end) for mention in teller.context.dates(teller.source)]
    loose = [
        amount
        for amount in teller.context.amounts(teller.source)
        if not amount.marked and amount.value > 0 and not any(a < amount.end and amount.start < b for a, b in places)
    ]
    for one, other in itertools.combinations([*money, *loose], 2):
        if any(one.value + other.value == due for due in named.due):
            return sorted({*money, one, other}, key=lambda amount: amount.start)
    return money
