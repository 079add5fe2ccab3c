"""What an advice says once: its total and its currency."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from nlp.extract.remittance.clauses import clauses, speaks_of_payment
from nlp.extract.sources import Context, Source, cells_beside, distinct, near
from nlp.lang import expression
from nlp.notation import Amount, currencies_in, decimal_sign, number_in_cell
from nlp.opened import Paper
from nlp.reading import Evidence, RemittanceLine

_COLLOQUIAL = re.compile(r"\d (?:quid|nicker|balles|piasses|mäuse|tacken|stutz)(?!\w)")  # of whatever currency it is
DEMANDS = frozenset({Paper.INVOICE, Paper.REMINDER, Paper.STATEMENT})
DOLLARS = frozenset({"CAD", "AUD", "NZD", "SGD", "HKD"})


def total_of(
    context: Context, source: Source, lines: tuple[RemittanceLine, ...], own: Decimal | None, shared: bool
) -> tuple[Decimal | None, tuple[Evidence, ...]]:
    """The stated total, best the one that our lines add up to; our own sum of one line or of a list for many suppliers.

    `own`: what our lines come to, None where an amount is missing. What nobody states is None.
    """
    stated = [entry for each in dict.fromkeys((source, context.body)) for entry in _labelled_totals(context, each)]
    stated = _without_later(context, stated)
    listed = {abs(value) for line in lines for value in (line.amount, line.deduction) if value is not None}
    spoken = _spoken(context)
    if own is not None:
        for value, ground in stated:
            if near(value, own):
                return value, (ground,)
        everywhere = [
            a
            for s in context.stated
            for a in context.amounts(s)
            if near(a.value, own) and (a.marked or (s is source is not context.body and len(lines) > 1))
        ]
        whole = not stated and len(lines) == 1
        if shared or whole or (everywhere and own not in listed):
            return own, ()
    if not stated:
        sums = [a for a in spoken if own is None or abs(a.value) not in listed]
        if own is None and len({a.value for a in sums}) == 1:
            return sums[0].value, (context.body.evidence("remittance.total", sums[0].start, sums[0].end),)
    return (stated[-1][0], (stated[-1][1],)) if stated else (None, ())


def _without_later(context: Context, stated: list[tuple[Decimal, Evidence]]) -> list[tuple[Decimal, Evidence]]:
    """Less what the mail itself says of another payment."""
    base = context.body.offset
    left_out = [(c.start + base, c.end + base) for c in clauses(context, context.body) if c.left_out]
    return [
        (value, ground)
        for value, ground in stated
        if ground.source != context.body.name or not any(a <= ground.start < b for a, b in left_out)
    ]


def contradicted(
    context: Context, source: Source, total: Decimal | None, own: Decimal | None, lines: tuple[RemittanceLine, ...]
) -> Decimal | None:
    """The total that a text labels as such, where it is neither what was read as paid nor what the lines come to.

    Where the mail says no amount at all, what its bank's paper shows as paid of all that is open on the documents.
    """
    if total is None and source is context.body and all(line.amount is None for line in lines):
        return _owed_of(context, lines) if _advices(context, lines) else None
    listed = {abs(value) for line in lines for value in (line.amount, line.deduction) if value is not None}
    labelled = _labelled_totals(context, source)
    labelled = _without_later(context, labelled) if source is context.body else labelled
    stated = [value for value, _ in labelled if value not in listed]
    if not stated or total is None or any(near(value, known) for value in stated for known in (total, own or total)):
        return total
    return stated[-1]


def _spoken(context: Context) -> list[Amount]:
    """The amounts of the mail's sentences that speak of a payment; each sentence is asked once."""
    body = context.body
    left_out = [clause for clause in clauses(context, body) if clause.left_out]
    money = [
        amount
        for amount in context.amounts(body)
        if amount.marked and not any(c.start <= amount.start < c.end for c in left_out)
    ]
    speaking = [
        (start, end)
        for start, end in body.sentences
        if any(start <= a.start < end for a in money) and speaks_of_payment(context, body.flat[start:end])
    ]
    return [a for a in money if any(start <= a.start < end for start, end in speaking)]


def _advices(context: Context, lines: tuple[RemittanceLine, ...]) -> list[str]:
    """The texts of attached papers with the sum that was paid, no demands of ours: "sheet from the bank attached"."""
    papers = zip(context.documents, context.opened_documents, strict=True)
    return [
        source.text
        for source, document in papers
        if document.paper not in DEMANDS
        and any(near(amount.value, _owed_of(context, lines)) for amount in context.amounts(source))
    ]


def _owed_of(context: Context, lines: tuple[RemittanceLine, ...]) -> Decimal:
    """What the lines say was paid; what is open where they say nothing."""
    owed = {line.invoice: entry.open_amount for line in lines if (entry := context.book.document(line.invoice))}
    paid = [owed.get(line.invoice, Decimal(0)) if line.amount is None else line.amount for line in lines]
    return sum(paid, Decimal(0))


def _labelled_totals(context: Context, source: Source) -> list[tuple[Decimal, Evidence]]:
    """Amounts behind a word for a total in the text, and beside or below one in tables."""
    stated: list[tuple[Decimal, Evidence]] = []
    for match in expression(rf"(?<!\w)(?:{context.words('total_words')})(?!\w)").finditer(source.folded):
        end = source.text.find("\n", match.end())
        limit = min(match.end() + 80, end if end >= 0 else len(source.text))
        stated += [
            (a.value, source.evidence("remittance.total", a.start, a.end))
            for a in context.amounts(source)
            if match.end() <= a.start < limit and a.marked
        ]
    for cell in cells_beside(source, expression(rf"(?:{context.words('total_words')})(?:[ :(/].{{0,40}})?")):
        value = number_in_cell(cell, decimal_sign((cell,), context.decimal))
        if value is not None:
            stated.append((value, source.cell("remittance.total", cell)))
    for match in expression(
        rf"(?m)^[\"' ]{{0,3}}(?:{context.words('total_words')})[^\n\d,;|\t]{{0,8}}[,;|\t]{{2,20}}"
    ).finditer(source.folded):
        # The end of a row that the file's separator did not part: "Total,,,,,,7596.84 GBP".
        cell = source.text[match.end() :].partition("\n")[0].strip(" ,;|\t\"'")
        value = number_in_cell(cell, decimal_sign((cell,), context.decimal))
        if value is not None:
            stated.append((value, source.cell("remittance.total", cell)))
    return stated


def currency_of(
    context: Context, source: Source, lines: tuple[RemittanceLine, ...], left_out: Iterable[tuple[int, int]] = ()
) -> str | None:
    """The currency that the advice or the mail names: of several the documents' own; None where none is written.

    "$" is the sign of many: it means the documents' own dollar. `left_out`: places of the mail's own text that speak
    of something else.
    """
    own = distinct(entry.currency for line in lines if (entry := context.book.document(line.invoice)))
    said = context.body.text
    for start, end in left_out:
        said = said[:start] + " " * (end - start) + said[end:]
    texts = (said if source is context.body else source.text, said, context.subject.text)
    written = {code for text in dict.fromkeys(texts) for code in currencies_in(text)}
    if "USD" in written and len(own) == 1 and own[0] in DOLLARS:
        return own[0]
    if not written and source is context.body:
        written = {code for text in _advices(context, lines) for code in currencies_in(text)}
    if len(own) == 1 and (own[0] in written or (not written and _COLLOQUIAL.search(said.lower()))):
        return own[0]
    return written.pop() if len(written) == 1 else None
