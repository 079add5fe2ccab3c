"""Whether the address that an order names is one that the customer's record has: a street, its number and its town.

Compared as people vary it: case, accents, the order of street and number, abbreviations, what is named besides (a gate,
a floor). Another postcode, another number, another kind of street of the same name, or "care of": another place.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping

from workflows.customers import Customer

LONGEST = 300
LEAST_LETTERS = 3  # of a word that tells a street
WORDS = re.compile(r"[^\W_]+")
CARE_OF = re.compile(r"(?<!\w)(?:c/o|p/a|z\.? ?hd\.?|chez|care of)(?!\w)", re.IGNORECASE)
# What is written short in the streets of the countries that customers write from -> one form of it.
SHORT = {
    "strasse": "str", "street": "st", "saint": "st", "sainte": "st", "ste": "st", "avenue": "av", "ave": "av",
    "boulevard": "bd", "blvd": "bd", "bld": "bd", "bvd": "bd", "route": "rte", "chemin": "ch", "place": "pl",
    "platz": "pl", "impasse": "imp", "allee": "all", "faubourg": "fbg", "fg": "fbg", "road": "rd", "lane": "ln",
    "drive": "dr", "square": "sq", "court": "ct", "terrace": "ter", "general": "gal", "marechal": "mal",
    "zone": "z", "industrielle": "i", "numero": "no", "nr": "no", "straat": "str",
}  # fmt: skip
SMALL = frozenset("de du des d la le les l of the am an der den dem die im in zum zur y del della di no".split())
ENDING = re.compile(r"(?<=[a-z]{3})(?:strasse|straat)$")
JOINED_NUMBER = re.compile(r"(?<=\d)(?=[a-z])|(?<=[a-z])(?=\d)")

STANDING = re.compile(
    r"(?P<street>[^,\n]{3,160}), (?P<postcode>[0-9A-Z][0-9A-Z -]{2,9}?) (?P<town>[^\d,]{2,80})"
    r"(?:, (?P<country>[A-Z]{2}))?"
)
"""How an address stands in `Customer.delivery_addresses`; without a country it is in the customer's own."""
# Postcodes of countries, as regular expressions: an address without a country's name is at home only if its code is.
POSTCODES: Mapping[str, str] = {
    **dict.fromkeys("DE FR IT ES FI EE LT HR ME RS TR".split(), r"\d{5}"),
    **dict.fromkeys("AT CH LI BE LU DK NO HU SI BG CY LV".split(), r"\d{4}"),
    "GB": r"[A-Z]{1,2}\d[\dA-Z]? ?\d[A-Z]{2}",
    "IE": r"[A-Z]\d[\dW] ?[A-Z\d]{4}",
    "NL": r"\d{4} ?[A-Z]{2}",
    "PL": r"\d{2}-\d{3}",
    "PT": r"\d{4}-\d{3}",
    "CA": r"[A-Z]\d[A-Z] ?\d[A-Z]\d",
    **dict.fromkeys("SE CZ SK GR".split(), r"\d{3} ?\d{2}"),
    "RO": r"\d{6}",
    "US": r"\d{5}(?:-\d{4})?",
}


def is_known(stated: str, customer: Customer) -> bool:
    """Whether goods went there with this customer's knowledge: its own address, or a delivery address of its record."""
    return any(is_same(stated, *place) for place in known_places(customer))


def country_of(stated: str, named: str, customer: Customer) -> str:
    """The country that goods for an address go to; "" where nobody knows.

    `named`: as the order says it. An address of the record is in that one's country; any other without a country is in
    the customer's own only where its postcode can be one of that country: abroad the country is named, or asked for.
    """
    if named or not stated:
        return named or customer.country
    if is_same(stated, customer.street, customer.postcode, customer.city) and customer.postcode:
        return customer.country
    for text in customer.delivery_addresses:
        match = STANDING.fullmatch(text)
        if match and is_same(stated, match["street"], match["postcode"], match["town"]):
            return match["country"] or customer.country
    form = POSTCODES.get(customer.country)
    own = form is not None and re.search(rf"(?<![\w-])(?:[A-Z]{{1,3}}-)?(?:{form})(?![\w-])", stated[:LONGEST])
    return customer.country if own else ""


def parts_of(stated: str) -> tuple[str, str, str]:
    """(street, postcode, town) of an address of one line; all of it as the street where it has another form."""
    match = STANDING.fullmatch(stated)
    return (match["street"], match["postcode"], match["town"]) if match else (stated, "", "")


def known_places(customer: Customer) -> Iterator[tuple[str, str, str]]:
    """(street, postcode, town) of each address that the record has."""
    if customer.street and customer.postcode:
        yield customer.street, customer.postcode, customer.city
    for text in customer.delivery_addresses:
        if match := STANDING.fullmatch(text):
            yield match["street"], match["postcode"], match["town"]


def is_same(stated: str, street: str, postcode: str, town: str) -> bool:
    """Whether a stated address is this place. Either may say more of the house than the other."""
    if CARE_OF.search(stated[:LONGEST]) and not CARE_OF.search(street):
        return False
    said, code = _words(stated), _words(postcode)
    if not code or "".join(code) not in "".join(said):
        return False
    there, here = set(said) - set(code) - set(_words(town)), set(_words(street))
    shared = there & here
    numbers = {word for word in here if word.isdigit()}
    if numbers != {word for word in shared if word.isdigit()} and not (there <= here and _has_number(shared)):
        return False
    return (here <= there or there <= here) and any(len(w) >= LEAST_LETTERS and not w.isdigit() for w in shared)


def _has_number(words: set[str]) -> bool:
    return any(word.isdigit() for word in words)


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text[:LONGEST].replace("ß", "ss").casefold())
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign))
    words = (part for word in WORDS.findall(letters) for part in JOINED_NUMBER.split(ENDING.sub("str", word)))
    return [SHORT.get(word, word) for word in words if word not in SMALL]
