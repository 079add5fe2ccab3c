"""Order lines in sentences and lists, without what is said twice or of an invoice; and counts that no line explains."""

# ruff: noqa: E501  # a pattern is one line

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from nlp.extract.catalogue import Catalogue, catalogue_of
from nlp.extract.order.clauses import LineReader, Placed, old_quantities
from nlp.extract.order.counted import names_known
from nlp.extract.order.goods_counts import is_taken_back
from nlp.extract.order.lines import MAX_LINES, Lines, has_number
from nlp.extract.order.prices_apart import with_prices
from nlp.extract.order.quantities import Count, counts_in, counts_other_things
from nlp.extract.order.second_thoughts import with_second_thoughts
from nlp.extract.order.stretches import clauses_of, plain, stretches_of
from nlp.extract.order.wanted import names_an_earlier_order
from nlp.extract.sources import Context, Source
from nlp.lang import alternatives, expression, weight
from nlp.lang.counting import DELIVERIES
from nlp.lang.day_signs import any_of
from nlp.lang.ordering import PRICES, STAYS

__all__ = ["has_number", "old_quantities", "text_lines", "uncounted"]

COMPLAINT = 0.9  # of the weight of what people say in disputes
LONGEST_NAME = 60  # characters behind "a"
_CLAUSE_END = re.compile(r"[,;:.!?\n(]|\s(?:et|and|und|y|e|en|och|og|plus|for|pour|für)\s")
_SPOILT = re.compile(
    r"(?<!\w)(?:(?:waren?|sind|kam(?:en)?|were|was|are|came|arrived|etaient|etait|sont|est arrive\w{0,2}|erano|estaban|waren|byly) (?:[^\W\d_]{1,14} ){0,6}?"
    r"(?:ausgelaufen|kaputt|beschadigt|zerbrochen|defekt|undicht|verbeult|zerdruckt|aufgeblaht|verschimmelt|leaking|leaked|broken|damaged|cracked|crushed|burst|faulty|short|missing|casse\w{0,2}|abime\w{0,2}|"
    r"perce\w{0,2}|ecrase\w{0,2}|renverse\w{0,2}|fendu\w{0,2}|rotti|rotte|danneggiat\w|rotos|rotas|kapot|beschadigd|uszkodzon\w)|zahlen wir nicht|won't pay|not paying|ne paierons pas|ne payons pas)(?!\w)"
)
_PRICE = re.compile(rf"(?<!\w)(?:{any_of(PRICES)})(?!\w)")
_STAYS = re.compile(rf"(?<!\w)(?:{any_of(STAYS)})(?!\w)")
LISTED_WORDS = 5  # of an item of a list
NEARBY = 40  # characters behind a line: what is joined there may be another


def text_lines(context: Context, source: Source, catalogue: Catalogue) -> Lines:
    """Lines in prose and lists: each count beside what it counts."""
    said = plain(source)
    read = list(LineReader(context, said, catalogue).read())[:MAX_LINES]
    found, said_again = _apart(context, said, catalogue, read)
    found = with_second_thoughts(
        context, said, with_prices(context, said, catalogue, found, lambda words: _is_elsewhere(context, words))
    )
    if not any(placed.line.sku for placed in found) and sum(placed.listed for placed in found) < 2:
        found = _asked_for(context, said, catalogue)
    if not (lines := tuple(placed.line for placed in found)):
        return Lines()
    return Lines(
        lines,
        tuple(source.evidence(f"order.lines.{n}", placed.start, placed.end) for n, placed in enumerate(found)),
        tuple(problem for placed in found for problem in placed.problems),
        source=source,
        spans=tuple((placed.start, placed.end) for placed in found),
        counted=tuple(placed.counted for placed in (*found, *said_again)),
    )


