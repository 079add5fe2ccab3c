"""Feasts, and the small words that stand around a day's number, by language.

The tables are those of `nlp.lang.changes` in shape: the same names for each language, "" for languages without a
lexicon. They are read all at once: a mail mixes languages.
"""

# ruff: noqa: E501  # a row is one line

from __future__ import annotations

from collections.abc import Mapping

from nlp.lang import fold
from nlp.lang.change_signs import Table

# Feasts that have the same day in every year: (month, day).
FEASTS: Mapping[str, Mapping[str, tuple[int, int]]] = {
    "en": {
        "christmas": (12, 25), "xmas": (12, 25), "christmas day": (12, 25), "christmas eve": (12, 24), "new year": (1, 1), "new year's": (1, 1),
        "new year's eve": (12, 31), "hallowe'en": (10, 31), "halloween": (10, 31), "st patrick's day": (3, 17),
    },
    "fr": {"noël": (12, 25), "nouvel an": (1, 1), "toussaint": (11, 1), "le 14 juillet": (7, 14), "saint-nicolas": (12, 6)},
    "de": {
        "weihnachten": (12, 25), "heiligabend": (12, 24), "silvester": (12, 31), "neujahr": (1, 1), "nikolaus": (12, 6),
        "allerheiligen": (11, 1),
    },
    "": {"natale": (12, 25), "navidad": (12, 25), "kerst": (12, 25), "kerstmis": (12, 25), "sinterklaas": (12, 5), "natal": (12, 25)},
}  # fmt: skip
FEASTS_FOLDED = {fold(name): day for feasts in FEASTS.values() for name, day in feasts.items()}
# Before a feast, and before the end of a week, that something is due by.
# Before a day in digits that says the day just named again: "ce matin, le 17/11".
APPOSED: Table = {"en": (r"the",), "fr": (r"le",), "de": (r"de[nmr]",), "": (r"il|el|o|op|den|dnia|dne",)}
BY: Table = {
    "en": (r"by|for",), "fr": (r"pour|d'ici(?: a)?",), "de": (r"bis|zu|zum",), "": (r"entro|voor|tegen",),
}  # fmt: skip
WEEKEND: Table = {
    "en": (r"week-?end",), "fr": (r"week-?end",), "de": (r"wochenende",),
    "": (r"fin de semana|fine settimana|helgen|weekendu?",),
}  # fmt: skip
# Before and behind a span of time: it lies that long ago.
AGO_BEFORE: Table = {"en": (), "fr": (r"il y a",), "de": (r"vor",), "": (r"hace",)}
AGO_BEHIND: Table = {"en": (r"ago",), "fr": (), "de": (), "": (r"geleden|fa",)}
# Behind "the 23rd" where it is a day's number and not a thing's.
BEHIND_NUMBER: Table = {
    "en": (r"and|or|but|at|if|is|it|its|it's|then|when|please|latest|we|i|as|with|instead|for|because|so|to|not",),
    "fr": (), "de": (), "": (),
}  # fmt: skip
# Behind a number that counts goods and is no day: "by Tuesday 25 bags".
GOODS: Table = {
    "en": (r"box(?:es)?|bags?|cases?|cartons?|bottles?|rolls?|pallets?|tins?|tubs?|units?|pieces?|pcs|litres?|dozen",),
    "fr": (r"caisses?|sacs?|boites?|paquets?|bouteilles?|rouleaux?|bidons?|pots?|douzaines?",),
    "de": (r"stk|stuck|sacke?|kist\w{1,2}|karton\w{0,2}|paket\w{0,2}|pack\w{0,6}|flaschen?|rollen?|dosen?|eimer|beutel|kanister|palett\w{1,2}|liter|dutzend",),
    "": (r"x|kg|l|g|mm|cm|m",),
}  # fmt: skip
# Between a weekday and a number that make them two days: ", le reste le ".
PARTING: Table = {
    "en": (r"rest\w{0,4}|balance|remain\w{1,5}|other|half|then",), "fr": (r"solde|reste\w{0,2}|l'autre|puis",),
    "de": (r"rest\w{0,4}|andere\w?|dann",), "": (r"saldo|poi|luego",),
}  # fmt: skip


def any_of(table: Table) -> str:
    """The words of all languages in a table, as alternatives of an expression on folded text."""
    return "|".join(row for rows in table.values() for row in rows)
