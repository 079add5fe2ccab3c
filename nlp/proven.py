"""Whether the structure of a payment and the book leave its facts one meaning, whatever words stand beside them.

A list of a customer's own open documents that comes to its total, with the day of the transfer, is an advice in any
language, and so is a sentence that money went on a day with just what is open; a coming day in a plain sentence with a
document, or with just what is open on it, is a promise. Both are a second witness beside the judge that fails in other
ways than words do. What asks, denies, doubts, complains or speaks of goods beside them takes their one meaning away.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from nlp.explained import is_asked, says_itself
from nlp.extract.dispute import reasons_of
from nlp.extract.promise_words import says_away, tells_gone, tells_of_goods
from nlp.extract.remittance.spoken_days import paid_days
from nlp.extract.sources import Context, near
from nlp.lang import compiled, expression, weight
from nlp.lang.paying import words
from nlp.leftovers import Understood
from nlp.notation import DateMention
from nlp.other_languages import LONGEST_WORDS, takes_back, words_in
from nlp.payment_leftovers import is_told_by_other
from nlp.proven_change import is_change_proven
from nlp.reading import IntentName, Promise, Remittance, RemittanceLine
from nlp.stance import PAYMENTS, kinds_at, says

COMPLAINS_FROM = 0.4  # of a reason's score
SPEAKS_FROM = 0.5  # of the words for another matter
OTHER_MATTERS = ("dispute", "query", "order", "order_change")
UNSURE = ("hoped", "conditional", "reported", "returned")
GOODS = frozenset({IntentName.ORDER, IntentName.ORDER_CHANGE})
UNASKED = frozenset({IntentName.OTHER, IntentName.SPAM, IntentName.AUTO_REPLY, IntentName.BOUNCE})  # nothing is done


def is_proven(said: Understood, name: IntentName) -> bool:
    """Whether what was read for an intent shows it without a word."""
    proof = _PROOFS.get(name)
    return proof is not None and proof(said)


def explains(said: Understood, possible: IntentName) -> bool:
    """Whether a proven payment says by itself what another intent was heard in.

    To a learned score a coming and a past payment are nearly one, and what is kept back of a payment sounds contested.
    What a complaint or a question alone says by itself: `nlp.explained`.
    """
    if not said.names & PAYMENTS:
        return says_itself(said, possible)
    if is_told_by_other(said, possible):
        return True
    if possible is IntentName.REMITTANCE and said.names & PAYMENTS == {IntentName.PROMISE}:
        return _promise(said) and not paid_days(said.context, said.invoices) - _promised_weekdays(said)
    if said.names & PAYMENTS != {IntentName.REMITTANCE} or not _advice(said):
        return False
    if possible is IntentName.PROMISE:
        return not any(day.earlier > said.context.sent_on for day in said.context.dates(said.context.body))
    return possible is IntentName.DISPUTE and _only_hands_over(said)


def _promised_weekdays(said: Understood) -> set[date]:
    """The days before the mail by which weekdays of the promise go, too."""
    promise = said.facts.promise.value
    days = {instalment.date for instalment in promise.instalments} if promise is not None else set()
    return {day.earlier for day in said.context.dates(said.context.body) if day.value in days}


def _advice(said: Understood) -> bool:
    """Documents with what is open on each of them, which comes to the total of a day that is here, and little else."""
    advice = said.facts.remittance.value
    if advice is None or not _adds_up(said, advice):
        return False
    if any(ground.source.startswith("attachment:") for ground in said.facts.remittance.evidence):
        return _only_hands_over(said)
    return _is_told_with_day(said, advice)


def _is_advised(said: Understood) -> bool:
    """An advice, or "the 426.02, done online last night": no day or word of a coming payment, and nothing else said."""
    advice = said.facts.remittance.value
    if advice is None or _advice(said):
        return advice is not None
    return _adds_up(said, advice) and _tells_of_nothing_to_come(said) and _only_hands_over(said)


def _adds_up(said: Understood, advice: Remittance) -> bool:
    """Its strength says that it is no paper that asks for money, and that no other list is there."""
    context = said.context
    if said.facts.remittance.strength < 1.0 or advice.total is None or advice.payment_date is None:
        return False
    if advice.payment_date > context.sent_on or not all(_is_open(context, line) for line in advice.lines):
        return False
    paid = sum(((line.amount or Decimal(0)) - (line.deduction or Decimal(0)) for line in advice.lines), Decimal(0))
    return near(paid, advice.total)


def _tells_of_nothing_to_come(said: Understood) -> bool:
    context, promise = said.context, said.facts.promise
    if expression(rf"(?<!\w)(?:{words('RECEIVED')})(?!\w)").search(context.body.flat):
        return False
    coming = tuple(pair for pack in context.lexicons for pair in pack.will_pay)
    if (promise.value is not None and promise.strength > 0) or weight(coming, context.body.flat)[0] > 0:
        return False
    return not any(day.value > context.sent_on for day in context.dates(context.body))


def _is_told_with_day(said: Understood, advice: Remittance) -> bool:
    """One plain sentence says that money went on the day, with an amount or a document of the payment."""
    body, context = said.context.body, said.context
    days = [m for m in context.dates(body) if m.exact and m.earlier == advice.payment_date]
    values = [advice.total, *(line.amount for line in advice.lines)]
    known = [abs(value) for value in values if value is not None]
    money = [a.start for a in context.amounts(body) if any(near(abs(a.value), value) for value in known)]
    paid = {line.invoice for line in advice.lines}
    money += [start for start, number in _places(said) if number in paid]
    coming = tuple(pair for pack in context.lexicons for pair in pack.will_pay)
    for day in days:
        start, end = body.sentence_at(day.start)
        said_there = any(start <= place < end for place in money) and tells_gone(body, start, end)
        if said_there and _is_plain(context, day, "promise") and weight(coming, body.flat[start:end])[0] <= 0:
            return True
    return False


def _places(said: Understood) -> list[tuple[int, str]]:
    """Where the sender's own text names documents."""
    named = (*said.invoices.invoices, *said.invoices.pointed)
    return [(r.start, r.number) for r in named if r.source == "body" and not r.quoted]


