"""What keeps an order, or its change, from being worked alone: not asked for now, not for sure, or not all read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from itertools import pairwise

from nlp.book import folded
from nlp.extract.article_words import tokens_of
from nlp.extract.catalogue import catalogue_of
from nlp.extract.change_explained import asked_and_denied, is_day_of_some, is_denial_read, is_not_shipped_yet
from nlp.extract.order.aside import is_told_elsewhere, other_matters
from nlp.extract.order.day_signs import ANSWERED
from nlp.extract.sources import Context
from nlp.lang import expression, fold, lexicons
from nlp.lang.changes import change_expression, change_words
from nlp.lang.day_signs import any_of
from nlp.lang.ordering import CONTRASTED, LACKING, POLITE
from nlp.reading import ChangeAction, Evidence, IntentName, Order, OrderChange, OrderLine, Problem
from nlp.stance import kinds_at, price_asked, says, spoken_of

STEM = 4  # letters that a customer's word and a name of ours have in common: "mops" and "Mopp"
STRAY_WORDS = 2  # so many words beside a line that name nothing of the article may say something else about it
_IDENTIFIER = re.compile(
    r"(?<![\w@.])(?<![A-Za-z]-)[A-Za-z]{1,8}(?:-[A-Za-z]{1,4})?[-/]?\d{2,10}(?:[-/]\w{1,8}){0,3}(?![\w@])"
)
_BULLET = re.compile(r"(?m)^[ \t>]{0,4}[-–](?=[ \t])")
_IDLE = ("units", "idle_words", "price_words", "quantity_words", "order_words", "delivery_date_words", "common")
_POLITE = re.compile(rf"(?<!\w)(?:{any_of(POLITE)})(?!\w)")
_LACKING = re.compile(rf"(?<!\w)(?:{any_of(LACKING)})(?!\w)")
_CONTRASTED = re.compile(rf"(?<!\w)(?:{any_of(CONTRASTED)})(?!\w)")
_PARTED = re.compile(r"[,;:()\n!?]|(?<!\w)(?:and|or|but|et|ou|mais|und|oder|aber)(?!\w)")
UNDECIDED = frozenset({"negated", "conditional", "reported"})


def order_remainders(
    context: Context, value: Order, evidence: tuple[Evidence, ...], told: frozenset[str] = frozenset()
) -> Iterator[Problem]:
    """Reasons why a person should see an order first; `told`: numbers that the other facts of the mail are about."""
    yield from _undecided(context, IntentName.ORDER, evidence, lambda place, kinds: _meant(context, place, kinds))
    asked = price_asked(context)
    if asked is not None:
        yield Problem("asks_for_price", _words(context, asked), "body")
    places = line_places(context, evidence)
    for span in dict.fromkeys(context.body.sentence_at(place) for place in places):
        if says(context, "earlier", context.body.flat[span[0] : span[1]]):
            yield Problem("order_of_the_past", _words(context, span), "body")
    yield from _taken_back(context)
    if places and (number := _identifier(context, value, told) or _unheard(context, value, evidence, told)):
        yield Problem("unread_number", number, "body")
    if places:
        yield from (_stray(context, line) for line in value.lines if _stray_words(context, line))


def _taken_back(context: Context) -> Iterator[Problem]:
    """ "Actually no, wait." as a sentence of its own; with a count in it a line is said anew, which is read."""
    back = change_words("AFTER_ALL", context.languages)
    for start, end in context.body.sentences:
        words = context.body.flat[start:end].strip()
        if back.match(words) and not any(sign.isdigit() for sign in words):
            yield Problem("taken_back", _words(context, (start, end)), "body")
            return


def change_remainders(
    context: Context, value: OrderChange, evidence: tuple[Evidence, ...], told: frozenset[str] = frozenset()
) -> Iterator[Problem]:
    """Reasons why a person should see a change of an order first; `told`: what the mail's other facts are about."""
    yield from _undecided(
        context, IntentName.ORDER_CHANGE, evidence, lambda place, kinds: _left(context, value, place, kinds)
    )
    yield from _unread_exchange(context, value)
    yield from _wanted_after_all(context) if value.action is ChangeAction.CANCEL else _taken_back(context)
    if is_day_of_some(context, value):
        yield Problem("day_of_some_lines", "the day is said of some lines of the order, not of all", "body")
    if (asked := asked_and_denied(context, line_places(context, evidence))) is not None:
        yield Problem("not_said_plainly", f"asked: {_words(context, asked)}", "body")
    own = _own_numbers(context, value)
    for matter in other_matters(context, value.po_number, ()):
        others = [number for number in matter.numbers if not any(number in each for each in own)]
        if any(not is_told_elsewhere(context, number, told) for number in others):
            yield Problem("several_orders", _words(context, (matter.start, matter.end)), "body")
            return


