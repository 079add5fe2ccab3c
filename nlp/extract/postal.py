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
_NAME = r"(?:St\.[ -]|Ste?-|Co\. |Bad )?[A-ZÀ-ÖØ-ÝŁŚŻŹĆČŠŽ][\w'’-]{1,30}"
_TOWN = rf"{_NAME}(?:(?:[ ]{_JOIN}[ ]|[ ]|-){_NAME}){{0,3}}"
_CEDEX = r"(?:[ ](?:cedex|CEDEX))?(?:(?<=[Cc][Ee][Dd][Ee][Xx])[ ]\d{1,2})?"
# "Halle (Saale)", "Praha 2", "København V"
_QUARTER = r"(?:[ ]\([A-ZÀ-Ý][^()\s]{2,15}\))?(?:[ ](?:\d{1,2}|[A-ZÆØÅ]{1,2})(?=[ ]?[.,;:)\n]|$))?"
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
    rf"(?<![\w/.-])(?:(?P<continental>(?:{'|'.join(_BEFORE_TOWN)})[ ]{{1,2}}{_TOWN}{_CEDEX}{_QUARTER})"
    rf"|(?P<island>{_TOWN}(?:[ ]\([^()\n]{{2,20}}\))?(?:[ ]\d{{1,2}})?[ ,\n]{{1,3}}(?:{'|'.join(_BEHIND_TOWN)})))(?!\w)"
)
# Words of a street that people write small, or that tell a street without a house number.
_STREET = re.compile(
    r"(?:rue|avenue|av\.?|boulevard|bd\.?|place|quai|chemin|ch\.|route|rte|impasse|all[ée]e|cours|square|via|viale|"
    r"corso|"
    r"piazza|calle|c/|avenida|avda\.?|plaza|paseo|rua|travessa|ul\.|ulica|al\.|aleja|plac|postfach|bp|cs|po box|"
    r"case postale|ch(?:auss[ée]e|emin))(?!\w)|(?:stra(?:ß|ss)e|str\.|weg|platz|gasse|allee|ring|damm|ufer|straat|"
    r"laan|kade|baan|plein|singel|gracht|dijk|steeg|"
    r"gade|vej|v[äa]gen|gatan|n[áa]m[ěe]st[íi]|street|road|lane|drive|way|park|yard|works|house|farm|mill|square|court|"
    r"terrace|close|row|hill|green|quay|estate|wharf|lodge|cottage|hall|"
    r"barn|manor|centre|lieu-?dit|hameau|r[ée]sidence|immeuble|zone|za|zi|zac|siedlung|gewerbepark|gewerbegebiet|"
    r"industriepark|campus|hafen)(?!\w)",
    re.IGNORECASE,
)
_CONNECTORS = frozenset(
    "de du des d' la le les l' et of the am an der die den dem im in zum zur bis ter und und/oder van von y e do da "
    "das dos na del dels della dello delle degli dei dal los las san santa "
    "à a au aux at to".split()
)
# Small words inside of a building's or a letter box's name: "311 bte 4", "Top 12", "2. OG", "c/o".
_INSIDE = frozenset(
    "bte boite bt bus box app apt appt apartment suite unit floor etage et. etg stg stiege tur top og eg ug "
    "dg lok m. m lokal scala int interno esc escalera piso pta puerta planta izq izda dcha andar bat bat. "
    "batiment hall hal entree nr nr. no no. n° nº s/n c/o p/a bis ter quater a b st. level block blok tower "
    "zone zi za zac parc bureau local porte office".split()
)
_DEPARTMENT = re.compile(r"[ ]{0,2}(?P<name>[A-ZÀ-Ý][\w'’-]{1,20}(?:[ ][^\W\d_]{2,20}){1,3})")  # behind "address:"
_INTO = re.compile(r"[ ](?:in|à|a|at|te|i|w|em|en)$")  # "8 Mill Lane in" Totnes
# "unsere Praxis in das" Ärztehaus: what moves there is no part of the place.
_MOVED_INTO = re.compile(
    r".{2,60}[ ](?:in (?:das|die|den|unser\w{0,2}|the|our)|ins|into(?: the| our)?|dans (?:le|la|les|nos|notre)|nach)[ ]"
    r"(?=[A-ZÀ-Ý])"
)
_CARE_OF = re.compile(r"(?:c/o|p/a|chez|presso|bei|t\.a\.v\.)[ ]", re.IGNORECASE)
_LEADS = re.compile(
    r"[:–—]\s|(?<![A-Za-z]\.)(?<!\b[A-Za-z]{2}\.)(?<!\b[A-Za-z]{3}\.)(?<!\b\d\.)(?<!\b\d\d\.)(?<=[.!?])\s|\s-\s"
)
_TRIMMED = frozenset(
    "in der die den dem im an am zum zur à a au aux at to the is of est ist le la les des c'est e".split()
)
_BEGINNINGS = frozenset(
    "in der die den dem im an am zum zur la le les des the".split()
)  # of streets: "Am Markt 5", "Le Bourg"
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
        town = re.sub(r"[ ,]*\n[ ,]*", ", ", place.group())
        yield Address(", ".join([*whole, town]), low + parts[-1][1], place.end())


