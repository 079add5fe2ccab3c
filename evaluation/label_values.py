"""What a value of a label looks like: amounts, days and texts as the contract writes them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

MONEY = re.compile(r"-?\d{1,9}\.\d{2,4}")
CURRENCY = re.compile(r"[A-Z]{3}")


def is_money(value: Any) -> bool:
    return isinstance(value, str) and MONEY.fullmatch(value) is not None


def is_number(value: Any) -> bool:
    return number_of(value) is not None


def number_of(value: Any) -> Decimal | None:
    try:
        return None if isinstance(value, (bool, date)) or value is None else Decimal(str(value))
    except InvalidOperation:
        return None


def is_quantity(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and value >= 0


def day_of(value: Any) -> date | None:
    if isinstance(value, datetime) or not isinstance(value, (str, date)):
        return None
    try:
        return date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        return None


def is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def are_texts(value: Any) -> bool:
    return isinstance(value, list) and all(map(is_text, value))


AMOUNT = (is_money, 'an amount as text with two digits ("1204.50")')
DAY = (lambda value: day_of(value) is not None, 'a day ("2026-09-10")')
TEXT = (is_text, "a text")
FORMATS: Mapping[str, tuple[Callable[[Any], bool], str]] = {
    **dict.fromkeys(("total", "amount", "deduction", "unit_price"), AMOUNT),
    **dict.fromkeys(("order_date", "requested_date", "payment_date", "date"), DAY),
    **dict.fromkeys(("po_number", "reference", "description", "invoice"), TEXT),
    "quantity": (is_quantity, "a number (40, without quotes)"),
    "currency": (lambda value: isinstance(value, str) and CURRENCY.fullmatch(value) is not None, "an ISO 4217 code"),
    "invoices": (are_texts, "a list of numbers as text"),
}
