"""Which of the days that an order names count: a nearer one before a vague one, those of opening hours apart."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from nlp.extract.order.day_signs import DIGIT, SAID_NEARER, SPANNING, THEN
from nlp.extract.sources import Context, Source
from nlp.lang import expression
from nlp.notation import DateMention

SPANNED = 12  # characters between two weekdays: " bis zum "


def refined(context: Context, body: Source) -> tuple[DateMention, ...]:
    """The days that count: one right behind a vague one takes its place ("end of the month, let's say the 30th"), and a
    day counted back from another ("the day before") that of the event.
    """
    found: list[DateMention] = []
    back = expression(rf"(?<!\w)(?:{context.words('previous_day', 'earlier_day_words')})(?!\w)")
    for mention in context.dates(body):
        last = found[-1] if found else None
        nearer = last is not None and not last.exact and mention.exact
        if last is not None and nearer and SAID_NEARER.fullmatch(body.flat, last.end, mention.start):
            found[-1] = replace(mention, start=last.start)
        elif last is not None and nearer and _is_of_week(body, last, mention):
            day = last.value + timedelta(days=mention.value.weekday() - last.value.weekday())
            found[-1] = replace(mention, value=day, start=last.start)
        elif last is not None and mention.value < last.value and back.search(body.flat, mention.start, mention.end):
            found[-1] = mention
        else:
            found.append(mention)
    return tuple(found)


def _is_of_week(body: Source, week: DateMention, day: DateMention) -> bool:
    """ "KW 38, whichever day, Friday at the latest": a weekday in the sentence of a numbered week."""
    numbered = DIGIT.search(body.text, week.start, week.end) and not DIGIT.search(body.text, day.start, day.end)
    return bool(numbered) and body.sentence_at(week.start) == body.sentence_at(day.start)


def pointed_at(context: Context, body: Source, mentions: tuple[DateMention, ...]) -> DateMention | None:
    """ "She is back on Monday the 12th; please send them before then": the day ahead that was named last."""
    said = THEN.search(body.flat)
    before = [m for m in mentions if said is not None and m.end <= said.start() and m.value > context.sent_on]
    return before[-1] if before and before[-1].exact else None


def is_of_opening(context: Context, body: Source, mention: DateMention) -> bool:
    """ "Deliveries Monday to Thursday, 8 to 11": weekdays on which a place is open, or any of which will do."""
    if DIGIT.search(body.text, mention.start, mention.end):
        return False
    others = [m for m in context.dates(body) if not DIGIT.search(body.text, m.start, m.end)]
    pairs = [(m.end, mention.start) if m.end <= mention.start else (mention.end, m.start) for m in others]
    return any(0 < high - low <= SPANNED and SPANNING.fullmatch(body.folded, low, high) for low, high in pairs)
