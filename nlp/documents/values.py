"""Values of data formats as ISO text: what is no number or date stays out and is named."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

DECIMAL = re.compile(r"[+-]?\d{1,15}(?:\.\d{1,10})?\Z")
DATE_FORMATS = {"102": "%Y%m%d", "101": "%y%m%d", "2": "%d%m%y", "203": "%Y%m%d%H%M", "204": "%Y%m%d%H%M%S"}


def decimal_text(text: str | None) -> str | None:
    """A decimal number with a point, None for anything else."""
    stripped = (text or "").strip()
    return stripped.lstrip("+") if DECIMAL.match(stripped) else None


def iso_date(text: str | None) -> str | None:
    """The day of an ISO date or timestamp."""
    try:
        return date.fromisoformat((text or "").strip()[:10]).isoformat()
    except ValueError:
        return None


def coded_date(text: str | None, code: str) -> str | None:
    """The day of a date in a format of UN/EDIFACT code list 2379 (102: CCYYMMDD)."""
    pattern = DATE_FORMATS.get(code)
    if pattern is None or not text:
        return None
    try:
        return datetime.strptime(text.strip(), pattern).date().isoformat()
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
