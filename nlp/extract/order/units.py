"""Whether a customer counts pieces where the catalogue sells packs: words and codes of units on one scale."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

from nlp.book import ArticleEntry
from nlp.lang import LANGUAGES, alternatives, expression, fold, lexicons
from nlp.lang.counting import ALL_DOZENS, PAIRS

PIECE, PACK, CASE = "piece", "pack", "case"
# UNECE Recommendation 20 and 21: the codes that catalogues use for countable goods.
CODES = {
    "C62": PIECE, "H87": PIECE, "EA": PIECE, "PCE": PIECE, "NAR": PIECE, "NMB": PIECE, "PK": PACK, "PA": PACK,
    "BX": PACK, "XBX": PACK, "XPK": PACK, "BG": PACK, "CT": CASE, "XCT": CASE, "CS": CASE, "XCS": CASE,
}  # fmt: skip
PRICE_AGREES_WITHIN = Decimal("0.25")  # of the list price: a piece of a pack costs far less than the pack


@cache
def _levels() -> dict[str, str]:
    """Every language's words at once: buyers head German columns in English forms."""
    pairs = {fold(word): PIECE for words in PAIRS.values() for word in words}
    return pairs | {fold(word): level for pack in lexicons(LANGUAGES) for word, level in pack.unit_levels.items()}


@cache
def _pack_marks() -> re.Pattern[str]:
    """ "pack of 10", "10er-Pack", "100 Stück": words of a name that say how many are in it."""
    packs = "|".join(re.escape(word) for word, level in _levels().items() if level != PIECE)
    pairs = alternatives(word for words in PAIRS.values() for word in words)
    pieces = "|".join(re.escape(word) for word, level in _levels().items() if level == PIECE)
    return re.compile(
        rf"(?<!\w)(?:{packs})(?!\w)|\d{{1,4}}er[ -]?\w|(?<!\w)(?:\d{{2,4}}|[2-9])[ ]?(?:{pairs})(?!\w)"
        rf"|(?<!\w)\d{{2,4}}[ ]?(?:{pieces})(?!\w)"
    )


@cache
def _dozen() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{alternatives(ALL_DOZENS)})(?!\w)")


def level_of(unit: str) -> str | None:
    """ "Stk." is a piece, "lots" are packs; None for a unit that counts something else or nothing known."""
    word = unit.strip(" .:()")
    known = CODES.get(word.upper()) or _levels().get(fold(word))
    return known or next((_levels()[part] for part in fold(word).split() if part in _levels()), None)


def is_confused(unit: str, described: str, article: ArticleEntry) -> bool:
    """Whether the customer's unit is another one than the article's and its words do not say the pack either."""
    stated, word = level_of(unit), fold(unit.strip(" .:()")).removesuffix(" of")
    stem = word.removesuffix("es") if word.endswith("xes") else word.removesuffix("s")
    packed = any(_pack_marks().search(fold(name)) for name in article.names)
    own = PACK if packed and CODES.get(article.unit.upper()) is not CASE else CODES.get(article.unit.upper())
    if stated is None or own is None or stated == own:
        return False
    if stated != PIECE and any(
        expression(rf"(?<!\w){re.escape(stem)}(?!\w)").search(fold(name)) for name in article.names
    ):
        return False  # "5 boxes" of what is called "box of 500"
    return not (stated == PIECE and own == PACK and _pack_marks().search(fold(described)))


def in_units_of(article: ArticleEntry, quantity: Decimal) -> Decimal:
    """Pieces counted in dozens of what the catalogue sells by the dozen: so many of its units."""
    by_dozen = article.unit.upper() in ("DZN", "DZP", "DZ") or any(
        _dozen().search(fold(name)) for name in article.names
    )
    return quantity / 12 if by_dozen and quantity % 12 == 0 else quantity


def price_confirms(price: Decimal | None, article: ArticleEntry) -> bool:
    """Whether the stated unit price is about the article's own: then the customer means what we sell."""
    return price is not None and abs(price - article.price) <= article.price * PRICE_AGREES_WITHIN
