"""Each language is one module of data; `lexicon(code)` gives it as a value, and the modules have the same names.

Words and patterns in the modules are written as people write them; they are compared on folded text (see `fold`).
A pattern is a regular expression without unbounded repetition.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from functools import cache, lru_cache
from importlib import import_module

from nlp.lang.sieve import Sieve, Sieved, sieved

LANGUAGES = ("en", "fr", "de")

Weighted = tuple[tuple[float, str], ...]
"""(weight, pattern): 1.0 is enough to say the thing, less only together with others, negative speaks against it."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What one language says; field `months` is the module's constant MONTHS, and so on."""

    code: str
    decimal: str  # the sign that parts units and cents
    months: Mapping[str, int]
    weekdays: Mapping[str, int]  # 0 = Monday
    relative_days: Mapping[str, int]
    number_words: Mapping[str, int]
    day_ordinals: Mapping[str, int]  # before a month's name: "the first of November"
    day_units: Mapping[str, int]
    end_of: tuple[str, ...]
    middle_of: tuple[str, ...]
    start_of: tuple[str, ...]
    this_month: tuple[str, ...]
    end_of_month: tuple[str, ...]
    week_words: tuple[str, ...]
    week_phrases: Mapping[str, int]  # "next week": weeks from this one
    month_phrases: Mapping[str, int]  # "next month": months from this one
    weekday_shifts: Mapping[str, int]  # behind a weekday, days beyond the coming one: "Friday week"
    next_day: tuple[str, ...]  # the day after the one named before
    previous_day: tuple[str, ...]  # the day before the one named before
    earlier_day_words: tuple[str, ...]  # behind a weekday: the one before the day named before
    later_words: tuple[str, ...]  # counted from the day named before: "a month later", "the Friday after"
    working_days: tuple[str, ...]
    last_words: tuple[str, ...]
    within: tuple[str, ...]
    day_prepositions: tuple[str, ...]
    invoice_words: tuple[str, ...]
    credit_note_words: tuple[str, ...]
    loose_words: tuple[str, ...]  # before a bare number of a document: "your 244"
    number_signs: tuple[str, ...]  # "no.", "n°", "Nr."
    list_words: tuple[str, ...]  # "and"
    further_words: tuple[str, ...]  # a further matter begins with them: "also", "by the way"
    order_words: tuple[str, ...]  # before the number of a purchase order
    order_date_words: tuple[str, ...]
    delivery_date_words: tuple[str, ...]
    payment_date_words: tuple[str, ...]
    payment_reference_words: tuple[str, ...]
    transfer_text_words: tuple[str, ...]  # before what a transfer says to who receives it
    total_words: tuple[str, ...]
    net_total_words: tuple[str, ...]
    units: tuple[str, ...]
    unit_levels: Mapping[str, str]  # unit -> piece, pack (holds pieces) or case (holds packs)
    quantity_words: tuple[str, ...]  # before a quantity
    row_words: tuple[str, ...]  # first words of a table's row that is neither line nor total
    sum_words: tuple[str, ...]  # before the amount of all pieces of a line
    earlier_words: tuple[str, ...]  # point to an order that the mail does not spell out
    idle_words: tuple[str, ...]  # behind what is wanted, no part of its name
    request_words: tuple[str, ...]  # before what is wanted: "please", "we need"
    other_documents: tuple[str, ...]  # what a paper calls itself that is no order
    price_words: tuple[str, ...]  # between an article and its price
    instead_of: tuple[str, ...]
    rest_words: tuple[str, ...]  # what is left after the other instalments
    shares: Mapping[str, str]  # "half" -> "1/2": of what is due
    same_again: tuple[str, ...]  # as much as the instalment before
    same_day: tuple[str, ...]  # on the day that the last instalment has
    periods: Mapping[str, int]  # "monthly": days from one instalment to the next, 30: a month of the calendar
    instalment_words: tuple[str, ...]  # behind their number: "three payments"
    too_much: tuple[str, ...]  # beside the contested amount
    kept_back: tuple[str, ...]  # beginnings: something was taken off a payment
    because_words: tuple[str, ...]  # before what something was taken off for
    withhold_words: tuple[str, ...]  # before a bare amount that is not paid: "we keep back 40"
    withhold_tails: tuple[str, ...]  # behind it: "off", "ein", "tant que"
    threshold_words: tuple[str, ...]  # before an amount from or up to which a rule holds: "over", "ab", "dès"
    newest_document: tuple[str, ...]  # patterns: our document that came last: "your last invoice"
    latter_words: tuple[str, ...]  # "on the latter": the document named last
    negations: tuple[str, ...]
    denials: tuple[str, ...]  # beside a wish: something shall not be done
    advice_habits: tuple[str, ...]  # patterns: what an advice asks for by habit: to look at the attachment, to book it
    cues: Mapping[str, Weighted]  # intent -> what people say
    topics: Mapping[str, Weighted]  # query topic -> what people ask
    reasons: Mapping[str, Weighted]  # dispute reason -> what people complain of
    deductions: Mapping[str, Weighted]  # deduction reason -> words beside a deduction
    money_went: tuple[str, ...]  # patterns: in the sentence of a payment that was made
    money_goes: tuple[str, ...]  # patterns: in one sentence with the coming day of a payment
    their_acts: tuple[str, ...]  # patterns: somebody else paid, or money comes back
    change_signs: tuple[str, ...]  # patterns: in the sentence of what changes of an order
    order_signs: tuple[str, ...]  # patterns: in the sentence of a line, or beside it
    ask_signs: tuple[str, ...]  # patterns: in the sentence of what is asked for
    will_pay: Weighted  # said of a coming payment, in one sentence with its day
    refusals: Weighted  # who says so does not promise in the same sentence
    additions: tuple[str, ...]  # more of a line, or a line more
    reductions: tuple[str, ...]  # behind a number: so many less of a line
    none_of: tuple[str, ...]  # before an article: it is wanted no more
    position_words: tuple[str, ...]  # before the place of a line in its order
    whole_order: tuple[str, ...]
    only_words: tuple[str, ...]  # make "one" of "a": "une seule"
    same_goods: tuple[str, ...]  # stand for the goods of the line before: "the same in XL"
    except_words: tuple[str, ...]  # "all is well except for"
    definite_words: tuple[str, ...]  # before a number of things that are known: "the 24 lamps"
    fine_words: tuple[str, ...]  # one of them alone beside a quoted line: it stays
    before_words: tuple[str, ...]
    moved_day: tuple[str, ...]  # patterns: beside the day on which goods shall come
    closed_day: tuple[str, ...]  # patterns: beside a day on which they shall not
    unchanged: tuple[str, ...]  # "stays as it is"
    contact_words: tuple[str, ...]  # beginnings: beside the name of a person who deals with us from now on
    address_words: tuple[str, ...]  # beginnings: near an address that is new
    name_words: tuple[str, ...]  # beginnings: near a company's new name
    closings: tuple[str, ...]  # first words of the end of a letter
    common: tuple[str, ...]  # frequent short words: help to tell the language of a short text
    unsaid: Mapping[str, tuple[str, ...]]  # what takes a statement back: negated, conditional, reported, …
    question_words: tuple[str, ...]  # a sentence that begins with one, or has one before "?", asks
    send_words: tuple[str, ...]  # what one asks to do with a copy
    just_paid: tuple[str, ...]  # patterns: said on the day of the payment
    paid_words: tuple[str, ...]  # patterns: in the piece of a sentence that says when money went
    letter_words: tuple[str, ...]  # what a mail between us is called: its day is none of a payment
    not_paid: tuple[str, ...]  # patterns: beside a document that a payment leaves out or that was paid before
    pointing_words: tuple[str, ...]  # before what stands for a document: "the", "celle de", "die vom"
    plural_words: tuple[str, ...]  # several documents: "celles de juin", "the August ones"
    dated_words: tuple[str, ...]  # between a document and its day: "of", "vom", "du"
    places: Mapping[str, tuple[str, ...]]  # which of the documents of our mail: oldest, second, both, …


