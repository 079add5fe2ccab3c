"""A second matter that a mail tells beside what it was understood as: a complaint beside a request, goods waited for.

What the judge of intents did not hear is no act of its own here; a person looks for it.
"""

from __future__ import annotations

from collections.abc import Iterator

from nlp.extract.dispute import reasons_of
from nlp.extract.dispute.pieces import WRAPPED
from nlp.extract.dispute.plainly import plainly_told
from nlp.extract.sources import Context
from nlp.lang import compiled
from nlp.lang.asking import GONE
from nlp.lang.awaited import waiting
from nlp.lang.day_signs import any_of
from nlp.lang.sieve import sieved
from nlp.reading import DisputeReason, IntentName

MONEY = frozenset({IntentName.DISPUTE, IntentName.PROMISE, IntentName.REMITTANCE})
# Who asks says that goods never came, that a number is missing, that a machine is broken or what was agreed: only what
# is told of a bill itself contests it.
CONTESTS = frozenset(
    {
        DisputeReason.ALREADY_PAID,
        DisputeReason.DUPLICATE,
        DisputeReason.WRONG_ITEM,
        DisputeReason.NOT_ORDERED,
        DisputeReason.PRICE,
        DisputeReason.TAX,
    }
)


_GONE = sieved(rf"(?<!\w)(?:{any_of(GONE)})(?!\w)")


def told_beside(context: Context, listed: frozenset[IntentName]) -> Iterator[IntentName]:
    """The intents that stand in the mail by plain words and that were not understood."""
    if IntentName.DISPUTE not in listed and IntentName.QUERY in listed and _contests(context):
        yield IntentName.DISPUTE
    waits = listed & MONEY and _waits(context, listed)
    if IntentName.QUERY not in listed and (waits or (IntentName.DISPUTE in listed and _misses_document(context))):
        yield IntentName.QUERY


def _contests(context: Context) -> bool:
    """Whether plain words of a reason stand in a sentence that asks nothing."""
    return any(
        reason in CONTESTS and "?" not in context.body.text[slice(*context.body.sentence_at(place))]
        for reason, place in plainly_told(context).items()
    )


def _waits(context: Context, listed: frozenset[IntentName]) -> bool:
    """Whether a sentence waits for goods that is not the one that tells the complaint."""
    flat, languages = context.body.flat, tuple(context.languages)
    awaited = compiled(rf"(?<!\w)(?:{waiting('AWAITED', languages)})(?!\w)")
    own = compiled(rf"[ ,]{{0,3}}(?:{waiting('OF_THE_COMPLAINT', languages)})(?!\w)")
    told = reasons_of(context)[:1] if IntentName.DISPUTE in listed else ()
    telling = {context.body.sentence_at(place) for _, _, place in told if place >= 0}
    return any(
        own.pattern.match(flat, match.end()) is None
        and (context.body.sentence_at(place := match.start()) not in telling or _begins_a_line(context, place))
        for match in awaited.finditer(flat)
    )


def _misses_document(context: Context) -> bool:
    """ "The invoice is not available in our system": it is asked for, whatever it is called."""
    return any(_GONE.search(source.flat) for source in (context.subject, context.body))


def _begins_a_line(context: Context, place: int) -> bool:
    """Whether a line that was not only wrapped parts a place from the beginning of the sentence that tells."""
    text, start = context.body.text, context.body.sentence_at(place)[0]
    last = text.rfind("\n", start, place)
    return last >= 0 and last - text.rfind("\n", 0, last) - 1 not in WRAPPED
