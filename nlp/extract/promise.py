"""What a customer promises to pay, and when: instalments with their days, what is not said taken from the book."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from nlp.extract.instalments import Promised, due_on, equal_parts, several, single, spread
from nlp.extract.pieces import Piece, pieces, speaks_of_payment
from nlp.extract.references import Ledger, References
from nlp.extract.sources import Context, Found, Source, distinct
from nlp.lang import weight
from nlp.notation import DateMention, date_in_cell, number_in_cell
from nlp.reading import Evidence, Instalment, Problem, Promise

LONGEST_DAYS = 550  # a plan beyond a year and a half is no promise
CLEARLY = 0.3  # of the weight of words for a payment: so much louder speaks the day that is meant
_TAIL = re.compile(r"(?<![\w@.,/'’-])\d{3,12}(?![\w@%]|[.,:/'’-]\d)")


def read_promise(context: Context, invoices: References) -> Found[Promise]:
    """The promise; strength 1.0 only with coming days and documents of the book that its amounts do not exceed."""
    parts = _parts(context, invoices)
    if not any(part.ahead for part in parts):
        return _of_sheet(context, invoices)
    instalments, numbers, chosen, problems = _plan(context, parts)
    if not instalments:
        return Found(None)
    evidence = [
        context.body.evidence(f"promise.instalments.{n}", part.piece.day.start, part.piece.day.end)
        for n, part in enumerate(sorted(chosen, key=lambda part: part.day))
        if part.piece.day is not None
    ]
    return _found(context, numbers, instalments, tuple(evidence), problems)


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
    )  # noqa: E501


def _parts(context: Context, invoices: References) -> list[Promised]:
    """Every piece that names a day, with its documents: its own, those said before it, those of the mail."""
    found: list[Promised] = []
    before: tuple[str, ...] = ()
    fallback = _of_the_mail(context, invoices)
    for piece in pieces(context, context.body, invoices):
        if piece.left_out:
            continue
        day = piece.day
        if day is None:
            if found and piece.same_day and piece.documents:
                found.append(replace(found[-1], piece=piece, documents=piece.documents, own=True))
            elif piece.documents:
                before = distinct((*before, *piece.documents)) if not found else piece.documents
            continue
        own = piece.documents or _by_bare_amount(context, piece)
        documents = own or before or (found[-1].documents if found else ()) or fallback
        before = documents if own else ()
        days_ahead = (day.value - context.sent_on).days
        if days_ahead <= LONGEST_DAYS:
            found.append(Promised(piece, day.value, documents, bool(own), days_ahead > 0))
    return found


_Plan = tuple[tuple[Instalment, ...], tuple[str, ...], list[Promised], list[Problem]]


def _plan(context: Context, parts: list[Promised]) -> _Plan:
    """The instalments with their documents, the parts that they were read from, and what is in doubt."""
    coming = [part for part in parts if part.ahead]
    for part in coming:
        if plan := spread(context, context.body, part):
            return plan, part.documents, [part], []
    days = {part.day for part in coming}
    if len(days) == 1 and not any(part.piece.rest for part in coming):
        return _one_day(context, coming, [])
    values = several(context, parts)
    valued = [(part, value) for part, value in zip(parts, values, strict=True) if value is not None and part.ahead]
    if not valued:
        equal = equal_parts(context, context.body, coming) if len(days) == len(coming) > 1 else None
        if equal is None:
            return _one_day(context, *_likeliest(context, coming))
        valued = list(zip(coming, equal, strict=True))
    if len({part.day for part, _ in valued}) == 1 and not any(part.piece.rest for part, _ in valued):
        chosen = {part.day for part, _ in valued}
        return _one_day(context, [part for part in coming if part.day in chosen], [])
    amounts: dict[date, Decimal] = {}
    for part, value in valued:
        amounts[part.day] = amounts.get(part.day, Decimal(0)) + value
    documents = distinct(number for part, _ in valued for number in part.documents)
    plan = tuple(Instalment(day, amounts[day]) for day in sorted(amounts))
    return plan, documents, [part for part, _ in valued], []


def _one_day(context: Context, parts: list[Promised], problems: list[Problem]) -> _Plan:
    own = distinct(number for part in parts if part.own for number in part.documents)
    documents = own or parts[0].documents
    return (Instalment(parts[0].day, single(context, parts, documents)),), documents, parts[:1], problems


def _likeliest(context: Context, parts: list[Promised]) -> tuple[list[Promised], list[Problem]]:
    """Of several days without amounts the one whose clause speaks of the payment; a doubt where two do."""
    loud = {part.day: 0.0 for part in parts}
    for part in parts:
        loud[part.day] = max(loud[part.day], speaks_of_payment(context, context.body, part.piece) + part.own * CLEARLY)
    ranked = sorted(loud, key=lambda day: (-loud[day], day))
    chosen = [part for part in parts if part.day == ranked[0]]
    if len(ranked) > 1 and loud[ranked[0]] - loud[ranked[1]] < CLEARLY:
        return chosen, [Problem("unclear_day", " or ".join(day.isoformat() for day in ranked[:2]), "body")]
    return chosen, []


def _of_the_mail(context: Context, invoices: References) -> tuple[str, ...]:
    """Documents named in the mail, its subject, the one quoted or answered; those left out or asked for excepted."""
    left_out = {n for piece in pieces(context, context.body, invoices) if piece.left_out for n in piece.documents}
    candidates: tuple[Iterable[str], ...] = (
        invoices.meant("body"),
        invoices.meant("subject"),
        _by_tail(context),
        invoices.quoted(),
        context.answered,
        _only_open(context),
    )
    for numbers in candidates:
        entries = [(number, context.book.document(number)) for number in distinct(numbers)]
        kept = tuple(
            number for number, entry in entries if number not in left_out and (entry is None or entry.total > 0)
        )
        if kept:
            return kept
    return ()


def _by_tail(context: Context) -> tuple[str, ...]:
    """ "Looked at 4459 again": a bare number that ends exactly one of the customer's open documents."""
    owed = [d for d in _documents(context) if d.open_amount > 0]
    ledger = Ledger(tuple(owed))
    found = []
    for source in (context.body, context.subject):
        days = [(mention.start, mention.end) for mention in context.dates(source)]
        for match in _TAIL.finditer(source.text):
            if not any(match.start() < b and a < match.end() for a, b in days):
                document = ledger.resolve(match.group())
                found += [document.number] if document is not None else []
    return distinct(found)


