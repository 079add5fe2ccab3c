"""Things that are counted by an ordinal with a dot: the dot ends no sentence before them ("2. Mahnung")."""

from __future__ import annotations

# Folded; as months' names, they stand behind a number and a dot.
ORDINAL_NOUNS: dict[str, tuple[str, ...]] = {
    "en": (),
    "fr": (),
    "de": (
        "quartal", "halbjahr", "mahnung", "erinnerung", "zahlungserinnerung", "rate", "teillieferung", "lieferung",
        "teilzahlung", "halfte", "stock", "og", "etage", "position", "punkt", "wahl", "auflage", "mahnstufe",
        "nachtrag", "abschlag", "abschlagsrechnung", "teilrechnung", "anfrage", "anlauf", "versuch",
    ),
    "": ("rykker", "paminnelse", "kvartal", "upominka", "upominki", "pietro", "rata"),
}  # fmt: skip
