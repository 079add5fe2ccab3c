"""Where a text counts something: digits, words, dozens, "2 x 6", each with the unit that stands behind it.

The words stand with the languages; those of neighbours are looked for only where a text is in none of ours.
"""

# ruff: noqa: E501  # a pattern or a row is one line of a table

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from nlp.extract.article_words import MEASURES, tokens_of
from nlp.extract.catalogue import catalogue_of
from nlp.extract.order.by_time import place_of_goods
from nlp.extract.order.counted import about, article_numbers, as_many, invoice_numbers, order_numbers
from nlp.extract.order.number_words import number_pattern, value_of
from nlp.extract.order.price import is_size
from nlp.extract.sources import Context, Source
from nlp.lang import LANGUAGES, alternatives, lexicons
from nlp.lang.counting import ALL_UNITS, COLLOQUIAL_MONEY, DOZENS, OUR_UNITS
from nlp.notation import decimal_of

_HALF = r"(?:half an?|half|(?<![\w.,])1/2|½|a half|anderthalbe?s?|eineinhalb|anderhalf|une demi|demi|ein halbes|halbes|mezza|media|meia|pol)[ -]?"
_ARTICLES = frozenset(
    "a an ein eine einen einem einer un une een uno una um uma jeden en ett another "
    "nen 'nen 'ne nochn noch'n nochne noch'ne nochnen noch'nen".split()
)
# What stands before a number that counts no goods.
LABEL = re.compile(
    r"(?:(?<![\w-])(?:tor|gate|(?<!\d )fil|filiale|magasin|boutique|store|shop|rampe|lager|op|etage|floor|raum|salle|sala|aula|room|zimmer|halle|hall|(?<!\d )(?<!\d)kw|week|semaine|tel|poste|ext|quai|dock|unit|nr|no(?=[.:°])|num|numero|ref|pos|position|ligne|line|item|page|seite|klasse|ward|bat|"
    r"batiment|apt|rue|site|lot n|phase|schicht|baustelle|dect|fax|fon|phone|niveau|level|po|bc|cde|dom|id|kostenstelle|kst|konto|kunden(?:nummer|-?nr)|abladestelle|kurs|kurse|cours|course|projekt|project|gruppe|groupe|group|station|\w{2,14}(?:zimmer|raum|halle|saal)|cost cent(?:re|er)|account(?: no)?|customer(?: no)?|acct|a/c|centre de cout|compte|client|depot)[ .:°-]{0,3}|[#@]|\+)$"
)
TIME = re.compile(
    r"[ ]?(?:h(?:\d\d)?|uhr|am|pm|heures?|o'clock|min|minuten|jours?|tagen?|days?|wochen?|weeks?|semaines?|%|pour cent|per cent|percent|prozent|por ciento|percento|mois|monate?|months?|ans|jahren?)(?!\w)|:\d\d"
)
LABEL_WITHIN = 18  # characters before a number
MAX_COUNTS = 1000
NAME = 40  # characters behind a count that name its goods
_DIMENSION = re.compile(
    r"(?<![\w.,])(\d{1,4})[ ]?(?:[x×*]|by|sur|auf|mal|par|op|por|na|per)[ ]?(\d{1,4})(?![\w]|[.,]\d)"
)
_AMPERES = re.compile(r"\d[ ]?[aA]$|[a-z][ ]A$")
_A_NUMBER = re.compile(r"[ ]\d{1,5}[ ]")
_COUNTED_MORE = re.compile(r"[ ]\d{1,5}(?![\w.,/-]|[ ]?[x×])")
_THANKS = re.compile(r"(?:grazie|merci|gracias|dank|tack|obrigad[oa]|mercis)[ ]$")
# Nouns that are counted in orders and never ordered.
NO_GOODS = re.compile(
    r"[ ]?(?:"
    r"of us|von uns|d'entre nous|dans (?:le|la|l'|notre|les)|in the office|im buro|"
    rf"(?:{alternatives(COLLOQUIAL_MONEY)})|things?|points?|questions?|sachen|dinge|fragen|punkte|anliegen|choses|remarques|questions|people|guests|pax|persons?|kids|children|pupils|students|leute|personen|gasten?|kindern?|besucher|pilgern?|schuler|"
    r"personnes|convives|invites|enfants|eleves|couverts|cose|persone|ospiti|bambini|cosas|personas|invitados|mensen|dingen|gasten|osob|gosci|rzeczy|saker|personer|mal|times|fois|volte|veces|keer|razy|ganger|"
    r"(?:neue |new |nouveaux )?(?:kollegen|colleagues|collegues|mitarbeiter\w{0,2}|filialen|stores|magasins|standorte?n?|sites?))(?!\w)"
)
# Behind a number that counts no goods: the sentence goes on with who needs what.
_VERB_FOLLOWS = re.compile(
    r"[ ](?:(?:brauch\w{0,4}|benotig\w{1,3}|bestell\w{1,3}|nehm\w{1,2}|hatten?|mocht\w{1,2}) (?:wir|ich)|(?:we|i) (?:need|want|would|will|require)|(?:we|i)'(?:d|ll)|"
    r"il (?:nous|me|m'en|nous en) (?:faut|faudra\w{0,2})|nous (?:avons|aurions|voudrions|souhait\w{1,4}|prenons)|j'(?:ai|aurais)|je (?:voudrais|prends|souhaite))(?!\w)"
)
_OWNED = re.compile(r"(?<!\w)(?:our|my|unser\w{1,2}|mein\w{1,2}|nos|mes|nostri|nostre|nuestr[oa]s|onze|mijn)[ ]$")
_OUR_NUMBER = re.compile(r"onze (?:ref|referentie|bestelnummer|ordernummer|inkoop\w{0,8}|order|bestelling)(?!\w)")
_CAPITALS = re.compile(r"(?<![\w/-])([A-ZÄÖÜ]{2,6})[ -]$")
_GOODS_END = re.compile(r"[,;:.(\n](?!\d)")
_WHOLE = re.compile(r"(?<![\w.,])\d{1,5}(?![\d.,])")
_COUNTED = r"\d{1,3}(?:[.' ]\d{3})(?![\d.,])|\d{1,5}"
_COUNTED_IN_ENGLISH = r"\d{1,3},\d{3}(?!\d|[.,]\d)|" + _COUNTED


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


