"""The day of the payment: labelled in the advice, said in the mail, or the one day that the advice's heading names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from nlp.extract.references import References
from nlp.extract.remittance.clauses import clauses
from nlp.extract.remittance.number_signs import TITLES
from nlp.extract.remittance.spoken_days import DAY, PAST_DAYS, Day, day_in_subject, names_payment, spoken_day
from nlp.extract.sources import Context, Source, cells_beside
from nlp.lang import expression, fold
from nlp.notation import DateMention, date_in_cell
from nlp.opened import Table

HEADING_DAYS = 10
PAID_BEFORE = 12  # characters before a day in which a paper's heading says that it is a payment's
BARE = re.compile(r"(?:date|datum|data|fecha|dato)")  # heads the invoices' own days in a table
# Between a label and its day: "Valuta: 10.9.", "Zahlung am 10.9.", "réglé le 10/09"; on the next line after a colon.
_BETWEEN = re.compile(
    r"[ \t:.=|/]{0,12}(?::\n[ \t]{0,8})?(?:\(?(?:le|du|au|am|vom|per|der|den|on|the|of|at)[ ]{1,2}){0,2}"
)
# "Zahlungsavis 4471 vom 10.9.2026": a day behind what the paper calls itself and its number.
_TITLED = re.compile(rf"(?:{TITLES})(?:[ ]\S{{1,24}}){{0,3}}[ ](?:vom|du|of|dated|from|del|van|z dnia)[ ]$")
_VALUE_DAY = re.compile(r"valut|wertstell|valeur|value|settle|credit|gutschrift|credite")


def payment_date(context: Context, source: Source, invoices: References) -> Day:
    """The labelled day, that of a column for it, the one the mail speaks of, today's if the money just went."""
    for finding in (_labelled, _in_column, _in_heading, spoken_day, day_in_subject):
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
                return day, (source.cell(DAY, ours[0][column]),)
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
                    return day, (each.cell(DAY, cell),)
        for each in labelled:
            for mention in _behind(context, each, word):
                return mention.earlier, (each.evidence(DAY, mention.start, mention.end),)
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
                return day, (source.cell(DAY, cell),)
    return None, ()


def _column_days(context: Context, table: Table, column: int) -> set[date]:
    cells = [row[column] for row in table.rows[table.header + 1 :] if column < len(row) and row[column].strip()]
    days = [date_in_cell(cell, context.sent_on, context.languages) for cell in cells]
    known = {day for day in days if day is not None}
    return known if all(abs((day - context.sent_on).days) <= PAST_DAYS for day in known) else set()


def _is_no_document_day(context: Context, day: date, invoices: References) -> bool:
    entries = [entry for number in invoices.meant() if (entry := context.book.document(number))]
    return abs((day - context.sent_on).days) <= 5 and day not in {entry.issue_date for entry in entries}


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
    titled = titled or [m for m in days if names_payment(context, source.flat[max(0, m.start - PAID_BEFORE) : m.start])]
    days = days if len({mention.value for mention in days}) == 1 else titled
    if len({mention.value for mention in days}) != 1:
        return None, ()
    return days[0].value, (source.evidence(DAY, days[0].start, days[0].end),)
