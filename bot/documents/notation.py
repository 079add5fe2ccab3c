"""Amounts, dates, quantities and shares as a reader of a language expects them; words come from templates/documents."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_currency, format_decimal

from bot.documents.customs import custom
from bot.documents.spelling import base, spelled
from bot.resources import folder
from workflows.ledger.money import digits

# A fixed-width, unbreakable space: the narrow one that CLDR has for French is missing from many mail fonts.
NO_BREAK = "\u00a0"
NARROW = "\u202f"
MAX_PRICE_DIGITS = 6  # as fine as prices are kept, so that quantity times the shown price is the line's net

Number = Decimal | str | int
Day = date | datetime | str


@lru_cache
def words(language: str) -> Mapping[str, Any]:
    """Labels and sentences of documents in a language, also as a country spells it (Any: TOML).

    Raises FileNotFoundError for an unknown language.
    """
    place = folder("templates") / "documents" / "words"
    found, forms = (
        tomllib.loads(spelled((part / f"{base(language)}.toml").read_text(encoding="utf-8"), language))
        for part in (place, place / "forms")
    )
    return found | {group: found.get(group, {}) | terms for group, terms in forms.items()}


@lru_cache
def labels(language: str, country: str) -> Mapping[str, Any]:
    """The labels of a language as they are called in the sender's country (Any: TOML)."""
    return {**words(language)["label"], **custom(country).labels.get(base(language), {})}


@cache
def languages() -> tuple[str, ...]:
    """The languages that documents and letters exist in."""
    return tuple(sorted(file.stem for file in (folder("templates") / "documents" / "words").glob("*.toml")))


class Notation:
    """How one language writes figures and days; figures by the custom of a country where it has its own."""

    def __init__(self, language: str, country: str = "") -> None:
        self.language = language
        self.locale = Locale.parse(words(language)["locale"], sep="_")
        own = custom(country).locales.get(base(language))
        self.figures = Locale.parse(own, sep="_") if own else self.locale

    def money(self, amount: Number | None, currency: str) -> str:
        """ "1.234,56 €"; "" for an amount that nobody knows."""
        if amount is None or amount == "":
            return ""
        return _spaced(format_currency(Decimal(amount), currency, locale=self.figures))

    def amount(self, amount: Number, currency: str) -> str:
        """ "1.234,56": an amount in a column whose currency is said above."""
        return self.decimal(amount, digits(currency))

    def decimal(self, number: Number, places: int) -> str:
        """ "61,7625" with exactly so many decimals."""
        pattern = "#,##0." + "0" * places if places else "#,##0"
        return _spaced(format_decimal(Decimal(number), pattern, locale=self.figures))

    def unit_price(self, amount: Number | None, currency: str) -> str:
        """ "12,3525 €": a price may be finer than its currency."""
        if amount is None or amount == "":
            return ""
        price, least = Decimal(amount).normalize(), digits(currency)
        places = min(max(least, -int(price.as_tuple().exponent)), MAX_PRICE_DIGITS)
        written = format_currency(
            price,
            currency,
            locale=self.figures,
            decimal_quantization=False,
            currency_digits=False,
            format=self._money(places),
        )
        return _spaced(written)

    def unit_figure(self, amount: Number, currency: str) -> str:
        """ "12,3525": a unit price in a column whose currency is said above."""
        price = Decimal(amount).normalize()
        return self.decimal(price, min(max(digits(currency), -int(price.as_tuple().exponent)), MAX_PRICE_DIGITS))

    def _money(self, places: int) -> str:
        """The locale's pattern of amounts with another number of decimals."""
        pattern = str(self.figures.currency_formats["standard"].pattern).split(";")[0]
        return re.sub(r"0\.0+", "0." + "0" * places if places else "0", pattern)

    def quantity(self, quantity: Number | None) -> str:
        """ "1.250,5": no more decimals than there are."""
        if quantity is None or quantity == "":
            return ""
        return _spaced(format_decimal(Decimal(quantity), "#,##0.######", locale=self.figures))

    def percent(self, percent: Number) -> str:
        """ "19 %" from Decimal("19")."""
        sign = str(words(self.language)["percent_sign"])
        return _spaced(format_decimal(Decimal(percent), "#,##0.####", locale=self.figures)) + sign

    def day(self, day: Day | None) -> str:
        """ "3. März 2026"; "" for no day."""
        if not day:
            return ""
        written = _spaced(format_date(_as_date(day), "long", locale=self.locale))
        first = str(words(self.language)["first_of_month"])
        if first and written.startswith("1 "):
            written = first + written[1:]
        return written.replace(" ", NO_BREAK, 1)

    def short_day(self, day: Day | None) -> str:
        """ "03.03.2026", for columns; "" for no day."""
        return format_date(_as_date(day), str(words(self.language)["short_day"]), locale=self.locale) if day else ""


@lru_cache
def notation(language: str, country: str = "") -> Notation:
    """`country` is the sender's. Raises FileNotFoundError for a language without words."""
    return Notation(language, country)


def _as_date(day: Day) -> date:
    if isinstance(day, datetime):
        return day.date()
    return day if isinstance(day, date) else date.fromisoformat(day[:10])


def _spaced(text: str) -> str:
    return text.replace(NARROW, NO_BREAK)