_NUMBER = r"\d{1,4}(?:[ ]?[a-dA-D])?(?:[/-]\d{1,4})?(?![\w%\u20ac]|[.,]\d)"
_HOUSES = (
    rf"{_NAME}(?:[ -]{_NAME}){{0,3}}[ ]{_NUMBER}",  # Uferweg 3, Maliebaan 70
    rf"\d{{1,4}}(?:[ ](?:bis|"
    rf"ter))?,?[ ](?:[a-z]{{2,10}}\.?[ ])(?:{_JOIN}[ ]){{0,2}}(?:[dl]['’])?{_NAME}(?:[ -]{_NAME}){{0,3}}",
    rf"\d{{1,4}}[a-d]?[ ]{_NAME}(?:[ ]{_NAME}){{1,3}}",  # 14 Mill Lane
)
_HOUSE = re.compile(
    rf"(?<![\w/.-])(?P<house>{'|'.join(_HOUSES)})(?!\w)(?:,?[ ](?:à|in|a|te|en|"
    rf"em)[ ](?P<town>{_TOWN})(?:[ ]\((?P<code>\d{{4,5}})\))?)?"
)


def houses(text: str) -> Iterator[Address]:
    """Streets with a house number, of which the writer does not repeat the postcode or the town."""
    for match in _HOUSE.finditer(text):
        if _STREET.search(match["house"]):
            town = " ".join(part for part in (match["code"], match["town"]) if part)
            yield Address(", ".join(part for part in (match["house"], town) if part), match.start(), match.end())


def _is_street(parts: list[str], island: bool) -> bool:
    """A house number or a word for a street; where houses have names ("Fatherford Farm"), two parts are enough."""
    numbered = any(re.search(r"\d", part) for part in parts)
    return numbered or any(_STREET.search(part) for part in parts) or (island and len(parts) > 1)


def _parts(before: str, is_name: Callable[[str], bool], is_day: Callable[[str], bool]) -> Iterator[tuple[str, int]]:
    """The parts of an address before its place, the nearest first, each with where it begins."""
    end, inside = len(before.rstrip(" ,\n\t")), False
    if re.search(r"\n\s*\n", before[end:]):
        return
    while end > 0:
        begin = max(before.rfind(sign, 0, end) for sign in (",", "\n", ";")) + 1
        piece = before[begin:end]
        lead = max((match.end() for match in _LEADS.finditer(piece)), default=0)
        words, at = _address_words(piece[lead:], is_day)
        own_line = "\n" in before[end:]
        line_begin = before.rfind("\n", 0, end) + 1
        line = before[line_begin:end].strip()
        cared = bool(_CARE_OF.match(words))
        if not words and inside is False and (part := _DEPARTMENT.fullmatch(piece[lead:].rstrip())) and lead:
            if not is_name(part["name"]):
                yield part["name"], begin + lead + part.start("name")
            return
        if not words or (not cared and (is_name(words) or (own_line and is_name(line)))):
            if inside and words:
                yield (line, line_begin) if own_line else (words, begin + lead + at)
            return
        # What comes below a name is a part of its house: a department, "c/o Reed".
        built = fold(words.split(" ")[0].strip(",.")) in _INSIDE  # "Block C"
        inside = cared or not (re.search(r"\d", words) or _STREET.search(words) or built)
        running = bool(piece[lead : lead + at].strip())
        if not (running and " " not in words and not re.search(r"\d", words) and not _STREET.fullmatch(words)):
            yield words, begin + lead + at
        blank = re.search(r"\n\s*\n\s*$", before[:begin] + piece[: len(piece) - len(piece.lstrip())])
        if lead or at > len(piece[lead:]) - len(piece[lead:].lstrip()) or blank or not begin:
            return
        end = len(before[: begin - 1].rstrip(" ,\t"))


def _address_words(piece: str, is_day: Callable[[str], bool]) -> tuple[str, int]:
    """The end of a piece that can be a part of an address, and where it begins; ("", 0) for none."""
    tokens = list(re.finditer(r"\S{1,40}", piece))
    first = len(tokens)
    while first and _fits(tokens[first - 1].group(), is_day):
        first -= 1
    while first < len(tokens) and _is_lead(tokens[first].group(), is_day, [t.group() for t in tokens[first + 1 :][:1]]):
        first += 1
    if first == len(tokens):
        return "", 0
    start = tokens[first].start()
    words = _INTO.sub("", piece[start:].strip(" \n\t."))
    # A French house number comes first: what stands before it is no part of the street.
    number = re.search(
        r"(?<!\S)\d{1,4}(?:[ ]?(?:bis|ter|[a-d]))?,?[ ](?=(?:rue|av|bd|bou|pla|qua|che|rou|imp|all|cou|squ))", words
    )
    moved = None if number else _MOVED_INTO.search(words)
    cut = number.start() if number else moved.end() if moved else 0
    return words[cut:], start + cut


def _fits(token: str, is_day: Callable[[str], bool]) -> bool:
    plain = token.strip("(),.\"'«»")
    return (
        plain[:1].isupper()
        or plain[:1].isdigit()
        or fold(plain) in _CONNECTORS
        or fold(token.strip(",.")) in _INSIDE
        or is_day(fold(plain))
        or plain in ("&", "+", "-")
        or bool(_STREET.match(token))
        or bool(re.match(r"(?:d|l)['’][A-ZÀ-Ý]", plain))
    )


def _is_lead(token: str, is_day: Callable[[str], bool], more: list[str]) -> bool:
    """What may stand before an address and look like a part of it: an article, a month, "Neue Anschrift"."""
    plain = token.strip("(),\"'«»:")
    if (
        (fold(plain) in _TRIMMED and not (plain[0:1].isupper() and fold(plain) in _BEGINNINGS))
        or (_LABEL.fullmatch(plain) and not (fold(plain) in _INSIDE and more and more[0][0].isdigit()))
        or is_day(fold(plain).rstrip("."))
    ):
        return True
    if not more or fold(more[0].strip(",.")) in _INSIDE:
        return False  # the last word, or the third floor
    return bool(re.fullmatch(r"\d{1,2}\.(?:\d{1,2}\.(?:\d{2}|\d{4})?)?|1er|\d{1,2}(?:st|nd|rd|th)|20\d\d", plain))
