"""Whether a complaint may mean another reason than the likeliest, as the ranker, the words and the figures see it."""

from __future__ import annotations

import math

from nlp.extract.dispute.compared import compared, counts_of
from nlp.extract.dispute.money import clause_around
from nlp.extract.dispute.plainly import CLEAR_BY, COMPANIONS, TOLD_FROM
from nlp.extract.dispute.ranking import Told
from nlp.extract.dispute.words import place_of_words, words_for_reasons
from nlp.extract.sources import Context
from nlp.reading import DisputeReason

PLAIN_WORDS = 1.0  # a phrase that tells a reason by itself: with it the next reason is told, too
RIVAL_WORDS = 0.8  # for another reason, where no word speaks for the likeliest
AGREED_BY = 0.15  # between the likeliest reason and the next, where words speak for it alone
# What is also said of the first: "only one lot came" of a thing billed twice, "reissue it" of a wrong tax.
EXPLAINS = {
    DisputeReason.DUPLICATE: frozenset({DisputeReason.ALREADY_PAID, DisputeReason.QUANTITY}),
    DisputeReason.QUANTITY: frozenset({DisputeReason.DUPLICATE}),
    DisputeReason.TAX: frozenset({DisputeReason.INVOICE_FORM}),
    DisputeReason.PRICE: frozenset({DisputeReason.CONTRACT_TERMS}),
}
# Between the likeliest reason and the next, where its own words weigh more than those of any other; and where the next
# one is what is asked for instead of a wrong sum ("please reissue").
WORDED_BY, REISSUED_BY = 0.2, 0.05
# Money is missing or too much of these as pieces are of a quantity.
OF_MONEY = frozenset({DisputeReason.PRICE, DisputeReason.CONTRACT_TERMS, DisputeReason.TAX})


def is_doubted(context: Context, told: Told) -> bool:
    """Whether another reason may be meant, or a second one is told beside the first.

    Where words and ranker agree, which fail differently, a smaller lead is enough: of 731 complaints whose desk the
    ranker had not seen, none of those that it lets pass had another reason.
    """
    (reason, strongest), (other, second), *_ = told.ranked()
    words, shown = words_for_reasons(context), compared(context)
    own, rival = words.get(reason, 0.0), max((each for name, each in words.items() if name is not reason), default=0.0)
    lead = strongest - second
    if told.doubted:
        return True
    if reason in OF_MONEY and words.get(DisputeReason.QUANTITY, 0.0) >= PLAIN_WORDS and reason not in shown:
        # However sure of the money the ranker is: pieces that are counted and missing are a matter of their own.
        place = place_of_words(context, DisputeReason.QUANTITY)
        if place >= 0 and _counts_pieces(context, place):
            return True
    plainly = strongest >= TOLD_FROM and own >= PLAIN_WORDS and not shown - {reason}
    if plainly and lead >= _asked_lead(reason, other, own, rival):
        return False
    sure = told.agreed and reason not in COMPANIONS and lead >= CLEAR_BY  # looser words stand beside many a reason
    if not sure and second >= TOLD_FROM and words.get(other, 0.0) >= PLAIN_WORDS and not _of_one(context, told):
        return True
    if told.plain or reason in shown:
        return False
    if not own and rival >= RIVAL_WORDS:
        return True
    paid = reason is DisputeReason.ALREADY_PAID  # its words stand beside what will be paid, too
    agreed = rival < PLAIN_WORDS and ((own >= PLAIN_WORDS and not shown) or told.agreed) and not paid
    return lead < (AGREED_BY if agreed else CLEAR_BY)


def _asked_lead(reason: DisputeReason, other: DisputeReason, own: float, rival: float) -> float:
    """The lead from which plain words of the likeliest reason leave no doubt; infinite where they never do.

    Of 228 doubted complaints, whose desk the ranker had not seen, these 9 were all of the likeliest reason.
    """
    if reason is DisputeReason.ALREADY_PAID or own < rival:  # its words stand beside what will be paid, too
        return math.inf
    if other is DisputeReason.INVOICE_FORM and reason in OF_MONEY:
        return REISSUED_BY
    return WORDED_BY if own > rival else CLEAR_BY


def _of_one(context: Context, told: Told) -> bool:
    """Whether the words for the second reason tell of the first, whose own words stand there, too."""
    (reason, strongest), (other, second), *_ = told.ranked()
    own = words_for_reasons(context).get(reason, 0.0) >= PLAIN_WORDS or told.plain or reason in compared(context)
    if not own or strongest - second < CLEAR_BY:
        return False
    if other is DisputeReason.QUANTITY and reason in OF_MONEY:
        return not _counts_pieces(context, place_of_words(context, other))
    return other in EXPLAINS.get(reason, ())


def _counts_pieces(context: Context, place: int) -> bool:
    """ "Two mops are missing", and not "300.00 too much on the twenty"."""
    if place < 0:
        return True
    start, end = clause_around(context, place, place)
    money = any(a.marked and start <= a.start < end for a in context.amounts(context.body))
    return not money and any(start <= first < end for _, first, _ in counts_of(context))
