"""Whether a customer counts pieces where the catalogue sells packs: words and codes of units on one scale."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import cache

from nlp.book import ArticleEntry
from nlp.lang import LANGUAGES, alternatives, expression, fold, lexicons
from nlp.lang.counting import ALL_DOZENS, PAIRS
from nlp.lang.day_signs import any_of
from nlp.lang.ordering import OF
from nlp.lang.unit_codes import UNIT_CODES

PIECE, PACK, CASE = "piece", "pack", "case"
# UNECE Recommendation 20 and 21: the codes that catalogues use for countable goods.
CODES = {
    "C62": PIECE, "H87": PIECE, "EA": PIECE, "PCE": PIECE, "NAR": PIECE, "NMB": PIECE, "PK": PACK, "PA": PACK,
    "BX": PACK, "XBX": PACK, "XPK": PACK, "BG": PACK, "CT": CASE, "XCT": CASE, "CS": CASE, "XCS": CASE,
}  # fmt: skip
CODE = re.compile(r"[A-Z][A-Z0-9]{1,2}")
KNOWN_CODES = frozenset(code for words in UNIT_CODES.values() for code in words)
MEASURES = frozenset({"DZN", "KGM", "GRM", "TNE", "LTR", "MLT", "MTR", "MTK", "MTQ", "HUR", "DAY"})
LEADING = re.compile(r"\W{0,3}([^\W\d_]{1,12})(?=\.?\s)")
DOZEN = "DZN"
PALLET = "XPX"  # holds more than any pack
_JOINED = re.compile(rf"(?:{any_of(OF)}|d')")
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


def _word_of(unit: str) -> str:
    """A unit without signs and what joins it to its goods: "cartons de" are cartons."""
    word, _, joined = unit.strip(" .:()").rpartition(" ")
    return word if word and _JOINED.fullmatch(fold(joined)) else unit.strip(" .:()")


def level_of(unit: str) -> str | None:
    """ "Stk." is a piece, "lots" are packs; None for a unit that counts something else or nothing known."""
    word = _word_of(unit)
    known = CODES.get(word.upper()) or _levels().get(fold(word))
    return known or next((_levels()[part] for part in fold(word).split() if part in _levels()), None)


@cache
def _codes() -> dict[str, str]:
    """Every word of a unit -> its code; the house's languages go before their neighbours, two meanings are none."""
    home, abroad = _unambiguous(LANGUAGES), _unambiguous(tuple(code for code in UNIT_CODES if code not in LANGUAGES))
    return {word: code for word, code in (abroad | home).items() if code}


def _unambiguous(languages: Iterable[str]) -> dict[str, str]:
    """Word -> code, "" for a word that languages use for different units."""
    found: dict[str, str] = {}
    for language in languages:
        for code, words in UNIT_CODES[language].items():
            for word in words:
                found[word] = code if found.get(word, code) == code else ""
    return found


def code_of(unit: str) -> str | None:
    """UN/ECE code of a unit as a customer writes it, "Kartons" or "CT"; None for a word that names none."""
    word = _word_of(unit)
    if CODE.fullmatch(word) and (word in CODES or f"X{word}" in KNOWN_CODES or word in KNOWN_CODES):
        return word
    plain = fold(word).replace(".", "")
    return None if plain in ALL_DOZENS else _codes().get(plain)  # dozens are counted out where they are read


def leading_unit(described: str, article: ArticleEntry) -> str:
    """The unit that a description begins with ("t de farine"), if the article's names lack the word; "" for none."""
    match = LEADING.match(described)
    word = fold(match[1]) if match is not None else ""
    named = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)")
    if word not in _codes() or any(named.search(fold(name)) for name in article.names):
        return ""
    return DOZEN if word in ALL_DOZENS else _codes()[word]


def meant_unit(unit: str, described: str, price: Decimal | None, article: ArticleEntry | None) -> str | None:
    """The unit of a line as a code: the article's own wherever the customer means that; None where none is named.

    The customer's own word for what the article is sold in, one of the same kind ("bags" of what we call boxes) and
    one whose price is the article's are the article's unit.
    """
    code = code_of(unit)
    if code is None or article is None:
        return code
    own = code_of(article.unit)
    if own is None:
        return None  # of a unit that no table knows nothing is told
    if _bare(code) == _bare(own) or price_confirms(price, article) or _is_sold_as(code, article):
        return article.unit
    if code in MEASURES or own in MEASURES or code == PALLET:
        return code
    return code if is_confused(unit, described, article) else article.unit


def _is_sold_as(code: str, article: ArticleEntry) -> bool:
    """Whether an article is itself such a unit: "Euro pallet", "disinfectant 1 l"."""
    words = _words_of(code)
    if not words or CODES.get(code, level_of(words[0])) == PIECE:
        return False  # "100 pieces" of a name are what is in it
    one = "(?<![\\d.,])1 ?" if code in MEASURES else ""
    named = expression(rf"(?<!\w){one}(?:{alternatives(words)})(?!\w)")
    return any(named.search(fold(name)) for name in article.names)


@cache
def _words_of(code: str) -> tuple[str, ...]:
    return tuple(sorted({word for units in UNIT_CODES.values() for word in units.get(code, ())}))


def _bare(code: str) -> str:
    return code[1:] if len(code) == 3 and code.startswith("X") else code


def is_convertible(unit: str, article: ArticleEntry) -> bool:
    """Whether the catalogue says how many of the article's own units one of these is."""
    code = code_of(unit)
    return code is not None and _bare(code) in {_bare(known) for known in article.packs}


def is_confused(unit: str, described: str, article: ArticleEntry) -> bool:
    """Whether the customer's unit is another one than the article's and its words do not say the pack either."""
    stated, word = level_of(unit), fold(_word_of(unit))
    stem = word.removesuffix("es") if word.endswith("xes") else word.removesuffix("s")
    marks = [mark for name in article.names for mark in _pack_marks().finditer(fold(name))]
    packed = bool(marks)
    own = PACK if packed and CODES.get(article.unit.upper()) is not CASE else CODES.get(article.unit.upper())
    if stated is None or own is None or stated == own:
        return False
    if stated != PIECE and any(_levels().get(mark[0]) == stated for mark in marks):
        return False  # "2 cases" of a "carton of 1000"
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


def dozens_of(unit: str) -> int:
    """12 for "dozen", "Dtzd." in a column of units, else 1."""
    return 12 if fold(unit.strip(" .")) in ALL_DOZENS else 1
