"""Documents that a payment means without naming them: the mail's answered one, a month's, a credit, an amount alone.

A document counts only where the sums prove it or where no other fits; an amount that the documents already explain, as
their sum, their difference or what was kept back, means nothing further.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterable, Iterator, Sequence
from decimal import Decimal

from nlp.book import DocumentEntry
from nlp.extract.references import References
from nlp.extract.remittance.credits import credits_taken, taken_of_one
from nlp.extract.remittance.groups import of_all_open
from nlp.extract.remittance.named import Named, named_in
from nlp.extract.sources import Context, Source, near
from nlp.lang import LANGUAGES, abroad, alternatives, expression, fold
from nlp.notation import Amount

MOST_DOCUMENTS = 8  # of which sums are tried
LARGEST_GROUP = 4  # documents of named months that a total may come to
LEAST = Decimal(10)
CENT = Decimal("0.01")


def with_meant(
    context: Context,
    source: Source,
    invoices: References,
    here: tuple[Named, ...],
    paid: list[Amount],
    named: tuple[Named, ...],
    left_out: Collection[tuple[int, int]] = (),
) -> tuple[Named, ...]:
    """`here` with what the words and amounts of the mail mean beside it; `named`: also what the payment leaves out,
    which stands in the pieces `left_out`."""
    here = here if context.remarks else _summing(named, here, paid)
    here = _without_weak(context, source, invoices, here, paid)
    unpaid = {each.number for each in named} - {each.number for each in here}
    elsewhere = tuple(e for e in _elsewhere(context, invoices, paid) if e.number not in unpaid)
    by_month = () if _comes_to(here, paid) else _of_months(context, source, paid, left_out)
    if by_month and {each.number for each in here} <= {each.number for each in by_month}:
        here = by_month
    elif here and _comes_to((*here, *(e for e in elsewhere if e.number not in {h.number for h in here})), paid):
        known = {each.number for each in here}
        here = (*(each for each in elsewhere if each.number not in known), *here)
    here = (*here, *credits_taken(context, source, here, paid, left_out))
    months = {month for _, _, month in _months_said(context, source, left_out)[0]}
    pointed = () if len(here) > 1 and _comes_to(here, paid) else _by_amount(context, source, here, paid, unpaid, months)
    fallback = _only(elsewhere, paid) if not here else ()
    if fallback and (not pointed or any(fallback[0].number == each.number for each in pointed)):
        here, pointed = fallback, tuple(p for p in pointed if not _explains(fallback, p, paid))
        here = (*here, *credits_taken(context, source, here, paid, left_out))
    if not here and not pointed:
        here = taken_of_one(context, source, paid) or of_all_open(context, source, paid, unpaid)
    return tuple(sorted((*here, *pointed), key=lambda each: each.start))


def _summing(named: tuple[Named, ...], here: tuple[Named, ...], paid: list[Amount]) -> tuple[Named, ...]:
    """The only ones of all documents named that an amount is the sum of: the sum says more than the sentence."""
    if _comes_to(here, paid) or len(named) > MOST_DOCUMENTS or any(h.is_for(a.value) for h in here for a in paid):
        return here
    sizes = range(2, len(named) + 1)
    groups = [group for size in sizes for group in itertools.combinations(named, size) if _comes_to(group, paid)]
    return groups[0] if len(groups) == 1 else here


def _elsewhere(context: Context, invoices: References, paid: list[Amount]) -> tuple[Named, ...]:
    """Documents of the subject, else of our mail that is answered, else those quoted below."""
    own = context.customer.number if context.customer else ""
    subject = tuple(each.number for each in named_in(context, context.subject, invoices))
    for numbers in (subject, tuple(dict.fromkeys(context.answered)), invoices.quoted()):
        found = [(n, e) for n in numbers if (e := context.book.document(n)) and (e.customer == own or not own)]
        if found:
            return tuple(Named(number, -1, -1, entry) for number, entry in found)
    return ()


def _only(elsewhere: tuple[Named, ...], paid: list[Amount]) -> tuple[Named, ...]:
    """The one document, the one that an amount fits, or all of them where an amount is their sum."""
    if len(elsewhere) == 1 or _comes_to(elsewhere, paid):
        return elsewhere
    fitting = tuple(each for each in elsewhere if any(each.is_for(amount.value) for amount in paid))
    return fitting if len(fitting) == 1 else ()


def _explains(here: tuple[Named, ...], pointed: Named, paid: list[Amount]) -> bool:
    """Whether a pointed amount is what the one document has open, or a part of it."""
    return any(pointed.number == each.number for each in here)


def _comes_to(documents: Sequence[Named], paid: Iterable[Amount]) -> bool:
    """Whether one of the amounts is what all these documents have open together."""
    due = [each.entry.open_amount for each in documents if each.entry]
    return len(due) > 1 and any(near(amount.value, sum(due, Decimal(0))) for amount in paid)


def _without_weak(
    context: Context, source: Source, invoices: References, here: tuple[Named, ...], paid: list[Amount]
) -> tuple[Named, ...]:
    """Nothing where "the other one", or one in another sentence than the amount ("and a copy of 4228, please"), is all
    that is named and the amount is just what its neighbour has open."""
    if len(here) != 1 or not paid or any(here[0].is_for(amount.value) for amount in paid):
        return here
    said = (r for r in (*invoices.invoices, *invoices.pointed) if not r.quoted)
    hows = {r.how for r in said if r.number == here[0].number}
    others = [e for n in context.answered if n != here[0].number and (e := context.book.document(n))]
    fitting = [e for e in others if any(near(amount.value, e.open_amount) for amount in paid)]
    apart = not any(low <= here[0].start < high for low, high in (source.sentence_at(a.start) for a in paid))
    return () if (apart or hows == {"place"}) and len(fitting) == 1 else here


def _of_months(
    context: Context, source: Source, paid: list[Amount], left_out: Collection[tuple[int, int]]
) -> tuple[Named, ...]:
    """ "July and August", "the two August ones": the open documents of these months, by total or count.

    A month within a day ("sent on 9 August") counts only where the others alone mean nothing.
    """
    if context.customer is None:
        return ()
    alone, everywhere = _months_said(context, source, left_out)
    for places in (alone, everywhere) if len(alone) < len(everywhere) else (alone,):
        count = _count_before(context, source, places[0][0]) if places is alone and places else 0
        group = _group_of(context, {month for _, _, month in places}, count, paid)
        if group:
            return tuple(Named(e.number, places[0][0], places[0][1], e) for e in group)
    return ()


def _months_said(
    context: Context, source: Source, left_out: Collection[tuple[int, int]]
) -> tuple[list[tuple[int, int, int]], list[tuple[int, int, int]]]:
    """(start, end, month) of the months that are no day's, and of all, in what speaks of the payment."""
    months = {fold(name): number for pack in context.lexicons for name, number in pack.months.items() if len(name) > 2}
    if len(context.languages) == len(LANGUAGES):
        months |= {fold(name): number for name, number in abroad.MONTHS.items()}
    matches = expression(rf"(?<!\w)(?:{alternatives(months)})(?!\w)").finditer(source.flat)
    places = [(match.start(), match.end(), months[match.group()]) for match in matches]
    everywhere = [place for place in places if not any(a <= place[0] < b for a, b in left_out)]
    days = [(mention.start, mention.end) for mention in context.dates(source)]
    return [p for p in everywhere if not any(p[0] < b and a < p[1] for a, b in days)], everywhere