_WIDE = {
    "ß": "s", "œ": "o", "æ": "a", "ø": "o", "’": "'", "‘": "'", "`": "'", "´": "'", "\u00a0": " ", "\u202f": " ",
    "\u2009": " ", "\u2007": " ", "–": "-", "—": "-", "−": "-", "\u2011": "-", "“": '"', "”": '"', "„": '"',
}  # fmt: skip


def _folding() -> dict[int, str]:
    """One character for one character: offsets in folded text are offsets in the text."""
    table = {ord(form): plain for wide, plain in _WIDE.items() for form in (wide, wide.upper()) if len(form) == 1}
    for point in (*range(0x41, 0x5B), *range(0xC0, 0x250)):
        table.setdefault(point, unicodedata.normalize("NFKD", chr(point))[0].lower())
    return table


_FOLDING = _folding()
WORD = 24  # characters


def fold(text: str) -> str:
    """Lower case without accents, plain quotes, dashes and blanks; exactly as long as the text."""
    if text.isascii() and "`" not in text:
        return text.lower()
    return _folded_word(text) if len(text) <= WORD else _folded(text)


def _folded(text: str) -> str:
    return text.translate(_FOLDING)


_folded_word = lru_cache(maxsize=16_384)(_folded)  # most of what is folded are the same few words of the data


