"""The day on which an order is wanted: of the days ahead that the mail names the one that it is asked for."""

# a pattern or a row is one line of a table

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from nlp.book import folded
from nlp.extract.order.day_signs import (
    ABSENT,
    AFTER,
    ANSWERED,
    CLOSED,
    COMING,
    DENIED,
    DIGIT,
    ENOUGH,
    EVENT,
    FIRM,
    GREETED,
    NEEDED,
    NO_DAY,
    OR_ANOTHER,
    OWED,
    PAID,
    PICKED,
    POSSIBLE,
    REFUSED,
    SENT_OFF,
    SHUT,
    SPAN,
    SUBJECT,
    TO_WEEKDAY,
    TOLD,
    UNTIL,
    WITH_HOURS,
)
from nlp.extract.order.heading import column_days
from nlp.extract.order.lines import Lines
from nlp.extract.order.mentioned import is_only_mentioned, is_overdue
from nlp.extract.order.named_days import is_of_opening, pointed_at, refined
from nlp.extract.sources import Context, Source
from nlp.lang import expression, weight
from nlp.lang.day_signs import any_of
from nlp.lang.ordering import BY_DAY
from nlp.notation import DateMention
from nlp.reading import Evidence, Problem

SHORT = 45  # characters of a sentence that is about its day: "pour vendredi svp"
POINTED_AT = 2.5  # what speaks for a day that goods are wanted by, in other words
_BY_DAY = re.compile(rf"(?<!\w)(?:{any_of(BY_DAY)})(?: (?:the|le|la|el|il|den|dem|de|o))?[ ]{{1,2}}$")
LEAST_NUMBER = 5  # signs of an order's number that is found in a sentence
Day = tuple[date | None, tuple[Evidence, ...]]
CLAUSE_ENDS = re.compile(
    r"[,;:()\n!?]|\.(?=\s)(?<!\d\.)|\s[-–]\s|(?<!\w)(?:so|also|donc|therefore|but|aber|mais|und|and|et|because|weil|denn|car|as|pero|ma|maar|men|ale)(?!\w)"
)


def wanted_day(context: Context, lines: Lines, skip: date | None) -> Day:
    """The day that the mail asks for; None where none or several are as likely."""
    found = _of_words(context, context.body, lines, skip)
    if found[0] is None and lines.source is not None and lines.source is not context.body:
        if len(column_days(context, lines.source)) > 1:
            return None, ()
        ahead = [m for m in context.dates(lines.source) if m.value > context.sent_on and m.value != skip and m.exact]
        if lines.source.quoted or lines.source.name == "body":
            return _of_words(context, lines.source, lines, skip)
        if len({m.value for m in ahead}) == 1:
            return ahead[0].value, (lines.source.evidence("order.requested_date", ahead[0].start, ahead[0].end),)
        return _of_words(context, lines.source, lines, skip)
    return found


def _of_words(context: Context, body: Source, lines: Lines, skip: date | None) -> Day:
    mentions = refined(context, body)
    denied = any(DENIED.search(body.flat[max(0, m.start - 30) : m.start]) for m in mentions)
    scored = [(score, m) for m in mentions if (score := _score(context, body, m, lines, skip)) is not None]
    if (then := pointed_at(context, body, mentions)) is not None:
        scored.append((POINTED_AT, then))
    if not scored:
        return None, ()
    best = max(score for score, _ in scored)
    chosen = [m for score, m in scored if score == best]
    others = {m.value for score, m in scored if score > best - 1}
    if denied and best < 2:
        return None, ()
    if best < 1 and (len(others) > 1 or not chosen[0].exact):
        return None, ()
    if len({m.value for m in chosen}) > 1:
        return None, ()
    return chosen[0].value, (body.evidence("order.requested_date", chosen[0].start, chosen[0].end),)


