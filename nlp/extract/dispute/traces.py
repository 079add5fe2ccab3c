"""Documents that only a trace in the mail leads to: a bare number, an order, a day, a month, an amount, "the last".

Asked only where nothing else names a document; what is found so is for a person to confirm.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from nlp.book import DocumentEntry, folded
from nlp.extract.ledger import Ledger
from nlp.extract.sources import Context, Source, distinct
from nlp.lang import LANGUAGES, abroad, alternatives, compiled, expression, fold
from nlp.notation import Amount

_BARE = re.compile(r"(?<![\w.,/€£-])\d{3,10}(?![\w%€£]|[.,:/]\d)")
LEAST_PO, SHORT_PO = 4, 3  # letters and digits of an order's number; of one with a letter that stands by itself
SURE_DIGITS = 4  # at the end of a document's number: no count, no size
CENT = Decimal("0.01")
LEAST_TOTAL = 100  # a bare number below counts something
LEAST_WORD = 5  # letters of a word that stands for an order ("Résidence Vauban")
_PARTS = re.compile(  # of a month, in the languages of our customers
    r"\b(?:(?P<early>anfang|early|beginning|start|debut|begin|inizio|principios|inicio|poczatk\w{1,3}|borjan|starten|zacatk\w{1,3})"
    r"|(?P<middle>mitte|mid|middle|mi|medio|meta|mediados|meados|polowi\w{1,3}|mitten|midten)"
    r"|(?P<late>ende|late|end|fin|eind\w{0,2}|fine|finales|final|koni?ec|koncu|slutet|slutningen))\b[^.!?]{0,12}$"
)
_DAYS_OF_PART = {"early": range(1, 12), "middle": range(9, 22), "late": range(19, 32)}
_WORD = re.compile(rf"[^\W\d_]{{{LEAST_WORD},30}}")


def traced(context: Context, sources: Sequence[Source]) -> tuple[str, ...]:
    """The documents of the first source and way that lead to any; those that are open before the others."""
    if context.customer is None:
        return ()
    everything = [entry for entry in context.book.documents_of(context.customer.number) if entry.total > 0]
    pools = ([entry for entry in everything if entry.open_amount], everything)
    for source in sources:
        for way in (_by_order, _by_bare_number, _by_day, _by_order_words, _by_amount, _by_month, _by_newest):
            for pool in pools:
                if found := distinct(entry.number for entry in way(context, source, pool)):
                    return found
    return ()


def _by_order(context: Context, source: Source, pool: Sequence[DocumentEntry]) -> Iterator[DocumentEntry]:
    """The number of exactly one document's order, with whatever signs between; a short one, or a name, by itself."""
    text = folded(source.text)
    for key, entry in _only_of(pool, lambda entry: folded(entry.po_number)).items():
        if len(key) < SHORT_PO or key not in text:
            continue
        long = len(key) >= LEAST_PO and any(c.isdigit() for c in key)
        if long or (not key.isdigit() and _is_written(source, entry.po_number)):
            yield entry


def _is_written(source: Source, number: str) -> bool:
    """Whether a text has an order's number or name by itself: "Bon W/95"; a long one with any signs between."""
    parts = re.findall(r"[^\W_]{1,30}", fold(number))[:8]
    sign = r"[ /._-]{0,2}" if sum(map(len, parts)) > LEAST_PO else r"[ /._-]{1,2}"
    written = sign.join(re.escape(part) for part in parts)
    return bool(parts) and expression(rf"(?<![\w/-]){written}(?![\w/-]|[.,]\d)").search(source.flat) is not None


def is_sure(context: Context, sources: Sequence[Source], number: str) -> bool:
    """Whether a text writes all of the number of the order that only this document of the customer was made for, or
    so much of the document's own number that no other document and no amount of the customer is meant.
    """
    entry = context.book.document(number)
    if entry is None:
        return False
    others = [other for other in context.book.documents_of(entry.customer) if other.number != number]
    key = folded(entry.po_number)
    whole = len(key) >= SHORT_PO and not key.isalpha() and not (key.isdigit() and len(key) <= LEAST_PO)
    if whole and not any(folded(other.po_number) == key and other.total > 0 for other in others):
        return any(_is_written(source, entry.po_number) for source in sources) or _is_numbered(sources, entry, others)
    return _is_numbered(sources, entry, others)


def _is_numbered(sources: Sequence[Source], entry: DocumentEntry, others: Sequence[DocumentEntry]) -> bool:
    """Whether a text has the last digits of a document's number, and they end nothing else that the customer has."""
    own = re.sub(r"\D", "", entry.number)
    every = [re.sub(r"\D", "", text) for other in others for text in (other.number, other.po_number)]
    totals = {str(int(amount)) for e in (entry, *others) for amount in (abs(e.total), abs(e.open_amount))}
    ends = {match.group() for source in sources for match in _BARE.finditer(source.text)}
    return any(
        len(end) >= SURE_DIGITS and own.endswith(end) and end not in totals and not any(o.endswith(end) for o in every)
        for end in ends
    )


def _by_bare_number(context: Context, source: Source, pool: Sequence[DocumentEntry]) -> Iterator[DocumentEntry]:
    """The end of exactly one document's number, or of its order's."""
    days = [(mention.start, mention.end) for mention in context.dates(source)]
    money = [(amount.start, amount.end) for amount in context.amounts(source) if amount.marked]
    own = Ledger(tuple(pool))
    orders = _only_of(pool, lambda entry: (re.findall(r"\d{3,10}", entry.po_number) or [""])[-1])
    for match in _BARE.finditer(source.text):
        if any(match.start() < b and a < match.end() for a, b in (*days, *money)):
            continue
        entry = own.resolve(match.group()) or orders.get(match.group())
        if entry is not None:
            yield entry


