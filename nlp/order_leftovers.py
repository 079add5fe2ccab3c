"""What an order's mail says beside the order: money, a payment, days and goods that none of its facts explains."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache

from nlp.extract.article_words import tokens_of
from nlp.extract.catalogue import catalogue_of
from nlp.extract.order.earlier import is_attached
from nlp.extract.order.price import is_size
from nlp.extract.order.quantities import counts_in
from nlp.extract.order.stretches import plain
from nlp.extract.sources import near
from nlp.lang import Lexicon, compiled, fold, lexicons
from nlp.lang.day_signs import any_of
from nlp.lang.ordering import DOING, PRICES
from nlp.leftovers import Understood
from nlp.reading import IntentName, Order, Problem
from nlp.stance import PAYMENTS

PLAIN_CUE = 0.5  # a pattern of this weight says something about a payment
FEW_ARTICLES = 3  # a word that more articles have says too little about one
LEAST_LETTERS = 4
AGAIN_WITHIN = 30  # characters from the name of a day to its date
COMING_MONTHS = 6  # that a month's name may mean; the others are over
BESIDE = 7  # characters between the name of a day and its date: "Donnerstag, den 16.04."
GREETING = 30  # characters: "Morgen zusammen,"
_SHARE = re.compile(
    r"[\d.,]{0,6}[ ]?(?:%|(?<!\w)(?:pour cent|per cent|percent|prozent|por ciento|percento|procent)(?!\w))"
)
_DOING = re.compile(rf"(?<!\w)(?:{any_of(DOING)})[ ]$")
_PRICED = re.compile(rf"(?<!\w)(?:{any_of(PRICES)})(?!\w)")
_IDLE = ("delivery_date_words", "order_words", "other_documents", "idle_words", "units", "common", "request_words")


def order_leftovers(said: Understood) -> Iterator[Problem]:
    """What a person should see before an order is booked by itself; nothing where no order was read."""
    order = said.facts.order.value
    if IntentName.ORDER not in said.names or order is None:
        return
    yield from _money(said, order)
    yield from _shares(said, order)
    yield from _payment(said)
    yield from _days(said)
    yield from _goods(said, order)


def _money(said: Understood, order: Order) -> Iterator[Problem]:
    """An amount that is no price, sum or total of the order: what was paid, a limit, or the price of a line unread."""
    if said.names & PAYMENTS or IntentName.DISPUTE in said.names:
        return  # their own remainders weigh it
    articles = (said.context.book.article(line.sku) for line in order.lines if line.sku)
    known = {article.price for article in articles if article is not None} | {order.total or Decimal(0)}
    for line in order.lines:
        known |= {line.unit_price, line.unit_price * line.quantity} if line.unit_price is not None else set()
    body = said.context.body
    for amount in said.context.amounts(body):
        if any(near(abs(amount.value), value) for value in known):
            continue
        if amount.currency:
            yield Problem("unexplained_amount", body.text[amount.start : amount.end], "body")
        elif amount.marked and _PRICED.search(body.flat, *body.sentence_at(amount.start)):
            if is_size(said.context, body, amount):
                continue
            yield Problem("unread_price", body.text[amount.start : amount.end], "body")


def _shares(said: Understood, order: Order) -> Iterator[Problem]:
    """A percentage that no article has: a discount that is claimed, a part that is ordered or paid."""
    body = said.context.body
    articles = [said.context.book.article(line.sku) for line in order.lines if line.sku]
    names = fold(" ".join(name for article in articles if article is not None for name in article.names))
    for match in _SHARE.finditer(body.flat):
        if match[0].strip(" %") not in names:
            yield Problem("unexplained_number", body.text[match.start() : match.end()].strip(), "body")


def _payment(said: Understood) -> Iterator[Problem]:
    """Words of a payment in a mail of which no payment was read."""
    if said.names & PAYMENTS:
        return
    context = said.context
    told = [pattern for value, pattern in context.patterns("cues", IntentName.REMITTANCE) if value >= PLAIN_CUE]
    told += [pattern for pack in context.lexicons for pattern in (*pack.just_paid, *pack.paid_words)]
    told += [pattern for pack in context.lexicons for value, pattern in pack.will_pay if value > 0]
    for pattern in told:
        if compiled(pattern).search(context.body.flat):
            yield Problem("possible_intent", IntentName.REMITTANCE.value, "body")
            return


def _days(said: Understood) -> Iterator[Problem]:
    """The name of a day that no date was made of: perhaps the one on which the goods are wanted."""
    body = said.context.body
    dates = [(mention.start - BESIDE, mention.end + BESIDE) for mention in said.context.dates(body)]
    for words in _days_named(said.context.languages):
        if words not in body.flat:
            continue
        for match in re.finditer(rf"(?<!\w)(?<!guten ){re.escape(words)}(?!\w)", body.flat):
            line = body.text[body.text.rfind("\n", 0, match.start()) + 1 :].partition("\n")[0]
            greets = line.lstrip().startswith(body.text[match.start() : match.end()]) and len(line) < GREETING
            explained = any(start < match.end() and match.start() < end for start, end in dates)
            if not (greets or explained or _is_told(said, words, match.end())):
                yield Problem("unread_day", body.text[match.start() : match.end()], "body")


def _is_told(said: Understood, words: str, place: int) -> bool:
    """A month that is over, or a weekday that the date behind it names again: "bis Mittwoch nächster Woche, 23.9."."""
    months = {fold(name): month for pack in said.context.lexicons for name, month in pack.months.items()}
    if (month := months.get(words)) is not None:
        return (month - said.context.sent_on.month) % 12 > COMING_MONTHS
    weekdays = {fold(name): day for pack in said.context.lexicons for name, day in pack.weekdays.items()}
    behind = [day.value for day in said.context.dates(said.context.body) if place <= day.start <= place + AGAIN_WITHIN]
    return words in weekdays and any(day.weekday() == weekdays[words] for day in behind)


@cache
def _days_named(languages: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for pack in lexicons(languages) for name in _day_names(*_calendar(pack)))


def _calendar(pack: Lexicon) -> tuple[Mapping[str, int], ...]:
    """Names of days, of months, and of weeks to come."""
    coming = {words: weeks for words, weeks in pack.week_phrases.items() if weeks > 0}
    return pack.weekdays, pack.relative_days, pack.months, coming


def _day_names(*tables: Mapping[str, int]) -> Iterator[str]:
    return (fold(word) for table in tables for word in table if len(word) >= LEAST_LETTERS)


def _goods(said: Understood, order: Order) -> Iterator[Problem]:
    """A word that only articles have of which nothing is ordered, where one asks for goods: perhaps a line unread."""
    context, body = said.context, said.context.body
    catalogue = catalogue_of(context.book)
    ordered = {line.sku for line in order.lines}
    described = fold(" ".join(line.description for line in order.lines))
    counts = counts_in(context, body)
    asked = re.compile(rf"(?<!\w)(?:{context.words('request_words')})(?!\w)")
    idle = re.compile(rf"(?:{context.words(*_IDLE)})")
    for token in tokens_of(plain(body).text):
        if len(token.word) < LEAST_LETTERS or token.is_attribute or token.word in described:
            continue
        if context.documents and is_attached(token.word):
            continue  # "bon de commande joint"
        start, end = body.sentence_at(token.start)
        owners = catalogue.likeness.owners(token)
        if _DOING.search(body.folded, max(0, token.start - GREETING), token.start):
            continue  # "we wash by hand": what somebody does
        if (
            not 0 < len(owners) <= FEW_ARTICLES
            or owners & ordered
            or idle.fullmatch(body.flat[token.start : token.end])
        ):
            continue
        if asked.search(body.flat[start:end]) or any(start <= count.start < end for count in counts):
            yield Problem("unread_line", body.text[token.start : token.end], "body")
            return
