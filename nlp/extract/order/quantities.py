"""Where a text counts something: digits, words, dozens, "2 x 6", each with the unit that stands behind it.

The words of the three languages stand with their lexicons; here are the larger numbers, dozens and the units of
further languages, which are looked for only where a text is in none of the three.
"""

# ruff: noqa: E501  # a pattern or a row is one line of a table

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from nlp.extract.article_words import MEASURES
from nlp.extract.order.price import is_size
from nlp.extract.sources import Context, Source
from nlp.lang import alternatives, fold, lexicons
from nlp.notation import decimal_of

_TENS = {
    "en": ({"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}, "{ten}{join}{one}", ("-", " ")),
    "fr": ({"vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60, "septante": 70, "octante": 80, "huitante": 80, "nonante": 90}, "{ten}{join}{one}", ("-", " ", " et ")),
    "de": ({"zwanzig": 20, "dreissig": 30, "dreißig": 30, "vierzig": 40, "fünfzig": 50, "sechzig": 60, "siebzig": 70, "achtzig": 80, "neunzig": 90}, "{one}und{ten}", ("",)),
}  # fmt: skip
_WHOLE = {
    "en": {"thirteen": 13, "fourteen": 14, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "hundred": 100, "a hundred": 100, "one hundred": 100,
           "two hundred": 200, "three hundred": 300, "five hundred": 500, "an": 1, "another": 1},
    "fr": {"treize": 13, "quatorze": 14, "seize": 16, "dix-sept": 17, "dix-huit": 18, "dix-neuf": 19, "soixante-dix": 70, "quatre-vingt": 80, "quatre-vingts": 80,
           "quatre-vingt-dix": 90, "cent": 100, "deux cents": 200, "une dizaine": 10, "une quinzaine": 15, "une vingtaine": 20, "une trentaine": 30, "une cinquantaine": 50, "une centaine": 100, "trois cents": 300, "quatre cents": 400, "cinq cents": 500},
    "de": {"dreizehn": 13, "sechzehn": 16, "siebzehn": 17, "achtzehn": 18, "neunzehn": 19, "hundert": 100, "einhundert": 100, "zweihundert": 200, "dreihundert": 300},
}  # fmt: skip
_ABROAD = {
    "een": 1, "due": 2, "twee": 2, "drie": 3, "vier": 4, "vijf": 5, "zes": 6, "zeven": 7, "acht": 8, "negen": 9, "tien": 10, "twaalf": 12, "twintig": 20,
    "uno": 1, "una": 1, "tre": 3, "quattro": 4, "cinque": 5, "sei": 6, "sette": 7, "otto": 8, "nove": 9, "dieci": 10, "dodici": 12, "venti": 20,
    "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "siete": 7, "ocho": 8, "nueve": 9, "diez": 10, "doce": 12, "veinte": 20,
    "um": 1, "uma": 1, "dois": 2, "duas": 2, "quatro": 4, "sete": 7, "oito": 8, "dez": 10, "doze": 12, "vinte": 20,
    "jeden": 1, "dwa": 2, "dwie": 2, "trzy": 3, "cztery": 4, "piec": 5, "szesc": 6, "siedem": 7, "osiem": 8, "dziesiec": 10,
    "ett": 1, "tva": 2, "fyra": 4, "fem": 5, "seks": 6, "atta": 8, "tio": 10,
}  # fmt: skip
_DOZENS = {
    "en": ("dozen", "doz", "dz"), "fr": ("douzaine", "douzaines"), "de": ("dutzend", "dtzd", "dtz", "dzd"),
    "": ("dozijn", "dozzina", "dozzine", "docena", "docenas", "duzia", "duzias", "tuzin", "tuziny", "dussin"),
}  # fmt: skip
_HALF = r"(?:half an?|half|anderhalf|une demi|demi|ein halbes|halbes|mezza|media|meia|pol)[ -]?"
_ARTICLES = frozenset("a an ein eine einen einem einer un une een uno una um uma jeden en ett another".split())
UNITS = (
    "ringe", "ring", "rolle", "dose", "kanister", "trommeln", "trommel", "bund", "bunde", "riegel", "stange", "stangen", "flasche", "sack", "päckchen", "pakete", "paket",
    "packung", "schachtel", "kiste", "etui", "etuis", "bund", "couronnes", "couronne", "paquet", "touret", "tourets", "rouleau", "flacon", "bouteilles", "bouteille", "sac", "sachets",
    "sachet", "bidon", "seau", "ramettes", "ramette", "pochettes", "pochette", "bottes", "barres", "barre", "tubes", "coils", "coil", "lengths", "length", "reams", "ream", "bottle",
    "bag", "roll", "drums", "drum", "packets", "packet", "tins", "tin", "cans", "can", "sheets", "bundles", "bundle", "pots", "pot", "tub", "bucket", "buckets", "sleeves",
)  # fmt: skip
UNITS_ABROAD = (
    "stuks", "stuk", "st", "dozen", "doos", "pak", "pakken", "flesjes", "flessen", "rollen", "zakken", "scatole", "scatola", "confezioni", "confezione", "pezzi", "barattoli",
    "flaconi", "sacchi", "risme", "rotoli", "cajas", "caja", "paquetes", "botes", "unidades", "uds", "sacos", "rollos", "caixas", "caixa", "embalagens", "rolos", "resmas",
    "szt", "sztuk", "pudelek", "opakowan", "opakowania", "ryz", "krazkow", "rolek", "stycken", "paket", "lador", "kasser", "kasse", "stk", "pakker", "trommle", "trommla",
)  # fmt: skip
# What stands before a number that counts no goods.
_LABEL = re.compile(
    r"(?:\b(?:tor|gate|rampe|lager|op|etage|floor|raum|room|zimmer|halle|hall|kw|week|semaine|tel|poste|ext|quai|dock|unit|nr|no|num|numero|ref|pos|position|ligne|line|item|page|seite|klasse|ward|bat|"
    r"batiment|apt|rue|site|lot n|phase|schicht|baustelle|dect|fax|fon|phone|niveau|level|po|bc|cde|dom|id)[ .:°-]{0,3}|[#@]|\+)$"
)
_TIME = re.compile(
    r"[ ]?(?:h(?:\d\d)?|uhr|am|pm|heures?|o'clock|min|minuten|jours?|tagen?|days?|wochen?|weeks?|semaines?|%|pour cent|per cent|percent|prozent|por ciento|percento|mois|monate?|months?|ans|jahren?)(?!\w)|:\d\d"
)
MAX_COUNTS = 1000
_COUNTED = r"\d{1,3}(?:[.' ]\d{3})(?![\d.,])|\d{1,5}"


@dataclass(frozen=True, slots=True)
class Count:
    """So many of something: text[start:end] holds the number and its unit. `article`: only "a" or "un" says so.

    `measured`: the number of a size ("5 l", "13 amp") rather than of goods. `behind`: led by an "x" ("GM-2204 x 10").
    """

    value: Decimal
    start: int
    end: int
    unit: str
    article: bool = False
    measured: bool = False
    behind: bool = False
    bare_end: int = 0
    dozens: bool = False


def counts_in(context: Context, source: Source) -> tuple[Count, ...]:
    """Every count of a text, in order; days, money, times and numbers of places are none."""
    pattern, words = _pattern(context.languages)
    taken = [(m.start, m.end) for m in context.dates(source)]
    taken += [(a.start, a.end) for a in context.amounts(source) if a.marked and not is_size(source, a)]
    found: list[Count] = []
    for match in itertools.islice(pattern.finditer(source.folded), MAX_COUNTS):
        start, _end = match.span()
        if any(a < match.end("number") and match.start("number") < b for a, b in taken):
            continue
        if match["digits"] and (
            _LABEL.search(source.flat[max(0, start - 14) : start]) or _TIME.match(source.flat, match.end("digits"))
        ):
            continue
        line = source.folded[source.folded.rfind("\n", 0, start) + 1 : start]
        if (
            match["digits"]
            and not line.strip()
            and re.match(r"[.)]\s", source.text[match.end("digits") : match.end("digits") + 2])
        ):
            continue  # "1. Envelopes"
        count = _count(context, source, match, words)
        if count is not None and count.value > 0 and (not found or found[-1].end <= start):
            found.append(count)
    return tuple(found)


def _count(context: Context, source: Source, match: re.Match[str], words: dict[str, int]) -> Count | None:
    match["number"]
    if match["digits"]:
        value = decimal_of(match["digits"], context.decimal)[0]
    elif match["half"]:
        value = Decimal(3 if match["half"].startswith("ander") else 1) / 2
    else:
        value = Decimal(words[match["word"]]) if match["word"] else Decimal(1)
    if value is None:
        return None
    if match["dozen"]:
        value *= 12
    if match["times"]:
        value *= Decimal(match["times"])
    unit = match["unit"] or ""
    rest = source.text[match.end("number") : match.end("number") + 12].lower()  # unfolded: "2 à 5,00" are no amperes
    measure = re.match(r"[ -]?([a-zµμ²]{1,9})(?!\w)", rest)
    measured = not match["half"] and measure is not None and measure[1] in MEASURES and not match["dozen"]
    is_article = not match["dozen"] and match["word"] in _ARTICLES
    start = match.start("lead") if match["lead"] else match.start("number")
    return Count(
        value,
        start,
        match.end(),
        source.text[slice(*match.span("unit"))] if unit else "",
        is_article,
        measured,
        bool(match["lead"]),
        match.end("number"),
        bool(match["dozen"]),
    )


@lru_cache(maxsize=16)
def _pattern(languages: tuple[str, ...]) -> tuple[re.Pattern[str], dict[str, int]]:
    words = _words(languages)
    dozens = [word for code in (*languages, "") for word in _DOZENS.get(code, ())]
    if len(languages) > 1:
        dozens = [word for word in dozens if word != "dozen"]  # "4 dozen" are four boxes in Dutch
    units = [word for pack in lexicons(languages) for word in (*pack.units, *pack.unit_levels)]
    units += [*UNITS, *(UNITS_ABROAD if len(languages) > 1 else ())]
    units = [word for word in units if word not in ("x", "m", "l", "nr", "no.", "tage", "days", "jours", "u", "each")]
    counted = alternatives(words)
    dozen = alternatives(dozens)
    unit = alternatives(units)
    pattern = re.compile(
        rf"(?:(?P<lead>(?<=[ a-z])[x×][ ]?|(?<!\w)(?:qty|quantity|qte|quantite|menge|bestellmenge|anzahl|nombre|aantal|cantidad|ilosc)[ .:]{{0,3}})(?=\d)|(?<![\w.,/°-])(?<!\d')(?<![x×][ ]))"
        rf"(?P<number>(?P<digits>{_COUNTED})(?!\d|[.,/]\d|-\w|[x×]\d|er[ -])(?:(?=[x×])|(?![^\W\d_])|(?=(?:{unit})(?!\w)))"
        rf"|(?P<half>{_HALF})(?={dozen})|(?P<word>(?:{counted}))(?!\w)(?!-\w)|(?={dozen}))"
        rf"(?:[ ]?(?P<dozen>{dozen})(?!\w)\.?)?"
        rf"(?:[ ][x×][ ](?P<times>\d{{1,3}})(?=[ ][^\W\d_]{{3}})(?![ ](?:{alternatives(MEASURES)})(?!\w)))?"
        rf"(?:[ ]?[x×](?!\w)|[ ]?[x×](?=[ ]?[^\W_]))?[ \t]{{0,3}}(?P<unit>(?:{unit})(?![\w/-])\.?)?"
    )
    return pattern, words


def _words(languages: tuple[str, ...]) -> dict[str, int]:
    found = dict(_ABROAD) if len(languages) > 1 else {}
    for pack in lexicons(languages):
        ones = {fold(word): n for word, n in pack.number_words.items() if " " not in word}
        tens, form, joins = _TENS[pack.code]
        for ten, value in tens.items():
            found[fold(ten)] = value
            for one, n in ones.items():
                if n < 10:
                    found |= {fold(form.format(ten=ten, join=join, one=one)): value + n for join in joins}
        found |= ones | {fold(word): n for word, n in _WHOLE[pack.code].items()}
    return found


def dozens_of(unit: str) -> int:
    """12 for "dozen", "Dtzd." in a column of units, else 1."""
    return 12 if fold(unit.strip(" .")) in {word for words in _DOZENS.values() for word in words} else 1
