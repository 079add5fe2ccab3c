"""The day of the payment: labelled in the advice, said in the mail, or the one day that the advice's heading names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from nlp.extract.references import References
from nlp.extract.remittance.clauses import clauses, is_denied, pieces
from nlp.extract.remittance.number_signs import TITLES
from nlp.extract.sources import Context, Source, cells_beside
from nlp.lang import LANGUAGES, abroad, compiled, expression, fold
from nlp.notation import DateMention, date_in_cell
from nlp.opened import Table
from nlp.reading import Evidence

_DAY = "remittance.payment_date"
PAST_DAYS, COMING_DAYS = 60, 14  # around the mail's day: a mail about a payment is written near it
HEADING_DAYS = 10
PAID_BEFORE = 12  # characters before a day in which a paper's heading says that it is a payment's
OLDEST_DAYS = 370  # of a payment that somebody proves again
BARE = re.compile(r"(?:date|datum|data|fecha|dato)")  # heads the invoices' own days in a table
# Between a label and its day: "Valuta: 10.9.", "Zahlung am 10.9.", "réglé le 10/09"; on the next line after a colon.
_BETWEEN = re.compile(
    r"[ \t:.=|/]{0,12}(?::\n[ \t]{0,8})?(?:\(?(?:le|du|au|am|vom|per|der|den|on|the|of|at)[ ]{1,2}){0,2}"
)
# "Zahlungsavis 4471 vom 10.9.2026": a day behind what the paper calls itself and its number.
_TITLED = re.compile(rf"(?:{TITLES})(?:[ ]\S{{1,24}}){{0,3}}[ ](?:vom|du|of|dated|from|del|van|z dnia)[ ]$")
_VALUE_DAY = re.compile(r"valut|wertstell|valeur|value|settle|credit|gutschrift|credite")
Day = tuple[date | None, tuple[Evidence, ...]]


def payment_date(context: Context, source: Source, invoices: References) -> Day:
    """The labelled day, that of a column for it, the one the mail speaks of, today's if the money just went."""
    for finding in (_labelled, _in_column, _in_heading, _spoken, _in_subject):
        day = finding(context, source, invoices)
        if day[0] is not None:
            return day
    for other in context.documents:
        day = _in_heading(context, other, invoices)
        if day[0] is not None:
            return day
    return _of_rows(context, source, invoices)


def _of_rows(context: Context, source: Source, invoices: References) -> Day:
    """The one past day that every row with a document of ours says, whatever heads it: no day of the document."""
    entries = [entry for number in invoices.meant() if (entry := context.book.document(number))]
    own = {day for entry in entries for day in (entry.issue_date, entry.due_date)}
    for table in source.tables if source is not context.body and entries else ():
        ours = [row for row in table.rows[:200] if any(entry.number in cell for entry in entries for cell in row)]
        for column in range(max(map(len, ours), default=0)):
            days = {_near(context, row[column]) if column < len(row) else None for row in ours}
            day = next(iter(days)) if len(days) == 1 else None
            if day is not None and day <= context.sent_on and day not in own:
                return day, (source.cell(_DAY, ours[0][column]),)
    return None, ()


def _labels(context: Context) -> list[str]:
    """The day that the money moves before that of the run, "date of payment" before the bare word "date"."""
    words = context.words("payment_date_words").split("|")
    return sorted(words, key=lambda word: (not _VALUE_DAY.search(word), -len(word)))


def _labelled(context: Context, source: Source, invoices: References) -> Day:
    labels = _labels(context)
    told = tuple(dict.fromkeys((source, context.body, context.subject, *context.documents)))
    said = expression(rf"(?<!\w)(?:{'|'.join(labels)})(?!\w)")
    labelled = [each for each in told if said.search(each.folded)]
    tabled = [each for each in dict.fromkeys((source, *context.documents)) if each.tables]
    for word in labels if labelled or tabled else ():  # "date of payment" before the bare word "date"
        for each in tabled:
            for cell in cells_beside(each, expression(rf"{word}(?:[ /:(].{{0,20}})?")):
                if (day := _near(context, cell)) is not None:
                    return day, (each.cell(_DAY, cell),)
        for each in labelled:
            for mention in _behind(context, each, word):
                return mention.earlier, (each.evidence(_DAY, mention.start, mention.end),)
    return None, ()


