"""What a customer promises to pay, and when: instalments with their days, what is not said taken from the book."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from nlp.extract.instalments import (
    Promised,
    due_on,
    equal_parts,
    in_body,
    in_subject,
    said_count,
    several,
    single,
    spread,
)
from nlp.extract.payment_pointers import with_payment_pointers
from nlp.extract.pieces import Piece, pieces
from nlp.extract.promise_documents import of_the_mail, tells_of_document
from nlp.extract.promise_parts import parts_of
from nlp.extract.promise_voice import speaks_of_payment
from nlp.extract.promise_words import says_away
from nlp.extract.references import References
from nlp.extract.remittance.heading import DEMANDS
from nlp.extract.sources import Context, Found, distinct, near
from nlp.lang import alternatives, expression, weight
from nlp.notation import DateMention, date_in_cell, number_in_cell
from nlp.reading import Evidence, Instalment, Problem, Promise

OF_MONEY = 0.6  # of the same weight: a day beside an amount
CLEARLY = 0.3  # of the weight of words for a payment: so much louder speaks the day that is meant


def read_promise(context: Context, invoices: References) -> Found[Promise]:
    """The promise; strength 1.0 only with coming days and documents of the book that its amounts do not exceed."""
    if not any(mention.value > context.sent_on for mention in context.dates(context.body)):
        return _of_sheet(context, invoices)
    named, invoices = invoices, with_payment_pointers(context, invoices)
    parts = parts_of(context, invoices)
    if not any(part.ahead for part in parts):
        return _of_sheet(context, named)
    instalments, numbers, chosen, problems = _plan(context, parts)
    if not instalments:
        return Found(None)
    instalments = _with_listed(context, invoices, numbers, instalments)
    evidence = [
        context.body.evidence(f"promise.instalments.{n}", part.piece.day.start, part.piece.day.end)
        for n, part in enumerate(sorted(chosen, key=lambda part: part.day))
        if part.piece.day is not None
    ]
    problems += [
        *(Problem("unclear_day", context.body.text[d.start : d.end], "body") for d in _put_off(chosen)),
        *_vague_week(context, parts),
        *_other_count(context, chosen, instalments),
    ]
    return _found(context, numbers, instalments, tuple(evidence), problems)


def _with_listed(
    context: Context, invoices: References, numbers: tuple[str, ...], instalments: tuple[Instalment, ...]
) -> tuple[Instalment, ...]:
    """ "The attached are in the run of the 30th": with what is due, where the sheet names it beside its document.

    An invoice or a reminder that somebody attaches says no amount of a promise.
    """
    due = due_on(context, numbers)
    if len(instalments) != 1 or instalments[0].amount is not None or due is None or invoices.meant("body"):
        return instalments
    for source, document in zip(context.documents, context.opened_documents, strict=True):
        listed = document.paper not in DEMANDS and set(numbers) <= set(invoices.meant(source.name))
        if listed and any(near(amount.value, due) for amount in context.amounts(source)):
            return (replace(instalments[0], amount=due),)
    return instalments


def unpromised(context: Context, invoices: References, numbers: tuple[str, ...]) -> tuple[str, ...]:
    """Open documents that the sender names beside the promise, without a complaint or an earlier payment."""
    return distinct(
        number
        for piece in pieces(context, context.body, with_payment_pointers(context, invoices))
        if not piece.left_out and (piece.day is None or piece.day.value > context.sent_on)
        for number in piece.documents
        if number not in numbers
    )


def _put_off(parts: list[Promised]) -> list[DateMention]:
    """Weekdays that were read as those of the week after, as they stand behind a later day."""
    return [day for part in parts if (day := part.piece.day) is not None and part.day != day.value]


def _other_count(context: Context, parts: list[Promised], instalments: tuple[Instalment, ...]) -> list[Problem]:
    """ "In three payments", and less were read."""
    said = max(said_count(context, context.body.flat[slice(*part.piece.sentence)]) for part in parts)
    if said <= max(1, len(instalments)):
        return []
    return [Problem("unclear_day", f"{said} payments are said, {len(instalments)} were read", "body")]


def _vague_week(context: Context, parts: list[Promised]) -> list[Problem]:
    """ "The 7,735 come this week, the 5,236 at the month's end": a week beside a day that two amounts are read for."""
    phrases = [phrase for pack in context.lexicons for phrase in pack.week_phrases if " " in phrase]
    week = expression(rf"(?<!\w)(?:{alternatives(phrases)})(?!\w)(?!\s(?:{context.words('last_words')})(?!\w))")
    days = context.dates(context.body)
    for piece in (part.piece for part in parts if part.ahead and len(part.piece.amounts) > 1):
        for match in week.finditer(context.body.flat, *piece.sentence):
            if not any(day.start <= match.start() < day.end for day in days):
                return [Problem("unclear_day", context.body.text[match.start() : match.end()], "body")]
    return []


def _found(
    context: Context, numbers: tuple[str, ...], instalments: tuple[Instalment, ...], evidence: tuple[Evidence, ...],
    problems: list[Problem],
) -> Found[Promise]:  # fmt: skip
    due = due_on(context, numbers)
    if not numbers:
        problems.append(Problem("no_invoice", "the promise does not say for which invoices", "body"))
    stated = sum((i.amount for i in instalments if i.amount is not None), Decimal(0))
    if due is not None and stated > due:
        problems.append(Problem("promise_above_due", f"promised are {stated}, open are {due}", "body"))
    return Found(
        Promise(numbers, instalments), 1.0 if due is not None and not problems else 0.6, evidence, tuple(problems)
    )


def leads_up_to(context: Context, invoices: References, found: Found[Promise], day: DateMention) -> bool:
    """ "The committee meets on the 29th; your money goes the day after": a day before the payment, of something else.

    Only beside a promise without any doubt; whoever names an amount or a document beside a day speaks of money.
    """
    if found.value is None or found.strength < 1.0 or len(found.value.instalments) != 1:
        return False
    if not context.sent_on < day.value < found.value.instalments[0].date:
        return False
    piece = next((p for p in pieces(context, context.body, invoices) if p.start <= day.start < p.end), None)
    if piece is None or piece.amounts or piece.places or piece.share or piece.rest or piece.again:
        return False
    return speaks_of_payment(context, context.body.flat[piece.start : piece.end]) <= 0


_Plan = tuple[tuple[Instalment, ...], tuple[str, ...], list[Promised], list[Problem]]


def _plan(context: Context, parts: list[Promised]) -> _Plan:
    """The instalments with their documents, the parts that they were read from, and what is in doubt."""
    coming = [part for part in parts if part.ahead]
    gone = tuple(part.piece.sentence for part in parts if not part.ahead and not tells_of_document(context, part))
    days = {part.day for part in coming}
    if len(days) == 1 and (plan := spread(context, context.body, coming[0])):
        return plan, coming[0].documents, coming[:1], []
    if len(days) == 1 and not any(part.piece.rest for part in coming):
        return _one_day(context, coming, [], gone=gone)
    values = several(context, context.body, parts)
    valued = [(part, value) for part, value in zip(parts, values, strict=True) if value is not None and part.ahead]
    unknown = [p for p, value in zip(parts, values, strict=True) if value is None and p.ahead and p.piece.rest]
    if not valued or (len(valued) == 1 and valued[0][1] == due_on(context, valued[0][0].documents)):
        # Nothing, or the whole, is said of the days: one of them is that of the payment.
        equal = equal_parts(context, context.body, coming) if len(days) == len(coming) > 1 else None
        if equal is None:
            chosen, problems = _likeliest(context, coming)
            return _one_day(context, chosen, problems, valued[0][1] if valued else None, gone)
        valued = list(zip(coming, equal, strict=True))
    if len({part.day for part, _ in valued}) == 1 and not any(part.piece.rest for part, _ in valued) and not unknown:
        only = valued[0][0].day
        return _one_day(context, [part for part in coming if part.day == only], [], gone=gone)
    amounts: dict[date, Decimal] = {}
    for part, value in valued:
        amounts[part.day] = amounts.get(part.day, Decimal(0)) + value
    documents = distinct(number for part, _ in valued for number in part.documents)
    plan = tuple(Instalment(day, amounts[day]) for day in sorted(amounts))
    if len(unknown) == 1 and unknown[0].day not in amounts:
        plan = tuple(sorted((*plan, Instalment(unknown[0].day, None)), key=lambda instalment: instalment.date))
    return plan, documents, [part for part, _ in valued], []


def _one_day(
    context: Context, parts: list[Promised], problems: list[Problem], whole: Decimal | None = None,
    gone: tuple[tuple[int, int], ...] = (),
) -> _Plan:  # fmt: skip
    """One instalment; `whole`: what is due, written elsewhere in the sentence; `gone`: sentences of past payments."""
    own = distinct(number for part in parts if part.own for number in part.documents)
    documents = own or parts[0].documents
    amount = single(context, context.body, parts, documents)
    if amount is None:
        due = due_on(context, documents)
        day = parts[0].piece.day
        elsewhere = in_body(context, day, due, gone) if day is not None and len(documents) == 1 else None
        amount = whole if whole == due else elsewhere or (None if own else in_subject(context, documents))
    return (Instalment(parts[0].day, amount),), documents, parts[:1], problems


def _likeliest(context: Context, parts: list[Promised]) -> tuple[list[Promised], list[Problem]]:
    """Of several days without amounts the one whose clause speaks of the payment; a doubt where two do."""
    loud = {part.day: 0.0 for part in parts}
    for part in parts:
        own = any(other.own for other in parts if other.piece.sentence == part.piece.sentence)
        said = _loudness(context, part.piece) + own * CLEARLY + bool(part.piece.amounts) * OF_MONEY
        loud[part.day] = max(loud[part.day], said)
    ranked = sorted(loud, key=lambda day: -loud[day])  # the first named of equal ones
    chosen = [part for part in parts if part.day == ranked[0]]
    if len(ranked) > 1 and loud[ranked[0]] - loud[ranked[1]] < CLEARLY:
        return chosen, [Problem("unclear_day", " or ".join(day.isoformat() for day in ranked[:2]), "body")]
    return chosen, []


def _loudness(context: Context, piece: Piece) -> float:
    """How loudly a piece speaks of a payment; what asks or tells of something else on its day is heard less."""
    text = context.body.flat[piece.start : piece.end]
    said = speaks_of_payment(context, text)
    return said if said > 0 else said - CLEARLY * (says_away(text) + ("?" in text))


def _of_sheet(context: Context, invoices: References) -> Found[Promise]:
    """A plan in an attached table: coming days beside amounts."""
    if not any(source.tables for source in context.documents):
        return Found(None)
    invoices = with_payment_pointers(context, invoices)
    for source in context.documents:
        words = source.flat[:2000] + " " + context.subject.flat + " " + context.body.flat
        if weight(context.patterns("cues", "promise"), words)[0] <= 0:
            continue
        for table in source.tables:
            rows = [found for row in table.rows[:60] if (found := _row(context, row)) is not None]
            if len(rows) >= 2 and all(day > context.sent_on for day, _ in rows):
                numbers = tuple(invoices.meant(source.name)) or of_the_mail(context, invoices, ())
                plan = tuple(Instalment(day, amount) for day, amount in sorted(rows))
                grounds = (source.cell("promise.instalments.0", " ".join(table.rows[0])),)
                return _found(context, numbers, plan, grounds, [])
    return Found(None)


def _row(context: Context, row: tuple[str, ...]) -> tuple[date, Decimal] | None:
    """The day and the amount of a row that holds one of each."""
    days = {n: day for n, cell in enumerate(row) if (day := date_in_cell(cell, context.sent_on, context.languages))}
    numbers = [
        value for n, cell in enumerate(row)
        if n not in days and (value := number_in_cell(cell, context.decimal)) is not None and value > 0
    ]  # fmt: skip
    return (next(iter(days.values())), numbers[-1]) if len(days) == 1 and numbers else None
