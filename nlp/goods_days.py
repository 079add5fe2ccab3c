"""Days to come in an order's mail that are not the day that was read: perhaps the goods are wanted on one of them.

Explained is a day that counts nothing but goods ("on the 3 boxes"), of opening hours, of an answer that is asked for,
of another order that some fact is about, on which something only happens beside a day of delivery that was read, or
beside an order that is withdrawn whole and is not said to come on it all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from nlp.extract.article_words import MEASURES, tokens_of
from nlp.extract.catalogue import catalogue_of
from nlp.extract.change_explained import is_day_read
from nlp.extract.order.aside import is_told_elsewhere, other_matters
from nlp.extract.order.day_signs import ABSENT, AFTER, ANSWERED, CLOSED, COMING, FIRM, NEEDED, SENT_OFF, SHUT
from nlp.extract.order.mentioned import happens, is_only_mentioned
from nlp.extract.order.named_days import is_of_opening
from nlp.extract.order.quantities import TIME
from nlp.extract.order.wanted import CLAUSE_ENDS, greets, is_open_span
from nlp.extract.sources import Context
from nlp.lang import expression
from nlp.lang.changes import change_expression, change_words
from nlp.leftovers import COMING_DAYS, Understood, told_of
from nlp.notation import DateMention
from nlp.reading import ChangeAction, IntentName, Problem

WITHDRAWN = ("TAKEN", "TAKEN_WITH_OBJECT", "GONE")  # with a day beside it "do not send it" is perhaps about that day
LED = 40  # characters before a day in which words that lead to it stand
_BARE = re.compile(r"\D*\d{1,2}")
_NUMBER_GOES_ON = re.compile(r"[-/.]\w")
_HOURS = re.compile(
    r"(?<![\d.,])\d{1,2}(?:[:.]\d\d)?[ ]?(?:h|uhr|am|pm|heures?|hrs)(?!\w)|(?<![\d.,])\d{1,2}:\d\d(?!\d)"
)
_WORDS_BEHIND = re.compile(r"[ -]([^\W\d_]\w{0,20}(?:[ -]\w{1,20}){0,2})")


def wanted_days(said: Understood) -> Iterator[Problem]:
    """A coming day in an order or its change that is not the day that was read: perhaps the one it is wanted on."""
    read = _days_read(said)
    if read is None:
        return
    told = told_of(said)
    context = said.context
    matters = other_matters(context, _own(said), _lines(said))
    aside = [matter for matter in matters if any(is_told_elsewhere(context, n, told) for n in matter.numbers)]
    for mention in context.dates(context.body):
        if not 0 < (mention.value - context.sent_on).days <= COMING_DAYS or mention.value in read:
            continue
        if any(matter.start <= mention.start < matter.end for matter in aside) or _is_explained(said, mention, read):
            continue
        yield Problem("unexplained_day", context.body.text[mention.start : mention.end], "body")


def _days_read(said: Understood) -> set[date | None] | None:
    """The days of the order and its change, of a promise beside them; None where neither of the two was read."""
    order, change = said.facts.order.value, said.facts.order_change.value
    pairs = ((IntentName.ORDER, order), (IntentName.ORDER_CHANGE, change))
    read = [value for name, value in pairs if name in said.names and value is not None]
    if not read:
        return None
    known = {value.requested_date for value in read} | {order.order_date if order else None}
    if IntentName.PROMISE in said.names and said.facts.promise.value:
        known |= {instalment.date for instalment in said.facts.promise.value.instalments}
    return known


def _own(said: Understood) -> str | None:
    """The number of the order that the mail is about: a new one's, else that of the one that it changes."""
    order, change = said.facts.order.value, said.facts.order_change.value
    value = order if IntentName.ORDER in said.names else change
    return value.po_number if value is not None else None


def _lines(said: Understood) -> list[tuple[int, int]]:
    """Where lines of the order stand in the body."""
    grounds = [g.text for g in said.facts.order.evidence if g.source == "body" and ".lines" in g.field]
    places = [(said.context.body.text.find(text), text) for text in grounds]
    return [(place, place + len(text)) for place, text in places if place >= 0]


def _is_explained(said: Understood, mention: DateMention, read: set[date | None]) -> bool:
    context, change = said.context, said.facts.order_change.value
    if _counts(context, mention) or greets(context.body, mention) or _is_open_on(context, mention):
        return True
    changes = IntentName.ORDER_CHANGE in said.names and change is not None
    if changes and change is not None and is_day_read(context, change, mention):
        return True
    if said.names == {IntentName.ORDER_CHANGE} and _is_whole(said):
        withdrawn = change_words(WITHDRAWN, context.languages).search(context.body.flat, *_clause(context, mention))
        if withdrawn is not None or _is_reason(context, mention):
            return True
    spans = tuple(_lines(said))
    start, end = context.body.sentence_at(mention.start)
    holds = any(start < high and low < end for low, high in spans)
    answered = not holds and ANSWERED.search(context.body.flat, start, end) is not None
    if answered and (_is_led_firmly(context, mention, start) or not _is_delivery(context, start, end)):
        return True
    moved_to = change.requested_date if changes and change is not None else None
    if moved_to is not None and _is_reason(context, mention, before=moved_to):
        return True
    clause = _clause(context, mention)
    firm = any(day is not None and _is_firm(context, day) for day in read) and not (
        changes and _names_goods(context, *clause)
    )
    return firm and is_only_mentioned(context.body, (mention.start, mention.end), clause, spans)


