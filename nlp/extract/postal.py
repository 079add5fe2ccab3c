"""Postal addresses in a text, by their form: a postcode with its town, and what stands before it up to the street.

The postcodes of the countries of Europe and of Canada are told apart by their digits and letters alone; no word of any
language is needed. An address is one line: "street, postcode town" (in Britain, Ireland and Canada town, postcode).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from nlp.lang import fold

REACH = 220  # characters before the postcode in which street and house stand
_JOIN = r"(?:sur|sous|am|an der|im|in der|les|lès|le|la|en|bei|ob|de la|de l'|du|de|der|upon|on|y|i)"
_NAME = r"(?:St\.[ -]|Ste?-|Bad )?[A-ZÀ-ÖØ-ÝŁŚŻŹĆČŠŽ][\w'’-]{1,30}"
_TOWN = rf"{_NAME}(?:(?:[ ]{_JOIN}[ ]|[ ]|-){_NAME}){{0,3}}"
_CEDEX = r"(?:[ ](?:cedex|CEDEX))?(?:(?<=[Cc][Ee][Dd][Ee][Xx])[ ]\d{1,2})?"
_BEFORE_TOWN = (
    r"(?:[A-Z]{1,3}[- ]{1,2})?\d{4,5}",  # FR, DE, AT, CH, BE, LU, IT, ES, DK, NO
    r"\d{2}-\d{3}",  # PL
    r"\d{4}-\d{3}",  # PT
    r"\d{4}[ ]?[A-Z]{2}",  # NL
    r"(?:[A-Z]{1,2}-)?\d{3}[ ]\d{2}",  # SE, CZ, SK, GR
)
_BEHIND_TOWN = (
    r"[A-Z]{1,2}\d[\dA-Z]?[ ]?\d[A-Z]{2}",  # GB
    r"[A-Z]\d[\dW][ ]?[A-Z\d]{4}",  # IE
    r"(?:[A-Z]{2}[ ]{1,2})?[A-Z]\d[A-Z][ ]?\d[A-Z]\d",  # CA
)
_PLACE = re.compile(
    rf"(?<![\w/.-])(?:(?P<continental>(?:{'|'.join(_BEFORE_TOWN)})[ ]{{1,2}}{_TOWN}{_CEDEX})"
    rf"|(?P<island>{_TOWN}(?:[ ]\([^()\n]{{2,20}}\))?(?:[ ]\d{{1,2}})?[ ,\n]{{1,3}}(?:{'|'.join(_BEHIND_TOWN)})))(?!\w)"
)
# Words of a street that people write small, or that tell a street without a house number.
_STREET = re.compile(
    r"(?:rue|avenue|av\.?|boulevard|bd\.?|place|quai|chemin|ch\.|route|rte|impasse|all[ée]e|cours|square|via|viale|"
    r"corso|"
    r"piazza|calle|c/|avenida|avda\.?|plaza|paseo|rua|travessa|ul\.|ulica|al\.|aleja|plac|postfach|bp|cs|po box|"
    r"case postale|ch(?:auss[ée]e|emin))(?!\w)|(?:stra(?:ß|ss)e|str\.|weg|platz|gasse|allee|ring|damm|ufer|straat|"
    r"laan|kade|"
    r"gade|vej|v[äa]gen|gatan|n[áa]m[ěe]st[íi]|street|road|lane|drive|way|park|yard|works|house|farm|mill|square|court|"
    r"terrace|close|row|hill|green|quay|estate|wharf)(?!\w)",
    re.IGNORECASE,
)
_CONNECTORS = frozenset(
    "de du des d' la le les l' et of the am an der die den dem im in zum zur bis ter und und/oder van von y e do da "
    "dos na "
    "à a au aux at to".split()
)
_LEADS = re.compile(r"[:–—]\s|(?<![A-Za-z]\.)(?<!\b[A-Za-z]{2}\.)(?<!\b[A-Za-z]{3}\.)(?<=[.!?])\s|\s-\s")
_TRIMMED = frozenset(
    "in der die den dem im an am zum zur à a au aux at to the is of est ist le la les des c'est".split()
)
_LABEL = re.compile(
    r"(?:neue?[rsn]?|nouve\w{1,4}|new|nuev[oa]|nuov[oa]|notre|nos|unser\w{0,2}|our|sede|sitz|si[eè]ge|bureaux?|office|"
    r"b[üu]ro|\w{0,12}adress\w{0,2}|\w{0,12}anschrift|address|direcci[oó]n|indirizzo|adres\w{0,2}|firma|from|ab|"
    r"depuis|seit|since|desde|dal|od)\.?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Address:
    """An address as one line, and where it stands."""

    text: str
    start: int
    end: int


def addresses(text: str, is_name: Callable[[str], bool], is_day: Callable[[str], bool]) -> Iterator[Address]:
    """Every address of a text. `is_name`: a line above the street is the addressee's; `is_day`: a word of a date."""
    for place in _PLACE.finditer(text):
        low = max(0, place.start() - REACH)
        parts = list(_parts(text[low : place.start()], is_name, is_day))
        whole = [words for words, _ in reversed(parts)]
        if not whole or not _is_street(whole, bool(place["island"])):
            continue
        town = re.sub(r"[ ,]*\n[ ,]*", " ", place.group())
        yield Address(", ".join([*whole, town]), low + parts[-1][1], place.end())


