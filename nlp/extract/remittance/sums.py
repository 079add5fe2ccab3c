"""What amounts say of one document together: what it comes to, what was kept back of it, what was paid."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from nlp.extract.remittance.deductions import (
    CENT,
    USUAL,
    is_share,
    names_deduction,
    said_reason,
    takes_off,
    takes_off_just,
)
from nlp.extract.sources import Context, near
from nlp.lang import expression
from nlp.reading import DeductionReason

ZERO = Decimal(0)
# The largest share of a document that is kept back for a reason without being written: more is something else.
LIMITS = {DeductionReason.DISCOUNT: Decimal("0.05"), DeductionReason.BANK_CHARGE: Decimal("0.03")}
LARGEST_TOLD = Decimal("0.2")  # of a document, where words say that something was kept back
LARGEST_KEPT = Decimal("0.25")  # of a document, where only what was kept back is written


@dataclass(frozen=True, slots=True)
class Settled:
    """`amount` of the document = `paid` + `deduction`. `paid` is None where it is not written."""

    amount: Decimal
    paid: Decimal | None
    deduction: Decimal | None = None
    reason: DeductionReason | None = None


def settled(
    context: Context, wording: Callable[[Decimal], str], values: Sequence[Decimal], due: frozenset[Decimal]
) -> Settled | None:
    """What was paid of a document that `due` may be paid of, by the amounts in their order and the words beside them.

    `wording(value)`: the words around an amount, folded.
    """
    return (
        _by_three(context, wording, values, due)
        or _by_two(context, wording, values, due)
        or _by_kept(context, wording, values, due)
        or _by_one(context, wording, values, due)
        or _plain(values, due)
    )


Wording = Callable[[Decimal], str]


def _by_three(context: Context, wording: Wording, values: Sequence[Decimal], due: frozenset[Decimal]) -> Settled | None:
    """Three amounts of which one is the difference of the others: the largest is the document's, the least was kept."""
    for three in itertools.combinations(dict.fromkeys(values), 3):
        kept, paid, gross = sorted(three)
        if near(gross - kept, paid) and (gross in due or paid not in due):
            return _settled(context, wording, gross, kept)
    return None


def _by_two(context: Context, wording: Wording, values: Sequence[Decimal], due: frozenset[Decimal]) -> Settled | None:
    """Two amounts and a word for a deduction: the third, of the document, paid or kept, is not written."""
    different = list(dict.fromkeys(values))
    if len(different) != 2:
        return None
    least, most = sorted(different)
    if most in due:
        gross, kept = most, least if least < most / 2 else most - least
    else:
        gross, kept = next((value for value in due if near(least + most, value)), Decimal(0)), least
    proven = kept > 0 and any(near((gross * share).quantize(CENT), kept, ZERO) for share in USUAL)
    small = most not in due and kept * 10 < gross  # nobody writes both parts of a whole payment otherwise
    if not gross or not (
        proven or small or any(names_deduction(context, wording(value)) for value in (kept, gross - kept, gross))
    ):
        return None
    return _settled(context, wording, gross, kept)


def _by_kept(context: Context, wording: Wording, values: Sequence[Decimal], due: frozenset[Decimal]) -> Settled | None:
    """ "Paid less 36.80 for the broken drill": all that is written is what was kept back."""
    if len(set(values)) != 1 or not due or values[0] >= LARGEST_KEPT * min(due):
        return None
    gross, words = max(due), wording(values[0])
    if not takes_off_just(context, words, values[0]) and not is_share(words, gross, values[0]):
        return None
    return Settled(gross, None, values[0], _reason(context, wording, gross, values[0]))


def _by_one(context: Context, wording: Wording, values: Sequence[Decimal], due: frozenset[Decimal]) -> Settled | None:
    """Only what was paid is written: a discount or the bank's charges are what is missing, if they are of that size."""
    if len(set(values)) != 1 or values[0] in due:
        return None
    for gross in sorted(due):
        kept = gross - values[0]
        if kept <= 0:
            continue
        share = LIMITS.get(_reason(context, wording, gross, kept), ZERO)
        if kept <= gross * (share or (LARGEST_TOLD if _says_less(context) else ZERO)):
            return _settled(context, wording, gross, kept)
    return None


def _says_less(context: Context) -> bool:
    """ "Less the broken ones", and no word for a rest that is paid another time."""
    body = context.body.flat
    rest = expression(rf"(?<!\w)(?:{context.words('rest_words')})(?!\w)")
    return takes_off(context, body) and not rest.search(body)


def _plain(values: Sequence[Decimal], due: frozenset[Decimal]) -> Settled | None:
    """The amount that is open, else the first; of two that come to what is open the first was paid."""
    if not values:
        return None
    whole = next((value for value in values if value in due), None)
    return Settled(whole, whole) if whole is not None else Settled(values[0], values[0])


def _settled(context: Context, wording: Wording, gross: Decimal, kept: Decimal) -> Settled:
    return Settled(gross, gross - kept, kept, _reason(context, wording, gross, kept))


def _reason(context: Context, wording: Wording, gross: Decimal, kept: Decimal) -> DeductionReason:
    """By the words around what was kept back, then by those around what was paid; a named percentage is a discount."""
    for value in (kept, gross - kept, gross):
        words = wording(value)
        if is_share(words, gross, kept):
            return DeductionReason.DISCOUNT
        said = said_reason(context, words)
        if said is not None:
            return said
    if any(near((gross * share).quantize(CENT), kept, ZERO) for share in USUAL):
        return DeductionReason.DISCOUNT
    whole = said_reason(context, context.body.flat)
    return whole if whole not in (None, DeductionReason.CREDIT_NOTE) else DeductionReason.OTHER
