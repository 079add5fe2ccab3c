"""Values of data formats as ISO text: what is no number or date stays out and is named."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

DECIMAL = re.compile(r"[+-]?(?:\d{1,15}(?:\.\d{0,10})?|\.\d{1,10})\Z")
# UN/EDIFACT code list 2379; of a period (711, 718, 719) the first day counts.
DATE_FORMATS = {
    "2": "%d%m%y", "101": "%y%m%d", "102": "%Y%m%d", "201": "%y%m%d%H%M", "202": "%y%m%d%H%M%S",
    "203": "%Y%m%d%H%M", "204": "%Y%m%d%H%M%S", "303": "%Y%m%d%H%M", "718": "%Y%m%d", "719": "%Y%m%d%H%M",
    "711": "%Y%m%d", "610": "%Y%m",
}  # fmt: skip
WEEK, MONTH = "616", "610"
LENGTHS = {"718": 8, "719": 12, "711": 8, "303": 12}


def decimal_text(text: str | None) -> str | None:
    """A decimal number with a point, None for anything else."""
    stripped = (text or "").strip()
    return stripped.lstrip("+") if DECIMAL.match(stripped) else None


def iso_date(text: str | None) -> str | None:
    """The day of an ISO date or timestamp, with or without hyphens."""
    stripped = (text or "").strip()
    try:
        return date.fromisoformat(stripped[:10] if "-" in stripped[:10] else stripped[:8]).isoformat()
    except ValueError:
        return None


def coded_date(text: str | None, code: str) -> str | None:
    """The day of a date in a format of UN/EDIFACT code list 2379 (102: CCYYMMDD; 616: a week, its Friday)."""
    if not text:
        return None
    written = text.strip()
    try:
        if code == WEEK:
            return date.fromisocalendar(int(written[:4]), int(written[4:6]), 5).isoformat()
        pattern = DATE_FORMATS.get(code)
        if pattern is None or code == MONTH:
            return None
        return datetime.strptime(written[: LENGTHS.get(code, len(written))], pattern).date().isoformat()
    except ValueError:
        return None


def price_of_one(price: str | None, base_quantity: str | None) -> str | None:
    """The price of one unit where the price is given for several ("per 100"); None where it has no finite value."""
    amount, base = decimal_text(price), decimal_text(base_quantity)
    if amount is None or base is None:
        return amount
    try:
        if Decimal(base) in (0, 1):
            return amount if Decimal(base) == 1 else None
        text = format(Decimal(amount) / Decimal(base), "f")
    except InvalidOperation:
        return None
    return text.rstrip("0").rstrip(".") if "." in text else text


def negated(amount: str | None) -> str | None:
    """The amount below zero, whichever sign it was written with: a credit note's."""
    return amount if amount is None or amount.startswith("-") or not Decimal(amount) else f"-{amount}"


def difference(more: str | None, less: str | None) -> str | None:
    """`more` - `less` where both are stated and differ."""
    if more is None or less is None or Decimal(more) == Decimal(less):
        return None
    return format(Decimal(more) - Decimal(less), "f")


def total_of(amounts: list[str]) -> str | None:
    """The sum of stated amounts, None without any."""
    return format(sum((Decimal(amount) for amount in amounts), Decimal(0)), "f") if amounts else None
