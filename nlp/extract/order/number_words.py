"""Numbers in words up to the thousands, put together as each language does: "cent cinquante", "zweihundertvierzig"."""

# ruff: noqa: E501  # words stand in rows

from __future__ import annotations

import re
from functools import lru_cache

from nlp.lang import alternatives, expression, fold, lexicons

_WHOLE = {
    "en": {
        "thirteen": 13, "fourteen": 14, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50,
        "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100, "a hundred": 100, "thousand": 1000, "a thousand": 1000, "an": 1, "another": 1, "a couple": 2, "couple": 2, "a couple of": 2, "couple of": 2,
    },
    "fr": {
        "treize": 13, "quatorze": 14, "seize": 16, "dix-sept": 17, "dix-huit": 18, "dix-neuf": 19, "dix sept": 17, "dix huit": 18, "dix neuf": 19, "vingt": 20, "trente": 30,
        "quarante": 40, "cinquante": 50, "soixante": 60, "septante": 70, "quatre-vingt": 80, "quatre-vingts": 80, "quatre vingt": 80, "quatre vingts": 80, "octante": 80,
        "huitante": 80, "nonante": 90, "cent": 100, "cents": 100, "mille": 1000, "une dizaine": 10, "une quinzaine": 15, "une vingtaine": 20, "une trentaine": 30,
        "une quarantaine": 40, "une cinquantaine": 50, "une soixantaine": 60, "une centaine": 100,
    },
    "de": {
        "dreizehn": 13, "sechzehn": 16, "siebzehn": 17, "achtzehn": 18, "neunzehn": 19, "zwanzig": 20, "dreissig": 30, "dreißig": 30, "vierzig": 40, "fünfzig": 50, "sechzig": 60,
        "siebzig": 70, "achtzig": 80, "neunzig": 90, "hundert": 100, "tausend": 1000, "zwo": 2, "zwa": 2, "a": 1, "drü": 3,
        "nen": 1, "'nen": 1, "'ne": 1, "nochn": 1, "noch'n": 1, "nochne": 1, "noch'ne": 1, "nochnen": 1, "noch'nen": 1,
    },
}  # fmt: skip
_ABROAD = {
    # nl
    "een": 1, "twee": 2, "drie": 3, "vier": 4, "vijf": 5, "zes": 6, "zeven": 7, "acht": 8, "negen": 9, "tien": 10, "elf": 11, "twaalf": 12, "dertien": 13, "veertien": 14, "vijftien": 15,
    "zestien": 16, "zeventien": 17, "achttien": 18, "negentien": 19, "twintig": 20, "dertig": 30, "veertig": 40, "vijftig": 50, "zestig": 60, "zeventig": 70, "tachtig": 80, "negentig": 90, "honderd": 100,
    # it
    "uno": 1, "una": 1, "due": 2, "tre": 3, "quattro": 4, "cinque": 5, "sei": 6, "sette": 7, "otto": 8, "nove": 9, "dieci": 10, "undici": 11, "dodici": 12, "tredici": 13, "quattordici": 14,
    "quindici": 15, "sedici": 16, "diciotto": 18, "venti": 20, "vent": 20, "trenta": 30, "trent": 30, "quaranta": 40, "quarant": 40, "cinquanta": 50, "sessanta": 60, "settanta": 70, "ottanta": 80, "novanta": 90, "cento": 100,
    # es
    "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "siete": 7, "ocho": 8, "nueve": 9, "diez": 10, "once": 11, "doce": 12, "trece": 13, "catorce": 14, "quince": 15, "dieciseis": 16,
    "dieciocho": 18, "veinte": 20, "veinti": 20, "treinta": 30, "cuarenta": 40, "cincuenta": 50, "sesenta": 60, "setenta": 70, "ochenta": 80, "noventa": 90, "cien": 100, "ciento": 100, "doscientos": 200, "doscientas": 200,
    # pt
    "um": 1, "uma": 1, "dois": 2, "duas": 2, "quatro": 4, "sete": 7, "oito": 8, "dez": 10, "onze": 11, "doze": 12, "treze": 13, "quinze": 15, "vinte": 20, "trinta": 30, "quarenta": 40, "cinquenta": 50,
    "sessenta": 60, "oitenta": 80, "cem": 100, "duzentos": 200, "duzentas": 200,
    # pl
    "jeden": 1, "jedna": 1, "dwa": 2, "dwie": 2, "trzy": 3, "cztery": 4, "piec": 5, "szesc": 6, "siedem": 7, "osiem": 8, "dziewiec": 9, "dziesiec": 10, "jedenascie": 11, "dwanascie": 12, "pietnascie": 15,
    "dwadziescia": 20, "trzydziesci": 30, "czterdziesci": 40, "piecdziesiat": 50, "szescdziesiat": 60, "sto": 100, "dwiescie": 200,
    # sv, da, no
    "en": 1, "ett": 1, "et": 1, "to": 2, "tva": 2, "fyra": 4, "fire": 4, "fem": 5, "seks": 6, "sju": 7, "syv": 7, "atta": 8, "otte": 8, "atte": 8, "nio": 9, "tio": 10, "ti": 10, "tolv": 12, "femton": 15, "femten": 15,
    "tjugo": 20, "tyve": 20, "trettio": 30, "tredive": 30, "tretti": 30, "fyrtio": 40, "femtio": 50, "femti": 50, "hundra": 100, "hundrede": 100, "hundre": 100,
}  # fmt: skip
_JOIN = r"(?:[ -]?(?:et|and|e|y|i|og|och)[ -]|[ -])?"
_ONES_FIRST = r"(?:und|en|og|e)"
_ORDINAL = re.compile(r"(?<=zig|ehn)er[ns]?(?!\w)")  # "fünfundsechziger"
LEAST_IN_DIGITS = 2  # "one" is an article more often than a number
_BEFORE_PERCENT = r"(?<!pour )(?<!per )(?<!pro )(?<!por )"


