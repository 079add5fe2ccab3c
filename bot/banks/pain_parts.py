"""What files for our bank are made of: elements, and texts in the Latin characters that all banks take (EPC217-08)."""

from __future__ import annotations

import re
import unicodedata

from lxml import etree

WRITTEN = {"Ä": "AE", "Ö": "OE", "Ü": "UE", "ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Æ": "AE", "æ": "ae",
           "Ø": "O", "ø": "o", "Œ": "OE", "œ": "oe", "Ł": "L", "ł": "l", "&": "+", "’": "'"}  # fmt: skip
FOREIGN = re.compile(r"[^A-Za-z0-9/?:().,'+ -]")
BIC = re.compile(r"[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?")
LONGEST_NAME, LONGEST_TEXT = 70, 140


def latin(text: str, most: int) -> str:
    """A text in the characters of SEPA, at most so many; it neither begins nor ends with "/" and holds no "//"."""
    written = "".join(WRITTEN.get(sign, sign) for sign in text)
    plain_signs = unicodedata.normalize("NFKD", written)
    kept = FOREIGN.sub(" ", "".join(sign for sign in plain_signs if not unicodedata.combining(sign)))
    single = re.sub(r"/{2,}", "/", " ".join(kept.split()))
    return single[:most].strip("/ ") or "-"


def under(parent: etree._Element, *names: str) -> etree._Element:
    """A new element below others, each inside the one before."""
    for name in names:
        parent = etree.SubElement(parent, name)
    return parent


def leaf(parent: etree._Element, name: str, text: str) -> etree._Element:
    made = under(parent, name)
    made.text = text
    return made


def document(namespace: str) -> etree._Element:
    return etree.Element("Document", nsmap={None: namespace})


def file_of(root: etree._Element) -> bytes:
    made: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return made