def counts_other_things(source: Source, count: Count) -> bool:
    """Whether people, points, or what one has are counted: "our 3 printers", "on est 8 dans le bureau"."""
    owned = _OWNED.search(source.folded, max(0, count.start - 10), count.start)
    told = NO_GOODS.match(source.folded, count.bare_end) or _VERB_FOLLOWS.match(source.folded, count.bare_end)
    return bool(owned or told or _OUR_NUMBER.match(source.folded, count.start))


def counts_in(context: Context, source: Source) -> tuple[Count, ...]:
    """Every count of a text, in order; days, money, times and numbers of places are none."""
    return context.once(("order.counts", source.name, source.text), lambda: _counts_in(context, source))


def _counts_in(context: Context, source: Source) -> tuple[Count, ...]:
    pattern = _pattern(context.languages)
    taken = [(m.start, m.end) for m in context.dates(source)]
    taken += [(a.start, a.end) for a in context.amounts(source) if a.marked and not is_size(context, source, a)]
    taken += [*_dimensions(context, source), *article_numbers(context, source), *invoice_numbers(context, source)]
    taken += order_numbers(context, source)
    found: list[Count] = []
    for match in itertools.islice(pattern.finditer(source.folded), MAX_COUNTS):
        start, _end = match.span()
        if any(a < match.end("number") and match.start("number") < b for a, b in taken):
            continue
        if match["digits"] and (
            match["digits"][0] == "0" or LABEL.search(source.folded[max(0, start - LABEL_WITHIN) : start])
        ):
            continue
        if match["word"] == "a" and len(context.languages) > 1 and _A_NUMBER.match(source.folded, match.end("word")):
            continue  # "and" in Czech
        if match["word"] == "another" and _COUNTED_MORE.match(source.folded, match.end("word")):
            continue  # "another 500 trays"
        if match["word"] == "a" and _AMPERES.search(source.text[max(0, start - 3) : match.end("word")]):
            continue
        if match["word"] and _THANKS.search(source.folded, max(0, start - 9), start):
            continue
        if match["digits"] and _is_reference(context, source, start):
            continue
        sold_to = place_of_goods(context, source, start, match.end("number"))
        if sold_to < 0 and match["number"] and TIME.match(source.flat, match.end("number")):
            continue
        line = source.folded[source.folded.rfind("\n", 0, start) + 1 : start]
        if (
            match["digits"]
            and not line.strip()
            and re.match(r"[.)]\s", source.text[match.end("digits") : match.end("digits") + 2])
        ):
            continue  # "1. Envelopes"
        count = _count(context, source, match)
        if count is not None and sold_to >= 0:
            count = replace(count, end=sold_to, bare_end=sold_to, unit="", measured=False, article=False)
        if count is not None and count.value > 0 and (not found or found[-1].end <= start):
            found.append(count)
    return _with_as_many(context, source, found)


