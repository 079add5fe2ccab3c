"""Which documents a promise is for where its sentence names none: the mail's, less those paid or left out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal

from nlp.book import DocumentEntry
from nlp.extract.instalments import Promised
from nlp.extract.pieces import EVEN_PARTS, Piece
from nlp.extract.references import References
from nlp.extract.sources import Context, distinct

MONTH = timedelta(days=31)


def of_the_mail(context: Context, invoices: References, found: tuple[Piece, ...]) -> tuple[str, ...]:
    """Documents named in the mail, its subject, the one quoted or answered; those left out or asked for excepted."""
    left_out = {number for piece in found if piece.left_out for number in piece.documents}
    left_out |= {number for piece in found for number in piece.held}
    gone = [number for piece in found if _is_past(context, piece) for number in piece.documents]
    candidates: tuple[Iterable[str], ...] = (
        invoices.meant("body"),
        known(context, invoices.meant("subject")),
        _by_sum(context, found),
        () if any(_is_past(context, piece) for piece in found) else _of_list(context, invoices),
        invoices.quoted(),
        context.answered,
        _only_open(context),
        invoices.meant("subject"),
    )
    part_paid = any(piece.rest or piece.again or piece.amounts for piece in found if not _is_past(context, piece))
    without = (left_out | set(gone), left_out) if gone and part_paid else (left_out | set(gone),)
    for numbers, unmeant in ((numbers, unmeant) for unmeant in without for numbers in candidates):
        entries = [(number, context.book.document(number)) for number in distinct(numbers)]
        kept = tuple(
            number for number, entry in entries if number not in unmeant and (entry is None or entry.total > 0)
        )
        if kept:
            return kept
    return ()


def _of_list(context: Context, invoices: References) -> tuple[str, ...]:
    """ "Those attached are in our proposal of the 21st": what the sender's sheet lists, before all we asked for."""
    listed = distinct(n for source in context.documents for n in known(context, invoices.meant(source.name)))
    owed = {d.number for d in _documents(context) if d.open_amount > 0}
    return listed if listed and set(listed) <= owed else ()


def _is_past(context: Context, piece: Piece) -> bool:
    """Whether its day is gone; the day on which a document was made or due tells of no payment."""
    return piece.day is not None and piece.day.value <= context.sent_on and not _dates(context, piece.documents, piece)


def tells_of_document(context: Context, part: Promised) -> bool:
    """Whether the day of a part is that on which one of its documents was made or due."""
    return _dates(context, part.documents, part.piece)


def _dates(context: Context, documents: tuple[str, ...], piece: Piece) -> bool:
    entries = [entry for number in documents if (entry := context.book.document(number))]
    return piece.day is not None and piece.day.value in {d for e in entries for d in (e.issue_date, e.due_date)}


def _by_sum(context: Context, found: tuple[Piece, ...]) -> tuple[str, ...]:
    """ "504 on the 1st and the other 504 on the 15th": the one open document that all the amounts together settle.

    Else the one of which they are an even part: "the 1449 of the 30th stand".
    """
    ahead = [piece for piece in found if not piece.left_out and not _is_past(context, piece)]
    total = sum((amount.value for piece in ahead for amount in piece.amounts), Decimal(0))
    for parts in (1, *EVEN_PARTS):
        fits = [d.number for d in _documents(context) if d.open_amount > 0 and d.open_amount == total * parts]
        if fits:
            return tuple(fits) if len(fits) == 1 and not _of_other_parts(context, total, parts) else ()
    return ()


def _of_other_parts(context: Context, total: Decimal, found: int) -> bool:
    """Whether the amount is an even part of a second document as well."""
    others = [parts for parts in EVEN_PARTS if parts != found] if found > 1 else []
    return any(d.open_amount == total * parts for parts in others for d in _documents(context))


def known(context: Context, numbers: Iterable[str]) -> tuple[str, ...]:
    return tuple(number for number in numbers if context.book.document(number))


def _only_open(context: Context) -> tuple[str, ...]:
    owed = [d.number for d in _documents(context) if d.open_amount > 0 and d.due_date <= context.sent_on + MONTH]
    return tuple(owed) if len(owed) == 1 else ()


def others(context: Context, named: tuple[str, ...]) -> tuple[str, ...]:
    """What else our mail was about, or what else is owed, beside the documents named."""
    answered = known(context, context.answered)
    owed = tuple(d.number for d in _documents(context) if d.open_amount > 0)
    documents = answered if set(named) < set(answered) else owed
    return tuple(number for number in documents if number not in named)


def _documents(context: Context) -> tuple[DocumentEntry, ...]:
    return context.book.documents_of(context.customer.number) if context.customer is not None else ()