def _behind(context: Context, source: Source, word: str) -> Iterator[DateMention]:
    """Days on the line of a label, behind it; a bare "date" labels only at the start of a line."""
    left_out = [(c.start, c.end) for c in clauses(context, source) if c.left_out] if source is context.body else []
    start = r"(?m)^[ \t]{0,10}" if BARE.fullmatch(word) else r"(?<!\w)"
    for match in expression(rf"{start}{word}(?!\w)").finditer(source.folded):
        for mention in context.dates(source):
            between = source.folded[match.end() : max(mention.start, match.end())]
            if any(a <= mention.start < b for a, b in left_out):
                continue  # "will be paid on the 26th" beside what was paid
            if 0 <= mention.start - match.end() <= 25 and _BETWEEN.fullmatch(between) and _is_near(context, mention):
                yield mention


def _is_near(context: Context, mention: DateMention) -> bool:
    return -PAST_DAYS <= (mention.earlier - context.sent_on).days <= PAST_DAYS


def _near(context: Context, cell: str) -> date | None:
    day = date_in_cell(cell, context.sent_on, context.languages)
    return day if day is not None and abs((day - context.sent_on).days) <= PAST_DAYS else None


def _in_column(context: Context, source: Source, invoices: References) -> Day:
    """A column that is headed as the payment's day and says the same day in every row."""
    words = "|".join(_labels(context))
    documents = expression(rf"(?<!\w)(?:{context.words('invoice_words', 'credit_note_words')})(?!\w)")
    for table in source.tables:
        if not 0 <= table.header < len(table.rows):
            continue
        for column, heading in enumerate(table.rows[table.header]):
            label = re.sub(r"[_.]", " ", fold(heading.strip()))
            if not expression(rf"(?:{words}|{BARE.pattern})(?:[ /:(].{{0,20}})?").fullmatch(label):
                continue
            if documents.search(label):
                continue  # the day of the document
            days = _column_days(context, table, column)
            bare = BARE.fullmatch(label) is not None
            if len(days) == 1 and (not bare or _is_no_document_day(context, next(iter(days)), invoices)):
                day = next(iter(days))
                cell = next(row[column] for row in table.rows[table.header + 1 :] if column < len(row) and row[column])
                return day, (source.cell(_DAY, cell),)
    return None, ()


def _column_days(context: Context, table: Table, column: int) -> set[date]:
    cells = [row[column] for row in table.rows[table.header + 1 :] if column < len(row) and row[column].strip()]
    days = [date_in_cell(cell, context.sent_on, context.languages) for cell in cells]
    known = {day for day in days if day is not None}
    return known if all(abs((day - context.sent_on).days) <= PAST_DAYS for day in known) else set()


def _is_no_document_day(context: Context, day: date, invoices: References) -> bool:
    entries = [entry for number in invoices.meant() if (entry := context.book.document(number))]
    return abs((day - context.sent_on).days) <= 5 and day not in {entry.issue_date for entry in entries}


def _spoken(context: Context, source: Source, invoices: References) -> Day:
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
        return mention.earlier, (body.evidence(_DAY, mention.start, mention.end),)
    return (context.sent_on, ()) if _just_paid(context) else (None, ())


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
            _names_payment(context, source.flat[max(0, mention.start - 20) : mention.start])
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


def _in_subject(context: Context, source: Source, invoices: References) -> Day:
    days = list(_payment_days(context, context.subject, invoices))
    if len({mention.earlier for mention in days}) != 1:
        return None, ()
    return days[0].earlier, (context.subject.evidence(_DAY, days[0].start, days[0].end),)


def _in_heading(context: Context, source: Source, invoices: References) -> Day:
    """The one day near the mail's that the advice names outside of its rows."""
    if source is context.body:
        return None, ()
    cells = " ".join(cell for table in source.tables for row in table.rows[table.header + 1 :] for cell in row)
    days = [
        mention
        for mention in context.dates(source)
        if abs((mention.value - context.sent_on).days) <= HEADING_DAYS
        and source.text[mention.start : mention.end].strip() not in cells
    ]
    titled = [m for m in days if _TITLED.search(source.flat[max(0, m.start - 60) : m.start])]
    titled = titled or [
        m for m in days if _names_payment(context, source.flat[max(0, m.start - PAID_BEFORE) : m.start])
    ]
    days = days if len({mention.value for mention in days}) == 1 else titled
    if len({mention.value for mention in days}) != 1:
        return None, ()
    return days[0].value, (source.evidence(_DAY, days[0].start, days[0].end),)


def _names_payment(context: Context, words: str) -> bool:
    return any(compiled(pattern).search(words) for pack in context.lexicons for pattern in pack.paid_words)


def _just_paid(context: Context) -> bool:
    """ "Nous venons de virer": said on the day that it happened."""
    patterns: Iterable[str] = (pattern for pack in context.lexicons for pattern in pack.just_paid)
    if len(context.languages) == len(LANGUAGES):
        patterns = (*patterns, *abroad.JUST_PAID)
    return any(compiled(pattern).search(context.body.flat) for pattern in patterns)
