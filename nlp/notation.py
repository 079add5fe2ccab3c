"""Amounts as customers write them, each with its place in the text and a flag where it has two readings.

Only bounded patterns are used: the time is linear in the length of the text, whatever a hostile mail holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from nlp.days import DateMention, date_in_cell, dates
from nlp.lang import Lexicon, expression

__all__ = [
    "TEXT_LIMIT", "Amount", "DateMention", "amounts", "currency_in", "currency_places", "date_in_cell", "dates",
    "decimal_of", "decimal_sign", "number_in_cell",
]  # fmt: skip
TEXT_LIMIT = 20_000  # characters; what a person writes is shorter
THOUSAND = 1000

_GAP = "[ \u00a0\u202f\u2009\u2007]"
_CURRENCIES = {
    "€": "EUR", "eur": "EUR", "euro": "EUR", "euros": "EUR", "£": "GBP", "gbp": "GBP", "pound": "GBP", "pounds": "GBP",
    "sterling": "GBP", "chf": "CHF", "fr.": "CHF", "sfr": "CHF", "sfr.": "CHF", "franken": "CHF", "francs": "CHF",
    "$": "USD", "usd": "USD", "us$": "USD", "dollars": "USD", "sek": "SEK", "nok": "NOK", "dkk": "DKK", "pln": "PLN",
    "czk": "CZK", "ron": "RON", "huf": "HUF", "jpy": "JPY", "cad": "CAD", "aud": "AUD",
}  # fmt: skip
_CURRENCY = "|".join(re.escape(sign) for sign in sorted(_CURRENCIES, key=len, reverse=True))
_NUMBER = rf"\d{{1,3}}(?:(?:{_GAP}|['’.,])\d{{3}}){{1,4}}(?:[.,]\d{{1,4}})?(?!\d)|\d{{1,12}}(?:[.,]\d{{1,6}})?(?!\d)"
_AMOUNT = re.compile(
    rf"(?<![\w.,/'’-])(?<!\d:)(?P<minus>[-−–(]{_GAP}?)?(?:(?P<before>{_CURRENCY}){_GAP}{{0,2}}(?P<inner>[-−]{_GAP}?)?)?"
    rf"(?P<number>{_NUMBER})(?P<tail>[.,](?:--?|—|–)|(?:--?|−)(?![\w-]))?"
    rf"(?:{_GAP}{{0,2}}(?P<scale>k|tsd\.?|mio\.?|mrd\.?|millions?|mille|thousand)(?!\w))?"
    rf"(?:{_GAP}{{0,2}}(?P<after>{_CURRENCY})(?![^\W\d_])(?![ -][Pp]al(?:l?e)?t)"
    rf"(?:(?<=[a-z€]){_GAP}(?P<cents>\d\d)(?=[ ]?(?:[.;:!?)](?!\d)|,(?!\d)|\n|$)))?)?\)?",
    re.IGNORECASE,
)
_SCALES = {"k": 3, "tsd": 3, "mille": 3, "thousand": 3, "mio": 6, "million": 6, "millions": 6, "mrd": 9}
_UNGROUPED = dict.fromkeys(map(ord, " \u00a0\u202f\u2009\u2007'’"))
_TWO_DECIMALS = re.compile(r"[.,]\d\d$")
_CENTS = re.compile(r"\D\d\d$")
_GOES_ON = re.compile(r"[\w%‰]|[-/]\w| ?%|:\d|[.]\d")
_PER_UNIT = re.compile(r"/[^\W\d_]")
_LEADING_ZERO = re.compile(r"0\d[.,]\d\d")
_AMBIGUOUS = re.compile(r"\d{1,3}[.,]\d{3}")


@dataclass(frozen=True, slots=True)
class Amount:
    """A number that may be money. `marked`: a currency, two decimals or a money tail says that it is."""

    value: Decimal
    currency: str | None
    start: int
    end: int
    marked: bool
    ambiguous: bool  # "1.234": a thousand or a little more than one


@lru_cache(maxsize=4_096)
def decimal_of(number: str, decimal: str = ",") -> tuple[Decimal | None, bool]:
    """The value of a number in any notation, and whether it can be read in two ways.

    `decimal` is the sign that decides "1.234" and "1,234": the decimal sign of the writer's language.
    """
    digits = number.translate(_UNGROUPED)
    dots, commas = digits.count("."), digits.count(",")
    ambiguous = bool(_AMBIGUOUS.fullmatch(digits)) and not digits.startswith("0")
    if dots and commas:
        sign = "." if digits.rfind(".") > digits.rfind(",") else ","
    elif dots + commas > 1:
        sign = ""  # a sign that repeats groups thousands
    elif ambiguous:
        sign = decimal if decimal in digits else ""
    else:
        sign = "." if dots else ","
    for mark in ".,":
        digits = digits.replace(mark, "." if mark == sign else "")
    try:
        return Decimal(digits), ambiguous
    except InvalidOperation:
        return None, False


def amounts(text: str, decimal: str = ",", taken: tuple[DateMention, ...] = ()) -> tuple[Amount, ...]:
    """Every number of the text that stands free: no part of a date in `taken`, of a document's number, no percentage."""  # noqa: E501
    found = []
    spans = [(mention.start, mention.end) for mention in taken]
    for match in _AMOUNT.finditer(text[:TEXT_LIMIT]):
        start, end = match.start("number"), match.end("number")
        if _is_part_of_more(text, match) or any(start < b and a < end for a, b in spans):
            continue
        value, ambiguous = decimal_of(match["number"], decimal)
        if value is None:
            continue
        if match["cents"] and value == value.to_integral_value():
            value += Decimal(match["cents"]) / 100  # "186 euros 75"
        scale = (match["scale"] or "").lower().rstrip(".")
        currency = _CURRENCIES.get((match["before"] or match["after"] or "").lower())
        if ambiguous and currency and value < THOUSAND and match["number"].endswith("000"):
            value *= THOUSAND  # "1.000 EUR" are a thousand in every language
        if scale and (scale != "k" or currency):
            value = value.scaleb(_SCALES[scale])
        tail = match["tail"] or ""
        negative = bool(match["inner"]) or tail in ("-", "−") or _is_signed(text, match)
        if currency is None and _LEADING_ZERO.fullmatch(match["number"]):
            continue  # "05.10., ref 44": a day with a dot of its own
        two = _TWO_DECIMALS.search(match["number"]) is not None
        ambiguous = ambiguous and tail[:1] not in (".", ",")
        marked = currency is not None or two or tail[:1] in (".", ",")
        found.append(Amount(-value if negative else value, currency, match.start(), match.end(), marked, ambiguous))
    return tuple(found)


