"""How each language counts without a number: as many as of the goods before, twice over, the same told in other units."""

# ruff: noqa: E501  # a row is one line of a table

from __future__ import annotations

# "40 cups and the same number of saucers": so many as were counted last.
AS_MANY: dict[str, tuple[str, ...]] = {
    "en": ("the same number", "the same amount", "the same quantity", "same number", "same quantity", "equally many", "as many"),
    "fr": ("le meme nombre", "la meme quantite", "autant"),
    "de": ("gleich viele", "gleichviel", "gleich viel", "gleichviele", "ebenso viele", "ebensoviele", "ebensoviel", "genauso viele",
           "genausoviele", "genau so viele", "dieselbe menge", "die gleiche menge", "gleiche menge", "dieselbe anzahl", "die gleiche anzahl"),
    "": ("lo stesso numero", "altrettanti", "altrettante", "la misma cantidad", "otros tantos", "otras tantas", "evenveel",
         "tyle samo", "lika manga", "a mesma quantidade", "lige sa mange"),
}  # fmt: skip
# "1 pallet of sand (that is 40 bags)": the count before in other units.
THAT_IS: dict[str, tuple[str, ...]] = {
    "en": ("i.e.", "ie", "that is", "that's", "makes", "meaning", "so"),
    "fr": ("soit", "c'est-a-dire", "c.-a-d.", "donc", "ce qui fait"),
    "de": ("also", "das sind", "d.h.", "d. h.", "das heisst", "macht", "entspricht", "sprich"),
    "": ("cioe", "ovvero", "es decir", "o sea", "oftewel", "czyli", "ou seja", "dvs", "dvs."),
}
# "five times the three-year licence": the word between a number and its goods.
TIMES: dict[str, tuple[str, ...]] = {
    "en": ("times",),
    "fr": ("fois",),
    "de": ("mal",),
    "": ("maal", "volte", "veces", "razy"),
}

# Languages in which a point behind a number makes it an ordinal: "am 15. geht es nicht".
ORDINAL_POINT = frozenset({"de", ""})

# What begins a sentence about the way of the goods, and is now and then a service that is sold.
DELIVERIES = frozenset(
    (
        "delivery",
        "deliveries",
        "shipping",
        "livraison",
        "livraisons",
        "expedition",
        "lieferung",
        "anlieferung",
        "versand",
        "levering",
        "consegna",
        "entrega",
        "dostawa",
        "leverans",
    )
)


def words_of(table: dict[str, tuple[str, ...]], languages: tuple[str, ...]) -> tuple[str, ...]:
    """The words of these languages; of their neighbours too, where a text is in none of ours."""
    codes = (*languages, "") if len(languages) > 1 else languages
    return tuple(word for code in codes for word in table.get(code, ()))