def _is_open(context: Context, line: RemittanceLine) -> bool:
    entry = context.book.document(line.invoice)
    return entry is not None and line.amount is not None and near(abs(line.amount), abs(entry.open_amount))


def _only_hands_over(said: Understood) -> bool:
    """Few words, and none that asks, complains, denies or doubts, in the mail's language."""
    context, words = said.context, words_in(said.context.body.text)
    if len(words) > LONGEST_WORDS or "?" in context.body.flat or takes_back(said.language, words):
        return False
    if any(score >= COMPLAINS_FROM for _, score, _ in reasons_of(context)):
        return False
    return not any(_is_unsure(context, span) or kinds_at(context, span[0]) for span in context.body.sentences)


def _promise(said: Understood) -> bool:
    """Every day of it in a plain sentence, beside its document or just what is open, or in answer to our mail of it."""
    found, context = said.facts.promise, said.context
    promise = found.value
    if promise is None or found.strength < 1.0 or not promise.instalments or said.names & GOODS:
        return False
    days = {instalment.date for instalment in promise.instalments}
    mentions = [m for m in context.dates(context.body) if m.value in days and m.value > context.sent_on]
    if {m.value for m in mentions if m.exact} != days or not all(_is_plain(context, m, "remittance") for m in mentions):
        return False
    return _is_whole(context, promise) or set(promise.invoices) <= set(context.answered) or _is_beside(said, mentions)


def _is_whole(context: Context, promise: Promise) -> bool:
    """Amounts that come to what is open on its documents."""
    amounts = [instalment.amount for instalment in promise.instalments]
    entries = [context.book.document(number) for number in promise.invoices]
    due = sum((entry.open_amount for entry in entries if entry), Decimal(0))
    return None not in amounts and near(sum((amount or Decimal(0) for amount in amounts), Decimal(0)), due)


def _is_beside(said: Understood, mentions: list[DateMention]) -> bool:
    """Whether a sentence of one of the days names a document of the promise, or the subject names them all."""
    spans = [said.context.body.sentence_at(mention.start) for mention in mentions]
    numbers = set(said.facts.promise.value.invoices) if said.facts.promise.value else set()
    if numbers and numbers <= {r.number for r in said.invoices.invoices if r.source == "subject"}:
        return True
    return any(start <= place < end for place, number in _places(said) if number in numbers for start, end in spans)


def _is_plain(context: Context, day: DateMention, sibling: str) -> bool:
    """Whether the sentence of a day asks, denies, doubts and complains of nothing and tells of nobody else's act.

    `sibling`: the payment that it must not speak of.
    """
    span = context.body.sentence_at(day.start)
    words = context.body.flat[slice(*span)]
    others = OTHER_MATTERS if _is_surely_coming(context, day) else (*OTHER_MATTERS, sibling)
    if max(weight(context.patterns("cues", name), words)[0] for name in others) >= SPEAKS_FROM:
        return False
    is_theirs = says_away(words) or tells_of_goods(words)
    return not (is_theirs or kinds_at(context, day.start) or _is_unsure(context, span))


def _is_surely_coming(context: Context, day: DateMention) -> bool:
    """ "In the run of 16 October": words for a payment beside a day that cannot be past, and none that money went."""
    return day.earlier > context.sent_on and not tells_gone(context.body, *context.body.sentence_at(day.start))


def _is_unsure(context: Context, span: tuple[int, int]) -> bool:
    words = context.body.flat[slice(*span)]
    refused = weight(tuple(pair for pack in context.lexicons for pair in pack.refusals), words)[0] > 0
    theirs = any(compiled(pattern).search(words) for pack in context.lexicons for pattern in pack.their_acts)
    return refused or theirs or any(says(context, kind, words) for kind in UNSURE)


_PROOFS: dict[IntentName, Callable[[Understood], bool]] = {
    IntentName.REMITTANCE: _is_advised,
    IntentName.PROMISE: _promise,
    IntentName.QUERY: is_asked,
    IntentName.ORDER_CHANGE: lambda said: is_change_proven(said.context, said.facts),
}