def _wanted_after_all(context: Context) -> Iterator[Problem]:
    """ "Please cancel it. We need it next month": beside a withdrawal some other clause wants goods."""
    flat, languages = context.body.flat, context.languages
    wanted, back = change_words(("STILL_WANTED", "HALVED"), languages), change_words("AFTER_ALL", languages)
    taken = rf"{context.words('negations')}|{change_expression('TAKEN', languages)}"
    denied = expression(rf"(?<!\w)(?:{taken})(?!\w)|n't(?!\w)")
    for start, end in context.body.sentences:
        if ANSWERED.search(flat, start, end):
            continue
        ends = [match.end() for match in _PARTED.finditer(context.body.folded, start, end)]
        for low, high in pairwise((start, *ends, end)):
            if back.search(flat, low, high) or (wanted.search(flat, low, high) and not denied.search(flat, low, high)):
                yield Problem("wanted_after_all", _words(context, (low, high)), "body")
                return


def _own_numbers(context: Context, value: OrderChange) -> frozenset[str]:
    """The numbers of the order that changes and of the documents for it, folded."""
    customer, named = context.customer, folded(value.po_number or "")
    if customer is None or not named:
        return frozenset()
    orders = context.book.orders_of(customer.number)
    own = [o for o in orders if named in (folded(o.po_number), folded(o.number))]
    documents = [d for d in context.book.documents_of(customer.number) if d.po_number in {o.po_number for o in own}]
    written = [*(n for o in own for n in (o.po_number, o.number)), *(d.number for d in documents)]
    return frozenset(folded(number).lower() for number in written if number)


def _unread_exchange(context: Context, value: OrderChange) -> Iterator[Problem]:
    """One thing shall come in another's place, it is no day, and no line was read to change."""
    if value.action is not ChangeAction.CHANGE or value.lines:
        return
    days = [mention.start for mention in context.dates(context.body)]
    exchange = change_words(("REPLACED", "INSTEAD"), context.languages)
    for start, end in context.body.sentences:
        if exchange.search(context.body.flat, start, end) and not any(start <= day < end for day in days):
            yield Problem("unread_exchange", _words(context, (start, end)), "body")
            return


def _meant(context: Context, place: int, kinds: frozenset[str]) -> frozenset[str]:
    """What takes words of an order back beyond what is polite, says why ("none left") or parts it from other goods."""
    start, end = context.body.sentence_at(place)
    plainly = _POLITE.sub(" ", context.body.flat[start:end])
    for kind in ("conditional", "reported"):
        if kind in kinds and not says(context, kind, plainly):
            kinds -= {kind}
    lacking = _LACKING.sub(" ", _CONTRASTED.sub(" ", plainly))
    if "negated" in kinds and lacking != plainly and not says(context, "negated", lacking):
        kinds -= {"negated"}
    return kinds


def _left(context: Context, value: OrderChange, place: int, kinds: frozenset[str]) -> frozenset[str]:
    """What takes words of a change back beyond what the change itself says."""
    start, end = context.body.sentence_at(place)
    kinds = _meant(context, place, kinds)
    if "negated" in kinds and is_denial_read(context, value, start, end):
        kinds -= {"negated"}
    if "conditional" in kinds and is_not_shipped_yet(context, start, end):
        kinds -= {"conditional"}
    return kinds