def _by_day(context: Context, source: Source, pool: Sequence[DocumentEntry]) -> Iterator[DocumentEntry]:
    """The day of exactly one document."""
    days = _only_of(pool, lambda entry: entry.issue_date.isoformat())
    for mention in context.dates(source):
        if (entry := days.get(mention.earlier.isoformat())) is not None:
            yield entry


def _by_order_words(context: Context, source: Source, pool: Sequence[DocumentEntry]) -> Iterator[DocumentEntry]:
    """A word of exactly one document's order, where orders are named and not numbered."""
    words = [(word, entry) for entry in pool for word in set(_WORD.findall(fold(entry.po_number)))]
    for word, entry in words:
        if sum(word == other for other, _ in words) == 1 and expression(rf"(?<!\w){re.escape(word)}(?!\w)").search(
            source.flat
        ):
            yield entry


def _by_amount(context: Context, source: Source, pool: Sequence[DocumentEntry]) -> Iterator[DocumentEntry]:
    """The amount of exactly one document, or what is open of it: "the 940"."""
    yield from _of_amounts(context.amounts(source), pool)


def led_within(context: Context, start: int, end: int) -> tuple[str, ...]:
    """What the end of a number or an amount leads to in a piece of the body: "bei 4496 stimmt was nicht", "the 1190
    we don't pay".
    """
    if context.customer is None or not end:
        return ()
    pool = [entry for entry in context.book.documents_of(context.customer.number) if entry.total >= LEAST_TOTAL]
    piece = Source(f"body:{start}", context.body.text[start:end])
    if numbered := [e for e in _by_bare_number(context, piece, pool) if is_sure(context, (piece,), e.number)]:
        return distinct(entry.number for entry in numbered)
    inside = [amount for amount in context.amounts(context.body) if start <= amount.start < end]
    return distinct(entry.number for entry in _of_amounts(inside, pool))


def _of_amounts(amounts: Sequence[Amount], pool: Sequence[DocumentEntry]) -> Iterator[DocumentEntry]:
    keys = (_only_of(pool, lambda entry: str(entry.total)), _only_of(pool, lambda entry: str(entry.open_amount)))
    for amount in amounts:
        value = str(amount.value.quantize(CENT))
        if (entry := keys[0].get(value) or keys[1].get(value)) is not None:
            yield entry


def _by_month(context: Context, source: Source, pool: Sequence[DocumentEntry]) -> Iterator[DocumentEntry]:
    """The month of exactly one document of the last year, or the part of it: "the goods of early June"."""
    months = dict(abroad.MONTHS) if set(context.languages) == set(LANGUAGES) else {}
    months |= {name: number for pack in context.lexicons for name, number in pack.months.items() if len(name) > 2}
    numbers = {fold(name): number for name, number in months.items()}
    pattern = expression(rf"(?<!\w)(?:{alternatives(months)})(?!\w)")
    days = [(mention.start, mention.end) for mention in context.dates(source) if mention.exact]
    for match in pattern.finditer(source.flat):
        if any(match.start() < b and a < match.end() for a, b in days) or not _is_name(source, match, context):
            continue
        within = [e for e in pool if e.issue_date.month == numbers[match.group()] and _is_recent(context, e)]
        part = _part_of_month(source.flat[max(0, match.start() - 24) : match.start()])
        inside = [entry for entry in within if entry.issue_date.day in part] if len(within) > 1 else within
        if len(inside) == 1:
            yield inside[0]


def _is_name(source: Source, match: re.Match[str], context: Context) -> bool:
    """ "may" and "march" are months only with a capital letter."""
    return source.text[match.start()].isupper() or match.group() not in ("may", "march", "mar", "mai", "mars", "maj")


def _is_recent(context: Context, entry: DocumentEntry) -> bool:
    return 0 <= (context.sent_on - entry.issue_date).days < 365


def _part_of_month(before: str) -> range:
    """The days that "early", "mitte", "fin" in front of a month leave."""
    found = _PARTS.search(before)
    return _DAYS_OF_PART[found.lastgroup] if found and found.lastgroup else range(1, 32)


def _by_newest(context: Context, source: Source, pool: Sequence[DocumentEntry]) -> Iterator[DocumentEntry]:
    """ "your last invoice", "die letzte Lieferung": the newest of all that were sent so far."""
    patterns = [pattern for pack in context.lexicons for pattern in pack.newest_document]
    if set(context.languages) == set(LANGUAGES):
        patterns += abroad.NEWEST_DOCUMENT
    if any(compiled(pattern).search(source.flat) for pattern in patterns):
        past = sorted((e for e in pool if _is_recent(context, e)), key=lambda entry: entry.issue_date)
        if past and [entry.issue_date for entry in past].count(past[-1].issue_date) == 1:
            yield past[-1]


def _only_of(pool: Sequence[DocumentEntry], key: Callable[[DocumentEntry], str]) -> dict[str, DocumentEntry]:
    """The documents by a key that no other of them has."""
    keys = [key(entry) for entry in pool]
    return {k: entry for k, entry in zip(keys, pool, strict=True) if k and keys.count(k) == 1}
