"""Documents named in sentences or untabled lines, each with the amount that stands with it."""

from __future__ import annotations

import re
from dataclasses import replace

from nlp.extract.references import References
from nlp.extract.remittance.deductions import reason_in
from nlp.extract.sources import Context, Source
from nlp.reading import DeductionReason, Evidence, RemittanceLine


def text_lines(
    context: Context, source: Source, invoices: References
) -> tuple[tuple[RemittanceLine, ...], tuple[Evidence, ...]]:
    """Documents in sentences or untabled lines, each with the amount that stands with it."""
    references = [
        r
        for r in invoices.invoices
        if r.source == source.name and not r.quoted and (r.known or source is not context.body)
    ]
    spans: dict[str, tuple[int, int]] = {}
    for reference in references:
        spans.setdefault(reference.number, (reference.start, reference.end))
    money = [a for a in context.amounts(source) if a.marked]
    lines: list[RemittanceLine] = []
    evidence: list[Evidence] = []
    for number, (start, end) in spans.items():
        line_start, line_end = _line_around(source, start)
        alone = len([1 for a, _ in spans.values() if line_start <= a < line_end]) == 1
        on_line = [a for a in money if line_start <= a.start < line_end] if alone else []
        entry = context.book.document(number)
        expected = {abs(entry.open_amount), abs(entry.total)} if entry else set()
        exact = [a for a in money if abs(a.value) in expected]
        after = [a for a in on_line if a.start >= end]
        chosen = (([a for a in exact if a in on_line] or exact or after or on_line) + [None])[0]
        amount = chosen.value if chosen else None
        if amount is None and len(spans) == 1 and len(money) == 1:
            amount, chosen = money[0].value, money[0]
        path = f"remittance.lines.{len(lines)}"
        evidence.append(source.evidence(f"{path}.invoice", start, end))
        if chosen:
            evidence.append(source.evidence(f"{path}.amount", chosen.start, chosen.end))
        lines.append(
            _with_stated_deduction(context, source, RemittanceLine(number, amount), (line_start, line_end), alone)
        )
    return tuple(lines), tuple(evidence)


def _line_around(source: Source, place: int) -> tuple[int, int]:
    start = source.text.rfind("\n", 0, place) + 1
    end = source.text.find("\n", place)
    return start, end if end >= 0 else len(source.text)


def _with_stated_deduction(
    context: Context, source: Source, line: RemittanceLine, span: tuple[int, int], alone: bool
) -> RemittanceLine:
    """ "less 2 % discount 12.40" on the line of the document."""
    text = source.folded[span[0] : span[1]]
    reason = reason_in(context, text, False)
    if not alone or reason is DeductionReason.OTHER or reason is DeductionReason.CREDIT_NOTE or line.amount is None:
        return line
    words = [
        m.end() + span[0]
        for pack in context.lexicons
        for m in re.finditer("|".join(p for _, p in pack.deductions[reason]), text)
    ]
    for amount in context.amounts(source):
        if amount.marked and any(0 <= amount.start - w <= 30 for w in words) and amount.value != line.amount:
            return replace(line, deduction=abs(amount.value), reason=reason)
    return line