def _undecided(
    context: Context,
    name: IntentName,
    evidence: tuple[Evidence, ...],
    left: Callable[[int, frozenset[str]], frozenset[str]] = lambda place, kinds: kinds,
) -> Iterator[Problem]:
    """Words or lines that their sentence negates or makes depend on something; "draft", "up to", "per month".

    `left`: what of that the reading of the fact does not explain.
    """
    spoken = [
        *spoken_of(context, name),
        *((place, kinds_at(context, place)) for place in line_places(context, evidence)),
    ]
    for place, found in spoken:
        kinds = left(place, found) if found & UNDECIDED else found
        if kinds & UNDECIDED:
            said = _words(context, context.body.sentence_at(place))
            yield Problem("not_said_plainly", f"{', '.join(sorted(kinds & UNDECIDED))}: {said}", "body")
            break
    flat = context.body.flat
    for bullet in _BULLET.finditer(context.body.text):  # "18x35\n- 6 cartons" is no "35 to 6 cartons"
        flat = f"{flat[: bullet.end() - 1]};{flat[bullet.end() :]}"
    for span in context.body.sentences:
        if says(context, "tentative", flat[span[0] : span[1]]):
            yield Problem("not_for_sure", _words(context, span), "body")
            break


def _placed(context: Context, evidence: tuple[Evidence, ...]) -> list[tuple[Evidence, int]]:
    """The grounds of lines that were read from the body, and where they stand."""
    grounds = [ground for ground in evidence if ground.source == "body" and ".lines" in ground.field]
    return [(ground, place) for ground in grounds if (place := context.body.text.find(ground.text)) >= 0]


def line_places(context: Context, evidence: tuple[Evidence, ...]) -> tuple[int, ...]:
    """Where the lines that were read from the body stand."""
    return tuple(place for _, place in _placed(context, evidence))


def _stray_words(context: Context, line: OrderLine) -> int:
    """How many words of a line's description name nothing of its article."""
    article = catalogue_of(context.book).by_sku(line.sku) if line.sku else None
    if article is None:
        return 0
    likeness = catalogue_of(context.book).likeness
    known = {word[:STEM] for name in (*article.names, *article.aliases, article.sku) for word in _parts(name)}
    idle = _idle(context.languages)
    written = [word for word in _parts(line.description) if len(word) >= STEM - 1 and word.isalpha()]
    strange = [word for word in written if word[:STEM] not in known and word not in idle]
    return sum(all(article.sku not in likeness.family(token) for token in tokens_of(w)) for w in strange) // STRAY_WORDS


def _unheard(context: Context, value: Order, evidence: tuple[Evidence, ...], told: frozenset[str]) -> str:
    """A sentence about another order or document that none of the facts is about."""
    spans = [(place, place + len(ground.text)) for ground, place in _placed(context, evidence)]
    for matter in other_matters(context, value.po_number, spans):
        if not any(is_told_elsewhere(context, number, told) for number in matter.numbers):
            return _words(context, (matter.start, matter.end))
    return ""


def _identifier(context: Context, value: Order, told: frozenset[str]) -> str:
    """A word of letters and digits that no fact explains: the order's number, or that of another paper."""
    catalogue = catalogue_of(context.book)
    customer = context.customer
    explained = fold(" ".join((value.po_number or "", *(line.description for line in value.lines))))
    for match in _IDENTIFIER.finditer(context.body.text):
        written = match.group()
        digits = len(re.findall(r"\d", written))
        own = customer is not None and folded(written) == folded(customer.vat_id or "")
        if digits < 3 or own or fold(written) in explained or catalogue.by_sku(written) is not None:
            continue
        if not is_told_elsewhere(context, folded(written).lower(), told):
            return written
    return ""


@cache
def _idle(languages: tuple[str, ...]) -> frozenset[str]:
    packs = lexicons(languages)
    return frozenset(part for pack in packs for name in _IDLE for word in getattr(pack, name) for part in _parts(word))


def _parts(text: str) -> list[str]:
    return re.findall(r"[^\W_]{1,40}", fold(text))


def _stray(context: Context, line: OrderLine) -> Problem:
    return Problem("unread_words", f"{line.description!r} says more than the article", "body")


def _words(context: Context, span: tuple[int, int]) -> str:
    return " ".join(context.body.text[span[0] : span[1]].split())[:160]