def day_doubts(context: Context, value: date | None, lines: Lines) -> Iterator[Problem]:
    """Days beside the one that was read: denied, closed on, or as likely; several in the order's table."""
    body = context.body
    source = lines.source or body
    if len(days := column_days(context, source)) > 1:
        yield Problem("unsure_day", f"the lines are wanted on {len(days)} days", source.name)
    for mention in context.dates(body):
        start, end = body.sentence_at(mention.start)[0], body.sentence_at(mention.end - 1)[1]
        sentence = body.flat[start:end]
        if mention.value > context.sent_on and (REFUSED.search(sentence) or CLOSED.search(sentence)):
            yield Problem("unsure_day", " ".join(body.text[start:end].split())[:120], "body")
            return
    ahead = {m.value for m in context.dates(body) if m.value > context.sent_on and not _is_elsewhere(context, m, lines)}
    if ahead and value is None:
        yield Problem("unsure_day", f"{len(ahead)} days are named and none is surely the day of delivery", "body")


def _is_elsewhere(context: Context, mention: DateMention, lines: Lines) -> bool:
    """A day in a sentence without lines that is about something else, or that is no day at all."""
    body = context.body
    start, end = body.sentence_at(mention.start)
    if is_open_span(body, mention):
        return True
    if any(start < high and low < end for low, high in lines.spans):
        return False
    brought = expression(rf"(?<!\w)(?:{context.words('delivery_date_words')})(?!\w)").search(body.flat, start, end)
    if is_of_opening(context, body, mention) and not NEEDED.search(body.flat, start, end):
        return True
    greeted = _is_no_day(context, body, mention, body.flat[start:end], None)
    return greeted or (not brought and _is_of_another_matter(context, body, (start, end), False, False, False))


def _score(context: Context, body: Source, mention: DateMention, lines: Lines, skip: date | None) -> float | None:
    """How much speaks for a day; None for one that is past, denied, of a payment, or none at all."""
    start, end = body.sentence_at(mention.start)[0], body.sentence_at(mention.end - 1)[1]  # "14. September" ends none
    sentence = body.flat[start:end]
    if _is_no_day(context, body, mention, sentence, skip):
        return None
    before, after = body.flat[max(start, mention.start - 40) : mention.start], body.flat[mention.end : mention.end + 34]
    inside = body.flat[mention.start : mention.end]
    place = _clause_of(body, mention, start, end)
    clause = body.flat[slice(*place)]
    if (
        DENIED.search(before)
        or CLOSED.search(clause)
        or ABSENT.search(clause)
        or SPAN.search(before)
        or OR_ANOTHER.match(after)
    ):
        return None
    if is_of_opening(context, body, mention):
        return None
    holds = any(start < high and low < end for low, high in lines.spans)
    words = expression(rf"(?<!\w)(?:{context.words('delivery_date_words')})(?!\w)")
    brought = words.search(sentence) or PICKED.search(sentence) or ENOUGH.search(sentence)
    openings = [" ".join(inside.split()[:many]) + " " for many in (2, 3)]  # "bis zum", "by the end"
    firm = FIRM.search(before) or any(FIRM.search(opening) for opening in openings)
    firm = firm or _can_be(sentence, before)
    line = body.flat[max(start, body.text.rfind("\n", 0, mention.start)) : mention.start]
    if not holds and _is_of_another_matter(
        context, body, (start, end), bool(brought), bool(words.search(line)), bool(firm)
    ):
        return None
    if (TOLD.search(clause) and not firm) or (ANSWERED.search(clause) and not holds and not words.search(clause)):
        return None
    named = (mention.start, mention.end)
    aside = not firm and not words.search(clause) and is_only_mentioned(body, named, place, lines.spans)
    if aside or (not holds and is_overdue(sentence)):
        return None
    event = EVENT.search(before) or EVENT.search(before + inside.split(" ")[0] + " ")
    score = 2.0 * bool(firm or AFTER.match(after)) + 1.0 * bool(
        UNTIL.search(before) or any(UNTIL.match(opening) for opening in (*openings, inside + " "))
    )
    score += 1.5 * bool(brought) + 0.5 * holds - 0.5 * (not mention.exact)
    score -= 1.5 * bool(event and not FIRM.search(before))
    needed = NEEDED.search(clause if len(_days_in(context, body, start, end)) > 1 else sentence)
    short = end - start <= SHORT and not SUBJECT.match(sentence)
    can_come = sentence.rstrip().endswith("?") and COMING.search(sentence)
    asked = brought or firm or AFTER.match(after) or needed or short or can_come
    return score if holds or (score >= 0 and asked) else None


