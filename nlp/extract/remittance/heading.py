"""What an advice says once: its total, the day of the payment, its reference, its currency."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from nlp.extract.references import References
from nlp.extract.sources import Context, Source, cells_beside, distinct, near
from nlp.lang import compiled, fold, weight
from nlp.notation import Amount, currency_in, date_in_cell, decimal_sign, number_in_cell
from nlp.reading import Evidence, RemittanceLine

_DAY = "remittance.payment_date"
Day = tuple[date | None, tuple[Evidence, ...]]
_REFERENCE = r"([a-z0-9][a-z0-9]{0,15}(?:[-/_. ][a-z0-9]{1,14}){0,4})"


def total_of(
    context: Context, source: Source, lines: tuple[RemittanceLine, ...], own: Decimal | None, shared: bool
) -> tuple[Decimal | None, tuple[Evidence, ...]]:
    """The stated total if our lines add up to it or it is the only one; our own sum of a list for many suppliers.

    `own`: what our lines come to, None where an amount is missing.
    """
    stated = [entry for each in dict.fromkeys((source, context.body)) for entry in _labelled_totals(context, each)]
    listed = {abs(value) for line in lines for value in (line.amount, line.deduction) if value is not None}
    spoken = _spoken(context)
    if own is not None:
        for value, ground in stated:
            if near(value, own):
                return value, (ground,)
        everywhere = [a for s in context.stated for a in context.amounts(s) if a.marked and near(a.value, own)]
        others = {a.value for a in spoken if abs(a.value) not in listed}
        if shared or (everywhere and own not in listed) or not (stated or others):
            return own, ()
        if not stated and len(others) > 1:
            return own, ()
    if not stated:
        sums = [a for a in spoken if own is None or abs(a.value) not in listed]
        if len({a.value for a in sums}) == 1:
            return sums[0].value, (context.body.evidence("remittance.total", sums[0].start, sums[0].end),)
    return (stated[-1][0], (stated[-1][1],)) if stated else (own, ())


def _spoken(context: Context) -> list[Amount]:
    """The amounts of the mail's sentences that speak of a payment; each sentence is asked once."""
    body = context.body
    money = [amount for amount in context.amounts(body) if amount.marked]
    speaking = [
        (start, end)
        for start, end in body.sentences
        if any(start <= a.start < end for a in money) and _speaks_of_payment(context, body, start)
    ]
    return [a for a in money if any(start <= a.start < end for start, end in speaking)]


def _labelled_totals(context: Context, source: Source) -> list[tuple[Decimal, Evidence]]:
    """Amounts behind a word for a total in the text, and beside or below one in tables."""
    stated: list[tuple[Decimal, Evidence]] = []
    for match in re.finditer(rf"(?<!\w)(?:{context.words('total_words')})(?!\w)", source.folded):
        end = source.text.find("\n", match.end())
        limit = min(match.end() + 80, end if end >= 0 else len(source.text))
        stated += [
            (a.value, source.evidence("remittance.total", a.start, a.end))
            for a in context.amounts(source)
            if match.end() <= a.start < limit and a.marked
        ]
    for cell in cells_beside(source, re.compile(rf"(?:{context.words('total_words')})(?:[ :(/].{{0,40}})?")):
        value = number_in_cell(cell, decimal_sign((cell,), context.decimal))
        if value is not None:
            stated.append((value, source.cell("remittance.total", cell)))
    return stated


def payment_date(context: Context, source: Source) -> Day:
    """The labelled day, else the day in the sentence that says so, else today's if the money just went."""
    day = _labelled_day(context, source)
    if day[0] is not None:
        return day
    if _just_paid(context):
        return context.sent_on, ()
    for each in dict.fromkeys((context.body, context.subject, source)):
        days = [m for m in context.dates(each) if -45 <= (m.earlier - context.sent_on).days <= 14]
        spoken = [m for m in days if _speaks_of_payment(context, each, m.start)]
        for mention in spoken or (days if each is not context.body and len({d.value for d in days}) == 1 else []):
            return mention.earlier, (each.evidence(_DAY, mention.start, mention.end),)
    return _day_in_heading(context, source) if source is not context.body else (None, ())


def _labelled_day(context: Context, source: Source) -> Day:
    words = sorted(context.words("payment_date_words").split("|"), key=len, reverse=True)
    for word in words:  # "date of payment" before the bare word "date"
        for cell in cells_beside(source, re.compile(rf"{word}(?:[ /:(].{{0,20}})?")):
            if (day := date_in_cell(cell, context.sent_on, context.languages)) is not None:
                return day, (source.cell(_DAY, cell),)
        for each in dict.fromkeys((source, context.body, context.subject)):
            for match in re.finditer(rf"(?<!\w){word}(?!\w)", each.folded):
                for mention in context.dates(each):
                    if 0 <= mention.start - match.end() <= 25 and (mention.earlier - context.sent_on).days <= 45:
                        return mention.earlier, (each.evidence(_DAY, mention.start, mention.end),)
    return None, ()