def _with_as_many(context: Context, source: Source, counts: list[Count]) -> tuple[Count, ...]:
    """The counts of a text, and those that are as large as one before them in their sentence."""
    found = list(counts)
    for start, end in as_many(context, source):
        before = [c for c in counts if c.end <= start and not c.measured and not c.article]
        if before and source.sentence_at(before[-1].start) == source.sentence_at(start):
            found = [c for c in found if not (start <= c.start < end)]
            found.append(replace(before[-1], start=start, end=end, bare_end=end, unit="", behind=False, dozens=False))
    for start, end, low, high in about(context, source):
        told = next((c for c in found if low <= c.start < high), None)
        if told is not None:  # "a few test strips (3 tins)"
            found = [c for c in found if not (start <= c.start < end or low <= c.start < high)]
            found.append(replace(told, start=start, end=end, bare_end=end, unit="", article=False, measured=False))
    return tuple(sorted(found, key=lambda count: count.start))


def _dimensions(context: Context, source: Source) -> list[tuple[int, int]]:
    """Sizes that articles have: "50 x 100", which is no fifty times a hundred."""
    known = catalogue_of(context.book).likeness
    return [match.span() for match in _DIMENSION.finditer(source.folded) if known.has_size(match[1], match[2])]


def _is_reference(context: Context, source: Source, start: int) -> bool:
    """ "SAB 63": the number behind capitals that no article has is a reference."""
    capitals = _CAPITALS.search(source.text, max(0, start - 9), start)
    if capitals is None or source.text.isupper():
        return False
    word = tokens_of(capitals[1])
    return bool(word) and not catalogue_of(context.book).likeness.owners(word[0])


def _count(context: Context, source: Source, match: re.Match[str]) -> Count | None:
    if match["digits"]:
        value = decimal_of(match["digits"], _own_sign(context.languages) or context.decimal)[0]
    elif match["half"]:
        value = Decimal(3 if match["half"].startswith(("ander", "eineinhalb")) else 1) / 2
    else:
        value = Decimal(value_of(match["word"], context.languages)) if match["word"] else Decimal(1)
    if value is None:
        return None
    if match["dozen"]:
        value *= 12
    unit = match["unit"] or ""
    rest = source.text[match.end() : match.end() + NAME]
    sized = bool(match["times"]) and not unit and _is_size_of(context, match["times"], rest)
    if match["times"] and not sized:
        value *= Decimal(match["times"])
    rest = source.text[match.end("number") : match.end("number") + 12].lower()  # unfolded: "2 à 5,00" are no amperes
    measure = re.match(r"[ -]?([a-zµμ²]{1,9})(?!\w)", rest)
    measured = not match["half"] and measure is not None and measure[1] in MEASURES and not match["dozen"]
    is_article = not match["dozen"] and match["word"] in _ARTICLES
    start = match.start("lead") if match["lead"] else match.start("number")
    return Count(
        value,
        start,
        match.start("times") if sized else match.end(),  # "3 x 145 rugs": the 145 is their size
        source.text[slice(*match.span("unit"))] if unit else "",
        is_article,
        measured,
        bool(match["lead"]) and not _opens_line(source, match.start()),
        match.end("number"),
        bool(match["dozen"]),
    )


