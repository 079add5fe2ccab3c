"""What a customer promises to pay, and when: instalments with their days, the rest computed from the book."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from nlp.extract.references import References
from nlp.extract.sources import Context, Found, Source
from nlp.lang import fold, weight
from nlp.notation import Amount, DateMention
from nlp.reading import Evidence, Instalment, Problem, Promise

LONGEST_DAYS = 550  # a plan beyond a year and a half is no promise


def read_promise(context: Context, invoices: References) -> Found[Promise]:
    """The promise; strength 1.0 only with coming days and documents of the book that its amounts do not exceed."""
    source = context.body
    zone = _zone(context, source)
    days = [
        m for m in context.dates(source)
        if zone[0] <= m.start < zone[1] and 0 <= (m.value - context.sent_on).days <= LONGEST_DAYS
    ]  # fmt: skip
    if not days:
        return Found(None)
    numbers = promised_documents(context, invoices, zone)
    money = [a for a in context.amounts(source) if a.marked and a.value > 0 and zone[0] <= a.start < zone[1]]
    pairs = paired(source.text, days, money)
    due = _due(context, numbers)
    instalments, evidence = _instalments(context, source, pairs, due)
    problems = []
    if not numbers:
        problems.append(Problem("no_invoice", "the promise does not say for which invoices", "body"))
    stated = sum((i.amount for i in instalments if i.amount is not None), Decimal(0))
    if due is not None and stated > due:
        problems.append(Problem("promise_above_due", f"promised are {stated}, open are {due}", "body"))
    known = bool(numbers) and all(context.book.document(number) for number in numbers)
    strength = 1.0 if known and not problems else 0.6
    return Found(Promise(numbers, instalments), strength, evidence, tuple(problems))


def _zone(context: Context, source: Source) -> tuple[int, int]:
    """From the first sentence that promises to the end of the text; all of it where no sentence does."""
    patterns = tuple(pair for pack in context.lexicons for pair in pack.cues["promise"])
    for start, end in source.sentences:
        if weight(patterns, source.flat[start:end])[0] >= 0.7:
            return start, len(source.text)
    return 0, len(source.text)


def promised_documents(context: Context, invoices: References, zone: tuple[int, int]) -> tuple[str, ...]:
    """Documents named with the promise, else in the mail, its subject, the one quoted or answered."""
    disputed = [
        (start, end)
        for start, end in context.body.sentences
        if weight(tuple(p for pack in context.lexicons for p in pack.cues["dispute"]), context.body.flat[start:end])[0]
        >= 0.9
    ]
    within = [
        r.number for r in sorted((*invoices.invoices, *invoices.pointed), key=lambda r: r.start)
        if r.source == "body" and not r.quoted and zone[0] <= r.start < zone[1]
        and not any(start <= r.start < end for start, end in disputed)
    ]  # fmt: skip
    days = [m.start for m in context.dates(context.body) if m.value >= context.sent_on]
    beside = [
        number
        for start, end in context.body.sentences
        if any(start <= day < end for day in days) and zone[0] < end
        for number in invoices.meant("body", max(start, zone[0]), end)
        if number in within
    ]
    candidates = (
        tuple(dict.fromkeys(beside)),
        tuple(dict.fromkeys(within)),
        invoices.meant("body"),
        invoices.meant("subject"),
        invoices.quoted(),
        context.answered,
    )
    return next((numbers for numbers in candidates if numbers), ())


def paired(text: str, days: list[DateMention], money: list[Amount]) -> list[tuple[DateMention, Amount | None]]:
    """Each day with its amount: on its own line or in its own clause, before or behind it as the first pair stands."""
    free = list(money)
    pairs: list[tuple[DateMention, Amount | None]] = []
    amount_first = bool(money) and money[0].start < days[0].start and money[0].end + 60 > days[0].start
    for index, day in enumerate(days):
        low = days[index - 1].end if index else 0
        high = days[index + 1].start if index + 1 < len(days) else len(text)
        line_start, line_end = text.rfind("\n", 0, day.start) + 1, (text.find("\n", day.end) + 1 or len(text) + 1) - 1
        line = [a for a in free if line_start <= a.start < line_end and low <= a.start < high]
        before = [a for a in free if low <= a.start < day.start]
        behind = [a for a in free if day.end <= a.start < high and a.start - day.end <= 90]
        ordered = (before[-1:] or line[:1] or behind[:1]) if amount_first else (behind[:1] or line[:1] or before[-1:])
        if line and ordered and ordered[0] not in line:
            ordered = line[:1]
        chosen = ordered[0] if ordered else None
        if chosen is not None:
            free.remove(chosen)
        pairs.append((day, chosen))
    return pairs


def _instalments(
    context: Context, source: Source, pairs: list[tuple[DateMention, Amount | None]], due: Decimal | None
) -> tuple[tuple[Instalment, ...], tuple[Evidence, ...]]:
    """One instalment a day; days without an amount beside days that have one count only as "the rest"."""
    spread = _spread(context, source, pairs)
    if spread:
        return spread, (source.evidence("promise.instalments", pairs[0][0].start, pairs[0][0].end),)
    priced = any(amount for _, amount in pairs)
    rest = re.compile(rf"(?<!\w)(?:{context.words('rest_words')})(?!\w)")
    found: dict[date, tuple[Decimal | None, Evidence]] = {}
    open_days: list[date] = []
    for day, amount in pairs:
        ground = source.evidence(
            f"promise.instalments.{len(found)}", day.start, amount.end if amount and amount.end > day.end else day.end
        )
        if amount is not None:
            earlier = found.get(day.value, (Decimal(0), ground))[0] or Decimal(0)
            found[day.value] = (earlier + amount.value, ground)
        elif not priced or rest.search(source.flat[max(0, day.start - 60) : day.end + 40]):
            found.setdefault(day.value, (None, ground))
            open_days.append(day.value)
    if not priced and len(found) > 1:
        first = min(found)
        found = {first: found[first]} if due is None else found
    if priced and len(open_days) == 1 and due is not None:
        left = due - sum((amount for amount, _ in found.values() if amount is not None), Decimal(0))
        if left > 0:
            found[open_days[0]] = (left, found[open_days[0]][1])
    ordered = sorted(found)
    return tuple(Instalment(day, found[day][0]) for day in ordered), tuple(found[day][1] for day in ordered)


def _spread(context: Context, source: Source, pairs: list[tuple[DateMention, Amount | None]]) -> tuple[Instalment, ...]:
    """ "three monthly instalments of 500 from 1 March": a count, an amount and a first day."""
    counts = {fold(word): n for pack in context.lexicons for word, n in pack.number_words.items()}
    count = "|".join(re.escape(word) for word in sorted(counts, key=len, reverse=True))
    monthly = rf"(?<!\w)(\d{{1,2}}|{count})[ ](?:equal |gleichen? |egales )?(?:monthly instal?ments|monatsraten|monatlichen? raten|mensualites|monthly payments|echeances mensuelles)"  # noqa: E501
    match = re.search(monthly, source.flat)
    amounts = [amount for _, amount in pairs if amount]
    if match is None or len(pairs) != 1 or len(amounts) != 1:
        return ()
    number = int(match[1]) if match[1].isdigit() else counts[match[1]]
    first = pairs[0][0].value
    if not 2 <= number <= 18:
        return ()
    return tuple(Instalment(_months_later(first, n), amounts[0].value) for n in range(number))


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.month - 1 + months, 12)
    for number in range(day.day, 27, -1):
        try:
            return date(day.year + year, month + 1, number)
        except ValueError:
            continue
    return date(day.year + year, month + 1, min(day.day, 28))


def _due(context: Context, numbers: tuple[str, ...]) -> Decimal | None:
    """What is open on these documents; None if one is unknown."""
    entries = [context.book.document(number) for number in numbers]
    if not entries or any(entry is None for entry in entries):
        return None
    return sum((entry.open_amount for entry in entries if entry), Decimal(0))
