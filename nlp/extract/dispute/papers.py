"""The contested amount that stands in what is attached: a claim's total, or a column of differences."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal

from nlp.extract.dispute.documents import Contested, is_our_paper
from nlp.extract.dispute.money import totals
from nlp.extract.sources import Context, Source
from nlp.lang import expression, fold
from nlp.lang.contesting import said
from nlp.notation import Amount, currencies_in, decimal_sign, number_in_cell
from nlp.opened import Table

HEADING = 40  # characters of a cell that heads a column or a sum


def claimed_in_papers(context: Context, meant: Contested) -> Amount | None:
    """The one sum that the customer's own papers claim: in a column or behind words for a claim or a difference."""
    most = max(totals(context, meant.numbers), default=Decimal("Infinity"))
    found: dict[Decimal, Amount] = {}
    for source in _papers(context):
        for value in (*_of_columns(context, source), *_of_lines(context, source)):
            if 0 < value <= most:
                found.setdefault(value, Amount(value, _currency(source), 0, 0, True, False))
    return next(iter(found.values())) if len(found) == 1 else None


def money_in_papers(context: Context, meant: Contested) -> tuple[str, ...]:
    """The customer's own papers that name the contested document beside amounts that are not what it comes to."""
    own = totals(context, meant.numbers)
    return tuple(
        source.name
        for source in _papers(context)
        if any(number in source.text for number in meant.numbers)
        and not _is_a_copy(context, source, own)
        and any(amount.marked and amount.value > 0 and amount.value not in own for amount in context.amounts(source))
    )


def _is_a_copy(context: Context, source: Source, own: Collection[Decimal]) -> bool:
    """ "Invoice IN-7016 / Net 80.00 / VAT 16.50 / Total 96.50": the contested document itself, whoever printed it."""
    words = rf"{context.words('invoice_words')}|{said('BILLS')}"
    if expression(rf"\W{{0,3}}(?:{words})(?!\w)").match(source.flat[:HEADING]) is None:
        return False
    return max((abs(amount.value) for amount in context.amounts(source)), default=None) in own


def _papers(context: Context) -> Iterator[Source]:
    return (source for source in context.documents if source.text.strip() and not is_our_paper(context, source))


def _claims(text: str) -> bool:
    return expression(rf"(?<!\w)(?:{said('CLAIMED')})(?!\w)").search(fold(text[:HEADING])) is not None


def _of_columns(context: Context, source: Source) -> Iterator[Decimal]:
    """What a column headed as a claim or a difference comes to: its last row may be the sum of the others."""
    for table in source.tables:
        header = max(table.header, 0)  # a first row of words heads its columns, known ones or not
        for column, heading in enumerate(table.rows[header] if table.rows else ()):
            if heading.strip() and _claims(heading) and (values := _column(context, table, header, column)):
                *rows, last = values
                yield last if rows and last == sum(rows) else sum(values, Decimal(0))


def _column(context: Context, table: Table, header: int, column: int) -> Sequence[Decimal]:
    cells = [row[column] for row in table.rows[header + 1 :] if column < len(row) and row[column].strip()]
    sign = decimal_sign(tuple(cells), context.decimal)
    values = [number_in_cell(cell, sign) for cell in cells]
    return [value for value in values if value is not None and value > 0]


def _of_lines(context: Context, source: Source) -> Iterator[Decimal]:
    """ "Differenz gesamt 40,00 EUR": the last amount of a line that begins with words for a claim."""
    money = [amount for amount in context.amounts(source) if amount.marked and amount.value > 0]
    for amount in money:
        line = source.text[source.text.rfind("\n", 0, amount.start) + 1 : amount.start]
        if _claims(line) and not any(character.isdigit() for character in line):
            yield amount.value


def _currency(source: Source) -> str | None:
    written = currencies_in(source.text)
    return next(iter(written)) if len(written) == 1 else None
