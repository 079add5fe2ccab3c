"""The days of a promise, each with the documents that its words, the words before it or the mail mean."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from nlp.calendar_days import coming
from nlp.extract.instalments import Promised, due_on
from nlp.extract.pieces import Piece, pieces
from nlp.extract.promise_documents import known, of_the_mail, others
from nlp.extract.promise_voice import asks
from nlp.extract.promise_words import (
    arrives,
    clause_at,
    is_beside,
    is_denied,
    is_other_one,
    is_said_to_come,
    tells_gone,
)
from nlp.extract.references import References
from nlp.extract.remittance.heading import DEMANDS
from nlp.extract.sources import Context, distinct
from nlp.lang.paying import words
from nlp.notation import DateMention

WEEK = timedelta(days=7)
LONGEST_DAYS = 550  # a plan beyond a year and a half is no promise
LEAST_LISTED = 2  # documents with a day each in one sentence: what is left there is the last one's
LEAST_TOLD = 6  # words of a sentence: less is the row of a list
NEAR_JOINED = 24  # characters between "together with" and the document
_THE = re.compile(rf"(?<!\w)(?:{words('THAT_WEEKDAY')})\s$")
_PARAGRAPH = re.compile(r"\n[ \t]{0,9}\n")
_TOGETHER = re.compile(rf"(?<!\w)(?:{words('TOGETHER_WITH')})(?!\w)")


def parts_of(context: Context, invoices: References) -> list[Promised]:
    """Every piece that names a day, with its documents: its own, those said before it, those of the mail."""
    found: list[Promised] = []
    before: tuple[str, ...] = ()
    last_named: Piece | None = None
    cut = _without_denied(context, tuple(_undated(context, p) for p in pieces(context, context.body, invoices)))
    beside = _answered_first(context, invoices, cut)
    fallback = beside or of_the_mail(context, invoices, cut)
    for piece in cut:
        if piece.left_out:
            continue
        day = piece.day
        if day is None:
            if found and piece.same_day and piece.documents and not _asks(context, piece):
                found.append(replace(found[-1], piece=piece, documents=piece.documents, own=True))
            elif piece.documents:
                goes_on = not found and not _begins_anew(context, piece, last_named)
                before = distinct((*before, *piece.documents)) if goes_on else piece.documents
                last_named = piece
            continue
        gone = arrives(context.body, day) and tells_gone(context.body, *piece.sentence)
        if (gone and not _says_how_much(context, piece, day)) or _is_shown_gone(context, day):
            continue  # "I sent it today, you should have it on Monday"
        own = distinct((*_beside_answered(context, piece), *piece.documents))
        own = _not_yet_promised(found, piece, own)
        if not own and found and _is_other_one(context, piece):
            found[-1], own = _one_and_other(context, found[-1])
        own = own or _last_of_all(context, found, piece)
        inherited = found[-1].documents if found and _goes_on(context, found[-1], piece) else ()
        documents = own or before or inherited or fallback
        days_ahead = (day.value - context.sent_on).days
        before = documents if own and days_ahead > 0 else ()
        if days_ahead <= LONGEST_DAYS:
            is_own = bool(own) or documents == beside != ()
            found.append(Promised(piece, _in_order(context, found, piece, day), documents, is_own, days_ahead > 0))
    return _with_what_follows(found)


def _undated(context: Context, piece: Piece) -> Piece:
    """Without a past day on which something else came: "As the pump came yesterday, we release 88129"."""
    if piece.day is None or piece.day.value > context.sent_on:
        return piece
    aside = is_beside(context.body, piece.day, piece.places, piece.start, piece.end)
    return replace(piece, day=None) if aside else piece


def _asks(context: Context, piece: Piece) -> bool:
    return asks(context, context.body.flat[piece.start : piece.end])


def _without_denied(context: Context, cut: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """ "The 500 cannot come on the 30th, but on the 6th": what is said of the day that is taken back is of the next."""
    kept = list(cut)
    for place in range(len(kept) - 2, -1, -1):
        piece, after = kept[place], kept[place + 1]
        if piece.day is None or after.day is None or after.sentence != piece.sentence:
            continue
        moved = not piece.amounts or not (after.amounts or after.rest or after.share)
        if moved and after.day.value > context.sent_on and is_denied(context.body, piece.day, piece.start):
            kept[place : place + 2] = [
                replace(
                    after,
                    start=piece.start,
                    documents=distinct((*piece.documents, *after.documents)),
                    places=(*piece.places, *after.places),
                    amounts=(*piece.amounts, *after.amounts),
                )
            ]
    return tuple(kept)


def _in_order(context: Context, found: list[Promised], piece: Piece, day: DateMention) -> date:
    """ "Friday for the one and Tuesday for the other", "back on the 12th, sent on the Tuesday": the one after that."""
    last = found[-1] if found else None
    weekday = day.earlier < day.value and not any(map(str.isdigit, context.body.text[day.start : day.end]))
    before = context.body.flat[max(0, day.start - 8) : day.start]
    if last is not None and weekday and last.piece.sentence == piece.sentence and _THE.search(before):
        return coming(day.value.weekday(), last.day) if last.day > day.value else day.value
    two = last is not None and last.own and bool(piece.documents)
    if (
        last is None
        or not two
        or not weekday
        or not last.ahead
        or last.piece.sentence != piece.sentence
        or last.day < day.value
    ):
        return day.value
    return day.value + WEEK if last.day - day.value < WEEK and last.day != day.value else day.value


def _not_yet_promised(found: list[Promised], piece: Piece, own: tuple[str, ...]) -> tuple[str, ...]:
    """ "The 744 on Monday, and all is with you by the 31st": what has its day already is not promised again."""
    if piece.rest or piece.again or piece.share or piece.amounts:
        return own
    promised = {number for part in found if part.own and part.ahead for number in part.documents}
    return tuple(number for number in own if number not in promised) or own


def _goes_on(context: Context, before: Promised, piece: Piece) -> bool:
    """Whether a day is of the documents of the one before: not of those whose payment is told already."""
    if before.ahead or piece.rest or piece.again:
        return True
    same = before.own and before.piece.sentence == piece.sentence
    return same and not tells_gone(context.body, before.piece.start, before.piece.end)


def _is_other_one(context: Context, piece: Piece) -> bool:
    """ "The other half", "the other 944" are parts of the same document."""
    part = piece.share or piece.rest or piece.amounts
    return not part and is_other_one(context.body.flat[piece.start : piece.end])


def _one_and_other(context: Context, one: Promised) -> tuple[Promised, tuple[str, ...]]:
    """ "The small one on Monday, the other on the 2nd"; of two alike the older is paid first."""
    rest = others(context, one.documents)
    if one.own or len(one.documents) == 1:
        return one, rest if len(rest) == 1 else ()
    if len(one.documents) != 2 or len({due_on(context, (number,)) for number in one.documents}) != 1:
        return one, ()
    return replace(one, documents=one.documents[:1], own=True), one.documents[1:]


def _last_of_all(context: Context, found: list[Promised], piece: Piece) -> tuple[str, ...]:
    """ "The old rest on Friday, the 289 on the 4th and the fat one on the 18th": the third of three."""
    listed = [part for part in found if part.own and part.ahead and part.piece.sentence == piece.sentence]
    named = {number for part in listed for number in part.documents}
    left = tuple(n for n in known(context, context.answered) if due_on(context, (n,)) and n not in named)
    is_listed = len(listed) == len(found) == len(named) >= LEAST_LISTED and len(left) == 1
    part = piece.share or piece.rest or piece.again or piece.amounts or piece.same_day
    return left if is_listed and not part else ()


def _begins_anew(context: Context, piece: Piece, last: Piece | None) -> bool:
    """ "Leave 2133 aside. / That leaves 2030.": a paragraph of its own below one that tells of others."""
    if last is None or not _PARAGRAPH.search(context.body.text, last.start, piece.start):
        return False
    return len(context.body.flat[slice(*last.sentence)].split()) >= LEAST_TOLD


def _with_what_follows(found: list[Promised]) -> list[Promised]:
    """ "500 on Friday and the rest on the 15th for the large one": the first instalment is on it, too."""
    parts = list(found)
    for place in range(len(parts) - 2, -1, -1):
        part, after = parts[place], parts[place + 1]
        goes_on = after.own and (after.piece.rest or after.piece.again) and after.piece.sentence == part.piece.sentence
        if goes_on and part.ahead and not part.own:
            parts[place] = replace(part, documents=after.documents)
    return parts


def _answered_first(context: Context, invoices: References, found: tuple[Piece, ...]) -> tuple[str, ...]:
    """ "It goes on the 15th. 0327 too.": what our mail was about is meant where nothing else is named before."""
    too = {number for piece in found if piece.day is None and piece.same_day for number in piece.documents}
    answered = tuple(n for n in known(context, context.answered) if due_on(context, (n,)))
    named = set(invoices.meant("body"))
    return answered if too and named <= too and not too & set(answered) else ()


def _is_shown_gone(context: Context, day: DateMention) -> bool:
    """ "Friday's run is done", and the attached advice bears last Friday: the money went on it."""
    if not day.earlier <= context.sent_on < day.value:
        return False
    low, high = clause_at(context.body, day, *context.body.sentence_at(day.start))
    if is_said_to_come(context.body, low, high):
        return False
    papers = zip(context.documents, context.opened_documents, strict=True)
    return any(
        mention.earlier == mention.value == day.earlier
        for source, document in papers
        if document.paper not in DEMANDS
        for mention in context.dates(source)
    )


def _says_how_much(context: Context, piece: Piece, day: DateMention) -> bool:
    """ "I sent 700 and you'll have the other 751 on the 30th": the clause of the day has money of its own."""
    low, high = clause_at(context.body, day, *piece.sentence)
    return piece.rest or any(low <= amount.start < high for amount in piece.amounts)


def _beside_answered(context: Context, piece: Piece) -> tuple[str, ...]:
    """ "together with 0295": what our mail was about is paid too."""
    joined = _TOGETHER.search(context.body.flat, piece.start, piece.end)
    first = min(piece.places, default=-1)
    if joined is None or not joined.end() <= first <= joined.end() + NEAR_JOINED:
        return ()
    return tuple(n for n in known(context, context.answered) if due_on(context, (n,)))