def uncounted(context: Context, source: Source, lines: Lines) -> Iterator[Count]:
    """Counts of a text that no line is made of: not the number of a size, nor one that a line's article has."""
    articles = catalogue_of(context.book)
    ordered = {line.sku for line in lines.lines}
    counts = counts_in(context, plain(source))
    for count in counts:
        if counts_other_things(source, count) or is_taken_back(source, count, counts):
            continue
        joined = re.search(
            r"(?:,|;|\+|&|\b(?:und|and|et|plus|sowie|y|e|en|och|og))\s(?:d'|de |noch |auch |aussi |also )?$",
            source.folded[max(0, count.start - 14) : count.start],
        )
        near = any(a < count.start < b + NEARBY for a, b in lines.spans)
        if count.article and not any(a <= count.start < b for a, b in lines.spans):
            words = _CLAUSE_END.split(source.text[count.end : count.end + LONGEST_NAME], maxsplit=1)[0]
            match = articles.likeness.only(words)
            if match is not None and match.sure and match.article.sku not in ordered:
                yield count  # "and a spare battery": one of what is ordered nowhere
                continue
        if count.article and _is_listed(source, count, lines):
            yield count
            continue
        aside = (count.measured or count.article) and not (joined and near) and not (count.article and count.unit)
        if aside or any(a <= count.start < b for a, b in lines.counted):
            continue
        holding = [line for line, (a, b) in zip(lines.lines, lines.spans, strict=False) if a <= count.start < b]
        owners = [article for line in holding if line.sku and (article := articles.by_sku(line.sku)) is not None]
        if not any(has_number(article, count.value) for article in owners):
            yield count


def _is_listed(source: Source, count: Count, lines: Lines) -> bool:
    """ "12 elbows 63 / a pump 0.75 / 6 valves 50": one of something on a line of its own, right beside lines read."""
    if any(a <= count.start < b for a, b in lines.spans):
        return False
    begin = source.text.rfind("\n", 0, count.start) + 1
    end = source.text.find("\n", count.end)
    end = len(source.text) if end < 0 else end
    if re.search(r"\w", source.text[begin : count.start]) or len(source.text[count.end : end].split()) > LISTED_WORDS:
        return False
    above = source.text.rfind("\n", 0, max(0, begin - 1)) + 1
    below = source.text.find("\n", end + 1)
    below = len(source.text) if below < 0 else below
    listed = [a for a, _ in lines.spans if not re.search(r"\w", source.text[source.text.rfind("\n", 0, a) + 1 : a])]
    return any(above <= a < begin or end < a < below for a in listed)


def named_beside(context: Context, source: Source, lines: Lines, aside: list[tuple[int, int]]) -> Iterator[str]:
    """Words outside the lines that mean an article of which nothing is ordered: its quantity may be unread.

    `aside`: places that speak of another matter.
    """
    catalogue = catalogue_of(context.book)
    ordered = {line.sku for line in lines.lines}
    brought = expression(rf"(?:{context.words('delivery_date_words')}|{alternatives(DELIVERIES)})")
    days = context.dates(source)
    for start, end in stretches_of(source):
        for low, high in clauses_of(source, start, end):
            if any(a < high and low < b for a, b in lines.spans) or any(a <= low and high <= b for a, b in aside):
                continue
            match = catalogue.likeness.only(source.text[low:high])
            if match is not None and brought.fullmatch(source.folded, low + match.start, low + match.end):
                continue  # "Delivery to the workshop" is no order of a delivery
            if match is not None and any(d.start < low + match.end and low + match.start < d.end for d in days):
                continue  # "by Thursday" is no order of "Thursday's special"
            if match is not None and match.sure and match.article.sku not in ordered:
                yield " ".join(source.text[low:high].split())[:100]


def _asked_for(context: Context, source: Source, catalogue: Catalogue) -> list[Placed]:
    """Where no line is plain: single things in sentences that ask for them ("could you send us a technician")."""
    asked = expression(rf"(?<!\w)(?:{context.words('request_words')})(?!\w)")
    found = []
    for placed in LineReader(context, source, catalogue, wide=True).read():
        sentence = source.flat[slice(*source.sentence_at(placed.start))]
        plain = not complains(context, sentence) and not names_an_earlier_order(context, sentence)
        if asked.search(sentence) and plain and not _PRICE.search(sentence) and (placed.line.sku or placed.listed):
            found.append(placed)
    return found


def _is_elsewhere(context: Context, sentence: str) -> bool:
    return complains(context, sentence) or names_an_earlier_order(context, sentence)


