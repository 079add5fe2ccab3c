"""What a person entered into a form about collecting, read strictly: a fault names its field."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from bot.console.correction import money
from bot.console.web import Ask
from workflows.errors import BadInput


def text(ask: Ask, name: str) -> str:
    return ask.form.get(name, "").strip()


def words(ask: Ask, name: str) -> tuple[str, ...]:
    """Numbers that are parted by blanks, commas or semicolons, each once."""
    found = text(ask, name).replace(",", " ").replace(";", " ").split()
    return tuple(dict.fromkeys(found))


def day(ask: Ask, name: str) -> date | None:
    """None for an empty field. Raises BadInput."""
    entered = text(ask, name)
    try:
        return date.fromisoformat(entered) if entered else None
    except ValueError:
        raise BadInput(name.replace("_", " "), f"{entered[:20]!r} is no day like 2026-03-16") from None


def amount(ask: Ask, name: str) -> Decimal | None:
    """None for an empty field. Raises BadInput."""
    entered = text(ask, name)
    found = money(entered) if entered else None
    if entered and found is None:
        raise BadInput(name.replace("_", " "), f"{entered[:20]!r} is no amount like 1250.00")
    return found
