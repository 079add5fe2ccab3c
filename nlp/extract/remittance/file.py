"""A payment in a data format says its documents, amounts and day itself; what is doubtful about it is named."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from nlp.extract.order.file import addressed, decimal_of
from nlp.extract.references import References
from nlp.extract.remittance.deductions import signed
from nlp.extract.sources import Context, Found, Source, near
from nlp.opened import Document, StructuredPaid, StructuredRemittance
from nlp.reading import DeductionReason, Evidence, Problem, Remittance, RemittanceLine

_REASONS = {reason.value: reason for reason in DeductionReason}


def advice_of_file(context: Context, document: Document, source: Source, invoices: References) -> Found[Remittance]:
    """The payment to us; of payments to many only ours counts, and several to us are put together and named."""
    ours = [one for one in document.advices if _is_ours(context, one, source)]
    if not ours:
        return Found(None)
    read = [_lines(context, one, source, invoices) for one in ours]
    lines = tuple(signed(context, line) for found in read for line in found)
    totals = [decimal_of(one.total) for one in ours]
    total = None if None in totals else sum((value for value in totals if value is not None), Decimal(0))
    days = {one.paid_on for one in ours}
    problems = list(_problems(context, ours, lines, total, source))
    value = Remittance(
        payment_date=date.fromisoformat(day) if len(days) == 1 and (day := next(iter(days))) else None,
        total=total,
        currency=ours[0].currency if len({one.currency for one in ours}) == 1 else None,
        reference=ours[0].reference if len(ours) == 1 else None,
        lines=lines,
    )
    evidence = [source.cell(f"remittance.lines.{n}.invoice", line.invoice) for n, line in enumerate(lines)]
    ground = Evidence("remittance", source.name, ours[0].format)
    return Found(
        value, 1.0 if lines and not problems and total is not None else 0.6, (ground, *evidence), tuple(problems)
    )


def _is_ours(context: Context, advice: StructuredRemittance, source: Source) -> bool:
    """Addressed to us, to nobody by name, or naming a document of ours all the same."""
    if not any(addressed(context, advice.payee, source)):
        return True
    return any(context.book.document(line.document) is not None for line in advice.lines)


def _lines(
    context: Context, advice: StructuredRemittance, source: Source, invoices: References
) -> tuple[RemittanceLine, ...]:
    if advice.lines:
        return tuple(_line(context, line) for line in advice.lines)
    named = dict.fromkeys(
        r.number
        for r in invoices.invoices
        if r.source == source.name and r.known and not r.quoted and _in(r.number, advice)
    )
    alone = decimal_of(advice.total) if len(named) == 1 else None
    return tuple(RemittanceLine(number, alone) for number in named)


def _in(number: str, advice: StructuredRemittance) -> bool:
    """Whether the payment's words name the document by its digits, however they are written."""
    digits = "".join(character for character in number if character.isdigit()).lstrip("0")
    return bool(digits) and digits in "".join(character for character in advice.words if character.isdigit())


def _line(context: Context, paid: StructuredPaid) -> RemittanceLine:
    entry = context.book.document(paid.document)
    deduction = decimal_of(paid.deduction)
    reason = _REASONS.get(paid.reason, DeductionReason.OTHER) if deduction else None
    return RemittanceLine(entry.number if entry else paid.document, decimal_of(paid.amount), deduction or None, reason)


def _problems(
    context: Context,
    ours: list[StructuredRemittance],
    lines: tuple[RemittanceLine, ...],
    total: Decimal | None,
    source: Source,
) -> list[Problem]:
    problems = [problem for one in ours for problem in addressed(context, one.payee, source)]
    if len(ours) > 1:
        problems.append(Problem("several_advices", f"{len(ours)} payments in one file", source.name))
    if not lines:
        problems.append(Problem("no_lines", "the payment names no document of ours", source.name))
    for line in lines:
        entry = context.book.document(line.invoice)
        if entry is None:
            problems.append(Problem("unknown_invoice", line.invoice, source.name))
        elif context.customer is not None and entry.customer != context.customer.number:
            problems.append(Problem("other_customer", f"{line.invoice} is another customer's", source.name))
        elif ours[0].currency and entry.currency != ours[0].currency:
            problems.append(Problem("other_currency", f"{line.invoice} is in {entry.currency}", source.name))
        if line.amount is None:
            problems.append(Problem("no_amount", f"no amount for {line.invoice}", source.name))
    if len({line.invoice for line in lines}) < len(lines):
        problems.append(Problem("named_twice", "a document is listed more than once", source.name))
    known = [line for line in lines if line.amount is not None]
    own = sum(((line.amount or Decimal(0)) - (line.deduction or Decimal(0)) for line in known), Decimal(0))
    if total is not None and len(known) == len(lines) and lines and not near(own, total):
        problems.append(Problem("total_mismatch", f"lines come to {own}, stated are {total}", source.name))
    return problems