def _is_delivery(context: Context, start: int, end: int) -> bool:
    """ "Please confirm the rest for the 28th": a sentence about goods that come, and not about an answer alone."""
    words, rest = context.words("delivery_date_words"), change_expression("REST", context.languages)
    told = expression(rf"(?<!\w)(?:{words}|{rest})(?!\w)")
    return any(signs.search(context.body.flat, start, end) for signs in (told, COMING, SENT_OFF))


def _counts(context: Context, mention: DateMention) -> bool:
    """ "On the 3 boxes", "of the 5 litre", "for 26-155", "bis 10 Uhr": a number and no day."""
    body = context.body
    if _BARE.fullmatch(body.text, mention.start, mention.end) is None:
        return False
    if _NUMBER_GOES_ON.match(body.text, mention.end) or TIME.match(body.flat, mention.end):
        return True
    behind = _WORDS_BEHIND.match(body.text, mention.end)
    if behind is None:
        return False
    first = body.flat[behind.start(1) : behind.end(1)].split()[0]
    units = expression(rf"(?:{context.words('units')})")
    return (
        first in MEASURES or bool(units.fullmatch(first)) or catalogue_of(context.book).likeness.begins_known(behind[1])
    )


def _is_reason(context: Context, mention: DateMention, before: date = date.max) -> bool:
    """ "The road is shut until the 23rd. Bring it on the 26th": what happens on a day, and nothing is asked for on it.

    "The mops on the 28th" and "sorry, the 28th" tell of nothing that happens. `before`: the day that it is a reason
    for, unless on its own somebody is not there.
    """
    start, end = context.body.sentence_at(mention.start)
    sentence = context.body.flat[start:end]
    words = context.words("delivery_date_words", "request_words", "order_words")
    moved = change_expression("MOVES", context.languages)
    asked = expression(rf"(?<!\w)(?:{words}|{moved})(?!\w)").search(sentence) or NEEDED.search(sentence)
    if asked or "?" in sentence or AFTER.match(context.body.flat, mention.end) is not None:
        return False
    if CLOSED.search(sentence) or ABSENT.search(sentence):
        return True
    parted = change_words(("CORRECTED", "REST"), context.languages).search(sentence)
    return mention.value < before and happens(sentence) and not parted and not _names_goods(context, start, end)


def _names_goods(context: Context, start: int, end: int) -> bool:
    likeness = catalogue_of(context.book).likeness
    return any(token.word and likeness.owners(token) for token in tokens_of(context.body.text[start:end]))


def _is_open_on(context: Context, mention: DateMention) -> bool:
    """ "Monday to Thursday, 8 to 11 am": weekdays with hours."""
    start, end = context.body.sentence_at(mention.start)
    if is_open_span(context.body, mention) or SHUT.match(context.body.folded, mention.end):
        return True
    return is_of_opening(context, context.body, mention) and _HOURS.search(context.body.flat, start, end) is not None


def _is_whole(said: Understood) -> bool:
    """Whether a whole order that the mail names is withdrawn: on no day shall it come."""
    change, customer = said.facts.order_change.value, said.context.customer
    if change is None or change.action is not ChangeAction.CANCEL or customer is None or change.po_number is None:
        return False
    named = change.po_number.casefold()
    orders = said.context.book.orders_of(customer.number)
    return any(named in (order.po_number.casefold(), order.number.casefold()) for order in orders)


def _is_firm(context: Context, day: date) -> bool:
    """Whether the day that was read is asked for plainly: "by Friday", "delivery on the 20th"."""
    body = context.body
    words = expression(rf"(?<!\w)(?:{context.words('delivery_date_words')})(?!\w)")
    for mention in context.dates(body):
        start, end = body.sentence_at(mention.start)[0], body.sentence_at(mention.end - 1)[1]
        asked = _is_led_firmly(context, mention, start) or words.search(body.flat, start, end)
        if mention.value == day and asked:
            return True
    return False


def _is_led_firmly(context: Context, mention: DateMention, start: int) -> bool:
    flat = context.body.flat
    led, inside = flat[max(start, mention.start - LED) : mention.start], flat[mention.start : mention.end].split()
    openings = (led, *(" ".join(inside[:many]) + " " for many in (1, 2, 3)))  # "bis zum", "by the end"
    return any(FIRM.search(opening) for opening in openings)


def _clause(context: Context, mention: DateMention) -> tuple[int, int]:
    body = context.body
    start, end = body.sentence_at(mention.start)
    low = max((m.end() for m in CLAUSE_ENDS.finditer(body.folded, start, mention.start)), default=start)
    following = CLAUSE_ENDS.search(body.folded, mention.end, end)
    return low, following.start() if following else end