def _is_signed(text: str, match: re.Match[str]) -> bool:
    """Whether the sign before the number is a minus: not a bullet at the start of a line, not a dash in a sentence."""
    minus = match["minus"]
    if not minus:
        return False
    if "(" in minus:
        return False  # brackets are a sign in tables only: "(4 300,00 €)" explains
    line = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
    return minus[-1] in "-−–" and bool(line.strip() or match["number"][-3:-2] in ".,")


def _is_part_of_more(text: str, match: re.Match[str]) -> bool:
    after = text[match.end() : match.end() + 3]
    money = match["before"] is not None or _CENTS.search(match["number"]) is not None
    if match["after"] is None and match["tail"] is None and _GOES_ON.match(after):
        return not (money and _PER_UNIT.match(after))  # "48,50/St." is a price
    return not money and text[max(0, match.start() - 1) : match.start()] in ("#", "@", "+")


@lru_cache(maxsize=4_096)
def number_in_cell(cell: str, decimal: str = ",") -> Decimal | None:
    """The one number of a table's cell, with its sign; None where the cell holds anything else."""
    text = cell.strip()
    if not 0 < len(text) <= 40 or not re.search(r"\d", text):
        return None
    body = expression(rf"(?i){_CURRENCY}|{_GAP}|\s").sub("", text)
    negative = body.startswith(("-", "−", "–", "(")) or (body.endswith(("-", "−")) and not re.search(r"[.,]--?$", body))
    body = re.sub(r"[.,](?:--?|—|–)$", "", body).strip("-−–()+")
    body = re.sub(r"(?i)(?<=\d)(?:h|s)$", "", body)
    if not re.fullmatch(r"[\d.,'’]{1,24}", body) or not body[0].isdigit():
        return None
    value, _ = decimal_of(body, decimal)
    return -value if negative and value is not None else value


def decimal_sign(cells: tuple[str, ...], default: str = ",") -> str:
    """The decimal sign of a column: told by the cells that can be read in one way only."""
    votes = {".": 0, ",": 0}
    for cell in cells:
        match = re.search(r"([.,])(\d{1,6})\D{0,5}$", cell.strip())
        if match and (len(match[2]) != 3 or (len(re.findall(r"[.,]", cell)) > 1 and cell.count(match[1]) == 1)):
            votes[match[1]] += 1
    return default if votes["."] == votes[","] else max(votes, key=lambda sign: votes[sign])


def currency_in(text: str, lexicon: Lexicon | None = None) -> str | None:
    """The one currency that a text names; None where it names none or several."""
    signs = currencies_in(text)
    return next(iter(signs)) if len(signs) == 1 else None


def currencies_in(text: str) -> frozenset[str]:
    """Every currency that a text names by its sign, code or name."""
    return frozenset(code for _, _, code in currency_places(text))


def currency_places(text: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, ISO code) of every sign, code or name of a currency."""
    pattern = rf"(?i)(?<![^\W\d_])(?:{_CURRENCY})(?![^\W\d_])"
    for match in expression(pattern).finditer(text[:TEXT_LIMIT]):
        if _is_currency(text, match):
            yield match.start(), match.end(), _CURRENCIES[match.group().lower()]


def _is_currency(text: str, match: re.Match[str]) -> bool:
    """ "Fr." is a currency beside a number only: elsewhere it is a lady or a Friday."""
    if not match.group().lower().startswith("fr."):
        return True
    return bool(
        expression(rf"\d[.\-–]{{0,3}}{_GAP}?$").search(text[max(0, match.start() - 6) : match.start()])
    ) or bool(expression(rf"{_GAP}?\d").match(text[match.end() : match.end() + 2]))
