"""The day of a payment as sentences say it: which of their days is of what was paid, and of none of its documents."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from nlp.extract.references import References
from nlp.extract.remittance.clauses import clauses, is_denied, pieces
from nlp.extract.sources import Context, Source
from nlp.lang import LANGUAGES, abroad, compiled, expression
from nlp.notation import DateMention
from nlp.reading import Evidence

DAY = "remittance.payment_date"
PAST_DAYS, COMING_DAYS = 60, 14  # around the mail's day: a mail about a payment is written near it
NEAR_AMOUNT = 6  # characters between an amount and the day on which it went
OLDEST_DAYS = 370  # of a payment that somebody proves again
Day = tuple[date | None, tuple[Evidence, ...]]


def spoken_day(context: Context, source: Source, invoices: References) -> Day:
    """The day that the mail's sentences name for what was paid; the mail's own if the money just went."""
    body = context.body
    left_out = [span for span in clauses(context, body) if span.left_out]
    named = list(_payment_days(context, body, invoices))
    days = [m for m in named if not any(s.start <= m.start < s.end for s in left_out)] or named
    spoken = [m for m in days if _is_of_payment(context, body, m)]
    if days and (spoken or not _just_paid(context)):
        mention = max(
            spoken or days, key=lambda m: (m.earlier, -m.start)
        )  # money goes last: after order, goods, letters
        return mention.earlier, (body.evidence(DAY, mention.start, mention.end),)
    return (context.sent_on, ()) if _just_paid(context) else (None, ())


def paid_days(context: Context, invoices: References) -> frozenset[date]:
    """The days in pieces of sentences that tell of a payment that was made: of more than one, each paid something."""
    body = context.body
    left_out = [span for span in clauses(context, body) if span.left_out]
    return frozenset(
        mention.earlier
        for mention in _payment_days(context, body, invoices)
        if mention.earlier <= context.sent_on
        and not any(span.start <= mention.start < span.end for span in left_out)
        and (_is_of_payment(context, body, mention) or _is_of_another(context, body, mention))
    )


def _is_of_another(context: Context, source: Source, mention: DateMention) -> bool:
    """ "Sent: 844 on the 7th, 351 on the 8th": an amount that is open stands right before a day, in such a sentence."""
    own = context.book.documents_of(context.customer.number) if context.customer is not None else ()
    due = {entry.open_amount for entry in own}
    if mention.earlier in {day for entry in own for day in (entry.issue_date, entry.due_date)}:
        return False
    start, end = source.sentence_at(mention.start)
    beside = (a for a in context.amounts(source) if start <= a.start and 0 <= mention.start - a.end <= NEAR_AMOUNT)
    return any(a.marked and a.value in due for a in beside) and names_payment(context, source.flat[start:end])


def _is_of_payment(context: Context, source: Source, mention: DateMention) -> bool:
    """Whether the piece of a sentence that a day stands in has a word for a payment."""
    start, end = next(((a, b) for a, b in pieces(source) if a <= mention.start < b), (0, 0))
    words = source.flat[start:end]
    return any(compiled(pattern).search(words) for pack in context.lexicons for pattern in pack.paid_words)


def _payment_days(context: Context, source: Source, invoices: References) -> Iterator[DateMention]:
    """Days that are none of a document: not behind its number, not what points to it, not denied."""
    pointed = [(r.start, r.end) for r in invoices.pointed if r.source == source.name and r.how in ("day", "month")]
    numbers = [r.end for r in invoices.invoices if r.source == source.name and not r.quoted]
    issued = {entry.issue_date for n in invoices.meant() if (entry := context.book.document(n))}
    own = context.customer.number if context.customer else ""
    own_days = {entry.issue_date for entry in context.book.documents_of(own)}
    for mention in context.dates(source):
        days = (mention.earlier - context.sent_on).days
        proven = -OLDEST_DAYS <= days < -PAST_DAYS and (
            names_payment(context, source.flat[max(0, mention.start - 20) : mention.start])
            or (mention.earlier not in own_days and _is_of_payment(context, source, mention))
        )
        if not mention.exact or not (proven or -PAST_DAYS <= days <= COMING_DAYS) or is_denied(source, mention):
            continue
        if any(a < mention.end and mention.start < b for a, b in pointed):
            continue
        if mention.earlier in issued and any(0 <= mention.start - end <= 25 for end in numbers):
            continue
        if mention.earlier in own_days and _is_dated(context, source, mention):
            continue
        if _is_of_letter(context, source, mention):
            continue
        if days > 1 and mention.earlier == mention.value:
            continue  # a coming day of its own: nobody advises it as paid
        yield mention


def _is_dated(context: Context, source: Source, mention: DateMention) -> bool:
    """ "The one from 7 August": behind a word for a document's day, unless that word is a payment's ("Zahlung vom")."""
    digit = re.search(r"\d", source.flat[mention.start : mention.end])
    before = source.flat[: mention.start + (digit.start() if digit else 0)][-40:]
    match = expression(rf"(?<!\w)(?:{context.words('dated_words')})[ ]{{1,2}}(?:the )?$").search(before)
    if match is None:
        return False
    words = " ".join(before[: match.start()].split()[-2:])
    return not any(compiled(pattern).search(words) for pack in context.lexicons for pattern in pack.paid_words)


def _is_of_letter(context: Context, source: Source, mention: DateMention) -> bool:
    """ "Your reminder of 14 September": the day of a letter."""
    digit = re.search(r"\d", source.flat[mention.start : mention.end])
    core = mention.start + (digit.start() if digit else 0)
    words, dated = context.words("letter_words", "invoice_words", "credit_note_words"), context.words("dated_words")
    pattern = rf"(?<!\w)(?:{words})(?:[ ][^\W\d_]{{1,12}}){{0,2}}[ ](?:{dated})[ ]{{1,2}}(?:the )?$"
    return expression(pattern).search(source.flat[max(0, core - 60) : core]) is not None


def day_in_subject(context: Context, source: Source, invoices: References) -> Day:
    days = list(_payment_days(context, context.subject, invoices))
    if len({mention.earlier for mention in days}) != 1:
        return None, ()
    return days[0].earlier, (context.subject.evidence(DAY, days[0].start, days[0].end),)


def names_payment(context: Context, words: str) -> bool:
    return any(compiled(pattern).search(words) for pack in context.lexicons for pattern in pack.paid_words)


def _just_paid(context: Context) -> bool:
    """ "Nous venons de virer": said on the day that it happened."""
    patterns: Iterable[str] = (pattern for pack in context.lexicons for pattern in pack.just_paid)
    if len(context.languages) == len(LANGUAGES):
        patterns = (*patterns, *abroad.JUST_PAID)
    return any(compiled(pattern).search(context.body.flat) for pattern in patterns)
