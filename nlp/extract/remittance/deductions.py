"""Why something was kept back of a document: the words of its line, of the list or of the mail."""

from __future__ import annotations

from dataclasses import replace

from nlp.extract.dispute import reason_of
from nlp.extract.sources import Context
from nlp.lang import fold, weight
from nlp.reading import DeductionReason, RemittanceLine


def reason_in(context: Context, text: str, discount: bool) -> DeductionReason:
    if discount:
        return DeductionReason.DISCOUNT
    scores = {reason: weight(context.patterns("deductions", reason), fold(text))[0] for reason in DeductionReason}
    best = max(scores, key=lambda reason: scores[reason])
    return best if scores[best] > 0 else DeductionReason.OTHER


def explained(context: Context, line: RemittanceLine) -> RemittanceLine:
    """A deduction that the list leaves unexplained is what the mail complains of."""
    if line.reason is DeductionReason.OTHER and reason_of(context)[1] >= 0.8:
        return replace(line, reason=DeductionReason.DISPUTE)
    return line


def signed(context: Context, line: RemittanceLine) -> RemittanceLine:
    """A credit note of ours is taken with a negative amount, however the customer wrote it."""
    entry = context.book.document(line.invoice)
    credit = entry is not None and entry.total < 0
    if credit and line.amount is not None and line.amount > 0:
        return replace(line, amount=-line.amount)
    return line
