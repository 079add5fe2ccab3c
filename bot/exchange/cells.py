"""How the text of an import's cell is read; a cell that does not say what its column needs is a BadCell."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any


class BadCell(ValueError):
    """A cell's text does not say what its column needs."""


def text(value: str) -> str:
    return value


def needed(value: str) -> str:
    if not value:
        raise BadCell("must not be empty")
    return value


def texts(value: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in value.split("|") if part.strip())


def emails(value: str) -> tuple[str, ...]:
    found = tuple(part.lower() for part in texts(value))
    for part in found:
        if not re.fullmatch(r"[^@\s,;<>]{1,64}@[^@\s,;<>]{1,190}", part):
            raise BadCell(f"{part!r} is not an email address")
    return found


def ibans(value: str) -> tuple[str, ...]:
    return tuple(re.sub(r"\s", "", part).upper() for part in texts(value))


def domains(value: str) -> tuple[str, ...]:
    return tuple(part.lower().lstrip("@") for part in texts(value))


def amount(value: str) -> Decimal:
    try:
        found = Decimal(value)
    except InvalidOperation:
        raise BadCell(f'{value!r} is not an amount like "1234.50"') from None
    if not found.is_finite():
        raise BadCell(f"{value!r} is not an amount")
    return found


def not_below_zero(value: str) -> Decimal:
    found = amount(value)
    if found < 0:
        raise BadCell(f"{value!r} must not be below zero")
    return found


def positive(value: str) -> Decimal:
    found = amount(value)
    if found <= 0:
        raise BadCell(f"{value!r} must be above zero")
    return found


def packs(value: str) -> tuple[tuple[str, Decimal], ...]:
    """ "CT=12|PX=480": units of UN/ECE 20 or 21 and how many of the article's own unit one of them is."""
    found = []
    for pack in texts(value):
        unit, _, quantity = (part.strip() for part in pack.partition("="))
        if not re.fullmatch(r"[A-Z][A-Z0-9]{1,2}", unit):
            raise BadCell(f"{pack!r} is not written like CT=12")
        found.append((unit, positive(quantity)))
    if len({unit for unit, _ in found}) < len(found):
        raise BadCell(f"{value!r} names a unit twice")
    return tuple(found)


def whole(value: str) -> int:
    if not re.fullmatch(r"\d{1,9}", value):
        raise BadCell(f"{value!r} is not a whole number")
    return int(value)


def day(value: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise BadCell(f"{value!r} is not a date like 2026-02-16") from None


def code(length: int) -> Callable[[str], str]:
    def parse(value: str) -> str:
        if not re.fullmatch(rf"[A-Za-z]{{{length}}}", value):
            raise BadCell(f"{value!r} is not a code of {length} letters")
        return value

    return parse


def country(value: str) -> str:
    return code(2)(value).upper()


def currency(value: str) -> str:
    return code(3)(value).upper()


def language(value: str) -> str:
    return code(2)(value).lower()


def choice(kind: type) -> Callable[[str], Any]:
    def parse(value: str) -> Any:
        try:
            return kind(value)
        except ValueError:
            raise BadCell(f"{value!r} is none of {', '.join(member.value for member in kind)}") from None  # type: ignore[attr-defined]

    return parse


def or_default(parse: Callable[[str], Any], default: Any) -> Callable[[str], Any]:
    return lambda value: parse(value) if value else default


def quantity_text(value: str) -> str:
    return str(positive(value))


def yes_or_no(value: str) -> bool:
    """An empty cell says no."""
    said = YES_OR_NO.get(value.lower())
    if said is None:
        raise BadCell(f"{value!r} is neither yes nor no")
    return said


YES_OR_NO = {"": False, "no": False, "false": False, "0": False, "yes": True, "true": True, "1": True}