_SPELLED_OUT = (("ä", "ae?"), ("ö", "oe?"), ("ü", "ue?"), ("Ä", "ae?"), ("Ö", "oe?"), ("Ü", "ue?"), ("ß", "ss?"))
_FOLDING_PATTERN = {point: plain for point, plain in _FOLDING.items() if point > 127}


def folded_pattern(pattern: str) -> str:
    """A pattern for folded text: accents away, the expression's own signs (\\b, \\S) stay; "ue" reads as "ü" too."""
    for letter, spelled in _SPELLED_OUT:
        pattern = pattern.replace(letter, spelled)
    return pattern.translate(_FOLDING_PATTERN)


def alternatives(words: Iterable[str]) -> str:
    """An expression that matches any of these words on folded text, the longest first."""
    return _alternatives(frozenset(words))


@lru_cache(maxsize=1024)
def _alternatives(words: frozenset[str]) -> str:
    ordered = sorted({word.lower() for word in words}, key=lambda word: (-len(word), word))
    return "|".join(dict.fromkeys(folded_pattern(re.escape(word)) for word in ordered))


@cache
def lexicon(code: str) -> Lexicon:
    """The data of a language of LANGUAGES; KeyError for another."""
    if code not in LANGUAGES:
        raise KeyError(code)
    module = import_module(f"nlp.lang.{code}")
    return Lexicon(code, *(getattr(module, item.name.upper()) for item in fields(Lexicon)[1:]))


def lexicons(codes: Iterable[str]) -> tuple[Lexicon, ...]:
    return tuple(lexicon(code) for code in codes)


def languages_for(code: str) -> tuple[str, ...]:
    """Which languages' data to read a text of this language with: its own, or all where there is none."""
    return (code,) if code in LANGUAGES else LANGUAGES


EXPRESSIONS_KEPT = 4_096  # those of all languages are some hundreds; the rest are made of a book's numbers and names


@lru_cache(maxsize=EXPRESSIONS_KEPT)
def expression(text: str, flags: int = 0) -> re.Pattern[str]:
    """An expression put together while reading, compiled once: `re` forgets what it compiled after 512 others."""
    return re.compile(text, flags)


@lru_cache(maxsize=EXPRESSIONS_KEPT)
def compiled(pattern: str) -> Sieved:
    """A pattern of the data files, compiled once for folded text."""
    return sieved(folded_pattern(pattern))


_SIEVE = Sieve()  # of all patterns that were ever weighed: those of the data files


@lru_cache(maxsize=256)
def _held(folded_text: str) -> dict[str, bool]:
    return _SIEVE.held(folded_text)


@lru_cache(maxsize=EXPRESSIONS_KEPT)
def _weighed(pattern: str) -> Sieved:
    known = compiled(pattern)
    _SIEVE.add(pattern, known.fragments)
    return known


def weight(patterns: Weighted, folded_text: str) -> tuple[float, int]:
    """The sum of what matches in a folded text, and where the first positive one stands (-1: none)."""
    total, first = 0.0, -1
    held = _held(folded_text)
    for value, pattern in patterns:
        if held.get(pattern, True) and (match := _weighed(pattern).search(folded_text)):
            total += value
            if value > 0 and (first < 0 or match.start() < first):
                first = match.start()
    return total, first
