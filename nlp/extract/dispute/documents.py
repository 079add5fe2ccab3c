"""Which documents are contested, where a mail names paid ones, agreed ones and the contested one side by side.

The sentence that tells the reason decides: what it names itself, else what the sentence before it names, else the
subject, else what comes later.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from nlp.extract.dispute.pieces import clauses_of
from nlp.extract.dispute.ranking import Told
from nlp.extract.dispute.traces import is_sure, led_within, traced
from nlp.extract.ledger import key_of
from nlp.extract.references import References
from nlp.extract.sources import Context, Source, distinct
from nlp.lang import compiled, expression, fold
from nlp.lang.contesting import said
from nlp.reading import DisputeReason, Remittance

_HEAD = 250  # characters in which a paper says what it is


@dataclass(frozen=True, slots=True)
class Contested:
    """`start`, `end`: the sentence of the body that tells it (0, 0: none). `others`: documents named beside it.

    `by_quote`: only the quoted mail names the document; `by_trace`: nothing names it, something leads to it.
    """

    numbers: tuple[str, ...]
    start: int = 0
    end: int = 0
    others: tuple[str, ...] = ()
    by_quote: bool = False
    by_trace: bool = False


def contested(
    context: Context, invoices: References, remittance: Remittance | None, told: Told, reason: DisputeReason
) -> Contested:
    """The documents that the reason is told of."""
    meant = _named(context, invoices)
    start, end = _telling(context, told, reason, len(meant))
    if remittance is not None:
        deducted = tuple(line.invoice for line in remittance.lines if line.deduction)
        own = _named(context, invoices, start, end) if end else ()
        if own and not set(own) & {line.invoice for line in remittance.lines}:
            return Contested(own, start, end, deducted)  # beside what was paid short, another one is contested
        named = tuple(number for number in invoices.within("body") if number in deducted)
        return Contested(named or deducted or invoices.within("body"), start, end)
    found = _said_with(context, invoices, start, end) or meant
    titled = tuple(number for number in invoices.within("subject") if not _is_credit(context, number))
    if titled and reason is DisputeReason.INVOICE_FORM and _only_by_order(invoices, found):
        found = titled  # the order that the body names is what is wrong on it
    if reason is DisputeReason.DUPLICATE:
        found = _repeating(context, invoices, (*found, *meant, *_twins(context, invoices)))
    others = tuple(number for number in meant if number not in found)
    if found and all(_is_credit(context, number) for number in found):
        found = titled or traced(context, (context.body,)) or found
    if found:
        return Contested(found, start, _goes_on(context, invoices, end, others), others)
    attached = tuple(n for n in invoices.stated() if context.book.document(n))
    if len(attached) == 1:
        return Contested(attached, start, end)
    for numbers in (invoices.quoted(), context.answered):
        if len(numbers) == 1:
            return Contested(numbers, start, end, by_quote=True)
    led = traced(context, (context.body, context.subject))
    doubted = len(led) != 1 or not is_sure(context, (context.body, context.subject), led[0])
    return Contested(led, start, end, by_trace=doubted)


def kept_back(context: Context, remittance: Remittance | None) -> Remittance | None:
    """The advice whose deductions are contested amounts: no copy of our own invoice that looks like one."""
    if remittance is None:
        return None
    if not context.documents and not _tells_payment(context, remittance):
        return None
    copies = [source for source in context.documents if is_our_paper(context, source)]
    if copies:
        stated = {amount.value for amount in context.amounts(context.body)}
        if not any(line.deduction in stated for line in remittance.lines if line.deduction):
            return None
    return remittance


def _tells_payment(context: Context, remittance: Remittance) -> bool:
    """A day, a reference, words for a payment or what was kept back as it is written; two prices make no deduction."""
    if remittance.payment_date is not None or remittance.reference is not None:
        return True
    stated = {amount.value for amount in context.amounts(context.body)}
    if any(line.deduction in stated for line in remittance.lines if line.deduction):
        return True
    paid = [pattern for pack in context.lexicons for pattern in pack.paid_words]
    return any(compiled(pattern).search(context.body.flat) for pattern in paid)


def is_our_paper(context: Context, source: Source) -> bool:
    """Whether a paper begins like an invoice of ours: our name, the word, and the number of one."""
    head = source.flat[:_HEAD]
    names = {fold(name).split()[0] for name in context.book.own_names() if name.strip()}
    if not any(name in head for name in names if len(name) > 3) or not expression(
        rf"(?<!\w)(?:{context.words('invoice_words')}|facture|rechnung|invoice)(?!\w)"
    ).search(head):
        return False
    numbers = re.findall(r"[a-z0-9][a-z0-9/._-]{3,24}", head)
    return any(context.book.document(number.upper()) for number in numbers)


def _telling(context: Context, told: Told, reason: DisputeReason, named: int) -> tuple[int, int]:
    """The sentence or item that speaks most for the reason; (0, 0) where the body has none."""
    place = told.place_of(reason)
    if place < 0:
        return 0, 0
    clauses = [(a, b) for a, b in clauses_of(context) if context.body.sentence_at(place)[0] <= a]
    inside = [(a, b) for a, b in clauses if a < context.body.sentence_at(place)[1]]
    if named < 2 or len(inside) < 2:
        return context.body.sentence_at(place)
    strengths = told.of_clauses(inside, context.body.text, reason)
    return inside[strengths.index(max(strengths))]


def _said_with(context: Context, invoices: References, start: int, end: int) -> tuple[str, ...]:
    """What the sentence names; else the one before, the subject, the ones after."""
    if own := _named(context, invoices, start, end) or led_within(context, start, end):
        return own
    clauses = clauses_of(context)
    for a, b in reversed([clause for clause in clauses if clause[1] <= start]):
        before = _named(context, invoices, a, b)
        if before and not _settles(context, a, b):
            return before[-1:] if _speaks_of_the_latter(context, start, end) else before
    if titled := invoices.within("subject") or invoices.meant("subject"):
        return titled
    after = next((found for a, b in clauses if a >= end and (found := _named(context, invoices, a, b))), ())
    if after and (led := traced(context, (context.subject,))) and not set(led) & set(after):
        return led
    return after


def _goes_on(context: Context, invoices: References, end: int, others: Sequence[str]) -> int:
    """Where the matter ends: before the next sentence that names another document."""
    for a, b in clauses_of(context):
        if a >= end and set(invoices.meant("body", a, b)) & set(others):
            break
        end = max(end, b) if a >= end else end
    return end


def _named(context: Context, invoices: References, start: int = 0, end: int = 1 << 30) -> tuple[str, ...]:
    """What a piece of the body names; credit notes only where the body names nothing else."""
    named = invoices.meant("body", start, end)
    if all(_is_credit(context, number) for number in invoices.meant("body")):
        return named
    return tuple(number for number in named if not _is_credit(context, number))


def _only_by_order(invoices: References, numbers: Sequence[str]) -> bool:
    """Whether the body means these documents by the numbers of their orders alone."""
    said = [r for r in (*invoices.invoices, *invoices.pointed) if r.source == "body" and not r.quoted]
    return {r.how for r in said if r.number in numbers} == {"order"}


def _is_credit(context: Context, number: str) -> bool:
    entry = context.book.document(number)
    return entry is not None and entry.total < 0


def _settles(context: Context, start: int, end: int) -> bool:
    """Whether a sentence says that something will be paid: its document is not the contested one."""
    text = context.body.flat[start:end]
    patterns = [pair for pack in context.lexicons for pair in pack.will_pay]
    score = sum(value for value, pattern in patterns if compiled(pattern).search(text))
    return score >= 1.0


def _speaks_of_the_latter(context: Context, start: int, end: int) -> bool:
    words = context.words("latter_words")
    return bool(expression(rf"(?<!\w)(?:{words})(?!\w)").search(context.body.flat[start:end]))


def _twins(context: Context, invoices: References) -> list[str]:
    """The documents that have the same amount, where it and no number names them: "two bills here for 343.20"."""
    if context.customer is None or invoices.stated():
        return []
    said = {amount.value for source in (context.body, context.subject) for amount in context.amounts(source)}
    entries = [e for e in context.book.documents_of(context.customer.number) if e.total > 0 and e.total in said]
    totals = [entry.total for entry in entries]
    return [entry.number for entry in entries if totals.count(entry.total) > 1]


def _repeating(context: Context, invoices: References, named: Sequence[str]) -> tuple[str, ...]:
    """Of documents that bill the same twice the newest, if nobody asks to cancel the older one: it is what is repeated.

    The mail that is answered, the subject and a copy that is attached name it as well as the text does. What is
    "already on" every other one is the document of the mail that is answered, whichever is newer.
    """
    answered = context.answered if len(context.answered) == 1 else ()
    every = distinct((*named, *invoices.meant("subject"), *answered))
    if len(answered) == 1 and set(every) - set(answered) == _billed_before(context, invoices):
        return answered
    entries = [entry for number in every if (entry := context.book.document(number)) and entry.total > 0]
    if len(entries) < 2:
        return distinct(entry.number for entry in entries) or distinct(named)
    totals = [entry.total for entry in entries]
    entries = [entry for entry in entries if totals.count(entry.total) > 1] or entries  # a third one is asked for
    older = expression(rf"(?<!\w)(?:{said('THE_OLDER')})(?!\w)").search(context.body.flat) is not None
    chosen = (min if older else max)(entries, key=lambda entry: (entry.issue_date, key_of(entry.number)))
    return (chosen.number,)


def _billed_before(context: Context, invoices: References) -> set[str]:
    """The documents of which the body says that they billed the same before."""
    earlier = expression(rf"(?<!\w)(?:{said('BEFORE')})(?!\w)[^.,;!?]{{0,24}}$")
    named = [r for r in invoices.invoices if r.source == "body" and not r.quoted]
    return {r.number for r in named if earlier.search(context.body.flat[max(0, r.start - 60) : r.start])}