def complains(context: Context, sentence: str) -> bool:
    """Whether a sentence (folded) is about goods or an invoice that are not as they should be."""
    return weight(context.patterns("cues", "dispute"), sentence)[0] >= COMPLAINT or _SPOILT.search(sentence) is not None


def _arrived_spoilt(source: Source, placed: Placed, asked: re.Pattern[str]) -> bool:
    """ "Two boxes of masks were crushed, please credit": goods that came, whatever is asked for behind them."""
    start, end = source.sentence_at(placed.start)
    spoilt = _SPOILT.search(source.flat, placed.counted[1], end)
    return spoilt is not None and not asked.search(source.flat, start, spoilt.start())


def _is_sum(source: Source, placed: Placed, found: list[Placed]) -> bool:
    """ "40 vests: 20 yellow, 20 orange": the goods of the lines behind a colon, counted together."""
    behind = [other for other in found if other.start > placed.start]
    if not behind or source.text.find(":", placed.counted[1], min(other.start for other in behind)) < 0:
        return False
    sums = list(itertools.accumulate(other.line.quantity for other in behind))
    return placed.line.quantity in sums[1:]


def _of_this_order(context: Context, source: Source, read: list[Placed]) -> list[Placed]:
    """Without what other sentences say of an order that was placed before: that it changes, and that a line stays."""
    if not read or not any(names_an_earlier_order(context, source.flat[a:b]) for a, b in source.sentences):
        return read
    rows = [(placed, source.flat[slice(*source.sentence_at(placed.start))]) for placed in read]
    left = [p for p, sentence in rows if not (names_an_earlier_order(context, sentence) or _STAYS.search(sentence))]
    return left if any(placed.line.sku for placed in left) else read


def _apart(
    context: Context, source: Source, catalogue: Catalogue, read: list[Placed]
) -> tuple[list[Placed], list[Placed]]:
    """The lines without what a sentence about an invoice counts; and apart from these what is said twice."""
    billed = expression(
        rf"(?<!\w)(?:{alternatives([w for p in context.lexicons for w in p.invoice_words if len(w) > 5])})(?!\w)"
    )
    asked = expression(rf"(?<!\w)(?:{context.words('request_words')})(?!\w)")
    read = _of_this_order(context, source, read)
    sentences = [source.flat[slice(*source.sentence_at(placed.start))] for placed in read]

    def is_wanted(placed: Placed, sentence: str) -> bool:
        other = billed.search(sentence) is not None or names_known(context, sentence)
        complaint = complains(context, sentence)
        if not asked.search(sentence) or _arrived_spoilt(source, placed, asked):
            return not (other or complaint)
        start, _ = source.sentence_at(placed.start)
        return not (other and complaint) or asked.search(source.flat, start, placed.counted[0]) is not None

    plain = [placed for placed, sentence in zip(read, sentences, strict=True) if is_wanted(placed, sentence)]
    found = plain if any(placed.line.sku for placed in plain) else read
    known = {(placed.line.sku, placed.line.quantity) for placed in found if placed.line.sku}

    def is_repeated(placed: Placed) -> bool:
        if placed.line.sku is not None:
            return False
        if _is_sum(source, placed, found):
            return True
        fits = catalogue.likeness.ranked(placed.line.description)[:4]
        return any((fit.article.sku, placed.line.quantity) in known for fit in fits)

    again = [placed for placed in found if is_repeated(placed)]
    fresh = {p.line.sku: p.start for p in found if p.fresh}
    again += [
        p
        for p in found
        if p.start < fresh.get(p.line.sku, 0) and not asked.search(source.flat, *source.sentence_at(p.start))
    ]  # "8 cartons are wet. Please send 12 new ones"
    for place, placed in enumerate(found):
        same = [p for p in found[:place] if (p.line.sku, p.line.quantity) == (placed.line.sku, placed.line.quantity)]
        if placed.line.sku and any(source.sentence_at(p.start) == source.sentence_at(placed.start) for p in same):
            again.append(placed)  # "a technician please, one call-out"
    return [placed for placed in found if placed not in again], again