@lru_cache(maxsize=16)
def values_of(languages: tuple[str, ...]) -> dict[str, int]:
    """The simple number words of these languages, folded; of the neighbours' too, where a text is in none of ours."""
    found = (
        {word: value for word, value in _ABROAD.items() if word not in ("to", "et", "en", "i")}
        if len(languages) > 1
        else {}
    )
    for pack in lexicons(languages):
        found |= {fold(word): n for word, n in (*pack.number_words.items(), *_WHOLE[pack.code].items())}
    return found


@lru_cache(maxsize=16)
def number_pattern(languages: tuple[str, ...]) -> str:
    """An expression for a number in words: ones, teens, tens and hundreds as they may follow each other."""
    words = values_of(languages)
    ones, teens, tens, hundred, thousand = (
        alternatives([word for word, value in words.items() if value in row and " " not in word])
        for row in (range(1, 10), range(10, 20), range(20, 100), (100,), (1000,))
    )
    under = rf"(?:(?:{tens})(?:{_JOIN}(?:{teens}|{ones}))?|(?:{ones}){_ONES_FIRST}(?:{tens})|{teens}|{ones})"
    hundreds = rf"(?:(?:(?:{under})[ -]?)?(?:{hundred})(?:{_JOIN}(?:und)?{under})?)"
    thousands = rf"(?:(?:(?:{hundreds}|{under})[ -]?)?(?:{thousand})(?:{_JOIN}(?:und)?(?:{hundreds}|{under}))?)"
    whole, phrases = alternatives(words), alternatives([word for word in words if " " in word])
    return rf"{_BEFORE_PERCENT}(?:(?:{phrases})(?!\w)(?!{_JOIN}(?:{under}))|(?:{thousands}|{hundreds}|{under})(?!\w)|(?:{whole}))"


def value_of(written: str, languages: tuple[str, ...]) -> int:
    """What a match of `number_pattern` comes to."""
    words = values_of(languages)
    if written in words:
        return words[written]
    whole = part = 0
    simple = expression(alternatives(words))
    plain = re.sub(r"quatre[ -]vingts?", "octante", written)
    for piece in re.split(r"[ -](?:(?:et|and|e|y|i|og|och)[ -])?", plain):
        for match in simple.finditer(piece):
            value = words[match.group()]
            if value == 100:
                part = max(part, 1) * value
            elif value == 1000:
                whole, part = max(part, 1) * value, 0
            else:
                part += value
    return whole + part


@lru_cache(maxsize=5_000)
def in_digits(text: str, languages: tuple[str, ...]) -> str:
    """A text with its numbers in digits from two on, an ordinal ending left out: "Tiefe fünfundsechziger" is "65"."""
    text = _ORDINAL.sub("", text)
    flat = fold(text)
    written = expression(rf"(?<![\w-])(?P<number>{number_pattern(languages)})(?![\w-])")
    parts, place = [], 0
    for match in written.finditer(flat):
        if (value := value_of(match["number"], languages)) >= LEAST_IN_DIGITS:
            parts += [text[place : match.start()], str(value)]
            place = match.end()
    return "".join((*parts, text[place:])) if parts else text
