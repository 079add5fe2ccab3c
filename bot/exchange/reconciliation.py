"""`o2cbot reconcile` as JSON, as lines for a terminal, or as an XLSX file with a sheet for each part."""

from __future__ import annotations

import io
import json
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from bot.exchange.lines import Row
from workflows.ledger.money import ZERO, plain
from workflows.reconciliation import Reconciliation

AMOUNTS = frozenset("bank ledger difference amount unapplied".split())


def tables(found: Reconciliation) -> dict[str, list[Row]]:
    """The parts of a reconciliation as rows, amounts as texts of decimals."""
    return {
        "bank": [
            {
                "company": each.company,
                "account": each.account,
                "day": each.day.isoformat(),
                "currency": each.currency,
                "bank": plain(each.bank, each.currency),
                "ledger": plain(each.ledger, each.currency),
                "difference": plain(each.difference, each.currency),
                "file": each.file,
            }
            for each in found.days
        ],
        "gaps": [
            {
                "company": each.company,
                "account": each.account,
                "after": each.after.isoformat(),
                "before": each.before.isoformat(),
                "currency": each.currency,
                "amount": plain(each.amount, each.currency),
                "file": each.file,
            }
            for each in found.gaps
        ],
        "unapplied": [
            {
                "payment": each.payment,
                "company": each.company,
                "customer": each.customer or None,
                "value_date": each.value_date.isoformat(),
                "days": each.days,
                "age": each.bucket,
                "currency": each.currency,
                "unapplied": plain(each.unapplied, each.currency),
                "why": each.why,
            }
            for each in found.waiting
        ],
        "tie_out": [{"problem": each} for each in found.breaches],
    }


def as_json(found: Reconciliation) -> str:
    said: dict[str, Any] = {"on": found.on.isoformat(), "ties": not found.faults, "faults": list(found.faults)}
    return json.dumps(said | tables(found), ensure_ascii=False)


def as_lines(found: Reconciliation) -> Iterator[str]:
    """What a person reads: each account's last balance, what waits by age, the verdict."""
    last = {(each.company, each.account, each.currency): each for each in found.days}
    for (company, account, currency), day in last.items():
        state = "ties" if not day.difference else f"differs by {plain(day.difference, currency)}"
        yield f"{company}  {account}  {day.day}  {plain(day.bank, currency)} {currency}  {state}"
    sums: dict[tuple[str, str], Decimal] = defaultdict(lambda: ZERO)
    for each in found.waiting:
        sums[each.currency, each.bucket] += each.unapplied
    for (currency, bucket), amount in sorted(sums.items()):
        yield f"unapplied, {bucket} days: {plain(amount, currency)} {currency}"
    yield "everything ties" if not found.faults else f"{len(found.faults)} rows do not tie"


def as_xlsx(found: Reconciliation) -> bytes:
    """Figures as numbers, everything else as text that no program takes for a formula."""
    import xlsxwriter

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False}) as book:
        bold, money = book.add_format({"bold": True}), book.add_format({"num_format": "#,##0.00##"})
        for name, rows in tables(found).items():
            sheet = book.add_worksheet(name)
            header = list(rows[0]) if rows else ["nothing"]
            sheet.write_row(0, 0, header, bold)
            for line, row in enumerate(rows, start=1):
                for place, (column, value) in enumerate(row.items()):
                    if isinstance(value, int):
                        sheet.write_number(line, place, value)
                    elif column in AMOUNTS:
                        sheet.write_number(line, place, float(value), money)
                    else:
                        sheet.write_string(line, place, "" if value is None else str(value))
            sheet.freeze_panes(1, 0)
            sheet.autofit()
    return buffer.getvalue()
