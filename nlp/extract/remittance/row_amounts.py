"""What the amounts of an advice's row say of its document: what it comes to, and what was kept back of it."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from nlp.extract.remittance.deductions import reason_in
from nlp.extract.sources import Context, near
from nlp.notation import decimal_sign, number_in_cell
from nlp.reading import DeductionReason, RemittanceLine

_MONEY_FIRST = re.compile(r"([-−–(]?[ ]?\d[\d.,'’]{0,12}[.,]\d\d\)?)[ ][^\W\d_]{3}[^\d]{0,40}$")
_MONEY_LAST = re.compile(r"^[^\W\d_]{3}[^\d]{0,40}?([-−–(]?[ ]?\d[\d.,'’]{0,12}[.,]\d\d\)?)$")


def amount_and_deduction(
    values: dict[str, Decimal | None], row: tuple[str, ...], decimal: str, headed: bool
) -> tuple[Decimal | None, Decimal | None]:
    """(amount of the document as listed, what was kept back) from whichever of gross, deduction and net are there."""
    if not headed:
        found = [
            v
            for cell in row
            if re.search(r"[.,]\d\d\D{0,4}$", cell.strip())
            and (v := number_in_cell(cell, decimal_sign((cell,), decimal))) is not None
        ]
        return (found[0] if found else None), None
    gross = next((values[r] for r in ("invoice_amount", "amount", "balance") if values.get(r) is not None), None)
    paid = next((values[r] for r in ("net_paid", "net", "line_total") if values.get(r) is not None), None)
    kept = [abs(values[r] or Decimal(0)) for r in ("deduction", "discount") if values.get(r)]
    deduction = sum(kept, Decimal(0)) or None
    if gross is None and paid is not None:
        gross = paid + deduction if deduction and paid > 0 else paid
    elif gross is not None and paid is not None and deduction is None and gross > 0 and paid != gross and paid > 0:
        deduction = gross - paid if gross > paid else None
    elif gross is not None and paid is not None and deduction is not None and near(gross, paid) and gross > 0:
        gross = paid  # the column headed "amount" holds what was paid
    return gross, deduction


def kept_in(cell: str, decimal: str) -> Decimal | None:
    """What was kept back where its cell says why, too: "-52.50 damaged bowls", "62,50 Bonus"."""
    match = _MONEY_FIRST.match(cell.strip()) or _MONEY_LAST.search(cell.strip())
    return number_in_cell(match[1], decimal_sign((match[1],), decimal)) if match else None


def with_deduction_row(
    context: Context, line: RemittanceLine, row: tuple[str, ...], values: dict[str, Decimal | None]
) -> RemittanceLine:
    """A negative row without a document below one with it says what was kept back of that one."""
    negative = [value for value in values.values() if value is not None and value < 0]
    reason = reason_in(context, " ".join(row), False)
    if not negative or line.amount is None or line.amount <= 0 or line.deduction or reason is DeductionReason.OTHER:
        return line
    return replace(line, deduction=-negative[-1], reason=reason)


def more_deducted(
    context: Context, line: RemittanceLine, row: tuple[str, ...], amount: Decimal | None
) -> RemittanceLine:
    """A second row for the same document: negative is a deduction, positive a further part of it."""
    if amount is None or line.amount is None:
        return line
    if amount < 0 < line.amount:
        return replace(
            line, deduction=(line.deduction or Decimal(0)) - amount, reason=reason_in(context, " ".join(row), False)
        )
    return replace(line, amount=line.amount + amount)
