"""Labels of a payment's number that no list holds: a word for paying in them, beside a number, alone in their line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from nlp.book import folded
from nlp.extract.sources import Context, Source, cells_beside
from nlp.lang import expression, fold
from nlp.lang.payment_numbers import words

LEAST_DIGITS = 4
LEAST_NAME = 4  # letters of a word that names who paid
_NUMBER = r"[a-z0-9]{1,20}(?:[-/_.][a-z0-9]{1,20}){0,4}"
_MORE = r"(?:[ .:/-]{1,2}[^\W\d_]{1,14}\.?){0,2}(?:[ ]n°|[ ]nº)?"


def beside_label(context: Context, source: Source) -> Iterator[tuple[Source, str]]:
    """ "Zahlbeleg 2000418", "Pmt doc | 1500077120": what a line or two cells of a paper say and nothing else."""
    for each in dict.fromkeys((source, *context.documents, context.body)):
        for cell in cells_beside(each, _label()):
            if expression(_NUMBER).fullmatch(fold(cell.strip())) and _is_telling(cell):
                yield each, cell.strip()
        for match in _line().finditer(each.folded):
            written = each.text[match.start(1) : match.end(1)]
            if _is_telling(written):
                yield each, written


def by_transfer(context: Context, source: Source) -> Iterator[tuple[Source, str]]:
    """ "By BACS with reference ABC-5520": what a transfer is called, be it an order's number."""
    for each in dict.fromkeys((source, context.body, *context.documents)):
        for match in _transfer().finditer(each.flat):
            written = each.text[match.start(1) : match.end(1)]
            if _is_telling(written) and context.book.document(written) is None:
                yield each, written


def names_payer(context: Context, written: str) -> bool:
    """Whether one of the words is of the customer's own name: the transfer says more than what it is for."""
    if context.customer is None:
        return False
    own = set(re.findall(r"[^\W\d_]{1,30}", fold(context.customer.name)))
    said = re.findall(r"[^\W\d_]{1,30}", fold(written))
    return any(len(word) >= LEAST_NAME and word in own for word in said)


def begins_other(written: str, other: frozenset[str]) -> bool:
    """ "W2026 / 774": the letters and the year that our own numbers begin with are no number of a payment."""
    key = folded(written)
    return not key.isdigit() and any(number.startswith(key) and len(number) > len(key) for number in other)


def _is_telling(written: str) -> bool:
    return len(re.findall(r"\d", written)) >= LEAST_DIGITS


@cache
def _label() -> re.Pattern[str]:
    stems, none = words("STEMS"), words("NO_STEMS")
    return expression(
        rf"(?![^\n]{{0,40}}?(?:{none}))(?:[^\W\d_]{{1,14}}[ .:/°-]{{1,3}}){{0,2}}(?:{stems})(?!\w){_MORE}"
    )


@cache
def _line() -> re.Pattern[str]:
    return re.compile(
        rf"(?m)^[ \t]{{0,4}}{_label().pattern}[ \t]{{0,2}}[:#.=]{{0,2}}[ \t]{{1,40}}({_NUMBER})[ \t]{{0,4}}$"
    )


@cache
def _transfer() -> re.Pattern[str]:
    between = rf"[ ,(]{{1,3}}(?:(?:{words('WITH')})[ ])?(?:{words('REFERENCES')})(?!\w)[ .:#=]{{1,3}}"
    return re.compile(rf"(?<!\w)(?:{words('TRANSFERS')})(?!\w){between}(?=[^ ]{{0,20}}\d)({_NUMBER})(?![\w/]|[.,]\d)")