def _day_in_heading(context: Context, source: Source) -> Day:
    """An advice in a language without labels here: the one day near the mail's that its heading names."""
    heads = [
        source.folded.find(fold(cell))
        for table in source.tables
        for row in table.rows[table.header :][:1]
        for cell in row
        if cell
    ]
    head = min(heads, default=-1)
    days = [
        m for m in context.dates(source) if abs((m.value - context.sent_on).days) <= 7 and (head < 0 or m.start < head)
    ]
    if len({m.value for m in days}) != 1:
        return None, ()
    return days[0].value, (source.evidence(_DAY, days[0].start, days[0].end),)


def _speaks_of_payment(context: Context, source: Source, place: int) -> bool:
    start, end = source.sentence_at(place)
    return weight(tuple(p for pack in context.lexicons for p in pack.cues["remittance"]), source.flat[start:end])[0] > 0


def _just_paid(context: Context) -> bool:
    """ "Nous venons de virer": said on the day that it happened."""
    patterns = (pattern for pack in context.lexicons for pattern in pack.just_paid)
    return any(compiled(pattern).search(context.body.flat) for pattern in patterns)


def payment_reference(
    context: Context, source: Source, invoices: References
) -> tuple[str | None, tuple[Evidence, ...]]:
    """The payment's own number: labelled in the advice or the mail, else the subject's or file's number of that shape."""  # noqa: E501
    ours = {r.number for r in invoices.invoices}
    words = sorted(context.words("payment_reference_words").split("|"), key=len, reverse=True)
    for each in dict.fromkeys((source, context.body, context.subject)):
        for cell in cells_beside(each, re.compile("|".join(words))):
            if re.search(r"\d{2}", cell) and len(cell) <= 35 and not _is_other(cell, ours, context):
                return cell.strip(), (each.cell("remittance.reference", cell),)
        for word in words:
            for match in re.finditer(
                rf"(?<!\w){word}(?!\w)[ .:#]{{0,4}}(?:(?:{context.words('number_signs')})[ .:]{{1,3}})?{_REFERENCE}",
                each.folded,
            ):
                written = _trimmed(each.text[match.start(1) : match.end(1)])
                if re.search(r"\d{2}", written) and not _is_other(written, ours, context):
                    at = each.text.find(written, match.start(1))
                    return written, (each.evidence("remittance.reference", at, at + len(written)),)
    for written in _named_numbers(context, source):
        if not _is_other(written, ours, context):
            at = context.subject.text.find(written)
            return written, (
                context.subject.evidence("remittance.reference", at, at + len(written)),
            ) if at >= 0 else ()
    return None, ()


def _named_numbers(context: Context, source: Source) -> list[str]:
    """Numbers with letters that the subject or the attachment's name shares with the advice, or that the subject has."""  # noqa: E501
    shape = re.compile(
        r"(?<![\w])(?=[A-Za-z]{1,8}[-/_. ]?[A-Z0-9])(?=[^ ]{0,20}\d{2})[A-Za-z0-9]{1,12}(?:[-/_.][A-Za-z0-9]{1,12}){1,4}(?![\w])"  # noqa: E501
    )
    titles = [context.subject.text]
    if source.name.startswith("attachment:"):
        titles.append(context.opened_documents[int(source.name[11:])].name.rpartition(".")[0])
    found = [match.group() for title in titles for match in shape.finditer(title)]
    shared = [number for number in found if number in source.text] or [n for n in found if n in context.subject.text]
    return shared or _shared_title(context, source)


def _shared_title(context: Context, source: Source) -> list[str]:
    """ "TCS run 41": words with a number that begin the subject and stand in the advice's heading, as written there."""
    match = re.match(r"([a-z]{2,12} (?:[a-z]{2,12} )?\d{1,8})(?![\w/.]| [a-z]{3})", context.subject.flat)
    place = source.flat[:200].find(match[1]) if match and source is not context.body else -1
    if match is None or place < 0 or any(m.start < match.end() for m in context.dates(context.subject)):
        return []
    return [source.text[place : place + len(match[1])]]


def _trimmed(written: str) -> str:
    """A reference ends with its last word that holds a digit or is all capitals: prose after it is not part of it."""
    parts = written.split(" ")
    while len(parts) > 1 and not (re.search(r"\d", parts[0]) or parts[0].isupper()):
        parts.pop(0)
    kept: list[str] = []
    for part in parts:
        if any(re.search(r"\d", before) for before in kept) and not re.fullmatch(r"\d{4}|[A-Z]?\d{1,3}", part):
            break
        if kept and not (re.search(r"\d", part) or part.isupper()):
            break
        kept.append(part)
    return " ".join(kept).strip(" .-/_")


def _is_other(written: str, ours: set[str], context: Context) -> bool:
    """Whether a labelled value is a date, an amount or a document of ours rather than a payment's number."""
    if context.book.document(written) is not None or written in ours:
        return True
    return bool(
        re.fullmatch(r"[\d .,'/-]{1,14}", written)
        and (re.search(r"[.,]\d\d$", written) or date_in_cell(written, context.sent_on, context.languages))
    )


def currency_of(context: Context, source: Source, lines: tuple[RemittanceLine, ...]) -> str | None:
    known = distinct(entry.currency for line in lines if (entry := context.book.document(line.invoice)))
    return known[0] if len(known) == 1 else currency_in(source.text) or currency_in(context.body.text)