def _group_of(context: Context, wanted: set[int], count: int, paid: list[Amount]) -> tuple[DocumentEntry, ...]:
    """The only group of open documents of just these months that an amount is the sum of, or that has this count."""
    pool = [e for e in _open(context) if e.issue_date.month in wanted and (context.sent_on - e.issue_date).days < 365]
    if not pool or len(pool) > MOST_DOCUMENTS:
        return ()
    groups = [
        group
        for size in range(max(2, len(wanted)), LARGEST_GROUP + 1)
        for group in itertools.combinations(pool, size)
        if {entry.issue_date.month for entry in group} == wanted
    ]
    by_sum = [g for g in groups if any(near(a.value, sum((e.open_amount for e in g), Decimal(0))) for a in paid)]
    counted = [g for g in groups if len(g) == len(pool) == count]
    chosen = by_sum if len(by_sum) == 1 else counted if not paid else []
    return chosen[0] if chosen else ()


def _open(context: Context) -> list[DocumentEntry]:
    assert context.customer is not None
    return [e for e in context.book.documents_of(context.customer.number) if e.open_amount > 0]


def _count_before(context: Context, source: Source, place: int) -> int:
    """ "the two August ones", "die beiden Rechnungen aus Juli": how many, said up to three words before."""
    counts = {fold(word): n for pack in context.lexicons for word, n in pack.number_words.items() if n > 1}
    for name, number in (("both", 2), ("three", 3)):
        counts |= {fold(word): number for pack in context.lexicons for word in pack.places[name]}
    pattern = rf"(?<!\w)(?P<count>{alternatives(counts)}|\d)[ ](?:[^\s\d]{{1,12}}[ ']){{0,3}}\S{{0,2}}$"
    match = expression(pattern).search(source.flat[max(0, place - 50) : place])
    if match is None:
        return 0
    return int(match["count"]) if match["count"].isdigit() else counts[match["count"]]


