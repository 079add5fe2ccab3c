"""Digits, amounts, dates and addresses are one word for each kind: what differs between mails of one meaning is gone.

Every quantifier is bounded, so a hostile run of characters costs linear time.
"""

from __future__ import annotations

import re

from nlp.lang.sieve import Sieved, sieved

LIMIT = 4_000  # characters of a text that are looked at
LONGEST_WORD = 40  # a longer run without a blank is broken: it is data, no word

_BLANK = r"[ \u00a0\u202f\u2009\u2007]"
_NUMBER = rf"\d{{1,9}}(?:(?:[.,'’]|{_BLANK})\d{{1,6}}){{0,4}}(?:,-|\.-)?"
_CURRENCY = r"(?:€|\$|£|eur\b|euros?\b|usd\b|gbp\b|chf\b|cad\b|sfr\b|fr\.|francs?\b|ke\b|k€)"

_DAY = r"\d{1,2}[./-]\d{1,2}"
_LETTERED = r"(?=[a-z0-9/_.-]{0,24}\d)(?:[a-z]{1,8}[/_.-]?){1,4}\d[a-z0-9/_.-]{2,24}"

# In this order: what stands further up may contain what stands further down.
_ADDRESSES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("xxurl", re.compile(r"(?:https?://|www\.)[^\s<>]{1,300}")),
    ("xxmail", re.compile(r"[\w.+-]{1,64}@[\w.-]{1,190}")),
)
_NUMBERS: tuple[tuple[str, Sieved], ...] = (  # each needs a digit
    ("xxiban", sieved(rf"\b[a-z]{{2}}\d{{2}}(?:{_BLANK}?[a-z0-9]{{4}}){{3,7}}(?:{_BLANK}?[a-z0-9]{{1,4}})?\b")),
    ("xxsmtp", sieved(r"\b[45]\d\d[ -][45]\.\d{1,3}\.\d{1,3}\b")),
    ("xxamt", sieved(rf"(?:{_CURRENCY}{_BLANK}?{_NUMBER}|\b{_NUMBER}{_BLANK}?{_CURRENCY})")),
    ("xxdate", sieved(rf"\b(?:\d{{4}}-\d\d?-\d\d?|{_DAY}[./-](?:\d{{4}}|\d\d)?(?!\d)|\d\d?/\d\d?)")),
    ("xxpct", sieved(rf"\b\d{{1,3}}(?:[.,]\d{{1,3}})?{_BLANK}?%")),
    ("xxref", sieved(rf"\b{_LETTERED}|\b\d{{5,24}}\b|\b\d{{2,8}}[-/_][a-z0-9/_-]{{2,24}}\b")),
    ("xxnum", sieved(rf"\b{_NUMBER}")),
)
_DIGIT = re.compile(r"\d")
_LONG = re.compile(rf"\S{{{LONGEST_WORD}}}(?=\S)")


def masked(text: str) -> str:
    """The first LIMIT characters in lower case, with one word for each number, amount, date, reference and address."""
    text = text[:LIMIT].lower().replace("’", "'")
    addresses = _ADDRESSES if "@" in text or "http" in text or "www." in text else ()
    for name, pattern in addresses:
        text = pattern.sub(f" {name} ", text)
    for name, number in _NUMBERS if _DIGIT.search(text) else ():
        text = number.sub(f" {name} ", text)
    return _LONG.sub(r"\g<0> ", text)
