"""Whether a mail plainly tells of a payment: a day that is past, in a sentence that says the money went."""

from __future__ import annotations

from nlp.extract.sources import Context, Found
from nlp.lang import compiled, expression
from nlp.reading import Remittance
from nlp.stance import kinds_at


def tells_when(context: Context, found: Found[Remittance]) -> bool:
    """Whether everything that was read of the payment fits the book, and its day stands where it is said to be paid.

    A sentence that denies, asks, reports or makes it depend on something tells of none.
    """
    value = found.value
    if value is None or value.payment_date is None or found.strength < 1.0 or value.payment_date > context.sent_on:
        return False
    body = context.body
    paid = [compiled(pattern) for pack in context.lexicons for pattern in pack.paid_words]
    denied = expression(rf"(?<!\w)(?:{context.words('denials')})(?!\w)")
    for mention in context.dates(body):
        if mention.earlier != value.payment_date or not mention.exact:
            continue
        start, end = body.sentence_at(mention.start)
        words = body.flat[start:end]
        plain = not denied.search(words) and not kinds_at(context, mention.start)
        if plain and any(pattern.search(words) for pattern in paid):
            return True
    return False