def _by_amount(
    context: Context,
    source: Source,
    here: tuple[Named, ...],
    paid: list[Amount],
    left_out: set[str],
    months: Collection[int],
) -> tuple[Named, ...]:
    """What amounts alone mean: each the one document that has just that open, asked where it is likeliest first.

    Of several the one of a month that is named ("640, the August one"), or all where there are so many ("both at 640").
    """
    if context.customer is None:
        return ()
    everything = [e for e in context.book.documents_of(context.customer.number) if e.total > 0]
    answered = [e for e in everything if e.number in context.answered]
    known = {each.number for each in here} | left_out
    found: dict[str, Named] = {}
    for amount in paid:
        if amount.value < LEAST or _is_explained(amount, here, paid):
            continue
        for pool in (answered, [e for e in everything if e.open_amount], everything):
            fitting = [e for e in pool if any(near(amount.value, v) for v in (e.open_amount, e.total))]
            if fitting:
                whole = len(fitting) == 1 or len(fitting) == _count_before(context, source, amount.start)
                fitting = fitting if whole else [e for e in fitting if e.issue_date.month in months]
                if len(fitting) == 1 or whole:
                    for entry in (e for e in fitting if e.number not in known):
                        found.setdefault(entry.number, Named(entry.number, amount.start, amount.end, entry))
                break
    if not found and not here:
        found = {each.number: each for each in _by_parts(everything, paid)}
    return _without_total(tuple(found.values()), here, paid)


def _by_parts(entries: list[DocumentEntry], paid: list[Amount]) -> Iterator[Named]:
    """The one open document that what was paid and what was kept back of it come to: "1,987.40, 12.50 were fees"."""
    for one, other in itertools.combinations(paid[:MOST_DOCUMENTS], 2):
        least, most = sorted((one.value, other.value))
        fitting = [e for e in entries if e.open_amount and near(e.open_amount, least + most, CENT)]
        if len(fitting) == 1 and least * 10 < most:
            yield Named(fitting[0].number, one.start, one.end, fitting[0])


def _is_explained(amount: Amount, here: tuple[Named, ...], paid: list[Amount]) -> bool:
    """An amount of a document here, their sum, or what is left or kept back of one of them."""
    due = [value for each in here for value in each.due]
    opens = [each.entry.open_amount for each in here if each.entry][:MOST_DOCUMENTS]
    sums = [sum(g, Decimal(0)) for n in range(2, len(opens) + 1) for g in itertools.combinations(opens, n)]
    others = [other.value for other in paid if other is not amount]
    rests = [abs(value - other) for value in due for other in others]
    bare = [each for each in here if not each.is_credit and not any(each.is_for(a.value) for a in paid)]
    return bool(bare and len(paid) == 1) or any(near(amount.value, value) for value in (*due, *sums, *rests))


def _without_total(found: tuple[Named, ...], here: tuple[Named, ...], paid: list[Amount]) -> tuple[Named, ...]:
    """Without a document that has by chance what the others come to."""
    return tuple(
        each
        for each in found
        if not _comes_to(
            [other for other in (*here, *found) if other is not each], [a for a in paid if a.start == each.start]
        )
    )