def _can_be(sentence: str, before: str) -> bool:
    """ "Could that be for Friday?": a short question that names nothing but the day."""
    asked = sentence.rstrip().endswith("?") and len(sentence) <= SHORT and POSSIBLE.search(sentence)
    return bool(asked and _BY_DAY.search(before) and not ANSWERED.search(sentence))


def _days_in(context: Context, body: Source, start: int, end: int) -> set[date]:
    return {m.value for m in context.dates(body) if start <= m.start < end}


def _clause_of(body: Source, mention: DateMention, start: int, end: int) -> tuple[int, int]:
    """(start, end) of the clause in which a day stands."""
    low = max((m.end() for m in CLAUSE_ENDS.finditer(body.folded, start, mention.start)), default=start)
    following = CLAUSE_ENDS.search(body.folded, mention.end, end)
    return low, following.start() if following else end


def _is_no_day(context: Context, body: Source, mention: DateMention, sentence: str, skip: date | None) -> bool:
    """A day that is over, the number of something else, or "Morgen," as a greeting."""
    today = mention.value == context.sent_on and SENT_OFF.search(sentence)
    if (mention.value <= context.sent_on and not today) or mention.value == skip:
        return True
    if greets(body, mention) or any(sign.match(body.folded, mention.end) for sign in (TO_WEEKDAY, SHUT)):
        return True  # "Mon-Fri 8-4", "Friday closed"
    return bool(DIGIT.search(body.text, mention.start, mention.end) and NO_DAY.match(body.folded, mention.end))


def is_open_span(body: Source, mention: DateMention) -> bool:
    """ "Mon-Fri 8-4": a span of weekdays with hours."""
    span = TO_WEEKDAY.match(body.folded, mention.end)
    return span is not None and WITH_HOURS.match(body.folded, span.end()) is not None


def greets(body: Source, mention: DateMention) -> bool:
    """ "Morgen," above a mail is no day."""
    line = max(0, body.flat.rfind("\n", 0, mention.start))
    return bool(GREETED.match(body.flat, line, mention.end + 16)) and body.flat[mention.start : mention.end].endswith(
        "morgen"
    )


def _is_of_another_matter(
    context: Context, body: Source, sentence: tuple[int, int], brought: bool, labelled: bool, firm: bool
) -> bool:
    """Whether a sentence without lines speaks of a payment, of an earlier order, or asks about something."""
    start, end = sentence
    flat = body.flat[start:end]
    if flat.rstrip().endswith("?") and not firm and not ((brought or COMING.search(flat)) and POSSIBLE.search(flat)):
        return True
    if labelled:
        return False
    paying = PAID.search(flat) or any(weight(pack.will_pay, flat)[0] > 0 for pack in context.lexicons)
    summed = expression(rf"(?<!\w)(?:{context.words('total_words', 'sum_words')})(?!\w)").search(flat)
    money = not summed and any(start <= amount.start < end and amount.marked for amount in context.amounts(body))
    return bool(paying or money or (not brought and OWED.search(flat)) or names_an_earlier_order(context, flat))


def names_an_earlier_order(context: Context, flat: str) -> bool:
    """Whether a folded sentence holds the number of an order that the customer placed before."""
    if context.customer is None or not DIGIT.search(flat):
        return False
    written = re.sub(r"[^0-9a-z]", "", flat)
    orders = context.book.orders_of(context.customer.number)
    numbers = {folded(number).lower() for order in orders for number in (order.po_number, order.number)}
    return any(len(number) >= LEAST_NUMBER and number in written for number in numbers)
