"""What was paid of one document in part: "600 of the 428", "700 off the 1,451.40 today, the other 751.40 on the 30th".

Whatever else is known of it: a part is told by standing before the document or its amount, or by what is still to come.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from nlp.extract.promise_words import tells_gone
from nlp.extract.remittance.clauses import Clause
from nlp.extract.remittance.coming import is_coming
from nlp.extract.remittance.deductions import names_deduction
from nlp.extract.remittance.named import Named
from nlp.extract.sources import Context, Source, near
from nlp.lang import expression
from nlp.lang.paying import words
from nlp.notation import Amount

LEAST = Decimal(20)  # less may count things
REACH = 24  # characters between the part and what it is of


def part_paid(context: Context, source: Source, here: Sequence[Named], spans: Sequence[Clause]) -> Amount | None:
    """The one part of the one document that a sentence says was paid; None where more or nothing is told."""
    if len(here) != 1 or here[0].entry is None or here[0].is_credit:
        return None
    said = [span for span in spans if not span.left_out and tells_gone(source, span.start, span.end)]
    parts = [
        amount
        for amount in context.amounts(source)
        if any(span.start <= amount.start < span.end for span in said) and _may_be(amount, here[0])
    ]
    coming = [s for s in spans if s.left_out and is_coming(context, source, (s.start, s.end))]
    rests = [a.value for a in context.amounts(source) if any(span.start <= a.start < span.end for span in coming)]
    found = {a.value: a for a in parts if _leaves(a, rests, here[0])} or {
        a.value: a
        for a in parts
        if _is_before_whole(context, source, a, here[0])
        and not names_deduction(context, source.flat[slice(*source.sentence_at(a.start))])
    }
    return next(iter(found.values())) if len(found) == 1 else None


def _may_be(amount: Amount, named: Named) -> bool:
    apart = amount.end <= named.start or named.end <= amount.start
    return LEAST <= amount.value < min(named.due) and apart


def _leaves(part: Amount, rests: Sequence[Decimal], named: Named) -> bool:
    """Whether what is said to come later is just the rest of the document."""
    return any(near(part.value + rest, due) for rest in rests for due in named.due)


def _is_before_whole(context: Context, source: Source, part: Amount, named: Named) -> bool:
    """Whether the part stands right before the document, or before the amount that is open on it."""
    wholes = [a.start for a in context.amounts(source) if named.is_for(a.value)]
    wholes += [named.start] if named.start >= 0 else []
    joint = expression(rf"[^\d.;\n]{{0,4}}(?<!\w)(?:{words('PART_OF')})(?!\w)[^\d.;\n]{{0,16}}")
    return any(
        part.end < place <= part.end + REACH and joint.fullmatch(source.flat, part.end, place) for place in wholes
    )
