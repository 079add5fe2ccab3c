"""How documents look and what they must name in a country: config/documents.toml, one custom for each."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from bot.resources import folder

ELSEWHERE = "other"


@dataclass(frozen=True, slots=True)
class Window:
    """Where an envelope shows the address, and what keeps clear of it; millimetres from the sheet's corner."""

    address_left: float
    address_top: float
    references_left: float
    references_top: float
    text_top: float


@dataclass(frozen=True, slots=True)
class Custom:
    """What is usual or due on documents of a country's sellers; `names_buyer`: on documents to its buyers."""

    window: str
    place: str  # postcode and town of an address, lines by "\n"; CITY: in capitals
    names_operation: bool
    names_buyer: bool
    tax_on_debits: bool
    joined_capital: bool
    locales: Mapping[str, str]  # language -> name of a CLDR locale
    labels: Mapping[str, Mapping[str, str]]  # language -> labels that are called otherwise there
    spelling: Mapping[str, Mapping[str, str]]  # language -> letter -> as its readers there write it


def custom(country: str) -> Custom:
    """What holds in a country; where nothing is said, what holds elsewhere."""
    customs = _customs()
    return customs.get(country, customs[ELSEWHERE])


def window(name: str) -> Window:
    """Raises KeyError for a form that nobody has described."""
    return windows()[name]


@cache
def windows() -> Mapping[str, Window]:
    """All described forms by name."""
    return {name: Window(**table) for name, table in _table()["windows"].items()}


@cache
def _customs() -> Mapping[str, Custom]:
    countries = _table()["countries"]
    usual = countries[ELSEWHERE]
    return {country: Custom(**(usual | table)) for country, table in countries.items()}


def _table() -> dict[str, Any]:
    """The file as it is (Any: TOML)."""
    return tomllib.loads((folder("config") / "documents.toml").read_text(encoding="utf-8"))