def _is_size_of(context: Context, number: str, rest: str) -> bool:
    """ "3 x 145 rugs": the number tells the rugs apart, and no other number behind it does so ("2 x 6 bands 10 cm")."""
    kinds = catalogue_of(context.book).likeness
    goods = _GOODS_END.split(rest, maxsplit=1)[0]
    return kinds.tells(number, rest) and not any(kinds.tells(m.group(), goods) for m in _WHOLE.finditer(goods))


def _opens_line(source: Source, start: int) -> bool:
    """ "Qty 4 - desk": what opens its line counts what follows."""
    return not re.search(r"\w", source.text[source.text.rfind("\n", 0, start) + 1 : start])


def _own_sign(languages: tuple[str, ...]) -> str:
    """The decimal sign of the language in which a text is written, of which others may stand behind it; else ""."""
    return lexicons(languages)[0].decimal if len(languages) < len(LANGUAGES) else ""


@lru_cache(maxsize=16)
def _pattern(languages: tuple[str, ...]) -> re.Pattern[str]:
    dozens = [word for code in (*languages, "") for word in DOZENS.get(code, ())]
    if len(languages) > 1:
        dozens = [word for word in dozens if word != "dozen"]  # "4 dozen" are four boxes in Dutch
    units = [word for pack in lexicons(languages) for word in (*pack.units, *pack.unit_levels)]
    units += ALL_UNITS if len(languages) > 1 else OUR_UNITS
    units = [word for word in units if word not in ("x", "m", "l", "nr", "no.", "tage", "days", "jours", "u", "each")]
    counted = number_pattern(languages)
    digits = _COUNTED_IN_ENGLISH if _own_sign(languages) == "." else _COUNTED
    dozen = alternatives(dozens)
    unit = alternatives(units)
    return re.compile(
        rf"(?:(?P<lead>(?<=[ a-z])[x×][ ]?|(?<!\w)(?:qty|quantity|qte|quantite|menge|bestellmenge|anzahl|nombre|aantal|cantidad|ilosc)[ .:]{{0,3}})(?=\d)|(?<![\w.,/°-])(?<!\d')(?<![x×][ ]))"
        rf"(?P<number>(?P<digits>{digits})(?!\d|[.,/]\d|-\w|[x×]\d|er[ -])(?:(?=[x×])|(?![^\W\d_])|(?=(?:{unit})(?!\w)))"
        rf"|(?P<half>{_HALF})(?=(?:{dozen})(?!\w))|(?P<word>(?:{counted}))(?!\w)(?!-\w)|(?=(?:{dozen})(?!\w)))"
        rf"(?:[ ]?(?P<dozen>{dozen})(?!\w)\.?)?"
        rf"(?:[ ][x×][ ](?P<times>\d{{1,3}})(?=[ ][^\W\d_]{{3}})(?![ ](?:{alternatives(MEASURES)})(?!\w)))?"
        rf"(?:[x×](?!\w)|[ ][x×](?!\w|[ ]\d{{1,5}}(?!\d|[ ]?[^\W\d_]|[.,/]\d))|[x×](?!x{{0,3}}[sl](?![^\W\d_]))(?=[^\W_]))?[ \t]{{0,3}}(?P<unit>(?:{unit})(?![\w/-])\.?)?"
    )