def _is_street(parts: list[str], island: bool) -> bool:
    """A house number or a word for a street; where houses have names ("Fatherford Farm"), two parts are enough."""
    numbered = any(re.search(r"\d", part) for part in parts)
    return numbered or any(_STREET.search(part) for part in parts) or (island and len(parts) > 1)


def _parts(before: str, is_name: Callable[[str], bool], is_day: Callable[[str], bool]) -> Iterator[tuple[str, int]]:
    """The parts of an address before its place, the nearest first, each with where it begins."""
    end = len(before.rstrip(" ,\n\t"))
    if re.search(r"\n\s*\n", before[end:]):
        return
    while end > 0:
        begin = max(before.rfind(sign, 0, end) for sign in (",", "\n", ";")) + 1
        piece = before[begin:end]
        lead = max((match.end() for match in _LEADS.finditer(piece)), default=0)
        words, at = _address_words(piece[lead:], is_day)
        own_line = "\n" in before[end:]
        if not words or (own_line and is_name(before[before.rfind("\n", 0, end) + 1 : end].strip())):
            return
        yield words, begin + lead + at
        blank = re.search(r"\n\s*\n\s*$", before[:begin] + piece[: len(piece) - len(piece.lstrip())])
        if lead or at > len(piece[lead:]) - len(piece[lead:].lstrip()) or blank or not begin:
            return
        end = len(before[: begin - 1].rstrip(" ,\t"))


def _address_words(piece: str, is_day: Callable[[str], bool]) -> tuple[str, int]:
    """The end of a piece that can be a part of an address, and where it begins; ("", 0) for none."""
    tokens = list(re.finditer(r"\S{1,40}", piece))
    first = len(tokens)
    while first and _fits(tokens[first - 1].group()):
        first -= 1
    while first < len(tokens) and _is_lead(tokens[first].group(), is_day, first + 1 < len(tokens)):
        first += 1
    if first == len(tokens):
        return "", 0
    start = tokens[first].start()
    words = piece[start:].strip(" \n\t.")
    # A French house number comes first: what stands before it is no part of the street.
    number = re.search(
        r"(?<!\S)\d{1,4}(?:[ ]?(?:bis|ter|[a-d]))?,?[ ](?=(?:rue|av|bd|bou|pla|qua|che|rou|imp|all|cou|squ))", words
    )
    if number:
        return words[number.start() :], start + number.start()
    return words, start


def _fits(token: str) -> bool:
    plain = token.strip("(),.\"'«»")
    return (
        plain[:1].isupper()
        or plain[:1].isdigit()
        or fold(plain) in _CONNECTORS
        or plain in ("&", "+", "-")
        or bool(_STREET.match(token))
        or bool(re.match(r"(?:d|l)['’][A-ZÀ-Ý]", plain))
    )


def _is_lead(token: str, is_day: Callable[[str], bool], more: bool) -> bool:
    """What may stand before an address and look like a part of it: an article, a month, "Neue Anschrift"."""
    plain = token.strip("(),\"'«»:")
    if fold(plain) in _TRIMMED or _LABEL.fullmatch(plain) or is_day(fold(plain).rstrip(".")):
        return True
    return more and bool(re.fullmatch(r"\d{1,2}\.|1er|\d{1,2}(?:st|nd|rd|th)|20\d\d", plain))