def _by_bare_amount(context: Context, piece: Piece) -> tuple[str, ...]:
    """ "the 595 goes out": the one open document of that amount, its cents perhaps left out."""
    found = []
    for amount in piece.amounts:
        whole = amount.value == amount.value.to_integral_value()
        fits = [
            d.number for d in _documents(context)
            if d.open_amount > 0 and (d.open_amount == amount.value or (whole and int(d.open_amount) == amount.value))
        ]  # fmt: skip
        found += fits if len(fits) == 1 else []
    return distinct(found) if len(found) == len(piece.amounts) else ()


def _only_open(context: Context) -> tuple[str, ...]:
    owed = [d.number for d in _documents(context) if d.open_amount > 0 and d.due_date <= context.sent_on + _MONTH]
    return tuple(owed) if len(owed) == 1 else ()


_MONTH = timedelta(days=31)


def _documents(context: Context):
    return context.book.documents_of(context.customer.number) if context.customer is not None else ()


def _of_sheet(context: Context, invoices: References) -> Found[Promise]:
    """A plan in an attached table: coming days beside amounts."""
    for source in context.documents:
        words = source.flat[:2000] + " " + context.subject.flat + " " + context.body.flat
        if weight(context.patterns("cues", "promise"), words)[0] <= 0:
            continue
        for table in source.tables:
            rows = [found for row in table.rows[:60] if (found := _row(context, row)) is not None]
            if len(rows) >= 2 and all(day > context.sent_on for day, _ in rows):
                numbers = tuple(invoices.meant(source.name)) or _of_the_mail(context, invoices)
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
