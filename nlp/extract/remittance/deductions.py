"""Why something was kept back of a document: the words of its row, of its column, of the notes, of the mail."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from nlp.extract.dispute import reason_of
from nlp.extract.sources import Context, near
from nlp.lang import LANGUAGES, abroad, compiled, expression, fold, weight
from nlp.reading import DeductionReason, DisputeReason, RemittanceLine

_SHARE = re.compile(r"(\d{1,2}(?:[.,]\d{1,2})?)\s?(?:%|prozent|pour ?cent|percent)")
CENT = Decimal("0.01")
LARGEST_DISCOUNT = Decimal(5)  # percent; who keeps back more for paying early names it a discount
USUAL = (Decimal("0.02"), Decimal("0.03"))  # shares of a discount for early payment: to the cent they are nothing else
SAID_FROM = 0.5  # of the weight of a reason: "kept back" alone says that it was, not why
COMPLAINS_FROM = 1.0  # of the weight of a reason to contest, in a note
NAMED_FROM = 0.9  # of the weight of a reason that has a name of its own: "bonus"
CAUSE_WORDS = 2  # behind what was kept back, that no payment is told with
_OF_PAYING = ("invoice_words", "credit_note_words", "withhold_words", "reductions", "rest_words", "total_words")
CREDIT_REACH = 80  # characters between a credit note and the word that it was taken off
WISH_REACH = 40  # characters before a credit note in which it is asked for
_OF_GOODS = (DeductionReason.DISPUTE, DeductionReason.CREDIT_NOTE)
SEARCHED = 8_000  # characters of each text
DISPUTED_FROM = 0.8  # of the weight of a reason of the mail's complaint


def said_reason(context: Context, text: str) -> DeductionReason | None:
    """The reason that words name: OTHER for one without a name of its own ("bonus"), None where they name none."""
    words = fold(text)
    scores = _weights(context, words)
    best = max(scores, key=lambda reason: scores[reason])
    if scores[DeductionReason.CREDIT_NOTE] > 0 and best in _OF_GOODS:
        wished = _wishes_credit(context, words)
        if wished or _took_credit(context, words):
            return DeductionReason.DISPUTE if wished else DeductionReason.CREDIT_NOTE
    return best if scores[best] >= SAID_FROM else None


# What was agreed upon is contested no more, whatever was wrong with the goods.
_ABROAD_WEIGHT = {reason: 2.5 if reason is DeductionReason.OTHER else 1.0 for reason in DeductionReason}
_ABROAD = {
    DeductionReason.BANK_CHARGE: abroad.BANK_CHARGES,
    DeductionReason.DISCOUNT: abroad.DISCOUNTS,
    DeductionReason.DISPUTE: abroad.COMPLAINTS,
    DeductionReason.OTHER: abroad.AGREED,
}


def _weights(context: Context, words: str) -> dict[DeductionReason, float]:
    """How loudly folded words name each reason."""
    scores = {reason: weight(context.patterns("deductions", reason), words)[0] for reason in DeductionReason}
    if len(context.languages) == len(LANGUAGES):
        for reason, patterns in _ABROAD.items():
            scores[reason] += sum(_ABROAD_WEIGHT[reason] for pattern in patterns if compiled(pattern).search(words))
    return scores


def _took_credit(context: Context, words: str) -> bool:
    """ "The credit for the torn bags (40) was taken off": it is there, nobody asks for one or waits for it."""
    credit, kept = context.words("credit_note_words"), context.words("kept_back")
    taken = expression(
        rf"(?<!\w)(?:{credit})(?!\w)(?:[^.;!?\n]|\.(?=\d)){{1,{CREDIT_REACH}}}?(?<!\w)(?:{kept})"
    ).search(words)
    return taken is not None and not _is_unpaid(context, taken.group()) and not _wishes_credit(context, words)


def _wishes_credit(context: Context, words: str) -> bool:
    """ "Please send a credit note", "we await yours": right before it stands a wish, or a word for waiting."""
    for match in expression(rf"(?<!\w)(?:{context.words('credit_note_words')})(?!\w)").finditer(words):
        before = re.split(r"[,.;:!?\n]", words[max(0, match.start() - WISH_REACH) : match.start()])[-1]
        asked = any_of(context, "request_words", r"(?!\w)").search(before) is not None
        if asked or _is_unpaid(context, before):
            return True
    return False


def _is_unpaid(context: Context, words: str) -> bool:
    return any(compiled(pattern).search(words) for pack in context.lexicons for pattern in pack.not_paid)


def names_deduction(context: Context, text: str) -> bool:
    """Whether words say that something was kept back, with its reason or without."""
    words = fold(text)
    withheld = weight(context.patterns("deductions", DeductionReason.DISPUTE), words)[0] > 0
    return withheld or takes_off(context, words) or said_reason(context, text) is not None


def takes_off(context: Context, words: str) -> bool:
    """ "We kept back the 40", "less 62 for the rolls": whatever it was for."""
    withheld = any_of(context, "withhold_words", r" \D{0,4}\d")
    return any_of(context, "kept_back", "").search(words) is not None or withheld.search(words) is not None


def takes_off_just(context: Context, words: str, value: Decimal) -> bool:
    """ "Paid less 36.80": the words that take something off stand right before that amount."""
    kept = rf"(?:{context.words('kept_back')})[^\W\d_]{{0,6}}|(?:{context.words('withhold_words', 'reductions')})(?!\w)"
    whole = f"{int(value):,}".replace(",", "[.,' ]?")
    return expression(rf"(?<!\w)(?:{kept})[^\d.!?]{{0,14}}{whole}(?!\d)").search(words) is not None


def reason_in(context: Context, text: str, discount: bool) -> DeductionReason:
    """The reason that words name; a discount where that is known already."""
    if discount:
        return DeductionReason.DISCOUNT
    return said_reason(context, text) or DeductionReason.OTHER


def why(
    context: Context, pieces: Iterable[str], gross: Decimal | None, kept: Decimal, heading: str = ""
) -> DeductionReason:
    """The reason by the first of these pieces that names one; else what the mail complains of.

    `heading`: of the column of what was kept back; "Deduction" says that it was, and nothing of a complaint.
    """
    withheld = vague = False
    for text in (heading, *pieces):
        patterns = context.patterns("deductions", DeductionReason.DISPUTE)
        withheld = withheld or (text != heading and weight(patterns, fold(text))[0] > 0)
        said = said_reason(context, text)
        if said is DeductionReason.OTHER and _is_vague(context, text):
            vague = True  # "Retention" heads a column: the notes say what for
        elif (
            said is DeductionReason.CREDIT_NOTE
            and complains(context, fold(text))
            and not _took_credit(context, fold(text))
        ):
            return DeductionReason.DISPUTE  # a credit note is wished for
        elif said is not None:
            return said
        if gross is not None and is_share(fold(text), gross, kept):
            return DeductionReason.DISCOUNT
        if complains(context, fold(text)):
            return DeductionReason.DISPUTE
    if gross is not None and not withheld and any(near((gross * share).quantize(CENT), kept) for share in USUAL):
        return DeductionReason.DISCOUNT
    disputed = withheld or (not vague and reason_of(context)[1] >= DISPUTED_FROM)
    return DeductionReason.DISPUTE if disputed else DeductionReason.OTHER


def is_named(context: Context) -> bool:
    """Whether a line of the mail or its attachments names a cause of a deduction that is none of the usual ones."""
    lines = (line for source in context.stated for line in source.text[:SEARCHED].splitlines() if line.strip())
    return any(names_cause(context, line) for line in lines)


def names_cause(context: Context, text: str) -> bool:
    """Whether words name a cause that is none of the usual ones: "bonus", not "other"."""
    return said_reason(context, text) is DeductionReason.OTHER and not _is_vague(context, text)


def _is_vague(context: Context, text: str) -> bool:
    return _weights(context, fold(text))[DeductionReason.OTHER] < NAMED_FROM


def is_share(text: str, gross: Decimal, kept: Decimal) -> bool:
    """Whether the text names the percentage of the document that was kept back."""
    return any(near((gross * share / 100).quantize(CENT), kept) for share in shares_in(text))


def names_share(text: str) -> bool:
    """Whether a folded text names a percentage."""
    return _SHARE.search(text) is not None


def shares_in(text: str) -> tuple[Decimal, ...]:
    """The percentages of a folded text that may be a discount for paying early."""
    named = (Decimal(match[1].replace(",", ".")) for match in _SHARE.finditer(text))
    return tuple(share for share in named if 0 < share <= LARGEST_DISCOUNT)


def complains(context: Context, words: str) -> bool:
    """Whether folded words hold a reason to contest an invoice."""
    reasons = (reason for reason in DisputeReason if reason is not DisputeReason.ALREADY_PAID)
    return any(weight(context.patterns("reasons", reason), words)[0] >= COMPLAINS_FROM for reason in reasons)


def explained(context: Context, line: RemittanceLine) -> RemittanceLine:
    """A deduction that no sentence explains is what the mail complains of, a credit note wished for it too."""
    said = said_reason(context, context.body.text)
    if line.reason is DeductionReason.OTHER and said is DeductionReason.CREDIT_NOTE:
        return replace(line, reason=DeductionReason.DISPUTE)
    if line.reason is DeductionReason.OTHER and said is None:
        reason = why(context, (), line.amount, line.deduction or Decimal(0))
        disputed = reason is DeductionReason.OTHER and _says_what_for(context, line)
        return replace(line, reason=DeductionReason.DISPUTE if disputed else reason)
    return line


def _says_what_for(context: Context, line: RemittanceLine) -> bool:
    """ "We kept back 50 for the bent rail", "20 less, one box was open": a cause without a name is a complaint."""
    body = context.body
    for start, end in body.sentences:
        words = body.flat[start:end]
        if any_of(context, "kept_back", "").search(words) and any_of(context, "because_words", r"(?!\w)").search(words):
            return True
    places = [a.end for v in (line.deduction, line.amount) for a in context.amounts(body) if abs(a.value) == v]
    if not places:
        return False
    known = expression(rf"(?:{context.words('kept_back', 'relative_days', 'weekdays', 'months', *_OF_PAYING)})")
    behind = body.flat[places[0] : body.sentence_at(places[0] - 1)[1]]
    return sum(1 for word in re.findall(r"[^\W\d_]{4,30}", behind) if not known.match(word)) >= CAUSE_WORDS


def any_of(context: Context, name: str, end: str) -> re.Pattern[str]:
    return expression(rf"(?<!\w)(?:{context.words(name)}){end}")


def signed(context: Context, line: RemittanceLine) -> RemittanceLine:
    """A credit note of ours is taken with a negative amount, an invoice paid with a positive one, however written."""
    entry = context.book.document(line.invoice)
    if entry is None or line.amount is None:
        return line
    wrong = line.amount > 0 if entry.total < 0 else line.amount < 0 and -line.amount in (entry.open_amount, entry.total)
    return replace(line, amount=-line.amount) if wrong else line
